"""Ninety percent intervals of figures that rest on counted roll calls."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

Z90: Final = 1.6448536269514722
"""The 95th percentile of the standard normal distribution."""

Table = NDArray[np.int64]


def wilson(mean: float, n: int) -> tuple[float, float]:
    """Wilson (1927) score interval, 90 percent, of the mean of n values that lie between 0 and 1.

    Exact in form for shares. For values between 0 and 1 it is conservative: their variance is at most
    mean * (1 - mean) (Bhatia and Davis 2000). Raises ValueError when n is below 1.
    """
    if n < 1:
        raise ValueError("an interval needs at least one observation")
    spread = Z90**2 / n
    centre = (mean + spread / 2) / (1 + spread)
    half = sqrt(spread * mean * (1 - mean) + spread**2 / 4) / (1 + spread)
    return max(0.0, min(mean, centre - half)), min(1.0, max(mean, centre + half))


def jackknife(table: Table, score: Callable[[Table], float | None]) -> tuple[float, float] | None:
    """Delete-one-roll-call jackknife interval, 90 percent, of a score of a table of counts (Efron 1981).

    None when fewer than two roll calls are there or the score is undefined after a deletion. Clipped to the
    range of a chance-corrected coefficient, -1 to 1.
    """
    n, value = int(table.sum()), score(table)
    if n < 2 or value is None:
        return None
    left: list[tuple[int, float]] = []
    for place in zip(*np.nonzero(table), strict=True):
        fewer = table.copy()
        fewer[place] -= 1
        if (without := score(fewer)) is None:
            return None
        left.append((int(table[place]), without))
    mean = sum(count * without for count, without in left) / n
    variance = (n - 1) / n * sum(count * (without - mean) ** 2 for count, without in left)
    half = Z90 * sqrt(variance)
    return max(-1.0, value - half), min(1.0, value + half)
