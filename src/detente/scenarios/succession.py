"""Succession: where a scenario moves when every driver follows the pressures on it, and what each end attracts.

Global succession moves all drivers at once to their highest-scoring variant. Tie rule: the present variant stays
when it ties for the highest score, else the first of the highest. Consistent scenarios are exactly the places
that do not move. A basin is a count of starts, not a probability.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.errors import UsageError
from detente.scenarios.consistent import scores_of
from detente.scenarios.model import CrossImpactModel, Ints

Places = NDArray[np.int32] | NDArray[np.int64]

LARGEST_SPACE: Final = 10_000_000
"""Combinations up to which exact basins are computed unless a caller allows more (about 20 bytes each)."""

INNER: Final = 1 << 15
"""Combinations of the last drivers scored at once."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """Scenarios (0-based variants) that follow each other for ever, and how many starts end in them."""

    states: tuple[tuple[int, ...], ...]
    basin: int


@dataclass(frozen=True, slots=True)
class Basins:
    """Where all starts end: `fixed` scenario (0-based variants) to number of starts, and cycles."""

    fixed: dict[tuple[int, ...], int]
    cycles: tuple[Cycle, ...]


def succeed(model: CrossImpactModel, states: Ints) -> Ints:
    """One step of global succession for each scenario; shape (count, drivers), 0-based variants."""
    rank = 2 * scores_of(model, states)
    row = np.arange(len(states))[:, None]
    rank[row, np.asarray(model.offsets[:-1]) + states] += 1
    blocks = pairwise(model.offsets)
    return np.stack([rank[:, start:end].argmax(1) for start, end in blocks], axis=1)


def trajectory(model: CrossImpactModel, start: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The scenarios passed from a start (0-based variants) until one comes back, which stands last again.

    A consistent start gives itself twice. Raises UsageError for a variant that a driver does not have.
    """
    sizes = model.sizes
    if len(start) != len(sizes) or any(not 0 <= v < n for v, n in zip(start, sizes, strict=False)):
        raise UsageError(f"no such scenario: {start}", where=model.name)
    path = [tuple(int(v) for v in start)]
    while True:
        path.append(tuple(succeed(model, np.array([path[-1]]))[0].tolist()))
        if path[-1] in path[:-1]:
            return path


def basins(model: CrossImpactModel, *, largest: int = LARGEST_SPACE) -> Basins | None:
    """Exact basins of all fixed points and cycles; None when the space has more than `largest` combinations."""
    if model.combinations > largest:
        return None
    step = successors(model)
    after, ends = _until_settled(step)
    landed = np.bincount(after, minlength=len(step))
    fixed, cycles = {}, []
    waiting = set(ends.tolist())
    for end in ends.tolist():
        if end not in waiting:
            continue
        loop = [end]
        while (following := int(step[loop[-1]])) != end:
            loop.append(following)
        waiting.difference_update(loop)
        states = tuple(tuple(int(v) for v in np.unravel_index(place, model.sizes)) for place in loop)
        count = int(landed[loop].sum())
        if len(loop) == 1:
            fixed[states[0]] = count
        else:
            cycles.append(Cycle(states, count))
    return Basins(fixed, tuple(cycles))


def _until_settled(step: Places) -> tuple[Places, Ints]:
    """Where every start is once all have reached a fixed point or cycle, and the places on those.

    The places reached shrink with every step until they are exactly the fixed points and cycles; doubling the
    steps, they are when a doubling takes none away.
    """
    after = step
    reached = _present(after)
    while True:
        further = after[after]
        still = _present(further)
        if len(still) == len(reached):
            return after, reached
        after, reached = further, still


def _present(places: Places) -> Ints:
    """The places that occur, ascending."""
    there = np.zeros(len(places), bool)
    there[places] = True
    return np.flatnonzero(there)


def successors(model: CrossImpactModel) -> Places:
    """The successor of every combination, by place in row-major order (the last driver moves fastest).

    Places are int32 while they fit.
    """
    split = _inner_drivers(model.sizes)
    outer, inner = model.sizes[:split], model.sizes[split:]
    rank = _ranks(model, range(split, len(model.sizes)), inner)
    width = rank.shape[1]
    total = int(np.prod(outer, dtype=np.int64)) if outer else 1
    weights = np.cumprod([1, *model.sizes[:0:-1]])[::-1]
    out = np.empty(total * width, np.int32 if total * width < 2**31 else np.int64)
    for place in range(total):
        states = np.unravel_index(place, outer) if outer else ()
        rows = [model.offsets[driver] + int(v) for driver, v in enumerate(states)]
        base = 2 * model.matrix[rows].sum(0)
        base[rows] += 1
        piece = out[place * width : (place + 1) * width]
        piece[:] = 0
        for driver, weight in enumerate(weights):
            start, end = model.offsets[driver], model.offsets[driver + 1]
            piece += out.dtype.type(weight) * _first_highest(rank[start:end], base[start:end])
    return out


def _inner_drivers(sizes: tuple[int, ...]) -> int:
    """The first of the trailing drivers whose combinations fit in one table."""
    product, split = 1, len(sizes)
    while split and product * sizes[split - 1] <= INNER:
        split -= 1
        product *= sizes[split]
    return split


def _ranks(model: CrossImpactModel, drivers: range, sizes: tuple[int, ...]) -> NDArray[np.int32]:
    """Twice the scores that these drivers give, plus one for the present variant; shape (N, combinations)."""
    count = int(np.prod(sizes, dtype=np.int64)) if sizes else 1
    states = np.unravel_index(np.arange(count), sizes) if sizes else ()
    rank = np.zeros((model.matrix.shape[1], count), np.int32)
    for driver, chosen in zip(drivers, states, strict=True):
        column = model.offsets[driver] + chosen
        rank += (2 * model.matrix.T[:, column]).astype(np.int32)
        rank[column, np.arange(count)] += 1
    return rank


def _first_highest(rank: NDArray[np.int32], base: Ints) -> NDArray[np.int32]:
    """Along the first axis, the first place of the highest of rank + base."""
    best = rank[0] + np.int32(base[0])
    where = np.zeros(len(best), np.int32)
    for place in range(1, len(rank)):
        other = rank[place] + np.int32(base[place])
        where[other > best] = place
        np.maximum(best, other, out=best)
    return where
