"""Strategic rivalries: pairs of states that name each other as competitor, threat and enemy, with their years.

Two lists, each with its own numbers: Thompson and Dreyer (td) and Thompson, Sakuwa and Suhas (tss).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from detente.model.statement import statement_frame
from detente.sources.day_columns import PairPart, number_of, pair_parts
from detente.sources.layouts import header_of, pick_layout
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Reader, Taken, json_text, load_record
from detente.sources.table import ROW, Table, decode, read_table

SOURCE: Final = load_record("rivalries")
KINDS: Final = ("positional", "spatial", "ideological", "interventionary")
LAYOUTS: Final = {
    "td": (
        "rivalryno", "rivalryname", "ccode1", "ccode2", "styear", "endyear", "region", "type1", "type2", "type3",
    ),
    "tss": ("tssr_id", "rivalry", "ccode1", "ccode2", "start", "end", *KINDS, "principal", "aprin"),
}  # fmt: skip
_NAMES: Final = {
    "td": ("rivalryno", "rivalryname", "styear", "endyear"),
    "tss": ("tssr_id", "rivalry", "start", "end"),
}
_SYSTEM: Final = date(1816, 1, 1)
GONE_BEFORE: Final = {"324": "Venice"}
"""Numbers that the lists give to states that ended before the state system begins."""
_CORRECTIONS: Final = {
    # The lists write 679, the number of united Yemen, for North Yemen, and tss once for South Yemen; 305, the
    # number of the Republic of Austria, for the Empire.
    ("Saudi Arabia-Yemen 1", "1932", "679"): "678",
    ("South Yemen-Yemen", "1967", "679"): "678",
    ("Saudi Arabia-Yemen 1", "1931", "679"): "678",
    ("Saudi Arabia-Yemen 2", "1962", "679"): "678",
    ("Jordan-Yemen", "1962", "679"): "678",
    ("Oman-S. Yemen", "1967", "679"): "680",
    ("Austria-Prussia", "1740", "305"): "300",
}
"""(name of the rivalry, first year and number as published) -> the number of the state that it means."""


def take(data: bytes, file: str) -> Taken:
    """Statements "rivalry", reciprocal: source_actors [the two], object the rivalry in its list.

    A rivalry that outlives one of its states is cut where the successor takes over. Rivalries that ended before
    the state system begins (1816) are left out; years before 1816 stand in `attributes`.
    """
    text = decode(data, file, ("utf-8-sig", "cp1252"))
    layout = pick_layout(header_of(text, file), LAYOUTS, file)
    table = read_table(text, file, use=LAYOUTS[layout])
    _check(table, layout)
    number, _, first, last = _NAMES[layout]
    table.numbers(number, whole=True, empty=())
    starts, ends = (table.numbers(column, whole=True, empty=()) for column in (first, last))
    newest = max(ends)
    raw = raw_rows(table.frame)
    statements: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    for i, row in enumerate(table.frame.iter_rows(named=True)):
        if not 1400 <= starts[i] <= ends[i] <= 2100:
            raise table.fail(row[ROW], last, row[last], f"a year from {starts[i]} on")
        over = (max(date(starts[i], 1, 1), _SYSTEM), date(ends[i], 12, 31))
        found = _parts(table, row, layout, over)
        if not found:
            ended = over[1] < _SYSTEM
            reason = (
                "ended before the state system begins (1816)" if ended else "the two never existed together"
            )
            left_out.append(LeftOut(row[ROW], reason, raw[i]))
        years = {
            "first_year": starts[i],
            "last_year": ends[i],
            "runs_to_the_end_of_the_data": ends[i] == newest,
        }
        for part in found:
            made = _statement(layout, row, part, years, again=part is not found[0])
            statements.append(made | {"row": raw[i], "row_number": row[ROW]})
    coverage = replace(
        SOURCE.coverage,
        end=date(newest, 12, 31),
        note=f"{SOURCE.coverage.note} This is the list {layout}.",
    )
    return Taken(statement_frame(statements), table.frame.height, coverage, layout, tuple(left_out))


def _parts(table: Table, row: dict[str, Any], layout: str, over: tuple[date, date]) -> list[PairPart]:
    _, name, first, _ = _NAMES[layout]
    about = (row[name], row[first])
    right = {c: _CORRECTIONS.get((*about, row[c]), row[c]) for c in ("ccode1", "ccode2")}
    numbers = list(right.values())
    if over[1] < _SYSTEM and GONE_BEFORE.keys() & set(numbers):
        return []
    a, b = (number_of(table, row | right, column) for column in ("ccode1", "ccode2"))
    return pair_parts(a, b, *over) if over[0] <= over[1] else []


def _check(table: Table, layout: str) -> None:
    if layout == "td":
        for column in ("type1", "type2", "type3"):
            table.allow(column, (*KINDS, ""), f"a type of rivalry ({', '.join(KINDS)})")
    else:
        for column in (*KINDS, "principal", "aprin"):
            table.allow(column, ("1", ""), "a flag (1 or empty)")


def _statement(
    layout: str, row: dict[str, Any], part: PairPart, years: dict[str, Any], *, again: bool
) -> dict[str, Any]:
    number, name, first, last = _NAMES[layout]
    kinds = (
        [kind for kind in (row["type1"], row["type2"], row["type3"]) if kind]
        if layout == "td"
        else [kind for kind in KINDS if row[kind] == "1"]
    )
    more = {"region": row["region"]} if layout == "td" else {"principal": row["principal"] == "1"}
    return {
        "source": SOURCE.name,
        "key": f"{layout}={row[number]}" + (f" as={part.a},{part.b}" if again else ""),
        "property": "rivalry",
        "source_actors": [part.a, part.b],
        "reciprocal": True,
        "object": f"rivalry {layout} {row[number]}",
        "original": f"{', '.join(kinds) or 'no type'} {row[first]}-{row[last]}",
        "start": part.start,
        "end": part.end,
        "precision": "year",
        "realm": SOURCE.realm,
        "status": "ongoing" if years["runs_to_the_end_of_the_data"] else "occurred",
        "text": row[name],
        "attributes": json_text({"list": layout, "kinds": kinds, **years, **more}),
        # Rivals are known as such while they are: from the end of the first year.
        "known_from": max(part.start, date(part.start.year, 12, 31)),
    }


READER: Final = Reader(SOURCE, take)
