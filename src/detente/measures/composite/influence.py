"""What weighs in fact: how totals move with each indicator, and how indicators move together.

Step 8 of the Handbook (OECD and JRC 2008); the squared correlation as a first-order measure of importance is that
of Paruolo, Saisana and Saltelli (2013), in its linear form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.measures.composite.panel import Floats, Panel
from detente.measures.composite.scores import nominal, scores_of

FEWEST: Final = 10
"""Dyad-years below which no correlation is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Influence:
    """`shares`: effective weight by indicator, adding to 1 over those that have one; `n`: dyad-years with a total.

    `correlations`: of the scores of two indicators, with the number of dyad-years that know both.
    """

    shares: dict[str, float | None]
    n: int
    correlations: tuple[tuple[str, str, float, int], ...]

    def of(self, id_: str) -> float | None:
        """Effective weight of an indicator; None where too few dyad-years know it, or it never varies."""
        return self.shares.get(id_)


def influence_of(panel: Panel) -> Influence:
    """Over all dyad-years of the panel."""
    scores = scores_of(panel, nominal(panel.declaration))
    ids = [i.id for i in panel.declaration.indicators]
    squares = [
        None if found is None else found[0] ** 2
        for found in (_correlation(scores.indicators[:, k], scores.total) for k in range(len(ids)))
    ]
    whole = sum(s for s in squares if s is not None)
    shares = {
        id_: None if s is None or whole == 0 else float(s / whole)
        for id_, s in zip(ids, squares, strict=True)
    }
    pairs = [
        (ids[a], ids[b], *found)
        for a in range(len(ids))
        for b in range(a + 1, len(ids))
        if (found := _correlation(scores.indicators[:, a], scores.indicators[:, b])) is not None
    ]
    return Influence(shares=shares, n=int((~np.isnan(scores.total)).sum()), correlations=tuple(pairs))


def _correlation(a: Floats, b: Floats) -> tuple[float, int] | None:
    both = ~np.isnan(a) & ~np.isnan(b)
    count = int(both.sum())
    if count < FEWEST or np.ptp(a[both]) < 1e-9 or np.ptp(b[both]) < 1e-9:
        return None
    return float(np.corrcoef(a[both], b[both])[0, 1]), count
