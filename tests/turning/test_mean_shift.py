"""The mean-shift detector on a known break, on noise without one, and against brute force."""

from __future__ import annotations

from datetime import date
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import lfilter

from detente.errors import UsageError
from detente.model.finding import Measurement, measurement_frame
from detente.turning.mean_shift import DATE_THRESHOLD, MeanShift, partition
from detente.turning.noise import noise_from_steps
from detente.turning.registry import DETECTORS, detector, find_turning_points, search
from detente.turning.series import Series

# Annual flow of the Nile at Aswan, 1871-1970, 10^8 m3 (Cobb 1978, Biometrika 65): a series with one break.
NILE = """
1120 1160 963 1210 1160 1160 813 1230 1370 1140 995 935 1110 994 1020 960 1180 799 958 1140 1100
1210 1150 1250 1260 1220 1030 1100 774 840 874 694 940 833 701 916 692 1020 1050 969 831 726 456 824
702 1120 1100 832 764 821 768 845 864 862 698 845 744 796 1040 759 781 865 845 944 984 897 822 1010
771 676 649 846 812 742 801 1040 860 874 848 890 744 749 838 1050 918 986 797 923 975 815 1020 906
901 1170 912 746 919 718 714 740
"""


def frame_of(values, first=1871, skip=()):
    return measurement_frame(
        [
            Measurement(
                measure="flow", actors=("EGY", "SDN"), directed=False, start=date(first + k, 1, 1),
                end=date(first + k, 12, 31), value=float(v), unit="10^8 m3", basis="all", n=1,
                coverage="value", evidence=(f"st-{first + k}",),
            )
            for k, v in enumerate(values) if k not in skip
        ]
    )  # fmt: skip


