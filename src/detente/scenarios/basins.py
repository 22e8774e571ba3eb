"""Basins: how many of all possible starts end in each consistent scenario or cycle, exactly.

A basin is a count of starts, not a probability. Islands are followed apart and multiply; drivers that never move are
taken out, one setting after the other; what is left is followed through a table of successors, in numpy while it is
small, else through the places that have a predecessor at all (`detente.scenarios.image`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import gcd, prod
from typing import Final

import numpy as np

from detente.errors import UsageError
from detente.scenarios.model import CrossImpactModel, Ints
from detente.scenarios.structure import islands, restricted, structure
from detente.scenarios.succession import Places, Rule, successors

LARGEST_SPACE: Final = 10_000_000
"""Combinations up to which exact basins are computed unless a caller allows more."""

SMALL: Final = 1_000_000
"""Combinations that numpy follows before compiled code has even been loaded."""

LARGEST_TABLE: Final = 2**31 - 1
"""Combinations of one island that can be followed at all (a byte each)."""


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


@dataclass(frozen=True, slots=True)
class End:
    """A fixed point or cycle. `counts[p]`: starts that move as if they had begun at `states[p]`."""

    states: tuple[tuple[int, ...], ...]
    counts: tuple[int, ...]


def basins(model: CrossImpactModel, *, largest: int = LARGEST_SPACE, rule: Rule = "global") -> Basins | None:
    """Exact basins of all fixed points and cycles; None when more than `largest` combinations must be followed.

    That number is the sum over islands, not the whole space. Forbidden and required pairs do not enter: they say
    which scenarios count, not where pressures lead. Raises UsageError where one island alone has 2^31
    combinations or more.
    """
    parts = islands(model) if rule == "global" else [list(range(len(model.sizes)))]
    if sum(prod(model.sizes[d] for d in part) for part in parts) > largest:
        return None
    ends = _ends(model) if rule == "global" else _ends_of_table(model, successors(model, rule))
    fixed = {end.states[0]: end.counts[0] for end in ends if len(end.states) == 1}
    cycles = tuple(Cycle(end.states, sum(end.counts)) for end in ends if len(end.states) > 1)
    return Basins(fixed, cycles)


def _ends(model: CrossImpactModel) -> list[End]:
    parts = islands(model)
    if len(parts) > 1:
        ends = [End(((),), (1,))]
        for part in parts:
            ends = [one for a in ends for b in _ends(restricted(model, part)) for one in _together(a, b)]
        order = np.argsort([d for part in parts for d in part]).tolist()
        return [End(tuple(tuple(s[k] for k in order) for s in e.states), e.counts) for e in ends]
    if model.combinations <= SMALL:
        return _ends_of_table(model, successors(model))
    if dials := structure(model).dials:
        return list(_sliced(model, dials))
    if model.combinations > LARGEST_TABLE:
        raise UsageError(
            f"{model.combinations:,} combinations that hang together", where=model.name,
            todo="Basins of so many cannot be counted; fix a driver",
        )  # fmt: skip
    from detente.scenarios.image import ends_of_image  # noqa: PLC0415 (compiled code is slow to load)

    return [End(states, counts) for states, counts in ends_of_image(model)]


def _sliced(model: CrossImpactModel, dials: tuple[int, ...]) -> Iterator[End]:
    """The ends under each setting of drivers that never move."""
    rest = [d for d in range(len(model.sizes)) if d not in dials]
    for setting in product(*(range(model.sizes[d]) for d in dials)):
        at = dict(zip(dials, setting, strict=True))
        if not rest:
            yield End((setting,), (1,))
            continue
        for end in _ends(restricted(model, rest, at)):
            yield End(tuple(_merged(state, rest, at) for state in end.states), end.counts)


def _merged(state: tuple[int, ...], rest: list[int], at: dict[int, int]) -> tuple[int, ...]:
    every = at | dict(zip(rest, state, strict=True))
    return tuple(every[d] for d in range(len(every)))


def _together(a: End, b: End) -> Iterator[End]:
    """Two islands' ends side by side: as many cycles as the greatest common divisor of their lengths."""
    m, n = len(a.states), len(b.states)
    length = m * n // gcd(m, n)
    for apart in range(gcd(m, n)):
        steps = [((apart + step) % m, step % n) for step in range(length)]
        yield End(
            tuple(a.states[i] + b.states[j] for i, j in steps),
            tuple(a.counts[i] * b.counts[j] for i, j in steps),
        )


def _ends_of_table(model: CrossImpactModel, step: Places) -> list[End]:
    after, reached, steps = _until_settled(step)
    landed = np.bincount(after, minlength=len(step))
    ends, waiting = [], set(reached.tolist())
    for first in reached.tolist():
        if first not in waiting:
            continue
        loop = [first]
        while (following := int(step[loop[-1]])) != first:
            loop.append(following)
        waiting.difference_update(loop)
        states = tuple(tuple(int(v) for v in np.unravel_index(place, model.sizes)) for place in loop)
        ends.append(End(states, tuple(int(landed[loop[(p + steps) % len(loop)]]) for p in range(len(loop)))))
    return ends


def _until_settled(step: Places) -> tuple[Places, Ints, int]:
    """Where every start is once all have reached a fixed point or cycle, the places on those, and the steps made.

    The places reached shrink with every step until they are exactly the fixed points and cycles; doubling the
    steps, they are when a doubling takes none away.
    """
    after, steps = step, 1
    reached = _present(after)
    while True:
        further = after[after]
        still = _present(further)
        if len(still) == len(reached):
            return after, reached, steps
        after, reached, steps = further, still, 2 * steps


def _present(places: Places) -> Ints:
    """The places that occur, ascending."""
    there = np.zeros(len(places), bool)
    there[places] = True
    return np.flatnonzero(there)
