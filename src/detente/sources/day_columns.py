"""Spans of days from columns of year, month and day of which parts may be unknown (-9, NA, xx)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from detente.model.vocabulary import Precision
from detente.sources.cow_codes import NUMBERS, code_on, held_by
from detente.sources.digits import is_digits, small
from detente.sources.table import ROW, Table
from detente.sources.years import EARLIEST, LATEST

UNKNOWN: Final = ("-9", "NA", "xx", "")
Columns = tuple[str, str, str]
"""Names of the columns of year, month and day."""


class Span(NamedTuple):
    """First and last possible day; `precision` of the vaguer end."""

    start: date
    end: date
    precision: Precision


def day_span(table: Table, row: Mapping[str, Any], columns: Columns) -> Span:
    """The days that a date with an unknown day or month can mean. Raises SourceError for no date."""
    year, month, day = (row[name] for name in columns)
    try:
        if not EARLIEST <= small(year) <= LATEST:
            raise ValueError
        if month in UNKNOWN:
            return Span(date(int(year), 1, 1), date(int(year), 12, 31), "year")
        if day in UNKNOWN:
            first = date(int(year), small(month), 1)
            return Span(first, first.replace(day=monthrange(first.year, first.month)[1]), "month")
        exact = date(int(year), small(month), small(day))
    except ValueError:
        raise table.fail(row[ROW], columns[0], f"{year}-{month}-{day}", "a date (year, month, day)") from None
    return Span(exact, exact, "day")


def span_between(table: Table, row: Mapping[str, Any], first: Columns, last: Columns) -> Span:
    """From the first possible day of one date to the last of another. Raises SourceError if it ends before."""
    start, end = day_span(table, row, first), day_span(table, row, last)
    if end.end < start.start:
        shown = "-".join(row[name] for name in last)
        raise table.fail(row[ROW], last[0], shown, f"a date after the start ({start.start})")
    ranks: tuple[Precision, ...] = ("day", "month", "year")
    return Span(start.start, end.end, max(start.precision, end.precision, key=ranks.index))


def number_of(table: Table, row: Mapping[str, Any], column: str) -> int:
    """A cell as a Correlates of War number. Raises SourceError when no state ever had it."""
    text = row[column]
    if not is_digits(text) or int(text) not in NUMBERS:
        raise table.fail(row[ROW], column, text, "the Correlates of War number of a state")
    return int(text)


def state_during(number: int, start: date, end: date) -> str | None:
    """Who held the number when the span began, or else first in it; None: nobody."""
    at_first = code_on(number, start)
    if at_first is not None:
        return at_first
    held = held_by(number, start, end)
    return held[0].code if held else code_on(number, end)


class PairPart(NamedTuple):
    """The share of a span in which two numbers were held by the same two states."""

    a: str
    b: str
    start: date
    end: date


def pair_parts(a: int, b: int, start: date, end: date) -> list[PairPart]:
    """A span of two numbers cut where another state takes one over (365 at the end of 1991)."""
    return [
        PairPart(one.code, two.code, first, last)
        for one in held_by(a, start, end)
        for two in held_by(b, start, end)
        if (first := max(one.start, two.start)) <= (last := min(one.end, two.end))
    ]
