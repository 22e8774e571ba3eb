"""What a chart shows of its numbers: gaps, ground, intervals, zeros, marks, on wide and narrow screens."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl
import pytest
import vl_convert

from detente.charts.band import band_chart
from detente.charts.counts import Mark, Stretch, YearCount, realm_grid_chart, timeline_chart
from detente.charts.partners import PartnerLine, partners_chart
from detente.charts.theme import NARROW, OUTSIDE, Spec
from detente.model.finding import Measurement, TurningPoint, measurement_frame

WIDE, SLIM = 820, 330
DOMAIN = (2000, 2012)


def series(
    values: dict[int, float | None], *, outside: tuple[int, ...] = (), interval: float | None = None
) -> pl.DataFrame:
    """Measurements by year: None is no data, `outside` lies outside coverage, 0 is a true zero."""
    rows = [
        Measurement(
            measure="trade_value", actors=("KEN", "BRA"), directed=False, start=date(year, 1, 1),
            end=date(year, 12, 31), value=value, unit="USD", basis="all", n=0 if value is None else 3,
            coverage="true_zero" if value == 0 else "no_data" if value is None else "value",
            low=None if value is None or interval is None else value - interval,
            high=None if value is None or interval is None else value + interval,
            evidence=() if value is None else ("st-a",),
        )
        for year, value in values.items()
    ]  # fmt: skip
    rows += [
        Measurement(measure="trade_value", actors=("KEN", "BRA"), directed=False, start=date(year, 1, 1),
                    end=date(year, 12, 31), value=None, unit="USD", basis="all", n=0, coverage="outside_coverage")
        for year in outside
    ]  # fmt: skip
    return measurement_frame(rows)


def band(*frames: pl.DataFrame, width: int = WIDE, **options: Any) -> Spec:
    labelled = [(f"series {n}", frame) for n, frame in enumerate(frames)]
    return band_chart(labelled, unit="USD", description="A line.", width=width, domain=DOMAIN, **options)


def values(spec: Any) -> Iterator[dict[str, Any]]:
    """All data rows anywhere in a specification."""
    if isinstance(spec, dict):
        if isinstance(spec.get("data"), dict):
            yield from spec["data"].get("values", [])
        for part in spec.values():
            yield from values(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from values(part)


def drawn(spec: Spec) -> str:
    return str(vl_convert.vegalite_to_svg(spec))


def labels(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]+)</text>", svg)


WHOLE = series({year: float(year - 1990) for year in range(2000, 2013)}, interval=1.0)


def test_a_year_without_data_breaks_the_line() -> None:
    gap = series({2000: 1.0, 2001: 2.0, 2002: None, 2003: 3.0, 2004: 4.0} | dict.fromkeys(range(2005, 2013)))
    runs = {v["run"] for v in band(gap)["data"]["values"]}
    assert len(runs) == 2
    assert len({v["run"] for v in band(WHOLE)["data"]["values"]}) == 1


def test_what_lies_outside_coverage_is_ground_and_no_data_is_not() -> None:
    frame = series({2000: 1.0, 2001: None, 2002: 2.0}, outside=tuple(range(2003, 2013)))
    ground = [v for v in values(band(frame)) if set(v) == {"from", "to"}]
    assert ground == [{"from": 2002.5, "to": 2012}]
    assert OUTSIDE in drawn(band(frame))
    assert [v for v in values(band(WHOLE)) if set(v) == {"from", "to"}] == []
    assert OUTSIDE not in drawn(band(WHOLE))


def test_ground_is_only_what_no_series_covers() -> None:
    first = series(dict.fromkeys(range(2000, 2006), 1.0), outside=tuple(range(2006, 2013)))
    second = series(dict.fromkeys(range(2004, 2011), 1.0), outside=(2000, 2001, 2002, 2003, 2011, 2012))
    ground = [v for v in values(band(first, second)) if set(v) == {"from", "to"}]
    assert ground == [{"from": 2010.5, "to": 2012}]


def test_a_true_zero_is_drawn_and_missing_values_are_not() -> None:
    frame = series({2000: 0.0, 2001: None, 2002: 5.0} | dict.fromkeys(range(2003, 2013)))
    shown = {v["year"]: v["value"] for v in band(frame)["data"]["values"]}
    assert shown == {2000: 0.0, 2002: 5.0}


def test_intervals_are_drawn_where_there_are_any() -> None:
    assert 'aria-roledescription="area mark"' in drawn(band(WHOLE))
    without = drawn(band(series(dict.fromkeys(range(2000, 2013), 1.0))))
    assert 'aria-roledescription="area mark"' not in without
    bounds = [(v["low"], v["value"], v["high"]) for v in band(WHOLE)["data"]["values"]]
    assert all(low < value < high for low, value, high in bounds)


def test_two_series_have_a_legend_and_one_has_none() -> None:
    assert {"series 0", "series 1"} <= set(labels(drawn(band(WHOLE, series({2000: 1.0, 2001: 2.0})))))
    assert "series 0" not in labels(drawn(band(WHOLE)))


def turn(year: int) -> TurningPoint:
    return TurningPoint(
        measure="trade_value", actors=("KEN", "BRA"), date=date(year, 1, 1), date_low=date(year - 1, 1, 1),
        date_high=date(year + 2, 1, 1), before=1.0, after=2.0, p_value=0.01, basis="all",
        unit="USD", n=13, evidence=("st-a",),
    )  # fmt: skip


def test_a_turning_point_is_marked_with_its_interval_and_year() -> None:
    spec = band(WHOLE, turning=[turn(2006)])
    marks = [v for v in values(spec) if "label" in v]
    assert {(v["year"], v["label"]) for v in marks} == {(2006, "2006")}
    assert all(v["from"] <= 2005 and v["to"] >= 2008 for v in marks)
    assert "2006" in labels(drawn(spec))
    assert "2006" not in labels(drawn(band(WHOLE)))


COUNTS = [
    YearCount(2001, "trade", 1, True, 3), YearCount(2001, "trade", -1, True, 1),
    YearCount(2002, "defence", 1, False, 2),
    YearCount(2009, "defence", -1, False, 4),
]  # fmt: skip
PHASES = [Stretch(2000, 2006, "First"), Stretch(2006, 2012, "Second")]


def timeline(width: int = WIDE, marks: tuple[Mark, ...] = ()) -> Spec:
    return timeline_chart(COUNTS, PHASES, marks, description="A timeline.", domain=DOMAIN, width=width)


def counted(spec: Spec) -> list[tuple[int, float, str]]:
    return sorted((v["year"], v["events"], v["kind"]) for v in values(spec) if "kind" in v)


def test_cooperation_stands_above_conflict_below_and_weak_rows_are_told_apart() -> None:
    assert counted(timeline()) == [
        (2001, -1, "conflict"), (2001, 3, "cooperation"), (2002, 2, "cooperation, unconfirmed"),
        (2009, -4, "conflict, unconfirmed"),
    ]  # fmt: skip


def test_landmarks_are_numbered_and_lie_apart() -> None:
    marks = tuple(Mark(2004 + n / 10, str(n + 1)) for n in range(4))
    svg = drawn(timeline(marks=marks))
    assert {"1", "2", "3", "4"} <= set(labels(svg))
    places = re.findall(
        r'aria-label="[^"]*label: (\d)[^"]*" [^>]*transform="translate\(([\d.]+),([\d.-]+)\)"', svg
    )
    at = {label: (float(x), float(y)) for label, x, y in places}
    assert len(at) == 4
    pairs = [(a, b) for a in at for b in at if a < b]
    assert all(abs(at[a][0] - at[b][0]) + abs(at[a][1] - at[b][1]) >= 8 for a, b in pairs), at


def test_phases_are_named_where_there_is_room() -> None:
    assert {"First", "Second"} <= set(labels(drawn(timeline(WIDE))))


def grid(width: int) -> Spec:
    return realm_grid_chart(COUNTS, ["defence", "trade"], description="A grid.", domain=DOMAIN, width=width)


def lines(width: int) -> Spec:
    held = [PartnerLine(third, state, WHOLE) for third in ("Peru", "Chad") for state in ("Kenya", "Brazil")]
    return partners_chart(held, unit="", description="Lines.", domain=DOMAIN, width=width)


def test_small_charts_keep_the_order_given() -> None:
    assert [t for t in labels(drawn(grid(WIDE))) if t in {"defence", "trade"}] == ["defence", "trade"]
    assert [t for t in labels(drawn(lines(WIDE))) if t in {"Peru", "Chad"}] == ["Peru", "Chad"]
    assert {"Kenya", "Brazil"} <= set(labels(drawn(lines(WIDE))))


@pytest.mark.parametrize(
    "make", [lambda w: band(WHOLE, width=w), timeline, grid, lines], ids=["band", "timeline", "grid", "lines"]
)
@pytest.mark.parametrize("width", [WIDE, SLIM])
def test_every_chart_fits_its_width_is_plain_and_the_same_each_time(make: Any, width: int) -> None:
    spec = make(width)
    assert json.loads(json.dumps(spec)) == json.loads(json.dumps(make(width)))
    svg = drawn(spec)
    assert svg == drawn(make(width))
    assert 'href="http' not in svg and "<script" not in svg and "<image" not in svg
    size = re.search(r'<svg[^>]* width="([\d.]+)"', svg)
    assert size is not None
    assert float(size[1]) <= width * 1.35 + 60
    assert spec["description"]


@pytest.mark.parametrize("width", [WIDE, SLIM])
def test_years_on_the_axis_are_fewer_on_narrow_screens(width: int) -> None:
    spec = band_chart([("a", WHOLE)], unit="", description="", width=width, domain=(1947, 2026))
    years = [t for t in labels(drawn(spec)) if re.fullmatch(r"(19|20)\d\d", t)]
    assert years == [str(y) for y in (range(1950, 2027, 10) if width >= NARROW else range(1960, 2027, 20))]
