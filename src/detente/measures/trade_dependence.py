"""What trade with the other side weighs in a state's economy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from detente.measures.measure import Ask, Measure, periods
from detente.measures.silence import nothing, said
from detente.measures.trade_reports import FLOWS_OF, between, flow_sources, one_report, trade_reports
from detente.model.finding import Measurement, measurement_frame

NAME: Final = "trade_dependence"
UNIT: Final = "percent of GDP"
GDP: Final = "NY.GDP.MKTP.CD"
"""GDP in current US dollars, World Development Indicators."""


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """100 (X_ij + M_ij) / GDP_i; actors[0] is the state whose GDP it is.

    Raises UsageError for flows in another unit than USD. See docs/method/measures/trade_dependence.md.
    """
    rows: list[Measurement] = []
    for name, where, flows, gdp in _data(statements, ask):
        narrowed = ask.narrowed(where)
        for actors, own, other in ask.orders():
            basis = f"trade with {actors[1]} both ways in GDP of {actors[0]}{name}"
            ways = (between(flows, own, other), between(flows, other, own))
            size = gdp.filter(pl.col("state").is_in(sorted(own)))
            rows += [_row(narrowed, actors, basis, ways, size, period) for period in periods(narrowed)]
    return measurement_frame(rows)


def _data(statements: pl.DataFrame, ask: Ask) -> Iterator[tuple[str, str, pl.DataFrame, pl.DataFrame]]:
    """What to add to the basis, the data set of flows, its flows, and GDP (state, year, value, statement_id)."""
    sizes = statements.filter(
        (pl.col("property") == "indicator") & (pl.col("object") == GDP) & pl.col("value").is_not_null()
    ).select(
        "source", "value", "statement_id",
        state=pl.col("source_actors").list.first(), year=pl.col("start").dt.year(),
    )  # fmt: skip
    reports = one_report(trade_reports(statements))
    named = [source for source in flow_sources(reports, ask) if source]
    for source in named:
        flows = reports.filter(pl.col("source") == source)
        for publisher in sizes["source"].unique().sort().to_list() or ["wdi"]:
            name = f"; flows of {source}, GDP of {publisher}"
            yield name, source, flows, sizes.filter(pl.col("source") == publisher)
    rows = _cross_section(statements)
    for source in rows["source"].unique().sort().to_list():
        own = rows.filter(pl.col("source") == source)
        size = own.select("statement_id", "year", state="exporter", value="gdp").unique(
            ("state", "year"), keep="first", maintain_order=True
        )
        yield f"; {source}", source, own, size
    if not named and rows.is_empty():
        yield "", "", reports, sizes


def _cross_section(statements: pl.DataFrame) -> pl.DataFrame:
    """Flows of the gravity data whose rows say the exporter's GDP too (million USD)."""
    size = pl.col("attributes").str.json_path_match("$.gdp_exporter_million_usd").cast(pl.Float64)
    return (
        statements.filter(
            (pl.col("property") == "gravity")
            & (pl.col("target_actors").list.len() == 1)
            & pl.col("value").is_not_null()
        )
        .select(
            "source", "statement_id", "value",
            exporter=pl.col("source_actors").list.first(),
            importer=pl.col("target_actors").list.first(),
            year=pl.col("start").dt.year(),
            gdp=size * 1e6,
        )
        .filter(pl.col("gdp") > 0)
        .sort("statement_id")
    )  # fmt: skip


def _row(
    ask: Ask,
    actors: tuple[str, str],
    basis: str,
    ways: tuple[pl.DataFrame, pl.DataFrame],
    gdp: pl.DataFrame,
    period: tuple[date, date],
) -> Measurement:
    start, end = period
    parts = [frame.filter(pl.col("year") == start.year) for frame in (*ways, gdp)]
    value, presence = nothing(ask, start, end, zero=False)
    used: tuple[str, ...] = ()
    if all(part.height for part in parts) and (size := float(parts[2]["value"].sum())) > 0:
        value = 100 * (float(parts[0]["value"].sum()) + float(parts[1]["value"].sum())) / size
        presence = said(value)
        used = tuple(sorted({id_ for part in parts for id_ in part["statement_id"]}))
    return Measurement(
        measure=NAME,
        actors=actors,
        directed=True,
        start=start,
        end=end,
        value=value,
        unit=UNIT,
        basis=basis,
        n=len(used),
        coverage=presence,
        evidence=used,
    )


MEASURE: Final = Measure(
    name=NAME,
    title="Dependence on trade with the other side",
    realm="trade",
    unit=UNIT,
    directed=True,
    properties=("trade_flow", "indicator", "gravity"),
    sources=(*FLOWS_OF, "wdi", "gravity"),
    by=("year",),
    compute=compute,
    reference="Oneal and Russett (1997), International Studies Quarterly 41(2)",
    caution=(
        "Gross trade over value added: not the part of the economy that would be lost. Of the two figures the "
        "lower is the dyad's in the work it comes from."
    ),
    scope="either",
)
