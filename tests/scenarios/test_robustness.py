"""Robustness, leverage, and experts side by side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from detente.errors import CaseError, UsageError
from detente.scenarios.consistent import consistent_set, inconsistency
from detente.scenarios.experts import panel
from detente.scenarios.leverage import driver_leverage, judgement_leverage, scenario_set
from detente.scenarios.model import CrossImpact
from detente.scenarios.robustness import SIGMA, Robustness, by_scenario, drawn, robustness
from tests.scenarios.examples import model_of, models, somewhereland


def judged(model, confidence):
    """The model with every value as a judgement of one confidence."""
    return replace(
        model,
        judgements=tuple(
            CrossImpact(
                source=model.addresses[r], target=model.addresses[c], value=int(model.matrix[r, c]),
                reason="made up", confidence=confidence,
            )
            for r, c in np.argwhere(model.matrix)
        ),
    )  # fmt: skip


@given(models())
@settings(max_examples=30, deadline=None)
def test_shares_are_those_of_the_drawn_matrices_one_by_one(model):
    states = consistent_set(model)[:5]
    rows, columns, moved = drawn(model, draws=20, seed=3)
    stays = np.zeros(len(states), int)
    for one in moved:
        matrix = model.matrix.copy()
        matrix[rows, columns] += one
        assert np.abs(matrix).max(initial=0) <= max(3, np.abs(model.matrix).max())
        stays += inconsistency(model_of(matrix, model.sizes), states) == 0
    assert [r.stays for r in robustness(model, states, draws=20, seed=3)] == stays.tolist()


def test_surer_judgements_make_sturdier_scenarios():
    model = somewhereland()
    states = consistent_set(model)
    mean = [
        np.mean([r.share for r in robustness(judged(model, c), states, draws=300)]) for c in sorted(SIGMA)
    ]
    assert mean == sorted(mean) and mean[0] < 0.3 < 0.9 < mean[-1]
    rows, _, moved = drawn(judged(model, 1), draws=4000, seed=0)
    free = np.abs(moved).max() >= 3 and len(rows) == np.count_nonzero(model.matrix)
    assert free and 1.0 < moved.std() < 1.6


def test_the_same_seed_gives_the_same_draws():
    states = consistent_set(somewhereland())
    first, again, other = (robustness(somewhereland(), states, draws=50, seed=s) for s in (1, 1, 2))
    assert first == again != other
    key = tuple((states[0] + 1).tolist())
    assert by_scenario(somewhereland(), [key], draws=50, seed=1) == {key: first[0]}
    assert by_scenario(somewhereland(), []) == {}
    with pytest.raises(UsageError, match="0 draws"):
        robustness(somewhereland(), states, draws=0)


def test_wilson_intervals_are_the_published_ones():
    # Newcombe 1998, Statistics in Medicine 17: 81 of 263, 15 of 148, 0 of 20, 1 of 29
    for stays, draws, low, high in [
        (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718),
    ]:  # fmt: skip
        assert Robustness(stays, draws).interval == pytest.approx((low, high), abs=5e-5)


@given(models())
@settings(max_examples=10, deadline=None)
def test_leverage_is_the_difference_of_the_sets(model):
    before = scenario_set(model)
    for one in judgement_leverage(model)[:6]:
        matrix = model.matrix.copy()
        matrix[model.column(one.source), model.column(one.target)] = one.new_value
        after = scenario_set(model_of(matrix, model.sizes))
        assert (set(one.lost), set(one.gained)) == (before - after, after - before)
        assert one.kept == len(before & after)


def test_leverage_names_the_strongest_first():
    found = judgement_leverage(judged(somewhereland(), 4))
    assert [one.moved for one in found] == sorted((one.moved for one in found), reverse=True)
    assert found[0].judgement.reason == "made up" and found[0].moved > 0
    drivers = driver_leverage(somewhereland())
    assert sorted(one.source for one in drivers) == sorted(d.id for d in somewhereland().drivers)
    assert {d.source: d.kept + len(d.lost) for d in drivers} == dict.fromkeys(
        (d.id for d in somewhereland().drivers), 10
    )
    assert drivers[0].record()["to"] is None


def test_experts_keep_their_differences():
    mine, other = somewhereland(), somewhereland()
    matrix = other.matrix.copy()
    matrix[0, 3] = 3
    other = replace(other, matrix=matrix)
    found = panel({"a": mine, "b": other})
    (one,) = found.disagreements
    assert (one.source, one.target, dict(one.values), one.spread, one.opposed) == (
        "government/patriots", "foreign_policy/cooperation", {"a": -2, "b": 3}, 5, True,
    )  # fmt: skip
    assert {s for s, who in found.held.items() if "a" in who} == scenario_set(mine)
    assert {s for s, who in found.held.items() if "b" in who} == scenario_set(other)
    same = panel({"a": mine, "b": mine, "c": mine})
    assert same.disagreements == () and set(same.together) == scenario_set(mine)
    assert same.record()["scenarios"][0]["experts"] == ["a", "b", "c"]


def test_experts_must_speak_of_the_same_drivers():
    with pytest.raises(CaseError, match="nothing to be compared with"):
        panel({"a": somewhereland()})
    with pytest.raises(CaseError, match="a differ in d1/v1"):
        panel({"a": somewhereland(), "b": model_of(np.zeros((2, 2)), [2])})
