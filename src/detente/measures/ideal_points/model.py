"""The dynamic ordinal model: its constants, the panel of votes in arrays, and where a chain starts.

A vote is ordered yes < abstain < no. For state i in session t on item v, Z = beta_v * theta_it + e with e
standard normal; yes if Z is below g1_v, no if it is above g2_v, abstain between. theta_it has the mean of the
state's neighbouring session and the variance smooth * w_it, w_it = n_it / (n_it + n of that session), n votes
cast. beta_v is standard normal a priori, (g1_v, g2_v) uniform on g1 < g2 within (-bound, bound).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.errors import UsageError

Floats = NDArray[np.float64]
Mode = Literal["bsv", "smoothed"]

STARTS: Final[Mapping[str, float]] = {
    "USA": 3.0, "CAN": 3.0, "GBR": 3.0, "ISR": 3.0, "SUN": -2.0, "RUS": -2.0, "DDR": -2.0,
}  # fmt: skip
"""First values of theta, by state; 0 for all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Constants of the model, by default as coded by its authors.

    - `smooth`: variance of an innovation before its weight. `bound`: limit of the thresholds.
    - `theta_limit`, `z_limit`: where draws are clipped. `coded_step`: the standard deviation of the authors'
      threshold proposals, which their correction lets into the prior (sampler.apart). Mode bsv alone.
    - `reach`: standard deviation of a threshold proposal on an item with one vote; it falls with the root of
      the number of votes. It changes how fast chains mix, not what they draw from.
    - `starts`: first values of theta by state. `poles`: codes of the state that lies above and of the one that
      lies below; each draw has the sign that puts the first above the second.
    """

    smooth: float = 0.5
    bound: float = 7.0
    coded_step: float = 0.2 / 3
    reach: float = 2.0
    theta_limit: float = 5.0
    z_limit: float = 9.0
    starts: Mapping[str, float] = field(default_factory=lambda: STARTS)
    poles: tuple[frozenset[str], frozenset[str]] = (frozenset({"USA"}), frozenset({"RUS", "SUN"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Votes sorted by item, and the state-sessions ("cells") they belong to, sorted by lineage and session.

    - `cells`: state, lineage, session, n_votes; one row per cell.
    - `first_vote`: where each item's votes begin, one more entry than items; `cell`, `choice` (1-3): per vote.
    - `prior`: per cell, the cell whose mean is its prior: the state's session before, for its first session the
      one after, -1 where it has only one. `weight`: w of the cell. `gap`: sessions since that one.
    - `first_cell`: where each lineage's cells begin, one more entry than lineages.
    """

    cells: pl.DataFrame
    first_vote: NDArray[np.int64]
    cell: NDArray[np.int32]
    choice: NDArray[np.int8]
    prior: NDArray[np.int64]
    weight: Floats
    gap: Floats
    first_cell: NDArray[np.int64]

    @property
    def items(self) -> int:
        """How many items there are."""
        return len(self.first_vote) - 1

    def cells_of(self, codes: frozenset[str]) -> NDArray[np.int64]:
        """Indices of the cells of these states."""
        return np.flatnonzero(self.cells["state"].is_in(sorted(codes)).to_numpy())


def panel_of(votes: pl.DataFrame) -> Panel:
    """Arrays of a frame with `state`, `lineage`, `session`, `item`, `vote` (1-3).

    Raises UsageError where no vote is left.
    """
    if votes.is_empty():
        raise UsageError("no votes are left to estimate from", todo="Give votes on which states differ")
    cells = (
        votes.group_by("lineage", "session")
        .agg(_most_often("state"), n_votes=pl.len().cast(pl.Int64))
        .sort("lineage", "session")
        .select("state", "lineage", "session", "n_votes")
        .with_row_index("cell")
    )
    placed = votes.join(
        cells.select("lineage", "session", "cell"), on=["lineage", "session"], maintain_order="left"
    ).sort("item", "cell", maintain_order=True)
    lineage = cells["lineage"].rle_id().to_numpy()
    prior, weight, gap = _priors(lineage, cells["session"].to_numpy(), cells["n_votes"].to_numpy())
    return Panel(
        cells=cells.drop("cell"),
        first_vote=_starts(placed["item"].rle_id().to_numpy()),
        cell=placed["cell"].to_numpy().astype(np.int32),
        choice=placed["vote"].to_numpy().astype(np.int8),
        prior=prior,
        weight=weight,
        gap=gap,
        first_cell=_starts(lineage),
    )


def _most_often(code: str) -> pl.Expr:
    """The code under which most votes were cast: YUG in the session in which it became SCG."""
    return pl.col(code).sort().mode().sort().first()


def _starts(group: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Where each run of equal numbers begins, and the end of the last."""
    return np.append(np.flatnonzero(np.diff(group, prepend=-1.0)), len(group)).astype(np.int64)


def _priors(
    lineage: NDArray[np.uint32], session: NDArray[np.int64], n: NDArray[np.int64]
) -> tuple[NDArray[np.int64], Floats, Floats]:
    count = len(lineage)
    prior = np.full(count, -1, dtype=np.int64)
    same = lineage[1:] == lineage[:-1]
    follows = np.append(False, same)
    prior[follows] = np.flatnonzero(follows) - 1
    opens = ~follows & np.append(same, False)
    prior[opens] = np.flatnonzero(opens) + 1
    has = prior >= 0
    weight = np.ones(count)
    weight[has] = n[has] / (n[has] + n[prior[has]])
    gap = np.ones(count)
    gap[follows] = (session[1:] - session[:-1])[same]
    return prior, weight, gap


@dataclass(slots=True)
class Start:
    """Where a chain begins: mean of theta per cell, beta and thresholds per item."""

    mean: Floats
    beta: Floats
    low: Floats
    high: Floats


def start_of(panel: Panel, settings: Settings) -> Start:
    """The authors' starting values.

    theta: `starts`, else 0. beta: 1 where the upper pole votes nearer to no than the lower, -1 where nearer to
    yes, else 0. Thresholds: shares of yes and of yes or abstain on the scale -1 to 1. Raises UsageError where a
    pole did not vote at all, for then no draw has a sign.
    """
    starts = panel.cells["state"].replace_strict(
        dict(settings.starts), default=0.0, return_dtype=pl.Float64()
    )
    above, below = (_mean_vote(panel, pole) for pole in settings.poles)
    beta = np.nan_to_num(np.sign(above - below))
    shares = [np.add.reduceat(panel.choice <= k, panel.first_vote[:-1]) for k in (1, 2)]
    sizes = np.diff(panel.first_vote)
    return Start(starts.to_numpy().copy(), beta, *(2 * share / sizes - 1 for share in shares))


def _mean_vote(panel: Panel, pole: frozenset[str]) -> Floats:
    """Mean vote of a pole per item, NaN where it did not vote."""
    own = np.isin(panel.cell, panel.cells_of(pole))
    if not own.any():
        raise UsageError(
            f"no vote by {' or '.join(sorted(pole))}, which gives the scale its direction",
            todo="Name two states of the panel as poles",
        )
    at = panel.first_vote[:-1]
    sums = np.add.reduceat(np.where(own, panel.choice, 0), at).astype(float)
    counts = np.add.reduceat(own, at, dtype=np.int64)
    mean: Floats = np.divide(sums, counts, out=np.full(len(sums), np.nan), where=counts > 0)
    return mean
