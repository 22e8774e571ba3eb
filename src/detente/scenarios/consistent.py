"""The exact set of consistent scenarios, by whichever search fits the size of the space.

A scenario is consistent when every driver's chosen variant has the highest impact score among that driver's
variants; with a tolerance k it may fall short by k. Drivers that do not bear on each other part into islands, whose
sets multiply; each island is searched by branch and bound, or by OR-Tools' CP-SAT where it is too large for that.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final, Literal

import numpy as np

from detente.errors import UsageError
from detente.scenarios import cp_sat
from detente.scenarios.branch_and_bound import SearchTooLongError, search
from detente.scenarios.model import CrossImpactModel, Ints
from detente.scenarios.structure import islands, restricted

Solver = Literal["auto", "branch_and_bound", "cp_sat"]

LARGE: Final = 10**12
"""Combinations from which CP-SAT is the quicker search on dense models."""

MOST_PARTS: Final = 20_000_000
"""Partial scenarios after which the plain search of a large space is given up where CP-SAT is not installed."""


def consistent_set(
    model: CrossImpactModel, *, tolerance: int = 0, limit: int = 100_000, solver: Solver = "auto"
) -> Ints:
    """All consistent scenarios, shape (count, drivers), 0-based variants, in lexicographic order.

    `tolerance`: the largest inconsistency accepted. Scenarios with a pair that the model forbids, or without one
    that it requires, are left out. `solver`: by default branch and bound, and CP-SAT for islands of 10^12
    combinations and more when it is installed. Raises UsageError when there are more than `limit`, the tolerance
    is negative, or the space is too large for what is installed.
    """
    if tolerance < 0:
        raise UsageError(f"tolerance {tolerance}", todo="Give 0 or more")
    parts = islands(model)
    sets, count = [], 1
    for part in parts:
        whole = model if len(parts) == 1 else restricted(model, part)
        sets.append(_solve(whole, tolerance, limit, solver))
        count *= len(sets[-1])
        if count == 0:
            return np.zeros((0, len(model.sizes)), np.int64)
    if count > limit:
        raise UsageError(
            f"more than {limit:,} consistent scenarios", where=model.name,
            todo="Lower the tolerance, add judgements, or raise the limit",
        )  # fmt: skip
    every = np.empty((count, len(model.sizes)), np.int64)
    places = np.unravel_index(np.arange(count), [len(one) for one in sets])
    for part, states, place in zip(parts, sets, places, strict=True):
        every[:, part] = states[place]
    return np.asarray(every[np.lexsort(every.T[::-1])])


def _solve(model: CrossImpactModel, tolerance: int, limit: int, solver: Solver) -> Ints:
    large = model.combinations >= LARGE
    if solver == "cp_sat" or (solver == "auto" and large and cp_sat.installed()):
        return cp_sat.search(model, tolerance=tolerance, limit=limit)
    try:
        most = MOST_PARTS if solver == "auto" and large else None
        return search(model, tolerance=tolerance, limit=limit, most_parts=most)
    except SearchTooLongError:
        raise UsageError(
            f"{model.combinations:.0e} combinations are too many for the plain search", where=model.name,
            todo="Install detente[large] for the solver that such models need",
        ) from None  # fmt: skip


def inconsistency(model: CrossImpactModel, states: Ints) -> Ints:
    """How far each scenario's worst driver falls short of its best variant; 0 is consistent.

    `states`: shape (count, drivers), 0-based variants.
    """
    worst = np.zeros(len(states), np.int64)
    scores = scores_of(model, states)
    for driver, (start, end) in enumerate(pairwise(model.offsets)):
        chosen = scores[np.arange(len(states)), start + states[:, driver]]
        worst = np.maximum(worst, scores[:, start:end].max(1) - chosen)
    return worst


def scores_of(model: CrossImpactModel, states: Ints) -> Ints:
    """Impact scores of many scenarios, shape (count, N)."""
    total = np.zeros((len(states), model.matrix.shape[1]), np.int64)
    for driver, start in enumerate(model.offsets[:-1]):
        total += model.matrix[start + states[:, driver]]
    return total
