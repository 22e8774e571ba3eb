"""Train the reader's English tagger and parser from Universal Dependencies, on one core, with a seed.

    .venv/bin/python training/train_parser.py [--steps 6000] [--out src/detente/read/english]

Writes weights.bin (spaCy's own bytes), config.cfg and README.md (attribution and scores). PUD is only scored.
"""

from __future__ import annotations

import argparse
import gzip
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import spacy
from spacy.cli.train import train
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

ROOT = Path(__file__).resolve().parents[1]
UD = ROOT.parent / "shared" / "data" / "ud"
TRAIN = ("ewt-train", "gum-open-train")
DEVELOP = ("ewt-dev", "gum-dev")
SCORED = ("pud-test", "ewt-test")
SEED = 1947


def sentences(path: Path) -> Iterator[list[list[str]]]:
    """The sentences of a CoNLL-U file as rows of ten columns; multiword and empty tokens are left out."""
    rows: list[list[str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = line.rstrip("\n")
            if not text and rows:
                yield rows
                rows = []
            elif text and not text.startswith("#"):
                columns = text.split("\t")
                if columns[0].isdigit():
                    rows.append(columns)
    if rows:
        yield rows


def document(rows: list[list[str]], vocab: Vocab) -> Doc:
    """One sentence as a document with tags, parts of speech, heads and relations."""
    heads = [int(row[6]) - 1 if row[6] != "0" else place for place, row in enumerate(rows)]
    return Doc(
        vocab,
        words=[row[1] for row in rows],
        spaces=["SpaceAfter=No" not in row[9] for row in rows],
        tags=[row[4] for row in rows],
        pos=[row[3] for row in rows],
        heads=heads,
        deps=["ROOT" if row[6] == "0" else row[7] for row in rows],
        sent_starts=[place == 0 for place in range(len(rows))],
    )


def corpus(names: tuple[str, ...], target: Path) -> None:
    """Treebank files as one spaCy corpus."""
    vocab = Vocab()
    bin_ = DocBin(attrs=["TAG", "POS", "HEAD", "DEP", "SENT_START"])
    for name in names:
        for rows in sentences(UD / f"{name}.conllu.gz"):
            bin_.add(document(rows, vocab))
    bin_.to_disk(target)


def scores(nlp: spacy.Language, name: str) -> dict[str, float]:
    """UAS and LAS with and without punctuation, tag accuracies, on gold tokens."""
    right = dict.fromkeys(("uas", "las", "uas_words", "las_words", "tag", "pos"), 0)
    total = words = 0
    for rows in sentences(UD / f"{name}.conllu.gz"):
        gold = document(rows, nlp.vocab)
        found = Doc(nlp.vocab, words=[t.text for t in gold], spaces=[bool(t.whitespace_) for t in gold])
        for _, pipe in nlp.pipeline:
            found = pipe(found)
        for g, f in zip(gold, found, strict=True):
            head = g.head.i == f.head.i
            label = head and g.dep_ == f.dep_
            total += 1
            right["uas"] += head
            right["las"] += label
            right["tag"] += g.tag_ == f.tag_
            right["pos"] += g.pos_ == f.pos_
            if g.pos_ != "PUNCT":
                words += 1
                right["uas_words"] += head
                right["las_words"] += label
    return {k: 100 * v / (words if k.endswith("words") else total) for k, v in right.items()}


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--steps", type=int, default=6_000)
    arguments.add_argument("--out", type=Path, default=ROOT / "src/detente/read/english")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        corpus(TRAIN, work / "train.spacy")
        corpus(DEVELOP, work / "dev.spacy")
        train(
            Path(__file__).with_name("parser.cfg"),
            work / "out",
            overrides={
                "paths.train": str(work / "train.spacy"),
                "paths.dev": str(work / "dev.spacy"),
                "training.max_steps": given.steps,
                "system.seed": SEED,
            },
        )
        pack(work / "out" / "model-best", given.out)


def pack(model: Path, out: Path) -> None:
    """The trained pipeline as two files and a card."""
    nlp = spacy.load(model)
    nlp.config["paths"] = {**nlp.config["paths"], "train": None, "dev": None}  # folders of this run alone
    out.mkdir(parents=True, exist_ok=True)
    found = {name: scores(nlp, name) for name in SCORED}
    (out / "weights.bin").write_bytes(nlp.to_bytes(exclude=["tokenizer"]))
    nlp.config.to_disk(out / "config.cfg")
    (out / "README.md").write_text(card(found, (out / "weights.bin").stat().st_size), encoding="utf-8")
    print((out / "README.md").read_text(encoding="utf-8"))


def card(found: dict[str, dict[str, float]], size: int) -> str:
    rows = "\n".join(
        f"| {name} | {s['uas']:.1f} | {s['las']:.1f} | {s['uas_words']:.1f} | {s['las_words']:.1f} | "
        f"{s['tag']:.1f} | {s['pos']:.1f} |"
        for name, s in found.items()
    )
    return f"""# English tagger and parser, trained for Detente

Licence of the weights: CC BY-SA 4.0. Trained from UD_English-EWT 2.16 (Silveira et al. 2014; CC BY-SA 4.0) and the open
part of UD_English-GUM 2.16 (Zeldes 2017; annotations CC BY 4.0, texts CC BY and CC BY-SA). Test: UD_English-PUD (CC BY-SA 3.0).
Made by `training/train_parser.py` with seed {SEED}; {size / 1e6:.1f} MB.

Gold tokens, percent:

| test | UAS | LAS | UAS without punctuation | LAS without punctuation | XPOS | UPOS |
|---|---|---|---|---|---|---|
{rows}
"""


if __name__ == "__main__":
    main()
