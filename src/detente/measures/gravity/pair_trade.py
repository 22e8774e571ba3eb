"""A pair's flows beside what a gravity model expects of them: in the sample itself, and out of sample."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from detente.measures.gravity.expectation import Expected, Flows, expectation
from detente.measures.gravity.ppml import Fit
from detente.measures.gravity.samples import Sample, geography, samples
from detente.measures.measure import Ask, periods
from detente.measures.trade_reports import one_report, trade_reports

PROPERTIES: Final = ("gravity", "trade_flow", "distance_km")
SOURCES: Final = ("gravity", "geodist", "cow_trade", "imf_trade", "comtrade")
FLOW: Final = ("statement_id", "exporter", "importer", "year", "flow")


@dataclass(frozen=True, slots=True)
class PairYear:
    """One direction in one year: `actual` None where no flow is held, `expected` None where it cannot be told."""

    actors: tuple[str, str]
    basis: str
    ask: Ask
    start: date
    end: date
    actual: float | None
    expected: Expected | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trade:
    """Flows with their regressors, the slopes to weigh these by, and how both are named."""

    basis: str
    flows: pl.DataFrame
    regressors: tuple[str, ...]
    slopes: Fit
    ask: Ask


def pair_years(statements: pl.DataFrame, ask: Ask) -> list[PairYear]:
    """Both directions of every year asked, for each sample that holds both, and for each other set of flows.

    Without any sample of enough states, or flows to set beside it, one row a year of nothing.
    """
    found = [
        year
        for trade in _trades(statements, ask)
        for actors, exporters, importers in ask.orders()
        for year in _years(trade, actors, exporters, importers)
    ]
    if found:
        return found
    basis = "no gravity sample with flows, distances and ties is held"
    return [
        PairYear(actors, basis, ask, start, end, None, None, ())
        for actors, _, _ in ask.orders()
        for start, end in periods(ask)
    ]


def _trades(statements: pl.DataFrame, ask: Ask) -> Iterator[Trade]:
    places = geography(statements)
    for sample in samples(statements):
        slopes = sample.slopes()
        absent = [
            code for code, codes in zip(ask.actors, ask.members, strict=True) if not codes & sample.states
        ]
        if not absent:
            basis = f"in sample; {sample.name} {sample.span}"
            yield Trade(basis, sample.flows, sample.regressors, slopes, ask.narrowed("gravity"))
        for source, flows in _reported(statements):
            placed = flows.join(places, on=["exporter", "importer"])
            yield Trade(
                _outside(sample, absent, source), placed, sample.regressors, slopes, ask.narrowed(source)
            )


def _outside(sample: Sample, absent: list[str], source: str) -> str:
    """How flows of another data set are named, and who of the two the slopes were not estimated on."""
    label = f"out of sample ({' and '.join(absent)} not in it)" if absent else "other flows"
    return f"{label}; slopes of {sample.name} {sample.span}; flows of {source}; distances of geodist"


def _reported(statements: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Flows by data set, one report of each."""
    flows = one_report(trade_reports(statements)).rename({"value": "flow"})
    for source in flows["source"].unique().sort():
        yield source, flows.filter(pl.col("source") == source).select(FLOW)


def _years(
    trade: Trade, actors: tuple[str, str], exporters: frozenset[str], importers: frozenset[str]
) -> Iterator[PairYear]:
    for start, end in periods(trade.ask):
        year = trade.flows.filter(pl.col("year") == start.year).sort("exporter", "importer")
        own = year.filter(
            pl.col("exporter").is_in(sorted(exporters)) & pl.col("importer").is_in(sorted(importers))
        )
        if own.height != 1:  # nothing, or a state beside its own successor
            yield PairYear(actors, trade.basis, trade.ask, start, end, None, None, ())
            continue
        row = own.row(0, named=True)
        flows = Flows(
            year["exporter"].to_numpy(), year["importer"].to_numpy(), year["flow"].to_numpy(),
            year.select(trade.regressors).to_numpy(),
        )  # fmt: skip
        expected = expectation(
            flows, row["exporter"], row["importer"], own.select(trade.regressors).to_numpy()[0], trade.slopes
        )
        beside = year.filter(
            (pl.col("exporter") == row["exporter"]) | (pl.col("importer") == row["importer"])
        )["statement_id"]
        told = (*beside, *([row["distance_id"]] if "distance_id" in row else ()))
        yield PairYear(actors, trade.basis, trade.ask, start, end, row["flow"], expected, told)
