"""Scores of two states' ties by realm and year, and a total of them, from other measures."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import polars as pl

from detente.measures.composite.declaration import Declaration, packaged
from detente.measures.composite.panel import Panel, panel_of
from detente.measures.composite.scores import nominal, scores_of
from detente.measures.composite.sensitivity import Draws, draw_choices, interval
from detente.measures.measure import Ask, Measure, periods
from detente.model.finding import MEASUREMENT_SCHEMA, Measurement, measurement_frame

NAME: Final = "realm_profile"
UNIT: Final = "score (0-100)"
DRAWS: Final = 300
SEED: Final = 0
TOTAL: Final = "total of all realms"


def compute(measured: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Scores of realms and total by year, with intervals; see docs/method/measures/realm_profile.md.

    `measured`: yearly measurements of the pair by the measures of the packaged declaration (`made_of`).
    """
    return scored(measured, ask, packaged())


def scored(measured: pl.DataFrame, ask: Ask, declaration: Declaration) -> pl.DataFrame:
    """The same by a declaration of one's own."""
    held = measured if "measure" in measured.columns else pl.DataFrame(schema=MEASUREMENT_SCHEMA)
    own = held.filter(pl.col("actors").list.set_difference(list(ask.actors)).list.len() == 0)
    panel = panel_of(own, declaration)
    plain, geometric = scores_of(panel, nominal(declaration)), None
    if panel.units:
        geometric = scores_of(panel, nominal(declaration).geometrically()).total
    drawn = draw_choices(panel, DRAWS, SEED)
    rows: list[Measurement] = []
    years = {unit[1]: at for at, unit in enumerate(panel.units)}
    for start, end in periods(ask):
        at = years.get(start.year)
        for number, realm in enumerate(declaration.realms):
            score = np.nan if at is None else plain.realms[at, number]
            columns = [k for k, i in enumerate(declaration.indicators) if i.realm == realm]
            ends = None if at is None else interval(drawn.realms[:, at, number], float(score))
            rows.append(_row(ask, panel, at, columns, f"realm {realm}", float(score), ends, start, end))
        everything = list(range(len(declaration.indicators)))
        rows += _totals(ask, panel, at, everything, plain.total, geometric, drawn, start, end)
    return measurement_frame(rows)


def _totals(
    ask: Ask,
    panel: Panel,
    at: int | None,
    columns: list[int],
    plain: np.ndarray,
    geometric: np.ndarray | None,
    drawn: Draws,
    start: date,
    end: date,
) -> list[Measurement]:
    found = []
    for kind, scores in (("arithmetic", plain), ("geometric", geometric)):
        score = np.nan if at is None or scores is None else scores[at]
        ends = None if at is None else interval(drawn.total[:, at], float(score))
        found.append(_row(ask, panel, at, columns, f"{TOTAL}; {kind} means", float(score), ends, start, end))
    return found


def _row(
    ask: Ask,
    panel: Panel,
    at: int | None,
    columns: list[int],
    basis: str,
    score: float,
    ends: tuple[float, float] | None,
    start: date,
    end: date,
) -> Measurement:
    cells = [] if at is None else [panel.cells[at][k] for k in columns]
    known = [cell for cell in cells if cell.value is not None]
    spoken = any(cell.coverage != "outside_coverage" for cell in cells)
    scored_here = not np.isnan(score)
    return Measurement(
        measure=NAME,
        actors=ask.actors,
        directed=False,
        start=start,
        end=end,
        value=score if scored_here else None,
        low=ends[0] if scored_here and ends else None,
        high=ends[1] if scored_here and ends else None,
        unit=UNIT,
        basis=basis,
        n=len(known),
        # A score of 0 is the far goalpost, not an absence.
        coverage="value" if scored_here else "no_data" if spoken else "outside_coverage",
        evidence=tuple({e for cell in known for e in cell.evidence}),
    )


MEASURE: Final = Measure(
    name=NAME,
    title="Realm profile and composite",
    realm="diplomacy",
    unit=UNIT,
    directed=False,
    properties=("observation",),
    sources=(),
    by=("year",),
    compute=compute,
    reference=(
        "OECD and JRC (2008), Handbook on Constructing Composite Indicators; Saisana, Saltelli and Tarantola (2005), "
        "Journal of the Royal Statistical Society A 168(2)"
    ),
    caution=(
        "A score depends on goalposts, weights and what the ledger holds: read the realms, and the interval under "
        "other choices, before the total. Years in which other data sets speak are not comparable without care."
    ),
    made_of=packaged().measures,
    tracks_change=False,
)
