"""Figures that a case carries as statements, in the place of data sets that may not be carried."""

from __future__ import annotations

from datetime import date

import polars as pl

from detente.measures.measure import Ask, By, periods
from detente.measures.registry import measure
from detente.measures.sessions import session_period, sessions
from detente.model.finding import Measurement, measurement_frame
from detente.model.statement import Statement

Series = tuple[tuple[str, str], str]
"""Actors as asked, and basis."""


def carried(observations: pl.DataFrame, name: str, ask: Ask) -> pl.DataFrame:
    """Measurements (MEASUREMENT_SCHEMA) from statements of property "observation" about one measure.

    Each says one figure of the pair: `object` the measure's name, value, low, high, unit, start, end,
    `attributes` basis, n and coverage. The actors are the pair; for a directed measure the one that sends
    comes first, be the other in `source_actors` too or in `target_actors`.
    Figures of another kind of period than `ask.by` are left out, and so are periods outside the window.
    A period that a series does not carry has no data inside its span and is outside coverage elsewhere.
    Raises UsageError for a measure that does not exist.
    """
    directed = measure(name).directed
    series: dict[Series, list[Statement]] = {}
    rows = observations.filter((pl.col("property") == "observation") & (pl.col("object") == name))
    for row in map(Statement.from_row, rows.sort("statement_id").iter_rows(named=True)):
        actors = _as_asked(row, ask, directed=directed)
        if actors is not None and _by(row) == ask.by:
            series.setdefault((actors, str(row.detail("basis") or "")), []).append(row)
    found: list[Measurement] = []
    for (actors, basis), own in series.items():
        found += [m for row in own if (m := _given(row, ask, actors, basis, directed=directed)) is not None]
        found += _gaps(own, ask, actors, basis, directed=directed)
    return measurement_frame(found)


def _as_asked(row: Statement, ask: Ask, *, directed: bool) -> tuple[str, str] | None:
    if len(row.actors) != 2:
        return None
    a, b = row.actors
    for actors, first, second in ask.orders():
        if a in first and b in second:
            return actors if directed else ask.actors
    return None


def _by(row: Statement) -> By:
    """The kind of period a figure is for: what `attributes.by` says, else what its days show."""
    if row.start is None or row.end is None:
        return "all"
    if (stated := row.detail("by")) is not None:
        return stated  # type: ignore[no-any-return]
    year, month = row.start.year, row.start.month
    if (row.start, row.end) == (date(year, 1, 1), date(year, 12, 31)):
        return "year"
    if row.start.day == 1 and row.end.month == month and row.end.year == year:
        return "month"
    nominal = session_period(year - 1945) if year > 1945 else None
    return "session" if (row.start, row.end) == nominal else "all"


def _given(
    row: Statement, ask: Ask, actors: tuple[str, str], basis: str, *, directed: bool
) -> Measurement | None:
    start, end = row.start or ask.start, row.end or ask.end
    if start > ask.end or end < ask.start:
        return None
    return Measurement(
        measure=row.object or "",
        actors=actors,
        directed=directed,
        start=start,
        end=end,
        value=row.value,
        low=row.low,
        high=row.high,
        unit=row.unit or "",
        basis=basis,
        n=int(row.detail("n") or 0),
        coverage=row.detail("coverage") or ("no_data" if row.value is None else "value"),
        evidence=(row.statement_id,),
    )


def _gaps(
    own: list[Statement], ask: Ask, actors: tuple[str, str], basis: str, *, directed: bool
) -> list[Measurement]:
    held = {(row.start, row.end) for row in own}
    first = min(row.start for row in own if row.start)
    last = max(row.end for row in own if row.end)
    return [
        Measurement(
            measure=own[0].object or "",
            actors=actors,
            directed=directed,
            start=start,
            end=end,
            value=None,
            unit=own[0].unit or "",
            basis=basis,
            n=0,
            coverage="no_data" if start <= last and end >= first else "outside_coverage",
        )
        for start, end in _expected(ask)
        if (start, end) not in held
    ]


def _expected(ask: Ask) -> list[tuple[date, date]]:
    if ask.by == "all":
        return []
    if ask.by == "session":
        return [session_period(session) for session in sessions(ask)]
    return list(periods(ask))
