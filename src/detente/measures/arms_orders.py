"""Orders of the arms register, spread over the years in which they were delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from detente.errors import UsageError
from detente.measures.selection import in_unit, singly, to
from detente.model.statement import Statement

UNIT: Final = "million TIV"


@dataclass(frozen=True, slots=True)
class Order:
    """One order with deliveries: total volume in million TIV and the years it was delivered in.

    `supplier` is empty where the register names no state.
    """

    statement_id: str
    supplier: tuple[str, ...]
    volume: float
    years: tuple[int, ...]

    def delivered(self, start: date, end: date) -> float | None:
        """Volume put into a period; None when no delivery year meets it.

        The register gives years and one total: it is spread evenly over them.
        """
        met = sum(date(year, 1, 1) <= end and date(year, 12, 31) >= start for year in self.years)
        return self.volume * met / len(self.years) if met else None


def orders(
    statements: pl.DataFrame, suppliers: frozenset[str] | None, recipients: frozenset[str]
) -> list[Order]:
    """Orders that were delivered to these recipients, from these suppliers or (None) from all.

    Orders without a delivery so far, or without a volume, are left out. Raises UsageError for a volume in
    another unit, or one that was delivered in no year.
    """
    rows = to(statements, "arms_order", recipients, suppliers)
    return [order for row in in_unit(singly(rows), UNIT) if (order := _order(row)) is not None]


def _order(row: Statement) -> Order | None:
    years = tuple(sorted(row.detail("delivery_years") or ()))
    if row.value and not years:
        raise UsageError("an order was delivered but says no delivery year", where=row.statement_id)
    if row.value is None or not years:
        return None
    return Order(row.statement_id, row.source_actors, row.value, years)
