"""Signed networks: of a file of edges, or of a dyad and third states from the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from detente.errors import SourceError, UsageError
from detente.ledger.ledger import Ledger
from detente.network.analysis import NetworkResult, analyse, analyse_windows
from detente.network.triads import Triad
from detente.sources.table import decode, read_table
from detente.study.case import packaged_case
from detente.study.network import dyad_triads, pair_frames
from detente.world.resolve import parse_actor

NAMES = {"state_a": "a", "state_b": "b"}


def edges_network(path: Path) -> list[NetworkResult]:
    """The balance of a file of edges: columns a,b,sign (state_a,state_b accepted) and an optional window.

    Raises SourceError and UsageError for a file that is not such a network.
    """
    try:
        text = decode(path.read_bytes(), path.name)
    except OSError as error:
        raise SourceError(
            f"cannot be read ({error.strerror})", where=str(path), todo="Check the path"
        ) from error
    header = tuple(name.strip().strip('"') for name in text.split("\n", 1)[0].strip("\r").split(","))
    columns = tuple(NAMES.get(name, name) for name in header)
    wanted = {"a", "b", "sign"} | ({"window"} & set(columns))
    table = read_table(text, path.name, use=wanted, header=columns)
    frame = table.frame.select(wanted - {"sign"}).with_columns(table.numbers("sign", whole=True))
    return analyse_windows(frame)


def dyad_network(
    ledger: Ledger, dyad: tuple[str, str], thirds: Sequence[str], *, as_of: date, exact: bool
) -> list[dict[str, Any]]:
    """One network record per period with its triads; the third states of the packaged case by default."""
    case = packaged_case()
    others = [parse_actor(code) for code in thirds] or (
        list(case.third_parties) if set(case.dyad) == set(dyad) else []
    )
    if not others:
        raise UsageError("no third state is named", todo="Name some: --with 'USA CHN'")
    if twice := set(others) & set(dyad):
        raise UsageError(f"{sorted(twice)[0]} is one of the two", todo="Name other third states")
    frames = pair_frames(ledger, dyad, others, as_of, exact=exact)
    windows: dict[tuple[date, date], list[Triad]] = {}
    for triad in dyad_triads(frames, dyad, others, as_of):
        windows.setdefault(triad.window, []).append(triad)
    return [_record(window, found) for window, found in windows.items()]


def _record(window: tuple[date, date], found: Sequence[Triad]) -> dict[str, Any]:
    sides = {side.pair: side for triad in found for side in triad.sides}
    rows = [{"a": a, "b": b, "sign": side.sign} for (a, b), side in sides.items() if side.sign]
    label = f"{window[0].isoformat()}/{window[1].isoformat()}"
    states = sorted({code for pair in sides for code in pair})
    edges = [side.record() for side in sides.values()]
    result = (
        analyse(pl.DataFrame(rows)).record()
        if rows
        else dict.fromkeys(("triangles", "balanced_share", "walk_balance", "frustration", "proven"), None)
        | {"blocs": []}
    )
    return result | {
        "window": label,
        "states": states,
        "edges": edges,
        "triads": [triad.record() for triad in found],
    }
