"""What an engine must be able to do. DuckDB is the embedded one; Spark can stand behind the same class."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from detente.model.judgement import Judgement
from detente.model.source import Snapshot
from detente.model.statement import Statement


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that a source's own rules leave out, kept with its place and the rule."""

    row_number: int
    reason: str
    row: str


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What adding a batch did. `already_there`: statements the ledger held before."""

    batch: str
    rows: int
    statements: int
    set_aside: int
    already_there: int


@dataclass(frozen=True, slots=True)
class EventFolder:
    """Where a reader of event data writes: files of EVENT_SCHEMA as month=2018-01/NAME.parquet under `path`.

    `batch`: the name to write in the column of that name. `spill`: where temporary files may go. `set_aside`:
    keeps rows that are damaged or left out.
    """

    path: Path
    batch: str
    spill: Path
    set_aside: Callable[[Iterable[SetAside]], None]


@dataclass(frozen=True, slots=True)
class EventsTaken:
    """What a reader of event data read from one file.

    `fields`: names of the fields of a published line; `same_event`: columns whose values are equal in rows that
    tell one event again (empty: none can); `volumes`: day, good rows, good rows between two different states;
    `notes`: ids of statements with what is said of a known error in their rows.
    """

    batch: str
    snapshot: Snapshot
    property: str
    fields: tuple[str, ...]
    same_event: tuple[str, ...]
    volumes: Sequence[tuple[date, int, int]]
    notes: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something `ledger verify` found; `repairable`: `ledger repair` can put it right without loss."""

    where: str
    what: str
    repairable: bool


class Ledger(Protocol):
    """The append-only record. All reading methods take `as_of`: None means everything known today.

    A statement is visible on day D when its `known_from` is not after D and no judgement made by D rejects
    it. Of statements of one source with the same `key` and `property`, the one from the newest release
    (snapshot `release`, then time of recording) is current; `current=False` shows them all.
    """

    @property
    def path(self) -> Path:
        """Its folder."""
        ...

    def add_batch(
        self, statements: pl.DataFrame, snapshot: Snapshot, set_aside: Sequence[SetAside] = ()
    ) -> BatchResult:
        """Add all statements read from one snapshot, or nothing. Adding the same twice changes nothing."""
        ...

    def add_event_batch(
        self,
        source: str,
        sha256: str,
        write: Callable[[EventFolder], EventsTaken],
        *,
        selection: str = "all",
    ) -> BatchResult:
        """Add event data at volume: `write` fills a folder with Parquet by month; then all of it, or nothing.

        The same bytes with the same `selection` (which rows are kept) change nothing, and `write` is not called.
        """
        ...

    def add_judgements(self, judgements: Iterable[Judgement]) -> int:
        """Add judgements, all or nothing; returns how many were new."""
        ...

    def statements(
        self,
        *,
        properties: Collection[str] | None = None,
        sources: Collection[str] | None = None,
        actors: Collection[str] | None = None,
        between: tuple[Collection[str], Collection[str]] | None = None,
        objects: Collection[str] | None = None,
        as_of: date | None = None,
        current: bool = True,
    ) -> pl.DataFrame:
        """Statements as a frame (STATEMENT_SCHEMA plus recorded_at), sorted by start, end, statement_id.

        `actors`: keeps statements that name any of these codes on either side; `between`: keeps those
        that name at least one code of each collection.
        """
        ...

    def statement(self, statement_id: str) -> Statement:
        """One statement. Raises LedgerError for an id the ledger does not hold."""
        ...

    def by_ids(self, ids: Collection[str]) -> pl.DataFrame:
        """The statements of these ids, current or not. Raises LedgerError for ids the ledger does not hold."""
        ...

    def snapshots(self, source: str | None = None) -> list[Snapshot]:
        """What was ingested, oldest first."""
        ...

    def snapshot(self, sha256: str) -> Snapshot:
        """One snapshot. Raises LedgerError for bytes the ledger has not seen."""
        ...

    def judgements(self, as_of: date | None = None) -> list[Judgement]:
        """Judgements made by that day, oldest first."""
        ...

    def judgement(self, judgement_id: str) -> Judgement:
        """One judgement. Raises LedgerError for an id the ledger does not hold."""
        ...

    def view(self, name: str, as_of: date | None = None, **parameters: Any) -> pl.DataFrame:
        """The result of views/NAME.sql, a portable query over the table `current_statements`."""
        ...

    def verify(self) -> list[Problem]:
        """Re-reads everything and checks it against its checksums."""
        ...

    def repair(self) -> list[Problem]:
        """Puts right what can be put right without losing a whole batch; returns what it did."""
        ...

    def close(self) -> None:
        """Lets go of the cache."""
        ...
