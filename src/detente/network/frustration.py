"""The line index of balance: the least number of ties that must change for two camps to fit, found exactly.

A 0/1 program: x_v is the camp of v, f_e is 1 when tie e does not fit. Every unbalanced triangle holds at least
one tie that does not fit; said as constraints, these let HiGHS close the gap quickly. The model follows Aref,
Mason and Wilson (2020, Networks 75), where the quantity is called the frustration index.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.network.signed import SignedGraph

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Frustration:
    """`count`: ties that do not fit the best two camps; `camp`: 0 or 1 for each node.

    `proven`: no smaller count is possible.

    The camps are one best division; others with the same count can exist.
    """

    count: int
    camp: tuple[int, ...]
    proven: bool


def frustration(graph: SignedGraph, *, seconds: float = 60.0) -> Frustration:
    """The least number of ill-fitting ties and one division that reaches it.

    Each connected part is solved by itself, `seconds` at most for each; a part that runs out of time gives
    the best division found, by the program or by moving states one by one, and `proven` is False.
    """
    camp = np.zeros(len(graph.nodes), np.int64)
    proven = True
    for nodes in _parts(graph):
        inside = np.isin(graph.ends[:, 0], nodes)
        ends = np.searchsorted(nodes, graph.ends[inside])
        triangles = np.searchsorted(nodes, graph.triangles[np.isin(graph.triangles[:, 0], nodes)])
        camp[nodes], sure = _solve_part(len(nodes), ends, graph.signs[inside], triangles, seconds)
        proven &= sure
    camp = _orient(graph, camp)
    return Frustration(ill_fitting(graph, camp), tuple(camp.tolist()), proven)


def ill_fitting(graph: SignedGraph, camp: Ints) -> int:
    """Friendly ties across the two camps and hostile ties inside them."""
    return _count(graph.ends, graph.signs, camp)


def _count(ends: Ints, signs: Ints, camp: Ints) -> int:
    across = camp[ends[:, 0]] != camp[ends[:, 1]]
    return int((across == (signs > 0)).sum())


def _parts(graph: SignedGraph) -> list[Ints]:
    from scipy.sparse import coo_array  # noqa: PLC0415 (scipy is slow to import)
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    n = len(graph.nodes)
    links = coo_array((np.ones(len(graph.ends)), (graph.ends[:, 0], graph.ends[:, 1])), shape=(n, n))
    count, label = connected_components(links, directed=False)
    return [np.flatnonzero(label == k) for k in range(count)]


def _solve_part(n: int, ends: Ints, signs: Ints, triangles: Ints, seconds: float) -> tuple[Ints, bool]:
    """Camps of a connected part; its best-connected node is in camp 0."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415

    if (signs > 0).all():
        return np.zeros(n, np.int64), True
    m = len(ends)
    rows, least = _constraints(n, ends, signs, triangles)
    upper = np.ones(n + m)
    upper[np.bincount(ends.ravel(), minlength=n).argmax()] = 0
    answer = milp(
        np.r_[np.zeros(n), np.ones(m)],
        integrality=np.r_[np.ones(n), np.zeros(m)],
        bounds=Bounds(np.zeros(n + m), upper),
        constraints=LinearConstraint(rows, least, np.inf),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if answer.status == 0:
        return np.rint(answer.x[:n]).astype(np.int64), True
    known = [_by_moves(n, ends, signs)]
    if answer.x is not None:
        known.append(np.rint(answer.x[:n]).astype(np.int64))
    return min(known, key=lambda camp: _count(ends, signs, camp)), False


def _by_moves(n: int, ends: Ints, signs: Ints) -> Ints:
    """A good division without proof: the leading eigenvector's signs, then the best single moves until none helps."""
    matrix = np.zeros((n, n))
    matrix[ends[:, 0], ends[:, 1]] = matrix[ends[:, 1], ends[:, 0]] = signs
    side = np.where(np.linalg.eigh(matrix)[1][:, -1] >= 0, 1.0, -1.0)
    while (strain := side * (matrix @ side)).min() < 0:
        side[strain.argmin()] *= -1
    return (side < 0).astype(np.int64)


def _constraints(n: int, ends: Ints, signs: Ints, triangles: Ints) -> tuple[Any, NDArray[np.float64]]:
    """Rows A y >= least over y = (x, f): two for each tie, one for each unbalanced triangle."""
    from scipy.sparse import coo_array  # noqa: PLC0415

    m = len(ends)
    u, v, edge, friend = ends[:, 0], ends[:, 1], np.arange(m), signs > 0
    # a friendly tie fits inside a camp: f is at least |x_u - x_v|; a hostile one across: at least |x_u + x_v - 1|
    first = (edge, np.r_[u, v, n + edge], np.r_[-np.ones(m), np.where(friend, 1, -1), np.ones(m)])
    second = (m + edge, np.r_[u, v, n + edge], np.r_[np.ones(m), np.where(friend, -1, 1), np.ones(m)])
    least = np.r_[np.where(friend, 0, -1), np.where(friend, 0, 1)]
    number = np.full((n, n), -1)
    number[u, v] = number[v, u] = edge
    a, b, c = triangles.T
    sides = np.stack([number[a, b], number[b, c], number[a, c]])
    sides = sides[:, signs[sides].prod(0) < 0]
    t = sides.shape[1]
    row = np.r_[np.tile(first[0], 3), np.tile(second[0], 3), np.tile(2 * m + np.arange(t), 3)]
    column = np.r_[first[1], second[1], n + sides.ravel()]
    value = np.r_[first[2], second[2], np.ones(3 * t)]
    matrix = coo_array((value, (row, column)), shape=(2 * m + t, n + m)).tocsr()
    return matrix, np.r_[least, np.ones(t)].astype(np.float64)


def _orient(graph: SignedGraph, camp: Ints) -> Ints:
    """Camp 0 holds the node with most ties (the first by name among equals)."""
    if not len(graph.nodes):
        return camp
    hub = int(np.bincount(graph.ends.ravel(), minlength=len(graph.nodes)).argmax())
    return camp if camp[hub] == 0 else 1 - camp
