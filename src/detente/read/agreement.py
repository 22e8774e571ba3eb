"""Two readings of one sentence, by syntax and by patterns, made one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from detente.read.deeds import Deed

_NEAR: Final = 3


def joined_deeds(by_tree: Sequence[Deed], by_pattern: Sequence[Deed]) -> list[Deed]:
    """Deeds by both ways surer, deeds by one way less sure; where they differ about one word, syntax is believed."""
    found: list[Deed] = []
    for deed in by_tree:
        twin = next((d for d in by_pattern if _same(d, deed)), None)
        found.append(replace(deed, confidence=min(0.95, deed.confidence + (0.1 if twin else -0.1))))
    for deed in by_pattern:
        if not any(abs(d.head - deed.head) <= _NEAR or _alike(d, deed) for d in by_tree):
            found.append(replace(deed, confidence=deed.confidence - 0.1))
    return sorted(found, key=lambda d: d.head)


def _same(one: Deed, two: Deed) -> bool:
    return (
        one.head == two.head
        and one.type == two.type
        and one.source == two.source
        and one.target == two.target
    )


def _alike(one: Deed, two: Deed) -> bool:
    return one.type == two.type and {*one.source, *one.target} == {*two.source, *two.target}
