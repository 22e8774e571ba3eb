"""States under their Correlates of War number, which a successor keeps: 365 is SUN, then RUS.

Voting data carry rows of states outside the state system (Ukraine and Belarus in 1946, India before
independence, every later state as "not a member"). Such a row keeps its number; its code is that of the state
nearest in time under the number.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl

from detente.errors import UnknownActorError
from detente.model.actor import State
from detente.sources.table import ROW, Table
from detente.world.resolve import from_source_name
from detente.world.states import STATES, from_cow


@cache
def holders(number: int) -> tuple[State, ...]:
    """All states under a Correlates of War number, oldest first; empty when there is none."""
    return tuple(sorted((s for s in STATES if s.cow == number), key=lambda s: s.start))


@cache
def code_near(number: int, on: date) -> str | None:
    """Code of the state under the number on that day, or of the one nearest in time; None: no such number."""
    try:
        return from_cow(number, on)
    except UnknownActorError:
        pass
    if not holders(number):
        return None
    return min(holders(number), key=lambda state: _days_away(state, on)).code


def _days_away(state: State, on: date) -> int:
    if on < state.start:
        return (state.start - on).days
    return (on - state.end).days if state.end is not None and on > state.end else 0


def codes_of_lineages(
    table: Table, frame: pl.DataFrame, number: str = "cow", day: str = "start"
) -> pl.Series:
    """Codes for a column of Correlates of War numbers on the days beside it.

    Raises SourceError at the first number that no state has.
    """
    constant = {n: code_near(n, date(1990, 1, 1)) for n in frame[number].unique().sort().to_list()}
    bad = frame.filter(pl.col(number).is_in([n for n, code in constant.items() if code is None])).head(1)
    if bad.height:
        raise table.fail(
            bad[ROW][0], "ccode", str(bad[number][0]), "the Correlates of War number of a known state"
        )
    changing = [n for n in constant if len(holders(n)) > 1]
    pairs = frame.select(number, day).filter(pl.col(number).is_in(changing)).unique()
    codes = pairs.with_columns(
        pl.Series("dated", [code_near(n, on) for n, on in pairs.iter_rows()], dtype=pl.String)
    )
    joined = frame.select(number, day).join(codes, on=[number, day], how="left", maintain_order="left")
    steady = pl.col(number).replace_strict(constant, return_dtype=pl.String())
    return joined.select(pl.coalesce("dated", steady).alias("state"))["state"]


def lineages_of_countries(table: Table, frame: pl.DataFrame) -> pl.Series:
    """Correlates of War numbers for the columns `country` and `country_code` (ISO2) on `day`.

    R writes a missing code as NA, which is also Namibia's: rows without a usable code go by their name.
    Raises SourceError at the first country that stands for no state or more than one number.
    """
    by = ["country", "country_code"]
    day = (
        pl.col("day").dt.month_end().min()
    )  # a day may stand for its month: Zanzibar became a state within one
    pairs = frame.group_by(by).agg(day, pl.col(ROW).min()).sort(ROW)
    numbers = [
        _number_of(table, country, code, on, row)
        for country, code, on, row in pairs.select(*by, "day", ROW).iter_rows()
    ]
    found = pairs.select(*by, pl.Series("cow", numbers, dtype=pl.Int64))
    return frame.select(by).join(found, on=by, how="left", maintain_order="left")["cow"]


def _number_of(table: Table, country: str, code: str, on: date, row: int) -> int:
    usable = code and (code != "NA" or country == "Namibia")
    number = _only_number([s for s in STATES if s.iso2 == code], on) if usable else None
    if number is not None:
        return number
    try:
        named = from_source_name(country, on)
    except UnknownActorError as error:
        raise table.fail(
            row, "country", country, f"a state's name on {on}, and its code is {code!r}"
        ) from error
    number = _only_number([s for s in STATES if s.code == named], on)
    if number is None:
        raise table.fail(row, "country", country, "a state with one Correlates of War number")
    return number


def _only_number(states: list[State], on: date) -> int | None:
    """The one number of these rows, or of those that exist on the day; None if there is not just one."""
    for chosen in (states, [s for s in states if s.exists(on)]):
        numbers = {s.cow for s in chosen if s.cow is not None}
        if len(numbers) == 1:
            return numbers.pop()
    return None
