"""Weighted means of groups taken out of columns, for any number of groupings at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.errors import UsageError

Floats = NDArray[np.float64]
Groups = NDArray[np.int64]
SWEEPS: Final = 100_000


def demeaned(
    columns: Floats, groupings: Sequence[Groups], weights: Floats, tolerance: float = 1e-12
) -> Floats:
    """The columns (n, k) less their weighted projection on all group dummies (alternating projections).

    `groupings`: for each effect the group (0, 1, ...) of every row. Stops when no group's mean is more than
    `tolerance` times the column's greatest absolute value. Raises UsageError when it does not get there.
    Method: Guimarães and Portugal (2010), Stata Journal 10(4); Gaure (2013), Computational Statistics & Data
    Analysis 66.
    """
    totals: list[Floats] = [np.bincount(groups, weights).astype(float) for groups in groupings]
    left = [_swept(column, groupings, totals, weights, tolerance) for column in columns.T]
    return np.column_stack(left) if left else columns.astype(float)


def _swept(
    column: Floats, groupings: Sequence[Groups], totals: Sequence[Floats], weights: Floats, tolerance: float
) -> Floats:
    left = np.ascontiguousarray(column, dtype=float).copy()
    bound = tolerance * np.abs(left).max(initial=0.0)
    for _ in range(SWEEPS):
        moved = 0.0
        for groups, total in zip(groupings, totals, strict=True):
            means = np.bincount(groups, weights * left) / total
            left -= means[groups]
            moved = max(moved, float(np.abs(means).max(initial=0.0)))
        if len(groupings) < 2 or moved <= bound:
            return left
    raise UsageError(
        f"group means did not settle in {SWEEPS:,} sweeps",
        todo="Leave out groups of very few or very small flows",
    )
