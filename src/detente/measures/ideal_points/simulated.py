"""Panels of votes drawn from the model itself, to check that its intervals hold the truth as often as they say."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from detente.measures.ideal_points.chains import standardised
from detente.measures.ideal_points.model import Floats, Panel, Settings, panel_of

POLES = (frozenset({"S00"}), frozenset({"S01"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """Size of a panel. `bridges`: share of items put to the vote in the next session too; `absent`: share of
    votes not cast; every third state enters late, the last one misses a session.
    """

    states: int = 12
    sessions: int = 8
    items: int = 12
    bridges: float = 0.25
    absent: float = 0.1


@dataclass(frozen=True, slots=True)
class Simulated:
    """A panel and the theta it came from, standardised and signed like a kept draw."""

    panel: Panel
    truth: Floats


def simulated(design: Design, settings: Settings, seed: int) -> Simulated:
    """Theta, items and votes drawn from the priors of mode smoothed.

    States are S00, S01, ...; the first two are the poles, so `settings.poles` should be POLES.
    """
    rng = np.random.default_rng(seed)
    panel = panel_of(_attendance(design, rng))
    theta = _walks(panel, settings, rng)
    count = panel.items
    beta = rng.standard_normal(count)
    limits = np.sort(rng.uniform(-settings.bound, settings.bound, (count, 2)), axis=1)
    item = np.repeat(np.arange(count), np.diff(panel.first_vote))
    latent = beta[item] * theta[panel.cell] + rng.standard_normal(len(item))
    choice = 1 + (latent > limits[item, 0]) + (latent > limits[item, 1])
    truth = standardised(theta)
    above, below = (panel.cells_of(pole) for pole in settings.poles)
    sign = 1.0 if truth[above].mean() >= truth[below].mean() else -1.0
    return Simulated(replace(panel, choice=choice.astype(np.int8)), sign * truth)


def _attendance(design: Design, rng: np.random.Generator) -> pl.DataFrame:
    """Who votes on what; the votes themselves are still to come."""
    rows = []
    for session in range(1, design.sessions + 1):
        for number in range(design.items):
            again = rng.random() < design.bridges and session < design.sessions
            item = session * 1000 + number
            for when in (session, session + 1) if again else (session,):
                rows += [
                    (f"S{s:02}", item, when) for s in _present(design, when) if rng.random() >= design.absent
                ]
    columns = {"state": pl.String(), "item": pl.Int64(), "session": pl.Int64()}
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        lineage="state", vote=pl.lit(1, pl.Int64())
    )


def _present(design: Design, session: int) -> list[int]:
    late = design.sessions // 3
    gap = design.sessions // 2
    return [
        s for s in range(design.states)
        if (s % 3 != 2 or session > late) and not (s == design.states - 1 and session == gap)
    ]  # fmt: skip


def _walks(panel: Panel, settings: Settings, rng: np.random.Generator) -> Floats:
    spread = np.sqrt(settings.smooth * panel.weight * panel.gap)
    steps = rng.standard_normal(len(spread))
    theta = np.empty(len(spread))
    for start, end in zip(panel.first_cell[:-1], panel.first_cell[1:], strict=True):
        theta[start] = steps[start]
        for i in range(start + 1, end):
            theta[i] = theta[i - 1] + spread[i] * steps[i]
    return theta
