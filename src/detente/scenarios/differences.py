"""What a reader's own model says otherwise than another with the same drivers, line by line."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detente.errors import UsageError
from detente.scenarios.model import CrossImpactModel
from detente.scenarios.probability import Declared


def same_drivers(own: CrossImpactModel, other: CrossImpactModel) -> None:
    """Raise UsageError when two models are not about the same drivers and variants."""
    if own.addresses != other.addresses:
        odd = sorted(set(own.addresses) ^ set(other.addresses)) or ["their order"]
        raise UsageError(
            f"its drivers are not the case's: {odd[0]}", where=other.name,
            todo="Keep drivers and variants, or run 'detente scenarios FILE' on it alone",
        )  # fmt: skip


def differences(own: CrossImpactModel, other: CrossImpactModel) -> Iterator[str]:
    """How `other` differs from `own`: values, confidence, pairs; each in words, values first.

    Raises UsageError when they are not about the same drivers and variants.
    """
    same_drivers(own, other)
    for row, column in np.argwhere(own.matrix != other.matrix):
        before, after = int(own.matrix[row, column]), int(other.matrix[row, column])
        yield f"{own.addresses[row]} on {own.addresses[column]}: {after:+d} instead of {before:+d}"
    for cell, judgement in other.by_cell.items():
        before_it = own.by_cell.get(cell)
        if before_it and before_it.confidence != judgement.confidence:
            yield (
                f"confidence of {cell[0]} on {cell[1]}: {judgement.confidence or 'none'} "
                f"instead of {before_it.confidence or 'none'}"
            )
    for word, mine, theirs in (
        ("forbids", own.forbidden, other.forbidden), ("requires", own.required, other.required),
    ):  # fmt: skip
        known, said = {(p.first, p.second) for p in mine}, {(p.first, p.second) for p in theirs}
        yield from (f"{word} {a} with {b}" for a, b in sorted(said - known))
        yield from (f"no longer {word} {a} with {b}" for a, b in sorted(known - said))


def declared_differences(own: Declared | None, other: Declared | None) -> Iterator[str]:
    """How declared shares and multipliers differ."""
    if own is None or other is None:
        if own is not other:
            yield "no likelihoods are declared" if other is None else "likelihoods are declared"
        return
    mine, theirs = (
        {f"share of {s.driver}/{v}": x for s in one.shares for v, x in s.shares.items()}
        | {f"{m.first} with {m.second}, times": m.times for m in one.multipliers}
        for one in (own, other)
    )
    for name in dict.fromkeys([*mine, *theirs]):
        before, after = mine.get(name), theirs.get(name)
        if before != after:
            yield f"{name}: {_figure(after)} instead of {_figure(before)}"


def _figure(value: float | None) -> str:
    return "nothing said" if value is None else f"{value:g}"
