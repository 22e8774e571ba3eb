"""Visits of Chinese leaders abroad, each of 1949-2020, and counts of visits between China and others by year.

WHO-WHERE-WHEN has a row per visit of a named leader. Chinese Public Diplomacy counts visits between officials of the
two: in the other country, in China or in a third place, so nobody is the visitor of such a count. (Its definition is
known for visits of governments; that of military visits was not found and is taken as the same.)
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, Final

from detente.model.statement import statement_frame
from detente.sources.layouts import header_of, pick_layout
from detente.sources.party_names import days_of, named
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Reader, Taken, json_text, load_record
from detente.sources.table import ROW, Table, decode, read_table
from detente.sources.years import covering, years

SOURCE: Final = load_record("visits")
_BLOCS: Final = ("Developed country", "Communist country", "Developing country")
LAYOUTS: Final = {
    "WHO-WHERE-WHEN": ("Year", "Name", "Level", "Country", "Continent", *_BLOCS),
    "ChinesePublicDiplomacy": (
        "receiving_country", "year", "government_visits", "military_visits", "total_elite_visits",
    ),
}  # fmt: skip
_OTHER_COUNTS: Final = (
    "confucius_institutes", "sister_cities_established", "ambassador_op_eds", "journalist_visits",
    "media_partnerships", "outbound_chinese_students", "inbound_students_to_china",
)  # fmt: skip
LEVELS: Final = ("President", "Premier", "Leader CCP", "Paramount Leader", "Other (Acting leader)")
COUNTED: Final = {
    "government_visits": "visits between the governments",
    "military_visits": "visits between the armed forces",
    "total_elite_visits": "visits between governments and armed forces",
}
CHINA: Final = "CHN"


def take(data: bytes, file: str) -> Taken:
    """Statements "visit" (one per visit: source_actors [CHN], target_actors [host]) or "visits_count".

    visits_count: one per kind, country and year; reciprocal, source_actors the two; no value where the publisher has
    N/A.
    """
    text = decode(data, file)
    layout = pick_layout(header_of(text, file), LAYOUTS, file)
    ignored = _OTHER_COUNTS if layout == "ChinesePublicDiplomacy" else ()
    table = read_table(text, file, use=LAYOUTS[layout], ignore=ignored)
    return _visits(table) if layout == "WHO-WHERE-WHEN" else _counts(table)


def _country(table: Table, row: dict[str, Any], column: str, year: int) -> str | None:
    party = named(row[column].strip(), days_of(year))
    if party is None or party.kind == "organisation":
        raise table.fail(row[ROW], column, row[column], "the name of a state")
    return party.code


def _common(year: int) -> dict[str, Any]:
    return {
        "source": SOURCE.name,
        "start": date(year, 1, 1),
        "end": date(year, 12, 31),
        "precision": "year",
        "realm": SOURCE.realm,
        "status": "occurred",
        "known_from": date(year, 12, 31),
    }


def _visits(table: Table) -> Taken:
    table.allow("Level", LEVELS, "a level of the list")
    for column in _BLOCS:
        table.allow(column, ("0", "1"), "a flag (0 or 1)")
    year = years(table, "Year")
    raw = raw_rows(table.frame)
    seen: Counter[str] = Counter()
    statements: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    for i, row in enumerate(table.frame.iter_rows(named=True)):
        host = _country(table, row, "Country", year[i])
        if host is None or host == CHINA:
            left_out.append(LeftOut(row[ROW], f"{row['Country']} is no other state in {year[i]}", raw[i]))
            continue
        key = f"visitor={row['Name']} host={row['Country']} year={year[i]}"
        seen[key] += 1
        # The list has no days: a leader's second visit of a year is a second row.
        mark = f" #{seen[key]}" if seen[key] > 1 else ""
        statements.append(
            _common(year[i])
            | {
                "key": key + mark,
                "property": "visit",
                "source_actors": [CHINA],
                "target_actors": [host],
                "object": row["Name"],
                "original": f"{row['Name']}, {row['Level']}, to {row['Country']} in {row['Year']}{mark}",
                "event_type": "CONSULT",
                "mode": "visit",
                "text": f"{row['Name']} ({row['Level']}) visits {row['Country']}",
                "attributes": json_text({"visitor": row["Name"], "level": row["Level"]}),
                "row": raw[i],
                "row_number": row[ROW],
            }
        )
    hosts = {code for s in statements for code in s["target_actors"]} | {CHINA}
    return Taken(
        statement_frame(statements), table.frame.height, covering(SOURCE.coverage, year, hosts),
        left_out=tuple(left_out),
    )  # fmt: skip


def _counts(table: Table) -> Taken:
    year = years(table)
    counts = {column: table.numbers(column, whole=True, empty=("N/A",)) for column in COUNTED}
    raw = raw_rows(table.frame)
    statements: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    for i, row in enumerate(table.frame.iter_rows(named=True)):
        other = _country(table, row, "receiving_country", year[i])
        if other is None:
            left_out.append(LeftOut(row[ROW], f"{row['receiving_country']} is no state in {year[i]}", raw[i]))
            continue
        for column, what in COUNTED.items():
            value = counts[column][i]
            statements.append(
                _common(year[i])
                | {
                    "key": f"with={row['receiving_country']} year={year[i]} count={column}",
                    "property": "visits_count",
                    "source_actors": sorted([CHINA, other]),
                    "target_actors": [],
                    "reciprocal": True,
                    "object": what,
                    "value": None if value is None else float(value),
                    "unit": "visits",
                    "bound": None if value is None else "=",
                    "original": row[column],
                    "attributes": json_text({"counted": column, "missing": value is None}),
                    "row": raw[i],
                    "row_number": row[ROW],
                }
            )
    states = {code for s in statements for code in s["source_actors"]} | {CHINA}
    coverage = covering(SOURCE.coverage, year, states)
    return Taken(statement_frame(statements), table.frame.height, coverage, left_out=tuple(left_out))


READER: Final = Reader(SOURCE, take)
