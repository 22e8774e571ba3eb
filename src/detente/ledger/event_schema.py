"""The columns in which rows of event data are kept: one row a statement, at a fraction of a statement's width.

A statement of event data has at most one state on each side, a day, a CAMEO or PLOVER class and the published
line. event_tables.py gives such rows the shape of every other statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

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


def literal(value: str | float | date | None) -> str:
    """A value as an SQL literal."""
    if value is None:
        return "null"
    return str(value) if isinstance(value, int | float) else quoted(str(value))


def values(rows: Iterable[Sequence[Any]]) -> str:
    """Rows as they stand behind `values`: one statement for all takes a fraction of one for each."""
    return ", ".join(f"({', '.join(map(literal, row))})" for row in rows)


SHORT_ESCAPES: Final = {
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}


def json_quoted(expression: str, special: Iterable[str]) -> str:
    """SQL that writes a text as `json.dumps(text, ensure_ascii=False)` does.

    `special`: which quotes, backslashes and characters below U+0020 the text can hold; each costs a pass.
    """
    sql = expression
    for char in sorted(special, key=lambda char: char != "\\"):  # what escapes are written with comes first
        escape = SHORT_ESCAPES.get(char, f"\\u{ord(char):04x}")
        sql = f"replace({sql}, chr({ord(char)}), {quoted(escape)})"
    return f"concat('\"', {sql}, '\"')"


def statement_id_sql(source: str, key: str, property_: str, original: str, special: Iterable[str]) -> str:
    """SQL for `detente.model.statement.statement_id` of a constant source and property and two columns.

    `special`: as in `json_quoted`, of both columns.
    """
    escaped = sorted(special)
    said = f"case when {original} is null then 'null' else {json_quoted(original, escaped)} end"
    head, middle = quoted(f'["{source}",'), quoted(f',"{property_}",')
    raw = f"concat({head}, {json_quoted(key, escaped)}, {middle}, {said}, ']')"
    return f"concat('st-', substr(sha256({raw}), 1, 20))"
