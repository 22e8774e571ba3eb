"""Kinne's Defense Cooperation Agreement data, dyad-years: whether two states had such agreements in force.

Built from the published column names; no file has been read. 1980-2010 only: outside is outside, not zero.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from detente.errors import SourceError
from detente.model.statement import statement_frame
from detente.sources.cow_codes import codes_by_year, without_state
from detente.sources.layouts import header_of
from detente.sources.memberships import numbers
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Reader, Taken, load_record
from detente.sources.table import ROW, Table, decode, read_table
from detente.sources.years import covering, runs, year_columns, years

SOURCE: Final = load_record("dca")
FLAGS: Final = (
    "dcaGeneralV1", "dcaGeneralV2", "dcaSectorV1", "dcaSectorV2", "dcaAnyV1", "dcaAnyV2",
)  # fmt: skip
COLUMNS: Final = ("ccode1", "abbrev1", "ccode2", "abbrev2", "year", *FLAGS)
_PERIOD: Final = (SOURCE.coverage.start.year, SOURCE.coverage.end.year)


def take(data: bytes, file: str) -> Taken:
    """Statements "defence_cooperation", reciprocal: runs of years in which the six flags stay the same.

    value: 1 when any agreement counts as in force in the wide reading (dcaAnyV2), else 0, a true zero.
    """
    text = decode(data, file, ("utf-8-sig", "cp1252"))
    header = header_of(text, file)
    if "dcaAnyV2" not in header and "ccode1" not in header:
        raise SourceError(
            "this is not the file of dyad-years (ccode1 ... dcaAnyV2)",
            where=f"{file}, line 1",
            todo="Give DCAD-v1.0-dyadic.csv; the list of agreements (main) is not read",
        )
    table = read_table(text, file, use=COLUMNS)
    for column in FLAGS:
        table.allow(column, ("0", "1"), "a flag (0 or 1)")
    for column in ("ccode1", "ccode2"):
        numbers(table, column)
    year = years(table)
    outside = table.frame.filter(~year.is_between(*_PERIOD)).head(1)
    if outside.height:
        raise table.fail(
            outside[ROW][0], "year", outside["year"][0], f"a year of the data set ({_PERIOD[0]}-{_PERIOD[1]})"
        )
    frame = table.frame.with_columns(
        year, raw_rows(table.frame),
        *(table.numbers(c, whole=True, empty=()).alias(to) for c, to in (("ccode1", "a"), ("ccode2", "b"))),
    )  # fmt: skip
    frame, mirrored = _once(table, frame)
    frame = frame.with_columns(
        codes_by_year(table, frame, "one").alias("first"), codes_by_year(table, frame, "two").alias("second")
    )
    stateless = pl.any_horizontal(pl.col("first", "second").is_null())
    spells = runs(frame.filter(~stateless), ("one", "two"), ("first", "second", *FLAGS), table.file)
    number = pl.when(pl.col("first").is_null()).then("one").otherwise("two")
    held = frame.filter(~stateless)
    return Taken(
        statements=statement_frame(_statements(spells)),
        rows=table.frame.height,
        coverage=covering(SOURCE.coverage, frame["year"], {*held["first"], *held["second"]}),
        release="1.0",
        left_out=(*without_state(frame.filter(stateless).with_columns(number=number)), *mirrored),
    )


def _once(table: Table, frame: pl.DataFrame) -> tuple[pl.DataFrame, tuple[LeftOut, ...]]:
    """Each pair and year once, lower number first; a second row must say the same and is left out."""
    frame = frame.with_columns(one=pl.min_horizontal("a", "b"), two=pl.max_horizontal("a", "b")).sort(ROW)
    pair = ("one", "two", "year")
    differing = pl.any_horizontal((pl.col(flag) != pl.col(flag).first().over(pair)) for flag in FLAGS)
    bad = frame.filter(differing).head(1)
    if bad.height:
        raise table.fail(bad[ROW][0], "dcaAnyV2", bad["dcaAnyV2"][0], "what another row of the pair says")
    first = pl.col(ROW) == pl.col(ROW).first().over(pair)
    again = frame.filter(~first).select(ROW, "row")
    reason = "says of the pair what an earlier row says"
    return frame.filter(first), tuple(LeftOut(number, reason, row) for number, row in again.iter_rows())


def _statements(spells: pl.DataFrame) -> pl.DataFrame:
    flags = pl.concat_str([pl.format(f"{flag}={{}}", flag) for flag in FLAGS], separator=" ")
    period = pl.format("{}-{}", "first_year", "last_year")
    return spells.select(
        source=pl.lit(SOURCE.name),
        key=pl.format("states={},{} since={}", "one", "two", "first_year"),
        property=pl.lit("defence_cooperation"),
        source_actors=pl.concat_list("first", "second"),
        reciprocal=pl.lit(True),
        object=pl.lit("DCAD 1.0"),
        value=pl.col("dcaAnyV2").cast(pl.Float64),
        unit=pl.lit("any agreement in force (0 or 1)"),
        bound=pl.lit("="),
        original=pl.format("{} in {}", flags, period),
        realm=pl.lit(SOURCE.realm),
        attributes=pl.struct(
            "first_year", "last_year", *(pl.col(flag).cast(pl.Int64) for flag in FLAGS)
        ).struct.json_encode(),
        row=pl.struct(
            *FLAGS, ccode1=pl.col("one").cast(pl.String), ccode2=pl.col("two").cast(pl.String), years=period
        ).struct.json_encode(),
        row_number="row_number",
        **year_columns("first_year", "last_year"),
    )


READER: Final = Reader(SOURCE, take)
