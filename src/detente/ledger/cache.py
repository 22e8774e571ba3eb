"""A DuckDB file in front of the record. It can be deleted at any time: everything in it is in the record.

It is opened for reading only, so several processes can share it. Whoever finds it behind the record adds what is
missing; when it cannot be written (another process reads it, or the folder is read-only) the Parquet files are
queried as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final

import duckdb
import polars as pl

from detente.errors import LedgerError
from detente.ledger import batches, event_batches, event_tables, judgements, tables
from detente.ledger.lock import exclusive

CACHE: Final = "cache.duckdb"
CACHE_LOCK: Final = "cache.lock"
DAMAGE: Final = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.SerializationException,
    duckdb.CatalogException,
)
"""What a cache with a bad page or without one of its tables makes of a query."""


class Cache:
    """Connections to what the record holds now. Not for several threads at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._held: frozenset[str] = frozenset()
        self._judged: tuple[str, ...] | None = None
        self._from_file = False

    def query(self, sql: str, values: Mapping[str, Any]) -> pl.DataFrame:
        """The result of a query over the record as it now stands."""
        try:
            return _fetch(self._current(), sql, values)
        except DAMAGE:
            if not self._from_file:
                raise
        # A page of the cache went bad under a good header: the record answers, and the cache is built again.
        self.close()
        discard(self._folder)
        return _fetch(self._current(), sql, values)

    def close(self) -> None:
        """Lets go of the file."""
        if self._connection is not None:
            self._connection.close()
        self._connection, self._judged = None, None

    def _current(self) -> duckdb.DuckDBPyConnection:
        names = frozenset(batches.names(self._folder / "batches"))
        if self._connection is None or names != self._held:
            self.close()
            shared = _open_file(self._folder, names)
            self._from_file = shared is not None
            self._connection = shared or tables.over_parquet(_read(self._folder, names))
            self._connection.execute(tables.MACROS)
            event_tables.create(self._connection, event_batches.event_batches(self._folder / "batches"))
            self._held = names
        judged = tuple(judgements.names(self._folder / "judgements"))
        if judged != self._judged:
            tables.load_judgements(self._connection, self._folder / "judgements")
            self._judged = judged
        return self._connection


def discard(folder: Path) -> None:
    """Deletes the cache; it is built again when next needed."""
    for name in (CACHE, f"{CACHE}.wal"):
        (folder / name).unlink(missing_ok=True)


def fault(folder: Path, sound: Collection[batches.Batch]) -> str | None:
    """How the cache differs from the batches it holds; None when it does not, is not there, or is in use."""
    if not (folder / CACHE).exists():
        return None
    try:
        connection = duckdb.connect(str(folder / CACHE), read_only=True)
    except duckdb.Error as error:
        in_use = isinstance(error, duckdb.ConnectionException) or "Could not set lock" in str(error)
        return None if in_use else "the cache cannot be opened"
    try:
        held = _held(connection)
        if held is None:
            return "the cache is of another version"
        for table, file in tables.FILES:
            paths = [tables.parquet_path(batch, file) for batch in sound if batch.name in held]
            cached = _digests(connection, table, {"names": [b.name for b in sound]})
            if paths and cached != _digests(
                connection, "read_parquet($paths, hive_partitioning = false)", {"paths": paths}
            ):
                return "the cache holds other statements than the record"
    except duckdb.Error:
        return "the cache cannot be read"
    finally:
        connection.close()
    return None


def _digests(
    connection: duckdb.DuckDBPyConnection, table: str, values: dict[str, list[str]]
) -> list[tuple[Any, ...]]:
    """For each batch the number of rows and a hash over all their columns."""
    where = "where list_contains($names, r.batch)" if "names" in values else ""
    query = f"select r.batch, count(*), bit_xor(hash(r)) from {table} r {where} group by r.batch order by all"
    return connection.execute(query, values).fetchall()


def _fetch(connection: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, Any]) -> pl.DataFrame:
    # Scanned as a stream: handed to the frame's constructor, a relation is kept alive to the interpreter's end.
    return pl.scan_arrow_c_stream(connection.sql(sql, params=dict(values))).collect()


def _read(folder: Path, names: Collection[str]) -> list[batches.Batch]:
    """The batches, each checked against its checksums. Raises LedgerError for a damaged one."""
    found = [batches.read_batch(folder / "batches" / name) for name in sorted(names)]
    for batch in found:
        for file, what in batch.damage():
            raise LedgerError(
                f"damaged batch of {batch.snapshot.file}: {what}",
                where=str(batch.folder / file),
                todo=batches.MEND,
            )
    return found


def _open_file(folder: Path, names: frozenset[str]) -> duckdb.DuckDBPyConnection | None:
    """The cache brought up to the record, open for reading; None where it can be neither used nor written."""
    if (shared := _open_current(folder, names)) is not None:
        return shared
    try:
        with exclusive(folder / CACHE_LOCK, wait_seconds=0):
            for _ in range(2):
                try:
                    _bring_up(folder, names)
                    break
                except duckdb.ConnectionException:
                    return None  # this process reads it through another connection
                except duckdb.Error as error:
                    if "Could not set lock" in str(error):
                        return None  # another process reads it
                    discard(folder)  # damaged: the second round builds it
    except (OSError, LedgerError) as error:
        if isinstance(error, LedgerError) and error.where != str(folder):
            raise  # a damaged batch, not the lock of a process that is building
        return None
    return _open_current(folder, names)


def _open_current(folder: Path, names: frozenset[str]) -> duckdb.DuckDBPyConnection | None:
    if not (folder / CACHE).exists():
        return None
    try:
        connection = duckdb.connect(str(folder / CACHE), read_only=True)
    except duckdb.Error:
        return None  # locked or damaged: the caller finds out which
    try:
        if _held(connection) == names:
            return connection
    except duckdb.Error:
        pass  # damaged or of an older version: the caller builds it again
    connection.close()
    return None


def _held(connection: duckdb.DuckDBPyConnection) -> frozenset[str] | None:
    """Ids of the batches in the cache; None for a cache of another version."""
    known = connection.execute("select table_name from duckdb_tables() where table_name = 'cache_version'")
    if not known.fetchall():
        return None
    if connection.execute("select version from cache_version").fetchall() != [(tables.VERSION,)]:
        return None
    return frozenset(row[0] for row in connection.execute("select batch from batches").fetchall())


def _bring_up(folder: Path, names: frozenset[str]) -> None:
    connection = duckdb.connect(str(folder / CACHE))
    try:
        held = _held(connection)
        if held is None or held - names:
            connection.close()
            discard(folder)
            connection = duckdb.connect(str(folder / CACHE))
            held = None
        missing = _read(folder, names - (held or frozenset()))
        connection.execute("begin")
        if held is None:
            tables.create(connection)
        tables.load(connection, missing)
        connection.execute("commit")
    finally:
        connection.close()
