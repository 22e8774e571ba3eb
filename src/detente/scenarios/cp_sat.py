"""The consistent set by OR-Tools' CP-SAT, for spaces of 10^12 combinations and more (extra detente[large]).

One Boolean for each variant, exactly one true in each driver; a chosen variant enforces that it leads each rival.
"""

from __future__ import annotations

import importlib.util
from itertools import pairwise
from typing import Any

import numpy as np

from detente.errors import UsageError
from detente.scenarios.model import CrossImpactModel, Ints


def installed() -> bool:
    """Whether OR-Tools can be imported."""
    return importlib.util.find_spec("ortools") is not None


def search(model: CrossImpactModel, *, tolerance: int, limit: int) -> Ints:
    """Consistent scenarios in no order, shape (count, drivers); one more than `limit` when there are more.

    Raises UsageError when OR-Tools is not installed.
    """
    if not installed():
        raise UsageError("OR-Tools is not installed", todo="Install detente[large]")
    from ortools.sat.python import cp_model  # noqa: PLC0415 (an extra, and slow to import)

    problem = cp_model.CpModel()
    chosen = [problem.new_bool_var(address) for address in model.addresses]
    _require(problem, model, chosen, tolerance)

    class Collect(cp_model.CpSolverSolutionCallback):
        """Keeps the columns of each solution."""

        def __init__(self) -> None:
            super().__init__()
            self.found: list[list[int]] = []

        def on_solution_callback(self) -> None:
            self.found.append([k for k, variable in enumerate(chosen) if self.boolean_value(variable)])
            if len(self.found) > limit:
                self.stop_search()

    collect = Collect()
    solver = cp_model.CpSolver()
    # all solutions are enumerated by one worker; the seed fixes its path, not the set
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.enumerate_all_solutions = True
    status = solver.solve(problem, collect)
    if status not in {cp_model.OPTIMAL, cp_model.INFEASIBLE} and len(collect.found) <= limit:
        raise UsageError(
            f"the solver ended with {solver.status_name(status)}", where=model.name,
            todo="Report the model; its numbers may be too large",
        )  # fmt: skip
    columns = np.array(collect.found, np.int64).reshape(-1, len(model.sizes))
    return np.asarray(columns - np.asarray(model.offsets[:-1]))


def _require(problem: Any, model: CrossImpactModel, chosen: list[Any], tolerance: int) -> None:
    for start, end in pairwise(model.offsets):
        problem.add_exactly_one(chosen[start:end])
        for variant in range(start, end):
            for rival in range(start, end):
                if rival == variant:
                    continue
                lead = model.matrix[:, variant] - model.matrix[:, rival]
                terms = [(int(lead[k]), chosen[k]) for k in np.flatnonzero(lead)]
                total = sum((value * variable for value, variable in terms), start=0)
                if terms:
                    problem.add(total >= -tolerance).only_enforce_if(chosen[variant])
    if model.banned is not None:
        for a, b in zip(*np.nonzero(np.triu(model.banned)), strict=True):
            problem.add_bool_or([chosen[a].negated(), chosen[b].negated()])
