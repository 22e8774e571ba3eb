"""The SQL with which the lines of a part become rows: split, classed, and told apart from damaged ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import duckdb

from detente.ledger.event_schema import EVENT_SCHEMA, quoted, values
from detente.model.cameo import goldstein_scores, plover_classes, quad_class
from detente.sources.event_corrections import RowCorrections
from detente.sources.event_layout import EventLayout
from detente.sources.event_states import Spell

MEMORY: Final = "900MB"
READ: Final = (
    "read_csv({path}, delim = chr(1), quote = '', escape = '', header = false, auto_detect = false, new_line = '\\n', "
    "columns = {{'line': 'VARCHAR'}}, max_line_size = 33554432, buffer_size = 67108864, compression = 'none')"
)
_CONSTANT: Final = ("batch", "statement_id")


def connect(spill: Path) -> duckdb.DuckDBPyConnection:
    """A connection with bounded memory that spills into the folder. Workers run beside each other, one thread each."""
    connection = duckdb.connect()
    connection.execute(f"set memory_limit = '{MEMORY}'")
    connection.execute("set threads = 1")
    connection.execute(f"set temp_directory = {quoted(str(spill.absolute() / 'duckdb'))}")
    connection.execute("set timezone = 'UTC'")
    connection.execute("set python_enable_replacements = false")
    connection.execute("create table states (code varchar, first date, last date, state varchar)")
    return connection


def create_codes(connection: duckdb.DuckDBPyConnection, layout: EventLayout) -> None:
    """CAMEO codes with their PLOVER class, quad class, and score in the layout's Goldstein table."""
    scores = goldstein_scores(layout.goldstein) if layout.goldstein else {}
    rows = [
        (
            code,
            plover.event_type if plover else None,
            (plover.mode or None) if plover else None,
            ";".join(plover.contexts) or None if plover else None,
            quad_class(code),
            scores.get(code),
        )
        for code, plover in plover_classes().items()
    ]
    connection.execute(
        "create table codes (code varchar, event_type varchar, mode varchar, contexts varchar,"
        " quad_class tinyint, score double)"
    )
    connection.execute(f"insert into codes values {values(rows)}")


def add_spells(connection: duckdb.DuckDBPyConnection, spells: Sequence[Spell]) -> None:
    """Adds what codes stand for on which days."""
    if spells:
        connection.execute(f"insert into states values {values(spells)}")


def parsed(layout: EventLayout, path: Path, corrections: RowCorrections) -> str:
    """Each line with its columns; `fault`: null, or what is wrong with it ("": it is blank)."""
    widths = ", ".join(map(str, layout.widths))
    shown = " or ".join(map(str, layout.widths))
    cases = [
        "when line is null then ''",
        f"when line = {quoted(chr(9).join(layout.fields))} then ''",
        f"when len(f) not in ({widths}) then concat(len(f), ' fields, not {shown}')",
        *(f"when {layout.sql(wrong)} then {layout.sql(reason)}" for wrong, reason in layout.checks),
    ]
    own = {name: layout.sql(sql) for name, sql in layout.columns.items()} | corrections.columns()
    columns = "".join(f", {sql} as {name}" for name, sql in own.items())
    text = READ.format(path=quoted(str(path.absolute())))
    return f"""select * exclude (f), case {" ".join(cases)} end as fault
               from (select line, f{columns} from (select line, string_split(line, chr(9)) as f from {text}))"""


def coded(layout: EventLayout, table: str, first_line: int, corrections: RowCorrections) -> str:
    """The parsed lines joined with the states of their actors on the day and with the classes of their codes.

    `score`: what the layout's Goldstein table has; `note`: what is said of a known error; `problem`: `fault`, or
    what is wrong with the line's codes.
    """
    given = layout.columns
    both = "source_code" in given
    own = {
        "row_number": f"{first_line} + p.rowid",
        "line": "p.line",
        "source_state": "s.state" if both else "null",
        "target_state": "t.state" if both else "null",
    }
    faults, joins = ["p.fault"], ""
    if layout.coded:
        own |= {name: f"c.{name}" for name in ("event_type", "mode", "contexts", "quad_class")}
        own["value"] = "coalesce(p.value, c.score)"
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
    faults += corrections.dropped()
    plain = {
        name: own.get(name, f"p.{name}" if name in given else "null")
        for name in EVENT_SCHEMA
        if name not in _CONSTANT
    }
    columns = ", ".join(f"{corrections.overridden(name, sql)} as {name}" for name, sql in plain.items())
    score = "c.score" if layout.coded else "null"
    return f"""select {columns}, p.fault, {score} as score, {corrections.note()} as note,
               coalesce({", ".join(faults)}) as problem from {table} p {joins}"""
