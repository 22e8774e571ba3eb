"""COW National Material Capabilities: six indicators of a state's power in a year and their composite, CINC.

Two headers: the published one with abbreviation and version (-9 where unknown), and the extract without them
(empty where unknown). Missing values stay as statements without a value.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from detente.model.statement import statement_frame
from detente.sources.cow_codes import codes_by_year, without_state
from detente.sources.flows import MISSING, missing_flag
from detente.sources.layouts import header_of, pick_layout
from detente.sources.raw_rows import raw_rows
from detente.sources.source import Reader, Taken, load_record
from detente.sources.table import ROW, Table, decode, read_table
from detente.sources.years import covering, year_columns, years

SOURCE: Final = load_record("cow_nmc")
FIRST_YEAR_IN_DOLLARS: Final = 1914
UNITS: Final = {
    "milex": "thousand current USD",
    "milper": "thousand persons",
    "irst": "thousand tons",
    "pec": "thousand coal-ton equivalents",
    "tpop": "thousand persons",
    "upop": "thousand persons",
    "cinc": "share of the system",
}
"""Military expenditure is in thousand British pounds before 1914."""
_USED: Final = ("ccode", "year", *UNITS)
_PUBLISHED: Final = ("stateabb", "version")
_MARKS: Final = {"NMC": (*_USED, *_PUBLISHED), "extract": _USED}


def take(data: bytes, file: str) -> Taken:
    """Statements "capability": source_actors [state], object the indicator, value in the unit of the codebook.

    Raises SourceError for an unknown state, a negative value other than -9, or a state that comes twice a year.
    """
    text = decode(data, file, ("utf-8-sig", "cp1252"))
    published = pick_layout(header_of(text, file), _MARKS, file) == "NMC"
    table = read_table(text, file, use=(*_USED, *_PUBLISHED) if published else _USED)
    figures = _figures(table)
    left_out = without_state(figures.filter(pl.col("state").is_null()).with_columns(number="ccode"))
    figures = figures.filter(pl.col("state").is_not_null())
    return Taken(
        statements=statement_frame(_statements(figures)),
        rows=table.frame.height,
        coverage=covering(SOURCE.coverage, figures["year"], set(figures["state"])),
        release=table.frame["version"][0] if published else "",
        left_out=left_out,
    )


def _figures(table: Table) -> pl.DataFrame:
    frame = table.frame.with_columns(years(table), table.numbers("ccode", whole=True), raw_rows(table.frame))
    twice = frame.filter(pl.struct("ccode", "year").is_duplicated()).sort("ccode", "year", ROW)
    if twice.height:
        raise table.fail(twice[ROW][1], "year", str(twice["year"][1]), "new for this state")
    frame = frame.with_columns(codes_by_year(table, frame, "ccode").alias("state"))
    return pl.concat(
        frame.select(
            ROW, "ccode", "year", "state", "row",
            object=pl.lit(name), original=name, value=_numbers(table, name), unit=_unit(name),
        )
        for name in UNITS
    ).sort(ROW, maintain_order=True)  # fmt: skip


def _numbers(table: Table, name: str) -> pl.Series:
    read = table.numbers(name, empty=("", "NA"))
    read = read.set(read == MISSING, None)
    negative = table.frame.filter(read < 0).head(1)
    if negative.height:
        raise table.fail(negative[ROW][0], name, negative[name][0], "a capability (-9 or empty: missing)")
    return read


def _unit(name: str) -> pl.Expr:
    if name != "milex":
        return pl.lit(UNITS[name])
    pounds = pl.col("year") < FIRST_YEAR_IN_DOLLARS
    return pl.when(pounds).then(pl.lit("thousand current GBP")).otherwise(pl.lit(UNITS[name]))


def _statements(figures: pl.DataFrame) -> pl.DataFrame:
    return figures.select(
        source=pl.lit(SOURCE.name),
        key=pl.format("state={} indicator={} year={}", "ccode", "object", "year"),
        property=pl.lit("capability"),
        source_actors=pl.concat_list("state"),
        object="object",
        value="value",
        unit="unit",
        bound=pl.when(pl.col("value").is_not_null()).then(pl.lit("=")),
        original="original",
        realm=pl.lit(SOURCE.realm),
        attributes=missing_flag("value"),
        row="row",
        row_number=ROW,
        **year_columns(),
    )


READER: Final = Reader(SOURCE, take)
