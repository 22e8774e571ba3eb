"""Figures of the field: value, unit, bound; and what is no figure."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.read import Document, read_document
from detente.read.quantities import find_figures


def read(text: str, *states: str) -> list[tuple[float, str, str]]:
    return [(f.value, f.unit, f.bound) for f in find_figures(text, 0, len(text), [], states)]


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("worth in excess of $12 billion", 12e9, "USD", ">"),
        ("over €3 million", 3e6, "EUR", ">"),
        ("up to 200 soldiers", 200, "person", "<"),
        ("nearly 345,000 tonnes", 345000, "t", "~"),
        ("at least 30 people", 30, "person", ">"),
        ("about US$ 711.97 million", 711.97e6, "USD", "~"),
        ("a 670-kilometre railway", 670, "km", "="),
        ("2.4 GW", 2400, "MW", "="),
        ("12.3 billion cubic metres of gas per year", 12.3e9, "m3/year", "="),
        ("500,000 barrels per day", 500000, "barrel/day", "="),
        ("four Mi-35M helicopters", 4, "helicopter", "="),
        ("24 fighter jets", 24, "aircraft", "="),
        ("half a million tourists", 5e5, "person", "="),
        ("two dozen tanks", 24, "tank", "="),
        ("roughly a third of its gas", 33.33, "percent", "~"),
        ("3.6 percent", 3.6, "percent", "="),
        ("2 billion roubles", 2e9, "RUB", "="),
        ("five billion yen", 5e9, "JPY", "="),
        ("10 million Egyptian pounds", 10e6, "EGP", "="),
        ("$1.2bn", 1.2e9, "USD", "="),
        ("47 factories", 47, "factory", "="),
    ],
)
def test_figures(text: str, value: float, unit: str, bound: str) -> None:
    assert read(text) == [(pytest.approx(value), unit, bound)]


@pytest.mark.parametrize("text", ["between $1.5 and $2 billion", "$1.5-2 billion", "1.5-2 billion dollars"])
def test_a_range_shares_its_scale_word(text: str) -> None:
    assert read(text) == [(1.5e9, "USD", ">"), (2e9, "USD", "<")]


def test_from_and_to_are_two_figures() -> None:
    assert [v for v, _, _ in read("rose from $1.2 billion to $3.4 billion")] == [1.2e9, 3.4e9]


def test_shared_currency_names_follow_the_states_of_the_text() -> None:
    assert read("Rs 12.3 billion", "IND")[0][1] == "INR"
    assert read("Rs 12.3 billion", "PAK")[0][1] == "PKR"
    assert read("40 million shillings", "UGA")[0][1] == "UGX"


@pytest.mark.parametrize(
    ("text", "value"), [("fell by 6 percent", -6), ("up 23 percent", 23), ("a 12 percent drop", -12)]
)
def test_changes_have_a_direction(text: str, value: float) -> None:
    figure = find_figures(text, 0, len(text), [])[0]
    assert figure.change and figure.value == value


@pytest.mark.parametrize(
    "text",
    [
        "the S-400",
        "a JF-17",
        "RD-93 engines",
        "Resolution 1540",
        "two countries",
        "the G20",
        "a five-year plan",
        "COVID-19",
    ],
)
def test_names_with_numbers_are_no_figures(text: str) -> None:
    assert read(text) == []


def test_a_figure_of_an_endless_sentence_is_quoted_with_the_words_near_it() -> None:
    text = "Kenya sold to Uganda " + "goods worth $3 million and, as was said, " * 70
    told = [r for r in read_document(Document("long", text, "0")) if r.quantity]
    assert len(told) > 60
    assert all(len(r.quote.exact) < 800 for r in told)
    assert all(text[r.quote.start : r.quote.end] == r.quote.exact for r in told)


@pytest.mark.parametrize(
    "piece", ["one hundred and ", "from $1 to ", "12 ", "1-2-3-", "a-b-c-", "3 big red old new ", "half a "]
)
def test_figures_of_any_heap_of_words_stay_inside_it(piece: str) -> None:
    text = piece * 300
    figures = find_figures(text, 0, len(text), [])
    assert all(0 <= a.start < a.end <= b.start for a, b in pairwise(figures))


@given(st.text(alphabet="0123456789.,/-$€% +abmnkillio", max_size=60))
@settings(max_examples=300, deadline=None)
def test_figures_lie_apart_and_in_order(text: str) -> None:
    figures = find_figures(text, 0, len(text), [])
    assert all(0 <= f.start < f.end <= len(text) for f in figures)
    assert all(a.end <= b.start for a, b in pairwise(figures))


def test_spans_of_dates_are_no_figures() -> None:
    text = "On 3 May 12 ships left"
    assert [(f.value, f.unit) for f in find_figures(text, 0, len(text), [(0, 8)])] == [(12, "ship")]
