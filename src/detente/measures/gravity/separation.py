"""Flows that a Poisson model would have to expect at exactly zero: its estimate does not exist with them.

A zero flow is separated where some combination of regressors and effects is zero on all positive flows, never
negative on zero flows, and positive on it: the fit improves without end along that direction. Such flows say
nothing about the other coefficients and are left out (Santos Silva and Tenreyro 2010, Economics Letters 107(2);
Correia, Guimarães and Zylkin 2019, Verifying the existence of maximum likelihood estimates for generalized linear
models, arXiv:1903.01633).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack, vstack

from detente.errors import UsageError
from detente.measures.gravity.demeaning import Floats, Groups

POSITIVE: Final = 1e-6
Mask = NDArray[np.bool_]


def separated(flows: Floats, regressors: Floats, groupings: Sequence[Groups]) -> Mask:
    """Which rows are separated: first those of groups without any flow, then those found by linear programs."""
    out = _of_empty_groups(flows, groupings)
    while (flows[~out] == 0).any():
        kept = np.flatnonzero(~out)
        found = kept[_one_direction(flows[kept], regressors[kept], [groups[kept] for groups in groupings])]
        if not found.size:
            break
        out[found] = True
        out |= _of_empty_groups(np.where(out, 0.0, flows), groupings)
    return out


def _of_empty_groups(flows: Floats, groupings: Sequence[Groups]) -> Mask:
    out = np.zeros(flows.size, dtype=bool)
    for groups in groupings:
        out |= np.bincount(groups, flows)[groups] == 0
    return out


def _one_direction(flows: Floats, regressors: Floats, groupings: Sequence[Groups]) -> NDArray[np.intp]:
    """Rows separated by the direction that separates most: max of the sum over zero flows, each in 0 to 1."""
    scale = np.maximum(np.abs(regressors).max(axis=0, initial=0.0), 1e-300)
    design = hstack(
        [csr_array(regressors / scale), *(_dummies(groups) for groups in groupings)], format="csr"
    )
    zero = flows == 0
    on_zero = design[np.flatnonzero(zero)]
    solved = linprog(
        -np.asarray(on_zero.sum(axis=0)).ravel(),
        A_ub=vstack([on_zero, -on_zero], format="csr"),
        b_ub=np.concatenate([np.ones(on_zero.shape[0]), np.zeros(on_zero.shape[0])]),
        A_eq=design[np.flatnonzero(~zero)],
        b_eq=np.zeros(int((~zero).sum())),
        bounds=(None, None),
        method="highs",
    )
    if not solved.success:
        raise UsageError(f"the search for separated flows failed ({solved.message})", todo="Report it")
    return np.flatnonzero(zero)[np.asarray(on_zero @ solved.x) > POSITIVE]


def _dummies(groups: Groups) -> csr_array:
    rows = np.arange(groups.size)
    return csr_array((np.ones(groups.size), (rows, groups)))
