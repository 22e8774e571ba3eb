"""What a supplier weighs in a recipient's arms deliveries."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from detente.measures.arms_orders import Order, orders
from detente.measures.measure import Ask, Measure, periods
from detente.measures.selection import apart
from detente.measures.silence import nothing
from detente.model.finding import Measurement, measurement_frame

NAME: Final = "arms_share"
UNIT: Final = "percent"
YEARS: Final = 5


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Percent of the recipient's deliveries, five years ending in the period, or all.

    Needs every order to either side, whoever supplies it; see docs/method/measures/arms_share.md.
    """
    rows: list[Measurement] = []
    for suffix, own, narrowed in apart(statements, "arms_order", ask):
        for actors, suppliers, recipients in ask.orders():
            part, total = orders(own, suppliers, recipients), orders(own, None, recipients)
            when = f"{YEARS} years to the end of the period" if ask.by == "year" else "all deliveries"
            suppliers_held = len({order.supplier for order in total})
            held = "the one supplier held" if suppliers_held == 1 else f"the {suppliers_held} suppliers held"
            basis = f"share of deliveries to {actors[1]} from {held}; {when}{suffix}"
            rows += [_row(narrowed, actors, basis, part, total, start, end) for start, end in periods(ask)]
    return measurement_frame(rows)


def _row(
    ask: Ask,
    actors: tuple[str, str],
    basis: str,
    part: list[Order],
    total: list[Order],
    start: date,
    end: date,
) -> Measurement:
    since = date(end.year - YEARS + 1, 1, 1) if ask.by == "year" else start
    value, presence = nothing(ask, start, end, zero=False)
    supplied, from_all = _volume(part, since, end), _volume(total, since, end)
    used: list[Order] = []
    if presence != "outside_coverage" and from_all > 0:
        used = [order for order in total if order.delivered(since, end) is not None]
        value, presence = 100 * supplied / from_all, "value"
        if not any(order.delivered(since, end) is not None for order in part):
            value, presence = nothing(ask, start, end)
    return Measurement(
        measure=NAME,
        actors=actors,
        directed=True,
        start=start,
        end=end,
        value=value,
        unit=UNIT,
        basis=basis,
        n=len(used),
        coverage=presence,
        evidence=tuple(order.statement_id for order in used),
    )


def _volume(found: list[Order], start: date, end: date) -> float:
    return sum(order.delivered(start, end) or 0.0 for order in found)


MEASURE: Final = Measure(
    name=NAME,
    title="Share of arms deliveries",
    realm="defence",
    unit=UNIT,
    directed=True,
    properties=("arms_order",),
    sources=("sipri_arms",),
    by=("year", "all"),
    compute=compute,
    reference="SIPRI Arms Transfers Database (five-year shares of suppliers, as in its yearly fact sheets)",
    caution="Major conventional arms only; a share of few deliveries jumps; not money.",
    scope="either",
)
