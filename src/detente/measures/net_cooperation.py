"""Net cooperation in machine-coded events: by Goldstein scores of a named table, and by quad class."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, cast

import polars as pl

from detente.measures.coded_events import COOPERATION, by_way, coded, sources_of
from detente.measures.measure import Ask, Measure, periods
from detente.measures.silence import nothing
from detente.model.cameo import GOLDSTEIN_TABLES, GoldsteinTable, goldstein_scores
from detente.model.finding import Measurement, measurement_frame

NAME: Final = "net_cooperation"
UNIT: Final = "net share (-1 to 1)"
SUM: Final = "Goldstein points"
MEAN: Final = "Goldstein points an event"


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Net share on quad counts, and sum and mean of Goldstein scores; see docs/method/measures/net_cooperation.md.

    Both directions together and each by itself, each data set by itself.
    """
    events = coded(statements, ask)
    rows: list[Measurement] = []
    for source in sources_of(statements, ask):
        own, narrowed = events.filter(pl.col("source") == source), ask.narrowed(source)
        suffix = f"; {source}" if source else ""
        for way, part in by_way(own, ask):
            for start, end in periods(ask):
                met = part.filter((pl.col("start") >= start) & (pl.col("end") <= end))
                rows.append(_share(narrowed, way + suffix, met, start, end))
                if not own["cameo"].is_null().all():
                    rows += _goldstein(narrowed, way + suffix, met, start, end)
    return measurement_frame(rows)


def _share(ask: Ask, where: str, met: pl.DataFrame, start: date, end: date) -> Measurement:
    known = met.filter(pl.col("quad").is_not_null())
    total = float(known["events"].sum())
    friendly = float(known.filter(pl.col("quad").is_in(COOPERATION))["events"].sum())
    value = (2 * friendly - total) / total if total else None
    return _row(ask, f"net share by quad class; {where}", UNIT, value, int(total), known, start, end)


def _goldstein(ask: Ask, where: str, met: pl.DataFrame, start: date, end: date) -> Iterator[Measurement]:
    for table in GOLDSTEIN_TABLES:
        scores = goldstein_scores(cast("GoldsteinTable", table))
        scored = met.filter(pl.col("cameo").is_in(list(scores)))
        points = scored["cameo"].replace_strict(scores, return_dtype=pl.Float64()) if scored.height else None
        total = float(points.sum()) if points is not None else None
        mean = total / scored.height if total is not None else None
        count = scored.height
        yield _row(
            ask, f"sum of Goldstein scores, table {table}; {where}", SUM, total, count, scored, start, end
        )
        yield _row(
            ask, f"mean Goldstein score, table {table}; {where}", MEAN, mean, count, scored, start, end
        )


def _row(
    ask: Ask,
    basis: str,
    unit: str,
    value: float | None,
    count: int,
    met: pl.DataFrame,
    start: date,
    end: date,
) -> Measurement:
    missing, presence = nothing(ask, start, end, zero=unit == SUM)
    return Measurement(
        measure=NAME,
        actors=ask.actors,
        directed=False,
        start=start,
        end=end,
        value=missing if value is None else value,
        unit=unit,
        basis=basis,
        n=count,
        # Cooperation and conflict that cancel out are no absence of events.
        coverage=presence if value is None else "value",
        evidence=tuple(met["statement_id"]) if value is not None else (),
    )


MEASURE: Final = Measure(
    name=NAME,
    title="Net cooperation of coded events",
    realm="diplomacy",
    unit=UNIT,
    directed=False,
    properties=("coded_event", "coded_event_count"),
    sources=("icews", "icews_yearly", "gdelt_events", "polecat"),
    by=("year", "month", "all"),
    compute=compute,
    reference="Goldstein (1992), Journal of Conflict Resolution 36(2), on CAMEO codes by the table named in the basis",
    caution=(
        "Machine-coded events rank dyads and do not track change. A transparent baseline without uncertainty: sums "
        "grow with the press, the net share sits near 0.9 for every pair that is not hostile."
    ),
    tracks_change=False,
)
