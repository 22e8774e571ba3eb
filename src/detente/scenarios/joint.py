"""Joint distributions over scenarios: what they say of variants and pairs, nearest coherent figures, maximum entropy.

Figures are coherent when some joint distribution has them. The coherent figures form a polytope whose corners are
the scenarios; the nearest ones are found by Wolfe's algorithm (1976, Mathematical Programming 11), which ends after
finitely many steps with a joint distribution as witness. Projection onto a convex set never moves away from a point
of it: if the truth is coherent, the squared error cannot grow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.errors import UsageError

Floats = NDArray[np.float64]
Term = tuple[tuple[int, int], ...]
"""(driver, variant) places, 0-based: one for a marginal, two for a pair."""

LARGEST_JOINT: Final = 1_000_000
"""Scenarios over which a joint distribution is held."""

LARGEST_TABLE: Final = 40_000_000
"""Cells of the table scenarios x figures that maximum entropy and linear programming work on."""

COHERENT: Final = 1e-7
"""Distance under which figures count as coherent and stay exactly as they are."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is said of a joint distribution over drivers with `sizes` variants; `terms`: of which it is said."""

    sizes: tuple[int, ...]
    terms: tuple[Term, ...]

    def __post_init__(self) -> None:
        if prod(self.sizes) > LARGEST_JOINT:
            raise UsageError(
                f"{prod(self.sizes):,} scenarios are too many for a joint distribution",
                todo=f"Leave drivers out until {LARGEST_JOINT:,} are enough",
            )

    def of(self, place: int) -> Floats:
        """Which terms hold in one scenario (row-major place): zeros and ones."""
        state = np.unravel_index(place, self.sizes)
        return np.array([all(state[d] == v for d, v in term) for term in self.terms], float)

    def values(self, joint: Floats) -> Floats:
        """Probability of each term under a joint distribution (flat, row-major)."""
        grid = joint.reshape(self.sizes)
        return np.array([float(grid[self._where(term)].sum()) for term in self.terms])

    def scores(self, weights: Floats) -> Floats:
        """For every scenario the sum of the weights of the terms that hold in it, flat."""
        grid = np.zeros(self.sizes)
        for term, weight in zip(self.terms, weights, strict=True):
            grid[self._where(term)] += weight
        return grid.ravel()

    def table(self) -> Floats:
        """Shape (scenarios, terms). Raises UsageError when that is too large."""
        if prod(self.sizes) * len(self.terms) > LARGEST_TABLE:
            raise UsageError(
                f"{prod(self.sizes):,} scenarios with {len(self.terms)} figures are too many",
                todo="Leave drivers or multipliers out",
            )
        out = np.zeros((*self.sizes, len(self.terms)))
        for k, term in enumerate(self.terms):
            out[(*self._where(term), k)] = 1
        return out.reshape(-1, len(self.terms))

    def _where(self, term: Term) -> tuple[slice | int, ...]:
        at: list[slice | int] = [slice(None)] * len(self.sizes)
        for driver, variant in term:
            at[driver] = variant
        return tuple(at)


@dataclass(frozen=True, slots=True)
class Projection:
    """The nearest coherent figures. `corners`, `weights`: a joint distribution that has them; `distance`: Euclidean."""

    point: Floats
    corners: tuple[int, ...]
    weights: Floats
    distance: float

    @property
    def coherent(self) -> bool:
        """Whether the figures given were coherent and stay as they are."""
        return self.distance == 0


def coherentised(figures: Figures, said: Sequence[float] | Floats) -> Projection:
    """The coherent figures nearest to those said (least sum of squares); coherent ones come back unchanged."""
    target = np.asarray(said, float)
    corners, weights = _nearest(figures, target)
    point = weights @ np.array([figures.of(place) for place in corners])
    distance = float(np.linalg.norm(point - target))
    if distance <= COHERENT:
        return Projection(target, tuple(corners), weights, 0.0)
    return Projection(point, tuple(corners), weights, distance)


def _nearest(figures: Figures, target: Floats) -> tuple[list[int], Floats]:
    """Wolfe's nearest point: scenarios and their weights."""
    corners = [int(figures.scores(-target).argmin())]
    points = np.array([figures.of(corners[0]) - target])
    weights = np.ones(1)
    while True:
        here = weights @ points
        best = int(figures.scores(here).argmin())
        gain = here @ here - here @ (figures.of(best) - target)
        if best in corners or gain <= 1e-12:
            return corners, weights
        corners.append(best)
        points = np.vstack([points, figures.of(best) - target])
        weights = np.append(weights, 0.0)
        while True:
            flat = _least_norm(points)
            if (flat > 1e-12).all():
                weights = flat
                break
            falling = flat < np.minimum(weights, 1e-12)
            ratio = np.where(falling, weights / np.where(falling, weights - flat, 1), 1.0)
            weights = weights + min(1.0, float(ratio.min())) * (flat - weights)
            kept = weights > 1e-12
            corners = [c for c, keep in zip(corners, kept, strict=True) if keep]
            points, weights = points[kept], weights[kept] / weights[kept].sum()


def _least_norm(points: Floats) -> Floats:
    """Weights, adding to 1, of the point of least norm in the plane through the points."""
    n = len(points)
    system = np.ones((n + 1, n + 1))
    system[0, 0] = 0
    system[1:, 1:] = points @ points.T
    right = np.zeros(n + 1)
    right[0] = 1
    return np.asarray(np.linalg.lstsq(system, right, rcond=None)[0][1:])


@dataclass(frozen=True, slots=True)
class Joint:
    """A joint distribution (flat, row-major). `off`: how far its figures are from those asked, at most."""

    shares: Floats
    off: float


def most_even(figures: Figures, coherent: Projection) -> Joint:
    """The joint distribution of maximum entropy among those that have the figures of a projection.

    Newton's method on the dual. Where the figures lie on the edge of what is coherent, the dual has no lowest point;
    it is followed until the figures are met to 10^-10 or no step lowers it, and `Joint.off` says what is left.
    """
    inside = figures.table()
    weights = np.zeros(len(figures.terms))
    shares = np.full(len(inside), 1 / len(inside))
    for _ in range(200):
        apart = coherent.point - shares @ inside
        if np.abs(apart).max(initial=0) < 1e-10:
            break
        spread = (inside * shares[:, None]).T @ inside - np.outer(shares @ inside, shares @ inside)
        spread[np.diag_indices_from(spread)] += 1e-9 + 1e-3 * min(1.0, float(apart @ apart))
        step = np.linalg.solve(spread, apart)
        weights, shares, moved = _downhill(inside, coherent.point, weights, step)
        if not moved:
            break
    return Joint(shares, float(np.abs(figures.values(shares) - coherent.point).max(initial=0)))


def _downhill(table: Floats, point: Floats, weights: Floats, step: Floats) -> tuple[Floats, Floats, bool]:
    """The Newton step, halved until the dual falls."""
    now = _dual(table, point, weights)[0]
    length = min(1.0, 20 / max(float(np.abs(step).max(initial=0)), 1e-12))
    for _ in range(40):
        value, shares = _dual(table, point, weights + length * step)
        if value <= now + 1e-15:
            return weights + length * step, shares, True
        length /= 2
    return weights, _dual(table, point, weights)[1], False


def _dual(table: Floats, point: Floats, weights: Floats) -> tuple[float, Floats]:
    exponent = (table - point) @ weights
    top = exponent.max()
    raised = np.exp(exponent - top)
    total = raised.sum()
    return float(top + np.log(total)), raised / total
