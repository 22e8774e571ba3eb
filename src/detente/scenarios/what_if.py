"""What if: a driver held, a judgement changed, an event taken away; and what follows, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from detente.errors import UsageError
from detente.scenarios.consistent import consistent_set
from detente.scenarios.model import CrossImpact, CrossImpactModel, Ints
from detente.scenarios.structure import restricted
from detente.scenarios.wording import inside

States = tuple[int, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Changed:
    """A model after changes.

    `fixed`: driver place to 0-based variant, held whatever presses on it; `said`: each change in words;
    `dropped`: judgements that were taken away.
    """

    model: CrossImpactModel
    fixed: Mapping[int, int]
    said: tuple[str, ...]
    dropped: tuple[CrossImpact, ...]


def changed(
    model: CrossImpactModel,
    *,
    fix: Sequence[str] = (),
    values: Sequence[str] = (),
    without: Sequence[str] = (),
) -> Changed:
    """The model with drivers held, judgements changed, and events taken away.

    `fix`: "driver=variant"; `values`: "driver/variant>driver/variant=number"; `without`: ids of statements: every
    judgement that stands on one falls to 0. Raises UsageError for what is not written so or does not exist.
    """
    matrix, judgements = model.matrix.copy(), list(model.judgements)
    fixed, said = {}, []
    for text in fix:
        driver, variant = _fixed(model, text)
        fixed[driver] = variant
        name = inside(model.drivers[driver].variants[variant].name, model.names)
        said.append(f"{model.drivers[driver].name} held at {name}")
    dropped: list[CrossImpact] = []
    for one in without:
        gone = [j for j in judgements if one in j.evidence]
        if not gone:
            raise UsageError(
                f"no judgement stands on {one}", where=model.name, todo="See the ids in its evidence"
            )
        judgements = [j for j in judgements if one not in j.evidence]
        for j in gone:
            matrix[model.column(j.source), model.column(j.target)] = 0
        dropped += gone
        said.append(f"without {one}, on which {len(gone)} judgements stand")
    for text in values:
        row, column, value = _value(model, text)
        source, target = model.addresses[row], model.addresses[column]
        said.append(f"{source} on {target}: {value:+d} instead of {int(matrix[row, column]):+d}")
        matrix[row, column] = value
        judgements = [
            replace(j, value=value) if (j.source, j.target) == (source, target) else j for j in judgements
        ]
    after = replace(model, matrix=matrix, judgements=tuple(judgements))
    return Changed(model=after, fixed=fixed, said=tuple(said), dropped=tuple(dropped))


def consistent_with(model: CrossImpactModel, fixed: Mapping[int, int], *, tolerance: int = 0) -> Ints:
    """Scenarios (0-based) in which some drivers are held and all others hold together with them.

    A held driver needs no support. Shape (count, drivers), in lexicographic order.
    """
    rest = [d for d in range(len(model.sizes)) if d not in fixed]
    if not rest:
        every = np.array([[fixed[d] for d in range(len(model.sizes))]], np.int64)
    else:
        found = consistent_set(restricted(model, rest, fixed), tolerance=tolerance) if fixed else None
        if found is None:
            return consistent_set(model, tolerance=tolerance)
        every = np.empty((len(found), len(model.sizes)), np.int64)
        every[:, rest] = found
        for driver, variant in fixed.items():
            every[:, driver] = variant
    if model.banned is None:
        return every
    columns = every + np.asarray(model.offsets[:-1])
    clash = np.array([model.banned[np.ix_(row, row)].any() for row in columns], bool)
    return np.asarray(every[~clash])


@dataclass(frozen=True, kw_only=True, eq=False)
class SideBySide:
    """The sets before and after, scenarios as 1-based variants."""

    before: tuple[States, ...]
    after: tuple[States, ...]
    change: Changed

    @property
    def kept(self) -> tuple[States, ...]:
        """In both."""
        return tuple(s for s in self.before if s in set(self.after))

    @property
    def gone(self) -> tuple[States, ...]:
        """Only before."""
        return tuple(s for s in self.before if s not in set(self.after))

    @property
    def new(self) -> tuple[States, ...]:
        """Only after."""
        return tuple(s for s in self.after if s not in set(self.before))

    def record(self) -> dict[str, Any]:
        """JSON form; for each driver how many scenarios hold each variant, before and after."""
        model = self.change.model
        return {
            "changes": list(self.change.said),
            "dropped": [j.record() for j in self.change.dropped],
            "before": len(self.before), "after": len(self.after),
            "kept": [list(s) for s in self.kept], "gone": [list(s) for s in self.gone],
            "new": [list(s) for s in self.new],
            "drivers": [
                {
                    "driver": driver.id,
                    "variants": [
                        {
                            "variant": v.id,
                            "before": sum(s[d] == k for s in self.before),
                            "after": sum(s[d] == k for s in self.after),
                        }
                        for k, v in enumerate(driver.variants, 1)
                    ],
                }
                for d, driver in enumerate(model.drivers)
            ],
        }  # fmt: skip


def side_by_side(model: CrossImpactModel, change: Changed, *, tolerance: int = 0) -> SideBySide:
    """What a change does to the set."""
    before = consistent_set(model, tolerance=tolerance) + 1
    after = consistent_with(change.model, change.fixed, tolerance=tolerance) + 1
    return SideBySide(
        before=tuple(map(tuple, before.tolist())), after=tuple(map(tuple, after.tolist())), change=change
    )


def _fixed(model: CrossImpactModel, text: str) -> tuple[int, int]:
    driver, sign, variant = text.partition("=")
    if not sign:
        raise UsageError(
            f"{text!r} is not driver=variant", where="--fix", todo="Write energy_projects=stalled"
        )
    column = model.column(f"{driver.strip()}/{variant.strip()}")
    place = model.driver_at(column)
    return place, column - model.offsets[place]


def _value(model: CrossImpactModel, text: str) -> tuple[int, int, int]:
    source, arrow, rest = text.partition(">")
    target, sign, number = rest.rpartition("=")
    try:
        value = int(number)
    except ValueError:
        value = None
    if not arrow or not sign or value is None:
        raise UsageError(
            f"{text!r} is not from>to=value", where="--set",
            todo="Write energy_projects/stalled>trade_corridors/small=2",
        )  # fmt: skip
    return model.column(source.strip()), model.column(target.strip()), value
