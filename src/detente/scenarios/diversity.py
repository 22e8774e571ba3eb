"""A few scenarios that differ as much as they can."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.errors import UsageError
from detente.scenarios.model import Ints


def most_diverse(states: Ints, count: int, preference: Sequence[float]) -> list[int]:
    """Places of `count` scenarios, each the farthest from those before it.

    `states`: shape (scenarios, drivers). Distance: the number of drivers in which two scenarios differ
    (Hamming). The first is the most preferred; every next one has the largest distance to its nearest chosen
    one, the more preferred first among equals, then the earlier (farthest-point rule, Gonzalez 1985: its
    least distance is at least half of the best possible). Raises UsageError for a count below one.
    """
    if count < 1:
        raise UsageError(f"{count} scenarios", todo="Ask for at least one")
    if not len(states):
        return []
    preferred = np.asarray(preference, float)
    chosen = [int(preferred.argmax())]
    nearest = (states != states[chosen[0]]).sum(1)
    while len(chosen) < min(count, len(states)):
        candidates = np.setdiff1d(np.arange(len(states)), chosen)
        order = np.lexsort((candidates, -preferred[candidates], -nearest[candidates]))
        chosen.append(int(candidates[order[0]]))
        nearest = np.minimum(nearest, (states != states[chosen[-1]]).sum(1))
    return chosen
