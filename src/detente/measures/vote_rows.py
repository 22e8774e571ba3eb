"""From a score of the 3x3 table to rows: each basis, each variant, each period."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from detente.measures.interval import Table
from detente.measures.joint_votes import bases, by_period, evidence, joint_votes, table
from detente.measures.measure import Ask
from detente.measures.silence import nothing
from detente.model.finding import Measurement, measurement_frame


@dataclass(frozen=True, slots=True)
class Scored:
    """A score of one table; `low` and `high` None where it has no interval."""

    value: float
    low: float | None
    high: float | None


Score = Callable[[Table], Scored | None]
"""None: undefined for that table, which has at least one roll call."""


def vote_rows(
    statements: pl.DataFrame, ask: Ask, *, name: str, unit: str, variants: dict[str, Score]
) -> pl.DataFrame:
    """Measurements of an undirected vote measure; `variants` maps what follows the basis to its score."""
    rows = [
        _row(name, unit, ask, (start, end, part), basis + variant, score)
        for basis, joint in bases(joint_votes(statements, ask))
        for start, end, part in by_period(joint, ask)
        for variant, score in variants.items()
    ]
    return measurement_frame(rows)


def _row(
    name: str, unit: str, ask: Ask, period: tuple[date, date, pl.DataFrame], basis: str, score: Score
) -> Measurement:
    start, end, part = period
    scored = score(table(part)) if part.height else None
    presence = "value" if scored else "no_data" if part.height else nothing(ask, start, end, zero=False)[1]
    return Measurement(
        measure=name,
        actors=ask.actors,
        directed=False,
        start=start,
        end=end,
        value=scored.value if scored else None,
        low=scored.low if scored else None,
        high=scored.high if scored else None,
        unit=unit,
        basis=basis,
        n=part.height,
        coverage=presence,
        evidence=evidence(part),
    )
