"""ScenarioWizard solution lists (.sl): scenarios with weight, consistency value and total impact score."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from detente.errors import SourceError

LINE: Final = re.compile(r'"([0-9 ]+)",([0-9.E+]+),(-?[0-9]+),(-?[0-9]+),(-?[0-9]+),"(.*)"')
HEAD: Final = ("$ ScenarioWizard 3.0", "Solution set")
OVERFLOW: Final = 2**24
"""A single-precision count of starts cannot pass this; a weight that reads so is a lower bound."""


@dataclass(frozen=True, slots=True)
class Solution:
    """One scenario of a list; `variants` 1-based, `weight` the size of its basin to seven digits."""

    variants: tuple[int, ...]
    weight: float
    consistency_value: int
    fourth: int
    total_impact_score: int
    name: str

    @property
    def overflowed(self) -> bool:
        """Whether the weight stands at the largest count that the program could hold."""
        return f"{self.weight:.6E}" == f"{OVERFLOW:.6E}"


def read_sl(data: bytes, name: str) -> list[Solution]:
    """The solutions of a .sl file in their order. Raises SourceError with the line when it is not one."""
    lines = data.decode("latin-1").splitlines()
    if not lines or not lines[0].startswith("$ ScenarioWizard") or lines[1:2] != [HEAD[1]]:
        raise SourceError("not a ScenarioWizard solution set", where=f"{name}, line 1")
    if len(lines) < 3 or not lines[2].strip().isdigit():
        raise SourceError("no count of solutions", where=f"{name}, line 3")
    found = [_solution(line, number, name) for number, line in enumerate(lines[3:], 4) if line.strip()]
    if len(found) != int(lines[2]):
        raise SourceError(f"{len(found)} solutions where {lines[2].strip()} are announced", where=name)
    return found


def write_sl(solutions: list[Solution]) -> bytes:
    """The list as a file, weights to seven digits as ScenarioWizard prints them."""
    lines = [*HEAD, f" {len(solutions)} ", ""]
    for s in solutions:
        variants = "".join(f" {v}" for v in s.variants)
        weight = f"{s.weight:.0f}" if s.weight < 1e7 else f"{s.weight:.6E}"
        lines.append(
            f'"{variants}",{weight},{s.consistency_value},{s.fourth},{s.total_impact_score},"{s.name}"'
        )
    return ("\r\n".join(lines) + "\r\n").encode("latin-1")


def _solution(line: str, number: int, name: str) -> Solution:
    match = LINE.fullmatch(line.strip())
    if not match:
        raise SourceError(f"not a solution: {line!r}", where=f"{name}, line {number}")
    variants, weight, value, fourth, total, said = match.groups()
    return Solution(
        tuple(map(int, variants.split())), float(weight), int(value), int(fourth), int(total), said
    )
