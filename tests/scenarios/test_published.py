"""A published list of solutions beside the model's own, and the model's own list written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.errors import UsageError
from detente.scenarios.basins import basins
from detente.scenarios.files_scw import load_scw
from detente.scenarios.files_sl import read_sl, write_sl
from detente.scenarios.published import beside_published, solutions_of
from tests.scenarios.examples import FIXTURES, somewhereland

GLOBAL = load_scw((FIXTURES / "CIB_global.scw").read_bytes(), "CIB_global.scw")
LISTED = read_sl((FIXTURES / "CIB_global.sl").read_bytes(), "CIB_global.sl")


def test_a_published_list_is_the_models_own():
    found = beside_published(GLOBAL, basins(GLOBAL), LISTED, "CIB_global.sl").record()
    assert (found["listed"], found["consistent"], found["unlisted"]) == (4, 4, [])
    assert (found["margins_equal"], found["scores_equal"]) == (4, 4)
    assert found["weights"] == {"equal": 4, "overflowed": 0, "differs": 0, "not followed": 0}


def test_what_a_list_has_wrong_is_told():
    wrong = [
        replace(LISTED[0], weight=5.0), replace(LISTED[1], consistency_value=7),
        replace(LISTED[2], variants=(1, 1, 1)),
    ]  # fmt: skip
    found = beside_published(GLOBAL, basins(GLOBAL), wrong, "wrong.sl").record()
    assert (found["consistent"], found["margins_equal"]) == (2, 1)
    assert found["unlisted"] == [list(LISTED[3].variants), list(LISTED[2].variants)]
    assert [one["basin"]["verdict"] for one in found["solutions"]] == ["differs", "equal", "not followed"]


def test_a_weight_at_the_counters_end_is_told_from_a_wrong_one():
    model = load_scw((FIXTURES / "CIB_nested.scw").read_bytes(), "CIB_nested.scw")
    listed = read_sl((FIXTURES / "CIB_nested.sl").read_bytes(), "CIB_nested.sl")
    found = beside_published(model, None, listed, "CIB_nested.sl").record()
    assert (found["consistent"], found["unlisted"]) == (20, [])
    assert (found["margins_equal"], found["scores_equal"]) == (20, 20)
    assert found["weights"]["not followed"] == 20
    one = beside_published(GLOBAL, basins(GLOBAL), [replace(LISTED[0], weight=1.677722e7)], "x.sl")
    assert one.compared[0].weight == "overflowed"


def test_a_list_of_another_model_is_refused():
    with pytest.raises(UsageError, match=r"x\.sl: solution 1 is no combination of"):
        beside_published(somewhereland(), None, LISTED, "x.sl")


def test_the_models_own_list_is_read_back_equal():
    for model in (GLOBAL, somewhereland()):
        written = write_sl(solutions_of(model, basins(model)))
        again = read_sl(written, "own.sl")
        assert write_sl(again) == written
        found = beside_published(model, basins(model), again, "own.sl").record()
        assert found["weights"]["equal"] == found["listed"] == found["scores_equal"]
        assert found["margins_equal"] == found["listed"] and found["unlisted"] == []
        assert [s.weight for s in again] == sorted((s.weight for s in again), reverse=True)
