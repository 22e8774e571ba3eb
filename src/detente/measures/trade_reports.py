"""Trade flows by who reports them: the importer, or the exporter."""

from __future__ import annotations

from typing import Final

import polars as pl

from detente.errors import UsageError
from detente.measures.measure import Ask

FLOWS_OF: Final = ("cow_trade", "imf_trade", "comtrade")
"""Data sets of flows between all states; each is a view of its own on the same trade."""
TOTALS_OF: Final = {"cow_trade": "cow_trade_national"}
"""Data sets whose national totals stand in a data set of their own; the others hold both."""


def flow_sources(flows: pl.DataFrame, ask: Ask) -> list[str]:
    """Data sets that state one of the flows or are held: what the silence of one means is a finding of its own.

    [""] where none is.
    """
    return sorted({*flows["source"].unique(), *(set(ask.coverage_by_source) & set(FLOWS_OF))}) or [""]


def trade_reports(statements: pl.DataFrame) -> pl.DataFrame:
    """source, statement_id, exporter, importer, year, value (USD), by ("importer" or "exporter").

    Flows are the importer's report unless `attributes.reporter` names the exporter. Left out: flows stated as
    missing, figures that their publisher extrapolated, and a state's trade with itself. Raises UsageError for a
    flow in another unit than USD.
    """
    flows = statements.filter((pl.col("property") == "trade_flow") & pl.col("value").is_not_null())
    other = flows.filter(pl.col("unit").is_not_null() & (pl.col("unit") != "USD")).head(1)
    if other.height:
        raise UsageError(
            f"trade_flow in {other['unit'][0]!r} where 'USD' is expected",
            where=other["statement_id"][0],
            todo="Convert it where the source is read",
        )
    exporter, importer = pl.col("source_actors").list.first(), pl.col("target_actors").list.first()
    told = pl.col("attributes").str.json_path_match
    return (
        published(flows)
        .select(
            "source", "statement_id", exporter=exporter, importer=importer,
            year=pl.col("start").dt.year().cast(pl.Int64), value="value",
            by=pl.when(told("$.reporter") == exporter).then(pl.lit("exporter")).otherwise(pl.lit("importer")),
        )
        .filter(pl.col("exporter") != pl.col("importer"))
        .sort("source", "year", "exporter", "importer", "statement_id")
    )  # fmt: skip


def published(flows: pl.DataFrame) -> pl.DataFrame:
    """Without figures that their publisher extrapolated: those are nobody's report."""
    return flows.filter(pl.col("attributes").str.json_path_match("$.extrapolated").ne_missing("true"))


def one_report(reports: pl.DataFrame, first: str = "importer") -> pl.DataFrame:
    """One row per flow of a data set: the report of `first` where there is one, else the other side's."""
    return reports.sort(pl.col("by") != first, "statement_id", maintain_order=True).unique(
        ("source", "exporter", "importer", "year"), keep="first", maintain_order=True
    )


def trade_totals(statements: pl.DataFrame, flows_of: str) -> pl.DataFrame:
    """National totals beside a data set of flows: state, what (imports or exports), year, value, statement_id."""
    return (
        statements.filter(
            (pl.col("property") == "trade_total")
            & (pl.col("source") == TOTALS_OF.get(flows_of, flows_of))
            & pl.col("value").is_not_null()
        )
        .select(
            "value", "statement_id",
            state=pl.col("source_actors").list.first(), what="object",
            year=pl.col("start").dt.year().cast(pl.Int64),
        )
        .sort("year", "what", "state", "statement_id")
        .unique(("state", "what", "year"), keep="first", maintain_order=True)
    )  # fmt: skip


def between(reports: pl.DataFrame, exporters: frozenset[str], importers: frozenset[str]) -> pl.DataFrame:
    """The flows from any of these to any of those."""
    return reports.filter(
        pl.col("exporter").is_in(sorted(exporters)) & pl.col("importer").is_in(sorted(importers))
    )
