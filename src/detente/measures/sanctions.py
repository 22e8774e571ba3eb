"""Cases of sanctions that one state has in force against the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from detente.measures.measure import Ask, Measure, periods
from detente.measures.runs import overlap
from detente.measures.selection import apart, sent, singly
from detente.measures.silence import nothing, said
from detente.model.finding import Measurement, measurement_frame
from detente.model.statement import Statement

NAME: Final = "sanctions"
UNIT: Final = "cases"
ANY: Final = "cases of any type"


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Cases active in the period, sender to target, in all and by type; see docs/method/measures/sanctions.md."""
    rows = [
        row
        for suffix, own, narrowed in apart(statements, "sanction", ask)
        for row in _of_list(own, narrowed, suffix)
    ]
    return measurement_frame(rows)


def _of_list(statements: pl.DataFrame, ask: Ask, suffix: str) -> Iterator[Measurement]:
    cases = {
        actors: singly(sent(statements, "sanction", senders, targets))
        for actors, senders, targets in ask.orders()
    }
    types = sorted(
        {kind for found in cases.values() for case in found for kind in case.detail("types") or ()}
    )
    for actors, found in cases.items():
        for start, end in periods(ask):
            active = [case for case in found if overlap((case,), ask, start, end)]
            yield _row(ask, actors, ANY + suffix, active, start, end)
            for kind in types:
                of_kind = [case for case in active if kind in (case.detail("types") or ())]
                yield _row(ask, actors, f"cases with {kind} sanctions{suffix}", of_kind, start, end)


def _row(
    ask: Ask, actors: tuple[str, str], basis: str, active: list[Statement], start: date, end: date
) -> Measurement:
    count = len({case.object for case in active})
    value, presence = nothing(ask, start, end)
    if count:
        value, presence = float(count), said(count)
    return Measurement(
        measure=NAME,
        actors=actors,
        directed=True,
        start=start,
        end=end,
        value=value,
        unit=UNIT,
        basis=basis,
        n=count,
        coverage=presence,
        evidence=tuple(case.statement_id for case in active),
    )


MEASURE: Final = Measure(
    name=NAME,
    title="Sanctions in force",
    realm="politics",
    unit=UNIT,
    directed=True,
    properties=("sanction",),
    sources=("gsdb",),
    by=("year", "all"),
    compute=compute,
    reference="Felbermayr, Kirilakha, Syropoulos, Yalcin and Yotov (2020), European Economic Review 129",
    caution=(
        "A case can have several types, senders and targets: types do not add up; what a body (UN, EU) imposes is "
        "not counted for its members; a case says nothing of its weight."
    ),
)
