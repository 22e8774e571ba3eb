"""Single steps of the samplers against their formulas."""

import numpy as np
import pytest
from scipy.stats import norm, truncnorm

from detente.measures.ideal_points.sampler import apart, correction, filter_theta, propose, sweep_items
from detente.measures.ideal_points.smoothed import draw_paths, rescale

STEP, BOUND = 0.3, 2.0


def proposal_density(old, new):
    low = truncnorm((-BOUND - old[0]) / STEP, (old[1] - old[0]) / STEP, old[0], STEP).pdf(new[0])
    high = truncnorm((new[0] - old[1]) / STEP, (BOUND - old[1]) / STEP, old[1], STEP).pdf(new[1])
    return low * high


@pytest.mark.parametrize(
    "old, new", [((-1.0, 0.5), (-0.8, 0.2)), ((1.7, 1.8), (1.75, 1.95)), ((-1.9, 0), (-1.8, -0.1))]
)
def test_the_full_correction_is_the_ratio_of_proposals(old, new):
    want = proposal_density(new, old) / proposal_density(old, new)
    assert correction(old, new, STEP, BOUND) == pytest.approx(want)


def test_the_correction_as_coded_is_a_prior_on_the_distance():
    """Both limits far away, the authors' ratio is the full one times that of the prior it amounts to."""
    old, new, coded = (-1.0, 0.5), (-0.95, 0.42), 0.2 / 3
    want = norm.sf((new[0] - old[1]) / coded) / norm.sf((old[0] - new[1]) / coded)
    assert correction(old, new, coded, 7.0) * apart(old, new, coded) == pytest.approx(want)
    close, closer = (0.10, 0.15), (0.11, 0.13)
    want = norm.sf((closer[0] - close[1]) / coded) / norm.sf((close[0] - closer[1]) / coded)
    assert correction(close, closer, coded, 7.0) * apart(close, closer, coded) == pytest.approx(want)
    assert apart(close, closer, coded) < 0.85


def test_proposals_stay_in_order_and_follow_their_density():
    rng = np.random.default_rng(3)
    new = np.array([propose(rng, 1.6, 1.7, STEP, BOUND) for _ in range(20_000)])
    assert (new[:, 0] <= 1.7).all() and (np.diff(new) >= 0).all() and (new <= BOUND).all()
    first = truncnorm((-BOUND - 1.6) / STEP, (1.7 - 1.6) / STEP, 1.6, STEP)
    assert np.quantile(new[:, 0], [0.1, 0.5, 0.9]) == pytest.approx(first.ppf([0.1, 0.5, 0.9]), abs=0.015)


def test_filtered_theta_follows_the_last_conditional_mean():
    """Two sessions of a state with overwhelming data: the means are precision-weighted with old means."""
    squares, products = np.array([4.0, 1.0, 2.0]), np.array([4.0, 3.0, -2.0])
    variance, mean = np.array([0.5, 0.25, 1.0]), np.array([0.3, 0.7, 9.0])
    theta = np.empty(3)
    filter_theta(
        np.random.default_rng(0), np.array([1, 0, -1]), variance, mean, theta, (squares, products), 5.0
    )
    assert mean == pytest.approx([(4 + 0.7 / 0.5) / 6, (3 + 0.3 / 0.25) / 5, -2 / 3])
    assert theta.mean() == pytest.approx(0)
    assert theta.std(ddof=1) == pytest.approx(1)


def test_paths_have_the_moments_of_the_joint_normal():
    """Against the dense posterior of two random walks of three and two steps."""
    first, variance = np.array([0, 3, 5]), np.array([1.0, 0.4, 0.2, 1.0, 0.7])
    squares, products = np.array([1.0, 0.0, 3.0, 0.5, 2.0]), np.array([0.5, 0.0, 3.0, -1.0, 1.0])
    differences = np.eye(5)
    for i in (1, 2, 4):
        differences[i, i - 1] = -1
    covariance = np.linalg.inv(differences.T @ np.diag(1 / variance) @ differences + np.diag(squares))
    rng, theta, kept = np.random.default_rng(5), np.empty(5), []
    for _ in range(20_000):
        draw_paths(rng, first, variance, theta, (squares, products), (np.empty(5), np.empty(5)))
        kept.append(theta.copy())
    assert np.mean(kept, axis=0) == pytest.approx(covariance @ products, abs=0.03)
    assert np.cov(np.array(kept).T) == pytest.approx(covariance, abs=0.03)


def test_rescaling_keeps_the_likelihood_and_the_prior():
    """theta * beta never changes; alone, the move draws the scale from its density."""
    rng = np.random.default_rng(6)
    first, variance = np.array([0, 2]), np.array([1.0, 0.5])
    theta, beta = np.array([1.0, 1.2]), np.array([0.5, -0.4, 2.0])
    sums, fixed, scales = (np.array([2.0, 3.0]), np.array([1.0, 1.5])), np.outer(theta, beta), []
    for _ in range(15_000):
        rescale(rng, first, variance, theta, beta, sums)
        scales.append(np.log(theta[0]))
    assert np.outer(theta, beta) == pytest.approx(fixed)
    assert sums[0] * theta[0] ** 2 == pytest.approx([2.0, 3.0])
    assert sums[1] * theta[0] == pytest.approx([1.0, 1.5])
    x = np.linspace(-4, 4, 4001)
    a, b = 1.0 + 0.2**2 / 0.5, 0.25 + 0.16 + 4.0
    density = np.exp((2 - 3) * x - 0.5 * (a * np.exp(2 * x) + b * np.exp(-2 * x)))
    density /= density.sum()
    mean = (density * x).sum()
    assert np.mean(scales) == pytest.approx(mean, abs=0.03)
    assert np.std(scales) == pytest.approx(np.sqrt((density * (x - mean) ** 2).sum()), abs=0.02)


def test_thresholds_and_slope_of_one_item_match_their_posterior():
    """Theta known and fixed, forty votes: means of beta and thresholds against a fine grid of the posterior."""
    rng = np.random.default_rng(8)
    theta = np.linspace(-2, 2, 40)
    z = 0.8 * theta + rng.standard_normal(40)
    choice = (1 + (z > -0.5) + (z > 0.4)).astype(np.int8)
    item = (np.zeros(1), np.array([-0.1]), np.array([0.1]))
    sums, scratch, kept = (np.zeros(40), np.zeros(40)), (np.zeros(40), np.zeros(40)), []
    votes = (np.array([0, 40]), np.arange(40, dtype=np.int32), choice)
    for _ in range(12_000):
        sweep_items(rng, *votes, theta, item, sums, (np.array([STEP]), BOUND, np.inf, 0.0), scratch)
        kept.append([part[0] for part in item])
    assert sums[0] == pytest.approx(np.full(40, item[0][0] ** 2))
    grid_b, grid_g = np.linspace(-0.5, 2.5, 31), np.linspace(-2, 2, 41)
    b, low, high = np.meshgrid(grid_b, grid_g, grid_g, indexing="ij")
    logs = norm.logpdf(b) + np.where(low < high, 0, -np.inf)
    for t, c in zip(theta, choice, strict=True):
        edges = {1: norm.cdf(low - b * t), 3: norm.sf(high - b * t)}
        edges[2] = np.maximum(norm.cdf(high - b * t) - norm.cdf(low - b * t), 1e-300)
        logs = logs + np.log(np.maximum(edges[int(c)], 1e-300))
    weight = np.exp(logs - logs.max())
    weight /= weight.sum()
    want = [(weight * part).sum() for part in (b, low, high)]
    assert np.mean(kept[1000:], axis=0) == pytest.approx(want, abs=0.05)
