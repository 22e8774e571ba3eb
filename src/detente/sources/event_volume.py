"""Event data at volume: DuckDB reads a file's lines and writes rows of EVENT_SCHEMA by month.

Lines come in parts of about a hundred megabytes. Each is split, classed and checked in SQL; good rows go to
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
from detente.model.cameo import goldstein_scores, plover_classes, quad_class
from detente.model.source import Snapshot
from detente.sources.event_layout import EventLayout, EventReader
from detente.sources.event_states import Spell, spells
from detente.sources.line_chunks import BadLine, Chunk, chunks

Selection = Literal["all", "states"]
"""Which rows are kept: all, or those between two different states. Both count in the volumes."""

PART_BYTES: Final = 64 << 20
WORKERS: Final = max(2, min(4, os.cpu_count() or 1))
FEW_ROWS: Final = 2000
"""A month with fewer rows of a part is written with all others like it."""
MEMORY: Final = "900MB"
HEAD_BYTES: Final = 1 << 20
HEAD_LINES: Final = 1000
READ: Final = (
    "read_csv({path}, delim = chr(1), quote = '', escape = '', header = false, auto_detect = false, new_line = '\\n', "
    "columns = {{'line': 'VARCHAR'}}, max_line_size = 33554432, buffer_size = 67108864, compression = 'none')"
)


@dataclass
class _Part:
    """Lines written to a temporary file for DuckDB."""

    path: Path
    first_line: int
    lines: int
    bad: list[BadLine]
    controls: bool
    read_bytes: int


@dataclass(frozen=True, slots=True)
class _Done:
    """What working on a part gave: rows set aside; per day the good rows, those between states, and the rows that
    publish another quad class or score than their code has.
    """

    set_aside: list[SetAside]
    days: list[tuple[Any, ...]]
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
        self._recorded_at = datetime.now(UTC)
        self._volumes: dict[date, list[int]] = defaultdict(lambda: [0, 0])
        self._rows = self._damaged = self._other_quads = self._other_scores = 0
        self._first_damage: SetAside | None = None
        self._known: set[str] = set()
        self._learning = Lock()

    def run(self, progress: Callable[[int], None] | None) -> None:
        """Works through the file, some parts at a time."""
        self._folder.spill.mkdir(parents=True)
        with (
            _connect(self._folder.spill) as connection,
            ThreadPoolExecutor(1) as ahead,
            ThreadPoolExecutor(WORKERS) as workers,
        ):
            _code_tables(connection, self._layout)
            busy: deque[Future[_Done]] = deque()
            for number, part in enumerate(_one_ahead(ahead, self._parts())):
                busy.append(workers.submit(self._take, connection.cursor(), part, number))
                if len(busy) == WORKERS:
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
                    self._folder.spill / f"{chunk.first_line}.txt", chunk.first_line, 0, [], False, 0
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
            connection.execute(f"create table {parsed} as {self._parse(part)}")
            self._learn_states(connection, parsed)
            connection.execute(f"create view {coded} as {self._code(parsed, part.first_line)}")
            bad = connection.execute(
                f"select row_number, problem, line from {coded} where problem <> '' order by row_number"
            ).fetchall()
            days = connection.execute(
                f"""select start, count(*), count(*) filter (source_state <> target_state),
                      count(*) filter (published_quad_class <> quad_class), count(*) filter (value <> score)
                    from {coded} where problem is null group by start"""
            ).fetchall()
            self._write(connection, coded, part, number, days)
            connection.execute(f"drop view {coded}")
            connection.execute(f"drop table {parsed}")
        part.path.unlink()
        rows = [SetAside(*row) for row in bad] + [SetAside(b.number, b.reason, b.text) for b in part.bad]
        return _Done(sorted(rows, key=lambda row: row.row_number), days, part.read_bytes)

    def _write(
        self,
        connection: duckdb.DuckDBPyConnection,
        coded: str,
        part: _Part,
        number: int,
        days: Sequence[tuple[Any, ...]],
    ) -> None:
        """Good rows to a file a month. DuckDB's own partitioned writing takes twice the time where months are few."""
        rows: Counter[date] = Counter()
        for day, events, *_ in days:
            rows[day.replace(day=1)] += events
        id_ = statement_id_sql(
            self._reader.source.name, "key", self._layout.property, "original", controls=part.controls
        )
        own = {"statement_id": id_, "batch": quoted(self._folder.batch)}
        columns = ", ".join(
            f"cast({own.get(name, name)} as {type_}) as {name}" for name, type_ in EVENT_SCHEMA.items()
        )
        between = " and source_state <> target_state" if self._selection == "states" else ""
        good = f"select {columns} from {coded} where problem is null{between}"
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

    def _account(self, done: _Done, progress: Callable[[int], None] | None) -> None:
        """Adds up a part; parts come in the order of the file."""
        self._folder.set_aside(done.set_aside)
        self._damaged += len(done.set_aside)
        self._rows += len(done.set_aside)
        self._first_damage = self._first_damage or next(iter(done.set_aside), None)
        for day, events, between_states, quads, scores in done.days:
            self._volumes[day][0] += events
            self._volumes[day][1] += between_states
            self._rows += events
            self._other_quads += quads
            self._other_scores += scores
        if progress is not None:
            progress(done.read_bytes)

    def _parse(self, part: _Part) -> str:
        """Each line with its columns; `problem`: null, or what is wrong with it ("": it is blank)."""
        layout = self._layout
        widths = ", ".join(map(str, layout.widths))
        shown = " or ".join(map(str, layout.widths))
        cases = [
            "when line is null then ''",
            f"when line = {quoted(chr(9).join(layout.fields))} then ''",
            f"when len(f) not in ({widths}) then concat(len(f), ' fields, not {shown}')",
            *(f"when {layout.sql(wrong)} then {layout.sql(reason)}" for wrong, reason in layout.checks),
        ]
        columns = "".join(f", {layout.sql(sql)} as {name}" for name, sql in layout.columns.items())
        text = READ.format(path=quoted(str(part.path.absolute())))
        return f"""select * exclude (f), case {" ".join(cases)} end as fault
                   from (select line, f{columns} from (select line, string_split(line, chr(9)) as f from {text}))"""

    def _code(self, parsed: str, first_line: int) -> str:
        """The parsed lines joined with the states of their actors on the day and with the classes of their codes."""
        given = self._layout.columns
        both = "source_code" in given
        own = {
            "row_number": f"{first_line} + p.rowid",
            "line": "p.line",
            "source_state": "s.state" if both else "null",
            "target_state": "t.state" if both else "null",
        }
        if self._layout.coded:
            own |= {name: f"c.{name}" for name in ("event_type", "mode", "contexts", "quad_class")}
            own["value"] = "coalesce(p.value, c.score)"
        names = [name for name in EVENT_SCHEMA if name not in _CONSTANT]
        columns = ", ".join(
            f"{own.get(name, f'p.{name}' if name in given else 'null')} as {name}" for name in names
        )
        faults = ["p.fault"]
        joins = ""
        if self._layout.coded:
            faults.append("case when c.code is null then concat(p.cameo, ' is not a CAMEO code') end")
            joins += " left join codes c on c.code = p.cameo"
        for alias, side in (("s", "source"), ("t", "target")) if both else ():
            joins += (
                f" left join states {alias} on {alias}.code = p.{side}_code"
                f" and p.start between {alias}.first and {alias}.last"
            )
            faults.append(
                f"case when {alias}.state = '?' then concat(p.{side}_code, ' names no known state') end"
            )
        score = "c.score" if self._layout.coded else "null"
        return f"select {columns}, {score} as score, coalesce({', '.join(faults)}) as problem from {parsed} p {joins}"

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
            rows = [list(spell) for code in sorted(new) for spell in _spells(code, self._layout.state_of)]
            if rows:
                connection.executemany("insert into states values (?, ?, ?, ?)", rows)
            self._known |= new


