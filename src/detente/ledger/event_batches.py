"""A batch of event data: millions of rows by month, written by a reader, settled against the record, committed.

batches/ev-<id>/events/month=2018-01/*.parquet   rows of EVENT_SCHEMA that the ledger did not hold before
                duplicates.parquet   statement_id, duplicate_of: rows that tell an event told before
                contested.parquet    what this and earlier batches say differently under one key
                notes.parquet        statement_id, note: what is said of a publisher's known errors; often not there
                volumes.parquet      good rows a day, and those between two states
                events.json          source, property, names of the line's fields, counts
                statements.parquet   empty; the other files are those of every batch
"""

from __future__ import annotations

import builtins
import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC
from pathlib import Path
from typing import Any, Final

import polars as pl

from detente.errors import LedgerError
from detente.ledger import batches, record
from detente.ledger.event_settling import SPILL, settle
from detente.ledger.ledger import BatchResult, EventFolder, EventsTaken, SetAside
from detente.ledger.schema import STORED_SCHEMA
from detente.ledger.snapshots import snapshot_record

PREFIX: Final = "ev-"
EVENTS: Final = "events.json"


@dataclass(frozen=True, slots=True)
class EventBatch:
    """A committed batch of event data. `fields`: names of the fields of a published line."""

    folder: Path
    source: str
    snapshot: str
    recorded_at: str
    property: str
    selection: str
    rows: int
    statements: int
    restated: int
    set_aside: int
    duplicates: int
    contested: int
    fields: tuple[str, ...]
    noted: int = 0

    @builtins.property
    def name(self) -> str:
        """Its id."""
        return self.folder.name

    def result(self) -> BatchResult:
        """What adding it again does: nothing."""
        held = self.statements + self.restated
        return BatchResult(self.name, self.rows, held, self.set_aside, held)


def event_batch_id(source: str, sha256: str, selection: str) -> str:
    """Id of an event batch: "ev-" and 20 hex digits over the source, the bytes and which rows are kept."""
    return PREFIX + hashlib.sha256(f"{source}\n{sha256}\n{selection}\n".encode()).hexdigest()[:20]


def read_event_batch(folder: Path) -> EventBatch:
    """An event batch from its events.json. Raises LedgerError where it cannot be read."""
    try:
        raw = json.loads((folder / EVENTS).read_bytes())
        return EventBatch(folder=folder, **(raw | {"fields": tuple(raw["fields"])}))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LedgerError(f"damaged batch ({error})", where=str(folder), todo=batches.MEND) from error


def event_batches(folder: Path) -> list[EventBatch]:
    """The committed event batches of a ledger's folder of batches."""
    return [read_event_batch(folder / name) for name in batches.names(folder) if name.startswith(PREFIX)]


def write_event_batch(
    final: Path, earlier: Sequence[EventBatch], selection: str, write: Callable[[EventFolder], EventsTaken]
) -> BatchResult:
    """Has the reader fill a folder aside, settles it against `earlier` (same source), and commits it.

    What is raised meanwhile, a file that is refused too, leaves nothing behind.
    """
    aside = record.temporary(final.parent)
    aside.mkdir()
    try:
        return _write_aside(aside, final, earlier, selection, write)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def _write_aside(
    aside: Path,
    final: Path,
    earlier: Sequence[EventBatch],
    selection: str,
    write: Callable[[EventFolder], EventsTaken],
) -> BatchResult:
    with _SetAsideFile(aside / batches.SET_ASIDE) as rows_aside:
        taken = write(EventFolder(aside / "events", final.name, aside / SPILL, rows_aside.add))
        settled = settle(aside, taken, [batch.folder for batch in earlier], rows_aside.add)
    shutil.rmtree(aside / SPILL, ignore_errors=True)
    pl.DataFrame(schema=STORED_SCHEMA).write_parquet(aside / batches.STATEMENTS)
    batch = EventBatch(
        folder=final,
        source=taken.snapshot.source,
        snapshot=taken.snapshot.sha256,
        recorded_at=taken.snapshot.recorded_at.astimezone(UTC).isoformat(),
        property=taken.property,
        selection=selection,
        rows=taken.snapshot.rows,
        set_aside=rows_aside.count,
        fields=taken.fields,
        noted=len(taken.notes),
        **settled.counts(),
    )
    said = {name: value for name, value in asdict(batch).items() if name != "folder"}
    record.write_synced(aside / EVENTS, batches.as_json(said))
    record.write_synced(aside / batches.SNAPSHOT, batches.as_json(snapshot_record(taken.snapshot)))
    commit(aside, final, batch)
    held = batch.statements + batch.restated
    return BatchResult(final.name, batch.rows, held, batch.set_aside, batch.restated)


def commit(aside: Path, final: Path, batch: EventBatch) -> None:
    """Syncs every file and folder, writes the manifest, and gives the folder its name."""
    for path in sorted(aside.rglob("*"), reverse=True):
        record.sync(path)
    manifest = batches.manifest(aside, final.name, 0, batch.restated)
    record.write_synced(aside / batches.MANIFEST, batches.as_json(manifest))
    record.sync(aside)
    record.commit(aside, final)


class _SetAsideFile:
    """set_aside.jsonl, written row by row: a damaged file can have very many."""

    def __init__(self, path: Path) -> None:
        self._path, self.count = path, 0

    def __enter__(self) -> _SetAsideFile:
        self._file = self._path.open("x", encoding="utf-8")
        return self

    def __exit__(self, *_: Any) -> None:
        self._file.close()

    def add(self, rows: Iterable[SetAside]) -> None:
        """Appends rows in the order given."""
        for row in rows:  # spelled out: asdict takes three times as long
            told = {"row_number": row.row_number, "reason": row.reason, "row": row.row}
            self._file.write(json.dumps(told, ensure_ascii=False) + "\n")
            self.count += 1
