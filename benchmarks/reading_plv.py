"""Coded single sentences: who did what to whom, end to end, on the half that was never looked at.

    python benchmarks/reading_plv.py [--developed]

File: ../shared/data/events/PLV_train.tsv (for development only; nothing of it is carried). Rows whose source and target
spans name two different states. The file is halved by the parity of the sentence's sha256: developed on the even half,
reported on the odd one. Recall: rows of which one reading has source, target and category right. Precision: readings
that are right for some row, of all events told. Its YIELD stands for CONCEDE and RETREAT. Targets: 0.55 and 0.65.

With spans given: every row of the half, the two spans replaced by two states' names, the category of the reading that
holds both (else of the surest one). References: linear model on masked text 0.70, RoBERTa-large 0.82 (on a test set).
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
from collections import defaultdict
from pathlib import Path

from detente.model.reading import Reading
from detente.read import Document, read_document
from detente.read.actors import Gazette, find_mentions
from detente.read.discourse import is_state
from detente.read.tokens import tokenise

FILE = Path(__file__).resolve().parents[2] / "shared" / "data" / "events" / "PLV_train.tsv"
NAMES = {"s": ("Denmark", "DNK"), "t": ("Bolivia", "BOL")}


def half(sentence: str) -> int:
    return int(hashlib.sha256(sentence.encode()).hexdigest(), 16) % 2


def state_in(span: str) -> str | None:
    """The first state that a span names."""
    codes = [c for m in find_mentions(tokenise(span), None, Gazette({})) for c in m.codes if is_state(c)]
    return codes[0] if codes else None


def category(kind: str | None) -> str:
    return "YIELD" if kind in ("CONCEDE", "RETREAT") else kind or ""


def events(text: str) -> list[Reading]:
    return [r for r in read_document(Document("row", text, "0")) if r.kind == "event"]


def pairs(reading: Reading) -> set[tuple[str, str]]:
    target = reading.source_actors if reading.reciprocal else reading.target_actors
    return {(a, b) for a in reading.source_actors for b in target if a != b}


def end_to_end(rows: list[dict[str, str]]) -> None:
    wanted: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in rows:
        source, target = state_in(row["source"]), state_in(row["target"])
        if source and target and source != target:
            wanted[row["sentence"]].append((source, target, row["gold_root"]))
    count = hit = dyads = told = right = 0
    for sentence, gold in wanted.items():
        found = [(pairs(r), category(r.event_type)) for r in events(sentence)]
        count += len(gold)
        hit += sum(any((s, t) in p and k == c for p, k in found) for s, t, c in gold)
        dyads += sum(any((s, t) in p for p, _ in found) for s, t, _ in gold)
        told += len(found)
        right += sum(any((s, t) in p and k == c for s, t, c in gold) for p, k in found)
    print(
        f"end to end: {count} rows, recall {hit / count:.3f} (target 0.55), precision {right / told:.3f} (target 0.65)"
    )
    print(f"  the pair in its direction, whatever the category: {dyads / count:.3f}; events told: {told}")


def masked(marked: str) -> str:
    for tag, (name, _) in NAMES.items():
        marked = re.sub(rf"<{tag}>.*?</{tag}>", f" {name} ", marked, count=1)
    return " ".join(re.sub(r"</?[st]>", "", marked).split()).replace(" ,", ",").replace(" 's", "'s")


def with_spans(rows: list[dict[str, str]]) -> None:
    wanted = (NAMES["s"][1], NAMES["t"][1])
    right = silent = 0
    for row in rows:
        found = sorted(
            events(masked(row["marked_sentence"])),
            key=lambda r: (
                wanted not in pairs(r),
                not {*wanted} <= {*r.source_actors, *r.target_actors},
                -r.confidence,
            ),
        )
        silent += not found
        right += bool(found) and category(found[0].event_type) == row["gold_root"]
    print(
        f"category with spans given: {len(rows)} rows, accuracy {right / len(rows):.3f} (references 0.70, 0.82)"
    )
    print(f"  no event told: {silent}; accuracy where one is: {right / max(1, len(rows) - silent):.3f}")


def main() -> None:
    which = 0 if "--developed" in sys.argv else 1
    with FILE.open(encoding="utf-8") as lines:
        rows = [r for r in csv.DictReader(lines, delimiter="\t") if half(r["sentence"]) == which]
    print("half developed on" if which == 0 else "half never looked at")
    end_to_end(rows)
    with_spans(rows)


if __name__ == "__main__":
    main()
