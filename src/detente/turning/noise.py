"""How loud and how persistent a series is, estimated so that a shift in its mean does not enter."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter
from scipy.special import ndtri

from detente.turning.series import Series

HIGHEST_PERSISTENCE: Final = 0.98
"""Above this a shift cannot be told from a wandering series of the lengths met here."""

CLIPPED: Final = 0.05
"""Share of the largest steps cut to size: a shift of the mean is one large step and must not count."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Noise:
    """Per series (any leading axes): variance of a step, AR(1) coefficient, long-run variance."""

    step_variance: Floats
    persistence: Floats
    long_run_variance: Floats


def noise_from_steps(values: Floats, position: NDArray[np.int64]) -> Noise:
    """The noise of series along the last axis, from the steps between neighbouring periods.

    For an AR(1) the lag-one autocorrelation rho of its steps gives its coefficient as 1 + 2 rho, and the
    long-run variance is v (1 + phi) / (2 (1 - phi)^2) with v the variance of a step. A shift of the mean
    touches one step only, and the largest steps are cut to size, with the normal distribution's correction.
    """
    neighbours = np.diff(position) == 1
    if neighbours.sum() < 4:
        neighbours = np.ones_like(neighbours)
    steps = np.diff(values, axis=-1)
    size = np.where(neighbours, np.abs(steps), -1.0)
    count = int(neighbours.sum())
    clipped = max(1, math.ceil(CLIPPED * count))
    limit = np.partition(size, -clipped - 1, axis=-1)[..., [-clipped - 1]]
    kept = np.where(neighbours, np.clip(steps, -limit, limit), 0.0)
    variance = (kept**2).sum(-1) / count
    pairs = max(int((neighbours[1:] & neighbours[:-1]).sum()), 1)
    product = (kept[..., 1:] * kept[..., :-1]).sum(-1) / pairs
    with np.errstate(invalid="ignore", divide="ignore"):
        rho = np.where(variance > 0, product / variance, 0.0)
    phi = np.clip(1 + 2 * rho, 0.0, HIGHEST_PERSISTENCE)
    variance = variance / _share_of_variance(clipped / count)
    return Noise(variance, phi, variance * (1 + phi) / (2 * (1 - phi) ** 2))


def _share_of_variance(clipped: float) -> float:
    """Variance of a standard normal whose largest `clipped` in size are cut to where they begin."""
    cut = float(ndtri(1 - clipped / 2))
    density = math.exp(-cut * cut / 2) / math.sqrt(2 * math.pi)
    return 1 - clipped - 2 * cut * density + cut * cut * clipped


def persistence_of_residuals(residuals: Floats, position: NDArray[np.int64]) -> float:
    """AR(1) coefficient of what is left after the regimes' means, with the small-sample correction."""
    neighbours = np.diff(position) == 1
    square = float((residuals**2).mean())
    if square == 0 or not neighbours.any():
        return 0.0
    phi = float((residuals[1:] * residuals[:-1])[neighbours].mean()) / square
    return float(np.clip(phi + (1 + 4 * phi) / len(residuals), 0.0, HIGHEST_PERSISTENCE))


def innovations(values: Floats, position: NDArray[np.int64], persistence: float) -> Floats:
    """What each period adds to what the one before it left, centred: the noise as it is, tails and all."""
    neighbours = np.diff(position) == 1
    added = (values[1:] - persistence * values[:-1])[neighbours]
    return added - added.mean() if len(added) > 1 else values


def simulate_without_break(
    series: Series, persistence: float, shocks: Floats, draws: int, seed: int
) -> Floats:
    """`draws` AR(1) series with the gaps of `series` and innovations drawn from `shocks`; shape (draws, n)."""
    settling = math.ceil(3 / (1 - persistence))
    length = settling + int(series.position[-1]) + 1
    drawn = np.random.default_rng(seed).choice(shocks, (draws, length))
    walks = lfilter([1.0], [1.0, -persistence], drawn, axis=-1)[:, settling:]
    return np.asarray(walks[:, series.position])
