"""The cross-impact model: complete, reasoned, balanced, and with a handful of consistent scenarios."""

from __future__ import annotations

import itertools
from collections import defaultdict
from functools import cache

import numpy as np

from detente.model.vocabulary import REALMS
from detente.scenarios.consistent import consistent_set
from detente.scenarios.files_yaml import load_yaml
from detente.scenarios.model import CrossImpactModel
from tests.cases.packaged import FOLDER, packaged_case


@cache
def model() -> CrossImpactModel:
    path = FOLDER / "scenarios.yml"
    return load_yaml(path.read_text(encoding="utf-8"), path.name)


def stories() -> list[dict[str, str]]:
    return [
        {driver.id: driver.variants[i].id for driver, i in zip(model().drivers, states, strict=True)}
        for states in consistent_set(model())
    ]


def test_drivers_are_a_dozen_at_most_with_two_to_four_described_variants():
    assert 8 <= len(model().drivers) <= 12
    for driver in model().drivers:
        assert driver.realm in REALMS
        assert 2 <= len(driver.variants) <= 4
        assert all(variant.description.endswith(".") for variant in driver.variants)


def test_question_has_a_day_and_a_rule():
    assert model().focal_question.endswith("?")
    assert model().horizon is not None and model().horizon > packaged_case().case["asked_on"]
    assert len(model().resolution_rule.split()) > 30


def test_every_value_has_reason_evidence_author_and_day():
    judgements = model().judgements
    assert np.count_nonzero(model().matrix) == len(judgements) == 122
    for judgement in judgements:
        assert judgement.value != 0
        assert len(judgement.reason.split()) >= 7 and judgement.reason.endswith(".")
        assert judgement.evidence and set(judgement.evidence) <= packaged_case().ids
        assert judgement.made_by == "case authors" and judgement.made_on is not None


def test_no_reason_rests_on_low_rows_alone():
    case = packaged_case()
    for judgement in model().judgements:
        rows = case.rows(list(judgement.evidence))
        assert any(row["standing"] != "low" for row in rows), judgement.reason


def test_reasons_for_promoting_and_for_restraining_are_told_apart():
    told = defaultdict(set)
    for judgement in model().judgements:
        told[judgement.source, judgement.target.split("/")[0], judgement.reason].add(judgement.value > 0)
    assert all(len(signs) == 1 for signs in told.values())


def test_no_driver_is_judged_on_itself_and_rows_sum_to_zero_in_each_driver():
    matrix, offsets = model().matrix, model().offsets
    for block, (start, end) in enumerate(itertools.pairwise(offsets)):
        assert not matrix[:, start:end].sum(axis=1).any()
        assert not matrix[offsets[block] : offsets[block + 1], start:end].any()


def test_consistent_scenarios_are_those_of_plain_enumeration():
    every = np.array(list(itertools.product(*(range(size) for size in model().sizes))))
    scores = model().matrix[every + np.array(model().offsets[:-1])].sum(axis=1)
    holds = np.ones(len(every), bool)
    for block, (start, end) in enumerate(itertools.pairwise(model().offsets)):
        own = scores[np.arange(len(every)), start + every[:, block]]
        holds &= own == scores[:, start:end].max(axis=1)
    assert np.array_equal(every[holds], consistent_set(model()))


def test_a_handful_of_scenarios_with_continuation_a_better_and_a_worse_one():
    told = stories()
    assert 3 <= len(told) <= 10
    going_on = {
        "energy_projects": "stalled", "defence_ties": "routine", "pakistan_usa": "working", "forums": "in_step",
        "trade_corridors": "small", "ukraine_war": "continues",
    }  # fmt: skip
    assert any(going_on.items() <= story.items() for story in told)
    assert any(story["energy_projects"] == "construction" for story in told)
    assert any(story["defence_ties"] == "dormant" and story["forums"] == "apart" for story in told)
