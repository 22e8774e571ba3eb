"""An evidence matrix for audit: what each statement says for and against each scenario, and what that rests on.

Analysis of competing hypotheses did not make analysts more accurate in controlled trials (Mandel, Karvetski and Dhami
2018; Karvetski and Mandel 2020), so nothing here is added up to a rank or a probability. The matrix shows what tells
scenarios apart, what tells nothing, and what stands on one statement alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from detente.errors import UsageError

Bearing = Literal["supports", "neutral", "against", "both"]
"""Both: it says something for and something against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A statement's bearing on a scenario, with the reason why."""

    statement: str
    scenario: str
    bearing: Bearing
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What the matrix shows.

    `against`: for each scenario the statements that say something against it; `telling`: statements that bear
    differently on different scenarios; `idle`: those that bear alike on all they are held against; `unjudged`:
    (statement, scenario) cells left out; `single`: scenarios with exactly one statement against them: take it away and
    nothing is.
    """

    against: dict[str, tuple[str, ...]]
    telling: tuple[str, ...]
    idle: tuple[str, ...]
    unjudged: tuple[tuple[str, str], ...]
    single: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """JSON form."""
        return {
            "against": {scenario: list(ids) for scenario, ids in self.against.items()},
            "telling": list(self.telling),
            "idle": list(self.idle),
            "unjudged": [list(cell) for cell in self.unjudged],
            "single": list(self.single),
        }


def audit(entries: Sequence[Entry], scenarios: Sequence[str]) -> Audit:
    """The matrix read for audit. Raises UsageError for an unknown scenario, a cell given twice or without reason."""
    cells: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        cell = entry.statement, entry.scenario
        if entry.scenario not in scenarios:
            raise UsageError(f"no scenario {entry.scenario!r}", todo=f"Known: {', '.join(scenarios)}")
        if cell in cells:
            raise UsageError(f"{cell[0]} is judged twice on {cell[1]}", todo="Keep one judgement")
        if not entry.reason.strip():
            raise UsageError(f"{cell[0]} on {cell[1]} has no reason", todo="Say why")
        cells[cell] = entry
    statements = tuple(dict.fromkeys(entry.statement for entry in entries))
    said = {s: {cells[s, k].bearing for k in scenarios if (s, k) in cells} for s in statements}
    against = {
        k: tuple(s for s in statements if (s, k) in cells and cells[s, k].bearing in {"against", "both"})
        for k in scenarios
    }
    return Audit(
        against=against,
        telling=tuple(s for s in statements if len(said[s]) > 1),
        idle=tuple(s for s in statements if len(said[s]) == 1),
        unjudged=tuple((s, k) for s in statements for k in scenarios if (s, k) not in cells),
        single=tuple(k for k in scenarios if len(against[k]) == 1),
    )
