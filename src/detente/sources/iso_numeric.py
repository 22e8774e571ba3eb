"""States under their ISO 3166 numeric code, which publishers keep for a state's whole line."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

from detente.world.table import STATES, exists, line

CODES: Final = frozenset(state.iso_numeric for state in STATES if state.iso_numeric is not None)


@cache
def state_in(number: int, year: int) -> str | None:
    """The state of the line of that code in that year: 643 is SUN in 1970, 688 YUG in 1995; None: none yet.

    A state that begins or ends in the year counts, the one of the middle of the year first.
    """
    lines = dict.fromkeys(code for s in STATES if s.iso_numeric == number for code in line(s.code))
    for day in (date(year, 7, 1), date(year, 12, 31), date(year, 1, 1)):
        # The code's own state before those of its line.
        own = [s.code for s in STATES if s.iso_numeric == number]
        for code in (*own, *reversed(lines)):
            if exists(code, day):
                return code
    return None
