"""How far a score and a rank hang on choices that could have been made otherwise.

Step 7 of the Handbook (OECD and JRC 2008): draws over the figures' own intervals, normalisation, weights and
aggregation, all at once and one at a time (Saisana, Saltelli and Tarantola 2005).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log
from typing import Final

import numpy as np

from detente.measures.composite.panel import Floats, Panel
from detente.measures.composite.scores import Choices, nominal, ranks, scores_of
from detente.measures.interval import Z90

CHOICES: Final = ("intervals of the figures", "goalposts", "weights", "aggregation")
GOALPOST_SHIFT: Final = 0.25
"""Each goalpost moves by up to a quarter of their distance, either way, on the indicator's scale."""
WEIGHT_FACTOR: Final = 2.0
"""Ninety in a hundred drawn weights lie between half and twice the nominal one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """`realms`: draws x units x realms; `total`, `rank`: draws x units. `alone`: totals with one choice varied."""

    realms: Floats
    total: Floats
    rank: Floats
    alone: dict[str, Floats]


def draw_choices(panel: Panel, draws: int, seed: int) -> Draws:
    """So many draws with all choices varied, and as many with each varied alone, from a seed.

    A draw's goalposts, weights and aggregation are the same for all units; figures vary one by one.
    """
    seeds = np.random.SeedSequence(seed).spawn(1 + len(CHOICES))
    realms, total = _drawn(panel, frozenset(CHOICES), draws, np.random.default_rng(seeds[0]))
    rank = np.stack([ranks(row) for row in total]) if draws else np.empty_like(total)
    alone = {
        choice: _drawn(panel, frozenset({choice}), draws, np.random.default_rng(own))[1]
        for choice, own in zip(CHOICES, seeds[1:], strict=True)
    }
    return Draws(realms=realms, total=total, rank=rank, alone=alone)


def _drawn(
    panel: Panel, varied: frozenset[str], draws: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    base = nominal(panel.declaration)
    realms = np.empty((draws, len(panel.units), len(panel.declaration.realms)))
    total = np.empty((draws, len(panel.units)))
    for at in range(draws):
        chosen, value = base, panel.value
        if CHOICES[0] in varied:
            value = _figures(panel, rng)
        if CHOICES[1] in varied:
            chosen = replace(chosen, goalposts=_goalposts(panel, rng))
        if CHOICES[2] in varied:
            chosen = _weights(chosen, rng)
        if CHOICES[3] in varied and rng.random() < 0.5:
            chosen = chosen.geometrically()
        found = scores_of(panel, chosen, value)
        realms[at], total[at] = found.realms, found.total
    return realms, total


def _figures(panel: Panel, rng: np.random.Generator) -> Floats:
    """Normal on each side with the width of that half of the 90 percent interval."""
    z = rng.standard_normal(panel.value.shape)
    wide = np.where(z < 0, panel.value - panel.low, panel.high - panel.value) / Z90
    moved: Floats = panel.value + z * np.maximum(wide, 0.0)
    return moved


def _goalposts(panel: Panel, rng: np.random.Generator) -> Floats:
    moved = np.empty((len(panel.declaration.indicators), 2))
    for at, indicator in enumerate(panel.declaration.indicators):
        ends = np.array([indicator.low, indicator.high])
        on = np.log(ends) if indicator.scale == "log" else ends
        on = on + rng.uniform(-GOALPOST_SHIFT, GOALPOST_SHIFT, 2) * (on[1] - on[0])
        moved[at] = np.exp(on) if indicator.scale == "log" else on
    return moved


def _weights(choices: Choices, rng: np.random.Generator) -> Choices:
    spread = log(WEIGHT_FACTOR) / Z90
    return replace(
        choices,
        indicator_weights=choices.indicator_weights
        * np.exp(spread * rng.standard_normal(len(choices.indicator_weights))),
        realm_weights=choices.realm_weights
        * np.exp(spread * rng.standard_normal(len(choices.realm_weights))),
    )


def interval(drawn: Floats, score: float | None = None) -> tuple[float, float] | None:
    """5 and 95 percent quantiles of draws, stretched to hold the declared score; None where a draw is not known."""
    if not len(drawn) or np.isnan(drawn).any():
        return None
    low, high = (float(end) for end in np.quantile(drawn, (0.05, 0.95)))
    return (low, high) if score is None or np.isnan(score) else (min(low, score), max(high, score))
