"""Event data as statements: views over the Parquet files of event batches, which no cache holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import duckdb

from detente.ledger.event_batches import EventBatch
from detente.ledger.event_schema import EVENT_SCHEMA, VOLUME_SCHEMA
from detente.ledger.event_settling import parquet
from detente.ledger.schema import STORED_SCHEMA

RIVALS_FROM: Final = 1 << 40
"""Numbers of contested keys of events begin here, so that they differ from those of the cache's table."""

_COLUMNS: Final[dict[str, str]] = {
    "source_actors": "if(e.source_state is null, [], [e.source_state])",
    "target_actors": "if(e.target_state is null, [], [e.target_state])",
    "reciprocal": "false",
    "end": "e.start",
    "precision": "'day'",
    "contexts": "if(e.contexts is null, [], string_split(e.contexts, ';'))",
    "source": "f.source",
    "snapshot": "f.snapshot",
    "property": "f.property",
    "recorded_at": "f.recorded_at",
    "status": "if(f.property = 'coded_event', 'occurred', null)",
    "attributes": """cast(json_merge_patch('{}', to_json({
        quad_class: e.quad_class, published_quad_class: e.published_quad_class,
        source_actor: e.source_actor, target_actor: e.target_actor,
        mentions: e.mentions, sources: e.sources, articles: e.articles, tone: e.tone,
        place: e.place, latitude: e.latitude, longitude: e.longitude,
        duplicate_of: d.duplicate_of})) as varchar)""",
    "note": "n.note",
    "row": "published_row(f.fields, string_split(e.line, chr(9)))",
}
"""Columns of a statement that a row of event data does not hold under its own name; others are null."""

MACROS: Final = """
create or replace temp macro published_row(names, parts) as
    cast(to_json(map(names[1:len(parts)], parts)) as varchar);
"""


def create(connection: duckdb.DuckDBPyConnection, found: Sequence[EventBatch]) -> None:
    """Temporary views: event_volumes; event_statements and event_contested, shaped as all others are; and
    every_statement and every_contested, which are both kinds together.
    """
    connection.execute(MACROS)
    months = [m for b in found for m in sorted((b.folder / "events").glob("month=*"))]
    columns = ", ".join(EVENT_SCHEMA)
    rows = f"select {columns} from {parquet(months)}" if months else _nothing(EVENT_SCHEMA)
    _view(connection, "coded_events", rows)
    _sidecar(connection, "event_duplicates", [b for b in found if b.duplicates], DUPLICATES)
    _sidecar(connection, "event_notes", [b for b in found if b.noted], NOTES)
    _sidecar(connection, "event_contested_rows", [b for b in found if b.contested], CONTESTED)
    _volumes(connection, found)
    connection.execute(
        "create or replace temp table event_files (batch varchar, source varchar,"
        " snapshot varchar, property varchar, recorded_at timestamptz, fields varchar[])"
    )
    if found:
        connection.executemany(
            "insert into event_files values (?, ?, ?, ?, ?, ?)",
            [[b.name, b.source, b.snapshot, b.property, b.recorded_at, list(b.fields)] for b in found],
        )
    _view(connection, "event_statements", _as_statements())
    _view(connection, "event_contested", _ranked())
    _view(connection, "every_statement", "from statements union all by name from event_statements")
    _view(connection, "every_contested", "from contested_statements union all by name from event_contested")


DUPLICATES: Final = {"statement_id": "varchar", "duplicate_of": "varchar"}
NOTES: Final = {"statement_id": "varchar", "note": "varchar"}
CONTESTED: Final = {
    "statement_id": "varchar", "key": "varchar", "batch": "varchar", "visible_from": "date",
}  # fmt: skip


def _as_statements() -> str:
    def column(name: str) -> str:
        if name in _COLUMNS:
            return f"{_COLUMNS[name]} as {name}"
        return f"e.{name}" if name in EVENT_SCHEMA else f"null as {name}"

    names = [name for name in STORED_SCHEMA if name != "batch"]
    return f"""select {", ".join(map(column, names))} from coded_events e
        left join event_duplicates d on d.statement_id = e.statement_id
        left join (select statement_id, min(note) as note from event_notes group by all) n
          on n.statement_id = e.statement_id
        join event_files f on f.batch = e.batch"""


def _ranked() -> str:
    """Contested events as contested_statements.sql ranks all others: newest release last."""
    rivals = f"{RIVALS_FROM} + dense_rank() over (order by b.source, c.key)"
    return f"""select c.statement_id, {rivals} as rivals,
            max(b.place) as said, min(c.visible_from) as visible_from
        from event_contested_rows c
        join (select batch, source, row_number() over (order by release, recorded_at, batch) as place from batches) b
          on b.batch = c.batch
        group by c.statement_id, b.source, c.key"""


def _volumes(connection: duckdb.DuckDBPyConnection, found: Sequence[EventBatch]) -> None:
    each = [
        f"select '{b.source}' as source, '{b.name}' as batch, v.* from {_file(b, 'volumes.parquet')} v"
        for b in found
    ]
    none = _nothing({"source": "varchar", "batch": "varchar", **VOLUME_SCHEMA})
    _view(connection, "event_volumes", " union all ".join(each) or none)


def _sidecar(
    connection: duckdb.DuckDBPyConnection, name: str, found: Sequence[EventBatch], schema: dict[str, str]
) -> None:
    each = [f"select {', '.join(schema)} from {_file(b, SIDECARS[name])}" for b in found]
    _view(connection, name, " union all ".join(each) or _nothing(schema))


SIDECARS: Final = {
    "event_duplicates": "duplicates.parquet", "event_contested_rows": "contested.parquet",
    "event_notes": "notes.parquet",
}  # fmt: skip


def _file(batch: EventBatch, name: str) -> str:
    return parquet([batch.folder]).replace("/*.parquet'", f"/{name}'")


def _nothing(schema: dict[str, str]) -> str:
    return f"select {', '.join(f'null::{t} as {n}' for n, t in schema.items())} where false"


def _view(connection: duckdb.DuckDBPyConnection, name: str, query: str) -> None:
    connection.execute(f"create or replace temp view {name} as {query}")
