"""SIPRI Arms Transfers Database, trade register: one order of major arms per row, or one per year of delivery.

The old layouts give the trend-indicator value (TIV) of what was delivered of an order and the years of delivery, but no
split by year. The statement carries both as published; a measure that wants years must spread it and say so.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any, Final

from detente.model.statement import statement_frame
from detente.sources.digits import is_digits
from detente.sources.sipri_deliveries import take_deliveries
from detente.sources.sipri_layout import COLUMNS, generated_on, is_by_delivery, mend, preamble_lines
from detente.sources.sipri_parties import Party, party
from detente.sources.source import LeftOut, Reader, Taken, json_text, load_record
from detente.sources.table import ROW, Table, decode, read_table
from detente.sources.years import EARLIEST, LATEST

SOURCE: Final = load_record("sipri_arms")
_STATUS: Final = ("New", "Second hand", "Second hand but modernized")
_ESTIMATES: Final = tuple(name for name in COLUMNS if name.endswith(" is estimate"))
_COUNTS: Final = {"number_ordered": "Number ordered", "number_delivered": "Number delivered"}
_VOLUMES: Final = {
    "tiv_per_unit": "SIPRI TIV per unit",
    "tiv_total_order": "SIPRI TIV for total order",
    "tiv_delivered": "SIPRI TIV of delivered weapons",
}


def take(data: bytes, file: str) -> Taken:
    """Statements "arms_order": source_actors [supplier], target_actors [recipient], object the weapon.

    value: million TIV delivered. Actors are named as of the first delivery (of the order, when there is none). A
    side that is no state (armed group, organisation, unknown) is left empty and named in `attributes`; a row
    without any state is left out. The new layout gives "arms_delivery" instead (sipri_deliveries).
    """
    text = decode(data, file, ("utf-8-sig", "cp1252"))
    preamble = preamble_lines(text, file)
    if is_by_delivery(text):
        return take_deliveries(text, file, SOURCE, preamble)
    table = read_table(mend(text), file, use=COLUMNS, skip_lines=preamble, header=COLUMNS)
    table.allow("status", _STATUS, "a status of the register")
    for column in _ESTIMATES:
        table.allow(column, ("", "?"), "an uncertainty mark ('?' or empty)")
    statements: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    orders = _orders(table)
    for order in orders:
        if order["supplier"].code or order["recipient"].code:
            statements.append(_statement(order))
        else:
            left_out.append(LeftOut(order[ROW], "neither side is a state", order["row"]))
    last = max(max(order["delivery_years"], default=order["order_year"]) for order in orders)
    generated = generated_on(text, preamble)
    return Taken(
        statements=statement_frame(statements),
        rows=table.frame.height,
        coverage=replace(
            SOURCE.coverage,
            end=date(last, 12, 31),
            states=frozenset(c for s in statements for c in s["source_actors"] + s["target_actors"]),
        ),
        release=f"{last} ({generated})" if generated else str(last),
        left_out=tuple(left_out),
    )


def _orders(table: Table) -> list[dict[str, Any]]:
    """Rows with typed cells and keys. Rows with one key are numbered by amount, then years, then comment."""
    frame = table.frame.with_columns(
        table.numbers("Year of order", whole=True).alias("order_year"),
        *(table.numbers(column, whole=True).alias(name) for name, column in _COUNTS.items()),
        *(table.numbers(column).alias(name) for name, column in _VOLUMES.items()),
    )
    orders = []
    for raw in frame.iter_rows(named=True):
        published = {name: raw[name] for name in COLUMNS}
        years = _delivery_years(table, raw)
        orders.append(
            raw
            | {
                "row": json_text(published),
                "delivery_years": years,
                "supplier": _party(table, raw, "Supplier", years),
                "recipient": _party(table, raw, "Recipient", years),
                "key": f"{raw['Recipient']}|{raw['Supplier']}|{raw['order_year']}|{raw['Weapon designation']}",
            }
        )
    seen: Counter[str] = Counter()
    for order in sorted(orders, key=_place_among_equals):
        seen[order["key"]] += 1
        if seen[order["key"]] > 1:
            order["key"] += f" #{seen[order['key']]}"
    return orders


def _place_among_equals(order: dict[str, Any]) -> tuple[int, list[int], float, str, int]:
    return (
        order["number_ordered"] or 0, order["delivery_years"][:1], order["tiv_per_unit"] or 0.0,
        order["Comments"], order[ROW],
    )  # fmt: skip


def _delivery_years(table: Table, raw: dict[str, Any]) -> list[int]:
    text = raw["Year(s) of delivery"]
    parts = [part.strip() for part in text.split(";")] if text else []
    if any(not (is_digits(part) and len(part) == 4) for part in parts):
        raise table.fail(raw[ROW], "Year(s) of delivery", text, "years like '2007; 2008'")
    return sorted({int(part) for part in parts})


def _party(table: Table, raw: dict[str, Any], column: str, delivered: list[int]) -> Party:
    """The side as of its first delivery, or of the order when nothing was delivered.

    The register gives an order of 1986 that was delivered from 1992 on to Russia, not to the Soviet Union.
    """
    year = raw["order_year"]
    if year is None or not EARLIEST <= year <= LATEST:
        raise table.fail(raw[ROW], "Year of order", raw["Year of order"], "a year")
    first = delivered[0] if delivered else year
    days = [date(first, 7, 1), date(first, 12, 31), date(first, 1, 1), *(date(y, 12, 31) for y in delivered)]
    found = next((side for day in days if (side := party(raw[column], day))), None)
    if found is None:
        raise table.fail(
            raw[ROW], column, raw[column], f"a state of {first} or a name that SIPRI marks as something else"
        )
    return found


def _statement(order: dict[str, Any]) -> dict[str, Any]:
    years = order["delivery_years"] or [order["order_year"]]
    return {
        "source": SOURCE.name,
        "key": order["key"],
        "property": "arms_order",
        "source_actors": [order["supplier"].code] if order["supplier"].code else [],
        "target_actors": [order["recipient"].code] if order["recipient"].code else [],
        "object": order["Weapon designation"],
        "value": order["tiv_delivered"],
        "unit": "million TIV",
        "bound": "=" if order["tiv_delivered"] is not None else None,
        "original": _original(order),
        "start": date(years[0], 1, 1),
        "end": date(years[-1], 12, 31),
        "precision": "year",
        "realm": SOURCE.realm,
        "note": order["Comments"] or None,
        "attributes": json_text(_attributes(order)),
        "row": order["row"],
        "row_number": order[ROW],
        "known_from": date(years[-1], 12, 31),
    }


def _original(order: dict[str, Any]) -> str:
    """Volume and years as published: a release that moves a delivery must not pass for the same statement."""
    volume, years = order["SIPRI TIV of delivered weapons"], order["Year(s) of delivery"]
    return f"{volume} in {years}" if years else str(volume)


def _attributes(order: dict[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = {
        "number_ordered": order["number_ordered"],
        "number_ordered_estimated": order["Number ordered is estimate"] == "?",
        "order_year": order["order_year"],
        "order_year_estimated": order["Year of order is estimate"] == "?",
        "number_delivered": order["number_delivered"],
        "number_delivered_estimated": order["Number delivered is estimate"] == "?",
        "delivery_years": order["delivery_years"],
        "weapon_description": order["Weapon description"],
        "status": order["status"],
        "tiv_per_unit": order["tiv_per_unit"],
        "tiv_total_order": order["tiv_total_order"],
    }
    for side in ("supplier", "recipient"):
        if order[side].code is None:
            given[side] = order[side.capitalize()]
            given[f"{side}_kind"] = order[side].kind
    return given


READER: Final = Reader(SOURCE, take)
