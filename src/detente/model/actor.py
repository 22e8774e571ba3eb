"""Actors: states with codes and dates, organisations, and the names they go by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state between two dates.

    `code`: ISO 3166 alpha-3, historic ones included (SUN, YUG, DDR); `cow` and `gw`: Correlates of War and
    Gleditsch-Ward numbers; `end` None: it still exists. USSR and Russia are two rows under COW 365.
    `successor`: the code that continues it under the same COW number, if any.
    """

    code: str
    name: str
    cow: int | None
    gw: int | None
    iso_numeric: int | None
    iso2: str | None
    start: date
    end: date | None
    successor: str | None = None
    note: str = ""

    def exists(self, on: date) -> bool:
        """Whether it is a state on that day."""
        return self.start <= on and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An intergovernmental body; `code` is "IGO:" and its usual abbreviation (IGO:SCO)."""

    code: str
    name: str
    start: date
    end: date | None
    note: str = ""


AliasKind = Literal[
    "name", "official", "former", "short", "demonym", "capital", "seat", "leader", "minister", "organisation"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A string that stands for an actor in texts or data, between two dates (None: open).

    A demonym ("Pakistani") names the state as an adjective; a capital or seat ("Islamabad", "the Kremlin")
    names the government sitting there; a leader or minister acts for the state while in office.
    """

    text: str
    code: str
    kind: AliasKind
    start: date | None = None
    end: date | None = None
