"""At what level one state is represented at the other."""

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

NAME: Final = "representation"
UNIT: Final = "level of representation (0-3)"
LOR: Final = "level of representation (LOR, 0-1)"
KINDS: Final = {
    "none": 0.0, "liaison": 1.0, "interests": 1.0, "consul nonresident": 1.0, "consulate": 1.0,
    "envoy nonresident": 2.0, "legation": 2.0, "ambassador nonresident": 3.0, "embassy": 3.0,
}  # fmt: skip
"""Kinds of US mission on the scale of the Correlates of War by the rank of its head."""
PROPERTIES: Final = (
    "diplomatic_representation", "diplomatic_representation_level", "diplomatic_mission", "diplomatic_mission_year",
)  # fmt: skip


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Highest level in the period, sender to host, by data set; see docs/method/measures/representation.md."""
    rows: list[Measurement] = []
    for source, own, narrowed in each_source(statements, PROPERTIES, ask):
        if source == "us_missions" and all("USA" not in side for side in ask.members):
            continue
        for actors, senders, hosts in ask.orders():
            if source == "us_missions" and "USA" not in senders:
                continue
            found = singly(
                own.filter(naming("source_actors", senders) & naming("target_actors", hosts)).sort(
                    "statement_id"
                )
            )
            basis = f"{actors[0]} at {actors[1]}" + (f"; {source}" if source else "")
            rows += [_row(narrowed, actors, basis, source, found, start, end) for start, end in periods(ask)]
    return measurement_frame(rows)


def _row(
    ask: Ask, actors: tuple[str, str], basis: str, source: str, found: list[Statement], start: date, end: date
) -> Measurement:
    met = [row for row in found if _level(row) is not None and overlap((row,), ask, start, end)]
    # A list of missions names the absence of one; silence says nothing of it.
    value, presence = nothing(ask, start, end, zero=False)
    if met:
        value = max(level for row in met if (level := _level(row)) is not None)
        presence = said(value)
    return Measurement(
        measure=NAME,
        actors=actors,
        directed=True,
        start=start,
        end=end,
        value=value,
        unit=LOR if source == "diplometrics" else UNIT,
        basis=basis,
        n=len(met),
        coverage=presence,
        evidence=tuple(row.statement_id for row in met),
    )


def _level(row: Statement) -> float | None:
    return KINDS.get(row.mode or "") if row.property.startswith("diplomatic_mission") else row.value


MEASURE: Final = Measure(
    name=NAME,
    title="Diplomatic representation",
    realm="diplomacy",
    unit=UNIT,
    directed=True,
    properties=PROPERTIES,
    sources=("cow_diplomacy", "diplometrics", "us_missions"),
    by=("year", "all"),
    compute=compute,
    reference=(
        "Bayer (2006), Diplomatic Exchange 2006.1; Moyer, Turner and Meisel (2021), Journal of Peace Research 58(6)"
    ),
    caution=(
        "Nearly every pair with relations has embassies: the level tells broken relations from ordinary ones, not good "
        "from better. Correlates of War code every fifth year to 2005."
    ),
)
