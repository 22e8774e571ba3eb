"""Who bears on whom: islands that can be solved apart, drivers that nothing moves, drivers that are forced.

A driver has a say in another when its variants shift the other's scores differently; what all its variants do alike
is a constant. Nothing here approximates: islands multiply, constants are carried along.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.scenarios.model import CrossImpactModel, Pair


@dataclass(frozen=True, slots=True)
class Structure:
    """A model's shape; drivers by place.

    `islands`: groups that do not bear on each other; `dials`: drivers that nothing bears on and that no score
    favours, so that every variant holds for ever; `forced`: drivers that nothing undecided bears on, with the one
    variant (0-based) that can hold.
    """

    islands: tuple[tuple[int, ...], ...]
    dials: tuple[int, ...]
    forced: Mapping[int, int]

    def record(self, model: CrossImpactModel) -> dict[str, Any]:
        """JSON form, drivers and variants by id."""
        ids = [driver.id for driver in model.drivers]
        return {
            "islands": [[ids[d] for d in island] for island in self.islands],
            "dials": [ids[d] for d in self.dials],
            "forced": {ids[d]: model.drivers[d].variants[v].id for d, v in self.forced.items()},
        }


def structure(model: CrossImpactModel) -> Structure:
    """The shape of a model, forced drivers followed until none is left."""
    say = has_a_say(model)
    level = model.matrix.astype(np.int64)
    forced: dict[int, int] = {}
    dials: list[int] = []
    while True:
        moving = np.array([d not in forced for d in range(len(model.sizes))])
        new = {}
        for driver, (start, end) in enumerate(pairwise(model.offsets)):
            if driver in forced or driver in dials or say[moving, driver].any():
                continue
            scores = _constant(level, model, forced, driver)[start:end]
            if (scores == scores.max()).sum() == 1:
                new[driver] = int(scores.argmax())
            elif (scores == scores.max()).all():
                dials.append(driver)
        if not new:
            return Structure(tuple(map(tuple, islands(model))), tuple(dials), forced)
        forced |= new


def _constant(
    matrix: NDArray[np.int64], model: CrossImpactModel, forced: Mapping[int, int], driver: int
) -> NDArray[np.int64]:
    """What all drivers say of one that only forced drivers bear on."""
    rows = [model.offsets[d] + forced.get(d, 0) for d in range(len(model.sizes))]
    return np.asarray(matrix[rows].sum(0))


def has_a_say(model: CrossImpactModel) -> NDArray[np.bool_]:
    """Shape (drivers, drivers): whether the row's choice shifts the gaps between the column's variants."""
    starts = np.asarray(model.offsets[:-1])
    first = np.repeat(model.matrix[:, starts], model.sizes, axis=1)
    gaps = model.matrix - first
    spread = np.maximum.reduceat(gaps, starts) - np.minimum.reduceat(gaps, starts)
    return np.asarray(np.add.reduceat(spread, starts, axis=1) > 0)


def islands(model: CrossImpactModel) -> list[list[int]]:
    """Groups of drivers that neither bear on each other nor share a forbidden or required pair, ascending."""
    linked = has_a_say(model)
    if model.banned is not None:
        starts = np.asarray(model.offsets[:-1])
        linked |= np.logical_or.reduceat(np.logical_or.reduceat(model.banned, starts), starts, axis=1)
    linked |= linked.T
    group = np.arange(len(model.sizes))
    while True:
        # every driver takes the least mark among its neighbours until no mark changes
        spread = np.where(linked, group, len(group)).min(1)
        joined = np.minimum(group, spread)
        if np.array_equal(joined, group):
            break
        group = joined
    return [np.flatnonzero(group == mark).tolist() for mark in np.unique(group)]


def restricted(
    model: CrossImpactModel, keep: Sequence[int], at: Mapping[int, int] | None = None
) -> CrossImpactModel:
    """The model of some drivers, the others standing at the variants `at` (0-based; 0 where it does not matter).

    What the others say is added to every variant's row of the first driver kept: each scenario has exactly one
    of these rows, so scores and therefore the set stay what they are. Pairs that reach outside are left out.
    """
    given = at or {}
    columns = np.concatenate([np.arange(model.offsets[d], model.offsets[d + 1]) for d in keep])
    rest = [model.offsets[d] + given.get(d, 0) for d in range(len(model.sizes)) if d not in set(keep)]
    matrix = model.matrix[np.ix_(columns, columns)].copy()
    matrix[: model.sizes[keep[0]]] += model.matrix[rest].sum(0)[columns]
    drivers = tuple(model.drivers[d] for d in keep)
    ids = {driver.id for driver in drivers}

    def inside(pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
        return tuple(p for p in pairs if {p.first.split("/", 1)[0], p.second.split("/", 1)[0]} <= ids)

    return CrossImpactModel(
        name=model.name, drivers=drivers, matrix=matrix, forbidden=inside(model.forbidden),
        required=inside(model.required),
    )  # fmt: skip
