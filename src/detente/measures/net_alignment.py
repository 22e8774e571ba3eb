"""Where each of two states stands between two anchors in the UN General Assembly."""

from __future__ import annotations

from datetime import date
from math import sqrt
from typing import Final

import polars as pl

from detente.errors import UsageError
from detente.measures.interval import Z90
from detente.measures.measure import Ask, Measure
from detente.measures.published_points import asked_sessions, basis_of, newest_common, spread
from detente.measures.silence import nothing
from detente.model.finding import Measurement, measurement_frame
from detente.model.statement import Statement
from detente.world.states import expand

NAME: Final = "net_alignment"
UNIT: Final = "net alignment (-1 to 1)"
ANCHORS: Final = ("USA", "CHN")


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """(distance to the second anchor - distance to the first) / distance of the anchors, for each state.

    Rows of each of the two states, named in the basis. The anchors are those of the question, else USA and CHN.
    Raises UsageError where the question names other than two different anchors. See
    docs/method/measures/net_alignment.md.
    """
    anchors = ask.anchors or tuple((code, expand(code)) for code in ANCHORS)
    if len(anchors) != 2 or anchors[0][1] & anchors[1][1]:
        named = " ".join(code for code, _ in anchors)
        raise UsageError(f"{NAME} stands between two different states, not {named}", todo="Name two anchors")
    (above, first), (below, second) = anchors
    rows: list[Measurement] = []
    for code, members in zip(ask.actors, ask.members, strict=True):
        release, sides = newest_common(statements, (members, first, second))
        basis = f"{code} between {below} (-1) and {above} (1); {basis_of(release)}"
        for session, start, end in asked_sessions(ask):
            found = [side[session] for side in sides if session in side]
            rows.append(_row(ask, basis, (start, end), found if len(found) == 3 else []))
    return measurement_frame(rows)


def _row(ask: Ask, basis: str, period: tuple[date, date], found: list[Statement]) -> Measurement:
    value, presence = nothing(ask, *period, zero=False)
    low: float | None = None
    high: float | None = None
    if found and (scored := net_alignment(*(_point(row) for row in found))):
        (value, low, high), presence = scored, "value"
        if found[0].statement_id in {row.statement_id for row in found[1:]}:
            low = high = None  # an anchor stands at its end by definition
    elif found:
        presence = "no_data"
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
        n=len(found),
        coverage=presence,
        evidence=tuple({row.statement_id for row in found}),
    )


Point = tuple[float, float | None]
"""Value and standard deviation, which may be unknown."""


def _point(row: Statement) -> Point:
    assert row.value is not None
    return row.value, spread(row)


def net_alignment(
    state: Point, above: Point, below: Point
) -> tuple[float, float | None, float | None] | None:
    """Value and 90 percent interval; None where the anchors stand at one point.

    The value is 2 (x - middle) / (a - b) cut off at -1 and 1. Its interval is Fieller's, of a ratio of two
    normals: the whole range where the order of the anchors is itself uncertain, none without all spreads.
    """
    (x, sd_x), (a, sd_a), (b, sd_b) = state, above, below
    top, bottom = 2 * x - a - b, a - b
    if bottom == 0:
        return None
    value = _cut(top / bottom)
    if sd_x is None or sd_a is None or sd_b is None:
        return value, None, None
    variance = (4 * sd_x**2 + sd_a**2 + sd_b**2, sd_a**2 + sd_b**2, sd_b**2 - sd_a**2)
    return value, *_fieller(top, bottom, variance)


def _fieller(top: float, bottom: float, variance: tuple[float, float, float]) -> tuple[float, float]:
    """Fieller (1954): ratios that the two normals allow; `variance`: of top, of bottom, and their covariance."""
    square = bottom**2 - Z90**2 * variance[1]
    if square <= 0:
        return -1.0, 1.0
    middle = top * bottom - Z90**2 * variance[2]
    root = sqrt(max(0.0, middle**2 - square * (top**2 - Z90**2 * variance[0])))
    return _cut((middle - root) / square), _cut((middle + root) / square)


def _cut(value: float) -> float:
    return min(1.0, max(-1.0, value))


MEASURE: Final = Measure(
    name=NAME,
    title="Net alignment between two anchors in the UN General Assembly",
    realm="multilateral",
    unit=UNIT,
    directed=False,
    properties=("ideal_point",),
    sources=("un_ideal_points",),
    by=("session", "year"),
    compute=compute,
    reference=(
        "Bailey, Strezhnev and Voeten (2017), Journal of Conflict Resolution 61(2), for the points; "
        "Fieller (1954), Journal of the Royal Statistical Society B 16(2), for the interval"
    ),
    caution=(
        "A place on one dimension of voting between two moving anchors: it changes when an anchor moves, and "
        "states beyond an anchor all stand at 1 or -1."
    ),
    scope="either",
    anchors=ANCHORS,
)
