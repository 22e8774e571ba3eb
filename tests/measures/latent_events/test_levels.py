"""The ordinal model of event counts: its likelihood, its intervals, and what must not move it."""

from math import exp, log

import numpy as np
import polars as pl
import pytest

from detente.errors import UsageError
from detente.measures.ideal_points.chains import Plan
from detente.measures.latent_events import CLASSES, Priors, panel_of, sample_levels
from detente.measures.latent_events.sampler import cell_normal, cell_value
from detente.measures.latent_events.simulated import Design, simulated

SHORT = Plan(iterations=300, burn=200, thin=1, chains=2, seed=3)


def counts(rows):
    """A frame of (sender, receiver, period, source, four counts)."""
    columns = ["sender", "receiver", "period", "source", *CLASSES]
    return pl.DataFrame(rows, schema=columns, orient="row")


def held(table, truth):
    """Share of the 90 percent intervals that hold the truth."""
    return np.mean((table["q5"].to_numpy() <= truth) & (truth <= table["q95"].to_numpy()))


def test_a_cell_has_the_likelihood_of_the_ordered_logit():
    y, tau = np.array([3.0, 1.0, 7.0, 2.0]), np.array([-1.5, -0.5, 2.0])

    def direct(theta):
        below = [0.0, *(1 / (1 + exp(theta - cut)) for cut in tau), 1.0]
        return sum(n * log(high - low) for n, low, high in zip(y, below[:-1], below[1:], strict=True))

    for theta in (-2.0, 0.3, 4.0):
        assert cell_value(y, tau, theta) - cell_value(y, tau, 0.0) == pytest.approx(
            direct(theta) - direct(0.0)
        )


@pytest.mark.parametrize("at", [-1.0, 0.0, 2.5])
def test_the_normal_of_a_cell_has_its_slope_and_curvature(at):
    y, tau, h = np.array([3.0, 1.0, 7.0, 2.0]), np.array([-1.5, -0.5, 2.0]), 1e-4
    mean, precision = cell_normal(y, tau, at)
    left, here, right = (cell_value(y, tau, at + d) for d in (-h, 0, h))
    assert precision * (mean - at) == pytest.approx((right - left) / (2 * h), rel=1e-4)
    assert precision == pytest.approx(-(right - 2 * here + left) / h**2, rel=1e-3)


def test_a_panel_is_sorted_and_keeps_places_without_events():
    panel = panel_of(
        counts([("B", "A", 3, "y", 0, 0, 2, 0), ("A", "B", 1, "x", 1, 0, 0, 0), ("A", "B", 2, "x", 0, 0, 0, 0),
                ("A", "B", 3, "x", 0, 1, 0, 0), ("A", "B", 3, "y", 0, 0, 0, 5)])
    )  # fmt: skip
    assert panel.dyads.rows() == [("A", "B"), ("B", "A")]
    assert panel.periods.tolist() == [1, 3]
    assert panel.gaps.tolist() == [1.0, 2.0]
    assert panel.groups.rows() == [("x", 1), ("x", 3), ("y", 3)]
    assert panel.first_cell.tolist() == [0, 1, 3, 3, 4]
    assert panel.counts.tolist() == [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 5], [0, 0, 2, 0]]
    assert panel.group.tolist() == [0, 1, 2, 2]


def test_what_cannot_be_a_panel_is_refused():
    with pytest.raises(UsageError, match="no events"):
        panel_of(counts([("A", "B", 1, "x", 0, 0, 0, 0)]))
    with pytest.raises(UsageError, match="below zero"):
        panel_of(counts([("A", "B", 1, "x", 2, -1, 0, 0)]))
    with pytest.raises(UsageError, match="twice"):
        panel_of(counts([("A", "B", 1, "x", 2, 0, 0, 0), ("A", "B", 1, "x", 1, 0, 0, 0)]))
    with pytest.raises(UsageError, match="no events from A to C"):
        panel_of(counts([("A", "B", 1, "x", 2, 0, 0, 0)])).dyad("A", "C")


def test_intervals_hold_the_truth_as_often_as_they_say():
    """Eighty small panels with a volume that grows twentyfold; the benchmark does this with four hundred."""
    inside, ranks = [], []
    for seed in range(80):
        drawn = simulated(Design(dyads=8, periods=4), Priors(), 5000 + seed)
        levels = sample_levels(drawn.panel, SHORT)
        table = levels.table()
        inside.append(held(table, drawn.truth))
        ranks.append(table["r_hat"].quantile(0.95))
    assert 0.86 <= np.mean(inside) <= 0.94
    assert np.median(ranks) < 1.05


def test_volume_carries_no_level():
    """The same mixtures, forty times the events: means stay, intervals narrow."""
    rows = [
        (f"S{d}", "X", t, "s", *(int(n) for n in mix))
        for t in range(4)
        for d, mix in enumerate([(4, 4, 10, 2), (1, 1, 14, 4), (8, 6, 6, 0), (1, 2, 16, 1), (2, 2, 12, 4)])
    ]
    plan = Plan(iterations=1500, burn=300, thin=1, chains=2, seed=5)
    few = sample_levels(panel_of(counts(rows)), plan).table()
    many = sample_levels(panel_of(counts([(*r[:4], *(40 * n for n in r[4:])) for r in rows])), plan).table()
    assert np.corrcoef(few["mean"], many["mean"])[0, 1] > 0.97
    assert many["sd"].mean() < few["sd"].mean()


def test_a_chain_depends_on_seed_and_number_alone():
    panel = simulated(Design(dyads=6, periods=4), Priors(), 1).panel
    alone = sample_levels(panel, Plan(iterations=40, burn=20, thin=2, chains=1, seed=9))
    beside = sample_levels(panel, Plan(iterations=40, burn=20, thin=2, chains=3, seed=9))
    other = sample_levels(panel, Plan(iterations=40, burn=20, thin=2, chains=1, seed=10))
    assert np.array_equal(alone.draws[0], beside.draws[0])
    assert not np.array_equal(alone.draws, other.draws)
    assert beside.draws.shape == (3, 20, panel.places)


def test_long_series_are_moved_in_blocks():
    drawn = simulated(Design(dyads=5, periods=60, sources=1), Priors(), 4)
    levels = sample_levels(drawn.panel, Plan(iterations=600, burn=300, thin=1, chains=2, seed=1))
    table = levels.table()
    assert levels.accepted > 0.3
    assert held(table, drawn.truth) > 0.8
    assert table.height == drawn.panel.places
