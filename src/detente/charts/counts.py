"""Events a year: cooperation above the line, conflict below it, unconfirmed ones pale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.charts.theme import FAINT, FIRST, NARROW, NEUTRAL, OUTSIDE, SECOND, Spec, page, years


@dataclass(frozen=True, slots=True)
class YearCount:
    """How many events of one realm and direction (+1 cooperative, -1 conflictual) fell in a year."""

    year: int
    realm: str
    direction: int
    confirmed: bool
    events: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered landmark over the timeline."""

    year: float
    label: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase: first and last year and a short title."""

    start: int
    end: int
    title: str


COLOURS: Spec = {
    "field": "kind",
    "type": "nominal",
    "scale": {
        "domain": ["cooperation", "cooperation, unconfirmed", "conflict", "conflict, unconfirmed"],
        "range": [FIRST, "#a9c3e0", SECOND, "#ecc6a8"],
    },
    "legend": {"columns": 2},
}


def _values(counts: Sequence[YearCount]) -> list[dict[str, object]]:
    return [
        {
            "year": c.year,
            "realm": c.realm,
            "events": c.events * c.direction,
            "kind": ("cooperation" if c.direction > 0 else "conflict")
            + ("" if c.confirmed else ", unconfirmed"),
        }
        for c in counts
    ]


def timeline_chart(
    counts: Sequence[YearCount],
    phases: Sequence[Stretch],
    marks: Sequence[Mark],
    *,
    description: str,
    domain: tuple[int, int],
    width: int = 820,
    height: int = 260,
) -> Spec:
    """All realms together, phases as ground, landmarks numbered on top."""
    x = years(domain, width)
    bands = [{"from": p.start, "to": p.end, "title": p.title, "shade": i % 2} for i, p in enumerate(phases)]
    layers: list[Spec] = [
        {
            "data": {"values": bands},
            "transform": [{"filter": "datum.shade == 1"}],
            "mark": {"type": "rect", "color": OUTSIDE},
            "encoding": {"x": x | {"field": "from"}, "x2": {"field": "to"}},
        },
        {
            "mark": {"type": "bar", "width": max(2, 0.8 * width / (domain[1] - domain[0] + 1))},
            "encoding": {
                "x": x,
                "y": {
                    "field": "events",
                    "type": "quantitative",
                    "aggregate": "sum",
                    "title": "events a year",
                },
                "color": COLOURS,
            },
        },
        {
            "data": {"values": [{"year": m.year, "label": m.label} for m in marks]},
            "mark": {"type": "point", "filled": True, "size": 190, "color": "#22272e", "opacity": 1},
            "encoding": {"x": x, "y": {"value": 10}},
        },
        {
            "data": {"values": [{"year": m.year, "label": m.label} for m in marks]},
            "mark": {"type": "text", "fontSize": 9, "color": "white", "fontWeight": "bold"},
            "encoding": {"x": x, "y": {"value": 10}, "text": {"field": "label"}},
        },
    ]
    if width >= NARROW:
        layers.append(
            {
                "data": {"values": bands},
                "transform": [{"calculate": "(datum.from + datum.to) / 2", "as": "middle"}],
                "mark": {"type": "text", "fontSize": 9, "color": NEUTRAL, "baseline": "bottom", "limit": 110},
                "encoding": {
                    "x": x | {"field": "middle"},
                    "y": {"value": height - 3},
                    "text": {"field": "title"},
                },
            }
        )
    return page(
        {"width": width, "height": height, "data": {"values": _values(counts)}, "layer": layers},
        description=description,
    )


def realm_grid_chart(
    counts: Sequence[YearCount],
    realms: Sequence[str],
    *,
    description: str,
    domain: tuple[int, int],
    width: int = 820,
) -> Spec:
    """One small chart a realm, all on one time axis and one scale."""
    columns = 2 if width >= NARROW else 1
    cell = (width - 60 * (columns - 1)) // columns
    x = years(domain, 0)
    return page(
        {
            "data": {"values": _values(counts)},
            "facet": {"field": "realm", "type": "nominal", "sort": list(realms), "title": None},
            "columns": columns,
            "spacing": {"row": 14, "column": 40},
            "spec": {
                "width": cell,
                "height": 84,
                "layer": [
                    {
                        "mark": {"type": "bar", "width": max(2, 0.8 * cell / (domain[1] - domain[0] + 1))},
                        "encoding": {
                            "x": x,
                            "y": {
                                "field": "events",
                                "type": "quantitative",
                                "aggregate": "sum",
                                "title": None,
                                "axis": {"tickCount": 4},
                            },
                            "color": COLOURS,
                        },
                    },
                    {"mark": {"type": "rule", "color": FAINT}, "encoding": {"y": {"datum": 0}}},
                ],
            },
        },
        description=description,
    )