def series_from(values):
    n = len(values)
    days = tuple(date(1900 + k // 12, k % 12 + 1, 1) for k in range(n))
    return Series(
        measure="m", actors=("AAA", "BBB"), basis="all", unit="sd", starts=days, ends=days,
        values=np.asarray(values, float), position=np.arange(n), evidence=((),) * n,
    )  # fmt: skip


def ar1(phi, n, seed):
    shocks = np.random.default_rng(seed).standard_normal(n) * np.sqrt(1 - phi**2)
    return lfilter([1.0], [1.0, -phi], shocks)


def test_the_nile_breaks_in_1899():
    (point,) = find_turning_points(frame_of(map(int, NILE.split())))
    assert point.date == date(1899, 1, 1)
    assert date(1894, 1, 1) <= point.date_low <= point.date <= point.date_high <= date(1904, 1, 1)
    assert point.p_value <= 0.01
    assert point.before == pytest.approx(1097.75)
    assert point.after == pytest.approx(849.9722, abs=1e-4)
    assert (point.n, len(point.evidence)) == (100, 100)


def test_a_break_is_found_across_gaps():
    (point,) = find_turning_points(frame_of(map(int, NILE.split()), skip=(10, 11, 40, 70)))
    assert point.date == date(1899, 1, 1)
    assert point.n == 96


def test_the_same_seed_gives_the_same_result_and_the_frame_order_does_not_matter():
    frame = frame_of(map(int, NILE.split()))
    assert find_turning_points(frame, seed=4) == find_turning_points(frame.reverse(), seed=4)


@pytest.mark.parametrize("phi", [0.0, 0.6, 0.9])
def test_without_a_break_false_alarms_are_rare(phi):
    alarms = [
        any(r.p_value <= 0.05 for r in MeanShift().detect(series_from(ar1(phi, 150, k)), seed=k, draws=99))
        for k in range(20)
    ]
    assert sum(alarms) <= 4


@pytest.mark.parametrize("size", [3, 10, 100])
def test_a_larger_shift_is_never_taken_for_noise(size):
    values = ar1(0.3, 120, 5)
    values[70:] += size
    results = MeanShift().detect(series_from(values), seed=1, draws=99)
    assert [r.index for r in results if r.p_value <= 0.05] == [70]


def test_two_shifts_are_two_candidates_with_their_own_means():
    values = ar1(0.0, 150, 8)
    values[50:100] += 6
    first, second = MeanShift().detect(series_from(values), seed=1, draws=99)
    assert (first.index, second.index) == (50, 100)
    assert first.span == (0, 100)
    assert first.after == pytest.approx(values[50:100].mean())


def test_alpha_drops_the_doubtful_and_keeps_the_rest():
    values = ar1(0.7, 60, 1) + np.repeat([0.0, 3.0], 30)
    frame = frame_of(values, first=1900)
    every = find_turning_points(frame, seed=2)
    assert every
    worst = max(point.p_value for point in every)
    assert len(find_turning_points(frame, seed=2, alpha=worst - 1e-9)) < len(every)


def cost(values, bounds, penalty):
    parts = [values[a:b] for a, b in pairwise(bounds)]
    return sum(((p - p.mean()) ** 2).sum() for p in parts) + penalty * (len(parts) - 1)


@given(
    st.lists(st.integers(-5, 5), min_size=6, max_size=13).filter(lambda v: len(set(v)) > 1),
    st.floats(0.5, 40),
)
@settings(max_examples=60, deadline=None)
def test_the_partition_is_the_best_of_all(numbers, penalty):
    values = np.array(numbers, float)
    n = len(values)
    every = [
        [0, *cuts, n]
        for k in range(n // 3)
        for cuts in combinations(range(1, n), k)
        if min(np.diff([0, *cuts, n])) >= 3
    ]
    best = min(cost(values, bounds, penalty) for bounds in every)
    assert cost(values, partition(values, penalty), penalty) == pytest.approx(best)


@given(st.floats(-1e3, 1e3), st.floats(0.01, 1e3))
@settings(max_examples=15, deadline=None)
def test_neither_shift_nor_scale_of_the_unit_changes_what_is_found(offset, factor):
    values = np.array(list(map(float, NILE.split())))
    plain = MeanShift().detect(series_from(values), seed=3, draws=49)
    moved = MeanShift().detect(series_from(offset + factor * values), seed=3, draws=49)
    assert [(r.index, r.low, r.high, r.p_value) for r in plain] == [
        (r.index, r.low, r.high, r.p_value) for r in moved
    ]


@pytest.mark.parametrize("phi", [0.0, 0.5, 0.8])
def test_noise_is_read_from_steps_even_across_a_shift(phi):
    values = ar1(phi, 4000, 11)
    values[2000:] += 50
    noise = noise_from_steps(values, np.arange(4000))
    assert float(noise.persistence) == pytest.approx(phi, abs=0.12)
    assert float(noise.step_variance) == pytest.approx(2 * (1 - phi), rel=0.12)


def test_the_threshold_of_the_date_interval_is_the_published_one():
    assert pytest.approx(7.35, abs=0.005) == DATE_THRESHOLD


def test_a_series_that_only_steps_is_refused_and_named_in_the_search():
    frame = frame_of([0] * 15 + [1] * 15)
    with pytest.raises(UsageError, match="no noise to hold a shift against"):
        find_turning_points(frame)
    (one,) = search(frame)
    assert one.series is None
    assert "stands still" in one.refused


@pytest.mark.parametrize("shape", ["skewed", "counts"])
def test_rare_large_values_are_not_regimes(shape):
    rng = np.random.default_rng(2)
    alarms = 0
    for k in range(20):
        values = np.exp(rng.standard_normal(60)) if shape == "skewed" else rng.poisson(3, 60)
        alarms += any(r.p_value <= 0.05 for r in MeanShift().detect(series_from(values), seed=k, draws=99))
    assert alarms <= 4


def test_a_series_of_mostly_one_value_is_refused():
    values = np.zeros(40)
    values[::3] = np.arange(14) + 1.0
    with pytest.raises(UsageError, match="stands still most of the time"):
        MeanShift().detect(series_from(values), seed=0)


def test_unknown_detector_and_too_few_draws_are_refused():
    assert detector("mean_shift") is DETECTORS[0]
    with pytest.raises(UsageError, match=r"Choose one of: mean_shift"):
        detector("magic")
    with pytest.raises(UsageError, match="p-value below"):
        MeanShift().detect(series_from(ar1(0, 30, 1)), seed=0, draws=5)
