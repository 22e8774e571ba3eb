"""A measure over time: line, interval, what lies outside coverage, and turning points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from detente.charts.theme import FIRST, NEUTRAL, OUTSIDE, SECOND, TURN, Spec, page, years
from detente.model.finding import TurningPoint


def band_chart(
    series: Sequence[tuple[str, pl.DataFrame]],
    *,
    unit: str,
    description: str,
    turning: Sequence[TurningPoint] = (),
    width: int = 820,
    height: int = 230,
    zero: bool = True,
    domain: tuple[int, int],
) -> Spec:
    """Lines of one or two labelled measurement frames (by year), with intervals where they have them.

    A gap in a line is a year without data; the grey ground is outside every source's coverage.
    """
    rows = [
        {
            "year": row["start"].year,
            "value": row["value"],
            "low": row["low"],
            "high": row["high"],
            "series": label,
            "run": f"{label} {run}",
        }
        for label, frame in series
        for run, row in _runs(frame)
    ]
    colour: Spec = {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": [label for label, _ in series], "range": [FIRST, SECOND, NEUTRAL][: len(series)]},
        "legend": None
        if len(series) == 1
        else {"symbolOpacity": 1, "symbolType": "stroke", "symbolStrokeWidth": 3},
    }
    x = years(domain, width)
    y = {"field": "value", "type": "quantitative", "title": unit, "scale": {"zero": zero}}
    layers: list[Spec] = [
        {
            "data": {"values": _outside(series, domain)},
            "mark": {"type": "rect", "color": OUTSIDE},
            "encoding": {"x": x | {"field": "from"}, "x2": {"field": "to"}},
        },
        {
            "transform": [{"filter": "isValid(datum.low)"}],
            "mark": {"type": "area", "opacity": 0.2},
            "encoding": {
                "x": x,
                "y": y | {"field": "low"},
                "y2": {"field": "high"},
                "color": colour,
                "detail": {"field": "run"},
            },
        },
        {
            "mark": {"type": "line", "strokeWidth": 1.6, "point": {"size": 9}},
            "encoding": {"x": x, "y": y, "color": colour, "detail": {"field": "run"}},
        },
    ]
    if turning:
        layers += _turns(turning, x, height)
    return page(
        {"width": width, "height": height, "data": {"values": rows}, "layer": layers}, description=description
    )


def _runs(frame: pl.DataFrame) -> list[tuple[int, dict[str, Any]]]:
    """Rows with a value, numbered by unbroken runs of years, so that no line bridges a gap."""
    run, before = 0, None
    out: list[tuple[int, dict[str, Any]]] = []
    for row in frame.filter(pl.col("value").is_not_null()).sort("start").iter_rows(named=True):
        if before is not None and row["start"].year - before > 1:
            run += 1
        before = row["start"].year
        out.append((run, row))
    return out


def _outside(series: Sequence[tuple[str, pl.DataFrame]], domain: tuple[int, int]) -> list[dict[str, float]]:
    """Stretches of years that no series' sources cover."""
    covered = {
        row["start"].year
        for _, frame in series
        for row in frame.filter(pl.col("coverage") != "outside_coverage").iter_rows(named=True)
    }
    outside = [year for year in range(domain[0], domain[1] + 1) if year not in covered]
    stretches: list[dict[str, float]] = []
    for year in outside:
        if stretches and stretches[-1]["to"] == year - 0.5:
            stretches[-1]["to"] = min(year + 0.5, domain[1])
        else:
            stretches.append({"from": max(year - 0.5, domain[0]), "to": min(year + 0.5, domain[1])})
    return stretches


def _turns(turning: Sequence[TurningPoint], x: Spec, height: int) -> list[Spec]:
    values = [
        {
            "year": t.date.year,
            "from": t.date_low.year - 0.5,
            "to": t.date_high.year + 0.5,
            "label": str(t.date.year),
        }
        for t in turning
    ]
    return [
        {
            "data": {"values": values},
            "mark": {"type": "rect", "color": TURN, "opacity": 0.1},
            "encoding": {"x": x | {"field": "from"}, "x2": {"field": "to"}},
        },
        {
            "data": {"values": values},
            "mark": {"type": "rule", "color": TURN, "strokeDash": [4, 3]},
            "encoding": {"x": x},
        },
        {
            "data": {"values": values},
            "mark": {
                "type": "text",
                "color": TURN,
                "align": "left",
                "dx": 3,
                "fontSize": 10,
                "baseline": "top",
            },
            "encoding": {"x": x, "y": {"value": 0}, "text": {"field": "label"}},
        },
    ]
