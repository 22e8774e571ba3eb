"""Islands, dials and forced drivers: what they are, and that taking them apart changes nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.scenarios import basins as basins_module
from detente.scenarios.basins import basins
from detente.scenarios.consistent import consistent_set
from detente.scenarios.structure import has_a_say, islands, restricted, structure
from tests.scenarios.examples import FIXTURES, model_of, models, seeded, somewhereland


def side_by_side(*parts):
    """Models that do not bear on each other, as one; drivers of the parts in turn."""
    sizes = [size for part in parts for size in part.sizes]
    matrix = np.zeros((sum(sizes), sum(sizes)), np.int64)
    at = 0
    for part in parts:
        n = len(part.matrix)
        matrix[at : at + n, at : at + n] = part.matrix
        at += n
    return model_of(matrix, sizes)


def ends(found):
    # a cycle may begin anywhere: turned so that its least state stands first
    cycles = {}
    for cycle in found.cycles:
        k = cycle.states.index(min(cycle.states))
        cycles[cycle.states[k:] + cycle.states[:k]] = cycle.basin
    return found.fixed, cycles


@given(models(), models(), st.integers(0, 2))
@settings(max_examples=40, deadline=None)
def test_islands_multiply(a, b, tolerance):
    whole = side_by_side(a, b)
    assert set(map(len, islands(whole))) <= set(range(1, max(len(a.sizes), len(b.sizes)) + 1))
    both = {
        (*x, *y)
        for x in consistent_set(a, tolerance=tolerance).tolist()
        for y in consistent_set(b, tolerance=tolerance).tolist()
    }
    assert set(map(tuple, consistent_set(whole, tolerance=tolerance).tolist())) == both


@given(models(), models())
@settings(max_examples=40, deadline=None)
def test_basins_of_islands_are_those_of_the_whole_table(a, b):
    whole = side_by_side(a, b)
    plain = basins_module._ends_of_table(whole, basins_module.successors(whole))
    fixed = {end.states[0]: end.counts[0] for end in plain if len(end.states) == 1}
    cycles = tuple(basins_module.Cycle(e.states, sum(e.counts)) for e in plain if len(e.states) > 1)
    assert ends(basins(whole)) == ends(basins_module.Basins(fixed, cycles))


def swinging(length):
    """Drivers in a ring that pass a choice on: cycles of several lengths."""
    matrix = np.zeros((2 * length, 2 * length), int)
    for d in range(length):
        after = (d + 1) % length
        for v in (0, 1):
            matrix[2 * d + v, 2 * after + v] = 1
    return model_of(matrix, [2] * length)


def test_cycles_of_islands_meet_in_every_phase():
    # rings of 2 and 3 turn with periods 2 and 3, rings of 4 and 6 with divisors of these: all phases occur
    for parts in ((swinging(2), swinging(3)), (swinging(4), swinging(2)), (swinging(3), swinging(3))):
        whole = side_by_side(*parts)
        plain = basins_module._ends_of_table(whole, basins_module.successors(whole))
        found = basins(whole)
        assert sum(found.fixed.values()) + sum(c.basin for c in found.cycles) == whole.combinations
        assert ends(found) == ends(
            basins_module.Basins(
                {e.states[0]: e.counts[0] for e in plain if len(e.states) == 1},
                tuple(basins_module.Cycle(e.states, sum(e.counts)) for e in plain if len(e.states) > 1),
            )
        )


@given(models())
@settings(max_examples=25, deadline=None)
def test_compiled_following_equals_the_table(model):
    plain, image = basins(model), None
    if all(size > 1 for size in model.sizes):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(basins_module, "SMALL", 0)
            image = basins(model)
        assert ends(image) == ends(plain)


def test_drivers_that_never_move_are_set_one_way_after_the_other(monkeypatch):
    model = somewhereland()
    matrix = model.matrix.copy()
    matrix[:, :3] = 0
    dial = model_of(matrix, model.sizes)
    assert structure(dial).dials == (0,)
    plain = basins(dial)
    monkeypatch.setattr(basins_module, "SMALL", 200)
    assert ends(basins(dial)) == ends(plain)
    assert len({states[0] for states in plain.fixed}) == 3


def test_forced_drivers_are_followed_to_the_end():
    # the first favours itself, so it forces the second, which forces the third
    matrix = np.zeros((6, 6), int)
    matrix[0:2, 1] = 2
    matrix[1, 2] = matrix[2, 5] = 1
    matrix[0, 3] = 1
    found = structure(model_of(matrix, [2, 2, 2]))
    assert dict(found.forced) == {0: 1, 1: 0, 2: 1}
    assert found.record(model_of(matrix, [2, 2, 2]))["forced"] == {"d1": "v2", "d2": "v1", "d3": "v2"}


@given(models())
@settings(max_examples=50, deadline=None)
def test_forced_drivers_stand_so_in_every_consistent_scenario(model):
    found = structure(model)
    states = consistent_set(model)
    for driver, variant in found.forced.items():
        assert (states[:, driver] == variant).all()


def test_a_constant_is_no_say():
    model = side_by_side(somewhereland(), model_of([[1, 0], [0, 1]], [2]))
    matrix = model.matrix.copy()
    matrix[:3, -2:] = [5, 0]
    same = model_of(matrix, model.sizes)
    assert not has_a_say(same)[0, 6]
    assert islands(same) == [[0, 1, 2, 3, 4, 5], [6]]
    assert len(consistent_set(same)) == 10
    matrix[0, -1] = 9
    assert islands(model_of(matrix, model.sizes)) == [[0, 1, 2, 3, 4, 5, 6]]


@given(models(), st.data())
@settings(max_examples=50, deadline=None)
def test_a_part_with_the_rest_set_scores_as_the_whole(model, data):
    keep = data.draw(st.lists(st.integers(0, len(model.sizes) - 1), min_size=1, unique=True).map(sorted))
    at = {d: data.draw(st.integers(0, model.sizes[d] - 1)) for d in range(len(model.sizes)) if d not in keep}
    states = [at.get(d, 0) for d in range(len(model.sizes))]
    part = restricted(model, keep, at)
    whole = model.matrix[model.columns(states)].sum(0)
    columns = [c for d in keep for c in range(model.offsets[d], model.offsets[d + 1])]
    assert part.matrix[part.columns([0] * len(keep))].sum(0).tolist() == whole[columns].tolist()


def test_a_space_beyond_the_allowed_is_counted_by_islands():
    model = side_by_side(*[somewhereland()] * 4)
    assert model.combinations == 486**4
    found = basins(model, largest=4 * 486)
    assert sum(found.fixed.values()) == 486**4
    assert max(found.fixed.values()) == 178**4
    assert basins(model, largest=4 * 486 - 1) is None
    assert len(consistent_set(side_by_side(*[somewhereland()] * 2))) == 100


def test_the_largest_seeded_basins_in_compiled_code():
    found = basins(seeded([4] * 5 + [3] * 8, 2), largest=10**7)
    plain = basins_module._ends_of_table(
        model := seeded([4] * 5 + [3] * 8, 2), basins_module.successors(model)
    )
    assert sum(found.fixed.values()) + sum(c.basin for c in found.cycles) == 4**5 * 3**8
    assert {e.states[0]: e.counts[0] for e in plain if len(e.states) == 1} == found.fixed


def test_an_island_that_cannot_be_counted_is_refused():
    from detente.errors import UsageError

    model = seeded([4] * 17, 2)
    with pytest.raises(UsageError, match="that hang together"):
        basins(model, largest=10**12)


def test_no_published_model_falls_apart():
    from detente.scenarios.files_scw import load_scw

    model = load_scw((FIXTURES / "CIB_nested.scw").read_bytes(), "CIB_nested")
    assert len(islands(model)) == 1
