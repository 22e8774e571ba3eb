"""From edges to the figures of a signed network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from detente.network.blocs import blocs
from detente.network.frustration import frustration
from detente.network.signed import SignedGraph, graph_of, windows


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkResult:
    """Balance of one window.

    - `states`, `edges`, `negative_edges`, `triangles`, `unbalanced_triangles`: counts.
    - `balanced_share`: balanced triangles as a share of all; None without triangles.
    - `walk_balance`: trace(exp A) / trace(exp |A|); None without edges.
    - `frustration_count`: L, the least number of ties that fit no division into two camps.
    - `frustration`: 1 - 2 L / m, 1 when balanced (the published form); None without edges.
    - `proven`: whether L is shown to be the least; `blocs`: one division that reaches it.
    """

    window: str | None
    states: int
    edges: int
    negative_edges: int
    triangles: int
    unbalanced_triangles: int
    balanced_share: float | None
    walk_balance: float | None
    frustration: float | None
    frustration_count: int
    proven: bool
    blocs: tuple[tuple[str, ...], ...]

    def record(self) -> dict[str, Any]:
        """The command line's JSON record."""
        return {
            "window": self.window,
            "states": self.states,
            "edges": self.edges,
            "negative_edges": self.negative_edges,
            "triangles": self.triangles,
            "unbalanced_triangles": self.unbalanced_triangles,
            "balanced_share": self.balanced_share,
            "walk_balance": self.walk_balance,
            "frustration": self.frustration,
            "frustration_count": self.frustration_count,
            "proven": self.proven,
            "blocs": [list(bloc) for bloc in self.blocs],
        }


def analyse(edges: pl.DataFrame, window: str | None = None, *, seconds: float = 60.0) -> NetworkResult:
    """The balance of the edges of one window (columns a, b, sign[, window]).

    `seconds` bounds the search of each connected part. Raises UsageError for edges that are not a signed
    network, an unknown window, and several windows when none is named.
    """
    return analyse_graph(graph_of(edges, window), window, seconds=seconds)


def analyse_windows(edges: pl.DataFrame, *, seconds: float = 60.0) -> list[NetworkResult]:
    """One result for each window, in the order of the edges; without windows one result."""
    return [analyse(edges, window, seconds=seconds) for window in windows(edges)]


def analyse_graph(graph: SignedGraph, window: str | None = None, *, seconds: float = 60.0) -> NetworkResult:
    """The balance of a graph; see `NetworkResult`."""
    solved = frustration(graph, seconds=seconds)
    m = len(graph.signs)
    return NetworkResult(
        window=window, states=len(graph.nodes), edges=m, negative_edges=int((graph.signs < 0).sum()),
        triangles=len(graph.triangles), unbalanced_triangles=int((graph.triangle_signs < 0).sum()),
        balanced_share=graph.balanced_share, walk_balance=graph.walk_balance,
        frustration=1 - 2 * solved.count / m if m else None, frustration_count=solved.count,
        proven=solved.proven, blocs=blocs(graph, solved),
    )  # fmt: skip
