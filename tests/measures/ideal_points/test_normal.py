"""The compiled normal against scipy's."""

import numpy as np
import pytest
from scipy.special import log_ndtr, ndtr, ndtri

from detente.measures.ideal_points.normal import below, between, chance, quantile


def test_distribution_and_inverse():
    for x in np.linspace(-12, 8, 161):
        assert below(x) == pytest.approx(ndtr(x), rel=1e-12)
    for p in [*np.logspace(-290, -1, 60), *np.linspace(0.05, 0.95, 37), *(1 - np.logspace(-15, -1, 20))]:
        assert quantile(p) == pytest.approx(ndtri(p), rel=1e-12, abs=1e-15)


def test_chances_of_the_three_votes():
    for low, high in [(-1.0, 0.5), (6.0, 7.0), (-9.0, -8.0), (0.3, 0.3)]:
        assert sum(chance(c, low, high) for c in (1, 2, 3)) == pytest.approx(1, abs=1e-12)
    far = np.exp(log_ndtr(-10.0)) - np.exp(log_ndtr(-11.0))
    assert chance(2, 10.0, 11.0) == pytest.approx(far, rel=1e-10)
    assert chance(2, -11.0, -10.0) == pytest.approx(far, rel=1e-10)


@pytest.mark.parametrize("low, high", [(-1.0, 0.5), (2.0, 2.5), (-3.0, -2.9), (9.0, 10.0)])
@pytest.mark.parametrize("choice", [1, 2, 3])
def test_draws_lie_on_their_side(choice, low, high):
    ends = {1: (-np.inf, low), 2: (low, high), 3: (high, np.inf)}[choice]
    draws = [between(choice, low, high, chance(choice, low, high), u) for u in np.linspace(0.001, 0.999, 50)]
    assert ends[0] - 1e-9 <= min(draws) <= max(draws) <= ends[1] + 1e-9
    assert len(set(draws)) == 50
