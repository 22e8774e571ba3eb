"""The embedded engine: Parquet and JSONL on disk are the record, DuckDB answers questions over it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final, Self

import polars as pl

from detente.errors import LedgerError
from detente.ledger import batches, checks, event_batches, judgements, queries, record
from detente.ledger.cache import Cache
from detente.ledger.ledger import BatchResult, EventFolder, EventsTaken, Problem, SetAside
from detente.ledger.lock import exclusive
from detente.ledger.schema import FORMAT, VISIBLE_SCHEMA, checked
from detente.ledger.selection import selection
from detente.ledger.snapshots import snapshot_record
from detente.model.judgement import Judgement
from detente.model.source import Snapshot
from detente.model.statement import Statement

LEDGER_FILE: Final = "ledger.json"
FOLDERS: Final = ("batches", "judgements")
LOCK: Final = "lock"
WAIT_SECONDS: Final = 600.0


class DuckLedger:
    """A ledger in a folder. See the protocol `Ledger` for what its methods mean.

    It may be used from several threads, one at a time, and the folder by several processes.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._cache = Cache(path)
        self._one_at_a_time = threading.RLock()

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Self:
        """The ledger in a folder. `create`: make one where the folder is empty or not there.

        Raises LedgerError for a folder that is not a ledger or one of a newer version.
        """
        path = Path(path)
        if not (path / LEDGER_FILE).is_file():
            if not create:
                raise LedgerError(
                    "there is no ledger in this folder",
                    where=str(path),
                    todo="Name the folder of one, or make it with `detente ingest SOURCE FILE --ledger DIR`",
                )
            _create(path)
        _check_format(path / LEDGER_FILE)
        return cls(path)

    @property
    def path(self) -> Path:
        """Its folder."""
        return self._path

    def add_batch(
        self, statements: pl.DataFrame, snapshot: Snapshot, set_aside: Sequence[SetAside] = ()
    ) -> BatchResult:
        """Add all statements read from one snapshot, or nothing. Adding the same twice changes nothing.

        `statements` of the result counts the whole batch; `already_there` those of it that the ledger held.
        Raises LedgerError for a frame that is not of STATEMENT_SCHEMA, that repeats an id, or whose source or
        snapshot is not the snapshot's.
        """
        frame = checked(statements, snapshot.source, snapshot.sha256)
        snapshot_record(snapshot)
        name = batches.batch_id(snapshot.source, snapshot.sha256, frame["statement_id"])
        with self._writing():
            folder = self._path / "batches" / name
            if folder.exists():
                if self._whole(folder):
                    return BatchResult(name, snapshot.rows, frame.height, len(set_aside), frame.height)
                # Damaged since: the same statements come in again, so what is set aside here holds nothing more.
                record.commit(folder, record.temporary(folder.parent))
            held = self._ids_of(snapshot.source)
            there = frame["statement_id"].is_in(held.implode()) if len(held) else None
            new = frame if there is None else frame.filter(~there)
            restated = frame["statement_id"].clear() if there is None else frame["statement_id"].filter(there)
            batches.write_batch(folder, new, restated, snapshot, set_aside)
        return BatchResult(name, snapshot.rows, frame.height, len(set_aside), len(restated))

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
        Whatever `write` raises leaves the ledger as it was.
        """
        name = event_batches.event_batch_id(source, sha256, selection)
        with self._writing():
            folder = self._path / "batches" / name
            if folder.exists():
                if self._whole(folder):
                    return event_batches.read_event_batch(folder).result()
                record.commit(folder, record.temporary(folder.parent))
            earlier = [batch for batch in self._event_batches() if batch.source == source]
            return event_batches.write_event_batch(folder, earlier, selection, write)

    def add_judgements(self, judgements_made: Iterable[Judgement]) -> int:
        """Add judgements, all or nothing; returns how many were new."""
        given = list(judgements_made)
        with self._writing():
            return judgements.add(self._path / "judgements", given)

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

        An empty collection selects nothing; None selects everything.
        """
        query, values = selection(
            properties=properties,
            sources=sources,
            actors=actors,
            between=between,
            objects=objects,
            current=current,
        )
        base = self._base_of(properties, sources)
        return self._ask(query, {"as_of": as_of, **values}, base).cast(VISIBLE_SCHEMA)  # type: ignore[arg-type]

    def statement(self, statement_id: str) -> Statement:
        """One statement, current or not. Raises LedgerError for an id the ledger does not hold."""
        query = "select s.* from statements s where s.statement_id = :statement_id"
        values = {"as_of": None, "statement_id": statement_id}
        found = self._ask(query, values)
        if not found.height and self._event_batches():
            found = self._ask(query, values, "events")
        if not found.height:
            raise LedgerError(
                f"the ledger holds no statement {statement_id}",
                where=str(self._path),
                todo="Check the id, or name another ledger with --ledger",
            )
        return Statement.from_row(found.row(0, named=True))

    def by_ids(self, ids: Collection[str]) -> pl.DataFrame:
        """The statements of these ids, current or not. Raises LedgerError for ids the ledger does not hold."""
        columns = ", ".join(f"s.{name}" for name in VISIBLE_SCHEMA)
        query = (
            f"select {columns} from statements s "
            "where s.statement_id in (select unnest(cast(:ids as varchar[]))) order by s.statement_id"
        )
        found = self._ask(query, {"as_of": None, "ids": sorted(set(ids))})
        if (rest := sorted(set(ids) - set(found["statement_id"]))) and self._event_batches():
            events = self._ask(query, {"as_of": None, "ids": rest}, "events")
            found = pl.concat([found.cast(VISIBLE_SCHEMA), events.cast(VISIBLE_SCHEMA)])  # type: ignore[arg-type]
            found = found.sort("statement_id")
        found = found.unique("statement_id", keep="first", maintain_order=True)
        if lacking := sorted(set(ids) - set(found["statement_id"])):
            raise LedgerError(
                f"the ledger holds no statement {lacking[0]}"
                + (f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""),
                where=str(self._path),
                todo="Check the id, or name another ledger with --ledger",
            )
        return found.cast(VISIBLE_SCHEMA)  # type: ignore[arg-type]

    def snapshots(self, source: str | None = None) -> list[Snapshot]:
        """What was ingested, oldest first; bytes ingested twice stand once, as last recorded."""
        last: dict[tuple[str, str], Snapshot] = {}
        for batch in self._batches():
            key = (batch.snapshot.source, batch.snapshot.sha256)
            if key not in last or last[key].recorded_at <= batch.snapshot.recorded_at:
                last[key] = batch.snapshot
        found = [s for s in last.values() if source is None or s.source == source]
        return sorted(found, key=lambda s: (s.recorded_at, s.source, s.release, s.sha256))

    def snapshot(self, sha256: str) -> Snapshot:
        """One snapshot. Raises LedgerError for bytes the ledger has not seen."""
        for snapshot in self.snapshots():
            if snapshot.sha256 == sha256:
                return snapshot
        raise LedgerError(f"the ledger has seen no file with sha256 {sha256}", where=str(self._path))

    def set_aside(self, source: str | None = None) -> list[tuple[Snapshot, SetAside]]:
        """Rows that sources' own rules left out, each with the snapshot it stands in."""
        return [
            (batch.snapshot, row)
            for batch in self._batches()
            if source is None or batch.snapshot.source == source
            for row in batch.set_aside()
        ]

    def judgements(self, as_of: date | None = None) -> list[Judgement]:
        """Judgements made by that day, oldest first."""
        found = judgements.read(self._path / "judgements")
        return sorted((j for j in found if as_of is None or j.made_on <= as_of), key=lambda j: j.made_on)

    def judgement(self, judgement_id: str) -> Judgement:
        """One judgement. Raises LedgerError for an id the ledger does not hold."""
        for judgement in self.judgements():
            if judgement.judgement_id == judgement_id:
                return judgement
        raise LedgerError(f"the ledger holds no judgement {judgement_id}", where=str(self._path))

    def view(self, name: str, as_of: date | None = None, **parameters: Any) -> pl.DataFrame:
        """The result of views/NAME.sql. Collections as parameters are given as lists of texts.

        Raises LedgerError for a view that is not there and for parameters that are not its own.
        """
        query = queries.text(name)
        if (wanted := queries.parameters(query) - {"as_of"}) != set(parameters):
            listed = ", ".join(sorted(wanted)) or "no parameters"
            raise LedgerError(f"view {name} takes {listed}, not {', '.join(sorted(parameters)) or 'none'}")
        values = {
            key: sorted(value) if isinstance(value, set | frozenset | tuple) else value
            for key, value in parameters.items()
        }
        base: queries.Base = "every" if name in queries.EVERY and self._event_batches() else "held"
        return self._ask(query, {"as_of": as_of, **values}, base)

    def verify(self) -> list[Problem]:
        """Re-reads everything and checks it against its checksums."""
        return checks.verify(self._path)

    def repair(self) -> list[Problem]:
        """Puts right what can be put right without losing anything; returns what it did."""
        with self._writing():
            self._cache.close()
            return checks.repair(self._path)

    def close(self) -> None:
        """Lets go of the cache; the ledger may still be used and opens it again."""
        with self._one_at_a_time:
            self._cache.close()

    def _ask(self, query: str, values: dict[str, Any], base: queries.Base = "held") -> pl.DataFrame:
        with self._one_at_a_time:
            return self._cache.query(queries.composed(query, base), values)

    def _base_of(self, properties: Collection[str] | None, sources: Collection[str] | None) -> queries.Base:
        """Where statements of these properties and sources can be; event data are not read in vain."""
        events = self._event_batches()
        of_events = {batch.property for batch in events}, {batch.source for batch in events}
        asked = properties, sources
        if not events or any(a is not None and not o & set(a) for a, o in zip(asked, of_events, strict=True)):
            return "held"
        only = any(a is not None and o >= set(a) for a, o in zip(asked, of_events, strict=True))
        return "events" if only else "every"

    def _event_batches(self) -> list[event_batches.EventBatch]:
        return event_batches.event_batches(self._path / "batches")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with exclusive(self._path / LOCK, wait_seconds=WAIT_SECONDS):
                for name in FOLDERS:
                    record.clear_temporary(self._path / name)
                yield
        except PermissionError as error:
            raise LedgerError(
                f"the ledger cannot be written to ({error.strerror})",
                where=str(error.filename or self._path),
                todo="Name another ledger with --ledger",
            ) from error

    def _batches(self) -> list[batches.Batch]:
        folder = self._path / "batches"
        return [batches.read_batch(folder / name) for name in batches.names(folder)]

    def _whole(self, folder: Path) -> bool:
        try:
            return not list(batches.read_batch(folder).damage())
        except LedgerError:
            return False

    def _ids_of(self, source: str) -> pl.Series:
        ids = [b.stored_ids() for b in self._batches() if b.snapshot.source == source and b.stored]
        return pl.concat(ids) if ids else pl.Series(dtype=pl.String)


