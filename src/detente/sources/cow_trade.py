"""COW dyadic trade 4.0: what one state imported from another in a year, in current US dollars.

flow1 is what state 1 imported from state 2, flow2 the other way. The directed form holds every pair in both
orders and so says each flow twice; it is taken once. Missing flows stay as statements without a value.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from detente.model.statement import statement_frame
from detente.sources.cow_codes import codes_by_year, without_state
from detente.sources.flows import MISSING, missing_flag, usd_millions
from detente.sources.layouts import header_of, pick_layout
from detente.sources.memberships import numbers
from detente.sources.raw_rows import raw_rows
from detente.sources.source import Reader, Taken, load_record
from detente.sources.table import ROW, Table, decode, read_table
from detente.sources.years import covering, year_columns, years

SOURCE: Final = load_record("cow_trade")
_KEPT: Final = ("ccode1", "ccode2", "year", "flow1", "flow2", "smoothflow1", "smoothflow2")
_PUBLISHED: Final = ("importer1", "importer2", "source1", "source2", "version")
_IGNORED: Final = (
    "smoothtotrade", "spike1", "spike2", "dip1", "dip2", "trdspike", "tradedip", "bel_lux_alt_flow1",
    "bel_lux_alt_flow2", "china_alt_flow1", "china_alt_flow2",
)  # fmt: skip
_MARKS: Final = {"Dyadic_COW_4.0": _PUBLISHED, "directed dyad-years": _KEPT}


def take(data: bytes, file: str) -> Taken:
    """Statements "trade_flow": source_actors [exporter], target_actors [importer], value in US dollars."""
    text = decode(data, file, ("utf-8-sig", "cp1252"))
    layout = pick_layout(header_of(text, file), _MARKS, file)
    published = layout == "Dyadic_COW_4.0"
    use = _KEPT + _PUBLISHED if published else _KEPT
    table = read_table(text, file, use=use, ignore=_IGNORED if published else ())
    flows = _flows(table)
    flows = flows.with_columns(
        codes_by_year(table, flows, "exporter").alias("supplier"),
        codes_by_year(table, flows, "importer").alias("buyer"),
    )
    stateless = pl.col("supplier").is_null() | pl.col("buyer").is_null()
    left_out = without_state(
        flows.filter(stateless).with_columns(
            number=pl.when(pl.col("supplier").is_null()).then("exporter").otherwise("importer")
        )
    )
    flows = flows.filter(~stateless)
    return Taken(
        statements=statement_frame(_statements(flows)),
        rows=table.frame.height,
        coverage=covering(SOURCE.coverage, flows["year"], {*flows["supplier"], *flows["buyer"]}),
        release=table.frame["version"][0] if published else "",
        left_out=left_out,
    )


def _flows(table: Table) -> pl.DataFrame:
    """One row per flow: row_number, year, importer, exporter, original, usd (null: missing), row."""
    for column in ("ccode1", "ccode2"):
        numbers(table, column)
    frame = table.frame.with_columns(
        years(table),
        table.numbers("ccode1", whole=True),
        table.numbers("ccode2", whole=True),
        raw_rows(table.frame),
        **{f"usd{side}": usd_millions(table, f"flow{side}") for side in "12"},
    )
    both = pl.concat(
        frame.select(
            ROW, "year", "row",
            importer=f"ccode{importer}", exporter=f"ccode{exporter}",
            original=f"flow{importer}", usd=f"usd{importer}",
        )
        for importer, exporter in (("1", "2"), ("2", "1"))
    )  # fmt: skip
    both = both.sort(ROW, maintain_order=True)
    _check_agreement(table, both)
    return both.unique(("importer", "exporter", "year"), keep="first", maintain_order=True)


def _check_agreement(table: Table, flows: pl.DataFrame) -> None:
    """Raises SourceError when two rows give one flow two values."""
    of_flow = ("importer", "exporter", "year")
    value = pl.col("usd").fill_null(MISSING)
    doubled = flows.filter(value.n_unique().over(of_flow) > 1)
    if doubled.height:
        at = doubled.sort(*of_flow, ROW).row(1, named=True)
        raise table.fail(
            at[ROW], "flow1 or flow2", at["original"], "the value that another row gives for the same flow"
        )


def _statements(flows: pl.DataFrame) -> pl.DataFrame:
    return flows.select(
        source=pl.lit(SOURCE.name),
        key=pl.format("importer={} exporter={} year={}", "importer", "exporter", "year"),
        property=pl.lit("trade_flow"),
        source_actors=pl.concat_list("supplier"),
        target_actors=pl.concat_list("buyer"),
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