_CONSTANT: Final = ("batch", "statement_id")


def _spells(code: str, state_of: Callable[[str, date], str | None]) -> list[Spell]:
    try:
        return spells(code, state_of)
    except UnknownActorError:
        return [Spell(code, date.min, date.max, "?")]


def _extend(part: _Part, chunk: Chunk) -> None:
    part.lines += chunk.lines
    part.bad += chunk.bad
    part.controls |= chunk.controls
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


def _connect(spill: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(f"set memory_limit = '{MEMORY}'")
    connection.execute(f"set temp_directory = {quoted(str(spill.absolute() / 'duckdb'))}")
    connection.execute("set timezone = 'UTC'")
    connection.execute("set python_enable_replacements = false")
    connection.execute("create table states (code varchar, first date, last date, state varchar)")
    return connection


def _code_tables(connection: duckdb.DuckDBPyConnection, layout: EventLayout) -> None:
    """CAMEO codes with their PLOVER class, quad class, and score in the layout's Goldstein table."""
    scores = goldstein_scores(layout.goldstein) if layout.goldstein else {}
    rows: list[list[Any]] = [
        [
            code,
            plover.event_type if plover else None,
            (plover.mode or None) if plover else None,
            ";".join(plover.contexts) or None if plover else None,
            quad_class(code),
            scores.get(code),
        ]
        for code, plover in plover_classes().items()
    ]
    connection.execute(
        "create table codes (code varchar, event_type varchar, mode varchar, contexts varchar,"
        " quad_class tinyint, score double)"
    )
    connection.executemany("insert into codes values (?, ?, ?, ?, ?, ?)", rows)
