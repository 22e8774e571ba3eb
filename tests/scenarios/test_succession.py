"""Succession: fixed points, basins and cycles."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings

from detente.errors import UsageError
from detente.scenarios.basins import basins
from detente.scenarios.consistent import consistent_set
from detente.scenarios.files_scw import load_scw
from detente.scenarios.files_sl import read_sl
from detente.scenarios.succession import succeed, successors, trajectory
from tests.scenarios.examples import FIXTURES, SOLUTIONS, model_of, models, seeded, somewhereland


def test_somewhereland_basins_are_the_published_ones():
    found = basins(somewhereland())
    assert {"".join(str(v + 1) for v in states): n for states, n in found.fixed.items()} == {
        name: basin for name, _, _, basin in SOLUTIONS
    }
    assert found.cycles == ()


def test_the_sample_model_has_its_weights_and_a_cycle():
    model = load_scw((FIXTURES / "CIB_global.scw").read_bytes(), "CIB_global")
    listed = read_sl((FIXTURES / "CIB_global.sl").read_bytes(), "CIB_global")
    found = basins(model)
    assert {tuple(v + 1 for v in states): n for states, n in found.fixed.items()} == {
        s.variants: s.weight for s in listed
    }
    (cycle,) = found.cycles
    assert (len(cycle.states), cycle.basin) == (2, 17)
    assert succeed(model, np.array(cycle.states)).tolist() == [list(s) for s in cycle.states[::-1]]


@given(models())
@settings(max_examples=60, deadline=None)
def test_fixed_points_are_the_consistent_scenarios_and_every_start_ends_somewhere(model):
    found = basins(model)
    assert sorted(found.fixed) == list(map(tuple, consistent_set(model).tolist()))
    assert sum(found.fixed.values()) + sum(c.basin for c in found.cycles) == model.combinations


@given(models())
@settings(max_examples=30, deadline=None)
def test_basins_equal_walking_from_every_start(model):
    ends = Counter()
    for place in range(model.combinations):
        path = trajectory(model, tuple(int(v) for v in np.unravel_index(place, model.sizes)))
        ends[frozenset(path[path.index(path[-1]) :])] += 1
    found = basins(model)
    known = {frozenset([s]): n for s, n in found.fixed.items()}
    known |= {frozenset(c.states): c.basin for c in found.cycles}
    assert dict(ends) == known


def test_spaces_larger_than_one_table_are_scored_piece_by_piece(monkeypatch):
    model = seeded([3] * 8, 3)
    whole = successors(model)
    monkeypatch.setattr("detente.scenarios.succession.INNER", 20)
    assert np.array_equal(successors(model), whole)
    monkeypatch.setattr("detente.scenarios.succession.INNER", 1)
    assert np.array_equal(successors(model), whole)


def test_a_tie_keeps_the_present_variant_else_the_first_of_the_highest():
    matrix = np.zeros((6, 6), int)
    matrix[3, :3] = [0, 2, 2]
    model = model_of(matrix, [3, 3])
    assert succeed(model, np.array([[2, 0], [0, 0], [0, 1]])).tolist() == [[2, 0], [1, 0], [0, 1]]


def test_too_large_a_space_has_no_basins_and_a_wrong_start_no_trajectory():
    assert basins(somewhereland(), largest=485) is None
    assert trajectory(somewhereland(), (0, 2, 0, 1, 2, 2)) == [(0, 2, 0, 1, 2, 2)] * 2
    with pytest.raises(UsageError, match="no such scenario"):
        trajectory(somewhereland(), (0, 3, 0, 1, 2, 2))


def test_the_saturated_weights_are_where_a_single_precision_count_stops():
    listed = read_sl((FIXTURES / "CIB_nested.sl").read_bytes(), "CIB_nested.sl")
    at_the_end = [s for s in listed if s.overflowed]
    assert [s.weight for s in at_the_end] == [1.677722e7] * 4
    # counting by ones in single precision never passes 2^24: the next sum rounds back
    assert np.float32(2**24) + np.float32(1) == np.float32(2**24) > np.float32(2**24 - 1)
    assert f"{2**24:.6E}" == "1.677722E+07"
    # so the twenty weights cannot be a partition of the starts that the exact count gives to scenarios
    assert sum(s.weight for s in listed) < 408_146_688 - 66_707_759
