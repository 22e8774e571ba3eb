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
    height: int = 290,
) -> Spec:
    """All realms together, phases as ground, landmarks numbered in lanes above the bars."""
    x = years(domain, width)
    low, high = _reach(counts)
    lanes = _lanes(marks, reach=17 * (domain[1] - domain[0]) / width)
    step = (high - low) * 0.085
    y: Spec = {
        "type": "quantitative",
        "title": "events a year",
        "scale": {"domain": [low - 1.6 * step, high + step * (1.2 + max(lanes, default=0))], "nice": False},
        "axis": {"values": [v for v in range(5 * (low // 5), high + 1, 5) if v >= low], "format": "d"},
    }
    placed = [
        {"year": mark.year, "label": mark.label, "height": high + step * (0.8 + lane)}
        for mark, lane in zip(marks, lanes, strict=True)
    ]
    layers: list[Spec] = [
        {
            "data": {"values": _bands(phases, width, domain)},
            "transform": [{"filter": "datum.shade == 1"}],
            "mark": {"type": "rect", "color": OUTSIDE},
            "encoding": {"x": x | {"field": "from"}, "x2": {"field": "to"}},
        },
        {
            "mark": {"type": "bar", "width": max(2, 0.8 * width / (domain[1] - domain[0] + 1))},
            "encoding": {"x": x, "y": y | {"field": "events", "aggregate": "sum"}, "color": COLOURS},
        },
        {
            "data": {"values": placed},
            "mark": {"type": "point", "filled": True, "size": 170, "color": "#22272e", "opacity": 1},
            "encoding": {"x": x, "y": y | {"field": "height"}},
        },
        {
            "data": {"values": placed},
            "mark": {"type": "text", "fontSize": 9, "color": "white", "fontWeight": "bold"},
            "encoding": {"x": x, "y": y | {"field": "height"}, "text": {"field": "label"}},
        },
        {
            "data": {"values": _bands(phases, width, domain)},
            "transform": [{"filter": "datum.title != ''"}],
            "mark": {"type": "text", "fontSize": 9.5, "color": NEUTRAL, "baseline": "bottom"},
            "encoding": {
                "x": x | {"field": "middle"},
                "y": {"value": height - 3},
                "text": {"field": "title"},
            },
        },
    ]
    return page(
        {"width": width, "height": height, "data": {"values": _values(counts)}, "layer": layers},
        description=description,
    )


def _reach(counts: Sequence[YearCount]) -> tuple[int, int]:
    """Most conflictual events of a year (negative) and most cooperative ones."""
    total: dict[tuple[int, int], int] = {}
    for c in counts:
        total[c.year, c.direction] = total.get((c.year, c.direction), 0) + c.events
    up = max((n for (_, direction), n in total.items() if direction > 0), default=1)
    down = max((n for (_, direction), n in total.items() if direction < 0), default=1)
    return -down, up


def _lanes(marks: Sequence[Mark], reach: float) -> list[int]:
    """The lowest lane for each mark in which it touches none before it."""
    last: list[float] = []
    lanes = []
    for mark in marks:
        lane = next((i for i, year in enumerate(last) if mark.year - year >= reach), len(last))
        last[lane:] = [mark.year, *last[lane + 1 :]]
        lanes.append(lane)
    return lanes


def _bands(phases: Sequence[Stretch], width: int, domain: tuple[int, int]) -> list[dict[str, object]]:
    """Phases as ground; a title that would not fit its phase is left to the list below the chart."""
    pixels = width / (domain[1] - domain[0])
    return [
        {
            "from": p.start,
            "to": p.end,
            "middle": (p.start + p.end) / 2,
            "shade": i % 2,
            "title": p.title if len(p.title) * 5.2 <= (p.end - p.start) * pixels else "",
        }
        for i, p in enumerate(phases)
    ]


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
