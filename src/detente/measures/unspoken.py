"""What a measure says of a pair of which none of the data sets held speaks."""

from __future__ import annotations

from typing import Final

import polars as pl

from detente.measures.measure import Ask, Measure, periods
from detente.measures.sessions import session_period, sessions
from detente.model.finding import Measurement, measurement_frame

BASIS: Final = "no data set held speaks of the two"


def unspoken(chosen: Measure, ask: Ask) -> pl.DataFrame:
    """A row outside coverage for each period (MEASUREMENT_SCHEMA): nothing found is not nothing held."""
    spans = [session_period(s) for s in sessions(ask)] if ask.by == "session" else list(periods(ask))
    orders = [actors for actors, _, _ in ask.orders()] if chosen.directed else [ask.actors]
    rows = [
        Measurement(
            measure=chosen.name, actors=actors, directed=chosen.directed, start=start, end=end, value=None,
            unit=chosen.unit, basis=BASIS, n=0, coverage="outside_coverage",
        )
        for actors in orders
        for start, end in spans
    ]  # fmt: skip
    return measurement_frame(rows)
