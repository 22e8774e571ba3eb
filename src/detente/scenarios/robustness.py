"""How often a scenario stays consistent when judgements are drawn anew within their confidence.

This is robustness to the judges' doubt, not a probability of the world: a scenario that stays in 90 of 100 draws
is one that hardly depends on the exact values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from detente.errors import UsageError
from detente.scenarios.consistent import scores_of
from detente.scenarios.model import CrossImpactModel, Ints
from detente.scenarios.why import USUAL_SCALE

SIGMA: Final[Mapping[int, float]] = {5: 0.2, 4: 0.5, 3: 0.8, 2: 1.2, 1: 1.5}
"""Standard deviation of a judgement, in steps of the scale, by its confidence."""

UNSAID: Final = 3
"""Confidence taken where a file gives none."""

DRAWS: Final = 1000
Z95: Final = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Robustness:
    """Draws in which a scenario stays consistent, and the 95 percent Wilson interval of their share."""

    stays: int
    draws: int

    @property
    def share(self) -> float:
        """Share of draws, 0 to 1."""
        return self.stays / self.draws

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson 1927, Journal of the American Statistical Association 22(158)."""
        n, p = self.draws, self.share
        middle = (p + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
        half = Z95 / (1 + Z95**2 / n) * (p * (1 - p) / n + Z95**2 / (4 * n * n)) ** 0.5
        return max(0.0, middle - half), min(1.0, middle + half)

    def record(self) -> dict[str, Any]:
        """JSON form."""
        low, high = self.interval
        return {"share": self.share, "low": round(low, 4), "high": round(high, 4), "draws": self.draws}


def robustness(
    model: CrossImpactModel, states: Ints, *, draws: int = DRAWS, seed: int = 0, tolerance: int = 0
) -> list[Robustness]:
    """One Robustness for each scenario; `states`: shape (count, drivers), 0-based variants.

    In a draw every judgement (every value that is not zero where a file has no judgements) is moved by a normal
    error whose standard deviation follows from its confidence, rounded to a whole number and kept within the
    scale. Values left out stay 0. Raises UsageError for fewer than one draw.
    """
    if draws < 1:
        raise UsageError(f"{draws} draws", todo="Ask for at least one")
    rows, columns, moved = drawn(model, draws=draws, seed=seed)
    base = scores_of(model, states)
    return [
        Robustness(_stays(model, chosen, scores, rows, columns, moved, tolerance), draws)
        for chosen, scores in zip(states, base, strict=True)
    ]


def drawn(model: CrossImpactModel, *, draws: int, seed: int) -> tuple[Ints, Ints, Ints]:
    """The judged cells (rows, columns) and by how much each is moved in each draw, shape (draws, cells)."""
    confidence = np.where(model.matrix != 0, UNSAID, 0)
    for judgement in model.judgements:
        place = model.column(judgement.source), model.column(judgement.target)
        confidence[place] = judgement.confidence or UNSAID
    rows, columns = np.nonzero(confidence)
    sigma = np.array([SIGMA[int(c)] for c in confidence[rows, columns]])
    value = model.matrix[rows, columns]
    scale = max(USUAL_SCALE, int(abs(model.matrix).max()))
    error = np.random.default_rng(seed).normal(size=(draws, len(rows))) * sigma
    drawn_values = np.clip(np.rint(value + error), -scale, scale).astype(np.int64)
    return rows, columns, drawn_values - value


def _stays(
    model: CrossImpactModel,
    chosen: Ints,
    scores: Ints,
    rows: Ints,
    columns: Ints,
    moved: Ints,
    tolerance: int,
) -> int:
    """In how many draws this scenario's worst driver falls short by no more than the tolerance."""
    picked = np.isin(rows, model.columns(chosen.tolist()))
    onto = np.zeros((int(picked.sum()), len(scores)))
    onto[np.arange(len(onto)), columns[picked]] = 1
    # whole numbers far below 2^53: the product in float64 is exact
    drawn_scores: NDArray[np.float64] = scores + moved[:, picked] @ onto
    worst = np.zeros(len(moved))
    for driver, (start, end) in enumerate(pairwise(model.offsets)):
        lead = drawn_scores[:, start:end].max(1) - drawn_scores[:, start + int(chosen[driver])]
        worst = np.maximum(worst, lead)
    return int((worst <= tolerance).sum())


def by_scenario(
    model: CrossImpactModel, scenarios: Sequence[Sequence[int]], **options: Any
) -> dict[tuple[int, ...], Robustness]:
    """Robustness of scenarios given as 1-based variants, by those."""
    if not scenarios:
        return {}
    found = robustness(model, np.array(scenarios, np.int64) - 1, **options)
    return dict(zip(map(tuple, scenarios), found, strict=True))
