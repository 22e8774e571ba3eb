"""Value of goods that one state sells to the other."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from detente.measures.measure import Ask, Measure, periods
from detente.measures.selection import dated, in_unit, sent, singly
from detente.measures.silence import nothing, said
from detente.measures.trade_reports import FLOWS_OF, flow_sources, published
from detente.model.finding import Measurement, measurement_frame
from detente.model.statement import Statement

NAME: Final = "trade_value"
UNIT: Final = "USD"


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Exports of each side to the other, current USD; see docs/method/measures/trade_value.md.

    Raises UsageError for flows in another unit.
    """
    rows: list[Measurement] = []
    told = published(statements.filter(pl.col("property") == "trade_flow"))
    for source in flow_sources(told, ask):
        flows, narrowed = told.filter(pl.col("source") == source), ask.narrowed(source)
        suffix = f"; {source}" if source else ""
        for actors, exporters, importers in ask.orders():
            reported: dict[str, list[Statement]] = {}
            for flow in in_unit(singly(sent(flows, "trade_flow", exporters, importers)), UNIT):
                reported.setdefault(_basis(flow, actors, exporters), []).append(flow)
            for basis, own in (reported or {_by_importer(actors): []}).items():
                rows += [
                    _row(narrowed, actors, basis + suffix, own, start, end) for start, end in periods(ask)
                ]
    return measurement_frame(rows)


def _by_importer(actors: tuple[str, str]) -> str:
    return f"imports of {actors[1]} as reported by {actors[1]}"


def _basis(flow: Statement, actors: tuple[str, str], exporters: frozenset[str]) -> str:
    """Flows are the importer's report unless `attributes.reporter` names the exporter."""
    if flow.detail("reporter") in exporters:
        return f"exports of {actors[0]} as reported by {actors[0]}"
    return _by_importer(actors)


def _row(
    ask: Ask, actors: tuple[str, str], basis: str, flows: list[Statement], start: date, end: date
) -> Measurement:
    met = [flow for flow in flows if start <= dated(flow) <= end]
    figures = [(flow.value, flow.statement_id) for flow in met if flow.value is not None]
    value, presence = nothing(ask, start, end)
    if figures:
        value = sum(figure for figure, _ in figures)
        presence = said(value)
    elif met:
        value, presence = None, "no_data"
    return Measurement(
        measure=NAME,
        actors=actors,
        directed=True,
        start=start,
        end=end,
        value=value,
        unit=UNIT,
        basis=basis,
        n=len(figures),
        coverage=presence,
        evidence=tuple(id_ for _, id_ in figures) or tuple(flow.statement_id for flow in met),
    )


MEASURE: Final = Measure(
    name=NAME,
    title="Trade in goods",
    realm="trade",
    unit=UNIT,
    directed=True,
    properties=("trade_flow",),
    sources=FLOWS_OF,
    by=("year", "all"),
    compute=compute,
    reference=(
        "Barbieri, Keshk and Pollins (2009), Conflict Management and Peace Science 26(5); COW Trade 4.0; IMF, "
        "Direction of Trade Statistics; UN Comtrade"
    ),
    caution=(
        "Current dollars, not deflated; the partner's own report of the same flow differs (freight, "
        "timing, re-exports)."
    ),
)
