"""Who publishes, what it covers, under which licence, and the bytes taken from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from detente.model.vocabulary import Presence

Completeness = Literal["complete", "sample"]
"""complete: within coverage, what is not there is zero; sample: what is not there is unknown."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a source speaks of: its period, its states (None: every state), and what silence means.

    `states` are the codes that a snapshot holds when it is an extract; dated predecessors count
    (a file that holds RUS covers SUN).
    """

    start: date
    end: date
    completeness: Completeness
    states: frozenset[str] | None = None
    note: str = ""

    def spans(self, start: date, end: date) -> bool:
        """Whether any day of the period lies inside the coverage."""
        return start <= self.end and end >= self.start

    def silence_of(self, sides: Iterable[frozenset[str]], start: date, end: date) -> Presence:
        """What finding nothing means, for sides each given as all codes that count as it (RUS and SUN)."""
        if not self.spans(start, end):
            return "outside_coverage"
        held = self.states is None or all(side & self.states for side in sides)
        return "true_zero" if held and self.completeness == "complete" else "no_data"


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher's data set: who says it, how it may be used, how it wants to be cited."""

    name: str
    title: str
    publisher: str
    url: str
    licence: str
    licence_note: str
    citation: str
    coverage: Coverage
    realm: str | None
    unit_of_row: str
    formats: tuple[str, ...]
    verified: bool
    """False: built from a published header only, never run on a real file."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Bytes taken from a source: what file, which bytes, when recorded, and what they cover."""

    sha256: str
    source: str
    file: str
    size_bytes: int
    recorded_at: datetime
    rows: int
    coverage: Coverage
    release: str = ""
    """The publisher's version or date where the file states one; orders releases of the same source."""
