"""From draws to a frame: mean, spread, quantiles, and how far to trust them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from detente.errors import UsageError
from detente.measures.ideal_points.diagnostics import ess_bulk, ess_tail, r_hat
from detente.measures.ideal_points.model import Floats, Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """`points`: one row per state and session: state, lineage, session, mean, sd, q5, q95, n_votes, r_hat, ess
    (bulk), ess_tail. `draws`: chains x draws x rows of points. `items`: item, beta, low, high (mean thresholds),
    one row per item. `votes`: state, lineage, session, rcid, item, vote, after the data rules; `steps`: what each
    rule left out. `accepted`: share of threshold proposals accepted. `mode`: of the sampler.
    """

    points: pl.DataFrame
    draws: Floats
    items: pl.DataFrame
    votes: pl.DataFrame
    steps: pl.DataFrame
    accepted: float
    mode: Mode

    def distance(self, first: frozenset[str], second: frozenset[str]) -> pl.DataFrame:
        """|a - b| by session from joint draws: session, mean, sd, q5, q95.

        The interval knows what the two points share, as one from published quantiles cannot. Raises UsageError
        where the two have no session in common.
        """
        (sessions, a), (own, b) = (self.draws_of(codes) for codes in (first, second))
        both = np.intersect1d(sessions, own)
        if not both.size:
            raise UsageError(f"{' '.join(sorted(first))} and {' '.join(sorted(second))} share no session")
        apart = np.abs(a[:, np.searchsorted(sessions, both)] - b[:, np.searchsorted(own, both)])
        return pl.DataFrame({"session": both} | figures(apart))

    def draws_of(self, codes: frozenset[str]) -> tuple[np.ndarray, Floats]:
        """Sessions, ascending and once each, and all draws of them: draws x sessions."""
        rows = (
            self.points.with_row_index("row").filter(pl.col("state").is_in(sorted(codes)))
            .sort("session", "state").unique("session", keep="first", maintain_order=True)
        )  # fmt: skip
        flat = self.draws.reshape(-1, self.draws.shape[2])
        return rows["session"].to_numpy(), flat[:, rows["row"].to_numpy()]


def items_of(votes: pl.DataFrame, items: Floats) -> pl.DataFrame:
    """The frame of items, in the order of the panel: ascending."""
    beta, low, high = items
    return votes.select(pl.col("item").unique().sort()).with_columns(
        beta=pl.Series(beta), low=pl.Series(low), high=pl.Series(high)
    )


def figures(draws: Floats) -> dict[str, Floats]:
    """mean, sd, q5 and q95 of each column."""
    low, high = np.quantile(draws, (0.05, 0.95), axis=0)
    return {"mean": draws.mean(axis=0), "sd": draws.std(axis=0, ddof=1), "q5": low, "q95": high}


def points_of(cells: pl.DataFrame, draws: Floats) -> pl.DataFrame:
    """The frame of points from cells (state, lineage, session, n_votes) and draws (chains x draws x cells)."""
    flat = draws.reshape(-1, draws.shape[2])
    return cells.with_columns(
        **{name: pl.Series(values) for name, values in figures(flat).items()},
        r_hat=pl.Series(r_hat(draws)),
        ess=pl.Series(ess_bulk(draws)),
        ess_tail=pl.Series(ess_tail(draws)),
    ).select("state", "lineage", "session", "mean", "sd", "q5", "q95", "n_votes", "r_hat", "ess", "ess_tail")
