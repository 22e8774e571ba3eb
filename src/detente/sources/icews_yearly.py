"""ICEWS events counted by directed dyad, year and quad class."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from detente.errors import UnknownActorError
from detente.model.statement import statement_frame
from detente.sources.raw_rows import raw_rows
from detente.sources.source import Reader, Taken, load_record
from detente.sources.table import ROW, Table, decode, read_table
from detente.sources.years import covering, year_columns, years
from detente.world.states import from_iso3

SOURCE: Final = load_record("icews_yearly")
QUADS: Final = {
    "verbCoop": "verbal cooperation",
    "matlCoop": "material cooperation",
    "verbConf": "verbal conflict",
    "matlConf": "material conflict",
}


def take(data: bytes, file: str) -> Taken:
    """Statements "coded_event_count": source_actors [who acts], target_actors [to whom], object the quad class.

    Raises SourceError for another header, a code that is no state's in that year, a count that is none, or a dyad-year
    that stands twice.
    """
    use = ("i", "j", "i_iso3c", "j_iso3c", "year", *QUADS)
    table = read_table(decode(data, file), file, use=use)
    frame = table.frame.with_columns(
        years(table), raw_rows(table.frame), *(_counts(table, name).alias(f"n_{name}") for name in QUADS)
    )
    twice = frame.filter(~pl.struct("i_iso3c", "j_iso3c", "year").is_first_distinct()).head(1)
    if twice.height:
        raise table.fail(twice[ROW][0], "year", twice["year"][0], "new: this dyad-year stands twice")
    frame = frame.with_columns(
        _states(table, frame, "i_iso3c").alias("acting"), _states(table, frame, "j_iso3c").alias("receiving")
    )
    return Taken(
        statements=statement_frame(pl.concat(_statements(frame, name) for name in QUADS)),
        rows=frame.height,
        coverage=covering(SOURCE.coverage, frame["year"], {*frame["acting"], *frame["receiving"]}),
    )


def _counts(table: Table, name: str) -> pl.Series:
    counts = table.numbers(name, whole=True, empty=())
    bad = table.frame.filter(counts < 0).head(1)
    if bad.height:
        raise table.fail(bad[ROW][0], name, bad[name][0], "a count")
    return counts


def _states(table: Table, frame: pl.DataFrame, column: str) -> pl.Series:
    """Codes of the states at the end of each year."""
    pairs = frame.group_by(column, "year").agg(pl.col(ROW).min()).sort(ROW)
    states = []
    for code, year, row in pairs.select(column, "year", ROW).iter_rows():
        try:
            states.append(from_iso3(code, date(year, 12, 31)))
        except UnknownActorError as error:
            raise table.fail(row, column, code, f"a state's code in {year}") from error
    found = pairs.select(column, "year", pl.Series("state", states, dtype=pl.String))
    return frame.join(found, on=[column, "year"], how="left", maintain_order="left")["state"]


def _statements(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    return frame.select(
        source=pl.lit("icews_yearly"),
        key=pl.format("{}|{}|{}|{}", "i_iso3c", "j_iso3c", "year", pl.lit(name)),
        property=pl.lit("coded_event_count"),
        source_actors=pl.concat_list("acting"),
        target_actors=pl.concat_list("receiving"),
        object=pl.lit(QUADS[name]),
        value=pl.col(f"n_{name}").cast(pl.Float64),
        unit=pl.lit("events"),
        original=pl.col(name),
        row="row",
        row_number=ROW,
        **year_columns(),
    )


READER: Final = Reader(SOURCE, take)
