"""Turning points of a pair's measures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from detente.errors import UsageError
from detente.ledger.ledger import Ledger
from detente.measures.registry import MEASURES, measure
from detente.model.finding import TurningPoint
from detente.study.measuring import measure_pair
from detente.turning.registry import search


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

    With no names, every measure that is taken by that period is searched. Raises UsageError when a named measure
    is not taken by it.
    """
    chosen = [measure(name) for name in names] or [m for m in MEASURES if by in m.by]
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
        for result in search(frame, seed=seed, alpha=alpha):
            points += result.points
            if result.refused:
                refused.append(f"{'-'.join(result.actors)} {result.refused}")
    return sorted(points, key=lambda t: (t.measure, t.actors, t.basis, t.date)), refused
