"""Volume of major conventional arms that one state delivers to the other."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from detente.measures.arms_orders import UNIT, Order, orders
from detente.measures.measure import Ask, Measure, periods
from detente.measures.selection import apart
from detente.measures.silence import nothing
from detente.model.finding import Measurement, measurement_frame

NAME: Final = "arms_deliveries"
SPREAD: Final = "delivered volume; an order delivered over several years is spread evenly over them"
PLAIN: Final = "delivered volume of all orders"


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Deliveries in million TIV, supplier to recipient; see docs/method/measures/arms_deliveries.md."""
    rows = [
        _row(narrowed, actors, (SPREAD if ask.by == "year" else PLAIN) + suffix, found, start, end)
        for suffix, own, narrowed in apart(statements, "arms_order", ask)
        for actors, suppliers, recipients in ask.orders()
        for found in [orders(own, suppliers, recipients)]
        for start, end in periods(ask)
    ]
    return measurement_frame(rows)


def _row(
    ask: Ask, actors: tuple[str, str], basis: str, found: list[Order], start: date, end: date
) -> Measurement:
    parts = [(part, order) for order in found if (part := order.delivered(start, end)) is not None]
    value, presence = nothing(ask, start, end)
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
        evidence=tuple(order.statement_id for _, order in parts),
    )


MEASURE: Final = Measure(
    name=NAME,
    title="Deliveries of major arms",
    realm="defence",
    unit=UNIT,
    directed=True,
    properties=("arms_order",),
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
