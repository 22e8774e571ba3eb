"""Scores by hand, what is missing, ranks, what is left out, and draws over other choices."""

from dataclasses import replace
from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.measures.composite import declared, newest_full_year, panel_of, profile_of
from detente.measures.composite.influence import influence_of
from detente.measures.composite.scores import nominal, ranks, scores_of
from tests.measures.composite.figures import EMPTY, A, B, C, figure, frame, indicator, three


def profile(rows, declaration=None, year=2000, **more):
    return profile_of(panel_of(frame(*rows), declaration or three()), B, year, **({"draws": 60} | more))


def test_scores_and_means_by_hand():
    found = profile([figure("x", 8.0), figure("y", 2.0), figure("z", 4.0)])
    defence, trade = found.realms
    assert (trade.score, defence.score) == pytest.approx((50, 40))
    assert [p.score for p in trade.parts] == pytest.approx([80, 20])
    assert found.total.arithmetic == pytest.approx(45)
    assert trade.geometric == pytest.approx(40)
    assert found.total.geometric == pytest.approx(40)
    assert found.missing_share == 0
    assert [p.total_without for p in trade.parts] == pytest.approx([30, 60])
    assert defence.total_without == pytest.approx(50)


def test_polarity_log_scale_and_goalposts():
    own = declared(
        {"indicators": [indicator("x", polarity=-1), indicator("y", scale="log", low=0.1, high=10)]}, EMPTY
    )

    def of(x, y):
        return [p.score for p in profile([figure("x", x), figure("y", y)], own).realms[0].parts]

    assert of(3.0, 1.0) == pytest.approx([70, 50])
    assert of(-5.0, 0.0) == pytest.approx([100, 0])
    assert of(50.0, 1e6) == pytest.approx([0, 100])


def test_a_geometric_mean_bears_a_zero():
    found = profile([figure("x", 0.0), figure("y", 10.0), figure("z", 10.0)])
    assert found.realms[1].geometric == pytest.approx(10)
    assert found.total.geometric == pytest.approx(exp((log(10) + log(100)) / 2))


def test_what_is_missing_is_left_out_and_said():
    found = profile([figure("x", 8.0), figure("y", None), figure("z", 4.0)])
    trade = found.realms[1]
    assert (trade.score, trade.missing_share) == pytest.approx((80, 0.5))
    assert found.missing_share == pytest.approx(0.25)
    assert [p.weight_used for p in trade.parts] == pytest.approx([0.5, 0])
    assert [p.weight for p in trade.parts] == pytest.approx([0.25, 0.25])
    assert [p.cell.coverage for p in trade.parts] == ["value", "no_data"]


def test_too_much_missing_gives_no_score_and_no_total():
    strict = replace(three(), least_known=0.6)
    found = profile([figure("x", 8.0), figure("z", 4.0)], strict)
    assert found.realms[1].score is None
    assert found.total is None
    assert found.record()["total"] is None
    assert found.frame()["level"].to_list() == ["indicator", "realm", "indicator", "indicator", "realm"]
    assert found.realms[1].parts[1].cell.coverage == "outside_coverage"


def test_zero_is_a_figure():
    found = profile([figure("x", 0.0, coverage="true_zero"), figure("y", 0.0), figure("z", 0.0)])
    assert found.total.arithmetic == 0
    assert found.missing_share == 0


def test_two_directions_become_one_figure():
    rows = [figure("x", 2.0, directed=True), figure("x", 6.0, actors=B[::-1], directed=True)]
    for sides, score in (("sum", 80), ("mean", 40), ("least", 20), ("greatest", 60)):
        own = declared({"indicators": [indicator("x", sides=sides)]}, EMPTY)
        assert profile(rows, own).realms[0].score == pytest.approx(score)
    one_side = [rows[0], figure("x", None, actors=B[::-1], directed=True)]
    least, greatest = (
        declared({"indicators": [indicator("x", sides=s)]}, EMPTY) for s in ("least", "greatest")
    )
    assert profile(one_side, greatest).realms[0].score == pytest.approx(20)
    assert profile(one_side, least).realms[0].score is None
    with pytest.raises(UsageError, match="how to join"):
        profile(rows, declared({"indicators": [indicator("x")]}, EMPTY))


