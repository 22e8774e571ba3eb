"""Share of roll calls on which two states cast the identical vote."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from detente.measures.interval import Table, wilson
from detente.measures.measure import Ask, Measure
from detente.measures.vote_rows import Scored, vote_rows

NAME: Final = "same_vote_share"
UNIT: Final = "percent"


def same_votes(table: Table) -> Scored:
    """Percent of the roll calls of a 3x3 table that lie on its diagonal, with the Wilson interval."""
    n = int(table.sum())
    share = float(np.trace(table)) / n
    low, high = wilson(share, n)
    return Scored(100 * share, 100 * low, 100 * high)


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Identical votes by period, on both bases; see docs/method/measures/same_vote_share.md."""
    return vote_rows(statements, ask, name=NAME, unit=UNIT, variants={"": same_votes})


MEASURE: Final = Measure(
    name=NAME,
    title="Identical votes in the UN General Assembly",
    realm="multilateral",
    unit=UNIT,
    directed=False,
    properties=("vote",),
    sources=("un_votes",),
    by=("session", "year", "all"),
    compute=compute,
    reference=(
        "Voeten, Strezhnev and Bailey, United Nations General Assembly Voting Data, doi:10.7910/DVN/LEJUQZ"
    ),
    caution="Counts abstain against yes as full disagreement; moves with the agenda; high by chance.",
    view="joint_votes",
)
