"""The states that event data name by a code or a name, on every day, as a table to be joined."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from detente.errors import UnknownActorError
from detente.world.resolve import from_source_name
from detente.world.states import STATES, from_iso3

FIRST: Final = date(1900, 1, 1)
LAST: Final = date(2100, 12, 31)


class Spell(NamedTuple):
    """What a code stands for between two days; `state` None: nothing that is a state then."""

    code: str
    first: date
    last: date
    state: str | None


@cache
def _days_of_change() -> list[date]:
    starts = {state.start for state in STATES}
    ends = {state.end + timedelta(days=1) for state in STATES if state.end is not None}
    return sorted(day for day in starts | ends if FIRST < day <= LAST)


def spells(code: str, state_of: Callable[[str, date], str | None]) -> list[Spell]:
    """The code's states from 1900 to 2100. Raises UnknownActorError for one that is known on no day of them."""
    found: list[Spell] = []
    known = False
    for start in (FIRST, *_days_of_change()):
        try:
            state, known = state_of(code, start), True
        except UnknownActorError:
            state = None
        if not found or found[-1].state != state:
            found.append(Spell(code, start, LAST, state))
    if not known:
        raise UnknownActorError(f"no state has the code or name {code!r}")
    ends = [later.first - timedelta(days=1) for later in found[1:]]
    return [s._replace(last=end) for s, end in zip(found, [*ends, LAST], strict=True)]


def state_on(found: list[Spell], on: date) -> str | None:
    """The state of the spell that holds the day."""
    return found[bisect_right([spell.first for spell in found], on) - 1].state


@cache
def _no_states() -> dict[str, str]:
    """Codes and names that are no ISO code or no state (regions, territories), with the state's code if one is."""
    text = files("detente.sources").joinpath("event_places.csv").read_text(encoding="utf-8")
    rows = (line.split(",") for line in text.splitlines()[1:])
    return {row[0]: row[1] for row in rows}


def from_cameo(code: str, on: date) -> str | None:
    """The state of a CAMEO country code: ISO 3166 alpha-3 but for a few old codes; None for regions."""
    code = _no_states().get(code, code)
    return from_iso3(code, on) if code else None


def from_event_name(name: str, on: date) -> str | None:
    """The state that ICEWS names; None for territories."""
    return from_source_name(name, on) if _no_states().get(name, name) else None
