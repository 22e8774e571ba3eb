"""How many events between two states a chronology tells, by realm."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from detente.measures.deeds import Deed, deeds, standings
from detente.measures.event_balance import ALL_REALMS
from detente.measures.measure import Ask, Measure, periods
from detente.measures.silence import nothing
from detente.model.finding import Measurement, measurement_frame
from detente.model.vocabulary import REALMS

NAME: Final = "event_volume"
UNIT: Final = "events"


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Number of events by realm and in all; see docs/method/measures/event_volume.md."""
    rows = [
        _row(ask, realm + standing, period, group)
        for standing, found in standings(deeds(statements, ask))
        for realm in (*REALMS, ALL_REALMS)
        for group in [[deed for deed in found if realm == ALL_REALMS or realm in deed.realms]]
        for period in periods(ask)
    ]
    return measurement_frame(rows)


def _row(ask: Ask, basis: str, period: tuple[date, date], found: list[Deed]) -> Measurement:
    met = [deed for deed in found if period[0] <= deed.start <= period[1]]
    value, presence = nothing(ask, *period)
    if met:
        value, presence = float(len(met)), "value"
    return Measurement(
        measure=NAME,
        actors=ask.actors,
        directed=False,
        start=period[0],
        end=period[1],
        value=value,
        unit=UNIT,
        basis=basis,
        n=len(met),
        coverage=presence,
        evidence=tuple(frozenset[str]().union(*(deed.evidence for deed in met))),
    )


MEASURE: Final = Measure(
    name=NAME,
    title="Number of events",
    realm="diplomacy",
    unit=UNIT,
    directed=False,
    properties=("event",),
    sources=("chronology",),
    by=("year", "month", "all"),
    compute=compute,
    reference="PLOVER event classes (Open Event Data Alliance)",
    caution=(
        "Counts what was written down; grows with the press and with the record kept, not only with the "
        "relation."
    ),
)
