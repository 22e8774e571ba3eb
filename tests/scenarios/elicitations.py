"""Elicitations to test with: a published toy, and any number of simulated ones with a known truth."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from detente.scenarios.joint import Figures
from detente.scenarios.model import CrossImpactModel, Driver, Variant
from detente.scenarios.probability import Declared, Multiplier, Share

# Roponen and Salo 2024 (doi 10.1002/ffo2.165), section 3: shares, and multipliers row by row
SHARES = {"nuclear": [0.5, 0.3, 0.2], "renewables": [0.3, 0.2, 0.3, 0.2], "storage": [0.5, 0.4, 0.1]}
TIMES = {
    ("nuclear", "renewables"): [[0.25, 1, 1.25, 1.75], [1.5, 1.5, 0.6667, 0.25], [1.5, 1.5, 1, 0.1]],
    ("nuclear", "storage"): [[0.75, 1.25, 1.25], [1.5, 0.75, 0.1], [1.75, 0.25, 0.1]],
    ("renewables", "storage"): [[1.75, 0.25, 0.1], [1.25, 1, 0.25], [0.75, 1.5, 0.5], [0.1, 1, 4]],
}


def toy():
    """Model and declared probabilities of the toy."""
    drivers = tuple(
        Driver(name, name, None, tuple(Variant(f"v{k}", f"v{k}") for k in range(1, len(shares) + 1)))
        for name, shares in SHARES.items()
    )
    model = CrossImpactModel(name="toy", drivers=drivers, matrix=np.zeros((10, 10), np.int64))
    declared = Declared(
        shares=tuple(
            Share(driver=name, shares={f"v{k}": p for k, p in enumerate(shares, 1)})
            for name, shares in SHARES.items()
        ),
        multipliers=tuple(
            Multiplier(first=f"{a}/v{i}", second=f"{b}/v{j}", times=times)
            for (a, b), rows in TIMES.items()
            for i, row in enumerate(rows, 1)
            for j, times in enumerate(row, 1)
        ),
    )
    return model, declared


@dataclass(frozen=True)
class Simulated:
    """A truth, and what a person with noise says of it."""

    figures: Figures
    joint: np.ndarray
    truth: np.ndarray
    said: np.ndarray


def simulated(seed):
    """2 to 4 drivers of 2 or 3 variants, all shares and up to 8 pairs, with an error of .15 in what is said."""
    rng = np.random.default_rng(seed)
    sizes = tuple(int(n) for n in rng.integers(2, 4, rng.integers(2, 5)))
    places = [[(d, v) for v in range(size)] for d, size in enumerate(sizes)]
    pairs = [pair for a, b in combinations(places, 2) for pair in product(a, b)]
    chosen = rng.choice(len(pairs), min(len(pairs), int(rng.integers(1, 9))), replace=False)
    terms = [(place,) for driver in places for place in driver] + [pairs[k] for k in chosen]
    figures = Figures(sizes, tuple(terms))
    joint = rng.dirichlet(np.full(int(np.prod(sizes)), 0.5))
    truth = figures.values(joint)
    said = np.clip(truth + rng.normal(0, 0.15, len(truth)), 0, 1)
    return Simulated(figures, joint, truth, said)
