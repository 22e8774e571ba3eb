"""The IMF's web tables of one reporter's trade by partner, as cells: title, reporter, unit, years, figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from detente.errors import SourceError
from detente.sources.digits import is_digits
from detente.sources.xlsx_cells import Cells

TITLES: Final = {
    "Exports, FOB to Partner Countries": ("exports", "FOB"),
    "Imports, CIF from Partner Countries": ("imports", "CIF"),
    "Imports, FOB from Partner Countries": ("imports", "FOB"),
}
UNITS: Final = {"US Dollars, Millions": 1e6}
LABELS: Final = "B"
TITLE_ROW: Final = 2
REPORTER_ROW: Final = 4
UNIT_ROW: Final = 5
YEARS_ROW: Final = 7
ENOUGH: Final = 20
SHARE: Final = 0.9
NEAR: Final = 1e-4
"""A year is an extrapolation when of 20 or more partners nine in ten stand in one proportion to the year before."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: `rows` are (row number, partner's name, text of each year's figure, "" for none)."""

    file: str
    name: str
    flow: str
    valuation: str
    reporter: str
    to_usd: float
    rows: tuple[tuple[int, str, dict[int, str]], ...]

    def fail(self, row: int, value: object, expected: str) -> SourceError:
        """The error for one cell."""
        return SourceError(
            f"{value!r} is not {expected}",
            where=f"{self.file}, sheet '{self.name}', row {row}",
            todo="Check that the table is as the IMF gave it",
        )

    def figure(self, row: int, text: str) -> float | None:
        """A figure in US dollars; None for an empty cell. Raises SourceError for what is no trade value."""
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if not 0 <= value < float("inf"):
            raise self.fail(row, text, "a trade value")
        return value * self.to_usd

    def extrapolated(self) -> dict[int, float]:
        """The years whose figures stand in one fixed proportion to the year before, with that proportion."""
        usd = [{y: self.figure(row, text) for y, text in figures.items()} for row, _, figures in self.rows]
        found = {}
        for before, year in pairwise(sorted({year for figures in usd for year in figures})):
            pairs = [(figures[before], figures[year]) for figures in usd]
            ratios = [new / old for old, new in pairs if old and new]
            if len(ratios) < ENOUGH:
                continue
            middle = median(ratios)
            if middle and sum(abs(r / middle - 1) < NEAR for r in ratios) >= SHARE * len(ratios):
                found[year] = middle
        return found


def sheet(cells: Cells, name: str, file: str) -> Sheet:
    """Reads one sheet. Raises SourceError for another title or unit, years that are none, or a stray cell."""

    def label(row: int, what: str) -> str:
        text = cells.get((row, LABELS), "").strip()
        if not text:
            raise SourceError(
                f"there is no {what} in cell {LABELS}{row}",
                where=f"{file}, sheet '{name}'",
                todo="Take the table as the IMF's web page gives it",
            )
        return text

    def one_of(row: int, what: str, allowed: dict[str, object]) -> str:
        text = label(row, what)
        if text not in allowed:
            raise SourceError(
                f"the {what} {text!r} is none of: {'; '.join(allowed)}",
                where=f"{file}, sheet '{name}', cell {LABELS}{row}",
                todo="Choose the table of exports or imports by partner in million US dollars",
            )
        return text

    flow, valuation = TITLES[one_of(TITLE_ROW, "title", dict(TITLES))]
    unit = UNITS[one_of(UNIT_ROW, "unit", dict(UNITS))]
    reporter = label(REPORTER_ROW, "reporter")
    years = _years(cells, name, file)
    rows = tuple(_rows(cells, years, name, file))
    if not rows:
        raise SourceError(
            "there is no partner row", where=f"{file}, sheet '{name}'", todo="Download it again"
        )
    return Sheet(file, name, flow, valuation, reporter, unit, rows)


def _years(cells: Cells, name: str, file: str) -> dict[str, int]:
    years: dict[str, int] = {}
    for (row, column), text in cells.items():
        if row != YEARS_ROW or column == LABELS:
            continue
        if not (is_digits(text) and 1900 <= int(text) <= 2100) or int(text) in years.values():
            raise SourceError(
                f"{text!r} in cell {column}{row} is not a year that comes once",
                where=f"{file}, sheet '{name}'",
                todo="Ask for annual figures",
            )
        years[column] = int(text)
    if not years:
        raise SourceError(
            f"there are no years in row {YEARS_ROW}",
            where=f"{file}, sheet '{name}'",
            todo="Take the table as the IMF's web page gives it",
        )
    return years


def _rows(
    cells: Cells, years: dict[str, int], name: str, file: str
) -> Iterator[tuple[int, str, dict[int, str]]]:
    by_row: dict[int, dict[str, str]] = {}
    for (row, column), text in cells.items():
        if row > YEARS_ROW:
            by_row.setdefault(row, {})[column] = text
    for row in sorted(by_row):
        own = by_row[row]
        stray = [column for column in own if column != LABELS and column not in years]
        if stray or LABELS not in own:
            raise SourceError(
                f"there is a figure without a {'year' if stray else 'partner'}",
                where=f"{file}, sheet '{name}', row {row}",
                todo="Take the table as the IMF's web page gives it",
            )
        yield row, own[LABELS].strip(), {year: own.get(column, "") for column, year in years.items()}
