"""The consistent scenarios of a model, as a reader gets them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from detente.errors import UsageError
from detente.scenarios.basins import LARGEST_SPACE, Basins, basins
from detente.scenarios.consistent import inconsistency, scores_of
from detente.scenarios.diversity import most_diverse
from detente.scenarios.model import CrossImpactModel, Ints
from detente.scenarios.probability import JointModel, Likelihood, likelihoods
from detente.scenarios.robustness import DRAWS, Robustness, by_scenario
from detente.scenarios.structure import structure
from detente.scenarios.succession import Rule
from detente.scenarios.what_if import consistent_with
from detente.scenarios.why import Why, why
from detente.scenarios.wording import set_apart

MOST_CYCLES: Final = 20
"""Cycles that a record lists; a large model may have thousands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A consistent story of the drivers.

    - `variants`: 1-based, one for each driver; `names`: (driver, variant) names in the same order.
    - `inconsistency`: how far the worst driver falls short of its best variant; 0 unless a tolerance was given.
    - `margin`: the least lead of a chosen variant over its best rival; 0: a tie somewhere; None: no rivals.
    - `total_impact_score`: the sum of the chosen variants' scores.
    - `basin`: starts that end here under the set's rule of succession; None when it was not computed, or does not stay.
    - `robustness`: draws of the judgements in which it stays consistent; None when none were made.
    - `likelihood`: share of a declared joint distribution that lies nearest to it; None without such a model.
    - `signposts`: JSON records of the signposts of its variants.
    - `role`: "continuation", "wild card", or nothing.

    Neither scores nor basins nor robustness are probabilities.
    """

    variants: tuple[int, ...]
    names: tuple[tuple[str, str], ...]
    inconsistency: int
    margin: int | None
    total_impact_score: int
    basin: int | None
    why: tuple[Why, ...]
    robustness: Robustness | None = None
    likelihood: Likelihood | None = None
    signposts: tuple[dict[str, Any], ...] = ()
    role: str = ""

    def record(self) -> dict[str, Any]:
        """The command line's JSON record."""
        return {
            "variants": list(self.variants),
            "margin": self.margin,
            "total_impact_score": self.total_impact_score,
            "basin": self.basin,
            "robustness": round(self.robustness.share, 4) if self.robustness else None,
            "likelihood": self.likelihood.record() if self.likelihood else None,
            "signposts": list(self.signposts),
            "robustness_interval": self.robustness.record() if self.robustness else None,
            "role": self.role or None,
            "inconsistency": self.inconsistency,
            "names": [{"driver": driver, "variant": variant} for driver, variant in self.names],
            "why": [one.record() for one in self.why],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioSet:
    """A model's scenarios.

    `consistent`: how many there are, of which `scenarios` may be a diverse few; `ends`: where all starts of
    succession by `rule` end, None when that was not followed.
    """

    model: CrossImpactModel
    tolerance: int
    consistent: int
    scenarios: tuple[Scenario, ...]
    ends: Basins | None
    rule: Rule = "global"

    @property
    def cycles(self) -> int | None:
        """Number of cycles of succession; None when basins were not computed."""
        return len(self.ends.cycles) if self.ends else None

    @property
    def cycling(self) -> int | None:
        """Starts that end in cycles; None when basins were not computed."""
        return sum(cycle.basin for cycle in self.ends.cycles) if self.ends else None

    def record(self) -> dict[str, Any]:
        """The command line's JSON document."""
        chosen = [scenario.variants for scenario in self.scenarios]
        return {
            "drivers": [_driver_record(driver) for driver in self.model.drivers],
            "scenarios": [
                {**scenario.record(), "apart": set_apart(self.model, chosen, place)}
                for place, scenario in enumerate(self.scenarios)
            ],
            "focal_question": self.model.focal_question,
            "horizon": self.model.horizon.isoformat() if self.model.horizon else None,
            "resolution_rule": self.model.resolution_rule,
            "combinations": self.model.combinations,
            "tolerance": self.tolerance,
            "consistent": self.consistent,
            "cycles": self.cycles,
            "cycling": self.cycling,
            "largest_cycles": self._largest_cycles(),
            "succession": self.rule,
            "structure": structure(self.model).record(self.model),
        }

    def _largest_cycles(self) -> list[dict[str, Any]]:
        """The cycles with the most starts, 1-based variants."""
        every = sorted(self.ends.cycles if self.ends else (), key=lambda cycle: (-cycle.basin, cycle.states))
        return [
            {"states": [[v + 1 for v in state] for state in cycle.states], "basin": cycle.basin}
            for cycle in every[:MOST_CYCLES]
        ]


def scenarios(
    model: CrossImpactModel, *, tolerance: int = 0, choose: int | None = None,
    largest_space: int = LARGEST_SPACE, fixed: Mapping[int, int] | None = None, rule: Rule = "global",
) -> ScenarioSet:  # fmt: skip
    """The consistent scenarios of a model, by falling total impact score.

    `choose`: only so many, selected for diversity; `largest_space`: combinations up to which basins are
    computed; `fixed`: drivers held at a 0-based variant, which need no support and whose margin is not counted;
    `rule`: the succession whose basins are counted.
    Raises UsageError for a negative tolerance, or when there are too many scenarios to list.
    """
    if choose is not None and choose < 1:
        raise UsageError(f"{choose} scenarios", todo="Ask for at least one")
    held = fixed or {}
    states = consistent_with(model, held, tolerance=tolerance)
    total, margin, short = figures(model, states, held)
    order = sorted(range(len(states)), key=lambda k: (-total[k], tuple(states[k])))
    if choose is not None:
        kept = set(most_diverse(states, choose, total))
        order = [k for k in order if k in kept]
    attracted = None if held else basins(model, largest=largest_space, rule=rule)
    chosen = tuple(
        Scenario(
            variants=tuple(int(v) + 1 for v in states[k]), names=_names(model, states[k]),
            inconsistency=int(short[k]), margin=margin[k], total_impact_score=total[k],
            basin=attracted.fixed.get(tuple(states[k].tolist())) if attracted else None,
            why=tuple(why(model, states[k].tolist())),
        )
        for k in order
    )  # fmt: skip
    return ScenarioSet(
        model=model, tolerance=tolerance, consistent=len(states), scenarios=chosen,
        ends=attracted, rule=rule,
    )  # fmt: skip


def with_robustness(found: ScenarioSet, *, draws: int = DRAWS, seed: int = 0) -> ScenarioSet:
    """The set with each scenario's robustness to the doubt in its judgements."""
    drawn = by_scenario(
        found.model, [s.variants for s in found.scenarios], draws=draws, seed=seed, tolerance=found.tolerance
    )
    return replace(found, scenarios=tuple(replace(s, robustness=drawn[s.variants]) for s in found.scenarios))


def with_likelihoods(
    found: ScenarioSet, joint: JointModel, held: Mapping[int, Mapping[int, int]] | None = None
) -> ScenarioSet:
    """The set with each scenario's share of a declared joint distribution; together they make up all of it.

    `held`: see `likelihoods`.
    """
    states = np.array([s.variants for s in found.scenarios], np.int64).reshape(-1, len(found.model.sizes)) - 1
    shares = likelihoods(joint, states, held=held)
    told = zip(found.scenarios, shares, strict=True)
    return replace(found, scenarios=tuple(replace(s, likelihood=one) for s, one in told))


def figures(
    model: CrossImpactModel, states: Ints, held: Collection[int] = ()
) -> tuple[list[int], list[int | None], Ints]:
    """Total impact score, margin and inconsistency of scenarios, shape (count, drivers), 0-based.

    Drivers that are `held` do not enter the margin.
    """
    scores = scores_of(model, states)
    total: list[int] = []
    margin: list[int | None] = []
    for row, chosen in zip(scores, states, strict=True):
        columns = model.columns(chosen)
        total.append(int(row[columns].sum()))
        leads = [
            int(row[column] - max(row[start:column].tolist() + row[column + 1 : end].tolist()))
            for driver, (column, start, end) in enumerate(
                zip(columns, model.offsets, model.offsets[1:], strict=False)
            )
            if end - start > 1 and driver not in held
        ]
        margin.append(min(leads, default=None))
    return total, margin, inconsistency(model, states)


def _names(model: CrossImpactModel, states: Ints) -> tuple[tuple[str, str], ...]:
    pairs = zip(model.drivers, states.tolist(), strict=True)
    return tuple((driver.name, driver.variants[v].name) for driver, v in pairs)


def _driver_record(driver: Any) -> dict[str, Any]:
    return {
        "id": driver.id,
        "name": driver.name,
        "realm": driver.realm,
        "description": driver.description,
        "variants": [
            {"id": variant.id, "name": variant.name, "description": variant.description}
            for variant in driver.variants
        ],
    }
