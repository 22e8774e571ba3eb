"""COW national trade 4.0: what a state imported and exported in all in a year, in current US dollars."""

from __future__ import annotations

from typing import Final

import polars as pl

from detente.model.statement import statement_frame
from detente.sources.cow_codes import codes_by_year, without_state
from detente.sources.flows import missing_flag, usd_millions
from detente.sources.layouts import header_of, pick_layout
from detente.sources.raw_rows import raw_rows
from detente.sources.source import Reader, Taken, load_record
from detente.sources.table import ROW, Table, decode, read_table
from detente.sources.years import covering, year_columns, years

SOURCE: Final = load_record("cow_trade_national")
_USED: Final = (
    "ccode", "statename", "stateabb", "year", "imports", "exports", "alt_imports", "alt_exports", "source1",
    "source2", "version",
)  # fmt: skip


def take(data: bytes, file: str) -> Taken:
    """Statements "trade_total": source_actors [state], object "imports" or "exports", value in US dollars.

    The alternative totals (alt_imports, alt_exports) stay in the row.
    """
    text = decode(data, file, ("utf-8-sig", "cp1252"))
    pick_layout(header_of(text, file), {"National_COW_4.0": _USED}, file)
    table = read_table(text, file, use=_USED)
    totals = _totals(table)
    left_out = without_state(totals.filter(pl.col("state").is_null()).with_columns(number="ccode"))
    totals = totals.filter(pl.col("state").is_not_null())
    return Taken(
        statements=statement_frame(_statements(totals)),
        rows=table.frame.height,
        coverage=covering(SOURCE.coverage, totals["year"], set(totals["state"])),
        release=table.frame["version"][0],
        left_out=left_out,
    )


def _totals(table: Table) -> pl.DataFrame:
    frame = table.frame.with_columns(years(table), table.numbers("ccode", whole=True), raw_rows(table.frame))
    frame = frame.with_columns(codes_by_year(table, frame, "ccode").alias("state"))
    return pl.concat(
        frame.select(
            ROW, "ccode", "year", "state", "row",
            object=pl.lit(name), original=name, usd=usd_millions(table, name),
        )
        for name in ("imports", "exports")
    ).sort(ROW, maintain_order=True)  # fmt: skip


def _statements(totals: pl.DataFrame) -> pl.DataFrame:
    return totals.select(
        source=pl.lit(SOURCE.name),
        key=pl.format("state={} total={} year={}", "ccode", "object", "year"),
        property=pl.lit("trade_total"),
        source_actors=pl.concat_list("state"),
        object="object",
        value="usd",
        unit=pl.lit("USD"),
        bound=pl.when(pl.col("usd").is_not_null()).then(pl.lit("=")),
        original="original",
        realm=pl.lit(SOURCE.realm),
        attributes=missing_flag("usd"),
        row="row",
        row_number=ROW,
        **year_columns(),
    )


READER: Final = Reader(SOURCE, take)
