"""The packaged parser on treebanks it never saw, gold tokens, beside the reference's figures; about a minute.

    python benchmarks/parser.py

Treebanks: ../shared/data/ud (UD_English-PUD and the EWT test part). Reference: the same architecture trained for 23
CPU-minutes, ../shared/reference/reading.md section 6. Targets on PUD without punctuation: UAS 87, LAS 83.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

from spacy.tokens import Doc

from detente.read.english_model import model

UD = Path(__file__).resolve().parents[2] / "shared" / "data" / "ud"
REFERENCE = {"pud-test": (86.7, 82.3), "ewt-test": (85.4, 81.2)}


def sentences(path: Path) -> Iterator[list[list[str]]]:
    rows: list[list[str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            if len(columns) == 10 and columns[0].isdigit():
                rows.append(columns)
            elif not line.strip() and rows:
                yield rows
                rows = []


def score(name: str) -> tuple[float, float, float, int]:
    """(UAS, LAS, XPOS) in percent without punctuation, and the number of words."""
    nlp = model()
    gold = list(sentences(UD / f"{name}.conllu.gz"))
    docs = (
        Doc(nlp.vocab, words=[r[1] for r in rows], spaces=["SpaceAfter=No" not in r[9] for r in rows])
        for rows in gold
    )
    heads = labels = tags = words = 0
    for rows, doc in zip(gold, nlp.pipe(docs, batch_size=128), strict=True):
        for row, token in zip(rows, doc, strict=True):
            if row[3] == "PUNCT":
                continue
            head = token.head.i + 1 if token.head.i != token.i else 0
            label = "root" if token.dep_ == "ROOT" else token.dep_
            words += 1
            heads += head == int(row[6])
            labels += head == int(row[6]) and label == row[7]
            tags += token.tag_ == row[4]
    return 100 * heads / words, 100 * labels / words, 100 * tags / words, words


def main() -> None:
    print("without punctuation   UAS    LAS    XPOS   words    reference UAS, LAS")
    for name, (uas, las) in REFERENCE.items():
        u, l, x, n = score(name)  # noqa: E741
        print(f"{name:<20} {u:>6.1f} {l:>6.1f} {x:>6.1f} {n:>7}    {uas}, {las}")
    print("target on pud-test: UAS >= 87, LAS >= 83")


if __name__ == "__main__":
    main()
