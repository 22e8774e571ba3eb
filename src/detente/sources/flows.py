"""Money columns of the COW trade files: millions of US dollars, with -9 or nothing where unknown."""

from __future__ import annotations

from typing import Final

import polars as pl

from detente.sources.table import ROW, Table

MISSING: Final = -9


def usd_millions(table: Table, column: str) -> pl.Series:
    """A column of million US dollars in US dollars; missing is null. Raises SourceError below zero."""
    read = table.numbers(column)
    read = read.set(read == MISSING, None)
    negative = table.frame.filter(read < 0).head(1)
    if negative.height:
        raise table.fail(negative[ROW][0], column, negative[column][0], "a trade flow (-9 or empty: missing)")
    return (read * 1e6).alias(column)


def missing_flag(column: str) -> pl.Expr:
    """Attributes that tell a row of no data from a row that is not there."""
    return pl.when(pl.col(column).is_null()).then(pl.lit('{"missing":true}'))
