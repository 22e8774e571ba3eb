"""From measurement rows to a series: gaps, zeros and refusals."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from detente.errors import UsageError
from detente.model.finding import Measurement, measurement_frame
from detente.turning.series import series_of, split


def row(year, value, coverage="value", basis="all", actors=("AAA", "BBB")):
    return Measurement(
        measure="made_up", actors=actors, directed=False, start=date(year, 1, 1), end=date(year, 12, 31),
        value=value, unit="share", basis=basis, n=3, coverage=coverage, evidence=(f"st-{year}",),
    )  # fmt: skip


def test_rows_in_time_order_with_their_evidence():
    series = series_of(measurement_frame([row(year, float(year % 7)) for year in range(2000, 2015)][::-1]))
    assert series.starts[0] == date(2000, 1, 1)
    assert series.values.tolist() == [float(year % 7) for year in range(2000, 2015)]
    assert series.evidence[3] == ("st-2003",)
    assert series.missing == ()
    assert series.note == ""


def test_a_true_zero_is_a_point_and_the_other_two_nothings_are_not():
    rows = [row(year, float(year % 5) + 1) for year in range(2000, 2014)]
    rows[4] = row(2004, 0.0, "true_zero")
    rows[7] = row(2007, None, "no_data")
    rows[0] = row(2000, None, "outside_coverage")
    series = series_of(measurement_frame(rows))
    assert len(series.values) == 12
    assert series.values[list(series.starts).index(date(2004, 1, 1))] == 0.0
    assert series.missing == (date(2007, 1, 1),)
    assert series.position.tolist() == [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12]
    assert "2007-01-01" in series.note


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([row(year, float(year)) for year in range(2000, 2011)], "11 points are too few"),
        ([row(year, 0.25) for year in range(2000, 2020)], "constant"),
        ([row(year, float(year)) for year in [*range(2000, 2015), 2003]], "two rows for one period"),
        (
            [row(year, float(year)) for year in range(2000, 2015)] + [row(2001, 1.0, basis="other")],
            "2 series",
        ),
        ([row(2000, None), *(row(year, float(year)) for year in range(2001, 2015))], "finite"),
        ([row(2000, float("inf")), *(row(year, 1.0) for year in range(2001, 2015))], "finite"),
    ],
)
def test_what_cannot_be_searched_is_refused_with_the_reason(rows, reason):
    with pytest.raises(UsageError, match=reason):
        series_of(measurement_frame(rows))


def test_an_empty_frame_and_a_foreign_frame_are_refused():
    with pytest.raises(UsageError, match="no measurements"):
        split(measurement_frame([]))
    with pytest.raises(UsageError, match="no column"):
        split(measurement_frame([row(2000, 1.0)]).drop("basis"))


def test_both_orders_of_a_directed_measure_are_two_series():
    rows = [row(y, float(y)) for y in range(2000, 2003)]
    rows += [row(y, float(y), actors=("BBB", "AAA")) for y in range(2000, 2003)]
    assert [part["actors"].to_list()[0] for part in split(measurement_frame(rows))] == [
        ["AAA", "BBB"],
        ["BBB", "AAA"],
    ]


def test_uneven_sessions_that_fall_on_one_place_are_taken_in_order():
    days = [date(1946, 1, 10), date(1946, 4, 20), *(date(year, 9, 15) for year in range(1947, 1960))]
    rows = [
        Measurement(
            measure="made_up", actors=("AAA", "BBB"), directed=False, start=day, end=day, value=float(k % 4),
            unit="share", basis="all", n=1, coverage="value",
        )
        for k, day in enumerate(days)
    ]  # fmt: skip
    series = series_of(measurement_frame(rows))
    assert np.array_equal(series.position, np.arange(15))
    assert series.missing == ()
