"""Whether two states have a bilateral defence cooperation agreement in force."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from detente.measures.measure import Ask, Measure, periods
from detente.measures.runs import overlap
from detente.measures.selection import naming, singly
from detente.measures.silence import nothing, said
from detente.measures.tally import each_source
from detente.model.finding import Measurement, measurement_frame
from detente.model.statement import Statement

NAME: Final = "defence_agreements"
UNIT: Final = "in force (0 or 1)"
KINDS: Final = {
    "dcaAnyV2": "any agreement, broad reading",
    "dcaAnyV1": "any agreement, strict reading",
    "dcaGeneralV2": "framework agreement, broad reading",
    "dcaSectorV2": "sector agreement, broad reading",
}


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """1 where an agreement is in force on some day of the period; see docs/method/measures/defence_agreements.md."""
    one, two = ask.members
    rows: list[Measurement] = []
    for _, own, narrowed in each_source(statements, ("defence_cooperation",), ask):
        runs = singly(
            own.filter(naming("source_actors", one) & naming("source_actors", two)).sort("statement_id")
        )
        rows += [
            _row(narrowed, flag, basis, runs, start, end)
            for flag, basis in KINDS.items()
            for start, end in periods(ask)
        ]
    return measurement_frame(rows)


def _row(ask: Ask, flag: str, basis: str, runs: list[Statement], start: date, end: date) -> Measurement:
    met = [run for run in runs if overlap((run,), ask, start, end)]
    value, presence = nothing(ask, start, end)
    if met:
        value = max(_flag(run, flag) for run in met)
        presence = said(value)
    return Measurement(
        measure=NAME,
        actors=ask.actors,
        directed=False,
        start=start,
        end=end,
        value=value,
        unit=UNIT,
        basis=basis,
        n=len(met),
        coverage=presence,
        evidence=tuple(run.statement_id for run in met),
    )


def _flag(run: Statement, flag: str) -> float:
    stated = run.detail(flag)
    return float(stated if stated is not None else run.value or 0.0)


MEASURE: Final = Measure(
    name=NAME,
    title="Defence cooperation agreements",
    realm="defence",
    unit=UNIT,
    directed=False,
    properties=("defence_cooperation",),
    sources=("dca",),
    by=("year", "all"),
    compute=compute,
    reference="Kinne (2020), Journal of Conflict Resolution 64(4)",
    caution=(
        "1980-2010 only: an agreement of 2014 is outside, not absent. An agreement in force says nothing of what is "
        "done under it."
    ),
)
