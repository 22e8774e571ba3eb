"""Vetoes in the Security Council that touched the pair: cast in a matter that names the other, or cast together."""

from __future__ import annotations

from typing import Final

import polars as pl

from detente.measures.measure import Ask, Measure, periods
from detente.measures.selection import sent, singly
from detente.measures.tally import starting, tallied
from detente.model.finding import Measurement, measurement_frame

NAME: Final = "vetoes"
UNIT: Final = "vetoes"


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Vetoes by one in matters that name the other, and those cast together; see docs/method/measures/vetoes.md."""
    cast = [singly(sent(statements, "veto", members)) for members in ask.members]
    drafts = [{(row.object, row.start, row.text) for row in own} for own in cast]
    together = drafts[0] & drafts[1]
    rows: list[Measurement] = []
    for actors, members, named in ask.orders():
        own = cast[0] if actors == ask.actors else cast[1]
        about = [row for row in own if set(row.target_actors) & named and set(row.source_actors) & members]
        joint = [row for row in own if (row.object, row.start, row.text) in together]
        for basis, found in ((f"vetoes by {actors[0]} in matters that name {actors[1]}", about),
                             ("vetoes cast together", joint)):  # fmt: skip
            rows += [
                tallied(NAME, UNIT, ask, basis, period, starting(found, period), actors=actors)
                for period in periods(ask)
            ]
    return measurement_frame(rows)


MEASURE: Final = Measure(
    name=NAME,
    title="Vetoes that touched the pair",
    realm="multilateral",
    unit=UNIT,
    directed=True,
    properties=("veto",),
    sources=("unsc_vetoes",),
    by=("year", "all"),
    compute=compute,
    reference="World Politics Data Lab, Vetoes in the UN Security Council, 1946 to September 2022; UN veto list",
    caution=(
        "Whose side a veto took is not in it: read the draft. Only permanent members can cast one, so most pairs have "
        "a zero that means nothing. A veto that was only threatened is not counted."
    ),
    scope="either",
)
