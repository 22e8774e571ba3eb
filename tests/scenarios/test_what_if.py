"""What if, the wild card, and the sentences that reasons make."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import CaseError, UsageError
from detente.scenarios.consistent import consistent_set
from detente.scenarios.files_yaml import load_yaml
from detente.scenarios.model import Pair
from detente.scenarios.narrative import because, implications, narrative, spoken
from detente.scenarios.scenario import scenarios, with_robustness
from detente.scenarios.what_if import changed, consistent_with, side_by_side
from detente.scenarios.why import why
from detente.scenarios.wild_card import load_wild_card, wild_scenario
from tests.scenarios.examples import model_of, models, somewhereland
from tests.scenarios.test_files_yaml import GOOD

MODEL = load_yaml(GOOD, "model.yml")
ONE = "st-0123456789abcdef0123"


@given(models(), st.data())
@settings(max_examples=60, deadline=None)
def test_holding_drivers_is_the_definition_without_theirs(model, data):
    places = range(len(model.sizes))
    fixed = {d: data.draw(st.integers(0, model.sizes[d] - 1)) for d in places if data.draw(st.booleans())}
    found = set(map(tuple, consistent_with(model, fixed).tolist()))
    expected = set()
    for states in np.ndindex(*model.sizes):
        if any(states[d] != v for d, v in fixed.items()):
            continue
        scores = model.matrix[model.columns(states)].sum(0)
        if all(
            scores[model.offsets[d] + states[d]] == scores[model.offsets[d] : model.offsets[d + 1]].max()
            for d in places
            if d not in fixed
        ):
            expected.add(states)
    assert found == expected


def test_pairs_hold_for_held_drivers_too():
    model = model_of(np.zeros((4, 4)), [2, 2])
    model = replace(model, forbidden=(Pair("d1/v1", "d2/v1"),))
    assert consistent_with(model, {0: 0}).tolist() == [[0, 1]]
    assert consistent_with(model, {0: 0, 1: 0}).tolist() == []


def test_a_change_is_said_and_set_beside():
    model = somewhereland()
    change = changed(model, fix=["government=social"], values=["economy/dynamic>government/patriots=3"])
    assert change.said == (
        "Government held at social", "economy/dynamic on government/patriots: +3 instead of +0"
    )  # fmt: skip
    assert model.matrix[model.column("economy/dynamic"), 0] == 0
    found = side_by_side(model, change)
    assert len(found.before) == 10 and {s[0] for s in found.after} == {3}
    assert set(found.kept) | set(found.gone) == set(found.before)
    assert set(found.kept) | set(found.new) == set(found.after)
    government = found.record()["drivers"][0]["variants"]
    assert [v["after"] for v in government] == [0, 0, len(found.after)]


def test_an_event_taken_away_takes_the_judgements_that_stand_on_it():
    change = changed(MODEL, without=[ONE])
    assert {j.source for j in change.dropped} == {j.source for j in MODEL.judgements if ONE in j.evidence}
    assert change.model.matrix[0, 2] == 0 and MODEL.matrix[0, 2] == 2
    assert side_by_side(MODEL, change).record()["dropped"][0]["evidence"] == [ONE]


def test_a_changed_judgement_keeps_its_reason():
    change = changed(MODEL, values=["projects/stalled>payments/flat=-3"])
    assert change.model.by_cell["projects/stalled", "payments/flat"].value == -3
    assert change.model.by_cell["projects/stalled", "payments/flat"].reason.startswith("Without projects")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"fix": ["projects"]}, "is not driver=variant"), ({"fix": ["projects=none"]}, "no variant 'projects/none'"),
        ({"values": ["projects/stalled=2"]}, "is not from>to=value"),
        ({"values": ["projects/stalled>payments/flat=many"]}, "is not from>to=value"),
        ({"values": ["projects/stalled>payments/none=1"]}, "no variant"),
        ({"without": ["st-eeeeeeeeeeeeeeeeeeee"]}, "no judgement stands on"),
    ],
)  # fmt: skip
def test_what_if_of_what_is_not_there_is_refused(options, reason):
    with pytest.raises((UsageError, CaseError), match=reason):
        changed(MODEL, **options)


def test_held_drivers_do_not_enter_the_margin():
    model = somewhereland()
    found = scenarios(model, fixed={0: 1, 2: 0})
    assert found.scenarios and all(s.margin >= 0 for s in found.scenarios)
    assert all(s.inconsistency > 0 for s in found.scenarios)
    assert {s.basin for s in found.scenarios} == {None}
    assert all(s.robustness.draws == 10 for s in with_robustness(scenarios(model), draws=10).scenarios)


CARD = (
    "wild_card:\n  fix: {projects: built}\n  reason: It would change much.\n"
    f"  evidence: [{ONE}]\n  made_by: a reader\n  made_on: 2026-11-24\n"
)


def test_a_wild_card_is_what_no_consistent_scenario_holds():
    matrix = np.zeros((4, 4), int)
    matrix[2:, 0] = 2
    model = replace(MODEL, matrix=matrix, judgements=())
    card = load_wild_card(GOOD + CARD, "model.yml", model)
    assert dict(card.fixed) == {0: 1} and card.reason == "It would change much."
    told = wild_scenario(model, card)
    assert (told.role, told.variants[0], told.inconsistency) == ("wild card", 2, 2)
    assert load_wild_card(GOOD, "model.yml", model) is None
    with pytest.raises(CaseError, match="a consistent scenario holds the wild card"):
        wild_scenario(replace(model, matrix=np.zeros((4, 4), int)), card)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("built", "bilt", "projects has no variant 'bilt'"), ("projects: built", "rockets: built", "unknown field"),
        ("{projects: built}", "{}", "holds at least one driver|no fix"),
        ("  reason: It would change much.\n", "", "no reason"),
        (ONE, "st-1", "is no statement id"),
    ],
)  # fmt: skip
def test_a_wild_card_that_is_wrong_is_refused(old, new, reason):
    with pytest.raises(CaseError, match=reason) as caught:
        load_wild_card(GOOD + CARD.replace(old, new), "model.yml", MODEL)
    assert str(caught.value).startswith("model.yml, line")


def test_sentences_are_made_of_reasons():
    states = [0, 0]
    whys = why(MODEL, states)
    told = because(MODEL, whys[1])
    assert told.text == "Payments: flat, because Without projects there is little to pay for." or (
        told.text == "Payments: flat, because without projects there is little to pay for."
    )
    assert told.evidence == (ONE,)
    assert "it stands by itself" in because(MODEL, whys[0]).text
    assert spoken(MODEL, "payments/own") == "Payments: own currencies"


def test_the_story_begins_with_what_moves_and_ends_with_what_stays():
    told = narrative(MODEL, why(MODEL, [0, 0]), today=[1, 2])
    assert told[0].text.startswith("Payments") and told[1].text.startswith("Energy projects")
    follows = implications(MODEL, [1, 1], today=[2, 1])
    assert [t.text for t in follows] == [
        "Energy projects: stalled promotes Payments: flat: without projects there is little to pay for."
    ]
    assert implications(MODEL, [1, 1], today=[1, 1]) == []


def test_scenarios_stay_those_of_the_set():
    assert {s.variants for s in scenarios(somewhereland()).scenarios} == {
        tuple(row) for row in (consistent_set(somewhereland()) + 1).tolist()
    }
