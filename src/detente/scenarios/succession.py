"""Succession: where a scenario moves when its drivers follow the pressures on them.

Global succession moves all drivers at once to their highest-scoring variant; local succession only the driver that
falls short most, the first of them on a tie; incremental succession every driver one variant towards its highest,
for drivers whose variants are steps of a scale. Tie rule in all: the present variant stays when it ties for the
highest score, else the first of the highest. Consistent scenarios are exactly the places that do not move.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from detente.errors import UsageError
from detente.scenarios.consistent import scores_of
from detente.scenarios.model import CrossImpactModel, Ints

Places = NDArray[np.int32] | NDArray[np.int64]
Rule = Literal["global", "local", "incremental"]

INNER: Final = 1 << 15
"""Combinations of the last drivers scored at once."""


def succeed(model: CrossImpactModel, states: Ints, rule: Rule = "global") -> Ints:
    """One step of succession for each scenario; shape (count, drivers), 0-based variants."""
    scores = scores_of(model, states)
    rank = 2 * scores
    row = np.arange(len(states))[:, None]
    chosen = np.asarray(model.offsets[:-1]) + states
    rank[row, chosen] += 1
    blocks = list(pairwise(model.offsets))
    highest = np.stack([rank[:, start:end].argmax(1) for start, end in blocks], axis=1)
    if rule == "global":
        return highest
    if rule == "incremental":
        return np.asarray(states + np.sign(highest - states))
    short = np.stack([scores[:, start:end].max(1) for start, end in blocks], axis=1) - scores[row, chosen]
    worst = short.argmax(1)
    out = states.copy()
    every = np.arange(len(states))
    # a driver that does not fall short stays by the tie rule, so a consistent scenario stays whole
    out[every, worst] = highest[every, worst]
    return out


def trajectory(
    model: CrossImpactModel, start: tuple[int, ...], rule: Rule = "global"
) -> list[tuple[int, ...]]:
    """The scenarios passed from a start (0-based variants) until one comes back, which stands last again.

    A consistent start gives itself twice. Raises UsageError for a variant that a driver does not have.
    """
    sizes = model.sizes
    if len(start) != len(sizes) or any(not 0 <= v < n for v, n in zip(start, sizes, strict=False)):
        raise UsageError(f"no such scenario: {start}", where=model.name)
    path = [tuple(int(v) for v in start)]
    passed = set(path)
    while True:
        path.append(tuple(succeed(model, np.array([path[-1]]), rule)[0].tolist()))
        if path[-1] in passed:
            return path
        passed.add(path[-1])


def successors(model: CrossImpactModel, rule: Rule = "global") -> Places:
    """The successor of every combination, by place in row-major order (the last driver moves fastest).

    Places are int32 while they fit.
    """
    if rule != "global":
        return _one_by_one(model, rule)
    split = inner_drivers(model.sizes, INNER)
    outer, inner = model.sizes[:split], model.sizes[split:]
    rank = ranks(model, range(split, len(model.sizes)), inner)
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


def _one_by_one(model: CrossImpactModel, rule: Rule) -> Places:
    out = np.empty(model.combinations, np.int64)
    for first in range(0, len(out), INNER):
        places = np.arange(first, min(first + INNER, len(out)))
        states = np.stack(np.unravel_index(places, model.sizes), axis=1)
        out[places] = np.ravel_multi_index(tuple(succeed(model, states, rule).T), model.sizes)
    return out


def inner_drivers(sizes: tuple[int, ...], most: int) -> int:
    """The first of the trailing drivers whose combinations fit in a table of `most`."""
    product, split = 1, len(sizes)
    while split and product * sizes[split - 1] <= most:
        split -= 1
        product *= sizes[split]
    return split


def ranks(model: CrossImpactModel, drivers: range, sizes: tuple[int, ...]) -> NDArray[np.int32]:
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
