"""Turning points of a pair's measures.

Money and arms are searched in logarithms: a rise from one to two is as much a change as one from ten to twenty, and
skewed series would otherwise raise false alarms. Their means before and after are then geometric ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import expm1
from typing import Final

import polars as pl

from detente.errors import UsageError
from detente.ledger.ledger import Ledger
from detente.measures.registry import MEASURES, measure
from detente.model.finding import TurningPoint
from detente.study.measuring import measure_pair
from detente.turning.registry import Search, search

IN_LOGARITHMS: Final = {"trade_value": 1e6, "arms_deliveries": 1.0}
"""Measure -> the least amount that its sources tell from nothing; below it a logarithm would see noise."""


def search_measure(frame: pl.DataFrame, *, seed: int, alpha: float = 1.0) -> list[Search]:
    """Search every series of one measure's frame, in logarithms where the measure asks for it."""
    name = frame["measure"][0]
    if name not in IN_LOGARITHMS:
        return search(frame, seed=seed, alpha=alpha)
    scale = IN_LOGARITHMS[name]
    logged = frame.with_columns((pl.col("value", "low", "high") / scale).log1p())
    return [
        replace(
            one,
            points=tuple(
                replace(
                    p,
                    before=expm1(p.before) * scale,
                    after=expm1(p.after) * scale,
                    unit=f"{p.unit}, geometric mean",
                )
                for p in one.points
            ),
        )
        for one in search(logged, seed=seed, alpha=alpha)
    ]


def turning_points(
    ledger: Ledger,
    actors: tuple[str, str],
    names: Sequence[str],
    by: str,
    *,
    alpha: float,
    seed: int,
    as_of: date | None,
    exact: bool,
) -> tuple[list[TurningPoint], list[str]]:
    """Turning points by measure and date, and one line for each series that could not be searched.

    With no names, every measure that is taken by that period and tracks change is searched. Raises UsageError when
    a named measure is not taken by it.
    """
    chosen = [measure(name) for name in names] or [m for m in MEASURES if by in m.by and m.tracks_change]
    for one in chosen:
        if by not in one.by:
            raise UsageError(
                f"{one.name} is not taken by {by}", where="--by", todo=f"Use {' or '.join(one.by)}"
            )
    points: list[TurningPoint] = []
    refused: list[str] = []
    for one in chosen:
        frame = measure_pair(ledger, one.name, actors, by=by, as_of=as_of, exact=exact)  # type: ignore[arg-type]
        if frame.is_empty():
            refused.append(f"{one.name}: nothing held")
            continue
        for result in search_measure(frame, seed=seed, alpha=alpha):
            points += result.points
            if result.refused:
                refused.append(result.refused)
    return sorted(points, key=lambda t: (t.measure, t.actors, t.basis, t.date)), refused
