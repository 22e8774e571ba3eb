"""Whether chains agree and how much their draws are worth (Vehtari, Gelman, Simpson, Carpenter, Bürkner 2021).

Rank-normalisation, splitting, and folding: A. Vehtari et al., Bayesian Analysis 16(2), 667-718. Arrays are
chains x draws x parameters.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.fft import irfft, next_fast_len, rfft
from scipy.special import ndtri
from scipy.stats import rankdata

from detente.measures.ideal_points.model import Floats

BLOCK = 400
"""Parameters taken at a time, for memory."""


def r_hat(draws: Floats) -> Floats:
    """Per parameter, the larger of the rank-normalised split R-hat of the draws and of their distance from the
    median. NaN where all draws are equal.
    """
    return _blocked(
        draws, lambda part: np.maximum(_split_r_hat(_ranked(part)), _split_r_hat(_ranked(_folded(part))))
    )


def ess_bulk(draws: Floats) -> Floats:
    """Per parameter, the effective sample size of the rank-normalised draws."""
    return _blocked(draws, lambda part: _effective(_ranked(part)))


def ess_tail(draws: Floats) -> Floats:
    """Per parameter, the smaller of the effective sample sizes of the 5 and the 95 percent quantile."""

    def smaller(part: Floats) -> Floats:
        low, high = np.quantile(part, (0.05, 0.95), axis=(0, 1))
        return np.minimum(_effective((part <= low).astype(float)), _effective((part <= high).astype(float)))

    return _blocked(draws, smaller)


def _blocked(draws: Floats, figure: Callable[[Floats], Floats]) -> Floats:
    parts = [draws[:, :, at : at + BLOCK] for at in range(0, draws.shape[2], BLOCK)]
    return np.concatenate([figure(_split(part)) for part in parts])


def _split(draws: Floats) -> Floats:
    """Each chain cut into its first and second half."""
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, draws.shape[1] - half :]])


def _folded(draws: Floats) -> Floats:
    folded: Floats = np.abs(draws - np.median(draws, axis=(0, 1)))
    return folded


def _ranked(draws: Floats) -> Floats:
    """Normal scores of the ranks over all chains."""
    chains, count, parameters = draws.shape
    ranks = rankdata(draws.reshape(chains * count, parameters), axis=0)
    scores: Floats = ndtri((ranks - 0.375) / (chains * count + 0.25)).reshape(draws.shape)
    return scores


def _variances(draws: Floats) -> tuple[Floats, Floats]:
    """Within chains, and the estimate from within and between."""
    count = draws.shape[1]
    within = draws.var(axis=1, ddof=1).mean(axis=0)
    return within, within * (count - 1) / count + draws.mean(axis=1).var(axis=0, ddof=1)


def _split_r_hat(draws: Floats) -> Floats:
    within, total = _variances(draws)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio: Floats = np.sqrt(total / within)
    return ratio


def _effective(draws: Floats) -> Floats:
    """Geyer's initial monotone sequence over the autocorrelations of all chains; NaN where nothing varies."""
    chains, count, parameters = draws.shape
    within, total = _variances(draws)
    with np.errstate(invalid="ignore", divide="ignore"):
        rho = 1 - (within - _autocovariance(draws).mean(axis=0) * count / (count - 1)) / total
    rho[0] = 1.0
    even, odd = rho[0 : count - 1 : 2], rho[1:count:2]
    pairs = even[: len(odd)] + odd
    ends = np.argmax(np.vstack([pairs < 0, np.ones((1, parameters), dtype=bool)]), axis=0)
    used = np.arange(len(pairs))[:, None] < ends
    sums = np.where(used, np.minimum.accumulate(np.where(used, pairs, np.inf)), 0.0).sum(axis=0)
    last = np.vstack([even[: len(pairs)], np.zeros((1, parameters))])[ends, np.arange(parameters)]
    length = np.maximum(-1 + 2 * sums + np.maximum(last, 0.0), 1 / np.log10(chains * count))
    effective: Floats = np.where(total > 0, chains * count / length, np.nan)
    return effective


def _autocovariance(draws: Floats) -> Floats:
    """Per chain and lag, divided by the number of draws."""
    count = draws.shape[1]
    size = next_fast_len(2 * count, real=True)
    waves = rfft(draws - draws.mean(axis=1, keepdims=True), size, axis=1)
    covariance: Floats = irfft(waves * waves.conj(), size, axis=1)[:, :count] / count
    return covariance
