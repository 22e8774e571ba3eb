"""The table of states: one row per state and span of days, from data/states.csv."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Final

from detente.model.actor import State
from detente.world.packaged import day, first_day, rows


def _number(text: str) -> int | None:
    return int(text) if text else None


def _load() -> tuple[State, ...]:
    return tuple(
        State(
            code=row["code"],
            name=row["name"],
            cow=_number(row["cow"]),
            gw=_number(row["gw"]),
            iso_numeric=_number(row["iso_numeric"]),
            iso2=row["iso2"] or None,
            start=first_day(row["start"]),
            end=day(row["end"]),
            successor=row["successor"] or None,
            note=row["note"],
        )
        for row in rows("states")
    )


STATES: Final[tuple[State, ...]] = _load()
"""Every state of the COW, Gleditsch-Ward and ISO systems since 1816, by code and start.

A code has several rows where its span is broken (Estonia) or its numbers change (Germany: COW 260, then 255).
Sources and decisions: docs/reference/world.md.
"""


def _by_code() -> dict[str, tuple[State, ...]]:
    found: dict[str, list[State]] = defaultdict(list)
    for state in STATES:
        found[state.code].append(state)
    return {code: tuple(spans) for code, spans in found.items()}


SPANS: Final[dict[str, tuple[State, ...]]] = _by_code()
"""The rows of each code, earliest first."""

SUCCESSOR: Final[dict[str, str]] = {s.code: s.successor for s in STATES if s.successor}


def line(code: str) -> tuple[str, ...]:
    """The code with all that precede and succeed it under the same COW number, earliest first."""
    found = [*predecessors(code), code]
    while found[-1] in SUCCESSOR:
        found.append(SUCCESSOR[found[-1]])
    return tuple(found)


def predecessors(code: str) -> tuple[str, ...]:
    """The codes that `code` continues under the same COW number, earliest first, itself left out."""
    before = [old for old, new in SUCCESSOR.items() if new == code]
    return tuple(c for old in before for c in (*predecessors(old), old))


def exists(code: str, on: date) -> bool:
    """Whether a state of that code exists on that day."""
    return any(span.exists(on) for span in SPANS.get(code, ()))
