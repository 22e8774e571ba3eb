"""The IMF's names of reporters and partners: states, territories, states gone, and groups of several."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

from detente.errors import UnknownActorError
from detente.sources.places_without_state import state_or_reason, territories
from detente.world.resolve import from_source_name
from detente.world.table import SPANS, exists

WORLD: Final = "World"
GROUPS: Final = frozenset({
    "Advanced Economies", "Africa", "Africa not specified", "Asia not specified", "Belgium-Luxembourg",
    "Countries & Areas not specified", "Emerging and Developing Asia", "Emerging and Developing Economies",
    "Emerging and Developing Europe",
    "Emerging Market and Developing Economies by Source of Export Earnings: Fuel",
    "Emerging Market and Developing Economies by Source of Export Earnings: Nonfuel",
    "Euro Area", "Europe", "Europe not specified", "European Union", "Memorandum Items", "Middle East",
    "Middle East and Central Asia", "Middle East and Central Asia not specified",
    "Other Countries not included elsewhere", "Special Categories", "Sub-Saharan Africa",
    "Western Hemisphere", "Western Hemisphere not specified",
})  # fmt: skip
"""Rows that are no single state; the heading of the memorandum items has no figures."""
GONE: Final = {
    "Czechoslovakia": "CSK", "Eastern Germany": "DDR", "U.S.S.R.": "SUN", "Yugoslavia": "YUG",
    "Yemen Arab Rep.": "YEM", "Yemen, P.D. Rep.": "YMD",
}  # fmt: skip
"""States that ended: the name stands for that state alone, not for what came after it."""
OWN: Final = {"Venezuela, Rep. Bolivariana de": "VEN"}
"""Spellings that the table of source names does not hold."""


@cache
def no_state(name: str) -> str:
    """Why a name is no single state; empty when it may be one."""
    if name in GROUPS:
        return f"'{name}' is a group, not a state"
    territory = territories()[2].get(name)
    return f"'{name}' is a territory, not a state" if territory else ""


@cache
def state_named(name: str, year: int) -> str | None:
    """The state of that name in most of the year; None when it did not exist then.

    Raises UnknownActorError for a name that is no state's at any time.
    """
    first, middle, last = date(year, 1, 1), date(year, 7, 1), date(year, 12, 31)
    code = GONE.get(name)
    if code is not None:
        return next((code for day in (middle, first, last) if exists(code, day)), None)
    if name in OWN:
        return state_or_reason(OWN[name], first, last)[0]
    for day in (middle, last, first):
        try:
            return from_source_name(name, day)
        except UnknownActorError:
            continue
    from_source_name(name, date(2020, 1, 1))
    return None


@cache
def state_coded(code: str, year: int) -> tuple[str | None, str]:
    """The state of an alpha-3 code in a year, or why there is none; (None, "") for a code not known."""
    if code in SPANS or code in territories()[0]:
        return state_or_reason(code, date(year, 1, 1), date(year, 12, 31))
    return None, ""
