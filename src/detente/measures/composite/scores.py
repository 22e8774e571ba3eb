"""Scores from figures: fixed goalposts, polarity, weights, and two ways of adding up.

Steps 5 and 6 of the Handbook on Constructing Composite Indicators (OECD and JRC 2008).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from detente.measures.composite.declaration import Declaration, Indicator
from detente.measures.composite.panel import Floats, Panel

FLOOR: Final = 1.0
"""Least score that enters a geometric mean, of 100: one zero would make all else worthless."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What is chosen on the way to a total: goalposts (indicators x 2), weights of indicators within realms and
    of realms, and whether means are geometric.
    """

    goalposts: Floats
    indicator_weights: Floats
    realm_weights: Floats
    geometric: bool = False

    def geometrically(self) -> Choices:
        """The same with geometric means."""
        return replace(self, geometric=True)


@dataclass(frozen=True, slots=True)
class Scores:
    """`indicators`: units x indicators; `realms`: units x realms; `total`: units; 0 to 100, NaN where not known."""

    indicators: Floats
    realms: Floats
    total: Floats


def nominal(declaration: Declaration) -> Choices:
    """The choices that are declared, with arithmetic means."""
    return Choices(
        goalposts=np.array([[i.low, i.high] for i in declaration.indicators]),
        indicator_weights=np.array([declaration.indicator_weights[i.id] for i in declaration.indicators]),
        realm_weights=np.array([declaration.realm_weights[r] for r in declaration.realms]),
    )


def normalised(value: Floats, indicators: Sequence[Indicator], goalposts: Floats) -> Floats:
    """0 at the goalpost farther from closeness, 100 at the other, linear on the indicator's scale between."""
    scores = np.empty_like(value)
    for at, indicator in enumerate(indicators):
        low, high = goalposts[at]
        x = value[:, at]
        if indicator.scale == "log":
            x, low, high = np.log(np.maximum(x, low)), np.log(low), np.log(high)
        share = np.clip((x - low) / (high - low), 0.0, 1.0)
        scores[:, at] = 100.0 * (share if indicator.polarity == 1 else 1.0 - share)
    return scores


def mean(scores: Floats, weights: Floats, declared: Floats, least_known: float, *, geometric: bool) -> Floats:
    """Weighted mean over the columns that are known; NaN where these have less than `least_known` of the declared
    weight, so that other weights do not change what is known.

    The weight of what is not known goes to the rest in proportion: the usual mean of available parts.
    """
    known = ~np.isnan(scores)
    held = np.where(known, weights, 0.0)
    sums = held.sum(axis=1)
    filled = np.where(known, scores, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        if geometric:
            logs = np.log(np.maximum(filled, FLOOR))
            means = np.exp((held * logs).sum(axis=1) / sums)
        else:
            means = (held * filled).sum(axis=1) / sums
    enough = (sums > 0) & (known @ declared >= least_known * declared.sum() - 1e-12)
    return np.where(enough, means, np.nan)


def scores_of(panel: Panel, choices: Choices, value: Floats | None = None) -> Scores:
    """All scores of a panel; `value`: figures to take in the place of its own."""
    declaration, base = panel.declaration, nominal(panel.declaration)
    figures = panel.value if value is None else value
    indicators = normalised(figures, declaration.indicators, choices.goalposts)
    realms = np.empty((len(figures), len(declaration.realms)))
    for at, realm in enumerate(declaration.realms):
        own = [k for k, i in enumerate(declaration.indicators) if i.realm == realm]
        realms[:, at] = mean(
            indicators[:, own], choices.indicator_weights[own], base.indicator_weights[own], declaration.least_known,
            geometric=choices.geometric,
        )  # fmt: skip
    total = mean(
        realms,
        choices.realm_weights,
        base.realm_weights,
        declaration.least_known,
        geometric=choices.geometric,
    )
    return Scores(indicators, realms, total)


def ranks(total: Floats) -> Floats:
    """Place of each unit, 1 the closest, ties share the better place; NaN where the total is not known."""
    known = ~np.isnan(total)
    above = (total[None, :] > total[:, None]) & known[None, :]
    return np.where(known, 1.0 + above.sum(axis=1), np.nan)
