"""Several experts' judgements on the same drivers: where they differ is kept, not averaged away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from detente.errors import CaseError
from detente.scenarios.leverage import States, scenario_set
from detente.scenarios.model import CrossImpactModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A cell that experts judge differently: value by expert."""

    source: str
    target: str
    values: Mapping[str, int]

    @property
    def spread(self) -> int:
        """The largest value less the smallest."""
        return max(self.values.values()) - min(self.values.values())

    @property
    def opposed(self) -> bool:
        """Whether one sees a promotion where another sees a restraint."""
        return min(self.values.values()) < 0 < max(self.values.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Experts side by side.

    `held`: each scenario (1-based variants) that is consistent for anyone, with the experts for whom it is;
    `together`: the scenarios of the mean judgement; `disagreements`: widest first.
    """

    experts: tuple[str, ...]
    held: Mapping[States, tuple[str, ...]]
    together: tuple[States, ...]
    disagreements: tuple[Disagreement, ...]

    def record(self) -> dict[str, Any]:
        """JSON form."""
        return {
            "experts": list(self.experts),
            "scenarios": [
                {"variants": list(s), "experts": list(who), "together": s in set(self.together)}
                for s, who in self.held.items()
            ],
            "disagreements": [
                {"from": d.source, "to": d.target, "values": dict(d.values), "opposed": d.opposed}
                for d in self.disagreements
            ],
        }


def panel(models: Mapping[str, CrossImpactModel], *, tolerance: int = 0) -> Panel:
    """The experts' models compared; the mean counts a cell that an expert left out as 0.

    Raises CaseError when there are fewer than two, or their drivers and variants differ.
    """
    if len(models) < 2:
        raise CaseError("one model has nothing to be compared with", todo="Name at least two")
    (first_name, first), *rest = models.items()
    for name, model in rest:
        if model.addresses != first.addresses:
            odd = sorted(set(model.addresses) ^ set(first.addresses)) or ["their order"]
            raise CaseError(
                f"{name} and {first_name} differ in {odd[0]}",
                todo="Give all experts the same drivers and variants",
            )
    sets = {name: scenario_set(model, tolerance) for name, model in models.items()}
    # the sum has the same set as the mean: a positive scale changes nothing
    total = np.sum([model.matrix for model in models.values()], axis=0)
    together = scenario_set(replace(first, matrix=total, judgements=()), tolerance * len(models))
    every = sorted(set().union(*sets.values(), together))
    held = {s: tuple(name for name in models if s in sets[name]) for s in every}
    ordered = dict(sorted(held.items(), key=lambda item: (-len(item[1]), item[0])))
    return Panel(
        experts=tuple(models), held=ordered, together=tuple(sorted(together)),
        disagreements=_disagreements(models, first.addresses),
    )  # fmt: skip


def _disagreements(
    models: Mapping[str, CrossImpactModel], addresses: tuple[str, ...]
) -> tuple[Disagreement, ...]:
    stack = np.stack([model.matrix for model in models.values()])
    found = [
        Disagreement(
            source=addresses[row], target=addresses[column],
            values={name: int(m.matrix[row, column]) for name, m in models.items()},
        )
        for row, column in np.argwhere(np.ptp(stack, axis=0))
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda d: (-d.spread, d.source, d.target)))
