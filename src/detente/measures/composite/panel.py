"""From measurements of dyads to one figure per dyad, year and indicator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.errors import UsageError
from detente.measures.composite.declaration import Declaration, Indicator
from detente.model.finding import Measurement, measurements
from detente.model.vocabulary import Presence

Floats = NDArray[np.float64]
Unit = tuple[tuple[str, str], int]
"""A dyad and a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """An indicator's figure of one dyad in one year; None where it is not known, and which kind of nothing."""

    value: float | None
    low: float | None
    high: float | None
    unit: str
    basis: str
    coverage: Presence
    evidence: tuple[str, ...]


_JOIN: Final[dict[str, Callable[[list[float]], float]]] = {
    "sum": sum, "mean": lambda values: sum(values) / len(values), "least": min, "greatest": max,
}  # fmt: skip
NOTHING: Final = Cell(
    value=None, low=None, high=None, unit="", basis="", coverage="outside_coverage", evidence=()
)
"""What stands where the ledger holds nothing of a measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """`cells`: units x indicators; `value`, `low`, `high`: the same in arrays, NaN where not known.

    low and high equal the value where the measure gives no interval.
    """

    declaration: Declaration
    units: tuple[Unit, ...]
    cells: tuple[tuple[Cell, ...], ...]
    value: Floats
    low: Floats
    high: Floats

    def rows(self, chosen: NDArray[np.bool_]) -> Panel:
        """Some of its units."""
        at = np.flatnonzero(chosen)
        return Panel(
            declaration=self.declaration,
            units=tuple(self.units[i] for i in at),
            cells=tuple(self.cells[i] for i in at),
            value=self.value[at],
            low=self.low[at],
            high=self.high[at],
        )


def panel_of(frame: pl.DataFrame, declaration: Declaration) -> Panel:
    """One row per dyad and year that any indicator speaks of, from yearly measurements (MEASUREMENT_SCHEMA).

    Both orders of a pair are one dyad, written in the order of codes. Where several rows of one basis or data set
    speak, the first by basis that has a value is taken; two are never averaged.
    """
    by_measure: dict[str, dict[Unit, list[Measurement]]] = {}
    for row in measurements(frame.filter(pl.col("measure").is_in(declaration.measures))):
        if row.start.year == row.end.year and len(row.actors) == 2:
            dyad = (min(row.actors), max(row.actors))
            by_measure.setdefault(row.measure, {}).setdefault((dyad, row.start.year), []).append(row)
    units = sorted({unit for found in by_measure.values() for unit in found})
    cells = tuple(
        tuple(_cell(i, by_measure.get(i.measure, {}).get(unit, [])) for i in declaration.indicators)
        for unit in units
    )
    shape = (len(units), len(declaration.indicators))

    def array(name: str) -> Floats:
        flat = [getattr(c, name) if getattr(c, name) is not None else c.value for row in cells for c in row]
        return np.array([np.nan if v is None else v for v in flat], dtype=np.float64).reshape(shape)

    return Panel(
        declaration=declaration, units=tuple(units), cells=cells,
        value=array("value"), low=array("low"), high=array("high"),
    )  # fmt: skip


def _cell(indicator: Indicator, rows: list[Measurement]) -> Cell:
    own = sorted((r for r in rows if r.basis.startswith(indicator.basis)), key=lambda r: (r.basis, r.actors))
    if not own:
        return NOTHING
    if not own[0].directed:
        return _best([_plain(row) for row in own])
    by_order: dict[tuple[str, ...], list[Cell]] = {}
    for row in own:
        by_order.setdefault(row.actors, []).append(_plain(row))
    return _joined(indicator, [_best(cells) for cells in by_order.values()])


def _plain(row: Measurement) -> Cell:
    return Cell(
        value=row.value, low=row.low, high=row.high, unit=row.unit, basis=row.basis, coverage=row.coverage,
        evidence=row.evidence,
    )  # fmt: skip


def _best(cells: list[Cell]) -> Cell:
    """The first with a value; failing that, the strongest thing that is said."""
    for wanted in ("value", "true_zero", "no_data"):
        for cell in cells:
            if cell.coverage == wanted:
                return cell
    return cells[0]


def _joined(indicator: Indicator, cells: list[Cell]) -> Cell:
    """Both directions as one figure; not known where one of them is not, but the greatest is that of the known."""
    if indicator.sides == "one":
        raise UsageError(
            f"{indicator.measure} has two directions, and the indicator does not say how to join them",
            where=f"indicator {indicator.id}", todo="Give it sides: sum, mean, least or greatest",
        )  # fmt: skip
    known = [c for c in cells if c.value is not None]
    evidence = tuple(sorted({e for c in cells for e in c.evidence}))
    basis = f"{indicator.sides} of both directions: {cells[0].basis}"
    if len(known) < (1 if indicator.sides == "greatest" else 2):
        spoken = [c for c in cells if c.value is None]
        coverage = _best(spoken).coverage if spoken else "no_data"
        return Cell(value=None, low=None, high=None, unit=cells[0].unit, basis=basis,
                    coverage=coverage, evidence=evidence)  # fmt: skip
    ends = [
        [end if (end := getattr(c, name)) is not None else c.value or 0.0 for c in known]
        for name in ("value", "low", "high")
    ]
    value, low, high = (_JOIN[indicator.sides](part) for part in ends)
    bounded = any(c.low is not None for c in known)
    return Cell(
        value=value, low=low if bounded else None, high=high if bounded else None, unit=cells[0].unit, basis=basis,
        coverage="true_zero" if all(c.coverage == "true_zero" for c in known) else "value", evidence=evidence,
    )  # fmt: skip
