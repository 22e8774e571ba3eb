"""The model of event counts, and the panel of counts in arrays.

The quad classes are ordered from material conflict to material cooperation. An event of directed dyad d in period
t, coded by source s, falls into class k or a lower one with probability logistic(tau_stk - theta_dts). The
thresholds tau belong to a source in a period and are shared by all dyads: what changes a source's mixture of
classes for everyone (media, coders, dictionaries) is theirs. theta_dts = alpha_dt + u_dts; alpha, the level, is a
random walk, u is what a dyad's news of one period adds (events come in bursts, not one by one). How many events
there are is not modelled: volume carries no level.

Priors: alpha of a dyad's first period normal(0, first); a step normal(0, step x periods between); u normal(0,
burst); the three variances inverse gamma; tau normal around `threshold_means`, in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.errors import UsageError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CLASSES: Final = ("material conflict", "verbal conflict", "verbal cooperation", "material cooperation")
"""Quad classes from the most hostile to the most cooperative."""
CUTS: Final = len(CLASSES) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Priors:
    """Shape and scale of the inverse gamma priors of the variances; mean and spread of the thresholds."""

    first: tuple[float, float] = (3.0, 2.0)
    step: tuple[float, float] = (3.0, 0.1)
    burst: tuple[float, float] = (3.0, 0.5)
    threshold_means: tuple[float, float, float] = (-2.0, -1.0, 2.0)
    threshold_spread: float = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPanel:
    """Counts sorted by dyad, period and source; a cell is a dyad-period of one source with at least one event.

    - `dyads`: sender and receiver of each; `periods`: their numbers in order; `groups`: source and period of
      each set of thresholds.
    - `counts`: cells x classes. `group`: threshold set of each cell. `first_cell`: where the cells of each place
      (dyad x periods + period) begin, one more entry than places. `group_period`: period of each threshold set.
    - `gaps`: periods since the one before, 1 for the first.
    """

    dyads: pl.DataFrame
    periods: Ints
    groups: pl.DataFrame
    counts: Floats
    group: Ints
    first_cell: Ints
    group_period: Ints
    gaps: Floats

    @property
    def places(self) -> int:
        """Dyads times periods."""
        return len(self.first_cell) - 1

    def dyad(self, sender: str, receiver: str) -> int:
        """The row of a dyad. Raises UsageError for one that has no event."""
        found = self.dyads.with_row_index("at").filter(
            (pl.col("sender") == sender) & (pl.col("receiver") == receiver)
        )
        if found.is_empty():
            raise UsageError(f"no events from {sender} to {receiver}", todo="Name a dyad of the panel")
        return int(found["at"][0])


def panel_of(counts: pl.DataFrame) -> EventPanel:
    """Arrays of a frame with `sender`, `receiver`, `period` (whole number), `source` and a column per quad class.

    Rows without events are passed over. Raises UsageError where none is left, for counts below zero, and where a
    dyad, period and source stand twice.
    """
    held = counts.filter(pl.sum_horizontal(CLASSES) > 0)
    if held.is_empty():
        raise UsageError("no events are left to estimate from", todo="Give counts of at least one dyad")
    if held.select(pl.any_horizontal(pl.col(*CLASSES) < 0)).to_series().any():
        raise UsageError("a count of events is below zero")
    place = ["sender", "receiver", "period", "source"]
    if held.select(place).is_duplicated().any():
        raise UsageError("a dyad, period and source stand twice", todo="Add their counts up")
    dyads = held.select("sender", "receiver").unique().sort("sender", "receiver").with_row_index("dyad")
    periods = held["period"].unique().sort().to_numpy().astype(np.int64)
    groups = held.select("source", "period").unique().sort("source", "period").with_row_index("group")
    cells = held.join(dyads, on=["sender", "receiver"]).join(groups, on=["source", "period"])
    at = np.searchsorted(periods, cells["period"].to_numpy())
    where = cells["dyad"].to_numpy().astype(np.int64) * len(periods) + at
    order = np.lexsort((cells["group"].to_numpy(), where))
    places = len(dyads) * len(periods)
    return EventPanel(
        dyads=dyads.drop("dyad"),
        periods=periods,
        groups=groups.drop("group"),
        counts=cells.select(CLASSES).to_numpy().astype(np.float64)[order].copy(),
        group=cells["group"].to_numpy().astype(np.int64)[order].copy(),
        first_cell=np.searchsorted(where[order], np.arange(places + 1)).astype(np.int64),
        group_period=np.searchsorted(periods, groups["period"].to_numpy()).astype(np.int64),
        gaps=np.diff(periods, prepend=periods[0] - 1).astype(np.float64),
    )
