"""Numbers in figures and words, and what is none."""

from __future__ import annotations

from itertools import pairwise
from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.read.numbers import numbers_in


def read(text: str) -> list[float]:
    return [n.value for n in numbers_in(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3,250", 3250),
        ("12,34,567.5", 1234567.5),
        ("1 234 567", 1234567),
        ("1.234,56", 1234.56),
        ("4.25 million", 4.25e6),
        ("7bn", 7e9),
        ("35k", 35000),
        ("13 lakh", 1.3e6),
        ("6 crore", 6e7),
        ("3 lakh crore", 3e12),
        ("4 thousand 3 hundred and 21", 4321),
        ("3 million and a half", 3.5e6),
        ("three million and a quarter", 3.25e6),
        ("five and a half million", 5.5e6),
        ("half a million", 5e5),
        ("a quarter million", 2.5e5),
        ("three quarters of a million", 7.5e5),
        ("two hundred and two thousand", 202000),
        ("one hundred and sixty-one", 161),
        ("twenty-four", 24),
        ("a hundred", 100),
        ("hundred thousand", 1e5),
        ("two dozen", 24),
        ("half a dozen", 6),
        ("two thirds", 2 / 3),
        ("one-eighth", 0.125),
        ("a twenty-first", 1 / 21),
        ("one hundred and three quarters", 100.75),
        ("nine point nought four", 9.04),
        ("two point five million", 2.5e6),
        ("10½", 10.5),
        ("2 1/4", 2.25),
        ("3/4", 0.75),
        ("two out of five", 0.4),
        ("1.3x10^6", 1.3e6),
        ("minus five", -5),
        ("-4.5", -4.5),
    ],
)
def test_one_number(text: str, value: float) -> None:
    assert read(text) == [pytest.approx(value, rel=1e-12)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("22,24,26,31", [22, 24, 26, 31]),
        ("3 hundred and 2 hundred", [300, 200]),
        ("12 out of 10", [12, 10]),
        ("5/17/2016", [5, 17, 2016]),
        ("3 in 2009", [3, 2009]),
    ],
)
def test_several_numbers(text: str, values: list[float]) -> None:
    assert read(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "S-400", "JF-17", "G20", "the 3rd", "the 1960s", "192.168.1.2", "at 10:30", "the one you named", "that one",
        "the first half of it", "180ml", "https://example.org/a?b=12", "several million", "a nation", "an envoy",
        "a second round", "millions",
    ],
)  # fmt: skip
def test_no_number(text: str) -> None:
    assert read(text) == []


@given(st.text(alphabet=" -,./0123456789abdefhilmnorstuvwxyz½¾", max_size=80))
@settings(max_examples=300, deadline=None)
def test_numbers_stand_in_order_inside_the_text(text: str) -> None:
    found = numbers_in(text)
    assert all(0 <= n.start < n.end <= len(text) for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


_WORDS = ["one", "two", "ten", "twenty", "hundred", "thousand", "million", "and", "a", "half", "third", "thirds",
          "quarter", "dozen", "point", "of", "-", "over", "out"]  # fmt: skip


@given(st.lists(st.sampled_from(_WORDS), max_size=12))
@settings(max_examples=400, deadline=None)
def test_heaps_of_number_words_are_read_without_a_fault(words: list[str]) -> None:
    text = " ".join(words)
    found = numbers_in(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(isfinite(n.value) for n in found)


@given(st.integers(0, 999_999))
@settings(max_examples=200, deadline=None)
def test_a_number_in_figures_is_itself_with_and_without_commas(number: int) -> None:
    assert read(f"{number:,}") == read(str(number)) == [number]
