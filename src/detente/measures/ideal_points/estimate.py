"""Estimate ideal points from votes."""

from __future__ import annotations

import polars as pl

from detente.measures.ideal_points.chains import Plan, Progress, run_chains
from detente.measures.ideal_points.model import Mode, Settings, panel_of
from detente.measures.ideal_points.result import Estimate, items_of, points_of
from detente.measures.ideal_points.rules import apply_rules


def estimate_ideal_points(
    votes: pl.DataFrame,
    matches: pl.DataFrame,
    *,
    mode: Mode = "bsv",
    iterations: int = 8000,
    burn: int = 4000,
    thin: int = 20,
    chains: int = 2,
    seed: int = 1,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> pl.DataFrame:
    """Ideal points of states in the General Assembly, in standard deviations over all states and sessions.

    - `votes`: state, rcid, session, vote (1 yes, 2 abstain, 3 no; 8 and 9 are dropped), para, amend, date; and
      `lineage` where a state's code changes while the state goes on (SUN, RUS).
    - `matches`: rcid1, rcid2, identical resolutions of different sessions, which tie sessions together.
    - `mode`: "bsv", as coded by Bailey, Strezhnev and Voeten (2017), each session given its past; "smoothed",
      given the future too.
    - `iterations` after `burn`, per chain; one draw in `thin` is kept. `seed` decides every draw.

    Returns state, lineage, session, mean, sd, q5, q95, n_votes, r_hat, ess, ess_tail, sorted by lineage and
    session. Raises UsageError for missing columns, odd votes, no votes left, poles that did not vote.
    """
    plan = Plan(iterations=iterations, burn=burn, thin=thin, chains=chains, seed=seed)
    return sample_ideal_points(votes, matches, mode, plan, settings or Settings(), progress).points


def sample_ideal_points(
    votes: pl.DataFrame,
    matches: pl.DataFrame,
    mode: Mode,
    plan: Plan,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Estimate:
    """The same with its draws, for distances and other figures of several points at once."""
    ruled = apply_rules(votes, matches)
    panel = panel_of(ruled.votes)
    draws = run_chains(panel, settings or Settings(), mode, plan, progress)
    return Estimate(
        points=points_of(panel.cells, draws.theta),
        draws=draws.theta,
        items=items_of(ruled.votes, draws.items),
        votes=ruled.votes.select("state", "lineage", "session", "rcid", "item", "vote"),
        steps=ruled.steps,
        accepted=draws.accepted,
        mode=mode,
    )
