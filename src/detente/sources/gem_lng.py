"""LNG terminals of the Global Energy Monitor: place, owners, status and capacity of each unit, as of a day.

A row gives a statement "lng_terminal" and one each for its capacity and every owner's share, as for pipelines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import polars as pl

from detente.errors import SourceError
from detente.model.source import Coverage
from detente.model.statement import statement_frame
from detente.model.vocabulary import Status
from detente.sources.gem_owners import Owner
from detente.sources.lng_owners import owners_of, place_of
from detente.sources.raw_rows import raw_rows
from detente.sources.source import Reader, Taken, json_text, load_record
from detente.sources.table import ROW, Table, decode, read_table

SOURCE: Final = load_record("gem_lng")
COLUMNS: Final = (
    "TerminalID", "ProjectID", "ComboID", "Wiki", "TerminalName", "UnitName", "FacilityType", "Status", "Country",
    "OtherLanguageName", "OtherEnglishNames", "Owner", "Parent", "ParentHQCountry", "Capacity", "CapacityUnits",
    "CapacityInMtpa", "CapacityInBcm/y", "ProposalYear", "ProposalMonth", "ConstructionYear",
    "ConstructionMonth", "StartYear1", "StartMonth1", "StartYear2", "StartYear3", "DelayedStartYear",
    "StartYearEarliest", "ShelvedYear", "CancelledYear", "StopYear", "Region", "Location",
    "Prefecture/District", "State/Province", "Latitude", "Longitude", "Accuracy", "PowerPlantsSupplied", "Cost",
    "CostUnits", "CostUSD", "FIDStatus", "FIDYear", "Floating", "LastUpdated",
)  # fmt: skip
STATUSES: Final[dict[str, Status]] = {
    "Operating": "ongoing", "Construction": "ongoing", "Idle": "ongoing", "Proposed": "proposed",
    "Shelved": "cancelled", "Cancelled": "cancelled", "Retired": "occurred", "Mothballed": "occurred",
}  # fmt: skip
_DETAILS: Final = (
    "FacilityType", "ProposalYear", "ConstructionYear", "StartYear1", "ShelvedYear", "CancelledYear", "StopYear",
    "CostUSD", "Floating", "Location", "Wiki", "CapacityInBcm/y",
)  # fmt: skip
_DATES: Final = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)"),
    re.compile(r"(?P<m>\d+)/(?P<d>\d+)/(?P<y>\d{4})"),
)


def take(data: bytes, file: str) -> Taken:
    """Statements "lng_terminal", "lng_terminal_capacity_mtpa" and "lng_terminal_ownership_percent".

    source_actors are the owning states (or the states of the owners' headquarters), target_actors the state that
    it stands in. Raises SourceError for an unknown status, owner format, state or column.
    """
    table = read_table(decode(data, file), file, use=COLUMNS, ignore=("geometry",))
    for column in ("Owner", "Parent"):
        table.shaped(column, r"(?s)|.*\pL.*", "the names of owners, or empty")
    table.allow("Status", STATUSES, f"one of {', '.join(STATUSES)}")
    table.allow("FacilityType", ("Import", "Export"), "Import or Export")
    doubled = table.frame.filter(pl.col("ComboID").is_duplicated()).sort("ComboID", ROW)
    if doubled.height:
        raise table.fail(doubled[ROW][1], "ComboID", doubled["ComboID"][1], "new: another row has it")
    updated = [_day(table, row) for row in table.frame.iter_rows(named=True)]
    newest = max((day for day in updated if day), default=None)
    if newest is None:
        raise SourceError("no row has a LastUpdated day", where=file, todo="Take the file as published")
    capacity = table.numbers("CapacityInMtpa", empty=("", "--"))
    raw = raw_rows(table.frame)
    statements: list[dict[str, Any]] = []
    for i, row in enumerate(table.frame.iter_rows(named=True)):
        made = _terminal(table, row, updated[i], newest, capacity[i])
        statements += [statement | {"row": raw[i], "row_number": row[ROW]} for statement in made]
    states = frozenset(code for s in statements for code in (*s["source_actors"], *s["target_actors"]))
    coverage = Coverage(SOURCE.coverage.start, newest, "sample", states, SOURCE.coverage.note)
    return Taken(statement_frame(statements), table.frame.height, coverage, release=str(newest))


def _day(table: Table, row: Mapping[str, Any]) -> date | None:
    text = row["LastUpdated"]
    if not text:
        return None
    found = next((match for pattern in _DATES if (match := pattern.fullmatch(text))), None)
    try:
        return date(*(int(found[part]) for part in "ymd")) if found else date(0, 1, 1)
    except ValueError:
        raise table.fail(row[ROW], "LastUpdated", text, "a day (YYYY-MM-DD or month/day/year)") from None


def _terminal(
    table: Table, row: Mapping[str, Any], updated: date | None, newest: date, capacity: float | None
) -> list[dict[str, Any]]:
    def fail(column: str, expected: str) -> SourceError:
        return table.fail(row[ROW], column, row[column], expected)

    on = updated or newest
    host = place_of(row["Country"], "Country", on, fail)
    owners, note = owners_of(row, on, fail)
    hosts = [host] if host else []
    owning = list(dict.fromkeys(owner.state for owner in owners if owner.state))
    key = f"terminal={row['ComboID']}"
    common = {
        "source": SOURCE.name,
        "object": _title(row),
        "start": updated,
        "end": updated,
        "precision": "day" if updated else None,
        "realm": "energy",
        "mode": row["Status"].lower(),
        "contexts": ["resource"],
        "status": STATUSES[row["Status"]],
        "text": f"{_title(row)}: {row['FacilityType'].lower()}, {row['Status'].lower()}, in {row['Country']}",
        "note": note or None,
        "known_from": on,
        "key": key,
        "source_actors": owning,
        "target_actors": [code for code in hosts if code not in owning],
    }
    details: dict[str, Any] = {name: row[name] for name in _DETAILS if row[name] not in ("", "--")}
    details |= {"stands_in": hosts, "place": row["Country"], "owners": [owner.record() for owner in owners]}
    made = [
        common | {"property": "lng_terminal", "original": row["Status"], "attributes": json_text(details)}
    ]
    if capacity is not None:
        made.append(
            common
            | {
                "property": "lng_terminal_capacity_mtpa",
                "value": capacity,
                "unit": "million tonnes/year",
                "bound": "=",
                "original": row["CapacityInMtpa"],
            }
        )
    return made + [common | _share(key, owner, hosts) for owner in owners]


def _share(key: str, owner: Owner, hosts: list[str]) -> dict[str, Any]:
    return {
        "key": f"{key} owner={owner.name}",
        "property": "lng_terminal_ownership_percent",
        "source_actors": [owner.state] if owner.state else [],
        "target_actors": [code for code in hosts if code != owner.state],
        "value": owner.percent,
        "unit": "percent",
        "bound": None if owner.percent is None else "=",
        "original": owner.original,
        "attributes": json_text(owner.record()),
    }


def _title(row: Mapping[str, Any]) -> str:
    unit = f", {row['UnitName']}" if row["UnitName"] else ""
    return f"{row['ComboID']} {row['TerminalName']}{unit}"


READER: Final = Reader(SOURCE, take)
