"""World Bank Global Preferential Trade Agreements Database: one agreement with its members and its two dates."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any, Final

from detente.model.statement import statement_frame
from detente.model.vocabulary import Status
from detente.sources.gptad_members import members
from detente.sources.party_names import Named, codes, days_of, unnamed
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Reader, Taken, json_text, load_record
from detente.sources.table import ROW, Table, decode, read_table

SOURCE: Final = load_record("gptad")
COLUMNS: Final = (
    "Common.Name", "Membership", "Type", "Date.of.Signature", "Date.of.Entry.into.Force", "WTO.notified",
    "In.force.status", "Annexes.Available",
)  # fmt: skip
TYPES: Final = (
    "Association Free Trade Agreement", "Bilateral Free Trade Agreement", "Customs Union Accession Agreement",
    "Customs Union Primary Agreement", "Framework Agreement", "Regional/Plurilateral Free Trade Agreement", "",
)  # fmt: skip
_STATUS: Final[dict[str, Status | None]] = {
    "in force": "ongoing", "expired": "occurred", "signed - not yet in force": "planned", "unknown": None, "": None,
}  # fmt: skip
_DATE: Final = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_NO_DATE: Final = ("n/a", "N/A", "NA", "")


def take(data: bytes, file: str) -> Taken:
    """Statements "trade_agreement", reciprocal: source_actors all members that are states, object the agreement.

    start: the day of signature, or of entry into force where that alone is given; both stand in `attributes`.
    The members are those of the list's time, not of the signature. A row that repeats another is left out.
    """
    table = read_table(decode(data, file, ("utf-8-sig", "cp1252")), file, use=COLUMNS)
    table.allow("Type", TYPES, "a type of agreement")
    table.allow("In.force.status", _STATUS, "a status of agreements")
    table.allow("WTO.notified", ("yes", "no", ""), "yes, no or empty")
    raw = raw_rows(table.frame)
    seen: Counter[str] = Counter()
    statements: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    for i, row in enumerate(table.frame.iter_rows(named=True)):
        if raw[i] in raw[:i]:
            left_out.append(LeftOut(row[ROW], "the same as an earlier row", raw[i]))
            continue
        signed, effective = (
            _day(table, row, column) for column in ("Date.of.Signature", "Date.of.Entry.into.Force")
        )
        first = signed or effective
        years = days_of(first.year, _LAST) if first else days_of(_LAST)
        try:
            parties, blocks = members(row["Membership"], years)
        except LookupError as error:
            raise table.fail(
                row[ROW], "Membership", str(error.args[0]), "a known state, block or territory"
            ) from None
        if len(codes(parties)) < 2:
            left_out.append(LeftOut(row[ROW], "fewer than two members that are states are named", raw[i]))
            continue
        key = f"name={row['Common.Name']} signed={row['Date.of.Signature']} force={row['Date.of.Entry.into.Force']}"
        seen[key] += 1
        mark = f" #{seen[key]}" if seen[key] > 1 else ""
        made = _statement(row, parties, blocks, signed, effective)
        statements.append(made | {"key": key + mark, "row": raw[i], "row_number": row[ROW]})
    coverage = replace(SOURCE.coverage, states=None)
    return Taken(statement_frame(statements), table.frame.height, coverage, left_out=tuple(left_out))


_LAST: Final = SOURCE.coverage.end.year


def _day(table: Table, row: dict[str, Any], column: str) -> date | None:
    text = row[column].strip()
    if text in _NO_DATE:
        return None
    found = _DATE.fullmatch(text)
    try:
        month, day, year = (int(part) for part in found.groups()) if found else (0, 0, 0)
        return date(year, month, day)
    except ValueError:
        raise table.fail(row[ROW], column, text, "a day written month/day/year, or n/a") from None


def _statement(
    row: dict[str, Any], parties: list[Named], blocks: list[str], signed: date | None, effective: date | None
) -> dict[str, Any]:
    states = codes(parties)
    first = signed or effective
    return {
        "source": SOURCE.name,
        "property": "trade_agreement",
        "source_actors": states,
        "reciprocal": True,
        "object": f"GPTAD {row['Common.Name']}",
        "original": json_text({name: row[name] for name in COLUMNS[1:]}),
        "start": first,
        "end": first,
        "precision": "day" if first else None,
        "realm": SOURCE.realm,
        "status": _STATUS[row["In.force.status"]],
        "text": f"{row['Common.Name']}: {row['Type'] or 'agreement'}",
        "attributes": json_text(
            {
                "type": row["Type"] or None,
                "bilateral": len(parties) == 2 and not blocks,
                "members": len(parties),
                "blocks": blocks,
                "members_without_code": unnamed(parties),
                "signed": str(signed) if signed else None,
                "in_force_from": str(effective) if effective else None,
                "in_force_status": row["In.force.status"] or None,
                "notified_to_wto": {"yes": True, "no": False}.get(row["WTO.notified"]),
            }
        ),
        "known_from": first,
    }


READER: Final = Reader(SOURCE, take)
