"""Agreement of two states' votes in the General Assembly, abstention counting half."""

from __future__ import annotations

from typing import Final

import polars as pl

from detente.measures.interval import Table, wilson
from detente.measures.joint_votes import LINEAR
from detente.measures.measure import Ask, Measure
from detente.measures.vote_rows import Scored, vote_rows

NAME: Final = "vote_agreement"
UNIT: Final = "share (0-1)"


def agreement(table: Table) -> Scored:
    """Mean of 1 - |a - b|/2 over the roll calls of a 3x3 table of counts, with its Wilson interval."""
    n = int(table.sum())
    value = 1 - float((table * LINEAR).sum()) / (2 * n)
    return Scored(value, *wilson(value, n))


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Agreement by period, on both bases; see docs/method/measures/vote_agreement.md."""
    return vote_rows(statements, ask, name=NAME, unit=UNIT, variants={"": agreement})


MEASURE: Final = Measure(
    name=NAME,
    title="Agreement of votes in the UN General Assembly",
    realm="multilateral",
    unit=UNIT,
    directed=False,
    properties=("vote",),
    sources=("un_votes",),
    by=("session", "year", "all"),
    compute=compute,
    reference=(
        "Bailey, Strezhnev and Voeten (2017), Journal of Conflict Resolution 61(2); Voeten, dyadic "
        "agreement scores"
    ),
    caution=(
        "Moves with the agenda as well as with the states; most roll calls are lopsided, so agreement is "
        "high by chance."
    ),
    view="joint_votes",
)
