"""CEPII BACI: trade in single products, both sides' reports reconciled into one figure (FOB).

The file's name says the revision of the Harmonized System and the release; both enter the statements, since
products of two revisions are not the same. Codes of states are those of UN Comtrade.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import polars as pl

from detente.errors import SourceError
from detente.model.statement import statement_frame
from detente.sources.comtrade_codes import Party, party
from detente.sources.places_without_state import left_out_rows
from detente.sources.raw_rows import raw_rows
from detente.sources.source import Reader, Taken, load_record
from detente.sources.table import ROW, Table, decode, read_table
from detente.sources.years import covering, year_columns, years

SOURCE: Final = load_record("baci")
COLUMNS: Final = ("t", "i", "j", "k", "v", "q")
"""Year, exporter, importer, product, value in thousand US dollars, quantity in tonnes."""
_FILE: Final = re.compile(r"BACI_HS(\d{2})_Y(\d{4})_V(\w+?)\.csv", re.IGNORECASE)
NO_QUANTITY: Final = ("", "NA")


def take(data: bytes, file: str) -> Taken:
    """Statements "product_trade_flow": source_actors [exporter], target_actors [importer], value in US dollars.

    object is the product as HS92:010121, attributes the quantity in tonnes. Raises SourceError for a file whose
    name does not say revision and release, a product that is not six digits, an unknown state code, a cell that
    is no number, a year that is not the name's, or a flow that comes twice.
    """
    revision, year, release = _named(file)
    table = read_table(decode(data, file), file, use=COLUMNS)
    frame = _numbers(table)
    _check(table, frame, year)
    exporter, importer = (_parties(table, frame, column) for column in ("i", "j"))
    frame = frame.with_columns(
        supplier=exporter["state"],
        buyer=importer["state"],
        why_not=pl.when(pl.lit(exporter["why_not"]) != "")
        .then(pl.lit(exporter["why_not"]))
        .otherwise(pl.lit(importer["why_not"])),
    )
    placed = frame.filter(pl.col("why_not") == "")
    return Taken(
        statements=statement_frame(_statements(placed, revision)),
        rows=table.frame.height,
        coverage=covering(SOURCE.coverage, frame["year"], {*placed["supplier"], *placed["buyer"]}),
        release=release,
        left_out=left_out_rows(frame.filter(pl.col("why_not") != "")),
    )


def _named(file: str) -> tuple[str, int, str]:
    found = _FILE.search(file)
    if found is None:
        raise SourceError(
            "the name does not say which revision of the product codes and which release it is",
            where=file,
            todo="Keep the publisher's name, as BACI_HS92_Y2015_V202401.csv",
        )
    return f"HS{found[1]}", int(found[2]), found[3]


def _numbers(table: Table) -> pl.DataFrame:
    stripped = Table(table.file, table.frame.with_columns(pl.col(c).str.strip_chars() for c in COLUMNS))
    return stripped.frame.select(
        ROW,
        years(stripped, "t").alias("year"),
        stripped.numbers("i", whole=True, empty=()),
        stripped.numbers("j", whole=True, empty=()),
        "k",
        pl.col("v").alias("original"),
        (stripped.numbers("v", empty=()) * 1e3).alias("usd"),
        stripped.numbers("q", empty=NO_QUANTITY).alias("tonnes"),
        raw_rows(table.frame),
    )


def _check(table: Table, frame: pl.DataFrame, year: int) -> None:
    def stop(bad: pl.Expr, column: str, shown: str, expected: str) -> None:
        found = frame.filter(bad).head(1)
        if found.height:
            raise table.fail(found[ROW][0], column, str(found[shown][0]), expected)

    stop(
        ~pl.col("k").str.contains(r"^\d{6}$"), "k", "k", "a product of six digits (leading zeros may be lost)"
    )
    stop(pl.col("year") != year, "t", "year", f"the year {year} of the file's name")
    stop(pl.col("usd") < 0, "v", "original", "a trade value")
    flow = pl.struct("i", "j", "k")
    stop(flow.is_duplicated() & ~flow.is_first_distinct(), "k", "k", "new for this exporter and importer")


def _parties(table: Table, frame: pl.DataFrame, column: str) -> pl.DataFrame:
    pairs = frame.group_by(column, "year").agg(pl.col(ROW).min()).sort(ROW)
    found: list[Party] = []
    for number, year, row_number in pairs.select(column, "year", ROW).iter_rows():
        read = party(number, "", date(year, 1, 1), date(year, 12, 31), reports=False)
        if read.wrong:
            raise table.fail(row_number, column, str(number), read.wrong)
        found.append(read)
    known = pairs.select(
        column,
        "year",
        pl.Series("state", [p.state for p in found], dtype=pl.String),
        pl.Series("why_not", [p.why_not for p in found], dtype=pl.String),
    )
    return frame.select(column, "year").join(known, on=[column, "year"], how="left", maintain_order="left")


def _statements(placed: pl.DataFrame, revision: str) -> pl.DataFrame:
    details = pl.struct(
        pl.lit(revision).alias("classification"),
        pl.col("k").alias("product"),
        pl.col("tonnes").alias("quantity_tonnes"),
        pl.lit("FOB").alias("valuation"),
    )
    return placed.select(
        source=pl.lit(SOURCE.name),
        key=pl.format(
            "exporter={} importer={} year={} product={}:{}", "i", "j", "year", pl.lit(revision), "k"
        ),
        property=pl.lit("product_trade_flow"),
        source_actors=pl.concat_list("supplier"),
        target_actors=pl.concat_list("buyer"),
        object=pl.format("{}:{}", pl.lit(revision), "k"),
        value="usd",
        unit=pl.lit("USD"),
        bound=pl.lit("="),
        original="original",
        realm=pl.lit(SOURCE.realm),
        attributes=details.struct.json_encode(),
        row="row",
        row_number=ROW,
        **year_columns(),
    )


READER: Final = Reader(SOURCE, take)
