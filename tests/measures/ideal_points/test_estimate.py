"""Whole estimates of small panels with a known truth."""

import subprocess
import sys

import numpy as np
import polars as pl
import pytest

from detente.errors import UsageError
from detente.measures.ideal_points import Plan, Settings, estimate_ideal_points, sample_ideal_points
from detente.measures.ideal_points.chains import run_chains
from detente.measures.ideal_points.simulated import POLES, Design, simulated
from tests.measures.ideal_points.panels import NO_MATCHES, ordered_votes, votes

PLACES = {"USA": 2.0, "GBR": 1.4, "IND": 0.0, "BRA": -0.3, "POL": -1.2, "SUN": -1.9}
SHORT = {"iterations": 1500, "burn": 500, "thin": 5, "chains": 2}
CALIBRATION = Settings(bound=2.0, poles=POLES, starts={})


@pytest.mark.parametrize("mode", ["bsv", "smoothed"])
def test_places_are_recovered_in_order_and_direction(mode):
    points = estimate_ideal_points(ordered_votes(PLACES), NO_MATCHES, mode=mode, seed=4, **SHORT)
    assert points.columns == [
        "state", "lineage", "session", "mean", "sd", "q5", "q95", "n_votes", "r_hat", "ess", "ess_tail"
    ]  # fmt: skip
    assert points.height == 18
    truth = points["state"].replace_strict(PLACES, return_dtype=pl.Float64())
    assert np.corrcoef(truth, points["mean"])[0, 1] > 0.97
    assert points["mean"].mean() == pytest.approx(0, abs=1e-9)
    assert (points["q5"] < points["mean"]).all() and (points["mean"] < points["q95"]).all()
    assert (points["n_votes"] <= 40).all() and (points["n_votes"] > 20).all()
    assert (points["r_hat"] < 1.2).mean() > 0.8
    assert points["ess"].is_between(2, 700).all()


def test_a_seed_decides_and_row_order_does_not():
    given = ordered_votes(PLACES, sessions=2, items=15)
    short = {"iterations": 60, "burn": 20, "thin": 5, "chains": 2}
    first = estimate_ideal_points(given, NO_MATCHES, seed=9, **short)
    assert first.equals(
        estimate_ideal_points(given.sample(fraction=1, shuffle=True, seed=1), NO_MATCHES, seed=9, **short)
    )
    assert not first.equals(estimate_ideal_points(given, NO_MATCHES, seed=10, **short))


def test_a_chain_does_not_depend_on_its_neighbours():
    panel = simulated(Design(), CALIBRATION, 1).panel
    one, three = (
        run_chains(panel, CALIBRATION, "smoothed", Plan(iterations=40, burn=10, thin=2, chains=n, seed=5))
        for n in (1, 3)
    )
    assert np.array_equal(one.theta[0], three.theta[0])
    assert not np.array_equal(three.theta[0], three.theta[1])


@pytest.mark.parametrize("mode", ["bsv", "smoothed"])
def test_the_sign_follows_the_poles(mode):
    turned = Settings(poles=(frozenset({"SUN"}), frozenset({"USA"})), starts={})
    points = estimate_ideal_points(
        ordered_votes(PLACES), NO_MATCHES, mode=mode, seed=4, settings=turned, **SHORT
    )
    means = dict(points.group_by("state").agg(pl.col("mean").mean()).iter_rows())
    assert means["SUN"] > means["IND"] > means["USA"]


def test_distances_come_from_joint_draws():
    plan = Plan(iterations=400, burn=100, thin=4, chains=2, seed=2)
    estimate = sample_ideal_points(ordered_votes(PLACES), NO_MATCHES, "bsv", plan)
    table = estimate.distance(frozenset({"USA"}), frozenset({"SUN", "RUS"}))
    assert table["session"].to_list() == [1, 2, 3]
    draws = [estimate.draws_of(frozenset({code}))[1] for code in ("USA", "SUN")]
    assert table["mean"].to_numpy() == pytest.approx(np.abs(draws[0] - draws[1]).mean(axis=0))
    assert estimate.distance(frozenset({"IND"}), frozenset({"IND"}))["q95"].to_list() == [0, 0, 0]
    with pytest.raises(UsageError, match="share no session"):
        estimate.distance(frozenset({"USA"}), frozenset({"XXX"}))


