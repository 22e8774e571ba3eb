"""IMF Direction of Trade / International Merchandise Trade Statistics: what a state reports of each partner.

Layouts: the web tables of one reporter (xlsx); the csv of the data portal, with years as columns and names; the
SDMX csv with codes. All give the same keys. World gives the reporter's totals. Groups and territories are left
out by name; what the reporter "World" says of a partner is that partner's trade as all others report it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from detente.errors import SourceError, UnknownActorError
from detente.model.statement import empty_statements, statement_frame
from detente.sources.imf_csv import csv_cells
from detente.sources.imf_names import WORLD, no_state, state_named
from detente.sources.imf_table import Sheet, sheet
from detente.sources.source import LeftOut, Reader, Taken, json_text, load_record
from detente.sources.xlsx_cells import OLD_EXCEL, sheets, written_on

SOURCE: Final = load_record("imf_trade")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: who says what of whom in a year. A side is a state's code, or "World"."""

    reporter: str
    partner: str
    flow: str
    valuation: str
    year: int
    usd: float | None
    original: str
    row: str
    row_number: int
    note: str = ""


def take(data: bytes, file: str) -> Taken:
    """Statements "trade_flow" (as its reporter says), "trade_total" and "mirror_trade_total".

    Imports without freight and insurance, which some give beside CIF, are the same with "_fob" after it.

    source_actors [exporter], target_actors [importer]; `attributes.reporter` says who reports. A total has the
    one state and object imports or exports. An empty cell is a statement without a value. Raises SourceError
    for a name, code, title or unit that is not known, or two figures for one flow.
    """
    workbook = data[:2] == b"PK" or data[:4] == OLD_EXCEL
    figures, left_out, rows = _of_workbook(data, file) if workbook else _of_csv(data, file)
    chosen: dict[tuple[str, ...], Figure] = {}
    for figure in figures:
        key = (figure.reporter, figure.partner, figure.flow, figure.valuation, str(figure.year))
        first = chosen.setdefault(key, figure)
        if first.original != figure.original:
            raise SourceError(
                f"{figure.original!r} for {' '.join(key)} contradicts {first.original!r}",
                where=f"{file}, row {figure.row_number}",
                todo="Take the file as published",
            )
    statements = [_statement(figure) for figure in chosen.values()]
    coverage = SOURCE.coverage
    if statements:
        coverage = replace(
            coverage,
            start=min(row["start"] for row in statements),
            end=max(row["end"] for row in statements),
            states=frozenset(c for row in statements for c in (*row["source_actors"], *row["target_actors"])),
        )
    frame = statement_frame(statements) if statements else empty_statements()
    release = written_on(data) if workbook else ""
    return Taken(frame, rows=rows, coverage=coverage, release=release, left_out=tuple(left_out))


def _of_workbook(data: bytes, file: str) -> tuple[list[Figure], list[LeftOut], int]:
    figures: list[Figure] = []
    left_out: list[LeftOut] = []
    rows = 0
    for name, cells in sheets(data, file).items():
        table = sheet(cells, name, file)
        rows += len(table.rows)
        for found in _of_sheet(table):
            (figures if isinstance(found, Figure) else left_out).append(found)  # type: ignore[arg-type]
    return figures, left_out, rows


def _of_sheet(table: Sheet) -> Iterator[Figure | LeftOut]:
    extrapolated = table.extrapolated()
    for number, partner, cells in table.rows:
        raw = json_text(
            {"sheet": table.name, "reporter": table.reporter, "partner": partner}
            | {str(year): text for year, text in cells.items()}
        )
        if why := no_state(table.reporter) or no_state(partner):
            yield LeftOut(number, why, raw)
            continue
        if table.reporter == partner == WORLD:
            yield LeftOut(number, "the trade of all with all is no state's", raw)
            continue
        gone = []
        for year, text in cells.items():
            value = table.figure(number, text)
            sides = [_named(table, name, year, number) for name in (table.reporter, partner)]
            if sides[0] is None or sides[1] is None:
                name = table.reporter if sides[0] is None else partner
                gone += [f"'{name}' is no state in {year}"] if text else []
                continue
            note = (
                f"the figures of {year} stand in one proportion ({extrapolated[year]:.4f}) to those of {year - 1} "
                "for nearly all partners: an extrapolation by the publisher"
                if year in extrapolated and text
                else ""
            )
            yield Figure(
                sides[0], sides[1], table.flow, table.valuation, year, value, text, raw, number, note
            )
        if gone:
            yield LeftOut(number, "; ".join(gone), raw)


def _named(table: Sheet, name: str, year: int, number: int) -> str | None:
    if name == WORLD:
        return WORLD
    try:
        return state_named(name, year)
    except UnknownActorError as error:
        raise table.fail(number, name, f"a name that is known ({error.what})") from error


def _of_csv(data: bytes, file: str) -> tuple[list[Figure], list[LeftOut], int]:
    figures: list[Figure] = []
    left_out: list[LeftOut] = []
    rows = 0
    for cell in csv_cells(data, file):
        rows += cell.first
        if cell.why_not:
            left_out.append(LeftOut(cell.row_number, cell.why_not, cell.row))
            continue
        figures.append(
            Figure(
                cell.reporter, cell.partner, cell.flow, cell.valuation, cell.year, cell.usd, cell.original,
                cell.row, cell.row_number,
            )
        )  # fmt: skip
    return figures, left_out, rows


def _statement(figure: Figure) -> dict[str, Any]:
    mirror = figure.reporter == WORLD
    one = {"source_actors": [figure.partner if mirror else figure.reporter], "target_actors": []}
    other = {"imports": "exports", "exports": "imports"}[figure.flow]
    whole = {
        "property": "mirror_trade_total" if mirror else "trade_total",
        "object": other if mirror else figure.flow,
    } | one
    exporter, importer = figure.partner, figure.reporter
    if figure.flow == "exports":
        exporter, importer = importer, exporter
    between = {
        "property": "trade_flow",
        "object": figure.flow,
        "source_actors": [exporter],
        "target_actors": [importer],
    }
    details = {
        "flow": figure.flow,
        "reporter": figure.reporter,
        "valuation": figure.valuation,
        "missing": figure.usd is None,
        "extrapolated": bool(figure.note),
    }
    said: dict[str, Any] = whole if WORLD in (figure.reporter, figure.partner) else between
    if (figure.flow, figure.valuation) == ("imports", "FOB"):
        said = said | {"property": f"{said['property']}_fob"}
    return said | {
        "source": SOURCE.name,
        "key": f"reporter={figure.reporter} partner={figure.partner} flow={figure.flow} "
        f"valuation={figure.valuation} year={figure.year}",
        "value": figure.usd,
        "unit": "USD",
        "bound": None if figure.usd is None else "~" if figure.note else "=",
        "original": figure.original,
        "start": date(figure.year, 1, 1),
        "end": date(figure.year, 12, 31),
        "precision": "year",
        "realm": SOURCE.realm,
        "note": figure.note or None,
        "attributes": json_text(details),
        "row": figure.row,
        "row_number": figure.row_number,
        "known_from": date(figure.year, 12, 31),
    }


READER: Final = Reader(SOURCE, take)
