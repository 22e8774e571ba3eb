"""Triads with third states: what is unknown stays unknown."""

from __future__ import annotations

from datetime import date

import pytest

from detente.errors import UsageError
from detente.model.finding import Measurement, measurement_frame
from detente.network.triads import Thresholds, pair_sign, triad_changes, triads

EARLY, LATE = (date(1960, 1, 1), date(1969, 12, 31)), (date(1970, 1, 1), date(1979, 12, 31))
LIMITS = Thresholds(hostile_to=-0.1, friendly_from=0.1)


def row(a, b, year, value, coverage="value", basis="all"):
    return Measurement(
        measure="warmth", actors=(a, b), directed=False, start=date(year, 1, 1), end=date(year, 12, 31),
        value=value, unit="share", basis=basis, n=1, coverage=coverage, evidence=(f"st-{a}{b}{year}",),
    )  # fmt: skip


FRAME = measurement_frame([
    row("AAA", "BBB", 1965, -0.5), row("AAA", "CCC", 1965, 0.4), row("AAA", "CCC", 1966, 0.8),
    row("CCC", "BBB", 1965, -0.6), row("AAA", "DDD", 1965, None, "no_data"), row("BBB", "DDD", 1965, 0.5),
    row("AAA", "EEE", 1965, None, "outside_coverage"), row("BBB", "EEE", 1965, 0.5),
    row("AAA", "FFF", 1965, 0.0, "true_zero"), row("BBB", "FFF", 1965, 0.5),
    row("AAA", "BBB", 1975, 0.5), row("AAA", "CCC", 1975, 0.4), row("CCC", "BBB", 1975, -0.6),
])  # fmt: skip


def test_the_sign_product_with_its_evidence():
    (triad,) = triads(FRAME, ("AAA", "BBB"), ["CCC"], EARLY, LIMITS)
    assert [side.sign for side in triad.sides] == [-1, 1, -1]
    assert (triad.product, triad.verdict) == (1, "balanced")
    assert triad.sides[1].value == pytest.approx(0.6)
    assert triad.sides[1].n == 2
    assert triad.evidence == ("st-AAABBB1965", "st-AAACCC1965", "st-AAACCC1966", "st-CCCBBB1965")


def test_a_missing_side_is_undetermined_and_says_which_nothing():
    no_data, outside, nowhere = triads(FRAME, ("AAA", "BBB"), ["DDD", "EEE", "ZZZ"], EARLY, LIMITS)
    for triad, reason in ((no_data, "no data"), (outside, "outside coverage"), (nowhere, "outside coverage")):
        assert (triad.product, triad.verdict) == (None, "undetermined")
        assert triad.sides[1].sign is None
        assert triad.sides[1].reason == reason
    assert no_data.unknown == (("AAA", "DDD"),)
    assert nowhere.record()["unknown"] == [["AAA", "ZZZ"], ["BBB", "ZZZ"]]


def test_a_true_zero_is_known_and_neutral():
    (triad,) = triads(FRAME, ("AAA", "BBB"), ["FFF"], EARLY, LIMITS)
    assert (triad.product, triad.verdict, triad.sides[1].sign) == (0, "neutral", 0)


def test_a_change_names_the_side_that_turned():
    before = triads(FRAME, ("AAA", "BBB"), ["CCC", "DDD"], EARLY, LIMITS)
    after = triads(FRAME, ("AAA", "BBB"), ["CCC", "DDD"], LATE, LIMITS)
    turned, unknown = triad_changes(before, after)
    assert (turned.before.verdict, turned.after.verdict) == ("balanced", "unbalanced")
    assert turned.changed == (("AAA", "BBB"),)
    assert unknown.changed is None
    assert turned.record()["changed"] == [["AAA", "BBB"]]
    with pytest.raises(UsageError, match="different triads"):
        triad_changes(before, after[:1])


def test_both_orders_of_a_directed_measure_count():
    frame = measurement_frame([row("AAA", "BBB", 1965, 1.0), row("BBB", "AAA", 1965, -0.5)])
    assert pair_sign(frame, ("AAA", "BBB"), EARLY, LIMITS).value == pytest.approx(0.25)


def test_thresholds_have_an_order_and_a_frame_one_basis():
    with pytest.raises(UsageError, match="leave no order"):
        Thresholds(hostile_to=0.2, friendly_from=0.2)
    mixed = measurement_frame([row("AAA", "BBB", 1965, 1.0), row("AAA", "BBB", 1965, 1.0, basis="other")])
    with pytest.raises(UsageError, match="2 measures or bases"):
        pair_sign(mixed, ("AAA", "BBB"), EARLY, LIMITS)


def test_a_value_that_is_missing_is_not_taken_for_zero():
    frame = measurement_frame([row("AAA", "BBB", 1965, None)])
    with pytest.raises(UsageError, match="finite"):
        pair_sign(frame, ("AAA", "BBB"), EARLY, LIMITS)
