"""Gas pipelines of the Global Energy Monitor: route, owners, status, capacity and length, as of a day.

A row gives a statement "pipeline" and one each for its length, its capacity and every owner's share. The two
geometry columns are left out of the raw row. Where ParentHQCountry contradicts an owner that is a government,
the owner line is taken and the contradiction noted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from detente.errors import SourceError
from detente.model.source import Coverage
from detente.model.statement import statement_frame
from detente.model.vocabulary import Status
from detente.sources.gem_owners import Owner, owners_of, route_of
from detente.sources.periods import days
from detente.sources.raw_rows import raw_rows
from detente.sources.source import Reader, Taken, json_text, load_record
from detente.sources.table import ROW, Table, decode, read_table

GEOMETRY: Final = ("WKTFormat", "geometry")
COLUMNS: Final = (
    "ProjectID", "Fuel", "StartCountry", "EndCountry", "Countries", "Wiki", "PipelineName", "SegmentName",
    "OtherEnglishNames", "Status", "Owner", "Parent", "ParentHQCountry", "StartYear1", "StartYear2",
    "StartYear3", "StopYear", "ShelvedYear", "Capacity", "CancelledYear", "CapacityUnits", "CapacityBcm/y",
    "CapacityBOEd", "LengthKnownKm", "LengthEstimateKm", "LengthMergedKm", "Diameter", "DiameterUnits",
    "FuelSource", "StartLocation", "StartPrefecture/District", "StartState/Province", "StartRegion",
    "EndLocation", "StartSubRegion", "EndPrefecture/District", "EndState/Province", "EndRegion", "FIDStatus",
    "EndSubRegion", "FIDYear", "OtherLanguagePrimaryPipelineName", "OtherLanguageSegmentName", "Cost",
    "CostUnits", "CostUSD", "LastUpdated",
)  # fmt: skip
STATUSES: Final[dict[str, Status]] = {
    "Operating": "ongoing",
    "Construction": "ongoing",
    "Proposed": "proposed",
    "Shelved": "cancelled",
    "Cancelled": "cancelled",
    "Retired": "occurred",
    "Mothballed": "occurred",
}
"""The publisher's labels; `mode` keeps the label, so that shelved and cancelled stay apart."""
MISSING: Final = "--"
_DETAILS: Final = (
    "StartYear1", "StopYear", "ShelvedYear", "CancelledYear", "CostUSD", "StartLocation", "EndLocation", "Wiki",
)  # fmt: skip


def take(data: bytes, file: str) -> Taken:
    """Statements "pipeline", "pipeline_length_km", "pipeline_capacity_bcm_per_year", "pipeline_ownership_percent".

    source_actors are the owning states, target_actors the states that it runs through; object is the project.
    Raises SourceError for an unknown status, owner format, state or column.
    """
    table = read_table(decode(data, file), file, use=COLUMNS, ignore=GEOMETRY)
    table.allow("Status", STATUSES, f"one of {', '.join(STATUSES)}")
    table.allow("Fuel", ("Gas",), "Gas")
    table.shaped("ProjectID", "P[0-9]+", "the number of a project (P3101)")
    _check_once(table)
    dates = days(table, "LastUpdated", empty=True)
    newest = dates.max()
    if not isinstance(newest, date):
        raise SourceError("no row has a LastUpdated day", where=file, todo="Take the file as published")
    sizes = {name: table.numbers(name, empty=("", MISSING)) for name in ("LengthMergedKm", "CapacityBcm/y")}
    raw = raw_rows(table.frame)
    rows: list[dict[str, Any]] = []
    for i, cells in enumerate(table.frame.iter_rows(named=True)):
        project = _project(table, cells, dates[i], newest)
        rows += [
            statement | project.common | {"row": raw[i], "row_number": cells[ROW]}
            for statement in (
                project.whole(),
                *project.size("LengthMergedKm", sizes["LengthMergedKm"][i], "pipeline_length_km", "km"),
                *project.size("CapacityBcm/y", sizes["CapacityBcm/y"][i], _CAPACITY, "bcm/year"),
                *project.shares(),
            )
        ]
    states = frozenset(code for row in rows for code in (*row["source_actors"], *row["target_actors"]))
    coverage = Coverage(
        start=SOURCE.coverage.start,
        end=newest,
        completeness="sample",
        states=states,
        note=SOURCE.coverage.note,
    )
    return Taken(statement_frame(rows), rows=table.frame.height, coverage=coverage, release=str(newest))


