"""Five hundred sentences of the field's prose: verbs, idioms, nouns, passives, and what a pair's text leaves unsaid."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from detente.model.reading import Reading
from detente.read import Document, read_document

FILE = Path(__file__).parent / "sentences" / "deeds.tsv"
PAIR = (
    "Kenya and Peru are far apart. Kenya is big. Peru is rich. Kenya has tea. "
    "Peru has copper. Kenya lies low. Peru lies high.\n\n"
)


def told(row: dict[str, str]) -> list[Reading]:
    before = PAIR if row["pair"] == "yes" else ""
    readings = read_document(Document("row", before + row["sentence"], "0"), published=date(2024, 6, 5))
    return [r for r in readings if r.kind == "event" and r.quote.start >= len(before)]


def has_sides(reading: Reading, sides: str) -> bool:
    source, target = {*reading.source_actors}, {*reading.target_actors}
    if "=" in sides:
        return {*sides.split("=")} <= source | target
    first, second = ({*side.split(",")} for side in sides.split(">"))
    return (first <= source and second <= target) or (reading.reciprocal and first | second <= source)


def right(row: dict[str, str], readings: list[Reading]) -> bool:
    types = row["types"].split()
    if not readings:
        return "NONE" in types
    return any(r.event_type in types and any(has_sides(r, s) for s in row["sides"].split()) for r in readings)


def test_sentences() -> None:
    with FILE.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = [told(row) for row in rows]
    wrong = [row["sentence"] for row, readings in zip(rows, found, strict=True) if not right(row, readings)]
    assert len(rows) > 500
    assert len(wrong) <= 0.1 * len(rows), wrong
    assert sum(map(len, found)) <= 1.05 * len(rows)
