"""Short sentences of the press with what must be read in them, halved by hash, and how a reading of them counts."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detente.model.reading import Reading
from detente.read import Document, read_document

FILE = Path(__file__).parent / "sentences" / "press.tsv"
NOTHING = "NONE"

Row = dict[str, str]


def rows(half: str) -> list[Row]:
    """The rows of a half, "mend" or "measured": the parity of the sentence's sha256 decides."""
    with FILE.open(encoding="utf-8") as lines:
        everything = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row for row in everything if half_of(row["sentence"]) == half]


def half_of(sentence: str) -> str:
    return ("mend", "measured")[int(hashlib.sha256(sentence.encode()).hexdigest(), 16) % 2]


def events(sentence: str) -> list[Reading]:
    read = read_document(Document("row", sentence, "0"), published=date(2024, 6, 5))
    return [r for r in read if r.kind == "event"]


def is_right(reading: Reading, row: Row) -> bool:
    """Whether a reading has the row's category, its sides in their order, and so its direction."""
    return reading.event_type in row["types"].split() and any(
        _stands(reading, sides) for sides in row["sides"].split()
    )


def is_right_of(readings: list[Reading], row: Row) -> bool:
    """Whether the row's deed is found, or, where there is none, nothing is told."""
    if row["types"] == NOTHING:
        return not readings
    return any(is_right(r, row) for r in readings)


def _stands(reading: Reading, sides: str) -> bool:
    source, target = {*reading.source_actors}, {*reading.target_actors}
    if "=" in sides:
        return {*sides.split("=")} <= source | target
    first, second = ({*side.split(",")} for side in sides.split(">"))
    return (first <= source and second <= target) or (reading.reciprocal and first | second <= source)


@dataclass(frozen=True, slots=True)
class Score:
    """Counts: rows with a deed, found, found with status; events told, right ones; rows without one, left empty."""

    wanted: int
    found: int
    with_status: int
    told: int
    right: int
    empty: int
    left_empty: int

    @property
    def recall(self) -> float:
        return self.found / self.wanted

    @property
    def precision(self) -> float:
        """Right readings of all told, those in rows without a deed among them."""
        return self.right / max(1, self.told)


def score(chosen: Iterable[Row], read: Callable[[str], list[Reading]] = events) -> Score:
    """How rows are read."""
    wanted = found = with_status = told = right = empty = left_empty = 0
    for row in chosen:
        readings = read(row["sentence"])
        told += len(readings)
        if row["types"] == NOTHING:
            empty += 1
            left_empty += not readings
            continue
        good = [r for r in readings if is_right(r, row)]
        wanted += 1
        right += len(good)
        found += bool(good)
        with_status += any(r.status in row["status"].split() for r in good)
    return Score(wanted, found, with_status, told, right, empty, left_empty)
