"""Weighted kappa of two voting records: similarity beyond what their own habits would give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.measures.interval import Table, jackknife
from detente.measures.joint_votes import LINEAR, QUADRATIC
from detente.measures.measure import Ask, Measure
from detente.measures.vote_rows import Score, Scored, vote_rows

NAME: Final = "similarity_kappa"
UNIT: Final = "kappa (-1 to 1)"


def coefficient(distance: NDArray[np.float64]) -> Callable[[Table], float | None]:
    """Weighted kappa: 1 - observed distance / distance expected from the two sides' own margins.

    None where no disagreement is to be expected: both sides always cast one and the same vote.
    """

    def score(table: Table) -> float | None:
        share = table / table.sum()
        expected = float((np.outer(share.sum(axis=1), share.sum(axis=0)) * distance).sum())
        return 1 - float((share * distance).sum()) / expected if expected > 0 else None

    return score


def kappa_score(distance: NDArray[np.float64]) -> Score:
    """The coefficient with its jackknife interval over roll calls."""
    plain = coefficient(distance)

    def score(table: Table) -> Scored | None:
        value = plain(table)
        if value is None:
            return None
        low, high = jackknife(table, plain) or (None, None)
        return Scored(value, low, high)

    return score


VARIANTS: Final = {"; linear weights": kappa_score(LINEAR), "; quadratic weights": kappa_score(QUADRATIC)}


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """The coefficient by period, both weights and bases; see docs/method/measures/similarity_kappa.md."""
    return vote_rows(statements, ask, name=NAME, unit=UNIT, variants=VARIANTS)


MEASURE: Final = Measure(
    name=NAME,
    title="Chance-corrected similarity kappa of votes in the UN General Assembly",
    realm="multilateral",
    unit=UNIT,
    directed=False,
    properties=("vote",),
    sources=("un_votes",),
    by=("session", "year", "all"),
    compute=compute,
    reference="Cohen (1968), Psychological Bulletin 70(4); Häge (2011), Political Analysis 19(3)",
    caution=(
        "Undefined when neither side varies; unsteady with few roll calls; depends on the weights, which "
        "the basis names."
    ),
    view="joint_votes",
)
