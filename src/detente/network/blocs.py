"""The two blocs of a signed network, as the frustration optimum divides it."""

from __future__ import annotations

from collections.abc import Iterable

from detente.network.frustration import Frustration
from detente.network.signed import SignedGraph


def blocs(graph: SignedGraph, solved: Frustration) -> tuple[tuple[str, ...], ...]:
    """Names of both camps, sorted, the one with the best-connected state first; an empty camp is left out.

    Parts that no tie connects are divided each by themselves: which of their camps stands beside which of
    another part's says nothing.
    """
    camps = [tuple(n for n, camp in zip(graph.nodes, solved.camp, strict=True) if camp == k) for k in (0, 1)]
    return tuple(camp for camp in camps if camp)


def same_side(groups: Iterable[tuple[str, ...]], a: str, b: str) -> bool | None:
    """Whether two states stand in one bloc; None when either is in none."""
    of = {name: k for k, group in enumerate(groups) for name in group}
    return of[a] == of[b] if a in of and b in of else None
