"""COW Direct Contiguity 3.2: which states border each other by land or lie within 400 miles of sea, and when.

Spells are dated to the month. A spell that outlives a state under its number is told in parts, one for each state
(Russian Empire, Soviet Union, Russia); a part of less than a month at an end of a spell is none.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from detente.model.statement import statement_frame
from detente.sources.cow_codes import NUMBERS, Held, held_by
from detente.sources.digits import is_digits
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Reader, Taken, load_record
from detente.sources.table import ROW, Table, decode, read_table

SOURCE: Final = load_record("cow_contiguity")
KINDS: Final = {
    "1": "by land or river",
    "2": "by up to 12 miles of water",
    "3": "by 13 to 24 miles of water",
    "4": "by 25 to 150 miles of water",
    "5": "by 151 to 400 miles of water",
}
USED: Final = ("dyad", "statelno", "statehno", "conttype", "begin", "end", "notes", "version")
IGNORED: Final = ("statelab", "statehab")
SHORTEST: Final = timedelta(days=31)


def take(data: bytes, file: str) -> Taken:
    """Statements "contiguity": both states in source_actors (reciprocal), value 1 (land) to 5.

    Raises SourceError for another kind, a month that is none, an unknown number, a spell that ends before it
    begins or comes twice.
    """
    table = read_table(decode(data, file, ("utf-8-sig", "cp1252")), file, use=USED, ignore=IGNORED)
    table.allow("conttype", KINDS, "a kind of contiguity (1 to 5)")
    table.numbers("dyad", whole=True, empty=())
    numbers = {side: table.numbers(side, whole=True, empty=()) for side in ("statelno", "statehno")}
    raw = raw_rows(table.frame)
    rows: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    seen: set[str] = set()
    for i, cells in enumerate(table.frame.iter_rows(named=True)):
        pair = (int(numbers["statelno"][i]), int(numbers["statehno"][i]))
        spell = _spell(table, cells, pair, seen)
        parts = list(_parts(pair, *spell))
        if not parts:
            left_out.append(
                LeftOut(cells[ROW], "the two numbers were never states together in the spell", raw[i])
            )
        rows += [_statement(cells, part, raw[i]) for part in parts]
    states = frozenset(code for row in rows for code in row["source_actors"])
    coverage = replace(
        SOURCE.coverage,
        start=min(row["start"] for row in rows),
        end=max(row["end"] for row in rows),
        states=states,
    )
    return Taken(
        statements=statement_frame(rows),
        rows=table.frame.height,
        coverage=coverage,
        release=table.frame["version"][0],
        left_out=tuple(left_out),
    )


def _spell(
    table: Table, cells: Mapping[str, Any], pair: tuple[int, int], seen: set[str]
) -> tuple[date, date]:
    for column, number in zip(("statelno", "statehno"), pair, strict=True):
        if number not in NUMBERS:
            raise table.fail(cells[ROW], column, cells[column], "the Correlates of War number of a state")
    first, last = (_month(table, cells, column) for column in ("begin", "end"))
    end = last.replace(day=monthrange(last.year, last.month)[1])
    if end < first:
        raise table.fail(cells[ROW], "end", cells["end"], f"on or after begin {cells['begin']}")
    key = f"{cells['dyad']} {cells['conttype']} {cells['begin']}"
    if key in seen:
        raise table.fail(cells[ROW], "begin", cells["begin"], "new for this dyad and kind")
    seen.add(key)
    return first, end


def _month(table: Table, cells: Mapping[str, Any], column: str) -> date:
    text = cells[column]
    if (
        len(text) != 6
        or not is_digits(text)
        or not (1 <= int(text[4:]) <= 12 and 1800 <= int(text[:4]) <= 2100)
    ):
        raise table.fail(cells[ROW], column, text, "a month written yyyymm")
    return date(int(text[:4]), int(text[4:]), 1)


def _parts(pair: tuple[int, int], start: date, end: date) -> Iterator[tuple[str, str, date, date]]:
    """The pairs of states that held both numbers, each with the days on which they did."""
    sides = [_whole(held_by(number, start, end)) for number in pair]
    for one in sides[0]:
        for other in sides[1]:
            first, last = max(one.start, other.start), min(one.end, other.end)
            if first <= last:
                yield one.code, other.code, first, last


def _whole(held: list[Held]) -> list[Held]:
    """Without parts of less than a month beside longer ones: the spell is known to the month only."""
    return [part for part in held if part.end - part.start >= SHORTEST] or held


def _statement(cells: Mapping[str, Any], part: tuple[str, str, date, date], raw: str) -> dict[str, Any]:
    one, other, first, last = part
    return {
        "source": SOURCE.name,
        "key": f"dyad={cells['dyad']} kind={cells['conttype']} begin={cells['begin']} "
        f"states={one}-{other} from={first}",
        "property": "contiguity",
        "source_actors": [one, other],
        "reciprocal": True,
        "object": KINDS[cells["conttype"]],
        "value": float(cells["conttype"]),
        "unit": "kind (1 land to 5)",
        "bound": "=",
        "original": cells["conttype"],
        "start": first,
        "end": last,
        "precision": "era",
        "realm": SOURCE.realm,
        "text": f"contiguous {KINDS[cells['conttype']]}",
        "note": cells["notes"] or None,
        "row": raw,
        "row_number": cells[ROW],
        "known_from": first,
    }


READER: Final = Reader(SOURCE, take)
