"""The consistent set: published solutions, seeded kernels, and the plain definition."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import CaseError, UsageError
from detente.scenarios.consistent import consistent_set, inconsistency
from detente.scenarios.files_scw import load_scw
from detente.scenarios.files_sl import read_sl
from detente.scenarios.model import CrossImpactModel, impact_scores
from detente.scenarios.scenario import figures
from tests.scenarios.examples import (
    FIXTURES,
    SOLUTIONS,
    enumerated,
    model_of,
    models,
    seeded,
    somewhereland,
)


def written(states):
    return sorted("".join(str(v + 1) for v in row) for row in states)


def test_somewhereland_has_its_ten_published_scenarios():
    assert written(consistent_set(somewhereland())) == sorted(name for name, *_ in SOLUTIONS)


def test_the_published_balances_of_a_test_scenario():
    scores = impact_scores(somewhereland(), [1, 0, 2, 0, 0, 0])
    assert scores.tolist() == [0, 3, -3, 2, 1, -3, -9, -1, 10, -7, 7, 4, -1, -3, 2, -1, -1]
    assert inconsistency(somewhereland(), np.array([[1, 0, 2, 0, 0, 0]])).tolist() == [14]


def test_the_published_histogram_of_inconsistency():
    model = somewhereland()
    every = np.stack(np.unravel_index(np.arange(486), model.sizes), axis=1)
    value, count = np.unique(inconsistency(model, every), return_counts=True)
    assert dict(zip(value.tolist(), count.tolist(), strict=True)) == {
        0: 10, 1: 5, 2: 17, 3: 27, 4: 28, 5: 38, 6: 53, 7: 34, 8: 65, 9: 31, 10: 68, 11: 23, 12: 16,
        13: 19, 14: 25, 15: 11, 16: 6, 18: 6, 19: 2, 21: 2,
    }  # fmt: skip


@pytest.mark.parametrize("folder", [FIXTURES, pytest.param(None, marks=pytest.mark.shared)])
@pytest.mark.parametrize("name", ["CIB_global", "CIB_nested"])
def test_the_sample_models_equal_their_solution_lists(request, folder, name):
    folder: Path = folder or request.getfixturevalue("shared") / "cib"
    model = load_scw((folder / f"{name}.scw").read_bytes(), name)
    listed = read_sl((folder / f"{name}.sl").read_bytes(), name)
    states = consistent_set(model)
    total, margin, short = figures(model, states)
    ours = {tuple((row + 1).tolist()): (t, m) for row, t, m in zip(states, total, margin, strict=True)}
    assert ours == {s.variants: (s.total_impact_score, s.consistency_value) for s in listed}
    assert not short.any()


@pytest.mark.parametrize(
    ("sizes", "strength", "kernel"),
    [
        ([4] * 5, 3, [191, 480]),
        ([3] * 8, 3, [1973, 2548]),
        ([3] * 10, 3, [13785, 13839]),
        ([3] * 10, 2, [15921, 18086, 36255]),
        ([4] * 5 + [3] * 10, 2, [1984298, 8693546, 11540522, 19807290, 31030843]),
    ],
)
def test_the_seeded_kernels(sizes, strength, kernel):
    model = seeded(sizes, strength)
    states = consistent_set(model)
    signatures = (states * np.cumprod([1, *sizes[:-1]])).sum(1)
    assert sorted(signatures.tolist()) == kernel


def test_the_scores_of_the_largest_seeded_kernel():
    model = seeded([4] * 5 + [3] * 10, 2)
    assert sorted(figures(model, consistent_set(model))[0]) == [61, 64, 68, 74, 85]


@given(models(), st.integers(0, 4))
@settings(max_examples=120, deadline=None)
def test_branch_and_bound_equals_the_definition(model, tolerance):
    assert list(map(tuple, consistent_set(model, tolerance=tolerance).tolist())) == enumerated(
        model, tolerance
    )


@given(models(), st.data())
@settings(max_examples=50, deadline=None)
def test_a_constant_on_one_row_of_a_block_changes_nothing(model, data):
    row = data.draw(st.integers(0, len(model.matrix) - 1))
    driver = data.draw(st.integers(0, len(model.sizes) - 1))
    matrix = model.matrix.copy()
    matrix[row, model.offsets[driver] : model.offsets[driver + 1]] += data.draw(st.integers(-9, 9))
    assert np.array_equal(consistent_set(model_of(matrix, model.sizes)), consistent_set(model))


@given(models(), st.integers(1, 7))
@settings(max_examples=50, deadline=None)
def test_a_positive_scale_changes_nothing(model, factor):
    assert np.array_equal(consistent_set(model_of(factor * model.matrix, model.sizes)), consistent_set(model))


def test_a_wide_search_is_grown_in_pieces(monkeypatch):
    whole = consistent_set(seeded([3] * 8, 3), tolerance=3)
    monkeypatch.setattr("detente.scenarios.branch_and_bound.WIDEST", 3)
    assert np.array_equal(consistent_set(seeded([3] * 8, 3), tolerance=3), whole)
    assert len(whole) > 9


def test_what_cannot_be_listed_is_refused():
    silent = model_of(np.zeros((12, 12)), [3] * 4)
    assert len(consistent_set(silent)) == 81
    with pytest.raises(UsageError, match="more than 80 consistent scenarios"):
        consistent_set(silent, limit=80)
    with pytest.raises(UsageError, match="tolerance -1"):
        consistent_set(silent, tolerance=-1)


def test_a_model_that_does_not_fit_together_is_refused():
    with pytest.raises(CaseError, match="for 4 variants"):
        model_of(np.zeros((3, 3)), [2, 2])
    with pytest.raises(CaseError, match="needs drivers"):
        model_of(np.zeros((0, 0)), [])
    with pytest.raises(CaseError, match="no variant 'd1/v9'"):
        model_of(np.zeros((2, 2)), [2]).column("d1/v9")
    twice = somewhereland().drivers[0]
    with pytest.raises(CaseError, match="government/patriots occurs twice"):
        CrossImpactModel(name="twice", drivers=(twice, twice), matrix=np.zeros((6, 6), np.int64))
