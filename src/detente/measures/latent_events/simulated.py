"""Panels of event counts drawn from the model itself, with a volume that drifts and a mixture that does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from detente.measures.latent_events.model import CLASSES, CUTS, EventPanel, Floats, Priors, panel_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """Size of a panel. `growth`: how many times more events the last period has than the first; `events`: median
    number of a dyad in the first; `spread`: standard deviation of the logarithm of a dyad's volume.
    """

    dyads: int = 20
    periods: int = 10
    sources: int = 2
    events: float = 8.0
    growth: float = 20.0
    spread: float = 1.5


@dataclass(frozen=True, slots=True)
class Simulated:
    """A panel and the levels it came from, one per place."""

    panel: EventPanel
    truth: Floats


def simulated(design: Design, priors: Priors, seed: int) -> Simulated:
    """Variances, levels, thresholds and counts drawn from the priors; the volume is what the design says.

    Dyads are D000 to X, ...; a dyad without any event is in no panel, nor is its truth.
    """
    rng = np.random.default_rng(seed)
    first, step, burst = (
        scale / rng.standard_gamma(shape) for shape, scale in (priors.first, priors.step, priors.burst)
    )
    shape = (design.dyads, design.periods)
    steps = np.sqrt(step) * rng.standard_normal(shape)
    steps[:, 0] = np.sqrt(first) * rng.standard_normal(design.dyads)
    alpha = np.cumsum(steps, axis=1)
    media = np.exp(np.linspace(0.0, np.log(design.growth), design.periods))
    own = design.events * np.exp(design.spread * rng.standard_normal(design.dyads))
    rows = []
    for s in range(design.sources):
        for t in range(design.periods):
            cuts = _ordered(priors, rng)
            theta = alpha[:, t] + np.sqrt(burst) * rng.standard_normal(design.dyads)
            volumes = rng.poisson(own * media[t] / (1 + s))
            for d in range(design.dyads):
                below = np.concatenate(([0.0], 1.0 / (1.0 + np.exp(theta[d] - cuts)), [1.0]))
                counts = rng.multinomial(volumes[d], np.diff(below))
                rows.append((f"D{d:03}", "X", t, f"S{s}", *(int(n) for n in counts)))
    columns = ["sender", "receiver", "period", "source", *CLASSES]
    panel = panel_of(pl.DataFrame(rows, schema=columns, orient="row"))
    held = [int(name[1:]) for name in panel.dyads["sender"]]
    return Simulated(panel, alpha[held][:, panel.periods].ravel())


def _ordered(priors: Priors, rng: np.random.Generator) -> Floats:
    """Thresholds from their prior: normals, taken when they are in order."""
    while True:
        cuts: Floats = np.array(priors.threshold_means) + priors.threshold_spread * rng.standard_normal(CUTS)
        if (np.diff(cuts) > 0).all():
            return cuts
