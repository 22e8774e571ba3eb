"""From a file on disk to statements in the ledger."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from detente.errors import CaseError, SourceError, UsageError
from detente.ledger.ledger import EventFolder, EventsTaken, Ledger, SetAside
from detente.model.judgement import Judgement
from detente.model.source import Coverage, Snapshot
from detente.read.document import Document
from detente.sources.corrections import corrected, known_errors
from detente.sources.event_layout import EventReader
from detente.sources.event_volume import Selection, take_events
from detente.sources.registry import reader
from detente.sources.repeats import without_repeats
from detente.study.case import Case


@dataclass(frozen=True, slots=True)
class Ingested:
    """What ingesting one file did; the command line's record."""

    source: str
    file: str
    rows: int
    statements: int
    set_aside: int
    already_there: int

    def record(self) -> dict[str, Any]:
        """The JSON record."""
        return {
            "source": self.source,
            "file": self.file,
            "rows": self.rows,
            "statements": self.statements,
            "set_aside": self.set_aside,
            "already_there": self.already_there,
        }


def ingest_file(
    ledger: Ledger,
    source: str,
    path: Path,
    *,
    selection: Selection = "all",
    progress: Callable[[int], None] | None = None,
) -> Ingested:
    """Read a data set's file strictly, correct its known errors and add its statements, all or nothing.

    `selection` and `progress` (told the bytes read so far) are for event data at volume. Raises SourceError (the
    ledger is then unchanged) and UsageError for an unknown source or a selection that it does not have.
    """
    chosen = reader(source)
    if isinstance(chosen, EventReader):
        return ingest_events(ledger, chosen, path, selection=selection, progress=progress)
    if selection != "all":
        raise UsageError(f"{source} has no rows to choose from by actors", todo="Leave --actors out")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"cannot be read ({error.strerror})", where=str(path), todo="Check the path"
        ) from error
    taken = corrected(chosen.take(data, path.name), known_errors(source), path.name)
    taken = without_repeats(taken, path.name)
    snapshot = Snapshot(
        sha256=hashlib.sha256(data).hexdigest(),
        source=source,
        file=path.name,
        size_bytes=len(data),
        recorded_at=datetime.now(UTC),
        rows=taken.rows,
        coverage=taken.coverage,
        release=taken.release,
    )
    aside = [SetAside(row.row_number, row.reason, row.row) for row in taken.left_out]
    done = ledger.add_batch(taken.statements, snapshot, aside)
    return Ingested(source, path.name, taken.rows, done.statements, done.set_aside, done.already_there)


def ingest_events(
    ledger: Ledger,
    chosen: EventReader,
    path: Path,
    *,
    selection: Selection = "all",
    progress: Callable[[int], None] | None = None,
) -> Ingested:
    """Add a file of event data as a batch of Parquet by month. Raises SourceError; the ledger is then unchanged."""
    if path.exists() and not path.is_file():  # it is read twice, which a pipe cannot be
        raise SourceError("this is no regular file", where=path.name, todo="Save it as one first")
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SourceError(
            f"cannot be read ({error.strerror})", where=str(path), todo="Check the path"
        ) from error

    def write(folder: EventFolder) -> EventsTaken:
        return take_events(chosen, path, folder, sha256=sha256, selection=selection, progress=progress)

    name = chosen.source.name
    done = ledger.add_event_batch(name, sha256, write, selection=selection)
    return Ingested(name, path.name, done.rows, done.statements, done.set_aside, done.already_there)


def ingest_document(
    ledger: Ledger, document: Document, statements: pl.DataFrame, size_bytes: int
) -> Ingested:
    """Add the statements read in one document."""
    days = [day for column in ("start", "end") for day in statements[column].drop_nulls().to_list()]
    coverage = Coverage(
        start=min(days, default=date.min),
        end=max(days, default=date.max),
        completeness="sample",
        note="what one document says",
    )
    snapshot = Snapshot(
        sha256=document.sha256,
        source="document",
        file=document.name,
        size_bytes=size_bytes,
        recorded_at=datetime.now(UTC),
        rows=statements.height,
        coverage=coverage,
    )
    done = ledger.add_batch(statements, snapshot)
    return Ingested(
        "document", document.name, statements.height, done.statements, done.set_aside, done.already_there
    )


def ingest_case(ledger: Ledger, case: Case) -> None:
    """Add all files and judgements of a case; what is there already stays as it is."""
    for file, source in case.sources:
        # The chronology of a new case has no row yet.
        if source != "chronology" or _has_rows(case.folder / file):
            ingest_file(ledger, source, case.folder / file)
    if case.judgements is not None:
        ledger.add_judgements(case_judgements(case))


def _has_rows(path: Path) -> bool:
    return any(line.strip() for line in path.read_bytes().splitlines()[1:])


def case_judgements(case: Case) -> list[Judgement]:
    """The judgements of a case's JSONL file. Raises CaseError naming the line that is none."""
    assert case.judgements is not None
    return list(
        parse_judgements(case.read_text(case.judgements).splitlines(), str(case.folder / case.judgements))
    )


def parse_judgements(lines: Iterable[str], where: str) -> Iterable[Judgement]:
    """Judgements from JSONL lines."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
            yield Judgement(
                kind=raw["kind"],
                subjects=tuple(raw["subjects"]),
                value=raw["value"],
                reason=raw["reason"],
                made_by=raw["made_by"],
                made_on=date.fromisoformat(raw["made_on"]),
                replaces=raw.get("replaces"),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise CaseError(
                f"not a judgement ({error!r})", where=f"{where}, line {number}", todo="See the case format"
            ) from error
