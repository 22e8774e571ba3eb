"""How concentrated a recipient's arms deliveries are on few suppliers."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Final

import polars as pl

from detente.measures.arms_orders import Order, orders
from detente.measures.measure import Ask, Measure, periods
from detente.measures.selection import apart
from detente.measures.silence import nothing
from detente.model.finding import Measurement, measurement_frame

NAME: Final = "arms_concentration"
UNIT: Final = "Herfindahl index (0-1)"
NUMBER: Final = "suppliers"
YEARS: Final = 5


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Herfindahl index and number of suppliers of actors[1]; see docs/method/measures/arms_concentration.md.

    Both are of the recipient, whoever the other is. Orders whose supplier is no state count as one unnamed supplier
    each kind of volume belongs to.
    """
    rows: list[Measurement] = []
    for suffix, own, narrowed in apart(statements, "arms_order", ask):
        for actors, _, recipients in ask.orders():
            found = orders(own, None, recipients)
            when = f"{YEARS} years to the end of the period" if ask.by == "year" else "all deliveries"
            for start, end in periods(ask):
                rows += _rows(
                    narrowed, actors, f"deliveries to {actors[1]}; {when}{suffix}", found, start, end
                )
    return measurement_frame(rows)


def _rows(
    ask: Ask, actors: tuple[str, str], basis: str, found: list[Order], start: date, end: date
) -> list[Measurement]:
    since = date(end.year - YEARS + 1, 1, 1) if ask.by == "year" else start
    volumes: dict[tuple[str, ...], float] = defaultdict(float)
    used: list[Order] = []
    presence = ask.silence(start, end)
    for order in found if presence != "outside_coverage" else ():
        part = order.delivered(since, end)
        if part:
            volumes[order.supplier] += part
            used.append(order)
    total = sum(volumes.values())
    index = sum((volume / total) ** 2 for volume in volumes.values()) if total > 0 else None
    none, missing = nothing(ask, start, end, zero=False)
    zero, silent = nothing(ask, start, end)
    made = []
    for kind, unit, value, coverage in (
        ("concentration", UNIT, index if total > 0 else none, "value" if total > 0 else missing),
        (
            "number of suppliers",
            NUMBER,
            float(len(volumes)) if volumes else zero,
            "value" if volumes else silent,
        ),
    ):
        made.append(
            Measurement(
                measure=NAME, actors=actors, directed=True, start=start, end=end, value=value, unit=unit,
                basis=f"{kind}; {basis}", n=len(used), coverage=coverage,
                evidence=tuple(order.statement_id for order in used),
            )
        )  # fmt: skip
    return made


MEASURE: Final = Measure(
    name=NAME,
    title="Concentration of arms suppliers",
    realm="defence",
    unit=UNIT,
    directed=True,
    properties=("arms_order",),
    sources=("sipri_arms",),
    by=("year", "all"),
    compute=compute,
    reference="SIPRI Arms Transfers Database; Hirschman (1964), American Economic Review 54(5), for the index",
    caution=(
        "Among the suppliers that the register held lists: an export of some suppliers only makes it higher. Says how "
        "exposed a recipient is to few, not to whom."
    ),
    scope="either",
)
