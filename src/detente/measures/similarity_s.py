"""S, the similarity of two voting records (Signorino and Ritter)."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.measures.interval import Table, wilson
from detente.measures.joint_votes import LINEAR, QUADRATIC
from detente.measures.measure import Ask, Measure
from detente.measures.vote_rows import Score, Scored, vote_rows

NAME: Final = "similarity_s"
UNIT: Final = "S (-1 to 1)"


def s_score(distance: NDArray[np.float64]) -> Score:
    """S = 1 - 2 * mean distance / greatest distance, unweighted, with the Wilson interval of its mean."""

    def score(table: Table) -> Scored:
        n = int(table.sum())
        closeness = 1 - float((table * distance).sum()) / (float(distance.max()) * n)
        low, high = wilson(closeness, n)
        return Scored(2 * closeness - 1, 2 * low - 1, 2 * high - 1)

    return score


VARIANTS: Final = {"; absolute distance": s_score(LINEAR), "; squared distance": s_score(QUADRATIC)}


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """S by period, both distances, on both bases; see docs/method/measures/similarity_s.md."""
    return vote_rows(statements, ask, name=NAME, unit=UNIT, variants=VARIANTS)


MEASURE: Final = Measure(
    name=NAME,
    title="Similarity S of votes in the UN General Assembly",
    realm="multilateral",
    unit=UNIT,
    directed=False,
    properties=("vote",),
    sources=("un_votes",),
    by=("session", "year", "all"),
    compute=compute,
    reference="Signorino and Ritter (1999), International Studies Quarterly 43(1)",
    caution="Does not take out agreement by chance; a rescaled agreement, not a second witness.",
    view="joint_votes",
)