_CAPACITY: Final = "pipeline_capacity_bcm_per_year"


@dataclass(frozen=True, slots=True)
class Project:
    """One row read: where it runs, who owns it, and what all its statements share."""

    cells: Mapping[str, Any]
    route: tuple[str, ...]
    places: tuple[str, ...]
    owners: tuple[Owner, ...]
    common: dict[str, Any]

    @property
    def _sides(self) -> dict[str, Any]:
        owning = list(dict.fromkeys(o.state for o in self.owners if o.state))
        through = [code for code in self.route if code not in owning]
        return {
            "source_actors": owning,
            "target_actors": through,
            "reciprocal": not through and len(owning) > 1,
        }

    @property
    def _key(self) -> str:
        return f"project={self.cells['ProjectID']}"

    def whole(self) -> dict[str, Any]:
        """The statement that the project stands as its status says."""
        details: dict[str, Any] = {name: self.cells[name] for name in _DETAILS if self._given(name)}
        details["route"] = list(self.route)
        details["places"] = list(self.places)
        details["owners"] = [owner.record() for owner in self.owners]
        return self._sides | {
            "key": self._key,
            "property": "pipeline",
            "original": self.cells["Status"],
            "attributes": json_text(details),
        }

    def size(self, column: str, value: float | None, property_: str, unit: str) -> tuple[dict[str, Any], ...]:
        """The statement of one of its sizes; none where the publisher gives none."""
        if value is None:
            return ()
        return (
            self._sides
            | {
                "key": self._key,
                "property": property_,
                "value": value,
                "unit": unit,
                "bound": "=",
                "original": self.cells[column],
                "attributes": None,
            },
        )

    def shares(self) -> list[dict[str, Any]]:
        """One statement per owner; without a value where the publisher says "unknown %"."""
        return [
            {
                "source_actors": [owner.state] if owner.state else [],
                "target_actors": [code for code in self.route if code != owner.state],
                "reciprocal": False,
                "key": f"{self._key} owner={owner.name}",
                "property": "pipeline_ownership_percent",
                "value": owner.percent,
                "unit": "percent",
                "bound": None if owner.percent is None else "=",
                "original": owner.original,
                "attributes": json_text(owner.record()),
            }
            for owner in self.owners
        ]

    def _given(self, name: str) -> bool:
        return self.cells[name] not in ("", MISSING)


def _project(table: Table, cells: Mapping[str, Any], updated: date | None, newest: date) -> Project:
    def fail(column: str, expected: str) -> SourceError:
        return table.fail(cells[ROW], column, cells[column], expected)

    on = updated or newest
    route, places = route_of(cells, on, fail)
    owners, note = owners_of(cells, on, fail)
    common = {
        "source": SOURCE.name,
        "object": _title(cells),
        "start": updated,
        "end": updated,
        "precision": "day" if updated else None,
        "realm": "energy",
        "mode": cells["Status"].lower(),
        "contexts": ["resource"],
        "status": STATUSES[cells["Status"]],
        "text": f"{_title(cells)}: {cells['Status'].lower()}{_way(cells)}",
        "note": note or None,
        "known_from": on,
    }
    return Project(cells, route, places, owners, common)


def _title(cells: Mapping[str, Any]) -> str:
    segment = f", {cells['SegmentName']}" if cells["SegmentName"] else ""
    return f"{cells['ProjectID']} {cells['PipelineName']}{segment}"


def _way(cells: Mapping[str, Any]) -> str:
    ends = (cells["StartCountry"].strip(), cells["EndCountry"].strip())
    return f", in {ends[0]}" if ends[0] == ends[1] else f", {ends[0]} to {ends[1]}"


def _check_once(table: Table) -> None:
    doubled = table.frame.filter(pl.col("ProjectID").is_duplicated()).sort("ProjectID", ROW)
    if doubled.height:
        raise table.fail(doubled[ROW][1], "ProjectID", doubled["ProjectID"][1], "new: another row has it")


SOURCE: Final = load_record("gem_pipelines")
READER: Final = Reader(source=SOURCE, take=take)
