"""The process that is killed while it ingests. Importing this makes no frame, so that a server can be forked."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path

import polars as pl

from detente.ledger.duckdb import DuckLedger
from detente.model.source import Snapshot
from tests.ledger.samples import snapshot, votes

STATES = ("PAK", "RUS", "IND")
BATCHES = 8


def files() -> list[tuple[pl.DataFrame, Snapshot]]:
    """What is ingested: a roll call a file."""
    return [
        (votes(*((n, state, 1 + n % 3) for state in STATES)), snapshot(f"f{n}", day=n))
        for n in range(BATCHES)
    ]


def ingest(path: str, ready: Connection, before: int) -> None:
    """Adds `before` files, says that it is ready, and adds every file over and over until it is killed."""
    ledger = DuckLedger.open(Path(path), create=True)
    given = files()
    for frame, taken in given[:before]:
        ledger.add_batch(frame, taken)
    ready.send("ready")
    while True:
        for frame, taken in given:
            ledger.add_batch(frame, taken)
