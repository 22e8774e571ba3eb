"""Which judgements and which drivers move the set of consistent scenarios."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from detente.scenarios.consistent import consistent_set
from detente.scenarios.model import CrossImpact, CrossImpactModel
from detente.scenarios.why import USUAL_SCALE

States = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leverage:
    """What one change does to the set. `lost`, `gained`: scenarios as 1-based variants.

    For a judgement: `source`, `target`, `value` and `new_value`; for a driver whose impacts on all others are
    taken out: `source` is its id, `target` and the values are None.
    """

    source: str
    target: str | None
    value: int | None
    new_value: int | None
    kept: int
    lost: tuple[States, ...]
    gained: tuple[States, ...]
    judgement: CrossImpact | None = None

    @property
    def moved(self) -> float:
        """Share of the scenarios before and after that are not common to both (Jaccard distance), 0 to 1."""
        changed = len(self.lost) + len(self.gained)
        return changed / (changed + self.kept) if changed else 0.0

    def record(self) -> dict[str, Any]:
        """JSON form."""
        return {
            "from": self.source, "to": self.target, "value": self.value, "new_value": self.new_value,
            "moved": round(self.moved, 4), "kept": self.kept, "lost": [list(s) for s in self.lost],
            "gained": [list(s) for s in self.gained],
            "reason": self.judgement.reason if self.judgement else None,
        }  # fmt: skip


def judgement_leverage(model: CrossImpactModel, *, tolerance: int = 0) -> list[Leverage]:
    """Every judgement one step weaker, one step stronger, and dropped; those that move the set most first.

    One step stays within the scale. Changes that move nothing are left out.
    """
    base = scenario_set(model, tolerance)
    scale = max(USUAL_SCALE, int(abs(model.matrix).max()))
    found = []
    for row, column in np.argwhere(model.matrix):
        value = int(model.matrix[row, column])
        for new in sorted({0, value - 1, value + 1}):
            if abs(new) > scale:
                continue
            matrix = model.matrix.copy()
            matrix[row, column] = new
            names = model.addresses[row], model.addresses[column]
            changed = replace(model, matrix=matrix, judgements=())
            found.append(
                _compared(
                    base, scenario_set(changed, tolerance), *names, value, new, model.by_cell.get(names)
                )
            )
    return sorted((one for one in found if one.moved), key=_order)


def driver_leverage(model: CrossImpactModel, *, tolerance: int = 0) -> list[Leverage]:
    """Every driver with its impacts on others taken out; those that move the set most first."""
    base = scenario_set(model, tolerance)
    found = []
    for driver, (start, end) in _blocks(model):
        matrix = model.matrix.copy()
        own = matrix[start:end, start:end].copy()
        matrix[start:end] = 0
        matrix[start:end, start:end] = own
        after = scenario_set(replace(model, matrix=matrix, judgements=()), tolerance)
        found.append(_compared(base, after, model.drivers[driver].id, None, None, None, None))
    return sorted(found, key=_order)


def scenario_set(model: CrossImpactModel, tolerance: int = 0) -> set[States]:
    """The consistent scenarios as 1-based variants."""
    return {tuple(row) for row in (consistent_set(model, tolerance=tolerance) + 1).tolist()}


def _blocks(model: CrossImpactModel) -> Iterator[tuple[int, tuple[int, int]]]:
    yield from enumerate(zip(model.offsets, model.offsets[1:], strict=False))


def _compared(
    before: set[States], after: set[States], source: str, target: str | None, value: int | None,
    new_value: int | None, judgement: CrossImpact | None,
) -> Leverage:  # fmt: skip
    return Leverage(
        source=source, target=target, value=value, new_value=new_value, kept=len(before & after),
        lost=tuple(sorted(before - after)), gained=tuple(sorted(after - before)), judgement=judgement,
    )  # fmt: skip


def _order(one: Leverage) -> tuple[Any, ...]:
    size = abs((one.new_value or 0) - (one.value or 0))
    return (-one.moved, size, one.source, one.target or "", one.new_value or 0)
