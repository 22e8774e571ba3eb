"""Design of Trade Agreements (DESTA): one entry about one agreement, with its members as ISO numeric codes.

An entry is a base treaty, a protocol, an accession, a withdrawal, a consolidated text, or a negotiation.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from detente.model.statement import statement_frame
from detente.model.vocabulary import Status
from detente.sources.digits import is_digits
from detente.sources.iso_numeric import CODES, state_in
from detente.sources.layouts import header_of, pick_layout
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Reader, Taken, json_text, load_record
from detente.sources.table import ROW, Table, decode, read_table
from detente.sources.years import EARLIEST, LATEST

SOURCE: Final = load_record("desta")
MOST: Final = 91
_MEMBERS: Final = tuple(f"c{i}" for i in range(1, MOST + 1))
_MARKS: Final = tuple(f"mc{i}" for i in range(1, MOST + 1))
_ABOUT: Final = (
    "number", "base_treaty", "name", "entry_type", "consolidated", "year", "entryforceyear", "language",
    "typememb", "regioncon", "wto_listed", "wto_name",
)  # fmt: skip
ENTRIES: Final[dict[str, Status]] = {
    "base_treaty": "occurred", "accession": "occurred", "consolidated": "occurred", "withdrawal": "occurred",
    "protocol or amendment": "occurred", "negotiation": "negotiating",
}  # fmt: skip
NA: Final = "NA"
TERRITORIES: Final = {
    "86": "British Indian Ocean Territory", "92": "British Virgin Islands", "136": "Cayman Islands",
    "175": "Mayotte", "234": "Faroe Islands", "238": "Falkland Islands", "239": "South Georgia",
    "248": "Aland Islands", "258": "French Polynesia", "260": "French Southern Territories",
    "304": "Greenland", "344": "Hong Kong", "446": "Macao", "500": "Montserrat", "530": "Netherlands Antilles",
    "533": "Aruba", "540": "New Caledonia", "612": "Pitcairn", "654": "Saint Helena", "660": "Anguilla",
    "666": "Saint Pierre and Miquelon", "796": "Turks and Caicos Islands", "876": "Wallis and Futuna",
}  # fmt: skip
OWN_CODES: Final = {"900": "XKX"}
"""Codes of the list's own: Kosovo has none in ISO 3166."""


def take(data: bytes, file: str) -> Taken:
    """Statements "trade_agreement", reciprocal: source_actors the members that are states, object the entry.

    start and end: the year of signature; a negotiation has none. The columns mc1 ... mc91 are not used. A member
    that is no state in the year is kept in `attributes` by number.
    """
    text = decode(data, file, ("utf-8-sig", "cp1252"))
    pick_layout(
        header_of(text, file, ";"), {"DESTA, separated by semicolons,": ("number", "c1", "c91")}, file
    )
    table = read_table(
        text,
        file,
        use=(*_ABOUT, *_MEMBERS),
        ignore=_MARKS,
        separator=";",
    )
    table.shaped("number", r"\d.*", "the number of an entry")
    table.shaped("name", r"(?s).*\pL.*", "the name of an agreement")
    table.allow("entry_type", ENTRIES, "a type of entry")
    table.allow("wto_listed", ("0", "1", NA), "a flag (0, 1 or NA)")
    years, effective = (_years(table, column) for column in ("year", "entryforceyear"))
    signed = [year for year in years if year is not None]
    if not signed:
        raise table.fail(table.frame[ROW][0], "year", NA, "a year, nor is any other cell of it")
    newest = max(signed)
    raw = raw_rows(table.frame.select(ROW, *_ABOUT))
    statements: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    for i, row in enumerate(table.frame.iter_rows(named=True)):
        numbers = list(dict.fromkeys(row[c] for c in _MEMBERS if row[c] != NA))
        held = {number: _code(table, row, number, years[i] or newest) for number in numbers}
        if sum(code is not None for code in held.values()) < 2 and years[i] is not None:
            reason = "fewer than two members are states in the year"
            left_out.append(LeftOut(row[ROW], reason, raw[i]))
            continue
        made = _statement(row, held, years[i], effective[i])
        full = json_text({name: row[name] for name in _ABOUT} | {"members": numbers})
        statements.append(made | {"row": full, "row_number": row[ROW]})
    coverage = replace(SOURCE.coverage, end=date(newest, 12, 31))
    return Taken(statement_frame(statements), table.frame.height, coverage, left_out=tuple(left_out))


def _years(table: Table, column: str) -> list[int | None]:
    read = table.numbers(column, whole=True, empty=(NA,))
    for number, text, year in zip(table.frame[ROW], table.frame[column], read, strict=True):
        if year is not None and not EARLIEST <= year <= LATEST:
            raise table.fail(number, column, text, "a year or NA")
    return read.to_list()


def _code(table: Table, row: dict[str, Any], number: str, year: int) -> str | None:
    if number in TERRITORIES:
        return None
    if number in OWN_CODES:
        return OWN_CODES[number]
    if not is_digits(number) or int(number) not in CODES:
        raise table.fail(row[ROW], "c1 ... c91", number, "the ISO numeric code of a state or territory")
    return state_in(int(number), year)


def _statement(
    row: dict[str, Any], held: dict[str, str | None], year: int | None, effective: int | None
) -> dict[str, Any]:
    known = date(year, 12, 31) if year else None
    return {
        "source": SOURCE.name,
        "key": f"agreement={row['number']} entry={row['entry_type']}",
        "property": "trade_agreement",
        "source_actors": list(dict.fromkeys(code for code in held.values() if code)),
        "reciprocal": True,
        "object": f"DESTA {row['number']}",
        "original": f"{row['name']} ({row['year']}, {row['entryforceyear']}): {','.join(held)}",
        "start": date(year, 1, 1) if year else None,
        "end": known,
        "precision": "year" if year else None,
        "realm": SOURCE.realm,
        "status": ENTRIES[row["entry_type"]],
        "text": row["name"],
        "attributes": json_text(
            {
                "entry": row["entry_type"],
                "base_treaty": row["base_treaty"],
                "bilateral": len(held) == 2 and row["entry_type"] in {"base_treaty", "protocol or amendment"},
                "members": len(held),
                "members_without_code": [
                    {"number": number, "name": TERRITORIES.get(number)}
                    for number, code in held.items()
                    if not code
                ],
                "signed_year": year,
                "in_force_year": effective,
                "kind_of_membership": row["typememb"],
                "region": row["regioncon"],
                "listed_by_wto": {"1": True, "0": False}.get(row["wto_listed"]),
            }
        ),
        "known_from": known,
    }


READER: Final = Reader(SOURCE, take)
