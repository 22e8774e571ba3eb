"""Cooperative against conflictual events between two states, by realm."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from detente.measures.deeds import Deed, deeds, standings
from detente.measures.measure import Ask, Measure, periods
from detente.measures.silence import nothing
from detente.model.finding import Measurement, measurement_frame
from detente.model.vocabulary import REALMS

NAME: Final = "event_balance"
UNIT: Final = "events"
SHARE: Final = "net share (-1 to 1)"
ALL_REALMS: Final = "all realms"


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Cooperative minus conflictual events, and that difference over their sum, by realm and in all.

    See docs/method/measures/event_balance.md.
    """
    found = [deed for deed in deeds(statements, ask) if deed.sign]
    rows = []
    for standing, group in standings(found):
        for realm in (*REALMS, ALL_REALMS):
            own = [deed for deed in group if realm == ALL_REALMS or realm in deed.realms]
            for start, end in periods(ask):
                met = [deed for deed in own if start <= deed.start <= end]
                rows.append(_row(ask, realm + standing, UNIT, (start, end), met))
                rows.append(_row(ask, f"{realm}; net share{standing}", SHARE, (start, end), met))
    return measurement_frame(rows)


def _row(ask: Ask, basis: str, unit: str, period: tuple[date, date], met: list[Deed]) -> Measurement:
    value, presence = nothing(ask, *period, zero=unit == UNIT)
    if met:
        balance = float(sum(deed.sign for deed in met))
        value, presence = balance if unit == UNIT else balance / len(met), "value"
    return Measurement(
        measure=NAME,
        actors=ask.actors,
        directed=False,
        start=period[0],
        end=period[1],
        value=value,
        unit=unit,
        basis=basis,
        n=len(met),
        coverage=presence,
        evidence=tuple(frozenset[str]().union(*(deed.evidence for deed in met))),
    )


MEASURE: Final = Measure(
    name=NAME,
    title="Balance of cooperative and conflictual events",
    realm="diplomacy",
    unit=UNIT,
    directed=False,
    properties=("event",),
    sources=("chronology",),
    by=("year", "month", "all"),
    compute=compute,
    reference=(
        "PLOVER event classes (Open Event Data Alliance); quad classes as in measures of net cooperation"
    ),
    caution=(
        "A chronology follows the news: more events is more attention, not a warmer relation. No "
        "weights, no interval."
    ),
)
