"""Forbidden and required pairs, the large-space solver, and the other rules of succession."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import CaseError, UsageError
from detente.scenarios import consistent as consistent_module
from detente.scenarios import cp_sat
from detente.scenarios.basins import basins
from detente.scenarios.consistent import consistent_set
from detente.scenarios.files_yaml import dump_yaml, load_yaml
from detente.scenarios.model import Pair
from detente.scenarios.succession import succeed, trajectory
from tests.scenarios.examples import enumerated, model_of, models, somewhereland, standardised
from tests.scenarios.test_files_yaml import GOOD

needs_ortools = pytest.mark.skipif(not cp_sat.installed(), reason="the extra detente[large] is not installed")


@st.composite
def with_pairs(draw):
    model = draw(models())
    two = st.tuples(st.sampled_from(model.addresses), st.sampled_from(model.addresses))
    make = lambda: tuple(Pair(a, b) for a, b in draw(st.lists(two, max_size=3)))  # noqa: E731
    return replace(model, forbidden=make(), required=make())


def allowed(model, states):
    stand = {model.addresses[c] for c in model.columns(states)}
    return not any({p.first, p.second} <= stand for p in model.forbidden) and not any(
        p.first in stand and p.second not in stand for p in model.required
    )


@given(with_pairs(), st.integers(0, 3))
@settings(max_examples=100, deadline=None)
def test_pairs_leave_out_what_they_say(model, tolerance):
    expected = [s for s in enumerated(model, tolerance) if allowed(model, s)]
    assert list(map(tuple, consistent_set(model, tolerance=tolerance).tolist())) == expected


@needs_ortools
@given(with_pairs(), st.integers(0, 3))
@settings(max_examples=25, deadline=None)
def test_the_large_solver_gives_the_same_set(model, tolerance):
    ours = consistent_set(model, tolerance=tolerance)
    assert np.array_equal(consistent_set(model, tolerance=tolerance, solver="cp_sat"), ours)


@needs_ortools
def test_the_large_solver_is_taken_for_large_spaces_and_keeps_to_the_limit():
    model = standardised(28, 0.2, 3)
    assert model.combinations > 10**12
    found = consistent_set(model)
    assert np.array_equal(found, consistent_set(model, solver="branch_and_bound"))
    silent = model_of(np.zeros((12, 12)), [3] * 4)
    with pytest.raises(UsageError, match="more than 1 consistent"):
        consistent_set(silent, limit=1, solver="cp_sat")


def test_without_the_large_solver_it_is_named(monkeypatch):
    monkeypatch.setattr(cp_sat.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"Install detente\[large\]"):
        consistent_set(somewhereland(), solver="cp_sat")
    monkeypatch.setattr(consistent_module, "LARGE", 1)
    assert len(consistent_set(somewhereland())) == 10
    monkeypatch.setattr(consistent_module, "MOST_PARTS", 3)
    with pytest.raises(UsageError, match=r"too many for the plain search. Install detente\[large\]"):
        consistent_set(somewhereland())


def test_pairs_are_written_read_and_refused():
    text = GOOD + (
        "forbidden:\n  - {variants: [projects/stalled, payments/own], reason: No project is paid so.}\n"
        "required:\n  - {if: projects/built, then: payments/own, reason: It was agreed so.}\n"
    )
    model = load_yaml(text, "model.yml")
    assert model.forbidden == (Pair("projects/stalled", "payments/own", "No project is paid so."),)
    again = load_yaml(dump_yaml(model), "model.yml")
    assert again == model
    with pytest.raises(CaseError, match="no reason"):
        load_yaml(text.replace(", reason: It was agreed so.", ""), "model.yml")
    with pytest.raises(CaseError, match="3 variants"):
        load_yaml(text.replace("[projects/stalled,", "[projects/stalled, projects/built,"), "model.yml")
    with pytest.raises(CaseError, match="no variant 'd9/v1'"):
        replace(somewhereland(), forbidden=(Pair("d9/v1", "economy/dynamic"),))


@given(models())
@settings(max_examples=40, deadline=None)
@pytest.mark.parametrize("rule", ["local", "incremental"])
def test_other_rules_stop_at_the_consistent_scenarios_too(rule, model):
    found = basins(model, rule=rule)
    assert sorted(found.fixed) == list(map(tuple, consistent_set(model).tolist()))
    assert sum(found.fixed.values()) + sum(c.basin for c in found.cycles) == model.combinations


@given(models(), st.data())
@settings(max_examples=60, deadline=None)
def test_local_moves_the_worst_and_incremental_one_step(model, data):
    start = np.array([[data.draw(st.integers(0, size - 1)) for size in model.sizes]])
    whole = succeed(model, start)[0]
    local, small = succeed(model, start, "local")[0], succeed(model, start, "incremental")[0]
    moved = np.flatnonzero(local != start[0])
    assert len(moved) <= 1 and (len(moved) == 0) == (whole == start[0]).all()
    scores = model.matrix[model.columns(start[0])].sum(0)
    short = [
        scores[a:b].max() - scores[a + v]
        for a, b, v in zip(model.offsets, model.offsets[1:], start[0], strict=False)
    ]
    if len(moved):
        assert moved[0] == int(np.argmax(short)) and local[moved[0]] == whole[moved[0]]
    assert (np.abs(small - start[0]) <= 1).all()
    assert ((small - start[0]) == np.sign(whole - start[0])).all()


def test_trajectories_follow_their_rule():
    start = (1, 0, 2, 0, 0, 0)
    assert trajectory(somewhereland(), start, "local")[1] == (1, 0, 2, 1, 0, 0)
