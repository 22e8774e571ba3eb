"""What the other side weighs in a state's total trade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from detente.measures.measure import Ask, Measure, periods
from detente.measures.selection import dated, in_unit, sent, singly
from detente.measures.silence import nothing, said
from detente.measures.trade_reports import FLOWS_OF, TOTALS_OF, flow_sources, published
from detente.model.finding import Measurement, measurement_frame
from detente.model.statement import Statement

NAME: Final = "trade_share"
UNIT: Final = "percent"
TOTALS: Final = ("imports", "exports")


@dataclass(frozen=True, slots=True)
class Year:
    """One year in which both flows and both national totals are known, USD."""

    bilateral: float
    total: float
    evidence: tuple[str, ...]


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Bilateral trade as percent of each side's imports and exports; see docs/method/measures/trade_share.md.

    actors[0] is the state whose total it is. Raises UsageError for figures in another unit than USD.
    """
    rows: list[Measurement] = []
    told = published(statements.filter(pl.col("property") == "trade_flow"))
    for source in flow_sources(told, ask):
        flows, narrowed = told.filter(pl.col("source") == source), ask.narrowed(source)
        suffix = f"; {source}" if source else ""
        for actors, own, other in ask.orders():
            both_ways = [
                _reported_by(own, in_unit(singly(sent(flows, "trade_flow", *way)), "USD"))
                for way in ((own, other), (other, own))
            ]
            national = _beside(source, in_unit(singly(sent(statements, "trade_total", own)), "USD"))
            totals = [[total for total in national if total.object == what] for what in TOTALS]
            basis = f"trade with {actors[1]} both ways in total imports and exports of {actors[0]}{suffix}"
            for start, end in periods(ask):
                years = [
                    year
                    for number in range(start.year, end.year + 1)
                    if (year := _year(narrowed, both_ways, totals, number)) is not None
                ]
                rows.append(_row(narrowed, actors, basis, years, start, end))
    return measurement_frame(rows)


def _reported_by(own: frozenset[str], flows: list[Statement]) -> list[Statement]:
    """Where both sides report a flow, the report of the state whose share it is; its totals are its own too."""
    return [flow for flow in flows if flow.detail("reporter") is None or flow.detail("reporter") in own]


def _beside(flows_of: str, totals: list[Statement]) -> list[Statement]:
    """The totals that belong to the data set of the flows, so that two are never added up."""
    names = {flows_of, TOTALS_OF.get(flows_of)} if flows_of else set(sorted({t.source for t in totals})[:1])
    return [total for total in totals if total.source in names]


def _year(ask: Ask, flows: list[list[Statement]], totals: list[list[Statement]], number: int) -> Year | None:
    start, end = date(number, 1, 1), date(number, 12, 31)
    ways = [_figure(ask, way, start, end, silence=True) for way in flows]
    sums = [_figure(ask, total, start, end, silence=False) for total in totals]
    bilateral = [figure for figure, _ in ways if figure is not None]
    total = [figure for figure, _ in sums if figure is not None]
    if len(bilateral) < 2 or len(total) < 2 or sum(total) <= 0:
        return None
    return Year(sum(bilateral), sum(total), tuple(id_ for _, ids in (*ways, *sums) for id_ in ids))


def _figure(
    ask: Ask, rows: list[Statement], start: date, end: date, *, silence: bool
) -> tuple[float | None, list[str]]:
    met = [row for row in rows if start <= dated(row) <= end]
    figures = [row.value for row in met if row.value is not None]
    if figures:
        return sum(figures), [row.statement_id for row in met if row.value is not None]
    return (nothing(ask, start, end)[0], []) if silence and not met else (None, [])


def _row(
    ask: Ask, actors: tuple[str, str], basis: str, years: list[Year], start: date, end: date
) -> Measurement:
    value, presence = nothing(ask, start, end, zero=False)
    if years:
        value = 100 * sum(year.bilateral for year in years) / sum(year.total for year in years)
        presence = said(value)
    return Measurement(
        measure=NAME,
        actors=actors,
        directed=True,
        start=start,
        end=end,
        value=value,
        unit=UNIT,
        basis=basis,
        n=len(years),
        coverage=presence,
        evidence=tuple(id_ for year in years for id_ in year.evidence),
    )


MEASURE: Final = Measure(
    name=NAME,
    title="Share of total trade",
    realm="trade",
    unit=UNIT,
    directed=True,
    properties=("trade_flow", "trade_total"),
    sources=(*FLOWS_OF, "cow_trade_national"),
    by=("year", "all"),
    compute=compute,
    reference="Barbieri (2002), The Liberal Illusion; Barbieri, Keshk and Pollins (2009); COW Trade 4.0",
    caution=(
        "Total trade is not the sum of the dyadic flows in the source; a share says nothing of how "
        "replaceable it is."
    ),
    scope="either",
)
