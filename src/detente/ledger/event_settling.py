"""What a new batch of event data says again, says differently, or tells twice; month by month.

A statement's key holds its day, so whatever can be the same stands in the same month.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from detente.errors import LedgerError
from detente.ledger.batches import RESTATED
from detente.ledger.event_schema import COMPRESSION, VOLUME_SCHEMA, quoted, values
from detente.ledger.ledger import EventsTaken, SetAside
from detente.ledger.schema import RESTATED_SCHEMA

WORKERS: Final = max(2, min(4, os.cpu_count() or 1))
MEMORY: Final = "700MB"
"""What DuckDB may take; beyond it works on disk, beside the ledger."""


@dataclass
class Settled:
    """Counts of a settled batch."""

    statements: int = 0
    restated: int = 0
    duplicates: int = 0
    contested: int = 0

    def counts(self) -> dict[str, int]:
        """The four counts by name."""
        return {n: getattr(self, n) for n in ("statements", "restated", "duplicates", "contested")}


SPILL: Final = "spill"
"""Folder for what is needed while a batch is written; no part of it."""


def settle(
    aside: Path,
    taken: EventsTaken,
    earlier: Sequence[Path],
    set_aside: Callable[[Iterable[SetAside]], None],
) -> Settled:
    """Takes out what the ledger holds, marks duplicates, and writes the batch's other files.

    `earlier`: folders of the source's batches. Rows that say word for word what an earlier row of the same
    file says are set aside; rows that another batch has said are restated.
    """
    done = Settled()
    with connect(aside) as connection:
        connection.execute("create table restated (statement_id varchar)")
        connection.execute("create table duplicates (statement_id varchar, duplicate_of varchar)")
        connection.execute(
            "create table contested (statement_id varchar, key varchar, batch varchar, visible_from date)"
        )
        connection.execute(_table("volumes", VOLUME_SCHEMA))
        if taken.volumes:
            connection.execute(f"insert into volumes values {values(taken.volumes)}")
        for repeats in _settle_months(connection, aside / "events", earlier, taken):
            set_aside(repeats)
        _write_files(connection, aside, taken)
        done.statements = _count_parquet(connection, aside)
        for name in ("restated", "duplicates", "contested"):
            setattr(done, name, _one(connection, f"select count(*) from {name}"))
    return done


def connect(aside: Path) -> duckdb.DuckDBPyConnection:
    """A connection with bounded memory that spills into the folder that is being written."""
    connection = duckdb.connect()
    connection.execute(f"set memory_limit = '{MEMORY}'")
    connection.execute(f"set temp_directory = {quoted(str(aside.absolute() / SPILL))}")
    connection.execute("set timezone = 'UTC'")
    connection.execute("set python_enable_replacements = false")
    return connection


def parquet(folders: Iterable[Path]) -> str:
    """read_parquet over all Parquet files of the folders; their own names are no patterns."""
    paths = [re.sub(r"([\[*?])", r"[\1]", str(folder.absolute())) + "/*.parquet" for folder in folders]
    return f"read_parquet([{', '.join(map(quoted, paths))}], hive_partitioning = false)"


def _settle_months(
    connection: duckdb.DuckDBPyConnection, events: Path, earlier: Sequence[Path], taken: EventsTaken
) -> Iterator[list[SetAside]]:
    """Settles some months beside each other; gives the repeated rows of each, in their order."""

    def settled(month: Path, own: duckdb.DuckDBPyConnection) -> list[SetAside]:
        with own:
            before = [folder / "events" / month.name for folder in earlier]
            return _settle_month(own, month, [b for b in before if b.is_dir()], taken)

    months = sorted(events.iterdir()) if events.is_dir() else []
    with ThreadPoolExecutor(WORKERS) as workers:
        yield from workers.map(settled, months, (connection.cursor() for _ in months))


def _settle_month(
    connection: duckdb.DuckDBPyConnection, month: Path, before: Sequence[Path], taken: EventsTaken
) -> list[SetAside]:
    """Gives the rows that say what another of the file has said."""
    same = f"hash({', '.join(taken.same_event)})" if taken.same_event else "0"
    hashes = f"hash(key) as key_hash, {same} as same, row_number"
    old = parquet(before) if before else f"{parquet([month])} where false"
    connection.execute(
        f"""create or replace temp table hashes as
            select {hashes}, true as new from {parquet([month])} union all select {hashes}, false from {old}"""
    )
    connection.execute(f"create or replace temp view here as from {parquet([month])}")
    connection.execute(f"create or replace temp view there as from {old}")
    connection.execute(
        "create or replace temp table rivals as select key_hash from hashes group by key_hash having count(*) > 1"
    )
    repeated: list[SetAside] = []
    if _one(connection, "select count(*) from rivals"):
        repeated = _compare(connection, month)
    if taken.same_event:
        _mark_duplicates(connection, same)
    return repeated


def _compare(connection: duckdb.DuckDBPyConnection, month: Path) -> list[SetAside]:
    """Among rows whose keys stand more than once: what is said again, and what is said differently."""
    columns = "statement_id, key, row_number, batch, known_from"
    for name in ("here", "there"):
        connection.execute(
            f"""create or replace temp table {name}_rivals as
                select {columns} from {name} where hash(key) in (select key_hash from rivals)"""
        )
    connection.execute(
        """create or replace temp table repeats as
           select h.statement_id, h.row_number, f.first from here_rivals h join
             (select statement_id, min(row_number) as first from here_rivals group by all having count(*) > 1) f
             on f.statement_id = h.statement_id and h.row_number > f.first"""
    )
    connection.execute(
        """create or replace temp table again as
           select distinct h.statement_id from here_rivals h
           semi join there_rivals t on t.statement_id = h.statement_id"""
    )
    connection.execute("insert into restated select statement_id from again")
    connection.execute(
        """insert into contested
           with both_of as (from here_rivals union all from there_rivals),
           keys as (select key from both_of group by key having count(distinct statement_id) > 1)
           select distinct b.statement_id, b.key, b.batch, b.known_from
           from both_of b join keys k on k.key = b.key"""
    )
    if _one(connection, "select (select count(*) from repeats) + (select count(*) from again)"):
        return _take_out(connection, month)
    return []


def _mark_duplicates(connection: duckdb.DuckDBPyConnection, same: str) -> None:
    """The first row that tells an event is an earlier batch's, else the first of its file."""
    connection.execute(
        """create or replace temp table told as
           select same, min(row_number) filter (new) as first_new, min(row_number) filter (not new) as first_old
           from hashes group by same having count(*) > 1"""
    )
    if not _one(connection, "select count(*) from told"):
        return
    connection.execute(
        """create or replace temp table tellings as
           select m.row_number, m.same, m.first_new, m.first_old, n.statement_id
           from (select h.row_number, t.* from hashes h join told t on t.same = h.same where h.new) m
           join here n on n.row_number = m.row_number"""
    )
    connection.execute(
        f"""insert into duplicates
           with firsts as (
               select same, statement_id from tellings where first_old is null and row_number = first_new
               union all
               select t.same, min(o.statement_id) from there o
               join told t on t.same = {same} and t.first_old = o.row_number group by t.same)
           select c.statement_id, f.statement_id from tellings c join firsts f on f.same = c.same
           where c.first_old is not null or c.row_number > c.first_new"""
    )


