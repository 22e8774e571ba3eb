"""Correlates of War numbers as the codes of the states that held them on that day or in that year.

A year is named after the state that held the number on most of its days: 365 is SUN in 1991, RUS from 1992.
Data sets also have rows for a number before its state existed or after it ended (771 in 1965): these are told
apart from numbers that no state ever had.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

import polars as pl

from detente.errors import UnknownActorError
from detente.sources.source import LeftOut
from detente.sources.table import ROW, Table
from detente.world.states import STATES, from_cow, from_cow_within

NUMBERS: Final = frozenset(state.cow for state in STATES if state.cow is not None)


class Held(NamedTuple):
    """Who held a number from one day to another."""

    code: str
    start: date
    end: date


@lru_cache(maxsize=100_000)
def code_on(number: int, on: date) -> str | None:
    """The state with this number on that day, or None."""
    try:
        return from_cow(number, on)
    except UnknownActorError:
        return None


@lru_cache(maxsize=100_000)
def code_in(number: int, year: int) -> str | None:
    """The state with this number in most of that year, or None."""
    try:
        return from_cow_within(number, date(year, 1, 1), date(year, 12, 31))
    except UnknownActorError:
        return None


def held_by(number: int, start: date, end: date) -> list[Held]:
    """The states that held the number between two days, in order; empty when none did.

    Days on which nobody held it are left out; the search steps by half years and then halves the step, so
    that an interregnum shorter than half a year between two spells of one state is not seen.
    """
    spells: list[Held] = []
    day, code, since = start, code_on(number, start), start
    while day < end:
        after = min(day + timedelta(days=182), end)
        following = code_on(number, after)
        if following != code:
            change = _first_day_of_change(number, day, after)
            if code:
                spells.append(Held(code, since, change - timedelta(days=1)))
            code, since, after = code_on(number, change), change, change
        day = after
    return [*spells, Held(code, since, end)] if code else spells


def _first_day_of_change(number: int, same: date, other: date) -> date:
    first = code_on(number, same)
    while (other - same).days > 1:
        middle = same + (other - same) // 2
        same, other = (middle, other) if code_on(number, middle) == first else (same, middle)
    return other


def codes_by_year(table: Table, frame: pl.DataFrame, number: str, year: str = "year") -> pl.Series:
    """Codes for a column of numbers in the years beside it (both Int64; `frame` has row_number).

    Null where the number's state did not exist in that year. Raises SourceError at the first number that no
    state ever had.
    """
    pairs = frame.group_by(number, year).agg(pl.col(ROW).min()).sort(ROW)
    for value, row_number in pairs.select(number, ROW).iter_rows():
        if value not in NUMBERS:
            raise table.fail(row_number, number, str(value), "the Correlates of War number of a state")
    codes = [code_in(n, y) for n, y in pairs.select(number, year).iter_rows()]
    found = pairs.select(number, year, pl.Series("code", codes, dtype=pl.String))
    return frame.join(found, on=[number, year], how="left", maintain_order="left")["code"]


def without_state(frame: pl.DataFrame) -> tuple[LeftOut, ...]:
    """Rows (row_number, number, year, row) left out because the number's state did not exist that year."""
    once = frame.unique((ROW, "number"), keep="first").sort(ROW, "number")
    return tuple(
        LeftOut(row_number, f"the Correlates of War number {number} is no state in {year}", row)
        for row_number, number, year, row in once.select(ROW, "number", "year", "row").iter_rows()
    )
