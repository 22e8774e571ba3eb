"""Distance of two states' published ideal points in the UN General Assembly."""

from __future__ import annotations

from datetime import date
from math import hypot
from typing import Final

import polars as pl

from detente.measures.interval import Z90
from detente.measures.measure import Ask, Measure, periods
from detente.measures.selection import sent, singly
from detente.measures.sessions import OFFSET, session_period, sessions
from detente.measures.silence import nothing
from detente.model.finding import Measurement, measurement_frame
from detente.model.statement import Statement

NAME: Final = "ideal_point_distance"
UNIT: Final = "ideal points"

Points = dict[int, Statement]


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """|a - b| by session, or by the year in which it opened, within the newest release that holds both.

    See docs/method/measures/ideal_point_distance.md.
    """
    releases = [_releases(statements, members) for members in ask.members]
    release = max(releases[0].keys() & releases[1].keys(), default="")
    first, second = (held.get(release, {}) for held in releases)
    basis = f"published ideal points, release {release}" if release else "published ideal points"
    rows = [
        _row(ask, basis, (start, end), first.get(session), second.get(session))
        for session, start, end in _sessions(ask)
    ]
    return measurement_frame(rows)


def _sessions(ask: Ask) -> list[tuple[int, date, date]]:
    if ask.by == "session":
        return [(session, *session_period(session)) for session in sessions(ask)]
    return [(start.year - OFFSET, start, end) for start, end in periods(ask)]


def _releases(statements: pl.DataFrame, members: frozenset[str]) -> dict[str, Points]:
    """Ideal points of one side by release ("2023-07": later sorts higher) and session."""
    held: dict[str, Points] = {}
    for row in singly(sent(statements, "ideal_point", members)):
        if row.value is not None:
            held.setdefault(str(row.detail("release")), {}).setdefault(int(row.detail("session")), row)
    return held


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
        if (spread := _spread(first, second)) is not None:
            low, high = absolute(difference - Z90 * spread, difference + Z90 * spread)
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
    """Standard deviation of the difference of two independent normals, each from its 5-95 quantiles."""
    sds: list[float] = []
    for row in (first, second):
        if row.low is None or row.high is None:
            return None
        sds.append((row.high - row.low) / (2 * Z90))
    return hypot(*sds)


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
