"""Event data at volume: DuckDB reads a file's lines and writes rows of EVENT_SCHEMA by month.

Lines come in parts of some dozen megabytes. Each is split, classed and checked in SQL; good rows go to
Parquet, damaged ones aside with their line. One part is unpacked while the one before it is worked on.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any, Final, Literal

import duckdb

from detente.errors import SourceError, UnknownActorError
from detente.ledger.event_schema import COMPRESSION, EVENT_SCHEMA, quoted, statement_id_sql
from detente.ledger.ledger import EventFolder, EventsTaken, SetAside
from detente.model.source import Snapshot
from detente.sources import event_sql
from detente.sources.corrections import known_errors
from detente.sources.event_corrections import RowCorrections
from detente.sources.event_layout import EventReader
from detente.sources.event_states import Spell, spells
from detente.sources.line_chunks import BadLine, Chunk, chunks

Selection = Literal["all", "states"]
"""Which rows are kept: all, or those between two different states. Both count in the volumes."""

PART_BYTES: Final = 32 << 20
WORKERS: Final = max(2, min(4, os.cpu_count() or 1))
FEW_ROWS: Final = 2000
"""A month with fewer rows of a part is written with all others like it."""
HEAD_BYTES: Final = 1 << 20
HEAD_LINES: Final = 1000


@dataclass
class _Part:
    """Lines written to a temporary file for DuckDB."""

    path: Path
    first_line: int
    lines: int
    bad: list[BadLine]
    special: frozenset[str]
    read_bytes: int


@dataclass(frozen=True, slots=True)
class _Done:
    """What working on a part gave: rows set aside; per day the good rows, those between states, and the rows that
    publish another quad class or score than their code has; ids with what is said of a known error.
    """

    set_aside: list[SetAside]
    days: list[tuple[Any, ...]]
    notes: list[tuple[str, str]]
    read_bytes: int


def take_events(
    reader: EventReader,
    path: Path,
    folder: EventFolder,
    *,
    sha256: str,
    selection: Selection = "all",
    progress: Callable[[int], None] | None = None,
) -> EventsTaken:
    """Reads a file (txt, csv, zip, gz) into the folder. `progress` is told how many bytes of it are read.

    Raises SourceError when the file is none of the reader's layouts, is cut off, holds no good line, or has more
    damaged lines than good ones.
    """
    work = _Work(reader, path, folder, selection)
    try:
        work.run(progress)
    except duckdb.Error as error:
        what = str(error).split("\n", 1)[0]
        raise SourceError(f"DuckDB cannot read it ({what})", where=path.name, todo="Report it") from error
    finally:
        shutil.rmtree(folder.spill, ignore_errors=True)
    return work.taken(sha256)


class _Work:
    """One file on its way."""

    def __init__(self, reader: EventReader, path: Path, folder: EventFolder, selection: Selection) -> None:
        self._reader, self._path, self._folder, self._selection = reader, path, folder, selection
        self._layout = reader.layout_of(_head(path), path.name)
        self._corrections = RowCorrections.of(self._layout, known_errors(reader.source.name))
        self._recorded_at = datetime.now(UTC)
        self._volumes: dict[date, list[int]] = defaultdict(lambda: [0, 0])
        self._rows = self._damaged = self._other_quads = self._other_scores = 0
        self._first_damage: SetAside | None = None
        self._notes: list[tuple[str, str]] = []
        self._known: set[str] = set()
        self._learning = Lock()

    def run(self, progress: Callable[[int], None] | None) -> None:
        """Works through the file, some parts at a time."""
        self._folder.spill.mkdir(parents=True)
        with (
            event_sql.connect(self._folder.spill) as connection,
            ThreadPoolExecutor(1) as ahead,
            ThreadPoolExecutor(WORKERS) as workers,
        ):
            event_sql.create_codes(connection, self._layout)
            busy: deque[Future[_Done]] = deque()
            for number, part in enumerate(_one_ahead(ahead, self._parts())):
                busy.append(workers.submit(self._take, connection.cursor(), part, number))
                if len(busy) > WORKERS:
                    self._account(busy.popleft().result(), progress)
            while busy:
                self._account(busy.popleft().result(), progress)
        good = self._rows - self._damaged
        if good < self._damaged or not good:
            first = self._first_damage
            said = f"; line {first.row_number}: {first.reason}" if first else ""
            raise SourceError(
                f"{self._damaged} of {self._rows} lines are damaged{said}",
                where=self._path.name,
                todo="Download it again, or check that it is this data set",
            )

    def taken(self, sha256: str) -> EventsTaken:
        """What to tell the ledger."""
        days = sorted(self._volumes)
        record = self._reader.source.coverage
        note = "; ".join(filter(None, (record.note, self._remarks())))
        return EventsTaken(
            batch=self._folder.batch,
            snapshot=Snapshot(
                sha256=sha256,
                source=self._reader.source.name,
                file=self._path.name,
                size_bytes=self._path.stat().st_size,
                recorded_at=self._recorded_at,
                rows=self._rows,
                coverage=replace(record, start=days[0], end=days[-1], note=note),
            ),
            property=self._layout.property,
            fields=self._layout.fields,
            same_event=self._layout.same_event,
            volumes=[(day, *self._volumes[day]) for day in days],  # type: ignore[misc]
            notes=self._notes,
        )

    def _remarks(self) -> str:
        said = [f"layout {self._layout.name}"]
        if self._selection == "states":
            said.append("only rows between two different states are kept")
        if self._other_quads:
            said.append(f"{self._other_quads} rows publish another quad class than their root code has")
        if self._other_scores:
            said.append(
                f"{self._other_scores} rows publish another score than the {self._layout.goldstein} table"
            )
        return "; ".join(said)

    def _parts(self) -> Iterator[_Part]:
        first = 2 if self._layout.header else 1
        part: _Part | None = None
        file = None
        for chunk in chunks(self._path, encoding=self._layout.encoding, first_line=first):
            if part is None:
                part = _Part(
                    self._folder.spill / f"{chunk.first_line}.txt", chunk.first_line, 0, [], frozenset(), 0
                )
                file = part.path.open("xb")
            assert file is not None
            file.write(chunk.data)
            _extend(part, chunk)
            if file.tell() >= PART_BYTES:
                file.close()
                yield part
                part = None
        if part is not None and file is not None:
            file.close()
            yield part

    def _take(self, connection: duckdb.DuckDBPyConnection, part: _Part, number: int) -> _Done:
        """One part: its rows written, its damage and its days told. Runs beside others."""
        parsed, coded = f"parsed{number}", f"coded{number}"
        with connection:
            lines = event_sql.parsed(self._layout, part.path, self._corrections)
            connection.execute(f"create table {parsed} as {lines}")
            self._corrections.check(connection, parsed, part.first_line, self._path.name)
            self._learn_states(connection, parsed)
            rows = event_sql.coded(self._layout, parsed, part.first_line, self._corrections)
            connection.execute(f"create view {coded} as {rows}")
            days, bad = self._days(connection, parsed, coded, part.first_line)
            notes = self._write(connection, coded, part, number, days)
            connection.execute(f"drop view {coded}")
            connection.execute(f"drop table {parsed}")
        part.path.unlink()
        aside = [SetAside(*row) for row in bad] + [SetAside(b.number, b.reason, b.text) for b in part.bad]
        return _Done(sorted(aside, key=lambda row: row.row_number), days, notes, part.read_bytes)

    def _days(
        self, connection: duckdb.DuckDBPyConnection, parsed: str, coded: str, first_line: int
    ) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        """What `_Done` tells of a day, and the damaged lines. Few are damaged in what takes a join to see."""
        found = connection.execute(
            f"""select start, count(*) filter (problem is null),
                  count(*) filter (problem is null and source_state <> target_state),
                  count(*) filter (problem is null and published_quad_class <> quad_class),
                  count(*) filter (problem is null and value <> score),
                  count(*) filter (problem is not null)
                from {coded} where fault is null group by start"""
        ).fetchall()
        bad = f"select {first_line} + rowid, fault, line from {parsed} where fault <> ''"
        if any(day[-1] for day in found):
            bad += f" union all select row_number, problem, line from {coded} where fault is null and problem <> ''"
        days = [day[:-1] for day in found if day[1]]
        return days, connection.execute(bad).fetchall()

    def _write(
        self,
        connection: duckdb.DuckDBPyConnection,
        coded: str,
        part: _Part,
        number: int,
        days: Sequence[tuple[Any, ...]],
    ) -> list[tuple[str, str]]:
        """Good rows to a file a month; gives their notes.

        DuckDB's own partitioned writing takes twice the time where months are few.
        """
        rows: Counter[date] = Counter()
        for day, events, *_ in days:
            rows[day.replace(day=1)] += events
        id_ = statement_id_sql(
            self._reader.source.name, "key", self._layout.property, "original", part.special
        )
        own = {"statement_id": id_, "batch": quoted(self._folder.batch)}
        columns = ", ".join(
            f"cast({own.get(name, name)} as {type_}) as {name}" for name, type_ in EVENT_SCHEMA.items()
        )
        between = " and source_state <> target_state" if self._selection == "states" else ""
        kept = f"from {coded} where problem is null{between}"
        good = f"select {columns} {kept}"
        few = [month for month, n in rows.items() if n < FEW_ROWS]
        for month in sorted(rows.keys() - set(few)):
            folder = self._folder.path / f"month={month:%Y-%m}"
            folder.mkdir(parents=True, exist_ok=True)
            file = quoted(str(folder.absolute() / f"part{number:05}.parquet"))
            last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            rows_of = f"{good} and start between date '{month}' and date '{last}'"
            connection.execute(f"copy ({rows_of}) to {file} (format parquet, {COMPRESSION})")
        if few:
            listed = ", ".join(f"date '{month}'" for month in few)
            rows_of = f"{good} and date_trunc('month', start) in ({listed})"
            connection.execute(
                f"""copy (select *, strftime(start, '%Y-%m') as month from ({rows_of}))
                    to {quoted(str(self._folder.path.absolute()))} (format parquet, {COMPRESSION},
                    partition_by (month), overwrite_or_ignore true, filename_pattern 'part{number:05}_{{i}}')"""
            )
        if not self._corrections.corrections:
            return []
        return connection.execute(f"select {id_}, note {kept} and note is not null").fetchall()

    def _account(self, done: _Done, progress: Callable[[int], None] | None) -> None:
        """Adds up a part; parts come in the order of the file."""
        self._folder.set_aside(done.set_aside)
        self._damaged += len(done.set_aside)
        self._rows += len(done.set_aside)
        self._notes += done.notes
        self._first_damage = self._first_damage or next(iter(done.set_aside), None)
        for day, events, between_states, quads, scores in done.days:
            self._volumes[day][0] += events
            self._volumes[day][1] += between_states
            self._rows += events
            self._other_quads += quads
            self._other_scores += scores
        if progress is not None:
            progress(done.read_bytes)

    def _learn_states(self, connection: duckdb.DuckDBPyConnection, parsed: str) -> None:
        """Adds the spells of codes not met before; one that names no state ever has the state "?"."""
        if "source_code" not in self._layout.columns or self._layout.state_of is None:
            return
        met = connection.execute(
            f"""select source_code from {parsed} where fault is null
                union select target_code from {parsed} where fault is null"""
        ).fetchall()
        with self._learning:
            new = {code for (code,) in met if code is not None} - self._known
            found = [spell for code in sorted(new) for spell in _spells(code, self._layout.state_of)]
            event_sql.add_spells(connection, found)
            self._known |= new


def _spells(code: str, state_of: Callable[[str, date], str | None]) -> list[Spell]:
    try:
        return spells(code, state_of)
    except UnknownActorError:
        return [Spell(code, date.min, date.max, "?")]


def _extend(part: _Part, chunk: Chunk) -> None:
    part.lines += chunk.lines
    part.bad += chunk.bad
    part.special |= chunk.special
    part.read_bytes = chunk.read_bytes


def _one_ahead(pool: ThreadPoolExecutor, parts: Iterator[_Part]) -> Iterator[_Part]:
    """The parts, each made while the one before it is in use."""
    coming: Future[_Part | None] = pool.submit(next, parts, None)
    while (part := coming.result()) is not None:
        coming = pool.submit(next, parts, None)
        yield part


def _head(path: Path) -> list[str]:
    first = next(iter(chunks(path, encoding="latin-1", chunk_bytes=HEAD_BYTES)))
    lines = first.data.decode().split("\n")
    return lines[:HEAD_LINES] if len(lines) > 1 else lines
