"""AidData's Global Chinese Official Finance Dataset 1.0: one project that China finances in one or more states."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import polars as pl

from detente.model.statement import statement_frame
from detente.model.vocabulary import Standing, Status
from detente.sources.day_columns import number_of
from detente.sources.party_names import codes, days_of, named, unnamed
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Reader, Taken, json_text, load_record
from detente.sources.table import ROW, Table, read_table
from detente.sources.workbook_table import table_text
from detente.sources.years import covering, years

SOURCE: Final = load_record("aiddata_china")
_USED: Final = (
    "project_id", "recommended_for_research", "umbrella", "year", "donor", "funding_agency", "title", "status",
    "flow", "flow_class", "intent", "amount", "currency", "usd_defl_2014", "usd_current", "crs_sector_code",
    "crs_sector_name", "year_uncertain", "all_recipients", "recipient_count", "recipient_cow_code",
    "recipient_condensed", "is_cofinanced",
)  # fmt: skip
_IGNORED: Final = (
    "implementing_agency", "description", "sources", "sources_count", "cofinancing_agency",
    "recipient_agencies", "recipient_agencies_count", "deflators_used", "exchange_rates_used", "start_actual",
    "start_planned", "end_actual", "end_planned", "recipient_oecd_code", "recipient_oecd_name",
    "recipient_iso3", "recipient_iso2", "recipient_un_code", "recipient_imf_code", "recipient_region",
    "line_of_credit", "is_ground_truthing", "loan_type", "interest_rate", "maturity", "grace_period",
    "grant_element", "location_details", "contacts", "source_triangulation", "field_completeness",
)  # fmt: skip
STATUSES: Final[dict[str, Status]] = {
    "Completion": "occurred", "Implementation": "ongoing", "Pipeline: Commitment": "planned",
    "Pipeline: Pledge": "proposed", "Cancelled": "cancelled", "Suspended": "cancelled",
}  # fmt: skip
CLASSES: Final = ("ODA-like", "OOF-like", "Vague (Official Finance)")
DONOR: Final = "CHN"
_MARKS: Final = ("project_id", "donor", "all_recipients")
_TRUE: Final = ("True", "TRUE", "1")
_FALSE: Final = ("False", "FALSE", "0")
"""As text, as a spreadsheet saves it, and as the workbook holds it."""
_NONE: Final = ("", " ")


def take(data: bytes, file: str) -> Taken:
    """Statements "official_finance": source_actors [CHN], target_actors [recipients], value current US dollars.

    Null where the publisher found no amount. Umbrella projects stand beside their parts and are marked: a sum
    must leave them out. Rows for regions, of which no state is named, are left out.
    """
    table = read_table(table_text(data, file, _MARKS), file, use=_USED, ignore=_IGNORED)
    table.allow("donor", ("China",), "China")
    table.allow("status", STATUSES, f"one of {', '.join(STATUSES)}")
    table.allow("flow_class", CLASSES, f"one of {', '.join(CLASSES)}")
    table.allow("umbrella", ("0", "1"), "a flag (0 or 1)")
    for column in ("recommended_for_research", "year_uncertain", "is_cofinanced"):
        table.allow(column, (*_TRUE, *_FALSE), "True or False")
    for column in ("project_id", "recipient_count"):
        table.numbers(column, whole=True, empty=())
    year = years(table)
    sums = {c: table.numbers(c, empty=_NONE) for c in ("usd_current", "usd_defl_2014", "amount")}
    raw = raw_rows(table.frame)
    statements: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    for i, row in enumerate(table.frame.iter_rows(named=True)):
        states, others = _recipients(table, row, year[i])
        if not states:
            left_out.append(
                LeftOut(row[ROW], f"{row['recipient_condensed']} is no state in {year[i]}", raw[i])
            )
            continue
        amounts = {column: values[i] for column, values in sums.items()}
        made = _statement(row, year[i], amounts, others)
        statements.append(made | {"target_actors": states, "row": raw[i], "row_number": row[ROW]})
    frame = statement_frame(statements)
    doubled = frame.filter(pl.col("key").is_duplicated()).sort("row_number")
    if doubled.height:
        raise table.fail(doubled["row_number"][1], "project_id", doubled["key"][1], "new: another row has it")
    found = {code for s in statements for code in s["target_actors"]} | {DONOR}
    coverage = covering(SOURCE.coverage, year, found)
    return Taken(frame, table.frame.height, coverage, "1.0", tuple(left_out))


def _recipients(table: Table, row: dict[str, Any], year: int) -> tuple[list[str], list[dict[str, str]]]:
    """States that receive, the one with a number by it; and names that are no state."""
    names = [name.strip() for name in row["all_recipients"].split(";")]
    if len(names) == 1 and row["recipient_cow_code"] not in _NONE:
        number_of(table, row, "recipient_cow_code")
    parties = []
    for name in names:
        party = named(name, days_of(year), _REGIONS)
        if party is None:
            raise table.fail(row[ROW], "all_recipients", name, "a known state or region")
        parties.append(party)
    return codes(parties), unnamed(parties)


_REGIONS: Final = frozenset(
    f"{region}, regional"
    for region in ("Africa", "Asia", "America", "Europe", "Latin America", "Middle East", "Oceania")
)  # fmt: skip


def _statement(
    row: dict[str, Any], year: int, amounts: dict[str, float | None], others: list[dict[str, str]]
) -> dict[str, Any]:
    value = amounts["usd_current"]
    standing: Standing = "medium" if row["recommended_for_research"] in _TRUE else "low"
    return {
        "source": SOURCE.name,
        "key": f"project={row['project_id']}",
        "property": "official_finance",
        "source_actors": [DONOR],
        "object": f"AidData {row['project_id']}",
        "value": value,
        "unit": "USD",
        "bound": None if value is None else "=",
        "original": f"{row['amount']} {row['currency']} ({row['usd_current']} USD) in {row['year']}, {row['status']}",
        "start": date(year, 1, 1),
        "end": date(year, 12, 31),
        "precision": "year",
        "realm": SOURCE.realm,
        "event_type": "AID" if row["flow_class"] == "ODA-like" else None,
        "mode": row["flow_class"],
        "status": STATUSES[row["status"]],
        "standing": standing,
        "text": row["title"],
        "attributes": json_text(
            {
                "umbrella": row["umbrella"] == "1",
                "recommended_for_research": row["recommended_for_research"] in _TRUE,
                "flow": row["flow"],
                "flow_class": row["flow_class"],
                "intent": row["intent"],
                "status": row["status"],
                "usd_2014": amounts["usd_defl_2014"],
                "amount": amounts["amount"],
                "currency": row["currency"] or None,
                "sector": row["crs_sector_name"],
                "funding_agency": row["funding_agency"],
                "year_uncertain": row["year_uncertain"] in _TRUE,
                "recipients": int(row["recipient_count"]),
                "recipients_without_code": others,
            }
        ),
        "known_from": date(year, 12, 31),
    }


READER: Final = Reader(SOURCE, take)
