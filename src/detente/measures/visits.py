"""Visits of one state's leaders, ministers and delegations to the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from detente.measures.deeds import HAPPENED
from detente.measures.measure import Ask, Measure, periods
from detente.measures.selection import naming, sent, singly
from detente.measures.silence import nothing, said
from detente.measures.tally import each_source, starting
from detente.model.finding import Measurement, measurement_frame
from detente.model.statement import Statement

NAME: Final = "visits"
UNIT: Final = "visits"


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Visits that begin in the period, visitor to host, by record; see docs/method/measures/visits.md.

    Counts of visits between the two (AidData) are given as they are counted, each kind by itself; they do not tell
    visitor from host, so both orders have the same.
    """
    rows: list[Measurement] = []
    for source, own, narrowed in each_source(statements, ("visit", "visits_count", "event"), ask):
        if source != "document":
            rows += _of_record(own, narrowed, source)
    return measurement_frame(rows)


def _of_record(own: pl.DataFrame, ask: Ask, source: str) -> Iterator[Measurement]:
    suffix = f"; {source}" if source else ""
    for actors, visitors, hosts in ask.orders():
        listed = singly(sent(own, "visit", visitors, hosts))
        told = [row for row in singly(sent(own, "event", visitors, hosts)) if _is_visit(row)]
        between = sent(own, "visits_count", visitors).filter(naming("source_actors", hosts))
        counts = [row for row in singly(between) if row.value is not None]
        # The lists of this source know Chinese visitors alone: of any other visitor their silence says nothing.
        spoken_of = source != "visits" or "CHN" in visitors
        for period in periods(ask) if spoken_of else ():
            met = starting([*listed, *told], period)
            # A list numbers a leader's visits of a year; rows of a chronology with the same days tell one visit.
            number = len({row.key if row.property == "visit" else (row.start, row.end) for row in met})
            yield _row(ask, actors, f"visits recorded one by one{suffix}", met, float(number), period)
        for what in sorted({str(row.object) for row in counts}):
            for period in periods(ask):
                met = starting([row for row in counts if row.object == what], period)
                total = sum(row.value or 0.0 for row in met)
                yield _row(ask, actors, f"{what}, counted by year{suffix}", met, total, period)


def _is_visit(row: Statement) -> bool:
    return (
        row.event_type == "CONSULT"
        and row.mode == "visit"
        and row.status in HAPPENED
        and not row.detail("third_party")
    )


def _row(
    ask: Ask,
    actors: tuple[str, str],
    basis: str,
    met: list[Statement],
    total: float,
    period: tuple[date, date],
) -> Measurement:
    value, presence = nothing(ask, *period)
    if met:
        value, presence = total, said(total)
    return Measurement(
        measure=NAME,
        actors=actors,
        directed=True,
        start=period[0],
        end=period[1],
        value=value,
        unit=UNIT,
        basis=basis,
        n=len(met),
        coverage=presence,
        evidence=tuple(row.statement_id for row in met),
    )


MEASURE: Final = Measure(
    name=NAME,
    title="Visits",
    realm="diplomacy",
    unit=UNIT,
    directed=True,
    properties=("visit", "visits_count", "event"),
    sources=("visits", "chronology"),
    by=("year", "all"),
    compute=compute,
    reference="WHO-WHERE-WHEN 1.1; AidData, China's Public Diplomacy; chronologies as each row cites",
    caution=(
        "The list knows visits of Chinese leaders alone, the counts do not tell visitor from host, a chronology is a "
        "sample. Fewer visits written down is not fewer visits. A head of state and a delegation of writers count "
        "the same."
    ),
)