def test_rank_is_among_dyads_that_have_a_total():
    rows = [figure(n, v, actors=dyad) for dyad, v in ((A, 9.0), (B, 5.0), (C, 1.0)) for n in ("x", "y", "z")]
    found = profile([*rows, figure("x", 9.0, actors=("CHN", "RUS"))], replace(three(), least_known=0.9))
    assert found.among == (A, C, B)
    assert (found.total.rank, found.total.rank_interval) == (2, (2, 2))
    assert np.isnan(ranks(np.array([1.0, np.nan]))[1])
    assert ranks(np.array([3.0, 3.0, 1.0])).tolist() == [1, 1, 3]


def test_draws_widen_with_the_figures_own_interval_and_repeat_by_seed():
    narrow = [figure("x", 8.0), figure("y", 2.0), figure("z", 4.0)]
    wide = [figure("x", 8.0, low=5.0, high=9.0), figure("y", 2.0), figure("z", 4.0)]
    first, again, other = (profile(narrow, seed=s, draws=200) for s in (1, 1, 2))
    assert first.total.interval == again.total.interval != other.total.interval
    low, high = first.total.interval
    assert low < 45 < high
    alone = first.total.by_choice
    assert alone["intervals of the figures"] == pytest.approx((45, 45))
    assert alone["aggregation"] == pytest.approx((40, 45))
    low, high = profile(wide, draws=400).total.by_choice["intervals of the figures"]
    assert low == pytest.approx(45 - 30 / 4, abs=1.5) and high == pytest.approx(45 + 10 / 4, abs=1)


def test_effective_weights_are_shares_and_silent_on_few_dyad_years():
    rows = [figure(n, float(v % m), year=1980 + v) for v in range(20) for n, m in (("x", 10), ("y", 3))]
    rows += [figure("z", 5.0, year=1980 + v) for v in range(20)]
    found = influence_of(panel_of(frame(*rows), three()))
    assert found.n == 20
    assert found.of("z") is None
    assert found.of("x") > found.of("y") > 0
    assert found.of("x") + found.of("y") == pytest.approx(1)
    assert [(a, b, n) for a, b, _, n in found.correlations] == [("x", "y", 20)]
    assert influence_of(panel_of(frame(*rows[:8]), three())).of("x") is None


def test_the_newest_of_the_fullest_years():
    rows = [figure("x", 1.0, year=y) for y in range(2000, 2006)] + [
        figure("y", 1.0, year=y) for y in (2001, 2003)
    ]
    panel = panel_of(frame(*rows), three())
    assert newest_full_year(panel, B) == 2003
    with pytest.raises(UsageError, match="no indicator"):
        newest_full_year(panel, A)
    with pytest.raises(UsageError, match="in 1990"):
        profile_of(panel, B, 1990)


FIGURES = st.lists(st.floats(0, 10), min_size=3, max_size=3)


@settings(max_examples=40, deadline=None)
@given(FIGURES, FIGURES)
def test_totals_are_bounded_monotone_and_blind_to_other_dyads(one, two):
    """Geometric means lie below arithmetic ones; more of anything is never less; another dyad moves no score."""

    def total(values, *more):
        rows = [figure(n, v) for n, v in zip("xyz", values, strict=True)]
        panel = panel_of(frame(*rows, *more), three())
        at = [u[0] for u in panel.units].index(B)
        choices = nominal(three())
        return tuple(float(scores_of(panel, c).total[at]) for c in (choices, choices.geometrically()))

    arithmetic, geometric = total(one)
    assert 0 <= arithmetic <= 100
    assert geometric <= max(arithmetic, 1) + 1  # the floor of 1 lifts zeros
    upper = [max(a, b) for a, b in zip(one, two, strict=True)]
    assert total(upper)[0] >= arithmetic - 1e-9 and total(upper)[1] >= geometric - 1e-9
    assert total(one, *(figure(n, v, actors=A) for n, v in zip("xyz", two, strict=True))) == (
        arithmetic,
        geometric,
    )