def test_items_are_on_the_scale_of_the_points():
    """Votes that the mean items and points expect are mostly those cast."""
    plan = Plan(iterations=1500, burn=500, thin=5, chains=2, seed=2)
    for mode in ("bsv", "smoothed"):
        estimate = sample_ideal_points(ordered_votes(PLACES), NO_MATCHES, mode, plan)
        joined = estimate.votes.join(estimate.items, on="item").join(estimate.points, on=["state", "session"])
        z = joined["beta"] * joined["mean"]
        expected = 1 + (z > joined["low"]).cast(int) + (z > joined["high"]).cast(int)
        assert (expected == joined["vote"]).mean() > 0.75


def test_the_rules_are_reported():
    plan = Plan(iterations=40, burn=0, thin=4, chains=1, seed=2)
    estimate = sample_ideal_points(ordered_votes(PLACES), NO_MATCHES, "bsv", plan)
    assert estimate.items.height == estimate.votes["item"].n_unique()
    assert estimate.steps["after"][-1] == estimate.votes.height == estimate.points["n_votes"].sum()
    assert 0 < estimate.accepted < 1


def test_a_gap_widens_a_smoothed_interval_and_a_single_session_has_a_place():
    full = ordered_votes(PLACES | {"NOR": 1.0}, sessions=5)
    gappy = full.filter(~((pl.col("state") == "IND") & pl.col("session").is_in([2, 3, 4])))
    gappy = gappy.filter(~((pl.col("state") == "NOR") & (pl.col("session") != 3)))
    for mode in ("bsv", "smoothed"):
        points = estimate_ideal_points(gappy, NO_MATCHES, mode=mode, seed=1, **SHORT)
        assert points.filter(pl.col("state") == "NOR")["mean"].item() > 0
        assert points.filter(pl.col("state") == "IND").height == 2


@pytest.mark.parametrize("mode, low", [("smoothed", 0.84), ("bsv", 0.75)])
def test_intervals_hold_the_truth_of_simulated_panels(mode, low):
    """A small, seeded version of the calibration in benchmarks/ideal_points.py."""
    inside, width = [], []
    for seed in range(10):
        drawn = simulated(Design(states=9, sessions=5, items=10), CALIBRATION, seed)
        theta = run_chains(
            drawn.panel, CALIBRATION, mode, Plan(iterations=1500, burn=500, thin=5, chains=1, seed=seed)
        ).theta[0]
        q5, q95 = np.quantile(theta, (0.05, 0.95), axis=0)
        inside.append((q5 <= drawn.truth) & (drawn.truth <= q95))
        width.append((q95 - q5).mean())
    assert low <= np.concatenate(inside).mean() <= 0.96


def test_wrong_plans_and_modes_are_refused():
    given = votes(("USA", 1, 1, 1), ("SUN", 1, 1, 3))
    with pytest.raises(UsageError, match="keep 3 draws"):
        estimate_ideal_points(given, NO_MATCHES, iterations=30, thin=10)
    with pytest.raises(UsageError, match="at least 1"):
        estimate_ideal_points(given, NO_MATCHES, chains=0)
    with pytest.raises(UsageError, match="no mode 'exact'"):
        estimate_ideal_points(given, NO_MATCHES, mode="exact")


def test_numba_is_not_loaded_before_it_is_needed():
    code = "import sys, detente.measures.ideal_points, detente.measures.registry; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_progress_is_told():
    told = []
    estimate_ideal_points(
        votes(("USA", 1, 1, 1), ("SUN", 1, 1, 3)), NO_MATCHES, iterations=20, burn=150, thin=5, chains=2,
        progress=lambda chain, passes: told.append((chain, passes)),
    )  # fmt: skip
    assert sum(passes for chain, passes in told if chain == 1) == 170
