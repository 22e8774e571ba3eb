"""From a measure's rows to a series that a detector can take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.errors import UsageError
from detente.model.finding import MEASUREMENT_SCHEMA

MINIMUM_POINTS: Final = 12
"""Fewer points than this cannot carry a mean on both sides and an estimate of their persistence."""

SPOKEN: Final = ("value", "true_zero")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One measure of one pair on one basis, in time order, at equal steps apart from gaps.

    - `starts`, `ends`: first and last day of each point's period.
    - `values`: float64, shape (n,), in `unit`; true zeros are 0.0, what is unknown is not in it.
    - `position`: int64, shape (n,): the point's place on the regular grid of periods; gaps jump.
    - `evidence`: the statement ids of each point.
    - `missing`: first days of the periods between the first and the last point that have no value.
    """

    measure: str
    actors: tuple[str, ...]
    basis: str
    unit: str
    starts: tuple[date, ...]
    ends: tuple[date, ...]
    values: NDArray[np.float64]
    position: NDArray[np.int64]
    evidence: tuple[tuple[str, ...], ...]
    missing: tuple[date, ...] = ()

    @property
    def note(self) -> str:
        """One sentence on what the series lacks, or an empty string."""
        if not self.missing:
            return ""
        named = ", ".join(day.isoformat() for day in self.missing[:6])
        more = f" and {len(self.missing) - 6} more" if len(self.missing) > 6 else ""
        return f"{len(self.missing)} periods inside the series have no value (from {named}{more})."


def split(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """The frame's series, one frame for each measure, pair (in order) and basis.

    Raises UsageError when the frame has no rows or is not a measurement frame.
    """
    if lacking := [name for name in MEASUREMENT_SCHEMA if name not in frame.columns]:
        raise UsageError(f"not a frame of measurements: no column {', '.join(lacking)}")
    if frame.is_empty():
        raise UsageError("no measurements to search", todo="Choose a measure that covers this pair")
    return frame.sort("measure", "actors", "basis", "start").partition_by(
        "measure", "actors", "basis", maintain_order=True
    )


def series_of(frame: pl.DataFrame) -> Series:
    """The series of a frame that holds one measure of one pair on one basis.

    Only rows that say something count: a value, or a true zero. Raises UsageError with the reason when
    the frame holds several series, two rows for one period, fewer than 12 points, or points that do not
    differ.
    """
    parts = split(frame)
    first = parts[0].row(0, named=True)
    where = f"{first['measure']} {'-'.join(first['actors'])} ({first['basis']})"
    if len(parts) > 1:
        raise UsageError(f"{len(parts)} series in one frame", where=where, todo="Choose one basis and order")
    zero = pl.when(pl.col("coverage") == "true_zero").then(0.0)
    spoken = (
        parts[0].filter(pl.col("coverage").is_in(SPOKEN)).with_columns(value=zero.otherwise(pl.col("value")))
    )
    values = spoken["value"].to_numpy().astype(np.float64)
    starts = tuple(spoken["start"].to_list())
    _refuse_unusable(values, starts, where)
    position = _positions(starts)
    return Series(
        measure=first["measure"], actors=tuple(first["actors"]), basis=first["basis"], unit=first["unit"],
        starts=starts, ends=tuple(spoken["end"].to_list()), values=values, position=position,
        evidence=tuple(tuple(ids) for ids in spoken["evidence"].to_list()),
        missing=_missing(starts, position),
    )  # fmt: skip


def _refuse_unusable(values: NDArray[np.float64], starts: tuple[date, ...], where: str) -> None:
    if len(values) < MINIMUM_POINTS:
        raise UsageError(
            f"{len(values)} points are too few to search for a turning point ({MINIMUM_POINTS} needed)",
            where=where,
        )
    if len(set(starts)) < len(starts):
        raise UsageError("two rows for one period", where=where, todo="Give one row per period")
    if not np.isfinite(values).all():
        raise UsageError("a value is not a finite number", where=where)
    if np.ptp(values) <= 1e-12 * max(1.0, float(np.abs(values).max())):
        raise UsageError("the series is constant: it has no turning point", where=where)


def _months(day: date) -> int:
    return 12 * day.year + day.month


def _step(starts: tuple[date, ...]) -> int:
    """The commonest distance between two points, in months (at least one)."""
    gaps = np.diff([_months(day) for day in starts])
    return max(1, int(np.bincount(gaps).argmax()))


def _positions(starts: tuple[date, ...]) -> NDArray[np.int64]:
    """Places on the grid; sessions of uneven length that would share a place are taken in their order."""
    months = np.array([_months(day) for day in starts])
    places = np.rint((months - months[0]) / _step(starts)).astype(np.int64)
    return places if (np.diff(places) > 0).all() else np.arange(len(starts), dtype=np.int64)


def _missing(starts: tuple[date, ...], position: NDArray[np.int64]) -> tuple[date, ...]:
    step, absent = _step(starts), sorted(set(range(int(position[-1]))) - set(position.tolist()))
    first = _months(starts[0])
    months = [first + step * place for place in absent]
    return tuple(date((m - 1) // 12, (m - 1) % 12 + 1, 1) for m in months)
