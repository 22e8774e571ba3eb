"""Distance of two states' published ideal points in the UN General Assembly."""

from __future__ import annotations

from datetime import date
from math import hypot
from typing import Final

import polars as pl

from detente.measures.interval import Z90
from detente.measures.measure import Ask, Measure
from detente.measures.published_points import asked_sessions, basis_of, newest_common, spread
from detente.measures.silence import nothing
from detente.model.finding import Measurement, measurement_frame
from detente.model.statement import Statement

NAME: Final = "ideal_point_distance"
UNIT: Final = "ideal points"


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """|a - b| by session, or by the year in which it opened, within the newest release that holds both.

    See docs/method/measures/ideal_point_distance.md.
    """
    release, (first, second) = newest_common(statements, ask.members)
    rows = [
        _row(ask, basis_of(release), (start, end), first.get(session), second.get(session))
        for session, start, end in asked_sessions(ask)
    ]
    return measurement_frame(rows)


def _row(
    ask: Ask, basis: str, period: tuple[date, date], first: Statement | None, second: Statement | None
) -> Measurement:
    value, presence = nothing(ask, *period, zero=False)
    low: float | None = None
    high: float | None = None
    evidence: tuple[str, ...] = ()
    if first is not None and second is not None:
        assert first.value is not None and second.value is not None
        difference, presence = first.value - second.value, "value"
        value, evidence = abs(difference), (first.statement_id, second.statement_id)
        if (joint := _spread(first, second)) is not None:
            low, high = absolute(difference - Z90 * joint, difference + Z90 * joint)
    return Measurement(
        measure=NAME,
        actors=ask.actors,
        directed=False,
        start=period[0],
        end=period[1],
        value=value,
        low=low,
        high=high,
        unit=UNIT,
        basis=basis,
        n=len(evidence),
        coverage=presence,
        evidence=evidence,
    )


def _spread(first: Statement, second: Statement) -> float | None:
    """Standard deviation of the difference of two independent normals."""
    sds = [spread(row) for row in (first, second)]
    return None if None in sds else hypot(*(sd for sd in sds if sd is not None))


def absolute(low: float, high: float) -> tuple[float, float]:
    """The interval of |x| for x in an interval: from 0 where it holds 0."""
    nearest = 0.0 if low <= 0 <= high else min(abs(low), abs(high))
    return nearest, max(abs(low), abs(high))


MEASURE: Final = Measure(
    name=NAME,
    title="Distance of ideal points in the UN General Assembly",
    realm="multilateral",
    unit=UNIT,
    directed=False,
    properties=("ideal_point",),
    sources=("un_ideal_points",),
    by=("session", "year"),
    compute=compute,
    reference="Bailey, Strezhnev and Voeten (2017), Journal of Conflict Resolution 61(2)",
    caution=(
        "One dimension of voting; an agenda shift moves it; compare within one release; the interval "
        "takes the two as independent."
    ),
    scope="either",
)
