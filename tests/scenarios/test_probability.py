"""Declared probabilities: checked, made coherent, completed, bounded."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from detente.errors import CaseError, UsageError
from detente.scenarios.files_probability import load_probabilities
from detente.scenarios.files_yaml import load_yaml
from detente.scenarios.joint import Figures, coherentised, most_even
from detente.scenarios.probability import (
    Declared,
    Multiplier,
    Share,
    bounds,
    complaints_of,
    joint_model,
    likelihoods,
    nearest_weights,
)
from tests.scenarios.elicitations import simulated, toy
from tests.scenarios.examples import model_of, somewhereland
from tests.scenarios.test_files_yaml import GOOD

BLOCK = """\
probabilities:
  made_by: a reader
  made_on: 2026-11-24
  reason: A workshop of one.
  shares:
    - {driver: projects, shares: {stalled: 0.7, built: 0.3}, reason: Seven of ten years., evidence: []}
    - {driver: payments, shares: {flat: 0.6, own: 0.4}, reason: Guessed.}
  multipliers:
    - {if: projects/built, then: payments/own, times: 1.5, reason: They were agreed together.}
"""


@pytest.mark.parametrize("seed", range(60))
def test_coherentising_ends_coherent_and_no_farther_from_the_truth(seed):
    case = simulated(seed)
    found = coherentised(case.figures, case.said)
    assert coherentised(case.figures, found.point).coherent
    assert ((found.point - case.truth) ** 2).mean() <= ((case.said - case.truth) ** 2).mean() + 1e-12
    joint = np.zeros(int(np.prod(case.figures.sizes)))
    joint[list(found.corners)] = found.weights
    assert found.weights.min() > 0 and found.weights.sum() == pytest.approx(1)
    assert case.figures.values(joint) == pytest.approx(found.point, abs=1e-6)


@pytest.mark.parametrize("seed", range(40))
def test_a_coherent_elicitation_is_never_moved(seed):
    case = simulated(seed)
    found = coherentised(case.figures, case.truth)
    assert found.coherent and found.point.tolist() == case.truth.tolist()


@pytest.mark.parametrize("seed", range(25))
def test_the_nearest_is_nearest(seed):
    case, rng = simulated(seed), np.random.default_rng(seed)
    found = coherentised(case.figures, case.said)
    for _ in range(50):
        other = case.figures.values(rng.dirichlet(np.full(int(np.prod(case.figures.sizes)), 0.3)))
        assert np.linalg.norm(other - case.said) >= found.distance - 1e-9


@pytest.mark.parametrize("seed", range(25))
def test_bounds_hold_the_truth_and_the_most_even(seed):
    case, rng = simulated(seed), np.random.default_rng(seed)
    weights = (rng.random(len(case.joint)) < 0.3).astype(float)
    low, high = bounds(case.figures, case.truth, weights)
    assert low <= case.joint @ weights <= high
    even = most_even(case.figures, coherentised(case.figures, case.truth))
    assert even.off < 1e-8 and low - 1e-7 <= even.shares @ weights <= high + 1e-7


@pytest.mark.parametrize("seed", range(25))
def test_the_most_even_has_the_figures_and_no_other_is_more_even(seed):
    case = simulated(seed)
    found = coherentised(case.figures, case.said)
    even = most_even(case.figures, found)
    assert even.off < 1e-8 and even.shares.sum() == pytest.approx(1) and even.shares.min() >= 0
    entropy = lambda q: -(q[q > 0] * np.log(q[q > 0])).sum()  # noqa: E731
    assert (
        entropy(most_even(case.figures, coherentised(case.figures, case.truth)).shares)
        >= entropy(case.joint) - 1e-7
    )


def test_independent_shares_multiply():
    figures = Figures((2, 3), tuple((((d, v)),) for d, n in enumerate((2, 3)) for v in range(n)))
    even = most_even(figures, coherentised(figures, [0.3, 0.7, 0.5, 0.2, 0.3]))
    assert even.shares.reshape(2, 3) == pytest.approx(np.outer([0.3, 0.7], [0.5, 0.2, 0.3]), abs=1e-9)


def test_the_published_toy_is_not_coherent_and_is_mended_a_little():
    model, declared = toy()
    found = joint_model(model, declared)
    assert not found.coherent.coherent and found.coherent.distance < 0.1
    assert "renewables/v1: its multipliers with nuclear make up 87.5 percent of its share" in " | ".join(
        found.complaints
    )
    assert "nuclear/v3: its multipliers with renewables make up 107 percent" in " | ".join(found.complaints)
    assert found.joint.off < 1e-8
    moves = list(found.moves())
    assert moves and all(abs(said - now) < 0.05 for _, said, now in moves)
    # only signs can be checked against the multipliers: what meets more often than by chance still does
    grid = found.joint.shares.reshape(3, 4, 3)
    assert grid[0, 0].sum() < 0.5 * 0.3 < grid[1, 0].sum() / 0.3 * 0.5
    with pytest.raises(CaseError, match="not all of it"):
        joint_model(model, declared, strict=True)


def declared(p, q, times):
    return Declared(
        shares=(
            Share(driver="d1", shares={"v1": p, "v2": 1 - p}),
            Share(driver="d2", shares={"v1": q, "v2": 1 - q}),
        ),
        multipliers=(Multiplier(first="d1/v1", second="d2/v1", times=times),),
    )


PAIR = model_of(np.zeros((4, 4)), [2, 2])


@pytest.mark.parametrize(
    ("p", "q", "times", "said"),
    [
        (0.5, 0.4, 3, "make them meet in 60 percent of cases, more than the rarer of the two occurs (40 percent); "
                      "at most 2 times"),
        (0.8, 0.9, 0.5, "but variants this common must meet in 70 percent; at least 0.972 times"),
        (0.5, 0.4, 1.9, None), (0.8, 0.9, 1, None), (0.5, 0.5, 2, None), (0.5, 0.5, 0, None),
    ],
)  # fmt: skip
def test_frechet_bounds_are_told_plainly(p, q, times, said):
    found = list(complaints_of(PAIR, declared(p, q, times)))
    assert len(found) == (said is not None)
    if said:
        assert said in found[0]
    assert joint_model(PAIR, declared(p, q, times)).coherent.coherent == (said is None)


def test_three_pairs_that_fit_two_by_two_and_not_together():
    three = model_of(np.zeros((6, 6)), [2, 2, 2])
    shares = tuple(Share(driver=f"d{k}", shares={"v1": 0.5, "v2": 0.5}) for k in (1, 2, 3))
    apart = tuple(
        Multiplier(first=f"d{a}/v1", second=f"d{b}/v1", times=0) for a, b in ((1, 2), (1, 3), (2, 3))
    )
    model = Declared(shares=shares, multipliers=apart)
    assert list(complaints_of(three, model)) == []
    assert not joint_model(three, model).coherent.coherent
    with pytest.raises(CaseError, match="cannot all hold"):
        joint_model(three, model, strict=True)


def test_shares_of_scenarios_add_to_one_and_lie_in_their_bounds():
    model = somewhereland()
    shares = tuple(
        Share(driver=d.id, shares={v.id: 1 / len(d.variants) for v in d.variants}) for d in model.drivers[:3]
    )
    joint = joint_model(model, Declared(shares=shares))
    states = np.array([[0, 0, 0, 0, 0, 0], [2, 2, 2, 1, 2, 2], [1, 1, 1, 0, 1, 1]])
    found = likelihoods(joint, states)
    assert sum(one.share for one in found) == pytest.approx(1)
    for one in found:
        assert one.low <= one.share <= one.high
        assert one.record()["word"] == one.word
    assert likelihoods(joint, states[:0]) == []
    assert likelihoods(joint, states, with_bounds=False)[0].low is None


def test_nearest_weights_are_the_hamming_nearest():
    states = np.array([[0, 0, 0], [1, 1, 1], [0, 1, 2]])
    weights = nearest_weights((2, 2, 3), states)
    for k, place in enumerate(product(range(2), range(2), range(3))):
        apart = (states != np.array(place)).sum(1)
        nearest = apart == apart.min()
        assert weights[:, k].tolist() == (nearest / nearest.sum()).tolist()


def test_what_lies_below_one_percent_has_no_word():
    joint = joint_model(PAIR, declared(0.001, 0.5, 1))
    rare, common = likelihoods(joint, np.array([[0, 0], [1, 0]]))
    assert rare.word is None and rare.record()["share"] == pytest.approx(0.001, abs=1e-4)
    assert common.word is None


def test_the_block_is_read_with_its_reasons():
    text = GOOD + BLOCK
    model = load_yaml(text, "model.yml")
    declared = load_probabilities(text, "model.yml", model)
    assert declared.shares[0].shares == {"stalled": 0.7, "built": 0.3}
    assert (declared.multipliers[0].times, declared.made_by) == (1.5, "a reader")
    assert load_probabilities(GOOD, "model.yml", model) is None
    joint = joint_model(model, declared)
    assert joint.complaints == () and joint.coherent.coherent
    assert joint.joint.shares.reshape(2, 2)[1, 1] == pytest.approx(0.18)
    assert joint.record()["shares"][0]["reason"] == "Seven of ten years."


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("driver: projects", "driver: rockets", "line 40: no driver 'rockets'"),
        ("built: 0.3", "bilt: 0.3", "unknown field 'bilt'"),
        (", built: 0.3", "", "no built"),
        ("0.7", "1.7", "'1.7' is not a number from 0 to 1"),
        ("0.7", "many", "'many' is not a number"),
        ("driver: payments, shares: {flat: 0.6, own: 0.4}", "driver: projects, shares: {stalled: 1, built: 0}",
         "given twice"),
        ("times: 1.5", "times: -1", "from 0 to 100"),
        ("then: payments/own", "then: projects/stalled", "exclude each other"),
        (", reason: Guessed.", "", "no reason"),
        ("  made_by: a reader\n", "", "no made_by"),
        ("    - {driver: payments, shares: {flat: 0.6, own: 0.4}, reason: Guessed.}\n", "", "has no share"),
    ],
)  # fmt: skip
def test_a_block_that_is_wrong_is_refused_with_its_line(old, new, reason):
    assert old in BLOCK
    model = load_yaml(GOOD, "model.yml")
    with pytest.raises(CaseError, match=reason) as caught:
        load_probabilities(GOOD + BLOCK.replace(old, new, 1), "model.yml", model)
    assert str(caught.value).startswith("model.yml, line")


def test_what_is_too_large_or_impossible_is_refused():
    with pytest.raises(UsageError, match="too many for a joint distribution"):
        Figures((4,) * 12, ())
    with pytest.raises(UsageError, match="no distribution has these figures"):
        bounds(Figures((2,), (((0, 0),), ((0, 1),))), np.array([0.7, 0.7]), np.array([1.0, 0.0]))
    with pytest.raises(CaseError, match="has no share"):
        joint_model(
            PAIR, Declared(shares=(), multipliers=(Multiplier(first="d1/v1", second="d2/v1", times=1),))
        )
