"""Whether a state sells the other more than the other's place in world imports lets expect."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from detente.measures.measure import Ask, Measure, periods
from detente.measures.silence import nothing, said
from detente.measures.trade_reports import (
    FLOWS_OF,
    between,
    flow_sources,
    one_report,
    trade_reports,
    trade_totals,
)
from detente.model.finding import Measurement, measurement_frame

NAME: Final = "trade_intensity"
UNIT: Final = "ratio"
ENOUGH_STATES: Final = 30
"""Import totals of fewer states are an extract, not the world."""


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """(X_ij / X_i) / (M_j / (M_world - M_i)), by data set of flows.

    `n` counts the states whose imports make the world. Raises UsageError for flows in another unit than USD. See
    docs/method/measures/trade_intensity.md.
    """
    reports = trade_reports(statements)
    rows: list[Measurement] = []
    for source in flow_sources(reports, ask):
        flows = one_report(reports.filter(pl.col("source") == source))
        totals = trade_totals(statements, source)
        narrowed = ask.narrowed(source)
        for actors, sellers, buyers in ask.orders():
            own = between(flows, sellers, buyers)
            rows += [
                _row(narrowed, actors, source, own, totals, (sellers, buyers), period)
                for period in periods(narrowed)
            ]
    return measurement_frame(rows)


def _row(
    ask: Ask,
    actors: tuple[str, str],
    source: str,
    flows: pl.DataFrame,
    totals: pl.DataFrame,
    sides: tuple[frozenset[str], frozenset[str]],
    period: tuple[date, date],
) -> Measurement:
    start, end = period
    flow = flows.filter(pl.col("year") == start.year)
    national = totals.filter(pl.col("year") == start.year)
    imports = national.filter(pl.col("what") == "imports")
    seller, buyer = (pl.col("state").is_in(sorted(side)) for side in sides)
    sold = national.filter(seller & (pl.col("what") == "exports"))
    bought, home = imports.filter(buyer), imports.filter(seller)
    value, presence = nothing(ask, start, end, zero=False)
    parts = (flow, sold, bought, home)
    used: tuple[str, ...] = ()
    if all(part.height for part in parts) and imports.height >= ENOUGH_STATES:
        x, total, m, own, world = (float(part["value"].sum()) for part in (*parts, imports))
        if total > 0 and m > 0 and world > own:
            value = (x / total) / (m / (world - own))
            presence = said(value)
            used = tuple(id_ for part in parts for id_ in part["statement_id"])
    return Measurement(
        measure=NAME,
        actors=actors,
        directed=True,
        start=start,
        end=end,
        value=value,
        unit=UNIT,
        basis=f"exports to {actors[1]} in all exports of {actors[0]}, over {actors[1]}'s part of world imports"
        + (f"; {source}" if source else ""),
        n=imports.height if used else 0,
        coverage=presence,
        evidence=used,
    )


MEASURE: Final = Measure(
    name=NAME,
    title="Intensity of trade",
    realm="trade",
    unit=UNIT,
    directed=True,
    properties=("trade_flow", "trade_total"),
    sources=(*FLOWS_OF, "cow_trade_national"),
    by=("year",),
    compute=compute,
    reference="Brown (1949), Applied Economics; Kojima (1964), Hitotsubashi Journal of Economics 5(1)",
    caution=(
        "Knows neither distance nor border: neighbours stand above 1 as a rule. Unsteady for small traders. The "
        "world is the states with a total in the data set."
    ),
    scope="all",
)
