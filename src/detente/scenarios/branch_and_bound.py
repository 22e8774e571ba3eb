"""Branch and bound over partial scenarios, in numpy.

Partial scenarios grow driver by driver. For a chosen variant v and a rival w the gap is known for the drivers
decided so far, and every other driver adds at least the smallest difference one of its variants can make: when
even that leaves the rival more than k ahead, no completion is consistent. Bounding the difference is tighter than
bounding the two scores. The same test on the variants of undecided drivers strikes out those that can no longer
hold, and a pair that the model forbids strikes out the one when the other is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.scenarios.model import CrossImpactModel, Ints

WIDEST: Final = 4096
"""Partial scenarios grown at once: enough to keep numpy busy, few enough for the processor's cache."""

Bools = NDArray[np.bool_]


class SearchTooLongError(Exception):
    """More partial scenarios than the caller allows."""


def search(model: CrossImpactModel, *, tolerance: int, limit: int, most_parts: int | None = None) -> Ints:
    """Consistent scenarios in no order, shape (count, drivers); a few more than `limit` when there are more.

    Raises SearchTooLongError after `most_parts` partial scenarios.
    """
    gaps = _Gaps.of(model)
    found: list[Ints] = []
    count = grown = 0
    stack = [gaps.root(tolerance)]
    while stack and count <= limit:
        part = stack.pop()
        if part is None:
            continue
        if not part.open:
            found.append(part.states.T)
            count += part.states.shape[1]
            continue
        grown += part.states.shape[1]
        if most_parts is not None and grown > most_parts:
            raise SearchTooLongError
        stack.extend(gaps.grow(part, tolerance))
    return np.concatenate(found) if found else np.zeros((0, len(model.sizes)), np.int64)


@dataclass(frozen=True, slots=True)
class _Part:
    """Partial scenarios that decide the same drivers, one to a column.

    `states`: shape (drivers, P), -1 where undecided; `gap`: shape (R, P), what the decided drivers add to each
    (variant, rival) gap; `alive`: shape (N, P), which variants can still hold; `open`: the undecided drivers.
    """

    states: Ints
    gap: NDArray[np.int32]
    alive: Bools
    open: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Gaps:
    """The gaps rival minus chosen, one row for each (driver, variant, rival), ordered by variant.

    `adds`: shape (R, N), what a source variant adds to each gap; a driver's own choice enters through
    `own`, for there its variant is known. `least`: shape (drivers, R), the least a driver can add.
    `group`: each variant that has rivals with its rows; `weight`: how much a driver moves the gaps; `allowed`:
    shape (N, N), which variants can stand together, None when all can.
    """

    sizes: tuple[int, ...]
    offsets: tuple[int, ...]
    adds: NDArray[np.int32]
    own: NDArray[np.int32]
    least: NDArray[np.int32]
    group: tuple[tuple[int, tuple[int, int]], ...]
    weight: Ints
    allowed: Bools | None

    @classmethod
    def of(cls, model: CrossImpactModel) -> _Gaps:
        rows = [
            (driver, start + v, start + w)
            for driver, (start, size) in enumerate(zip(model.offsets, model.sizes, strict=False))
            for v in range(size)
            for w in range(size)
            if w != v
        ]
        driver, chosen, rival = np.array(rows, np.int64).reshape(-1, 3).T
        adds = (model.matrix[:, rival] - model.matrix[:, chosen]).astype(np.int32)
        own = adds[chosen, np.arange(len(rows))]
        least = np.stack([adds[a:b].min(0) for a, b in _blocks(model.offsets)])
        spread = np.stack([np.ptp(adds[a:b], axis=0).sum() for a, b in _blocks(model.offsets)])
        for source, (a, b) in enumerate(_blocks(model.offsets)):
            adds[a:b, driver == source] = 0
            least[source, driver == source] = 0
        bounds = np.searchsorted(chosen, np.arange(model.offsets[-1] + 1)).tolist()
        group = [(variant, (a, b)) for variant, (a, b) in enumerate(pairwise(bounds)) if b > a]
        return cls(
            model.sizes, model.offsets, np.ascontiguousarray(adds.T), own, least, tuple(group), spread,
            None if model.banned is None else ~model.banned,
        )  # fmt: skip

    def root(self, tolerance: int) -> _Part | None:
        drivers = len(self.sizes)
        part = _Part(
            np.full((drivers, 1), -1, np.int64), self.own[:, None].copy(),
            self._possible(), tuple(range(drivers)),
        )  # fmt: skip
        return self._prune(part, tolerance)

    def _possible(self) -> Bools:
        """The variants that may stand with themselves: not one that a required pair makes impossible."""
        if self.allowed is None:
            return np.ones((self.offsets[-1], 1), bool)
        return np.diagonal(self.allowed)[:, None].copy()

    def grow(self, part: _Part, tolerance: int) -> list[_Part]:
        """Decide one more driver in every way that can still hold, in pieces of bounded size."""
        driver = self._next(part)
        start, end = self.offsets[driver], self.offsets[driver + 1]
        variant, parent = np.nonzero(part.alive[start:end])
        left = tuple(d for d in part.open if d != driver)
        grown = []
        for piece in range(0, len(parent), WIDEST):
            who, what = parent[piece : piece + WIDEST], variant[piece : piece + WIDEST]
            # take keeps rows contiguous, which plain indexing of columns does not; the sums run along rows
            states = part.states.take(who, axis=1)
            states[driver] = what
            alive = part.alive.take(who, axis=1)
            alive[start:end] = np.arange(end - start)[:, None] == what
            if self.allowed is not None:
                alive &= self.allowed[:, start + what]
            child = _Part(
                states, part.gap.take(who, axis=1) + self.adds.take(start + what, axis=1), alive, left
            )
            if kept := self._prune(child, tolerance):
                grown.append(kept)
        return grown

    def _prune(self, part: _Part, tolerance: int) -> _Part | None:
        """Strike out variants that no completion can hold, and scenarios with a driver left without any."""
        alive = part.alive
        if self.own.size:
            bound = tolerance - self.least[list(part.open)].sum(0)
            short = part.gap > bound[:, None]
            alive = alive.copy()
            # one call for each variant: a single reduceat over all is several times slower
            for variant, (a, b) in self.group:
                alive[variant] &= ~np.logical_or.reduce(short[a:b])
        keep = np.logical_and.reduce([np.logical_or.reduce(alive[a:b]) for a, b in pairwise(self.offsets)])
        if not keep.any():
            return None
        if keep.all():
            return _Part(part.states, part.gap, alive, part.open)
        kept = np.flatnonzero(keep)
        return _Part(
            part.states.take(kept, axis=1), part.gap.take(kept, axis=1), alive.take(kept, axis=1), part.open
        )  # fmt: skip

    def _next(self, part: _Part) -> int:
        """The undecided driver with the fewest variants left; among equals the one that moves most."""
        count = np.add.reduceat(part.alive.sum(1), self.offsets[:-1])
        return min(part.open, key=lambda driver: (count[driver], -self.weight[driver], driver))


def _blocks(offsets: tuple[int, ...]) -> list[tuple[int, int]]:
    return list(pairwise(offsets))
