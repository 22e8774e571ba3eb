"""PPML: exact where the answer is known, separation found, the published table reproduced."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.measures.gravity.demeaning import demeaned
from detente.measures.gravity.ppml import ppml
from detente.measures.gravity.separation import separated

COLUMNS = ("log distance", "border")


def panel(seed=1, states=14, years=3, slopes=(-0.9, 0.5), spread=2.0):
    """A panel with known slopes: flows, regressors, effects and pairs; variance in proportion to the mean."""
    rng = np.random.default_rng(seed)
    place = rng.uniform(0, 100, (states, 2))
    sizes = rng.normal(0, 1, (2, states, years))
    i, j, t = (
        axis.ravel() for axis in np.meshgrid(range(states), range(states), range(years), indexing="ij")
    )
    off = i != j
    i, j, t = i[off], j[off], t[off]
    distance = np.log(np.linalg.norm(place[i] - place[j], axis=1) + 1)
    border = (distance < np.quantile(distance, 0.15)).astype(float)
    x = np.column_stack([distance, border])
    mean = np.exp(x @ np.array(slopes) + sizes[0, i, t] + sizes[1, j, t] + 5)
    shape = mean / max(spread, 1e-9) ** 2
    flows = rng.gamma(shape, mean / shape) if spread else mean
    pair = np.minimum(i, j) * states + np.maximum(i, j)
    return flows, x, [i * years + t, j * years + t], pair


def test_known_slopes_come_back_within_two_standard_errors():
    """Of each slope in at least 18 of 20 panels (19 are to be expected)."""
    fits = [ppml(f, x, COLUMNS, e, p) for f, x, e, p in (panel(s, states=40, years=1) for s in range(20))]
    away = [np.abs(fit.coefficients - [-0.9, 0.5]) / fit.standard_errors for fit in fits]
    assert ((np.array(away) < 2).sum(axis=0) >= 18).all()
    assert all((fit.n, fit.clusters) == (40 * 39, 40 * 39 // 2) for fit in fits)
    assert all((fit.standard_errors < 0.15).all() for fit in fits)


def test_many_panels_have_no_bias_and_intervals_that_nearly_cover():
    """Clustered errors of a small panel are somewhat too small: 78 to 95 of 100 intervals of 90 percent."""
    fits = [ppml(f, x, COLUMNS, e, p) for f, x, e, p in (panel(s, states=30, years=1) for s in range(100))]
    slopes = np.array([fit.coefficients for fit in fits])
    assert slopes.mean(axis=0) == pytest.approx([-0.9, 0.5], abs=0.02)
    away = np.abs(slopes - [-0.9, 0.5]) / np.array([fit.standard_errors for fit in fits])
    for held in (away <= 1.645).sum(axis=0):
        assert 78 <= held <= 95


def test_flows_without_error_are_fitted_exactly():
    flows, x, effects, pair = panel(spread=0.0, states=10)
    fit = ppml(flows, x, COLUMNS, effects, pair)
    assert fit.coefficients == pytest.approx([-0.9, 0.5], abs=1e-7)
    assert fit.expected == pytest.approx(flows, rel=1e-6)


def test_the_first_order_conditions_hold():
    """Fitted sums equal actual ones by exporter-year and importer-year, and along each regressor."""
    flows, x, effects, pair = panel(7)
    flows[::9] = 0.0
    fit = ppml(flows, x, COLUMNS, effects, pair, tolerance=1e-13)
    for groups in effects:
        assert np.bincount(groups, fit.expected) == pytest.approx(np.bincount(groups, flows), rel=1e-6)
    assert x.T @ fit.expected == pytest.approx(x.T @ flows, rel=1e-6)


def test_the_dummies_by_hand_give_the_same():
    """Against plain Newton steps with a column for every effect, and the sandwich of the whole."""
    flows, x, effects, pair = panel(2, states=6, years=1)
    fit = ppml(flows, x, COLUMNS, effects, pair, tolerance=1e-14)
    dummies = [np.eye(6)[groups] for groups in effects]
    design = np.hstack([x, dummies[0], dummies[1][:, 1:]])
    b = np.linalg.lstsq(design, np.log(flows), rcond=None)[0]
    for _ in range(60):
        mean = np.exp(design @ b)
        b = b + np.linalg.solve(design.T @ (mean[:, None] * design), design.T @ (flows - mean))
    assert fit.coefficients == pytest.approx(b[:2], abs=1e-7)
    mean = np.exp(design @ b)
    bread = np.linalg.inv(design.T @ (mean[:, None] * design))
    scores = design * (flows - mean)[:, None]
    sums = np.array([scores[pair == p].sum(axis=0) for p in np.unique(pair)])
    whole = bread @ sums.T @ sums @ bread * 15 / 14
    assert fit.covariance == pytest.approx(whole[:2, :2], rel=1e-5)


def test_a_regressor_that_only_zero_flows_have_is_separated():
    flows, x, effects, pair = panel(4)
    marked = np.zeros(flows.size)
    marked[:6] = 1
    flows[:6] = 0.0
    fit = ppml(flows, np.column_stack([x, np.random.default_rng(0).normal(size=flows.size)]), ("a", "b", "c"),
               effects, pair)  # fmt: skip
    assert fit.kept.all()
    with pytest.raises(UsageError, match="embargo cannot be told"):
        ppml(flows, np.column_stack([x, marked]), (*COLUMNS, "embargo"), effects, pair)
    out = separated(flows, np.column_stack([x, marked]), effects)
    assert out[:6].all()
    assert out.sum() == 6


def test_a_combination_that_separates_is_found():
    """No single column does it: the sum of two is zero on all positive flows and one on some zero flow."""
    flows = np.array([0.0, 0.0, 3.0, 2.0, 5.0, 4.0, 1.0, 2.0])
    x = np.array([[1, 0], [0, 0], [1, -1], [-1, 1], [2, -2], [0, 0], [-2, 2], [3, -3]], dtype=float)
    one = np.zeros(8, dtype=np.int64)
    assert separated(flows, x, [one]).tolist() == [True] + [False] * 7
    assert not separated(flows, x[:, :1], [one]).any()


def test_groups_without_any_flow_are_left_out():
    flows, x, effects, pair = panel(5)
    gone = effects[0] == 4
    flows[gone] = 0.0
    fit = ppml(flows, x, COLUMNS, effects, pair)
    assert (~fit.kept == gone).all()
    assert np.isnan(fit.expected[gone]).all()
    without = ppml(flows[~gone], x[~gone], COLUMNS, [e[~gone] for e in effects], pair[~gone])
    assert fit.coefficients == pytest.approx(without.coefficients, abs=1e-8)


@pytest.mark.parametrize("flows", [np.array([1.0, -1.0]), np.array([0.0, 0.0]), np.array([1.0, np.nan])])
def test_flows_that_are_none_are_refused(flows):
    with pytest.raises(UsageError, match="known, not negative"):
        ppml(flows, np.ones((2, 1)), ("a",), [], np.array([0, 1]))


def test_one_cluster_is_refused():
    flows, x, effects, _ = panel(6)
    with pytest.raises(UsageError, match="at least two pairs"):
        ppml(flows, x, COLUMNS, effects, np.zeros(flows.size))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.floats(1e-6, 1e9))
def test_order_and_unit_of_flows_do_not_matter(seed, unit):
    flows, x, effects, pair = panel(9, states=8, years=1)
    plain = ppml(flows, x, COLUMNS, effects, pair)
    order = np.random.default_rng(seed).permutation(flows.size)
    turned = ppml(flows[order] * unit, x[order], COLUMNS, [e[order] for e in effects], pair[order])
    assert turned.coefficients == pytest.approx(plain.coefficients, abs=1e-7)
    assert turned.standard_errors == pytest.approx(plain.standard_errors, rel=1e-5)
    assert turned.expected / unit == pytest.approx(plain.expected[order], rel=1e-6)


def test_demeaned_columns_have_no_group_mean():
    rng = np.random.default_rng(0)
    groups = [rng.integers(0, 5, 60), rng.integers(0, 4, 60)]
    weights = rng.uniform(0.1, 3, 60)
    left = demeaned(rng.normal(size=(60, 2)), groups, weights)
    for own in groups:
        for k in range(2):
            assert np.bincount(own, weights * left[:, k]) == pytest.approx(0, abs=1e-9)


@pytest.mark.shared
def test_the_published_table(shared):
    """Yotov et al. (2016), table 1 of the first part: 4-year intervals, no domestic trade, clustered by pair."""
    given_ = pl.read_csv(shared / "gravity" / "agtpa_applications.csv.gz").filter(
        pl.col("year").cast(pl.Int64).is_in(range(1986, 2007, 4)) & (pl.col("exporter") != pl.col("importer"))
    )
    year = pl.col("year").cast(pl.String)
    effects = [
        given_.select(pl.concat_str(side, year)).to_series().to_numpy() for side in ("exporter", "importer")
    ]
    fit = ppml(
        given_["trade"].to_numpy(),
        given_.select(pl.col("dist").log(), "cntg", "lang", "clny").to_numpy(),
        ("distance", "contiguity", "language", "colony"),
        effects,
        given_["pair_id"].to_numpy(),
    )
    assert fit.n == 28_152
    assert fit.coefficients.round(4).tolist() == [-0.8409, 0.4374, 0.2475, -0.2225]
    assert fit.standard_errors.round(4).tolist() == [0.0317, 0.0832, 0.0765, 0.1162]
