"""What a reader gets: scenarios with their figures, why they hold, and a diverse few."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings

from detente.errors import UsageError
from detente.scenarios.consistent import consistent_set
from detente.scenarios.diversity import most_diverse
from detente.scenarios.model import impact_scores
from detente.scenarios.scenario import scenarios
from detente.scenarios.why import why
from tests.scenarios.examples import SOLUTIONS, model_of, models, seeded, somewhereland


def test_somewhereland_as_published():
    found = scenarios(somewhereland())
    ours = {("".join(map(str, s.variants)), s.total_impact_score, s.margin, s.basin) for s in found.scenarios}
    assert ours == set(SOLUTIONS)
    assert [s.total_impact_score for s in found.scenarios] == sorted(
        (t for _, t, *_ in SOLUTIONS), reverse=True
    )
    assert (found.consistent, found.cycles, found.cycling) == (10, 0, 0)


def test_the_record_holds_the_contract_and_is_json():
    record = json.loads(json.dumps(scenarios(somewhereland()).record()))
    assert list(record)[:2] == ["drivers", "scenarios"]
    best = record["scenarios"][0]
    assert list(best)[:7] == [
        "variants", "margin", "total_impact_score", "basin", "robustness", "likelihood", "signposts",
    ]  # fmt: skip
    assert (best["variants"], best["margin"], best["total_impact_score"]) == ([1, 3, 1, 2, 3, 3], 1, 21)
    assert (best["robustness"], best["likelihood"], best["signposts"]) == (None, None, [])
    assert best["names"][1] == {"driver": "Foreign policy", "variant": "Conflict"}
    assert record["drivers"][3]["variants"][1]["name"] == "Strong contrasts"


def test_tolerated_scenarios_say_how_far_they_fall_short():
    found = scenarios(somewhereland(), tolerance=1)
    assert found.consistent == 15
    assert sorted(s.inconsistency for s in found.scenarios) == [0] * 10 + [1] * 5
    assert all((s.basin is None) == (s.inconsistency > 0) for s in found.scenarios)


def test_basins_are_none_beyond_the_allowed_space():
    found = scenarios(somewhereland(), largest_space=100)
    assert {s.basin for s in found.scenarios} == {None}
    assert found.cycles is None


def test_why_adds_up_and_names_what_would_overturn_it():
    model = somewhereland()
    economy = why(model, [1, 0, 2, 1, 1, 0])[2]
    assert economy.chosen == "economy/dynamic"
    assert economy.margin == economy.scores[2] - max(economy.scores[:2])
    into = [p for p in (*economy.pushes_for, *economy.pushes_against) if p.target == "economy/dynamic"]
    assert sum(p.value for p in into) == economy.scores[2]
    assert all((p.value > 0) == (p.target == "economy/dynamic") for p in economy.pushes_for)
    assert all((p.value > 0) != (p.target == "economy/dynamic") for p in economy.pushes_against)


@given(models())
@settings(max_examples=60, deadline=None)
def test_every_flip_flips_and_one_less_does_not(model):
    scale = max(3, int(np.abs(model.matrix).max()))
    for states in consistent_set(model)[:5].tolist():
        for driver, one in enumerate(why(model, states)):
            for flip in one.flips:
                matrix = model.matrix.copy()
                row, column = model.column(flip.push.source), model.column(flip.push.target)
                assert abs(flip.new_value) <= scale
                matrix[row, column] = flip.new_value
                scores = impact_scores(model_of(matrix, model.sizes), states)
                chosen = model.offsets[driver] + states[driver]
                assert scores[model.column(flip.rival)] > scores[chosen]
                matrix[row, column] -= np.sign(flip.new_value - flip.push.value)
                scores = impact_scores(model_of(matrix, model.sizes), states)
                assert scores[model.column(flip.rival)] <= scores[chosen]


def test_a_driver_with_one_variant_has_no_margin():
    found = scenarios(model_of(np.zeros((3, 3)), [1, 2]))
    assert [one.margin for one in found.scenarios[0].why] == [None, 0]
    assert scenarios(model_of([[0]], [1])).scenarios[0].margin is None


def test_a_diverse_few_are_far_apart():
    model = seeded([3] * 8, 3)
    states = consistent_set(model, tolerance=3)
    preference = [0.0] * len(states)
    few = states[most_diverse(states, 4, preference)]
    distance = (few[:, None] != few[None]).sum(2)
    least = distance[np.triu_indices(4, 1)].min()
    rng = np.random.default_rng(0)
    for _ in range(200):
        other = states[rng.choice(len(states), 4, replace=False)]
        best = (other[:, None] != other[None]).sum(2)[np.triu_indices(4, 1)].min()
        assert 2 * least >= best


def test_choosing_begins_with_the_most_preferred_and_keeps_the_count():
    found = scenarios(somewhereland(), choose=3)
    assert (found.consistent, len(found.scenarios)) == (10, 3)
    assert found.scenarios[0].total_impact_score == 21
    assert len(scenarios(somewhereland(), choose=50).scenarios) == 10
    assert most_diverse(np.zeros((0, 3), int), 2, []) == []
    with pytest.raises(UsageError, match="0 scenarios"):
        scenarios(somewhereland(), choose=0)
