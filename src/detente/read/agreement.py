"""Two readings of one sentence, by syntax and by patterns, made one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from detente.read.deeds import Deed

_NEAR: Final = 3


def joined_deeds(by_tree: Sequence[Deed], by_pattern: Sequence[Deed], silent: Collection[int]) -> list[Deed]:
    """Deeds by both ways surer, deeds by one way less sure; where they differ about one word, syntax is believed.

    `silent`: verbs that by syntax tell no deed, because they are asked, claimed or wished.
    """
    found: list[Deed] = []
    for deed in by_tree:
        twin = next((d for d in by_pattern if _same(d, deed)), None)
        wider = next((d for d in by_pattern if _wider(d, deed)), None)
        if wider is not None:
            found.append(wider)
            continue
        found.append(replace(deed, confidence=min(0.95, deed.confidence + (0.1 if twin else -0.1))))
    for deed in by_pattern:
        if deed.head not in silent and not any(
            abs(d.head - deed.head) <= _NEAR or _alike(d, deed) for d in by_tree
        ):
            found.append(replace(deed, confidence=deed.confidence - 0.1))
    return sorted(found, key=lambda d: d.head)


def _wider(one: Deed, two: Deed) -> bool:
    """Whether a mutual deed by one way names all its sides by the other, and more."""
    both = one.head == two.head and one.type == two.type and one.reciprocal and two.reciprocal
    return both and {*one.source} > {*two.source}


def _same(one: Deed, two: Deed) -> bool:
    return (
        one.head == two.head
        and one.type == two.type
        and one.source == two.source
        and one.target == two.target
    )


def _alike(one: Deed, two: Deed) -> bool:
    return (
        one.frame.id == two.frame.id
        and one.type == two.type
        and {*one.source, *one.target} == {*two.source, *two.target}
    )
