"""How all charts look: quiet axes, colours that colour-blind readers can tell apart, one type size."""

from __future__ import annotations

from typing import Any, Final

FIRST: Final = "#1f5fa8"
SECOND: Final = "#c8641a"
NEUTRAL: Final = "#5b6470"
FAINT: Final = "#d5d9de"
OUTSIDE: Final = "#f0f1f3"
TURN: Final = "#8a1c5a"
FONT: Final = "Helvetica, Arial, 'Liberation Sans', sans-serif"
NARROW: Final = 480
"""Below this width (pixels) labels are fewer and titles wrap."""

Spec = dict[str, Any]


def page(spec: Spec, *, description: str) -> Spec:
    """The specification with schema, theme and description (the alt text travels inside the SVG too)."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": description,
        "background": "white",
        "config": {
            "font": FONT,
            "axis": {
                "labelColor": NEUTRAL,
                "titleColor": NEUTRAL,
                "titleFontWeight": "normal",
                "labelFontSize": 11,
                "titleFontSize": 11,
                "gridColor": "#eceef0",
                "domainColor": FAINT,
                "tickColor": FAINT,
            },
            "legend": {
                "labelFontSize": 11,
                "labelColor": NEUTRAL,
                "title": None,
                "orient": "top",
                "symbolSize": 60,
            },
            "header": {"labelFontSize": 12, "labelColor": "#22272e", "title": None, "labelAnchor": "start"},
            "view": {"stroke": None},
        },
    } | spec


def years(domain: tuple[int, int], width: int) -> Spec:
    """The shared time axis: years as numbers, few labels on narrow screens."""
    step = 10 if width >= NARROW else 20
    first = domain[0] - domain[0] % step + step
    return {
        "field": "year",
        "type": "quantitative",
        "scale": {"domain": list(domain), "nice": False},
        "axis": {
            "format": "d",
            "title": None,
            "grid": False,
            "values": list(range(first, domain[1] + 1, step)),
        },
    }
