"""ATOP 5.1 directed dyad-years: the obligations of A to B, as runs of years in which they are the same."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

import polars as pl

from detente.model.source import Source
from detente.model.statement import statement_frame
from detente.sources.cow_codes import codes_by_year, without_state
from detente.sources.layouts import header_of
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Taken
from detente.sources.table import ROW, Table, read_table
from detente.sources.years import runs, year_columns, years

FLAGS: Final = ("defense", "offense", "neutral", "nonagg", "consul")
OBLIGATIONS: Final = ("defense", "offense", "neutrality", "nonaggression", "consultation")
OFFICIAL: Final = ("stateA", "stateB", "year", *FLAGS)
DYADS: Final = ("ccode1", "ccode2", "year", *(f"atop_{flag}" for flag in FLAGS))
_IGNORED: Final = {
    "ddyad", "dyad", "atopally", "asymm", "transyr", "shareob", "bilatno", "multino", "number", "version",
}  # fmt: skip
_TREATY: Final = re.compile(r"atopid\d+")


def take_dyads(text: str, file: str, source: Source, *, official: bool) -> Taken:
    """Statements "treaty_tie": source_actors [A] is obliged to target_actors [B], both orders as published.

    A row without any obligation (files that were filled up with zeros) is left out: silence says the same
    within the coverage, and nothing outside it.
    """
    columns = OFFICIAL if official else DYADS
    ignored = _IGNORED | {name for name in header_of(text, file) if _TREATY.fullmatch(name)}
    table = read_table(text, file, use=columns, ignore=ignored if official else ())
    for column in columns[3:]:
        table.allow(column, ("0", "1"), "a flag (0 or 1)")
    frame = table.frame.with_columns(
        years(table), raw_rows(table.frame),
        *(table.numbers(column, whole=True).alias(to) for column, to in zip(columns, "ab", strict=False)),
    ).rename(dict(zip(columns[3:], FLAGS, strict=True)))  # fmt: skip
    frame = frame.with_columns(
        codes_by_year(table, frame, "a").alias("obliged"), codes_by_year(table, frame, "b").alias("to")
    )
    obliges = pl.any_horizontal(pl.col(FLAGS) == "1")
    stateless = pl.any_horizontal(pl.col("obliged", "to").is_null())
    number = pl.when(pl.col("obliged").is_null()).then("a").otherwise("b")
    ties = runs(frame.filter(obliges & ~stateless), ("a", "b"), ("obliged", "to", *FLAGS), table.file)
    return Taken(
        statements=statement_frame(_statements(ties, source.name, source.realm)),
        rows=table.frame.height,
        coverage=replace(
            source.coverage,
            end=date(_last(table), 12, 31),
            states=frozenset(frame["obliged"].drop_nulls()) | frozenset(frame["to"].drop_nulls()),
        ),
        left_out=(
            *without_state(frame.filter(stateless).with_columns(number=number)),
            *(
                LeftOut(row_number, "no obligation in this year", row)
                for row_number, row in frame.filter(~obliges & ~stateless).select(ROW, "row").iter_rows()
            ),
        ),
    )


def _last(table: Table) -> int:
    last = years(table).max()
    assert isinstance(last, int)
    return last


def _statements(ties: pl.DataFrame, source: str, realm: str | None) -> pl.DataFrame:
    flags = pl.concat_str([pl.format(f"{flag}={{}}", flag) for flag in FLAGS], separator=" ")
    period = pl.format("{}-{}", "first_year", "last_year")
    obligations = pl.concat_list(
        pl.when(pl.col(flag) == "1").then(pl.lit(word)) for flag, word in zip(FLAGS, OBLIGATIONS, strict=True)
    ).list.drop_nulls()
    return ties.select(
        source=pl.lit(source),
        key=pl.format("from={} to={} since={}", "a", "b", "first_year"),
        property=pl.lit("treaty_tie"),
        source_actors=pl.concat_list("obliged"),
        target_actors=pl.concat_list("to"),
        object=pl.lit("ATOP"),
        original=pl.format("{} in {}", flags, period),
        realm=pl.lit(realm),
        attributes=pl.struct("first_year", "last_year", obligations=obligations).struct.json_encode(),
        row=pl.struct(
            *FLAGS, a=pl.col("a").cast(pl.String), b=pl.col("b").cast(pl.String), years=period
        ).struct.json_encode(),
        row_number="row_number",
        **year_columns("first_year", "last_year"),
    )
