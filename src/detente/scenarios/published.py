"""A published list of solutions (.sl) held beside what the model itself gives, figure by figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.errors import UsageError
from detente.scenarios.basins import Basins
from detente.scenarios.consistent import consistent_set, inconsistency
from detente.scenarios.files_sl import Solution
from detente.scenarios.model import CrossImpactModel
from detente.scenarios.scenario import figures

States = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One listed solution and what the model gives for it.

    `inconsistency`: 0 when it is consistent; `margin`, `total_impact_score` and `basin`: the model's own; `basin` is
    None when basins were not followed or the scenario does not stay.
    """

    solution: Solution
    inconsistency: int
    margin: int | None
    total_impact_score: int
    basin: int | None

    @property
    def weight(self) -> str:
        """How the listed weight compares: equal, overflowed (the counter's end), differs, or not followed."""
        if self.basin is None:
            return "not followed"
        if f"{self.solution.weight:.6E}" == f"{self.basin:.6E}":
            return "equal"
        return "overflowed" if self.solution.overflowed else "differs"

    def record(self) -> dict[str, Any]:
        """JSON form."""
        return {
            "variants": list(self.solution.variants),
            "consistent": self.inconsistency == 0,
            "margin": {"listed": self.solution.consistency_value, "here": self.margin},
            "total_impact_score": {
                "listed": self.solution.total_impact_score, "here": self.total_impact_score,
            },
            "basin": {"listed": self.solution.weight, "here": self.basin, "verdict": self.weight},
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A list beside the model. `unlisted`: consistent scenarios (1-based variants) that the list lacks."""

    name: str
    compared: tuple[Compared, ...]
    unlisted: tuple[States, ...]

    def record(self) -> dict[str, Any]:
        """JSON form."""
        every = self.compared
        verdicts = [one.weight for one in every]
        return {
            "name": self.name,
            "listed": len(every),
            "consistent": sum(one.inconsistency == 0 for one in every),
            "unlisted": [list(states) for states in self.unlisted],
            "margins_equal": sum(one.margin == one.solution.consistency_value for one in every),
            "scores_equal": sum(
                one.total_impact_score == one.solution.total_impact_score for one in every
            ),
            "weights": {
                verdict: verdicts.count(verdict)
                for verdict in ("equal", "overflowed", "differs", "not followed")
            },
            "solutions": [one.record() for one in every],
        }  # fmt: skip


def beside_published(
    model: CrossImpactModel, ends: Basins | None, solutions: Sequence[Solution], name: str
) -> Published:
    """The list beside the model; `ends`: its basins where they were followed.

    Raises UsageError when a solution is none of this model's combinations.
    """
    for number, solution in enumerate(solutions, start=1):
        fits = len(solution.variants) == len(model.sizes) and all(
            1 <= v <= size for v, size in zip(solution.variants, model.sizes, strict=True)
        )
        if not fits:
            raise UsageError(
                f"solution {number} is no combination of {model.name}", where=name,
                todo="Give the list that belongs to this model",
            )  # fmt: skip
    states = np.array([s.variants for s in solutions], np.int64).reshape(-1, len(model.sizes)) - 1
    total, margin, _ = figures(model, states)
    short = inconsistency(model, states)
    compared = tuple(
        Compared(
            solution=solution, inconsistency=int(short[k]), margin=margin[k], total_impact_score=total[k],
            basin=ends.fixed.get(tuple(states[k].tolist())) if ends else None,
        )
        for k, solution in enumerate(solutions)
    )  # fmt: skip
    listed = {solution.variants for solution in solutions}
    here = [tuple(row) for row in (consistent_set(model) + 1).tolist()]
    return Published(
        name=name, compared=compared, unlisted=tuple(states for states in here if states not in listed)
    )


def solutions_of(model: CrossImpactModel, ends: Basins) -> list[Solution]:
    """The consistent scenarios as a list to be written, the largest basin first.

    A forbidden or required pair leaves scenarios out, as in the set itself; a scenario always stays under succession.
    """
    states = consistent_set(model)
    total, margin, _ = figures(model, states)
    every = [
        Solution(
            tuple(int(v) + 1 for v in row), ends.fixed[tuple(row.tolist())], margin[k] or 0, 0, total[k], ""
        )
        for k, row in enumerate(states)
    ]
    return sorted(every, key=lambda s: (-s.weight, s.variants))