def _take_out(connection: duckdb.DuckDBPyConnection, month: Path) -> list[SetAside]:
    rows = connection.execute(
        f"""select e.row_number, r.first, e.line from {parquet([month])} e
            join repeats r on r.statement_id = e.statement_id and r.row_number = e.row_number
            order by e.row_number"""
    ).fetchall()
    gone = f"""select e.* from {parquet([month])} e where e.statement_id in (from again)
               or exists (select 1 from repeats r
                          where r.statement_id = e.statement_id and r.row_number = e.row_number)"""
    connection.execute(
        f"""insert into volumes select start, -count(*), -count(*) filter (source_state <> target_state)
            from ({gone}) group by start"""
    )
    for file in sorted(month.glob("*.parquet")):
        rest = file.with_name(f"kept-{file.name}")
        connection.execute(
            f"""copy (select e.* from read_parquet({quoted(str(file.absolute()))}, hive_partitioning = false) e
                where e.statement_id not in (from again) and not exists (select 1 from repeats r
                    where r.statement_id = e.statement_id and r.row_number = e.row_number))
                to {quoted(str(rest.absolute()))} (format parquet, {COMPRESSION})"""
        )
        rest.replace(file)
    connection.execute(
        """delete from hashes where new and row_number in (
               select row_number from repeats
               union all select h.row_number from here_rivals h join again a on a.statement_id = h.statement_id)"""
    )
    return [SetAside(n, f"says the same as line {first}", line) for n, first, line in rows]


def _write_files(connection: duckdb.DuckDBPyConnection, aside: Path, taken: EventsTaken) -> None:
    batch = quoted(taken.batch)
    columns = ", ".join(RESTATED_SCHEMA)
    written = {
        RESTATED: f"select {columns} from (select statement_id, {batch} as batch from restated) order by 1",
        "duplicates.parquet": "select * from duplicates order by 1",
        "contested.parquet": "select * from contested order by all",
        "volumes.parquet": """select day, cast(sum(events) as bigint) as events,
                              cast(sum(between_states) as bigint) as between_states
                              from volumes group by day having sum(events) > 0 order by day""",
    }
    if taken.notes:
        connection.execute("create table notes (statement_id varchar, note varchar)")
        connection.execute(f"insert into notes values {values(taken.notes)}")
        written["notes.parquet"] = "select * from notes order by all"
    for name, query in written.items():
        path = quoted(str((aside / name).absolute()))
        connection.execute(f"copy ({query}) to {path} (format parquet, {COMPRESSION})")


def _count_parquet(connection: duckdb.DuckDBPyConnection, aside: Path) -> int:
    months = sorted((aside / "events").iterdir()) if (aside / "events").is_dir() else []
    return _one(connection, f"select count(*) from {parquet(months)}") if months else 0


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    if row is None:
        raise LedgerError("a count came back empty")
    return int(row[0])


def _table(name: str, schema: dict[str, str]) -> str:
    return f"create table {name} ({', '.join(f'{column} {type_}' for column, type_ in schema.items())})"
