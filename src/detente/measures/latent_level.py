"""The level of a directed dyad behind its counted events, with interval."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from io import StringIO
from typing import Final

import numpy as np
import polars as pl

from detente.measures.ideal_points.chains import Plan
from detente.measures.latent_events import CLASSES, Levels, panel_of, sample_levels
from detente.measures.measure import Ask, Measure, periods
from detente.measures.selection import naming
from detente.model.finding import Measurement, measurement_frame

NAME: Final = "latent_level"
UNIT: Final = "logits"
PLAN: Final = Plan(iterations=1600, burn=400, thin=4, chains=2, seed=2014)
"""2,000 passes of two chains: R-hat below 1.05 and an effective sample above 200 on the ICEWS dyad-years."""


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Posterior mean and 90 percent interval of each direction; see docs/method/measures/latent_level.md.

    Needs the counts of every dyad that either state stands in: their events set the thresholds of each year.
    """
    counts = yearly_counts(statements, ask)
    levels = _sampled(counts.drop("evidence").write_json()) if counts.height else None
    partners = pl.concat([counts["sender"], counts["receiver"]]).n_unique() - 2 if counts.height else 0
    basis = f"relative to all dyads of the two with {partners} partners; {', '.join(counts['source'].unique().sort())}"
    return measurement_frame(
        [
            _row(ask, actors, basis, counts, levels, start, end)
            for actors, _, _ in ask.orders()
            for start, end in periods(ask)
        ]
    )


@lru_cache(maxsize=1)
def _sampled(counts: str) -> Levels:
    """The last panel's draws are kept: a study asks for its years and for the whole of them."""
    return sample_levels(panel_of(pl.read_json(StringIO(counts))), PLAN)


def yearly_counts(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """sender, receiver, period (year), source, a column per quad class, and the statement ids.

    Dyads of one of the two with anyone; predecessors go by the code as asked. A class that a data set does not
    name for a dyad-year counts none.
    """
    both = ask.members[0] | ask.members[1]
    as_asked = {code: actor for actor, own in zip(ask.actors, ask.members, strict=True) for code in own}
    rows = statements.filter(
        pl.col("property").is_in(["coded_event_count", "coded_event"])
        & (naming("source_actors", both) | naming("target_actors", both))
    ).select(
        "source",
        "statement_id",
        "object",
        sender=pl.col("source_actors").list.first().replace(as_asked),
        receiver=pl.col("target_actors").list.first().replace(as_asked),
        period=pl.col("start").dt.year().cast(pl.Int64),
        # Single events are counted already: here they are evidence.
        value=pl.when(pl.col("property") == "coded_event_count").then("value").otherwise(0.0).fill_null(0.0),
    )
    place = ["sender", "receiver", "period", "source"]
    return (
        rows.filter(pl.col("sender") != pl.col("receiver"))
        .group_by(place)
        .agg(
            *(pl.col("value").filter(pl.col("object") == name).sum().alias(name) for name in CLASSES),
            evidence=pl.col("statement_id").drop_nulls().sort(),
        )
        .filter(pl.sum_horizontal(CLASSES) > 0)
        .sort(place)
    )


def _row(
    ask: Ask,
    actors: tuple[str, str],
    basis: str,
    counts: pl.DataFrame,
    levels: Levels | None,
    start: date,
    end: date,
) -> Measurement:
    own = counts.filter((pl.col("sender") == actors[0]) & (pl.col("receiver") == actors[1]))
    silence = ask.silence(start, end)
    value, low, high = None, None, None
    met = own.filter(pl.col("period").is_between(start.year, end.year))
    if levels is not None and own.height:
        held = np.flatnonzero((levels.panel.periods >= start.year) & (levels.panel.periods <= end.year))
        if held.size:
            value, low, high = _figures(levels, actors, held)
    return Measurement(
        measure=NAME,
        actors=actors,
        directed=True,
        start=start,
        end=end,
        value=value,
        low=low,
        high=high,
        unit=UNIT,
        basis=basis,
        n=int(met.select(pl.sum_horizontal(CLASSES).sum()).item()),
        # No count of events says that a level is zero.
        coverage="value" if value is not None else "no_data" if silence == "true_zero" else silence,
        evidence=tuple(met["evidence"].explode().drop_nulls()) if met.height else (),
    )


def _figures(levels: Levels, actors: tuple[str, str], held: np.ndarray) -> tuple[float, float, float]:
    """Mean and 90 percent interval of the level averaged over these periods."""
    first = levels.panel.dyad(*actors) * len(levels.panel.periods)
    drawn = levels.draws[:, :, first + held].mean(axis=2).ravel()
    low, high = np.quantile(drawn, (0.05, 0.95))
    return float(drawn.mean()), float(low), float(high)


MEASURE: Final = Measure(
    name=NAME,
    title="Latent level of coded events",
    realm="diplomacy",
    unit=UNIT,
    directed=True,
    properties=("coded_event_count",),
    sources=("icews_yearly", "icews", "gdelt_events", "polecat"),
    by=("year", "all"),
    compute=compute,
    reference=(
        "Terechshenko (2020), Journal of Peace Research 57(1), for the design (latent dyad level, intercepts by time); "
        "the ordinal model here is our own"
    ),
    caution=(
        "Machine-coded events rank dyads and do not track change: a move of this level is not a move of the relation "
        "without a second, independent measure. A change common to all dyads is taken as the source's."
    ),
    scope="either",
    counted=True,
    tracks_change=False,
)
