"""Year columns: plausible years, the dates they stand for, and runs of years that say the same."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import polars as pl

from detente.model.source import Coverage
from detente.sources.repeats import refuse_repeats
from detente.sources.table import ROW, Table

EARLIEST: Final = 1800
LATEST: Final = 2100


def years(table: Table, column: str = "year") -> pl.Series:
    """A column of years as whole numbers. Raises SourceError for anything outside 1800-2100."""
    read = table.numbers(column, whole=True)
    bad = table.frame.filter(~read.is_between(EARLIEST, LATEST).fill_null(False)).head(1)
    if bad.height:
        raise table.fail(bad[ROW][0], column, bad[column][0], f"a year between {EARLIEST} and {LATEST}")
    return read


def year_columns(first: str = "year", last: str | None = None) -> dict[str, pl.Expr]:
    """start, end, precision and known_from for statements about whole years.

    What is said of one year is known at its end. A run of years is known from the end of its *first* year:
    a state is seen to be a member while it is one. Views clip what lies after their `as_of`.
    """
    return {
        "start": pl.date(pl.col(first), 1, 1),
        "end": pl.date(pl.col(last or first), 12, 31),
        "precision": pl.lit("year"),
        "known_from": pl.date(pl.col(first), 12, 31),
    }


def runs(frame: pl.DataFrame, who: Sequence[str], what: Sequence[str], file: str) -> pl.DataFrame:
    """Consecutive years in which the same actors have the same values, as one row each.

    Gives the columns of `who` and `what`, first_year, last_year and the row_number of the first year. A gap
    in the years ends a run. Sorted by `who` and first_year. Raises SourceError when a year comes twice.
    """
    refuse_repeats(frame, who, file)
    order = frame.sort(*who, "year")
    changed = pl.any_horizontal(
        *(pl.col(c).ne_missing(pl.col(c).shift()) for c in (*who, *what)),
        (pl.col("year") - pl.col("year").shift()).ne_missing(1),
    )
    return (
        order.with_columns(changed.cum_sum().alias("_run"))
        .group_by("_run", maintain_order=True)
        .agg(
            *(pl.col(c).first() for c in (*who, *what)),
            first_year=pl.col("year").first(),
            last_year=pl.col("year").last(),
            row_number=pl.col(ROW).first(),
        )
        .drop("_run")
    )


def covering(coverage: Coverage, found: pl.Series, states: Collection[str]) -> Coverage:
    """What a file covers: the years found in it and the states that it names.

    A file all of whose rows are set aside covers no state, and so says nothing of any pair.
    """
    if found.is_empty():
        return replace(coverage, states=frozenset())
    first, last = found.min(), found.max()
    assert isinstance(first, int)
    assert isinstance(last, int)
    return replace(coverage, start=date(first, 1, 1), end=date(last, 12, 31), states=frozenset(states))
