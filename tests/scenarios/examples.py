"""Models that the tests share: a published one, seeded ones, and any matrix at all."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from detente.scenarios.model import CrossImpactModel, Driver, Variant

FIXTURES = Path(__file__).parent / "fixtures"

# Weimer-Jehle's teaching example (ScenarioWizard manual, figure 2-2)
SOMEWHERELAND = """
 0  0  0 -2  1  1  0  0  0  0  0 -2  1  1  0  0  0
 0  0  0  2  1 -3 -2 -1  3 -2  2  0  0  0  2 -1 -1
 0  0  0  0  0  0  0  2 -2  3 -3  2 -1 -1 -2  2  0
 0  0  0  0  0  0 -2  1  1  0  0  0  0  0  0  0  0
 0  0  0  0  0  0  0  1 -1  0  0  1  0 -1  0  0  0
 3 -1 -2  0  0  0  3  0 -3  0  0  3 -1 -2 -2  1  1
 2  1 -3  0  0  0  0  0  0 -2  2 -3  1  2  0  0  0
-1  2 -1  0  0  0  0  0  0  0  0  0  0  0  0  0  0
 0  0  0  0  0  0  0  0  0 -2  2  3 -1 -2  0  0  0
 0  0  0  0  0  0  0  0  0  0  0  3 -1 -2 -2  1  1
 0 -3  3  0  0  0  0  0  0  0  0 -3  1  2  2 -1 -1
 0  0  0  0  0  0 -2 -1  3  0  0  0  0  0  2 -1 -1
 0  0  0 -1  0  1  1  1 -2  0  0  0  0  0 -1  0  1
 2 -1 -1 -3  1  2  3  0 -3  0  0  0  0  0 -2 -1  3
 0  3 -3  0  0  0 -3  0  3 -3  3 -2  1  1  0  0  0
 1 -2  1  0  0  0 -1  2 -1  2 -2  2 -1 -1  0  0  0
 0  0  0  0  0  0 -1  2 -1  1 -1  2 -1 -1  0  0  0
"""
NAMES = {
    "Government": ["Patriots", "Prosperity", "Social"],
    "Foreign policy": ["Cooperation", "Rivalry", "Conflict"],
    "Economy": ["Shrinking", "Stagnant", "Dynamic"],
    "Distribution of wealth": ["Balanced", "Strong contrasts"],
    "Social cohesion": ["Peace", "Tensions", "Riots"],
    "Social values": ["Meritocratic", "Solidarity", "Family"],
}
# variants, total impact score, margin, basin
SOLUTIONS = [
    ("313211", 9, 0, 24), ("323211", 8, 0, 14), ("213221", 17, 0, 28), ("223221", 15, 0, 19),
    ("312112", 18, 0, 3), ("122112", 9, 0, 35), ("322112", 19, 0, 3), ("132112", 14, 0, 55),
    ("132113", 12, 0, 178), ("131233", 21, 1, 127),
]  # fmt: skip


def model_of(matrix, sizes, name="made up"):
    drivers = tuple(
        Driver(
            f"d{k}", f"driver {k}", None, tuple(Variant(f"v{v}", f"variant {v}") for v in range(1, size + 1))
        )
        for k, size in enumerate(sizes, 1)
    )
    return CrossImpactModel(name=name, drivers=drivers, matrix=np.array(matrix, np.int64))


def somewhereland():
    matrix = np.array([row.split() for row in SOMEWHERELAND.strip().splitlines()], np.int64)
    drivers = tuple(
        Driver(
            driver.lower().replace(" ", "_"), driver, "politics",
            tuple(Variant(v.lower().replace(" ", "_"), v) for v in variants),
        )
        for driver, variants in NAMES.items()
    )  # fmt: skip
    return CrossImpactModel(name="Somewhereland", drivers=drivers, matrix=matrix)


def seeded(sizes, strength):
    """A matrix from numpy's legacy generator at seed 0, without impacts of a driver on itself."""
    count = sum(sizes)
    np.random.seed(0)
    matrix = np.random.randint(-strength, strength + 1, (count, count))
    for start, size in zip(np.cumsum([0, *sizes[:-1]]), sizes, strict=True):
        matrix[start : start + size, start : start + size] = 0
    return model_of(matrix, sizes)


def enumerated(model, tolerance=0):
    """The definition itself: every combination, its balances one by one."""
    found = []
    for states in product(*(range(size) for size in model.sizes)):
        rows = [model.offsets[d] + v for d, v in enumerate(states)]
        scores = model.matrix[rows].sum(0)
        if all(
            scores[model.offsets[d] + v] + tolerance >= scores[model.offsets[d] : model.offsets[d + 1]].max()
            for d, v in enumerate(states)
        ):
            found.append(states)
    return found


@st.composite
def models(draw, diagonal=True):
    """Any small model; impacts of a driver on itself included."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=5))
    count = sum(sizes)
    values = draw(st.lists(st.integers(-3, 3), min_size=count * count, max_size=count * count))
    return model_of(np.array(values).reshape(count, count), sizes)


def standardised(drivers, density, seed):
    """A random model: 2 to 4 variants, a share `density` of the blocks filled with -3..3, each row adding to 0."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(2, 5, drivers)
    offsets = np.cumsum([0, *sizes])
    matrix = np.zeros((offsets[-1], offsets[-1]), np.int64)
    for source in range(drivers):
        for target in range(drivers):
            if source == target or rng.random() >= density:
                continue
            for row in range(offsets[source], offsets[source + 1]):
                values = np.ones(1, int)
                while values.sum():
                    values = rng.integers(-3, 4, sizes[target])
                matrix[row, offsets[target] : offsets[target + 1]] = values
    return model_of(matrix, sizes.tolist())
