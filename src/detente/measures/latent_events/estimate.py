"""Levels with their uncertainty from a panel of event counts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import polars as pl

from detente.measures.ideal_points.chains import Plan
from detente.measures.ideal_points.diagnostics import ess_bulk, ess_tail, r_hat
from detente.measures.ideal_points.result import figures
from detente.measures.latent_events.model import CUTS, EventPanel, Floats, Priors

BLOCK = 12
"""Periods whose levels are proposed together."""
PORTION = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """`draws`: chains x draws x places (dyad x periods + period), in logits. `thresholds`: means, groups x 3.

    `variances`: chains x draws x 3 (first level, step a period, burst). `accepted`: share of paths accepted.
    """

    panel: EventPanel
    draws: Floats
    thresholds: Floats
    variances: Floats
    accepted: float

    def table(self) -> pl.DataFrame:
        """sender, receiver, period, n (events), mean, sd, q5, q95, r_hat, ess, ess_tail, one row per place."""
        panel, count = self.panel, len(self.panel.periods)
        sums = np.append(0.0, np.cumsum(panel.counts.sum(axis=1)))
        flat = self.draws.reshape(-1, panel.places)
        return (
            panel.dyads.select(pl.all().repeat_by(count))
            .explode("sender", "receiver")
            .with_columns(
                period=pl.Series(np.tile(panel.periods, panel.dyads.height)),
                n=pl.Series(sums[panel.first_cell[1:]] - sums[panel.first_cell[:-1]]).cast(pl.Int64),
                **{name: pl.Series(values) for name, values in figures(flat).items()},
                r_hat=pl.Series(r_hat(self.draws)),
                ess=pl.Series(ess_bulk(self.draws)),
                ess_tail=pl.Series(ess_tail(self.draws)),
            )
        )

    def means(self) -> pl.DataFrame:
        """sender, receiver, mean, sd, q5, q95 of the level averaged over all periods."""
        periods = len(self.panel.periods)
        flat = self.draws.reshape(-1, self.panel.dyads.height, periods).mean(axis=2)
        return self.panel.dyads.with_columns(**{k: pl.Series(v) for k, v in figures(flat).items()})


def sample_levels(
    panel: EventPanel,
    plan: Plan,
    priors: Priors | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Levels:
    """Draws of all chains, in threads; a chain depends on the seed and its number alone.

    `progress` is called with the number of chain and of passes done since the last call.
    """
    chosen = priors or Priors()
    seeds = np.random.SeedSequence(plan.seed).spawn(plan.chains)
    tell = progress or (lambda chain, passes: None)
    with ThreadPoolExecutor(plan.chains) as pool:
        running = [
            pool.submit(_chain, panel, plan, chosen, np.random.default_rng(seed), tell, number)
            for number, seed in enumerate(seeds)
        ]
        done = [chain.result() for chain in running]
    return Levels(
        panel=panel,
        draws=np.stack([levels for levels, _, _, _ in done]),
        thresholds=np.mean([cuts for _, cuts, _, _ in done], axis=0),
        variances=np.stack([spread for _, _, spread, _ in done]),
        accepted=float(np.mean([share for _, _, _, share in done])),
    )


def _chain(
    panel: EventPanel,
    plan: Plan,
    priors: Priors,
    rng: np.random.Generator,
    tell: Callable[[int, int], None],
    number: int,
) -> tuple[Floats, Floats, Floats, float]:
    from detente.measures.latent_events.sampler import run  # noqa: PLC0415 (numba loads slowly)

    cells, periods, groups = len(panel.counts), len(panel.periods), panel.groups.height
    data = (panel.counts, panel.group, panel.first_cell, panel.gaps)
    order = np.argsort(panel.group, kind="stable").astype(np.int64)
    starts = np.searchsorted(panel.group[order], np.arange(groups + 1)).astype(np.int64)
    by_group = (order, starts, panel.group_period)
    means = np.array(priors.threshold_means)
    spreads = np.array([priors.first, priors.step, priors.burst])
    state = (
        0.5 * rng.standard_normal(panel.places),
        np.zeros(cells),
        _first_thresholds(panel, rng),
        spreads[:, 1] / spreads[:, 0],
    )
    tuning = (np.zeros(cells), np.full((groups, CUTS), 0.1))
    rows = [np.zeros(periods) for _ in range(5)]
    scratch = (rows[0], rows[1], rows[2], rows[3], rows[4], np.zeros(cells))
    fixed = (means, priors.threshold_spread, spreads)
    for passed in range(0, plan.burn, PORTION):
        passes = min(PORTION, plan.burn - passed)
        rate = max(0.02, 1.0 / (1.0 + passed / PORTION))
        run(rng, data, by_group, state, fixed, tuning, scratch, (passes, rate, BLOCK))
        tell(number, passes)
    levels, spread = np.empty((plan.kept, panel.places)), np.empty((plan.kept, 3))
    cuts, accepted = np.zeros((groups, CUTS)), 0.0
    for draw in range(plan.kept):
        accepted += run(rng, data, by_group, state, fixed, tuning, scratch, (plan.thin, 0.0, BLOCK))
        levels[draw], spread[draw] = state[0], state[3]
        cuts += state[2] / plan.kept
        tell(number, plan.thin)
    return levels, cuts, spread, accepted / plan.kept


def _first_thresholds(panel: EventPanel, rng: np.random.Generator) -> Floats:
    """Logits of the cumulated shares of each group, a little scattered, in order."""
    sums = np.zeros((panel.groups.height, panel.counts.shape[1]))
    np.add.at(sums, panel.group, panel.counts)
    below = np.cumsum(sums + 1.0, axis=1)
    share = below[:, :CUTS] / below[:, CUTS:]
    scattered = np.log(share / (1.0 - share)) + 0.1 * rng.standard_normal((len(share), 1))
    first: Floats = np.ascontiguousarray(scattered)
    return first
