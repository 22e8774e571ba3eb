"""COW Diplomatic Exchange 2006.1: who represents one state at another, about every fifth year.

DR_at_2 is the "diplomatic representation level of side 1 at side 2" (the codebook's words as public replication code
quotes them: M. Tibbles, Status Conflict among Small States), DR_at_1 so that of side 2 at side 1; DE whether there is
any exchange. Years between are not spoken of, so silence is no data.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from detente.model.statement import statement_frame
from detente.sources.cow_codes import code_in
from detente.sources.day_columns import number_of
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Reader, Taken, json_text, load_record
from detente.sources.table import ROW, decode, read_table
from detente.sources.years import covering, years

SOURCE: Final = load_record("cow_diplomacy")
COLUMNS: Final = ("ccode1", "ccode2", "year", "DR_at_1", "DR_at_2", "DE", "version")
LEVELS: Final = {"0": "none", "1": "charge d'affaires", "2": "minister", "3": "ambassador", "9": "other"}
VERSION: Final = "2006.1"
_VERSIONS: Final = (VERSION, "2006.0999755859375")
"""The second is the first in single precision, as the published file has it."""


def take(data: bytes, file: str) -> Taken:
    """Statements "diplomatic_representation" (two per row) and "diplomatic_exchange" (one, reciprocal).

    Representation: source_actors [sender], target_actors [host], value the level 0-3, null for 9 (other), which
    is no level. Exchange: value 1 or 0. The second row of a pair that is listed in both orders is left out when
    it says the same, and stops when it does not.
    """
    table = read_table(decode(data, file, ("utf-8-sig", "cp1252")), file, use=COLUMNS)
    for column in ("DR_at_1", "DR_at_2"):
        table.allow(column, LEVELS, "a level of representation (0, 1, 2, 3, 9)")
    table.allow("DE", ("0", "1"), "a flag (0 or 1)")
    table.allow("version", _VERSIONS, f"version {VERSION}")
    year = years(table)
    raw = raw_rows(table.frame)
    statements: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    said: dict[tuple[int, ...], tuple[int, list[dict[str, Any]]]] = {}
    for i, row in enumerate(table.frame.iter_rows(named=True)):
        numbers = [number_of(table, row, column) for column in ("ccode1", "ccode2")]
        one, two = (code_in(number, year[i]) for number in numbers)
        if one is None or two is None:
            gone = numbers[0 if one is None else 1]
            reason = f"the Correlates of War number {gone} is no state in {year[i]}"
            left_out.append(LeftOut(row[ROW], reason, raw[i]))
            continue
        common = _common(year[i]) | {"row": raw[i], "row_number": row[ROW]}
        a, b = numbers
        made = [
            common | _representation(row["DR_at_2"], one, two, f"from={a} at={b} year={year[i]}"),
            common | _representation(row["DR_at_1"], two, one, f"from={b} at={a} year={year[i]}"),
            common | _exchange(row["DE"], one, two, f"states={min(a, b)},{max(a, b)} year={year[i]}"),
        ]
        if (before := said.get((*sorted(numbers), year[i]))) is None:
            said[(*sorted(numbers), year[i])] = (row[ROW], made)
            statements += made
        elif _same(before[1], made):
            left_out.append(LeftOut(row[ROW], f"says of the pair what line {before[0]} says", raw[i]))
        else:
            raise table.fail(
                row[ROW], "ccode1", row["ccode1"], f"the pair of line {before[0]} with its values"
            )
    named = {code for s in statements for code in (*s["source_actors"], *s["target_actors"])}
    return Taken(
        statement_frame(statements), table.frame.height, covering(SOURCE.coverage, year, named), VERSION,
        tuple(left_out),
    )  # fmt: skip


def _same(one: list[dict[str, Any]], two: list[dict[str, Any]]) -> bool:
    """Whether two rows, which may name the pair in either order, say the same."""
    return {(s["key"], s["original"]) for s in one} == {(s["key"], s["original"]) for s in two}


def _common(year: int) -> dict[str, Any]:
    return {
        "source": SOURCE.name,
        "start": date(year, 1, 1),
        "end": date(year, 12, 31),
        "precision": "year",
        "realm": SOURCE.realm,
        "known_from": date(year, 12, 31),
    }


def _representation(level: str, sender: str, host: str, key: str) -> dict[str, Any]:
    other = level == "9"
    return {
        "key": key,
        "property": "diplomatic_representation",
        "source_actors": [sender],
        "target_actors": [host],
        "value": None if other else float(level),
        "unit": "level of representation (0-3)",
        "bound": None if other else "=",
        "original": level,
        "text": LEVELS[level],
        "attributes": json_text({"level": LEVELS[level]}),
    }


def _exchange(flag: str, one: str, two: str, key: str) -> dict[str, Any]:
    return {
        "key": key,
        "property": "diplomatic_exchange",
        "source_actors": sorted([one, two]),
        "target_actors": [],
        "reciprocal": True,
        "value": float(flag),
        "unit": "any exchange (0 or 1)",
        "bound": "=",
        "original": flag,
    }


READER: Final = Reader(SOURCE, take)
