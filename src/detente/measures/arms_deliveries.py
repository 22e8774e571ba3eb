"""Volume of major conventional arms that one state delivers to the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from detente.measures.arms_orders import UNIT, orders
from detente.measures.measure import Ask, Measure, periods
from detente.measures.selection import apart, dated, in_unit, singly, to
from detente.measures.silence import nothing
from detente.model.finding import Measurement, measurement_frame

NAME: Final = "arms_deliveries"
SPREAD: Final = "delivered volume; an order delivered over several years is spread evenly over them"
PLAIN: Final = "delivered volume of all orders"
GIVEN: Final = "delivered volume as the register gives it by year of delivery"


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Deliveries in million TIV, supplier to recipient; see docs/method/measures/arms_deliveries.md."""
    kinds = set(statements["property"])
    rows: list[Measurement] = []
    if "arms_order" in kinds or "arms_delivery" not in kinds:
        rows += _of_orders(statements, ask)
    if "arms_delivery" in kinds:
        rows += _as_given(statements, ask)
    return measurement_frame(rows)


def _of_orders(statements: pl.DataFrame, ask: Ask) -> Iterator[Measurement]:
    basis = SPREAD if ask.by == "year" else PLAIN
    for suffix, own, narrowed in apart(statements, "arms_order", ask):
        for actors, suppliers, recipients in ask.orders():
            found = orders(own, suppliers, recipients)
            for start, end in periods(ask):
                parts = [
                    (part, o.statement_id) for o in found if (part := o.delivered(start, end)) is not None
                ]
                yield _row(narrowed, actors, basis + suffix, parts, start, end)


def _as_given(statements: pl.DataFrame, ask: Ask) -> Iterator[Measurement]:
    """The same deliveries where the register gives each year's volume: never added to those of the orders."""
    for suffix, own, narrowed in apart(statements, "arms_delivery", ask):
        for actors, suppliers, recipients in ask.orders():
            found = in_unit(singly(to(own, "arms_delivery", recipients, suppliers)), UNIT)
            for start, end in periods(ask):
                parts = [
                    (row.value, row.statement_id)
                    for row in found
                    if row.value is not None and start <= dated(row) <= end
                ]
                # What this layout does not list may stand in another export: silence is no zero here.
                yield _row(narrowed, actors, GIVEN + suffix, parts, start, end, zero=False)


def _row(
    ask: Ask,
    actors: tuple[str, str],
    basis: str,
    parts: list[tuple[float, str]],
    start: date,
    end: date,
    *,
    zero: bool = True,
) -> Measurement:
    value, presence = nothing(ask, start, end, zero=zero)
    if parts:
        # A register volume of 0 stands for less than half a million TIV: deliveries took place.
        value, presence = sum(part for part, _ in parts), "value"
    return Measurement(
        measure=NAME,
        actors=actors,
        directed=True,
        start=start,
        end=end,
        value=value,
        unit=UNIT,
        basis=basis,
        n=len(parts),
        coverage=presence,
        evidence=tuple(statement_id for _, statement_id in parts),
    )


MEASURE: Final = Measure(
    name=NAME,
    title="Deliveries of major arms",
    realm="defence",
    unit=UNIT,
    directed=True,
    properties=("arms_order", "arms_delivery"),
    sources=("sipri_arms",),
    by=("year", "all"),
    compute=compute,
    reference=(
        "SIPRI Arms Transfers Database; Holtom, Bromley and Simmel (2012), Measuring International Arms "
        "Transfers"
    ),
    caution=(
        "TIV is a volume of military capability, not money; years inside one order are an even split, "
        "not a record."
    ),
)
