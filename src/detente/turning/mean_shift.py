"""Shifts of the mean: exact penalised least squares, each candidate judged against a series without a break.

1. All segmentations are compared at once (optimal partitioning, Jackson et al. 2005; the exact recursion
   that PELT, Killick et al. 2012, prunes): least squares plus, for each shift, 2 log(n) long-run variances.
2. The p-value of a candidate is the share of AR(1) series without a break, drawn with the series' own
   innovations and searched in the same way, whose *largest* gain is at least the candidate's: one null for all
   candidates, so the error rate is that of the whole search and not of one date.
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
    innovations,
    noise_from_steps,
    persistence_of_residuals,
    simulate_without_break,
)
from detente.turning.series import Series

Places = NDArray[np.int64]

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

        Raises UsageError when fewer than 19 draws are asked for, or when the series stands still most of the
        time (one value at more than half of its points, or hardly any steps).
        """
        if draws < 19:
            raise UsageError(f"{draws} draws cannot give a p-value below 0.05", todo="Ask for at least 19")
        noise = noise_from_steps(series.values, series.position)
        scale = float(noise.long_run_variance)
        _refuse_still(series, scale)
        bounds = partition(series.values, 2 * math.log(len(series.values)) * scale)
        if len(bounds) == 2:
            return []
        null = largest_gains(series, _residuals(series, bounds), draws, seed)
        return [_judge(series.values, bounds[k - 1 : k + 2], scale, null) for k in range(1, len(bounds) - 1)]


def _refuse_still(series: Series, scale: float) -> None:
    """A series without noise, or with one value most of the time, gives no scale to hold a shift against."""
    commonest = int(np.unique(series.values, return_counts=True)[1].max())
    if scale > 0 and 2 * commonest <= len(series.values):
        return
    raise UsageError(
        "the series stands still most of the time: there is no noise to hold a shift against",
        where=f"{series.measure} {'-'.join(series.actors)} ({series.basis})",
        todo="Read the steps from the values",
    )


def partition(values: Floats, penalty: float) -> list[int]:
    """The exact best segmentation: places 0, first of each later regime, n.

    Minimises the sum of squares around the regimes' means plus `penalty` for each shift; every regime has at
    least three points. O(n^2) time.
    """
    return _walk_back(_last_regimes(values[None], np.array([penalty]))[0])


def _last_regimes(values: Floats, penalty: Floats) -> Places:
    """For series in rows, shape (series, n), and each length: where the last regime of its best division begins."""
    count, n = values.shape
    least = SHORTEST_REGIME
    total = np.zeros((count, n + 1))
    total[:, 1:] = np.cumsum(values - values.mean(-1, keepdims=True), axis=-1)
    best = np.full((count, n + 1), np.inf)
    best[:, 0] = -penalty
    last = np.zeros((count, n + 1), np.int64)
    row = np.arange(count)
    for end in range(least, n + 1):
        starts = end - least + 1
        length = end - np.arange(starts)
        # the sum of squares of all points is the same for every division, so it is left out
        cost = best[:, :starts] - (total[:, [end]] - total[:, :starts]) ** 2 / length
        last[:, end] = cost.argmin(1)
        best[:, end] = cost[row, last[:, end]] + penalty
    return last


def _walk_back(last: Places) -> list[int]:
    bounds = [len(last) - 1]
    while bounds[-1] > 0:
        bounds.append(int(last[bounds[-1]]))
    return bounds[::-1]


def gains(values: Floats) -> Floats:
    """Fall of the sum of squares by splitting after k points, k = 3 .. n-3, along the last axis."""
    n, least = values.shape[-1], SHORTEST_REGIME
    k = np.arange(least, n - least + 1)
    partial = np.cumsum(values - values.mean(-1, keepdims=True), axis=-1)[..., k - 1]
    return np.asarray(partial**2 * (n / (k * (n - k))))


def largest_gains(series: Series, residuals: Floats, draws: int, seed: int) -> Floats:
    """The null, sorted: of each draw, searched like the data, the largest gain of its candidates; 0 without any.

    Gains are in units of the draw's own long-run variance. `residuals`: the series without its regimes' means;
    they tell persistence. The innovations are those of the series without any break, so that rare large values
    count as noise and not as regimes of their own. A draw that stands still has a gain without limit.
    """
    phi = persistence_of_residuals(residuals, series.position)
    shocks = innovations(series.values - series.values.mean(), series.position, phi)
    drawn = simulate_without_break(series, _upper_persistence(series, phi), shocks, draws, seed)
    scale = noise_from_steps(drawn, series.position).long_run_variance
    last = _last_regimes(drawn, 2 * math.log(drawn.shape[1]) * scale)
    largest = [_largest_gain(*one) for one in zip(drawn, last, scale, strict=True)]
    return np.sort(np.array(largest))


def _largest_gain(values: Floats, last: Places, scale: float) -> float:
    if scale <= 0:
        return math.inf
    bounds = _walk_back(last)
    return max((_gain(values, bounds[k - 1 : k + 2]) for k in range(1, len(bounds) - 1)), default=0.0) / scale


def _gain(values: Floats, bounds: list[int]) -> float:
    """Fall of the sum of squares by parting two neighbouring regimes."""
    start, index, end = bounds
    left, right = index - start, end - index
    apart = values[start:index].mean() - values[index:end].mean()
    return float(apart**2 * left * right / (left + right))


def _upper_persistence(series: Series, phi: float) -> float:
    """The larger of two estimates, at its one-sided 95 percent limit: guessing low makes false alarms."""
    phi = max(float(noise_from_steps(series.values, series.position).persistence), phi)
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
