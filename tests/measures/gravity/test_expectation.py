"""What to expect of one flow: exact where trade is exact, silent where it cannot be told, with an honest interval."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.measures.gravity import expectation as module
from detente.measures.gravity.expectation import Flows, expectation
from detente.measures.gravity.ppml import Fit

SLOPES = np.array([-0.84, 0.44])
ERRORS = np.diag([0.03, 0.08]) ** 2


def fit(coefficients=SLOPES, covariance=ERRORS):
    return Fit(("distance", "border"), np.asarray(coefficients), np.asarray(covariance), np.empty(0),
               np.empty(0, dtype=bool), 0, 0)  # fmt: skip


def world(seed=0, states=8, spread=0.0):
    """Flows of one year, the true means beside them; the errors of mean one are in proportion to the mean."""
    rng = np.random.default_rng(seed)
    place, sizes = rng.uniform(0, 100, (states, 2)), rng.normal(0, 1, (2, states))
    i, j = np.nonzero(~np.eye(states, dtype=bool))
    distance = np.log(np.linalg.norm(place[i] - place[j], axis=1) + 1)
    x = np.column_stack([distance, distance < np.quantile(distance, 0.15)]).astype(float)
    mean = np.exp(x @ SLOPES + sizes[0, i] + sizes[1, j] + 7)
    amounts = rng.gamma(1 / spread**2, mean * spread**2) if spread else mean
    names = np.array([f"S{k:02d}" for k in range(states)])
    return Flows(names[i], names[j], amounts, x), mean


def test_exact_trade_is_expected_exactly_and_the_flow_itself_does_not_enter():
    flows, mean = world()
    for k in (0, 17, 55):
        changed = flows._replace(amounts=np.where(np.arange(mean.size) == k, 999.0, mean))
        got = expectation(changed, flows.exporters[k], flows.importers[k], flows.regressors[k], fit())
        assert got.value == pytest.approx(mean[k], rel=1e-8)
        assert got.n == mean.size - 1
        assert got.low < got.value < got.high


def test_without_doubt_about_slopes_exact_trade_has_no_interval():
    flows, mean = world()
    got = expectation(flows, "S00", "S01", flows.regressors[0], fit(covariance=np.zeros((2, 2))))
    assert (got.low, got.high) == (pytest.approx(mean[0]), pytest.approx(mean[0]))


def test_the_part_of_the_slopes_is_what_refitting_with_other_slopes_gives():
    """The interval's first part against a numerical derivative of the whole calculation."""
    flows, _ = world(3)
    step = 1e-5
    turned = []
    for k in range(2):
        moved = SLOPES + step * np.eye(2)[k]
        there = expectation(flows, "S02", "S05", np.array([3.0, 1.0]), fit(moved)).value
        here = expectation(flows, "S02", "S05", np.array([3.0, 1.0]), fit()).value
        turned.append((np.log(there) - np.log(here)) / step)
    got = expectation(flows, "S02", "S05", np.array([3.0, 1.0]), fit())
    assert np.log(got.high / got.value) / 1.6448536 == pytest.approx(
        np.sqrt(np.array(turned) @ ERRORS @ np.array(turned)), rel=1e-3
    )


@pytest.mark.parametrize(("states", "spread"), [(7, 0.3), (12, 0.3), (12, 0.7), (25, 0.7)])
def test_the_interval_holds_the_true_expectation(states, spread):
    """In 82 to 99 of 100 cases, with slopes drawn from their own distribution."""
    held = 0
    for seed in range(100):
        flows, mean = world(seed, states, spread)
        drawn = np.random.default_rng(seed).multivariate_normal(SLOPES, ERRORS)
        k = seed % mean.size
        got = expectation(flows, flows.exporters[k], flows.importers[k], flows.regressors[k], fit(drawn))
        held += got.low <= mean[k] <= got.high
    assert 82 <= held <= 99


def test_too_few_other_flows_tell_nothing():
    flows, _ = world(states=4)
    assert expectation(flows, "S00", "S01", flows.regressors[0], fit()) is None
    flows, _ = world(states=5)
    assert expectation(flows, "S00", "S01", flows.regressors[0], fit()) is not None
    assert expectation(flows, "S00", "XXX", flows.regressors[0], fit()) is None


def test_sizes_that_no_chain_of_flows_joins_are_not_compared():
    """One reporter's exports and imports: what its partners sell others is not held."""
    flows, _ = world()
    own = (flows.exporters == "S00") | (flows.importers == "S00")
    star = Flows(*(column[own] for column in flows))
    assert expectation(star, "S01", "S00", star.regressors[0], fit()) is None
    assert expectation(star, "S00", "S01", star.regressors[0], fit()) is None


def test_a_state_that_sells_nothing_has_no_size():
    flows, mean = world()
    silent = flows._replace(amounts=np.where(flows.exporters == "S03", 0.0, mean))
    assert expectation(silent, "S03", "S01", flows.regressors[0], fit()) is None
    other = expectation(silent, "S02", "S01", flows.regressors[0], fit())
    assert other.n == mean.size - 1 - 7


def test_sizes_that_do_not_settle_are_told(monkeypatch):
    monkeypatch.setattr(module, "ROUNDS", 2)
    flows, _ = world(1, spread=0.9)
    with pytest.raises(UsageError, match="did not settle"):
        expectation(flows, "S00", "S01", flows.regressors[0], fit())


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.floats(1e-3, 1e9))
def test_order_and_unit_do_not_matter(seed, unit):
    flows, _ = world(5, spread=0.5)
    order = np.random.default_rng(seed).permutation(flows.amounts.size)
    turned = Flows(*(column[order] for column in flows))
    turned = turned._replace(amounts=turned.amounts * unit)
    one, other = (expectation(f, "S01", "S04", flows.regressors[0], fit()) for f in (flows, turned))
    assert np.array(other[:3]) / unit == pytest.approx(np.array(one[:3]), rel=1e-6)
