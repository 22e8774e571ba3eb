"""Diplometrics Diplomatic Representation: one sending state at one destination in one year.

Built from the published column names; no file has been read. Two spellings of the sender's column are in use.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from detente.model.statement import statement_frame
from detente.sources.layouts import header_of
from detente.sources.party_names import days_of, named
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Reader, Taken, json_text, load_record
from detente.sources.table import ROW, Table, read_table
from detente.sources.workbook_table import table_text
from detente.sources.years import covering, years

SOURCE: Final = load_record("diplometrics")
COLUMNS: Final = ("SendingCountry", "Destination", "Year", "Embassy", "Focus", "EmbassyFocus", "LOR")
_SPELLINGS: Final = {"Sending Country": "SendingCountry"}
_COUNTS: Final = ("Embassy", "Focus", "EmbassyFocus")


def take(data: bytes, file: str) -> Taken:
    """Statements "diplomatic_representation_level": source_actors [sender], target_actors [destination].

    value: the level of representation (LOR) as published; Embassy, Focus and EmbassyFocus in `attributes`. A name
    that is no state in that year is left out; an unknown name stops.
    """
    text = table_text(data, file, ("Destination", "Year", "LOR"), ("utf-8-sig", "cp1252"))
    header = [_SPELLINGS.get(name, name) for name in header_of(text, file)]
    table = read_table(text, file, use=COLUMNS, ignore=("Location",), header=tuple(header))
    year = years(table, "Year")
    level = table.numbers("LOR")
    counts = {column: table.numbers(column, whole=True) for column in _COUNTS}
    raw = raw_rows(table.frame)
    statements: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    for i, row in enumerate(table.frame.iter_rows(named=True)):
        sender, host = (_state(table, row, column, year[i]) for column in ("SendingCountry", "Destination"))
        if sender is None or host is None:
            gone = row["SendingCountry"] if sender is None else row["Destination"]
            left_out.append(LeftOut(row[ROW], f"{gone} is no state in {year[i]}", raw[i]))
            continue
        statements.append(
            {
                "source": SOURCE.name,
                "key": f"from={row['SendingCountry']} at={row['Destination']} year={year[i]}",
                "property": "diplomatic_representation_level",
                "source_actors": [sender],
                "target_actors": [host],
                "value": level[i],
                "unit": "level of representation (LOR)",
                "bound": None if level[i] is None else "=",
                "original": "; ".join(row[column] for column in ("LOR", *_COUNTS)),
                "start": date(year[i], 1, 1),
                "end": date(year[i], 12, 31),
                "precision": "year",
                "realm": SOURCE.realm,
                "attributes": json_text({column: values[i] for column, values in counts.items()}),
                "row": raw[i],
                "row_number": row[ROW],
                "known_from": date(year[i], 12, 31),
            }
        )
    states = {code for s in statements for code in (*s["source_actors"], *s["target_actors"])}
    return Taken(
        statement_frame(statements), table.frame.height, covering(SOURCE.coverage, year, states),
        left_out=tuple(left_out),
    )  # fmt: skip


def _state(table: Table, row: dict[str, Any], column: str, year: int) -> str | None:
    party = named(row[column].strip(), days_of(year))
    if party is None or party.kind == "organisation":
        raise table.fail(row[ROW], column, row[column], "the name of a state")
    return party.code


READER: Final = Reader(SOURCE, take)