def _create(path: Path) -> None:
    """An empty ledger; its ledger.json comes last, so that half a folder is no ledger and can be made one."""
    own = {*FOLDERS, LEDGER_FILE}
    if path.is_dir() and (other := sorted(p.name for p in path.iterdir() if p.name not in own)):
        left = [name for name in other if not name.startswith(record.TEMPORARY)]
        if left:
            raise LedgerError(
                f"the folder is not empty and not a ledger (it holds {left[0]})",
                where=str(path),
                todo="Name an empty folder for a new ledger",
            )
    for name in FOLDERS:
        (path / name).mkdir(parents=True, exist_ok=True)
    record.commit_file(path / LEDGER_FILE, batches.as_json({"ledger": "detente", "format": FORMAT}))


def _check_format(file: Path) -> None:
    try:
        found = json.loads(file.read_bytes())["format"]
    except (ValueError, KeyError, TypeError) as error:
        raise LedgerError(
            f"this is not a ledger's record ({error})",
            where=str(file),
            todo=f'Write {{"ledger": "detente", "format": {FORMAT}}} into it if the folder is a ledger',
        ) from error
    if found != FORMAT:
        raise LedgerError(
            f"the ledger is of format {found}, this version reads {FORMAT}",
            where=str(file),
            todo="Use the version of Detente that made it",
        )
