"""Dyad-years of militarised disputes: what the readers of two projects share.

The projects disagree on which disputes count and when states face each other; each reader keeps its own numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from detente.model.source import Source
from detente.model.statement import statement_frame
from detente.sources.cow_codes import code_in
from detente.sources.day_columns import number_of
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Taken, json_text
from detente.sources.table import ROW, Table
from detente.sources.years import covering, years

UNIT: Final = "dispute dyad-year"


@dataclass(frozen=True, slots=True)
class Fields:
    """How a layout names what both have: dispute, the two numbers, their sides, and the hostility of the pair."""

    dispute: str
    a: str
    b: str
    side_a: str
    side_b: str
    hostility: str
    details: Mapping[str, str]
    """attribute -> column, whole numbers, -9 or empty where unknown."""


def take_dyad_years(table: Table, fields: Fields, source: Source, label: str, release: str) -> Taken:
    """Statements "dispute_dyad_year": source_actors [A], target_actors [B], as the file orders them.

    value: hostility level of the dispute in the pair (1-5). `label` names the data set in `object`.
    """
    year = years(table)
    for column in (fields.side_a, fields.side_b):
        table.allow(column, ("0", "1"), "a side (0 or 1)")
    table.allow(fields.hostility, ("-9", *"12345"), "a hostility level (1-5 or -9)")
    table.numbers(fields.dispute, whole=True, empty=())
    details = {
        name: table.numbers(column, whole=True, empty=("", "-9", "-8"))
        for name, column in fields.details.items()
    }
    raw = raw_rows(table.frame)
    statements: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    for i, row in enumerate(table.frame.iter_rows(named=True)):
        pair = [(number_of(table, row, c), row[c]) for c in (fields.a, fields.b)]
        codes = [code_in(number, year[i]) for number, _ in pair]
        if None in codes:
            gone = pair[codes.index(None)][1]
            reason = f"the Correlates of War number {gone} is no state in {year[i]}"
            left_out.append(LeftOut(row[ROW], reason, raw[i]))
            continue
        more = {name: column[i] for name, column in details.items()}
        made = _statement(row, fields, codes, year[i], more, source)
        made["object"] = f"{label} {row[fields.dispute]}"
        statements.append(made | {"row": raw[i], "row_number": row[ROW]})
    named = {code for s in statements for code in (*s["source_actors"], *s["target_actors"])}
    return Taken(
        statement_frame(statements), table.frame.height, covering(source.coverage, year, named), release,
        tuple(left_out),
    )  # fmt: skip


def _statement(
    row: Mapping[str, Any],
    fields: Fields,
    codes: list[str | None],
    year: int,
    more: Mapping[str, Any],
    source: Source,
) -> dict[str, Any]:
    level = row[fields.hostility]
    opposed = row[fields.side_a] != row[fields.side_b]
    return {
        "source": source.name,
        "key": f"dispute={row[fields.dispute]} a={row[fields.a]} b={row[fields.b]} year={year}",
        "property": "dispute_dyad_year",
        "source_actors": [codes[0]],
        "target_actors": [codes[1]],
        "value": None if level == "-9" else float(level),
        "unit": "hostility level (1-5)",
        "bound": None if level == "-9" else "=",
        "original": json_text(
            {"hostility": level, "sides": [row[fields.side_a], row[fields.side_b]], **more}
        ),
        "start": date(year, 1, 1),
        "end": date(year, 12, 31),
        "precision": "year",
        "realm": source.realm,
        "status": "occurred",
        "attributes": json_text(
            {
                "unit_of_count": UNIT,
                "dispute": int(row[fields.dispute]),
                "year": year,
                "sides": "opposed" if opposed else "same",
                **more,
            }
        ),
        "known_from": date(year, 12, 31),
    }
