"""The columns in which rows of event data are kept: one row a statement, at a fraction of a statement's width.

A statement of event data has at most one state on each side, a day, a CAMEO or PLOVER class and the published
line. event_tables.py gives such rows the shape of every other statement.
"""

from __future__ import annotations

from typing import Final

EVENT_SCHEMA: Final[dict[str, str]] = {
    "statement_id": "varchar",
    "key": "varchar",
    "source_state": "varchar",
    "target_state": "varchar",
    "object": "varchar",
    "value": "double",
    "unit": "varchar",
    "original": "varchar",
    "start": "date",
    "known_from": "date",
    "event_type": "varchar",
    "mode": "varchar",
    "contexts": "varchar",
    "cameo": "varchar",
    "text": "varchar",
    "source_actor": "varchar",
    "target_actor": "varchar",
    "quad_class": "tinyint",
    "published_quad_class": "tinyint",
    "mentions": "integer",
    "sources": "integer",
    "articles": "integer",
    "tone": "double",
    "place": "varchar",
    "latitude": "double",
    "longitude": "double",
    "row_number": "bigint",
    "line": "varchar",
    "batch": "varchar",
}
"""DuckDB types. `source_state`, `target_state`: codes on the day, null where the actor is no state or stands for
none. `contexts`: joined by ";". `start`: the day; events have no other. `line`: the row as published. Source, snapshot,
property and time of recording are the batch's, and stand there."""

VOLUME_SCHEMA: Final[dict[str, str]] = {"day": "date", "events": "bigint", "between_states": "bigint"}
"""`events`: good rows of that day in the file, kept or not; `between_states`: those with two different states."""

COMPRESSION: Final = "compression zstd, compression_level 1"


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def json_quoted(expression: str, *, controls: bool = False) -> str:
    """SQL that writes a text as `json.dumps(text, ensure_ascii=False)` does.

    `controls`: whether the text can hold characters below U+0020 (costs a pass for each of them).
    """
    sql = f"replace(replace({expression}, '\\', '\\\\'), '\"', '\\\"')"
    short = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r"}
    for code in range(1, 32) if controls else ():
        escape = short.get(code, f"\\u{code:04x}")
        sql = f"replace({sql}, chr({code}), {quoted(escape)})"
    return f"concat('\"', {sql}, '\"')"


def statement_id_sql(source: str, key: str, property_: str, original: str, *, controls: bool = False) -> str:
    """SQL for `detente.model.statement.statement_id` of a constant source and property and two columns."""
    said = f"case when {original} is null then 'null' else {json_quoted(original, controls=controls)} end"
    head, middle = quoted(f'["{source}",'), quoted(f',"{property_}",')
    raw = f"concat({head}, {json_quoted(key, controls=controls)}, {middle}, {said}, ']')"
    return f"concat('st-', substr(sha256({raw}), 1, 20))"
