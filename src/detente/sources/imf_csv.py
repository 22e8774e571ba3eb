"""The IMF data portal's two csv layouts of trade by partner, known from the programs of others that read them.

- wide: DATASET, SERIES_CODE, OBS_MEASURE, COUNTRY, INDICATOR, COUNTERPART_COUNTRY, FREQUENCY, SCALE and a column
  per year; names of countries and indicators.
- SDMX csv: COUNTRY, INDICATOR, COUNTERPART_COUNTRY, FREQUENCY, TIME_PERIOD, OBS_VALUE and SCALE; codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from detente.errors import UnknownActorError
from detente.sources.imf_names import WORLD, no_state, state_coded, state_named
from detente.sources.layouts import header_of, pick_layout
from detente.sources.places_without_state import territories
from detente.sources.raw_rows import raw_rows
from detente.sources.table import ROW, Table, decode, read_table

_SIDES: Final = ("COUNTRY", "INDICATOR", "COUNTERPART_COUNTRY", "FREQUENCY", "SCALE")
_NAMED: Final = ("DATASET", "SERIES_CODE", "OBS_MEASURE")
_SDMX: Final = (
    "STRUCTURE",
    "STRUCTURE_ID",
    "STRUCTURE_NAME",
    "ACTION",
    "DATAFLOW",
    "SERIES_CODE",
    "OBS_MEASURE",
)
_MARKS: Final = {
    "SDMX csv": ("TIME_PERIOD", "OBS_VALUE"),
    "years as columns": (*_NAMED, "COUNTERPART_COUNTRY"),
}
INDICATORS: Final = {
    "XG_FOB_USD": ("exports", "FOB"),
    "MG_CIF_USD": ("imports", "CIF"),
    "MG_FOB_USD": ("imports", "FOB"),
    "Exports of goods, Free on board (FOB), US dollar": ("exports", "FOB"),
    "Imports of goods, Cost insurance freight (CIF), US dollar": ("imports", "CIF"),
    "Imports of goods, Free on board (FOB), US dollar": ("imports", "FOB"),
}
BALANCES: Final = ("TBG_USD", "Trade balance goods, US dollar")
SCALES: Final = {"Units": 1.0, "0": 1.0, "Millions": 1e6, "6": 1e6}
WORLD_CODES: Final = ("World", "G001")
_YEAR: Final = re.compile(r"(19|20)\d\d")
_GROUP_CODE: Final = re.compile(r"[A-Z]{1,3}\d{2,3}[A-Z]*|\d{2,3}")


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a csv, or with `why_not` the reason why its row is left out; `first` of its row or not."""

    row_number: int
    row: str
    first: bool
    why_not: str = ""
    reporter: str = ""
    partner: str = ""
    flow: str = ""
    valuation: str = ""
    year: int = 0
    usd: float | None = None
    original: str = ""


def csv_cells(data: bytes, file: str) -> Iterator[Cell]:
    """All figures, each row's cells together.

    Raises SourceError for another header, frequency, indicator or scale, an unknown name or code, a figure that
    is no trade value.
    """
    text = decode(data, file)
    header = header_of(text, file)
    layout = pick_layout(header, _MARKS, file)
    if layout == "SDMX csv":
        table = read_table(text, file, use=(*_SIDES, "TIME_PERIOD", "OBS_VALUE"), ignore=_SDMX)
    else:
        years = [name for name in header if _YEAR.fullmatch(name)]
        table = read_table(text, file, use=(*_SIDES, *years), ignore=_NAMED)
    table.allow("FREQUENCY", ("A", "Annual"), "annual (A)")
    table.allow("SCALE", SCALES, "a scale (Units, Millions, 0 or 6)")
    table.allow("INDICATOR", (*INDICATORS, *BALANCES), "an indicator of trade in goods")
    raw = raw_rows(table.frame)
    for i, cells in enumerate(table.frame.iter_rows(named=True)):
        yield from _row(table, cells, raw[i])


def _row(table: Table, cells: dict[str, Any], raw: str) -> Iterator[Cell]:
    number = cells[ROW]
    if cells["INDICATOR"] in BALANCES:
        yield Cell(
            number, raw, True, why_not="a balance is the difference of two flows that stand for themselves"
        )
        return
    names = (cells["COUNTRY"], cells["COUNTERPART_COUNTRY"])
    why = next((why for name in names if (why := _no_state(name))), "")
    if why or all(name in WORLD_CODES for name in names):
        yield Cell(number, raw, True, why_not=why or "the trade of all with all is no state's")
        return
    flow, valuation = INDICATORS[cells["INDICATOR"]]
    first = True
    for year, text in _figures(table, cells):
        sides = [_side(table, cells, column, year) for column in ("COUNTRY", "COUNTERPART_COUNTRY")]
        missing = next((name for name, side in zip(names, sides, strict=True) if side is None), None)
        if missing is not None and not text:
            continue
        yield Cell(
            number, raw, first,
            why_not=f"'{missing}' is no state in {year}" if missing is not None else "",
            reporter=sides[0] or "", partner=sides[1] or "", flow=flow, valuation=valuation, year=year,
            usd=_usd(table, cells, year, text), original=text,
        )  # fmt: skip
        first = False
    if first:
        yield Cell(number, raw, True, why_not="the row has no figure for a year in which both are states")


def _no_state(name: str) -> str:
    if name in WORLD_CODES:
        return ""
    territory = territories()[0].get(name)
    if territory:
        return f"{name} ({territory}) is a territory, not a state"
    return f"'{name}' is a group, not a state" if _GROUP_CODE.fullmatch(name) else no_state(name)


def _figures(table: Table, cells: dict[str, Any]) -> list[tuple[int, str]]:
    if "TIME_PERIOD" not in cells:
        return [(int(name), text) for name, text in cells.items() if _YEAR.fullmatch(name)]
    if not _YEAR.fullmatch(cells["TIME_PERIOD"]):
        raise table.fail(cells[ROW], "TIME_PERIOD", cells["TIME_PERIOD"], "a year")
    return [(int(cells["TIME_PERIOD"]), cells["OBS_VALUE"])]


def _side(table: Table, cells: dict[str, Any], column: str, year: int) -> str | None:
    name = cells[column]
    if name in WORLD_CODES:
        return WORLD
    state, why = state_coded(name, year)
    if state is not None or why:
        return state
    try:
        return state_named(name, year)
    except UnknownActorError as error:
        raise table.fail(cells[ROW], column, name, "a name or code that is known") from error


def _usd(table: Table, cells: dict[str, Any], year: int, text: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        column = "OBS_VALUE" if "OBS_VALUE" in cells else str(year)
        raise table.fail(cells[ROW], column, text, "a trade value")
    return value * SCALES[cells["SCALE"]]
