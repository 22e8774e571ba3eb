"""The tables that queries.py promises, in a DuckDB database or over the record's files."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Final

import duckdb
import polars as pl

from detente.ledger import batches, judgements, queries
from detente.ledger.schema import RESTATED_SCHEMA, STORED_SCHEMA

VERSION: Final = 2
"""Of the tables below; a cache of another one is built anew."""
FILES: Final = (("stored", batches.STATEMENTS), ("restated", batches.RESTATED))
SQL_TYPES: Final[dict[pl.DataType, str]] = {
    pl.String(): "varchar",
    pl.Float64(): "double",
    pl.Int64(): "bigint",
    pl.Boolean(): "boolean",
    pl.Date(): "date",
    pl.List(pl.String()): "varchar[]",
    pl.Datetime("us", "UTC"): "timestamptz",
}
MACROS: Final = """
set timezone = 'UTC';
set python_enable_replacements = false;
create temp macro arrays_overlap(a, b) as list_has_any(a, b);
create temp macro get_json_object(text, path) as json_extract_string(text, path);
"""
VIEWS: Final = """
create view statements as select * exclude (batch) from stored;
create view sightings as
    select statement_id, batch from stored union all select statement_id, batch from restated;
"""


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """The empty tables of a new cache."""
    connection.execute(f"create table cache_version as select {VERSION} as version")
    _create_tables(connection)
    connection.execute(VIEWS)


def _create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    for table, schema in (("stored", STORED_SCHEMA), ("restated", RESTATED_SCHEMA)):
        columns = ", ".join(f'"{name}" {SQL_TYPES[dtype]}' for name, dtype in schema.items())
        connection.execute(f"create table {table} ({columns})")
    connection.execute(
        "create table batches (batch varchar, source varchar, release varchar, recorded_at timestamptz)"
    )


def load(connection: duckdb.DuckDBPyConnection, found: Collection[batches.Batch]) -> None:
    """Adds batches to the tables, and ranks the statements that now have rivals."""
    for table, file in FILES if found else ():
        paths = [parquet_path(batch, file) for batch in found]
        connection.execute(
            f"insert into {table} by name select * from read_parquet(?, hive_partitioning = false)", [paths]
        )
    _name_batches(connection, found)
    _rank_rivals(connection)


def parquet_path(batch: batches.Batch, file: str) -> str:
    """A file's path for read_parquet, which takes brackets, stars and question marks for patterns."""
    return re.sub(r"([\[*?])", r"[\1]", str((batch.folder / file).absolute()))


def _rank_rivals(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("set timezone = 'UTC'")
    ranked = queries.text(queries.CONTESTED)
    connection.execute(f"create or replace table {queries.CONTESTED} as {ranked}")


def _name_batches(connection: duckdb.DuckDBPyConnection, found: Collection[batches.Batch]) -> None:
    for batch in found:
        connection.execute(
            "insert into batches values (?, ?, ?, ?::timestamptz)",
            [
                batch.name,
                batch.snapshot.source,
                batch.snapshot.release,
                batch.snapshot.recorded_at.isoformat(),
            ],
        )


def over_parquet(found: Collection[batches.Batch]) -> duckdb.DuckDBPyConnection:
    """A connection that holds no statement itself and reads the record's files."""
    connection = duckdb.connect()
    _create_tables(connection)
    _name_batches(connection, found)
    if found:
        for table, file in FILES:
            paths = [parquet_path(batch, file).replace("'", "''") for batch in found]
            listed = ", ".join(f"'{path}'" for path in paths)
            connection.execute(f"drop table {table}")
            connection.execute(
                f"create view {table} as select * from read_parquet([{listed}], hive_partitioning = false)"
            )
    connection.execute(VIEWS)
    _rank_rivals(connection)
    return connection


def load_judgements(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """The judgements as a table of this connection alone, one row a subject."""
    connection.execute(
        "create or replace temp table judgements (place bigint, judgement_id varchar, kind varchar,"
        " subject varchar, subject_place bigint, made_on date, replaces varchar)"
    )
    rows = [
        (place, judgement.judgement_id, judgement.kind, subject, nth, judgement.made_on, judgement.replaces)
        for place, judgement in enumerate(judgements.read(folder))
        for nth, subject in enumerate(judgement.subjects)
    ]
    if rows:
        connection.executemany("insert into judgements values (?, ?, ?, ?, ?, ?, ?)", rows)
