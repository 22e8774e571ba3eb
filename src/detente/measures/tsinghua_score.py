"""A running score of events by the rule ascribed to Tsinghua University's data on China's relations."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache
from typing import Final

import polars as pl

from detente.measures.deeds import Deed, deeds, standings
from detente.measures.measure import Ask, Measure, periods
from detente.model.cameo import goldstein_scores, plover_classes
from detente.model.finding import Measurement, measurement_frame

NAME: Final = "tsinghua_score"
UNIT: Final = "score (-9 to 9)"
LIMIT: Final = 9.0
TENTH: Final = 0.1
"""Of a Goldstein score: the rule's own table of events was not found; a tenth gives monthly steps of its size."""


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """The score at the end of each period, from 0 before the first event; see docs/method/measures/tsinghua_score.md.

    Events of a chronology that happened between the two, each scored by its CAMEO code or its PLOVER class.
    """
    found = [deed for deed in deeds(statements, ask) if points(deed) is not None]
    rows: list[Measurement] = []
    for standing, group in standings(found):
        path = levels(group)
        basis = f"rule from secondary memory, no uncertainty; Goldstein scores, table GDELT{standing}"
        rows += [_row(ask, basis, group, path, start, end) for start, end in periods(ask)]
    return measurement_frame(rows)


def points(deed: Deed) -> float | None:
    """Goldstein score of an event: of its CAMEO code, else the mean over the codes of its PLOVER class."""
    code = goldstein_scores("GDELT").get(deed.cameo)
    return code if code is not None else class_points().get(deed.event_type)


@cache
def class_points() -> dict[str, float]:
    """Mean Goldstein score (table GDELT) over the CAMEO codes of each PLOVER class."""
    own: dict[str, list[float]] = defaultdict(list)
    scores = goldstein_scores("GDELT")
    for code, plover in plover_classes().items():
        if plover is not None and code in scores:
            own[plover.event_type].append(scores[code])
    return {kind: sum(values) / len(values) for kind, values in own.items()}


def levels(found: list[Deed]) -> dict[tuple[int, int], float]:
    """Score after each month with events: all events of a month meet the level before it."""
    months: dict[tuple[int, int], list[Deed]] = defaultdict(list)
    for deed in found:
        months[deed.start.year, deed.start.month].append(deed)
    level, path = 0.0, {}
    for month in sorted(months):
        step = sum(moved(level, TENTH * (points(deed) or 0.0)) for deed in months[month])
        level = max(-LIMIT, min(LIMIT, level + step))
        path[month] = level
    return path


def moved(level: float, influence: float) -> float:
    """What an event adds: (N - P) / N of a good one, (N + P) / N of a bad one, N being 9."""
    return influence * (LIMIT - level if influence >= 0 else LIMIT + level) / LIMIT


def _row(
    ask: Ask, basis: str, group: list[Deed], path: dict[tuple[int, int], float], start: date, end: date
) -> Measurement:
    before = [month for month in path if month <= (end.year, end.month)]
    met = [deed for deed in group if start <= deed.start <= end]
    silence = ask.silence(start, end)
    known = bool(before) and silence != "outside_coverage"
    # A period without events keeps the score: what it stands on is the last month that moved it.
    last = [deed for deed in group if before and (deed.start.year, deed.start.month) == max(before)]
    return Measurement(
        measure=NAME,
        actors=ask.actors,
        directed=False,
        start=start,
        end=end,
        value=path[max(before)] if known else None,
        unit=UNIT,
        basis=basis,
        n=len(met),
        coverage="value" if known else "outside_coverage" if silence == "outside_coverage" else "no_data",
        evidence=tuple(frozenset[str]().union(*(deed.evidence for deed in met or last))) if known else (),
    )


MEASURE: Final = Measure(
    name=NAME,
    title="Running event score (Tsinghua rule)",
    realm="diplomacy",
    unit=UNIT,
    directed=False,
    properties=("event",),
    sources=("chronology",),
    by=("year", "month", "all"),
    compute=compute,
    reference=(
        "Yan and Zhou (2004), Yan and others (2010); the formula is from secondary memory, its text was not found"
    ),
    caution=(
        "A transparent baseline, no estimate: no uncertainty, a table of event scores that is not the authors', a "
        "ceiling that any talkative pair reaches. A month without events keeps the score."
    ),
    tracks_change=False,
)
