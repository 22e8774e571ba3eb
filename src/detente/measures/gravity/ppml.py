"""Poisson pseudo-maximum likelihood with many fixed effects, and standard errors clustered by pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from detente.errors import UsageError
from detente.measures.gravity.demeaning import Floats, Groups, demeaned
from detente.measures.gravity.separation import Mask, separated

PASSES: Final = 200
COLLINEAR: Final = 1e-9
"""A regressor of which less than this share of its variation is left by the effects cannot be told from them."""


@dataclass(frozen=True, slots=True)
class Fit:
    """An estimate.

    - `names`, `coefficients`, `covariance`: of the regressors, in their order; the covariance is the sandwich
      clustered as asked, times G / (G - 1) for G clusters, with no factor for the number of parameters.
    - `expected`: fitted flow of each row given, NaN where the row was left out; `kept`: which rows stayed.
    - `clusters`: how many; `passes`: of iteratively reweighted least squares.
    """

    names: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    expected: Floats
    kept: Mask
    clusters: int
    passes: int

    @property
    def n(self) -> int:
        """Rows that the estimate stands on."""
        return int(self.kept.sum())

    @property
    def standard_errors(self) -> Floats:
        """Of the coefficients."""
        root: Floats = np.sqrt(np.diag(self.covariance))
        return root


def ppml(
    flows: Floats,
    regressors: Floats,
    names: tuple[str, ...],
    effects: Sequence[NDArray[Any]],
    clusters: NDArray[Any],
    *,
    tolerance: float = 1e-10,
) -> Fit:
    """E(flow) = exp(regressors @ b + effects), by iteratively reweighted least squares.

    - `flows` (n,): not negative, zeros included; `regressors` (n, k); `effects`: label of every row's group, one
      array an effect; `clusters` (n,): label of the cluster (the pair of states).
    - Separated zero flows are left out first; see separation.py.

    Raises UsageError for flows that are negative, a regressor that the effects swallow, a single cluster, or no
    convergence.
    Source: Santos Silva and Tenreyro (2006), The Log of Gravity, Review of Economics and Statistics 88(4);
    Correia, Guimarães and Zylkin (2020), Stata Journal 20(1).
    """
    if not np.isfinite(flows).all() or (flows < 0).any() or not flows.any():
        raise UsageError("a gravity model needs flows that are known, not negative, and not all zero")
    kept = ~separated(flows, regressors, [_numbered(effect) for effect in effects])
    y, x = flows[kept] / flows.mean(), regressors[kept]
    groupings = [_numbered(effect[kept]) for effect in effects]
    _check_varied(x, groupings, names)
    log_mean, passes = np.log((y + y.mean()) / 2), 0
    deviance = np.inf
    for passes in range(1, PASSES + 1):  # noqa: B007
        mean = np.exp(log_mean)
        working = log_mean + (y - mean) / mean
        both = demeaned(np.column_stack([working, x]), groupings, mean)
        left, inside = both[:, 0], both[:, 1:]
        information = inside.T @ (mean[:, None] * inside)
        coefficients = np.linalg.solve(information, inside.T @ (mean * left))
        log_mean = working - (left - inside @ coefficients)
        now = _deviance(y, np.exp(log_mean))
        if abs(deviance - now) <= tolerance * max(now, 0.1):
            break
        deviance = now
    else:
        raise UsageError(f"the gravity model did not converge in {PASSES} passes", todo="Look for odd flows")
    mean = np.exp(log_mean)
    inside = demeaned(x, groupings, mean)
    own = _numbered(clusters[kept])
    expected = np.full(flows.size, np.nan)
    expected[kept] = mean * flows.mean()
    return Fit(
        names,
        coefficients,
        _sandwich(inside, mean, y - mean, own),
        expected,
        kept,
        int(own.max()) + 1,
        passes,
    )


def _numbered(labels: NDArray[Any]) -> Groups:
    numbers: Groups = np.unique(labels, return_inverse=True)[1].astype(np.int64)
    return numbers


def _check_varied(x: Floats, groupings: Sequence[Groups], names: tuple[str, ...]) -> None:
    """No regressor may be a sum of effects and of the other regressors."""
    inside = demeaned(x, groupings, np.ones(len(x)))
    size = np.sqrt((x**2).sum(axis=0))
    for k, name in enumerate(names):
        others = np.delete(inside, k, axis=1)
        fitted = others @ np.linalg.lstsq(others, inside[:, k], rcond=None)[0]
        if np.linalg.norm(inside[:, k] - fitted) <= COLLINEAR * max(size[k], 1.0):
            raise UsageError(f"{name} cannot be told from the fixed effects", todo="Leave it out")


def _deviance(y: Floats, mean: Floats) -> float:
    ratio = np.divide(y, mean, out=np.ones_like(y), where=y > 0)
    return float(2 * (y * np.log(ratio) - (y - mean)).sum())


def _sandwich(inside: Floats, mean: Floats, residual: Floats, clusters: Groups) -> Floats:
    """Bread, sums of scores by cluster, bread, and the G / (G - 1) of clustered covariances."""
    bread = np.linalg.inv(inside.T @ (mean[:, None] * inside))
    scores = np.stack([np.bincount(clusters, column * residual) for column in inside.T])
    count = scores.shape[1]
    if count < 2:
        raise UsageError("standard errors clustered by pair need at least two pairs")
    covariance: Floats = bread @ (scores @ scores.T) @ bread * count / (count - 1)
    return covariance
