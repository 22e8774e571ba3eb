"""Military exercises in which both states took part, by list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from detente.measures.measure import Ask, Measure, periods
from detente.measures.selection import naming, singly
from detente.measures.tally import each_source, of_either, starting, tallied
from detente.model.finding import Measurement, measurement_frame

NAME: Final = "joint_exercises"
UNIT: Final = "exercises"
ALL: Final = "exercises with both, others taking part or not"
BILATERAL: Final = "exercises of the two alone"


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Number of exercises that begin in the period, by list; see docs/method/measures/joint_exercises.md."""
    rows: list[Measurement] = []
    for source, own, narrowed in each_source(statements, ("joint_exercise",), ask):
        rows += _of_list(own, of_either(narrowed), f"; {source}" if source else "")
    return measurement_frame(rows)


def _of_list(own: pl.DataFrame, ask: Ask, suffix: str) -> Iterator[Measurement]:
    one, two = ask.members
    both = singly(
        own.filter(naming("source_actors", one) & naming("source_actors", two)).sort("statement_id")
    )
    alone = [row for row in both if row.detail("bilateral")]
    for basis, found in ((ALL, both), (BILATERAL, alone)):
        for period in periods(ask):
            yield tallied(NAME, UNIT, ask, basis + suffix, period, starting(found, period))


MEASURE: Final = Measure(
    name=NAME,
    title="Joint military exercises",
    realm="defence",
    unit=UNIT,
    directed=False,
    properties=("joint_exercise",),
    sources=("exercises_mme", "exercises_russia"),
    by=("year", "all"),
    compute=compute,
    reference=(
        "D'Orazio and Galambos (2021), Multinational Military Exercises; list of the Russian Ministry of Defence's "
        "reports"
    ),
    caution=(
        "Lists end: after 2010 (MME) and 2018 (Russia) nothing is known here. A large exercise of forty states counts "
        "as much as one of two; a sample's silence is no zero."
    ),
)
