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

    `groupings`: for each effect the group (0, 1, ...) of every row. Stops when no entry moves by more than
    `tolerance` times the column's greatest absolute value. Raises UsageError when it does not get there.
    Method: Guimarães and Portugal (2010), Stata Journal 10(4); Gaure (2013), Computational Statistics & Data
    Analysis 66.
    """
    left = columns.astype(float, copy=True)
    bound = tolerance * np.maximum(np.abs(left).max(axis=0, initial=0.0), 1e-300)
    totals = [np.bincount(groups, weights) for groups in groupings]
    for _ in range(SWEEPS):
        before = left.copy()
        for groups, total in zip(groupings, totals, strict=True):
            for k in range(left.shape[1]):
                means = np.bincount(groups, weights * left[:, k]) / total
                left[:, k] -= means[groups]
        if len(groupings) < 2 or (np.abs(left - before).max(axis=0, initial=0.0) <= bound).all():
            return left
    raise UsageError(
        f"group means did not settle in {SWEEPS:,} sweeps",
        todo="Leave out groups of very few or very small flows",
    )
