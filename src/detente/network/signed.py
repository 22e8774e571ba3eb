"""Signed graphs of friendly and hostile ties, and how balanced they are.

Structural balance (Heider 1946; Cartwright and Harary 1956): a triangle is balanced when the product of its
signs is positive; a graph is balanced when its members fall into two camps, friendly inside and hostile across.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.errors import UsageError

COLUMNS = (("a", "b"), ("state_a", "state_b"))


@dataclass(frozen=True)
class SignedGraph:
    """An undirected graph with signs.

    `nodes`: sorted names; `ends`: int64, shape (m, 2), places in `nodes`, first below second; `signs`: int64,
    shape (m,), +1 or -1. An absent pair has no tie; that is not a zero sign.
    """

    nodes: tuple[str, ...]
    ends: NDArray[np.int64]
    signs: NDArray[np.int64]

    @cached_property
    def adjacency(self) -> NDArray[np.int64]:
        """Shape (n, n), symmetric: +1, -1, and 0 where there is no tie."""
        matrix = np.zeros((len(self.nodes), len(self.nodes)), np.int64)
        matrix[self.ends[:, 0], self.ends[:, 1]] = self.signs
        return matrix + matrix.T

    @cached_property
    def triangles(self) -> NDArray[np.int64]:
        """All triangles, shape (t, 3): places in `nodes`, ascending."""
        tied = self.adjacency != 0
        found = [
            np.column_stack([np.full((common.size, 2), (u, v)), common])
            for u, v in self.ends
            if (common := np.flatnonzero(tied[u] & tied[v] & (np.arange(len(tied)) > v))).size
        ]
        return np.concatenate(found) if found else np.zeros((0, 3), np.int64)

    @cached_property
    def triangle_signs(self) -> NDArray[np.int64]:
        """The product of signs of each triangle, shape (t,)."""
        u, v, w = self.triangles.T
        matrix = self.adjacency
        return np.asarray(matrix[u, v] * matrix[v, w] * matrix[u, w])

    @property
    def balanced_share(self) -> float | None:
        """Balanced triangles as a share of all; None without triangles."""
        return float((self.triangle_signs > 0).mean()) if len(self.triangles) else None

    @property
    def walk_balance(self) -> float | None:
        """Balance over closed walks of every length, the shorter counting more; 1 when balanced; None if empty.

        trace(exp(A)) / trace(exp(|A|)) (Estrada and Benzi 2014, Physical Review E 90, 042802).
        """
        if not len(self.signs):
            return None
        signed = np.linalg.eigvalsh(self.adjacency.astype(float))
        unsigned = np.linalg.eigvalsh(np.abs(self.adjacency).astype(float))
        top = unsigned.max()
        return float(np.exp(signed - top).sum() / np.exp(unsigned - top).sum())


def signed_graph(ties: Iterable[tuple[str, str, int]]) -> SignedGraph:
    """A graph of ties (a, b, sign).

    Raises UsageError for a sign other than +1 and -1, a tie of a state with itself, and a pair named twice
    with different signs; a pair named twice with one sign is one tie.
    """
    known: dict[tuple[str, str], int] = {}
    for a, b, sign in ties:
        where = f"edge {a}-{b}"
        if sign not in (1, -1):
            raise UsageError(f"the sign is {sign!r}", where=where, todo="Write 1 or -1; leave out the rest")
        if a == b:
            raise UsageError("an edge from a state to itself", where=where)
        pair = (a, b) if a < b else (b, a)
        if known.setdefault(pair, sign) != sign:
            raise UsageError(
                "the same pair with both signs", where=where, todo="Decide on one sign per window"
            )
    nodes = tuple(sorted({name for pair in known for name in pair}))
    place = {name: k for k, name in enumerate(nodes)}
    ends = np.array([[place[a], place[b]] for a, b in sorted(known)], np.int64).reshape(-1, 2)
    return SignedGraph(nodes, ends, np.array([known[pair] for pair in sorted(known)], np.int64))


def read_edges(edges: pl.DataFrame) -> pl.DataFrame:
    """Edges with columns a, b, sign, window (null where there is none); state_a, state_b are accepted.

    Raises UsageError for a missing column, a missing value or a sign that is not a whole number.
    """
    names = next((pair for pair in COLUMNS if set(pair) <= set(edges.columns)), None)
    if names is None or "sign" not in edges.columns:
        raise UsageError(
            f"edge columns are {', '.join(edges.columns)}", todo="Give a, b, sign and, for several, window"
        )
    window = pl.col("window").cast(pl.String) if "window" in edges.columns else pl.lit(None, pl.String)
    frame = edges.select(
        pl.col(names[0]).cast(pl.String).str.strip_chars().alias("a"),
        pl.col(names[1]).cast(pl.String).str.strip_chars().alias("b"),
        pl.col("sign").cast(pl.Float64, strict=False),
        window.alias("window"),
    )
    bad = frame.with_row_index("row", 2).filter(
        pl.any_horizontal(pl.col("a", "b", "sign").is_null())
        | (pl.col("a").str.len_chars() == 0) | (pl.col("b").str.len_chars() == 0)
        | (pl.col("sign").round() != pl.col("sign"))
    )  # fmt: skip
    if bad.height:
        raise UsageError("an edge needs two names and a whole sign", where=f"edge row {bad['row'][0]}")
    return frame.cast({"sign": pl.Int64})


def windows(edges: pl.DataFrame) -> list[str | None]:
    """The windows of edges in the order they first appear; [None] when there are none."""
    return read_edges(edges)["window"].unique(maintain_order=True).to_list()


def graph_of(edges: pl.DataFrame, window: str | None = None) -> SignedGraph:
    """The graph of one window; None: all rows, which must then belong to one window.

    Raises UsageError for an unknown window, and when several windows would be mixed.
    """
    frame = read_edges(edges)
    there = frame["window"].unique(maintain_order=True).to_list()
    if window is None and len(there) > 1:
        raise UsageError(f"the edges hold {len(there)} windows", todo="Choose one, or analyse each")
    if window is not None:
        frame = frame.filter(pl.col("window") == window)
        if frame.is_empty():
            names = ", ".join(map(str, there))
            raise UsageError(f"no edges in window {window!r}", todo=f"Choose one of: {names}")
    return signed_graph(frame.select("a", "b", "sign").iter_rows())
