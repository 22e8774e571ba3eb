"""R-hat and effective sample sizes where the answer is known."""

import numpy as np
import pytest
from scipy.signal import lfilter

from detente.measures.ideal_points.diagnostics import ess_bulk, ess_tail, r_hat

RNG = np.random.default_rng(11)
INDEPENDENT = RNG.standard_normal((4, 500, 50))


def test_independent_draws():
    assert np.all(r_hat(INDEPENDENT) < 1.02)
    assert ess_bulk(INDEPENDENT).mean() == pytest.approx(2000, rel=0.08)
    assert ess_tail(INDEPENDENT).mean() == pytest.approx(1900, rel=0.1)


def test_an_autoregression_is_worth_its_share():
    """AR(1) with coefficient .8: N (1 - .8) / (1 + .8)."""
    chains = lfilter([1.0], [1.0, -0.8], RNG.standard_normal((4, 3000, 30)), axis=1)[:, 500:]
    assert ess_bulk(chains).mean() == pytest.approx(10_000 * 0.2 / 1.8, rel=0.12)


def test_chains_apart_in_place_or_in_width_are_found():
    shifted = INDEPENDENT.copy()
    shifted[0] += 2
    assert np.all(r_hat(shifted) > 1.2)
    assert np.all(ess_bulk(shifted) < 30)
    wide = INDEPENDENT.copy()
    wide[0] *= 4
    assert np.all(r_hat(wide) > 1.05)  # plain split R-hat would not see it


def test_a_trend_within_chains_is_found():
    assert np.all(r_hat(INDEPENDENT + np.linspace(-2, 2, 500)[:, None]) > 1.2)


def test_heavy_tails_and_order_preserving_maps_change_nothing():
    assert r_hat(np.exp(INDEPENDENT**3 / 3)) == pytest.approx(r_hat(INDEPENDENT), abs=0.01)
    assert ess_bulk(np.exp(INDEPENDENT)) == pytest.approx(ess_bulk(INDEPENDENT))


def test_constant_draws_have_no_figure():
    same = np.ones((2, 20, 1))
    assert np.isnan(r_hat(same)).all()
    assert np.isnan(ess_bulk(same)).all()


def test_many_parameters_are_taken_in_blocks_alike():
    many = np.concatenate([INDEPENDENT] * 9, axis=2)
    assert r_hat(many)[-50:] == pytest.approx(r_hat(INDEPENDENT))
