"""The two states beside third states: one small chart a third state, one line for each of the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from detente.charts.theme import FAINT, FIRST, NARROW, SECOND, Spec, page, years


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """One of the two states' measure with a third state, by year."""

    third: str
    state: str
    frame: pl.DataFrame


def partners_chart(
    lines: Sequence[PartnerLine],
    *,
    unit: str,
    description: str,
    domain: tuple[int, int],
    width: int = 820,
) -> Spec:
    """Small multiples by third state; a shared scale, zero marked."""
    states = list(dict.fromkeys(line.state for line in lines))
    columns = 2 if width >= NARROW else 1
    cell = (width - 60 * (columns - 1)) // columns
    x = years(domain, 0)
    values = [
        {"third": line.third, "state": line.state, "year": row["start"].year, "value": row["value"]}
        for line in lines
        for row in line.frame.filter(pl.col("value").is_not_null()).sort("start").iter_rows(named=True)
    ]
    return page(
        {
            "data": {"values": values},
            "facet": {
                "field": "third",
                "type": "nominal",
                "sort": list(dict.fromkeys(line.third for line in lines)),
                "title": None,
            },
            "columns": columns,
            "spacing": {"row": 14, "column": 40},
            "spec": {
                "width": cell,
                "height": 110,
                "layer": [
                    {
                        "mark": {"type": "line", "strokeWidth": 1.4},
                        "encoding": {
                            "x": x,
                            "y": {
                                "field": "value",
                                "type": "quantitative",
                                "title": unit,
                                "axis": {"tickCount": 5},
                            },
                            "color": {
                                "field": "state",
                                "type": "nominal",
                                "scale": {"domain": states, "range": [FIRST, SECOND]},
                            },
                        },
                    },
                    {"mark": {"type": "rule", "color": FAINT}, "encoding": {"y": {"datum": 0}}},
                ],
            },
        },
        description=description,
    )
