"""Words of likelihood: bands, shared boundaries, refusals, and what may not stand together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.scenarios.words import (
    ICD_203,
    PHIA,
    confidence_sentence,
    icd_203,
    percent,
    phia,
    refuse_mixed,
    worded,
)


@pytest.mark.parametrize(
    ("percent", "first", "second"),
    [
        (1, "almost no chance", "remote"), (4.9, "almost no chance", "remote"),
        (5, "very unlikely", "highly improbable"), (20, "unlikely", "improbable"),
        (45, "roughly even chance", "roughly even odds"), (50, "roughly even chance", "roughly even odds"),
        (55, "roughly even chance", "roughly even odds"), (55.1, "likely", "probable"), (80, "likely", "probable"),
        (95, "very likely", "highly probable"), (95.1, "almost certain", "nearly certain"),
        (99, "almost certain", "nearly certain"),
    ],
)  # fmt: skip
def test_icd_203_and_its_boundaries(percent, first, second):
    assert (icd_203(percent / 100), icd_203(percent / 100, row=2)) == (first, second)


@pytest.mark.parametrize("share", [0, 0.009, 0.991, 1])
def test_what_has_no_word_is_refused(share):
    with pytest.raises(UsageError, match="percent has no word"):
        icd_203(share)
    with pytest.raises(UsageError, match="percent is not worded"):
        phia(share)
    with pytest.raises(UsageError):
        worded(min(share, 0.5), max(share, 0.5))


@pytest.mark.parametrize("share", [-0.1, 1.1, 55, float("nan")])
def test_what_is_no_share_is_refused(share):
    with pytest.raises(UsageError, match="is no share"):
        icd_203(share)


@given(st.floats(0.01, 0.99))
def test_every_share_has_one_term_and_its_band_holds_it(share):
    term = icd_203(share)
    low, high, _ = next(band for band in ICD_203 if term in band[2])
    assert low - 1e-5 <= 100 * share <= high + 1e-5
    word, inside = phia(share)
    low, high, _ = next(band for band in PHIA if band[2] == word)
    assert inside == (low <= round(100 * share, 6) <= high and round(100 * share, 6) != 50)


@pytest.mark.parametrize(
    ("percent", "word", "inside"),
    [
        (3, "remote chance", True), (7.5, "highly unlikely", False), (22, "highly unlikely", False),
        (22.5, "unlikely", False), (45, "realistic possibility", True), (50, "realistic possibility", False),
        (52.6, "likely or probable", False), (60, "likely or probable", True), (97, "almost certain", True),
    ],
)  # fmt: skip
def test_phia_names_the_nearest_band_and_says_when_outside(percent, word, inside):
    assert phia(percent / 100) == (word, inside)


def test_the_number_stands_beside_the_word():
    assert str(worded(0.62, 0.62)) == "likely (62 percent)"
    assert str(worded(0.1, 0.62)) == "very unlikely to likely (10 to 62 percent)"
    assert str(worded(0.015, 0.04)) == "almost no chance (1.5 to 4 percent)"
    assert worded(0.62, 0.7).record() == {"low": 0.62, "high": 0.7, "word": "likely"}
    with pytest.raises(UsageError, match="lower bound first"):
        worded(0.7, 0.6)


def test_likelihood_and_confidence_never_share_a_sentence():
    refuse_mixed("It is likely (62 percent). Confidence in this estimate is low: one source says so.")
    with pytest.raises(UsageError, match="in one sentence"):
        refuse_mixed("We judge with moderate confidence that it is likely.")
    assert confidence_sentence("low", "few rows stand behind it.").endswith("few rows stand behind it.")
    with pytest.raises(UsageError, match="in one sentence"):
        confidence_sentence("high", "it is very likely.")


def test_rows_are_not_mixed():
    refuse_mixed("It is very likely, and that is unlikely.")
    with pytest.raises(UsageError, match="different rows"):
        refuse_mixed("It is very likely. The other is highly improbable.")


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.62, "62 percent"), (0.0497, "4.97 percent"), (0.04951, "4.95 percent"), (0.8003, "80.03 percent"),
        (0, "0 percent"), (1, "100 percent"), (0.002, "below 1 percent"), (0.995, "above 99 percent"),
    ],
)  # fmt: skip
def test_a_percentage_stays_under_its_term(share, said):
    assert percent(share) == said
    if 0.01 <= share <= 0.99:
        assert icd_203(float(said.split()[0]) / 100) == icd_203(share)
