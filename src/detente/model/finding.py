"""Results shown to a reader. Each carries its evidence: the ids of the statements it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 (a field is called date)
from typing import Any, Final

import polars as pl

from detente.model.vocabulary import Presence

MEASUREMENT_SCHEMA: Final[dict[str, pl.DataType]] = {
    "measure": pl.String(),
    "actors": pl.List(pl.String()),
    "directed": pl.Boolean(),
    "start": pl.Date(),
    "end": pl.Date(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "unit": pl.String(),
    "basis": pl.String(),
    "n": pl.Int64(),
    "coverage": pl.String(),
    "evidence": pl.List(pl.String()),
}
"""Long and tidy: one row, one number, for one pair, one period and one basis. `actors`: as asked; for a
directed measure actors[0] sends, supplies or exports and actors[1] receives. `n`: how many observations
the value stands on. `coverage`: a Presence. `evidence`: statement ids, sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One row of a measurement frame."""

    measure: str
    actors: tuple[str, ...]
    directed: bool
    start: Date
    end: Date
    value: float | None
    unit: str
    basis: str
    n: int
    coverage: Presence
    low: float | None = None
    high: float | None = None
    evidence: tuple[str, ...] = ()

    def record(self) -> dict[str, Any]:
        """The command line's JSON record."""
        return {
            "measure": self.measure,
            "actors": list(self.actors),
            "directed": self.directed,
            "period": {"start": self.start.isoformat(), "end": self.end.isoformat()},
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "basis": self.basis,
            "n": self.n,
            "coverage": self.coverage,
            "evidence": list(self.evidence),
        }


def measurement_frame(rows: list[Measurement]) -> pl.DataFrame:
    """The rows as a frame with MEASUREMENT_SCHEMA, sorted by actors, basis and period."""
    data = [
        {name: getattr(row, name) for name in MEASUREMENT_SCHEMA}
        | {"actors": list(row.actors), "evidence": sorted(row.evidence)}
        for row in rows
    ]
    return pl.DataFrame(data, schema=MEASUREMENT_SCHEMA).sort("measure", "actors", "basis", "start", "end")


def measurements(frame: pl.DataFrame) -> list[Measurement]:
    """The rows of a measurement frame as objects."""
    return [
        Measurement(**(row | {"actors": tuple(row["actors"]), "evidence": tuple(row["evidence"])}))
        for row in frame.iter_rows(named=True)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningPoint:
    """A date at which a measure changes its behaviour, with an interval and a p-value against no break.

    `date` is the first period of the new regime; `before` and `after` the means on both sides.
    """

    measure: str
    actors: tuple[str, ...]
    basis: str
    unit: str
    date: Date
    date_low: Date
    date_high: Date
    before: float
    after: float
    p_value: float
    n: int
    evidence: tuple[str, ...] = ()

    def record(self) -> dict[str, Any]:
        """The command line's JSON record."""
        return {
            "measure": self.measure,
            "actors": list(self.actors),
            "basis": self.basis,
            "unit": self.unit,
            "date": self.date.isoformat(),
            "date_low": self.date_low.isoformat(),
            "date_high": self.date_high.isoformat(),
            "before": self.before,
            "after": self.after,
            "p_value": self.p_value,
            "n": self.n,
            "evidence": list(self.evidence),
        }
