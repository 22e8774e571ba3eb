"""Machine-coded events between two states per 10,000 events of the world."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from detente.measures.coded_events import by_way, coded, sources_of
from detente.measures.measure import Ask, Measure, periods
from detente.measures.silence import nothing
from detente.model.finding import Measurement, measurement_frame

NAME: Final = "event_rate"
UNIT: Final = "events per 10,000 world events"


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Events of the pair per 10,000 of all dyads; see docs/method/measures/event_rate.md.

    Needs rows of property "world_events" beside the pair's events; a period without them has no data.
    """
    events = coded(statements, ask)
    worlds = statements.filter(pl.col("property") == "world_events")
    rows: list[Measurement] = []
    for source in sources_of(statements, ask):
        own, world = (frame.filter(pl.col("source") == source) for frame in (events, worlds))
        suffix = f"; {source}" if source else ""
        for way, part in by_way(own, ask):
            rows += _of_way(ask.narrowed(source), way + suffix, part, world)
    return measurement_frame(rows)


def _of_way(ask: Ask, basis: str, part: pl.DataFrame, world: pl.DataFrame) -> Iterator[Measurement]:
    for start, end in periods(ask):
        known = world.filter((pl.col("start") >= start) & (pl.col("end") <= end))
        yield _row(ask, basis, _within(part, known), float(known["value"].sum()), start, end)


def _within(part: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The pair's events in months or years of which the world's number is counted: a window may cut one short."""
    spans = known.select("start", last="end").sort("start")
    met = part.sort("start").join_asof(spans, on="start", strategy="backward")
    return met.filter(pl.col("end") <= pl.col("last")).drop("last")


def _row(ask: Ask, basis: str, met: pl.DataFrame, world: float, start: date, end: date) -> Measurement:
    count = float(met["events"].sum())
    value, presence = nothing(ask, start, end, zero=world > 0)
    if world > 0 and met.height:
        value, presence = 10_000 * count / world, "value" if count else "true_zero"
    return Measurement(
        measure=NAME,
        actors=ask.actors,
        directed=False,
        start=start,
        end=end,
        value=value,
        unit=UNIT,
        basis=basis,
        n=int(count),
        coverage=presence,
        evidence=tuple(met["statement_id"]),
    )


MEASURE: Final = Measure(
    name=NAME,
    title="Rate of coded events",
    realm="diplomacy",
    unit=UNIT,
    directed=False,
    properties=("coded_event", "coded_event_count"),
    sources=("icews", "icews_yearly", "gdelt_events", "polecat"),
    by=("year", "month", "all"),
    compute=compute,
    reference=(
        "Normalisation by all events of the period, as the GDELT codebook advises; ICEWS Coded Event Data for counts"
    ),
    caution=(
        "Attention, not warmth: a war and a courtship both raise it. Machine-coded events rank dyads and do not track "
        "change. The world is what the ingested file holds."
    ),
    world=True,
    tracks_change=False,
)
