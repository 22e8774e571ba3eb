"""The SIPRI trade register by delivery: one order of one weapon in one year of delivery, with that year's volume.

The same deliveries stand in the older layouts inside the total of their order, so the two are different properties
(arms_delivery, arms_order) and no measure may add them. The rows have other keys than the orders: the register's
own numbers, which the older layouts lack.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any, Final

from detente.model.source import Coverage, Source
from detente.model.statement import statement_frame
from detente.sources.raw_rows import raw_rows
from detente.sources.sipri_layout import generated_on
from detente.sources.sipri_parties import Party, party
from detente.sources.source import LeftOut, Taken, json_text
from detente.sources.table import ROW, Table, read_table
from detente.sources.years import years

DELIVERY_COLUMNS: Final = (
    "SIPRI AT Database ID", "Supplier", "Recipient", "Designation", "Description", "Armament category",
    "Order date", "Order date is estimate", "Numbers delivered", "Numbers delivered is estimate",
    "Delivery year", "Delivery year is estimate", "Status", "SIPRI estimate", "TIV deal unit",
    "TIV delivery values", "Local production",
)  # fmt: skip
_STATUS: Final = ("New", "Second hand", "Second hand but modernized")
_FLAGS: Final = (
    "Order date is estimate", "Numbers delivered is estimate", "Delivery year is estimate", "Local production",
)  # fmt: skip
_VOLUMES: Final = {
    "tiv_new_unit": "SIPRI estimate", "tiv_deal_unit": "TIV deal unit", "tiv": "TIV delivery values",
}  # fmt: skip
_ASKED: Final = re.compile(r"deliveries made for the year range '(\d{4})' to '(\d{4})'")


def take_deliveries(text: str, file: str, source: Source, preamble: int) -> Taken:
    """Statements "arms_delivery": source_actors [supplier], target_actors [recipient], object the weapon.

    value: million TIV delivered of the order in the year, known at its end. Sides that are no state are handled as
    in orders. Silence is no data: the export can be filtered by state, which cannot be undone.
    """
    table = read_table(text, file, use=DELIVERY_COLUMNS, skip_lines=preamble)
    table.allow("Status", _STATUS, "a status of the register")
    for column in _FLAGS:
        table.allow(column, ("Yes", "No"), "Yes or No")
    table.numbers("SIPRI AT Database ID", whole=True, empty=())
    ordered, delivered = (years(table, column) for column in ("Order date", "Delivery year"))
    count = table.numbers("Numbers delivered", whole=True)
    volumes = {name: table.numbers(column) for name, column in _VOLUMES.items()}
    raw = raw_rows(table.frame)
    statements: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    for i, row in enumerate(table.frame.iter_rows(named=True)):
        sides = {side: _party(table, row, side, delivered[i]) for side in ("Supplier", "Recipient")}
        if not any(side.code for side in sides.values()):
            left_out.append(LeftOut(row[ROW], "neither side is a state", raw[i]))
            continue
        details = {"order_year": ordered[i], "number_delivered": count[i]}
        details |= {name: column[i] for name, column in volumes.items()}
        made = _statement(row, sides, delivered[i], details, source)
        statements.append(made | {"row": raw[i], "row_number": row[ROW]})
    frame = statement_frame(statements)
    twice = frame.filter(frame["key"].is_duplicated()).sort("row_number")
    if twice.height:
        raise table.fail(
            twice["row_number"][1], "SIPRI AT Database ID", twice["key"][1], "new: another line has it"
        )
    generated = generated_on(text, preamble)
    return Taken(
        statements=frame,
        rows=table.frame.height,
        coverage=_coverage(source, text, preamble, statements, max(delivered)),
        release=f"{max(delivered)} ({generated})" if generated else str(max(delivered)),
        left_out=tuple(left_out),
    )


def _party(table: Table, row: dict[str, Any], side: str, year: int) -> Party:
    days = (date(year, 7, 1), date(year, 12, 31), date(year, 1, 1))
    found = next((known for day in days if (known := party(row[side], day))), None)
    if found is None:
        raise table.fail(
            row[ROW], side, row[side], f"a state of {year} or a name that SIPRI marks as something else"
        )
    return found


def _statement(
    row: dict[str, Any], sides: dict[str, Party], year: int, details: dict[str, Any], source: Source
) -> dict[str, Any]:
    volume = details["tiv"]
    unstated = {
        f"{side.lower()}{suffix}": value
        for side, known in sides.items()
        if known.code is None
        for suffix, value in (("", row[side]), ("_kind", known.kind))
    }
    return {
        "source": source.name,
        "key": f"deal={row['SIPRI AT Database ID']} year={year}",
        "property": "arms_delivery",
        "source_actors": [sides["Supplier"].code] if sides["Supplier"].code else [],
        "target_actors": [sides["Recipient"].code] if sides["Recipient"].code else [],
        "object": row["Designation"],
        "value": volume,
        "unit": "million TIV",
        "bound": None if volume is None else "=",
        "original": f"{row['TIV delivery values']} for {row['Numbers delivered']} in {row['Delivery year']}",
        "start": date(year, 1, 1),
        "end": date(year, 12, 31),
        "precision": "year",
        "realm": source.realm,
        "status": "occurred",
        "attributes": json_text(
            {
                "deal": int(row["SIPRI AT Database ID"]),
                "delivery_year": year,
                "weapon_description": row["Description"],
                "category": row["Armament category"],
                "status": row["Status"],
                **{flag.lower().replace(" ", "_"): row[flag] == "Yes" for flag in _FLAGS},
                **{name: value for name, value in details.items() if name != "tiv"},
                **unstated,
            }
        ),
        "known_from": date(year, 12, 31),
    }


def _coverage(
    source: Source, text: str, preamble: int, statements: list[dict[str, Any]], last: int
) -> Coverage:
    """The years asked for, as the preamble says, else those found; the states named; never complete."""
    asked = _ASKED.search("\n".join(text.split("\n")[:preamble]))
    first = min(int(asked[1]) if asked else s["start"].year for s in statements)
    states = frozenset(code for s in statements for code in s["source_actors"] + s["target_actors"])
    return replace(
        source.coverage,
        start=date(first, 1, 1),
        end=date(int(asked[2]) if asked else last, 12, 31),
        completeness="sample",
        states=states,
    )
