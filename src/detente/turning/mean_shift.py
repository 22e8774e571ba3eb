"""Shifts of the mean: exact penalised least squares, each candidate judged against a series without a break.

1. All segmentations are compared at once (optimal partitioning, Jackson et al. 2005; the exact recursion
   that PELT, Killick et al. 2012, prunes): least squares plus, for each shift, 2 log(n) long-run variances.
2. The p-value of a candidate is the share of simulated AR(1) series without a break in which the *largest*
   gain over all dates is at least the candidate's gain: one null for all candidates, so the error rate is
   that of the whole search and not of one date.
3. The interval holds the dates whose gain is within 7.35 long-run variances of the best one (likelihood-ratio
   inversion: Hansen 2000, Econometrica 68(3), 95 percent; Eo and Morley 2015, Quantitative Economics 6).
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.errors import UsageError
from detente.turning.detector import TurningPointResult
from detente.turning.noise import (
    HIGHEST_PERSISTENCE,
    Floats,
    noise_from_steps,
    persistence_of_residuals,
    simulate_without_break,
)
from detente.turning.series import Series

SHORTEST_REGIME: Final = 3
"""Periods a mean must hold to be called a regime; a shorter excursion is an outlier."""

DATE_LEVEL: Final = 0.95
"""Level of the interval of the date."""

UPPER_95: Final = 1.6449

DATE_THRESHOLD: Final = -2 * math.log(1 - math.sqrt(DATE_LEVEL))
"""P(loss <= x) = (1 - exp(-x/2))^2 for the likelihood ratio of a break date; 7.35 at 95 percent."""


class MeanShift:
    """Penalised least squares with a long-run variance, and a parametric-bootstrap null."""

    name = "mean_shift"
    title = "Shifts of the mean"
    reference = (
        "Jackson et al. 2005, IEEE Signal Processing Letters 12(2); Killick, Fearnhead and Eckley 2012, "
        "JASA 107(500); Hansen 2000, Econometrica 68(3)"
    )

    def detect(self, series: Series, *, seed: int, draws: int = 999) -> list[TurningPointResult]:
        """All candidates in time order.

        Raises UsageError when fewer than 19 draws are asked for, or when the series moves so rarely that it
        has no noise to hold a shift against.
        """
        if draws < 19:
            raise UsageError(f"{draws} draws cannot give a p-value below 0.05", todo="Ask for at least 19")
        noise = noise_from_steps(series.values, series.position)
        scale = float(noise.long_run_variance)
        if scale <= 0:
            raise UsageError(
                "the series stands still but for a few steps: there is no noise to hold a shift against",
                where=f"{series.measure} {'-'.join(series.actors)} ({series.basis})",
                todo="Read the steps from the values",
            )
        bounds = partition(series.values, 2 * math.log(len(series.values)) * scale)
        if len(bounds) == 2:
            return []
        null = largest_gains(series, _persistence_of_the_null(series, bounds), draws, seed)
        return [_judge(series.values, bounds[k - 1 : k + 2], scale, null) for k in range(1, len(bounds) - 1)]


def partition(values: Floats, penalty: float) -> list[int]:
    """The exact best segmentation: places 0, first of each later regime, n.

    Minimises the sum of squares around the regimes' means plus `penalty` for each shift; every regime has at
    least three points. O(n^2) time.
    """
    n, least = len(values), SHORTEST_REGIME
    total = np.concatenate([[0.0], np.cumsum(values - values.mean())])
    best = np.full(n + 1, np.inf)
    best[0], last = -penalty, np.zeros(n + 1, np.int64)
    for end in range(least, n + 1):
        start = np.arange(end - least + 1)
        # the sum of squares of all points is the same for every segmentation, so it is left out
        cost = best[start] - (total[end] - total[start]) ** 2 / (end - start) + penalty
        last[end] = cost.argmin()
        best[end] = cost[last[end]]
    bounds = [n]
    while bounds[-1] > 0:
        bounds.append(int(last[bounds[-1]]))
    return bounds[::-1]


def gains(values: Floats) -> Floats:
    """Fall of the sum of squares by splitting after k points, k = 3 .. n-3, along the last axis."""
    n, least = values.shape[-1], SHORTEST_REGIME
    k = np.arange(least, n - least + 1)
    partial = np.cumsum(values - values.mean(-1, keepdims=True), axis=-1)[..., k - 1]
    return np.asarray(partial**2 * (n / (k * (n - k))))


def largest_gains(series: Series, persistence: float, draws: int, seed: int) -> Floats:
    """The null: the largest gain over all dates, in units of the draw's own long-run variance, sorted."""
    drawn = simulate_without_break(series, persistence, draws, seed)
    scale = noise_from_steps(drawn, series.position).long_run_variance
    return np.asarray(np.sort(gains(drawn).max(-1) / scale))


def _persistence_of_the_null(series: Series, bounds: list[int]) -> float:
    """The larger of two estimates, at its one-sided 95 percent limit: guessing low makes false alarms."""
    from_steps = float(noise_from_steps(series.values, series.position).persistence)
    phi = max(from_steps, persistence_of_residuals(_residuals(series, bounds), series.position))
    return min(phi + UPPER_95 * math.sqrt((1 - phi**2) / len(series.values)), HIGHEST_PERSISTENCE)


def _residuals(series: Series, bounds: list[int]) -> Floats:
    parts = [series.values[a:b] - series.values[a:b].mean() for a, b in pairwise(bounds)]
    return np.concatenate(parts)


def _judge(values: Floats, bounds: list[int], scale: float, null: Floats) -> TurningPointResult:
    """One candidate, within the two regimes it parts."""
    start, index, end = bounds
    gain = gains(values[start:end]) / scale
    statistic = float(gain[index - start - SHORTEST_REGIME])
    near: NDArray[np.int64] = np.flatnonzero(gain >= statistic - DATE_THRESHOLD) + start + SHORTEST_REGIME
    reached = len(null) - int(np.searchsorted(null, statistic))
    return TurningPointResult(
        index=index, low=int(near.min()), high=int(near.max()),
        before=float(values[start:index].mean()), after=float(values[index:end].mean()),
        span=(start, end), statistic=statistic, p_value=(1 + reached) / (1 + len(null)),
    )  # fmt: skip
