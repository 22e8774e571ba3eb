"""Rows of a statement frame by property, by who is named, and by data set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from detente.errors import UsageError
from detente.measures.measure import Ask
from detente.model.statement import Statement


def naming(column: str, codes: frozenset[str]) -> pl.Expr:
    """Whether a list column of codes holds one of these."""
    return pl.col(column).list.eval(pl.element().is_in(sorted(codes))).list.any()


def sent(
    statements: pl.DataFrame, property_: str, senders: frozenset[str], receivers: frozenset[str] | None = None
) -> pl.DataFrame:
    """Statements of one property from these senders (to these receivers, if given), by id."""
    rows = statements.filter((pl.col("property") == property_) & naming("source_actors", senders))
    if receivers is not None:
        rows = rows.filter(naming("target_actors", receivers))
    return rows.sort("statement_id")


def to(
    statements: pl.DataFrame, property_: str, receivers: frozenset[str], senders: frozenset[str] | None = None
) -> pl.DataFrame:
    """Statements of one property to these receivers, from anyone or from these senders, by id."""
    rows = statements.filter((pl.col("property") == property_) & naming("target_actors", receivers))
    if senders is not None:
        rows = rows.filter(naming("source_actors", senders))
    return rows.sort("statement_id")


def singly(frame: pl.DataFrame) -> list[Statement]:
    """The rows as objects."""
    return [Statement.from_row(row) for row in frame.iter_rows(named=True)]


def apart(statements: pl.DataFrame, property_: str, ask: Ask) -> Iterator[tuple[str, pl.DataFrame, Ask]]:
    """Each data set that states the property by itself, so that two are never added up.

    Gives what to add to the basis ("" when there is one data set only), its statements, and the question with
    the silence of that data set.
    """
    rows = statements.filter(pl.col("property") == property_)
    names = rows["source"].unique().sort().to_list()
    if not names:
        yield "", rows, ask
    for name in names:
        suffix = f"; {name}" if len(names) > 1 else ""
        yield suffix, rows.filter(pl.col("source") == name), ask.narrowed(name)


def in_unit(rows: list[Statement], unit: str) -> list[Statement]:
    """The rows, all of which must be in this unit (or say none). Raises UsageError for another unit."""
    for row in rows:
        if row.unit not in {None, unit}:
            raise UsageError(
                f"{row.property} in {row.unit!r} where {unit!r} is expected",
                where=row.statement_id,
                todo="Convert it where the source is read",
            )
    return rows


def dated(row: Statement) -> date:
    """The day by which a figure is put into a period: its last. Raises UsageError for an undated figure."""
    day = row.end or row.start
    if day is None:
        raise UsageError(f"{row.property} without a date", where=row.statement_id)
    return day
