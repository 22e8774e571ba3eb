"""Agenda against movement, where it is known which of the two it was."""

import numpy as np
import polars as pl
import pytest
from scipy.stats import norm

from detente.errors import UsageError
from detente.measures.ideal_points.disagreement import COMPARED, disagreement, expected_table
from detente.measures.ideal_points.result import Estimate

PAIR = (frozenset({"AAA"}), frozenset({"BBB"}))
EASY = [(1.0, 3.0, 3.5)] * 60
"""Items on which everybody near the middle votes yes."""
HARD = [(2.5, -0.1, 0.1)] * 60
"""Items that divide the middle."""


def estimate(places, agendas, seed=0):
    """An estimate with these points ({session: (a, b)}) and items, votes drawn from them."""
    rng = np.random.default_rng(seed)
    items = [item for session in sorted(agendas) for item in agendas[session]]
    votes, number = [], 0
    for session in sorted(agendas):
        for beta, low, high in agendas[session]:
            for state, place in zip(("AAA", "BBB"), places[session], strict=True):
                z = beta * place + rng.standard_normal()
                votes.append((state, session, number, number, 1 + int(z > low) + int(z > high)))
            number += 1
    columns = ["state", "session", "rcid", "item", "vote"]
    points = [(state, s, places[s][k]) for k, state in enumerate(("AAA", "BBB")) for s in sorted(places)]
    draws = np.array([place for *_, place in points]) + 0.05 * rng.standard_normal((2, 200, len(points)))
    return Estimate(
        points=pl.DataFrame(points, schema=["state", "session", "mean"], orient="row"),
        draws=draws,
        items=pl.DataFrame([(k, *item) for k, item in enumerate(items)], schema=["item", "beta", "low", "high"],
                           orient="row"),
        votes=pl.DataFrame(votes, schema=columns, orient="row"),
        steps=pl.DataFrame(), accepted=0.5, mode="bsv",
    )  # fmt: skip


def rows(table):
    return {row["measure"]: row for row in table.iter_rows(named=True)}


def test_a_harder_agenda_parts_two_states_that_have_not_moved():
    found = rows(disagreement(estimate({1: (0.5, -0.5), 2: (0.5, -0.5)}, {1: EASY, 2: HARD}), PAIR, (1, 2)))
    agreement = found["vote_agreement"]
    assert agreement["reads"] == "further"
    assert agreement["agenda"] < -0.3
    assert agreement["movement"] == pytest.approx(0, abs=0.02)
    assert found["ideal_point_distance"]["reads"] == "unclear"
    assert (agreement["n_before"], agreement["n_after"]) == (60, 60)


def test_a_state_that_moves_on_one_agenda_is_movement():
    found = rows(disagreement(estimate({1: (0.8, -0.8), 2: (0.1, 0.0)}, {1: HARD, 2: HARD}), PAIR, (1, 2)))
    assert found["ideal_point_distance"]["reads"] == "closer"
    for name in ("vote_agreement", "similarity_s; absolute distance"):
        assert found[name]["reads"] == "closer"
        assert found[name]["movement"] > 0.2
        assert found[name]["agenda"] == pytest.approx(0, abs=1e-9)


def test_nearer_states_that_agree_less():
    """They moved together, and the agenda turned to what divides them: both are said."""
    found = rows(disagreement(estimate({1: (0.9, -0.3), 2: (0.4, -0.3)}, {1: EASY, 2: HARD}), PAIR, (1, 2)))
    assert found["ideal_point_distance"]["reads"] == "closer"
    agreement = found["vote_agreement"]
    assert (agreement["reads"], agreement["movement"] > 0, agreement["agenda"] < 0) == ("further", True, True)


def test_parts_add_up_and_intervals_hold_the_change():
    table = disagreement(estimate({1: (0.9, -0.9), 2: (0.2, 0.1)}, {1: EASY, 2: HARD}), PAIR, (1, 2))
    assert table["measure"].to_list() == ["ideal_point_distance", *COMPARED]
    for row in table.iter_rows(named=True):
        if row["movement"] is not None:
            assert row["movement"] + row["agenda"] + row["unexplained"] == pytest.approx(row["change"])
        if row["low"] is not None:
            assert row["low"] <= row["change"] <= row["high"]


def test_expected_table_by_hand():
    table = expected_table(np.array([[1.0, 0.0, 1.0]]), (0.0, 1.0))
    first = [0.5, norm.cdf(1) - 0.5, 1 - norm.cdf(1)]
    second = [norm.cdf(-1), 0.5 - norm.cdf(-1), 0.5]
    assert table == pytest.approx(np.outer(first, second))


def test_an_undefined_measure_says_so():
    """Both always vote yes in the first session: kappa has nothing to correct."""
    sure = [(0.1, 30.0, 31.0)] * 20
    found = rows(disagreement(estimate({1: (0.1, 0.0), 2: (0.1, 0.0)}, {1: sure, 2: HARD}), PAIR, (1, 2)))
    kappa = found["similarity_kappa; linear weights"]
    assert (kappa["before"], kappa["change"], kappa["reads"]) == (None, None, "undefined")
    assert found["vote_agreement"]["before"] == 1


def test_sessions_without_joint_votes_are_refused():
    made = estimate({1: (0, 0), 2: (0, 0)}, {1: EASY, 2: HARD})
    with pytest.raises(UsageError, match="AAA and BBB cast no vote together in session 3"):
        disagreement(made, PAIR, (1, 3))
