"""Spells of membership in treaties: dates that may lack a day, and the states that held a number meanwhile."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from detente.model.vocabulary import Precision
from detente.sources.cow_codes import NUMBERS, held_by
from detente.sources.digits import small
from detente.sources.table import ROW, Table


@dataclass(frozen=True, slots=True)
class Term:
    """From when to when a state was a member. `end` None: it still was when the data end.

    `known`: the last day that the entry can mean, from which on the membership is known.
    """

    start: date
    end: date | None
    precision: Precision
    known: date


@dataclass(frozen=True, slots=True)
class Part:
    """The share of a term that one state had: USSR and Russia share a term under 365. `mark` ends its key."""

    code: str
    start: date
    end: date | None
    mark: str


def term(
    table: Table, row: Mapping[str, Any], entry: tuple[str, str, str], leaving: tuple[str, str, str]
) -> Term:
    """The term of a row whose columns give year, month and day; "" or 0 as year of leaving: still a member.

    A missing day stands for the first day of the month at entry and the last when leaving. Raises SourceError
    for anything that is no date, or for a term that ends before it begins.
    """
    start = _day(table, row, entry, "first")
    end = None if row[leaving[0]] in {"", "0"} else _day(table, row, leaving, "last")
    if end is not None and end < start:
        raise table.fail(row[ROW], leaving[0], row[leaving[0]], "a date after the entry")
    vague = row[entry[2]] == "" or (end is not None and row[leaving[2]] == "")
    return Term(start, end, "month" if vague else "day", _day(table, row, entry, "last"))


def _day(
    table: Table, row: Mapping[str, Any], columns: tuple[str, str, str], side: Literal["first", "last"]
) -> date:
    year, month, day = (row[column] for column in columns)
    try:
        if day == "":
            return date(
                small(year), small(month), 1 if side == "first" else monthrange(small(year), small(month))[1]
            )
        return date(small(year), small(month), small(day))
    except ValueError:
        raise table.fail(
            row[ROW], columns[0], f"{year}-{month}-{row[columns[2]]}", "a date (year, month, day)"
        ) from None


def parts(number: int, over: Term, data_end: date) -> list[Part]:
    """The term cut where another state took the number over; empty when no state held it meanwhile."""
    held = held_by(number, over.start, max(over.end or data_end, over.start))
    found: list[Part] = []
    for spell in held:
        runs_on = over.end is None and spell is held[-1] and spell.end >= data_end
        mark = f" as={spell.code}" if found else ""
        found.append(Part(spell.code, spell.start, None if runs_on else spell.end, mark))
    return found


def numbers(table: Table, column: str) -> None:
    """Raises SourceError at the first cell that is no Correlates of War number of a state."""
    table.allow(column, {str(number) for number in NUMBERS}, "the Correlates of War number of a state")
