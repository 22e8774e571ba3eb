"""What one flow would be if the two traded as they trade with everyone else, given distance and ties.

The slopes come from a sample; the sizes (exporter's and importer's effects of the year) from the flows of that year
without the flow in question, so that it is never held against itself. With effects on both sides the Poisson
model's fitted totals equal the actual ones (Fally 2015, Journal of International Economics 97(1)): fitting the
effects is scaling rows and columns of exp(slopes) until they add up.
"""

from __future__ import annotations

from math import exp
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from detente.errors import UsageError
from detente.measures.gravity.demeaning import Floats, Groups
from detente.measures.gravity.ppml import Fit
from detente.measures.interval import Z90

FEWEST: Final = 3
"""Fewer other flows of the exporter, or of the importer, do not tell its size."""
ROUNDS: Final = 100_000


class Flows(NamedTuple):
    """Flows of one year: states by label, amounts, and the regressors of the slopes in their order."""

    exporters: NDArray[Any]
    importers: NDArray[Any]
    amounts: Floats
    regressors: Floats


class Expected(NamedTuple):
    """Expected amount with its 90 percent interval, and the number of other flows it stands on."""

    value: float
    low: float
    high: float
    n: int


def expectation(flows: Flows, exporter: str, importer: str, own: Floats, slopes: Fit) -> Expected | None:
    """The amount to expect from exporter to importer, whose regressors are `own`.

    None where the other flows do not tell the sizes of both. The interval has two parts: the slopes' covariance,
    carried through the effects that are refitted with them, and the scatter of the other flows about their own
    expectation, clustered by pair and each divided by one less its leverage (one-step jackknife).
    """
    flows = _others(flows, exporter, importer)
    i, j = flows.exporters == exporter, flows.importers == importer
    if min(int(i.sum()), int(j.sum())) < FEWEST:
        return None
    names_i, e = np.unique(flows.exporters, return_inverse=True)
    names_j, m = np.unique(flows.importers, return_inverse=True)
    here, there = int(np.searchsorted(names_i, exporter)), int(np.searchsorted(names_j, importer))
    log_ease = flows.regressors @ slopes.coefficients
    sizes_i, sizes_j = _sizes(flows.amounts, np.exp(log_ease - log_ease.mean()), e, m)
    value = float(sizes_i[here] * sizes_j[there] * np.exp(own @ slopes.coefficients - log_ease.mean()))
    mean = sizes_i[e] * sizes_j[m] * np.exp(log_ease - log_ease.mean())
    spread = _spread(flows, mean, (e, m), (here, there), own, slopes)
    return Expected(value, value * exp(-Z90 * spread), value * exp(Z90 * spread), flows.amounts.size)


def _others(flows: Flows, exporter: str, importer: str) -> Flows:
    """Without the flow itself, states that trade nothing, and flows that no chain of partners joins to both."""
    kept = ~((flows.exporters == exporter) & (flows.importers == importer))
    while True:
        positive = kept & (flows.amounts > 0)
        sold = np.isin(flows.exporters, flows.exporters[positive])
        bought = np.isin(flows.importers, flows.importers[positive])
        if (kept == (kept & sold & bought)).all():
            break
        kept &= sold & bought
    flows = Flows(*(column[kept] for column in flows))
    if not (flows.exporters == exporter).any() or not (flows.importers == importer).any():
        return Flows(*(column[:0] for column in flows))
    names_i, e = np.unique(flows.exporters, return_inverse=True)
    names_j, m = np.unique(flows.importers, return_inverse=True)
    size = names_i.size + names_j.size
    graph = coo_array((np.ones(e.size), (e, names_i.size + m)), shape=(size, size))
    _, part = connected_components(graph, directed=False)
    home = part[np.searchsorted(names_i, exporter)]
    if part[names_i.size + np.searchsorted(names_j, importer)] != home:
        return Flows(*(column[:0] for column in flows))
    return Flows(*(column[part[e] == home] for column in flows))


def _sizes(amounts: Floats, ease: Floats, e: Groups, m: Groups) -> tuple[Floats, Floats]:
    """Exporters' and importers' sizes with which rows and columns add up to the actual totals."""
    sold, bought = np.bincount(e, amounts), np.bincount(m, amounts)
    sizes_j = np.ones(bought.size)
    for _ in range(ROUNDS):
        sizes_i = sold / np.bincount(e, ease * sizes_j[m])
        after = bought / np.bincount(m, ease * sizes_i[e])
        if np.abs(after / sizes_j - 1).max() < 1e-11:
            return sizes_i, after
        sizes_j = after
    raise UsageError(
        f"sizes of states did not settle in {ROUNDS:,} rounds", todo="Look for odd flows of the year"
    )


def _spread(
    flows: Flows,
    mean: Floats,
    groups: tuple[Groups, Groups],
    place: tuple[int, int],
    own: Floats,
    slopes: Fit,
) -> float:
    """Standard error of the logarithm of the expected amount."""
    (e, m), (here, there) = groups, place
    sellers, buyers = int(e.max()) + 1, int(m.max()) + 1
    information = np.zeros((sellers + buyers, sellers + buyers))
    np.add.at(information, (e, e), mean)
    np.add.at(information, (sellers + m, sellers + m), mean)
    np.add.at(information, (e, sellers + m), mean)
    np.add.at(information, (sellers + m, e), mean)
    inverse = np.linalg.pinv(information, hermitian=True)  # one size is free: only products count
    toward = inverse[here] + inverse[sellers + there]
    weight = toward[e] + toward[sellers + m]
    ours = inverse[e, e] + 2 * inverse[e, sellers + m] + inverse[sellers + m, sellers + m]
    leverage = mean * ours
    free = 1 - leverage > 1e-9  # the only flow of a state is fitted exactly and tells no scatter
    scatter = np.where(free, weight * (flows.amounts - mean) / np.where(free, 1 - leverage, 1.0), 0.0)
    ends = np.sort(np.stack([flows.exporters, flows.importers]).astype(str), axis=0)
    pair = np.unique(np.char.add(np.char.add(ends[0], " "), ends[1]), return_inverse=True)[1]
    slant = own - (mean * weight) @ flows.regressors
    variance = float(slant @ slopes.covariance @ slant) + float((np.bincount(pair, scatter) ** 2).sum())
    return float(np.sqrt(variance))
