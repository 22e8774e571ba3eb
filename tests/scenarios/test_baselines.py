"""The weighted mean of positions, and the evidence matrix for audit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.scenarios.evidence_matrix import Entry, audit
from detente.scenarios.positions import Stake, settlement

# Bueno de Mesquita 1994, emission standards in years of delay: capability, position, salience
EMISSIONS = [
    Stake("Netherlands", 0.08, 4, 0.80), Stake("Belgium", 0.08, 7, 0.40), Stake("Luxembourg", 0.03, 4, 0.20),
    Stake("Germany", 0.16, 4, 0.80), Stake("France", 0.16, 10, 0.60), Stake("Italy", 0.16, 10, 0.60),
    Stake("United Kingdom", 0.16, 10, 0.90), Stake("Ireland", 0.05, 7, 0.10), Stake("Denmark", 0.05, 4, 1.00),
    Stake("Greece", 0.08, 7, 0.70),
]  # fmt: skip


def test_the_published_mean_of_the_emission_standards():
    found = settlement(EMISSIONS)
    assert round(found.mean, 1) == 7.4
    assert found.median == 7
    assert sum(found.shares.values()) == pytest.approx(1)
    assert max(found.shares, key=found.shares.get) == "United Kingdom"


@given(
    st.lists(st.tuples(st.floats(0.01, 1), st.floats(-100, 100), st.floats(0.01, 1)), min_size=1, max_size=8),
    st.floats(0.1, 10),
    st.floats(-50, 50),
)
def test_the_mean_lies_within_and_moves_with_the_scale(rows, scale, shift):
    stakes = [Stake(str(k), c, x, s) for k, (c, x, s) in enumerate(rows)]
    found = settlement(stakes)
    assert min(s.position for s in stakes) - 1e-9 <= found.mean <= max(s.position for s in stakes) + 1e-9
    assert min(s.position for s in stakes) <= found.median <= max(s.position for s in stakes)
    moved = settlement([Stake(s.actor, scale * s.capability, s.position + shift, s.salience) for s in stakes])
    assert moved.mean == pytest.approx(found.mean + shift, abs=1e-6)


def test_a_median_between_two_equal_halves():
    assert settlement([Stake("a", 1, 0, 1), Stake("b", 1, 10, 1)]).median == 5


@pytest.mark.parametrize(
    ("stakes", "reason"),
    [
        ([], "nobody has any weight"),
        ([Stake("a", 0, 1, 1)], "nobody has any weight"),
        ([Stake("a", 1, 1, -1)], "negative weight"),
        ([Stake("a", float("nan"), 1, 1)], "negative weight"),
        ([Stake("a", 1, 1, 1), Stake("a", 1, 2, 1)], "two positions"),
    ],
)
def test_stakes_that_are_none_are_refused(stakes, reason):
    with pytest.raises(UsageError, match=reason):
        settlement(stakes)


def entry(statement, scenario, bearing, reason="it says so"):
    return Entry(statement=statement, scenario=scenario, bearing=bearing, reason=reason)


def test_the_matrix_shows_what_tells_and_what_does_not():
    found = audit(
        [
            entry("st-1", "A", "supports"), entry("st-1", "B", "against"),
            entry("st-2", "A", "neutral"), entry("st-2", "B", "neutral"), entry("st-3", "A", "against"),
        ],
        ["A", "B"],
    )  # fmt: skip
    assert found.against == {"A": ("st-3",), "B": ("st-1",)}
    assert (found.telling, found.idle) == (("st-1",), ("st-2", "st-3"))
    assert found.unjudged == (("st-3", "B"),)
    assert found.single == ("A", "B")
    # no field ranks scenarios or speaks of probability
    assert set(found.record()) == {"against", "telling", "idle", "unjudged", "single"}


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ([entry("st-1", "C", "neutral")], "no scenario 'C'"),
        ([entry("st-1", "A", "neutral")] * 2, "judged twice"),
        ([entry("st-1", "A", "neutral", " ")], "has no reason"),
    ],
)
def test_a_matrix_that_is_wrong_is_refused(entries, reason):
    with pytest.raises(UsageError, match=reason):
        audit(entries, ["A", "B"])
