"""Passport Index: what a state asks of the holders of another state's passport before they come.

The file carries no date: the statements have none and count as known from the day they are recorded.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from detente.errors import UnknownActorError
from detente.model.statement import statement_frame
from detente.sources.digits import is_digits
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Reader, Taken, json_text, load_record
from detente.sources.table import ROW, Table, decode, read_table
from detente.world.states import from_iso3

SOURCE: Final = load_record("visa_rules")
COLUMNS: Final = ("Passport", "Destination", "Requirement")
REQUIREMENTS: Final = (
    "visa free", "visa on arrival", "eta", "e-visa", "visa required", "no admission", "covid ban",
    "Hayya Entry Permit",
)  # fmt: skip
OWN: Final = "-1"
TERRITORIES: Final = {"HKG": "Hong Kong", "MAC": "Macao"}
"""Codes that issue passports and are no states."""
_TODAY: Final = date(2024, 1, 1)
"""A day on which all states of the present exist; the file holds no others."""


def take(data: bytes, file: str) -> Taken:
    """Statements "visa_requirement": source_actors [who asks], target_actors [whose passport]; `mode` what is asked.

    value: days without a visa where the rule is a number. A state's own passport (-1) and territories are left out.
    """
    table = read_table(decode(data, file), file, use=COLUMNS)
    raw = raw_rows(table.frame)
    statements: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    for i, row in enumerate(table.frame.iter_rows(named=True)):
        host, passport = (_state(table, row, column) for column in ("Destination", "Passport"))
        rule = row["Requirement"]
        number = is_digits(rule) and 0 < int(rule) <= 366
        if not (number or rule == OWN or rule in REQUIREMENTS):
            raise table.fail(row[ROW], "Requirement", rule, "a number of days or a known requirement")
        if (rule == OWN) != (row["Destination"] == row["Passport"]):
            raise table.fail(row[ROW], "Requirement", rule, "-1 for the own passport and only for it")
        if rule == OWN or host is None or passport is None:
            reason = "the passport of the destination itself" if rule == OWN else "one side is a territory"
            left_out.append(LeftOut(row[ROW], reason, raw[i]))
            continue
        statements.append(
            {
                "source": SOURCE.name,
                "key": f"destination={row['Destination']} passport={row['Passport']}",
                "property": "visa_requirement",
                "source_actors": [host],
                "target_actors": [passport],
                "object": f"holders of a passport of {passport}",
                "value": float(rule) if number else None,
                "unit": "days without a visa" if number else None,
                "bound": "=" if number else None,
                "original": rule,
                "realm": SOURCE.realm,
                "mode": "visa free" if number else rule,
                "text": f"{rule} days visa free" if number else rule,
                "attributes": json_text({"requirement": "visa free" if number else rule}),
                "row": raw[i],
                "row_number": row[ROW],
            }
        )
    named = frozenset(code for s in statements for code in (*s["source_actors"], *s["target_actors"]))
    coverage = replace(SOURCE.coverage, states=named)
    return Taken(statement_frame(statements), table.frame.height, coverage, left_out=tuple(left_out))


def _state(table: Table, row: dict[str, Any], column: str) -> str | None:
    if row[column] in TERRITORIES:
        return None
    try:
        return from_iso3(row[column], _TODAY)
    except UnknownActorError:
        raise table.fail(
            row[ROW], column, row[column], "the alpha-3 code of a state of the present"
        ) from None


READER: Final = Reader(SOURCE, take)
