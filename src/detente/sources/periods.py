"""Dates as data files write them: full days, and publication dates that may lack a day or a month."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Final

import polars as pl

from detente.model.vocabulary import Precision
from detente.sources.table import ROW, Table

_PARTIAL: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_FORMS: Final = {
    "%Y-%m-%d": ("YYYY-MM-DD", r"^\d{4}-\d{2}-\d{2}$"),
    "%m/%d/%Y": ("month/day/year", r"^\d{1,2}/\d{1,2}/\d{4}$"),
}


def last_day(text: str) -> date | None:
    """The last day that "2020", "2020-08" or "2020-08-17" can mean; None if it is no such date.

    A publication known to the month only is taken as known at the month's end, never earlier.
    """
    found = _PARTIAL.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        if month is None:
            return date(year, 12, 31)
        return date(year, month, day if day is not None else monthrange(year, month)[1])
    except ValueError:
        return None


def days(table: Table, column: str, form: str = "%Y-%m-%d", *, empty: bool = False) -> pl.Series:
    """A column of full days; an empty cell is null if `empty` allows it.

    Raises SourceError at the first cell that is no date in this form.
    """
    shown, pattern = _FORMS[form]
    text = pl.when(pl.col(column).str.contains(pattern)).then(column)
    read = table.frame.select(ROW, column, text.str.to_date(form, strict=False).alias("day"))
    bad = read.filter(pl.col("day").is_null() & ~(pl.col(column).eq("") & pl.lit(empty))).head(1)
    if bad.height:
        raise table.fail(bad[ROW][0], column, bad[column][0], f"a day written {shown}")
    return read["day"].alias(column)


def precision_of(start: date, end: date) -> Precision:
    """The word for a period given by its first and last day: day, month, year, decade, else era."""
    if start == end:
        return "day"
    if start.day != 1 or end.day != monthrange(end.year, end.month)[1]:
        return "era"
    if (start.year, start.month) == (end.year, end.month):
        return "month"
    if (start.month, end.month) != (1, 12):
        return "era"
    years = end.year - start.year + 1
    return "year" if years == 1 else "decade" if years == 10 else "era"
