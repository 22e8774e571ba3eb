"""Joint military exercises involving Russia, 2009-2018: one exercise with up to 28 other participants.

Names are in Cyrillic as the Russian defence ministry gives them. The published sheet has many empty lines.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import polars as pl

from detente.model.statement import statement_frame
from detente.sources.digits import is_digits
from detente.sources.party_names import Named, codes, days_of, named
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Reader, Taken, json_text, load_record
from detente.sources.table import ROW, Table, decode, read_table
from detente.sources.years import covering

SOURCE: Final = load_record("exercises_russia")
PARTS: Final = tuple(f"part{i}" for i in range(1, 29))
COLUMNS: Final = ("id", "name", "yr", *PARTS, "comments", "source", "source2")


def take(data: bytes, file: str) -> Taken:
    """Statements "joint_exercise", reciprocal: source_actors Russia and the participants, object the exercise.

    Empty lines of the sheet are left out. attributes: links, number of participants, whether it is bilateral.
    """
    table = read_table(decode(data, file), file, use=COLUMNS)
    table.shaped("id", r"\s*\d*\s*", "the number of an exercise, or empty")
    raw = raw_rows(table.frame)
    statements: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    years: list[int] = []
    for i, row in enumerate(table.frame.iter_rows(named=True)):
        if not any(row[column].strip() for column in COLUMNS):
            left_out.append(LeftOut(row[ROW], "an empty line of the sheet", raw[i]))
            continue
        year = _year(table, row)
        parties = [_state(table, row, "Russia", "yr", year)]
        parties += [_state(table, row, row[c].strip(), c, year) for c in PARTS if row[c].strip()]
        if len(parties) < 2:
            raise table.fail(row[ROW], "part1", row["part1"], "a participant beside Russia")
        years.append(year)
        made = _statement(row, parties, year)
        statements.append(made | {"row": raw[i], "row_number": row[ROW]})
    frame = statement_frame(statements)
    doubled = frame.filter(pl.col("key").is_duplicated()).sort("row_number")
    if doubled.height:
        raise table.fail(doubled["row_number"][1], "id", doubled["key"][1], "new: another line has it")
    named_states = {code for s in statements for code in s["source_actors"]}
    coverage = covering(SOURCE.coverage, pl.Series(years), named_states)
    return Taken(frame, table.frame.height, coverage, left_out=tuple(left_out))


def _year(table: Table, row: dict[str, Any]) -> int:
    text = row["yr"].strip()
    if not (is_digits(text) and 1990 <= int(text) <= 2100):
        raise table.fail(row[ROW], "yr", row["yr"], "a year of the list")
    return int(text)


def _state(table: Table, row: dict[str, Any], name: str, column: str, year: int) -> Named:
    party = named(name, days_of(year))
    if party is None or party.code is None:
        raise table.fail(row[ROW], column, name, f"a state of {year}")
    return party


def _statement(row: dict[str, Any], parties: list[Named], year: int) -> dict[str, Any]:
    states = codes(parties)
    return {
        "source": SOURCE.name,
        "key": f"exercise={row['id']}",
        "property": "joint_exercise",
        "source_actors": states,
        "reciprocal": True,
        "object": row["name"].strip(),
        "original": f"{row['yr']}: {', '.join(row[c].strip() for c in PARTS if row[c].strip())}",
        "start": date(year, 1, 1),
        "end": date(year, 12, 31),
        "precision": "year",
        "realm": SOURCE.realm,
        "event_type": "COOPERATE",
        "contexts": ["military"],
        "status": "occurred",
        "text": row["name"].strip(),
        "note": row["comments"].strip() or None,
        "attributes": json_text(
            {
                "participants": len(states),
                "bilateral": len(states) == 2,
                "links": [row[c].strip() for c in ("source", "source2") if row[c].strip()],
            }
        ),
        "known_from": date(year, 12, 31),
    }


READER: Final = Reader(SOURCE, take)
