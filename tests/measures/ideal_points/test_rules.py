"""Each data rule by hand and by its laws."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.measures.ideal_points.rules import (
    RULES,
    apply_rules,
    check_votes,
    drop_absences,
    drop_late_parts,
    drop_unanimous,
    link_identical,
    linked,
)
from tests.measures.ideal_points.panels import NO_MATCHES, votes


def matches(*pairs):
    return pl.DataFrame(pairs, schema={"rcid1": pl.Int64(), "rcid2": pl.Int64()}, orient="row")


def test_a_chain_of_matches_ends_at_its_first():
    """470 <- 512 <- 545, and of two earlier twins the lower."""
    assert linked(matches((470, 512), (512, 545), (545, 577))) == {512: 470, 545: 470, 577: 470}
    assert linked(matches((5312, 5389), (5310, 5389))) == {5389: 5310}


def test_a_match_with_a_later_roll_call_is_followed_once():
    """One pass from the highest number down: 10 becomes 20 after 20 was passed."""
    assert linked(matches((20, 10), (5, 20))) == {10: 20, 20: 5}


def test_late_parts_go_by_the_day_or_else_by_the_session():
    day = date(1990, 3, 1)
    frame = check_votes(votes(
        ("AAA", 1, 44, 1, True, False, day), ("AAA", 2, 44, 1, False, True, day),
        ("AAA", 3, 44, 1, False, False, day), ("AAA", 4, 44, 1, True, False, date(1989, 12, 31)),
        ("AAA", 5, 45, 1, True, False, None), ("AAA", 6, 44, 1, None, None, day),
        ("AAA", 7, 44, 1, True, False, None),
    ))  # fmt: skip
    assert drop_late_parts(frame)["rcid"].to_list() == [3, 4, 6, 7]


def test_each_step_is_counted():
    given_ = votes(
        ("AAA", 1, 1, 1), ("BBB", 1, 1, 3), ("CCC", 1, 1, 8), ("DDD", 1, 1, 9),
        ("AAA", 2, 19, 1), ("BBB", 2, 19, 3),
        ("ZAN", 3, 18, 1), ("AAA", 3, 18, 3), ("BBB", 3, 18, 1),
        ("ZAF", 4, 48, 2), ("AAA", 4, 48, 1), ("BBB", 4, 48, 1),
        ("AAA", 5, 48, 1, True, False, date(1993, 1, 1)), ("ZAF", 6, 49, 2), ("AAA", 6, 49, 1),
    )  # fmt: skip
    ruled = apply_rules(given_, NO_MATCHES)
    gone = {row["rule"]: row["before"] - row["after"] for row in ruled.steps.iter_rows(named=True)}
    assert list(gone.values()) == [2, 1, 2, 1, 1, 0, 2]
    assert sorted(ruled.votes.select("state", "rcid").iter_rows()) == [
        ("AAA", 1), ("AAA", 3), ("AAA", 6), ("BBB", 1), ("BBB", 3), ("ZAF", 6)
    ]  # fmt: skip
    assert set(ruled.steps["rule"]) > {rule.name for rule in RULES}


def test_twins_that_differ_together_are_kept():
    """Unanimity is of the item, not of the roll call."""
    given_ = votes(("AAA", 1, 1, 1), ("BBB", 1, 1, 1), ("AAA", 9, 2, 1), ("BBB", 9, 2, 3))
    assert apply_rules(given_, NO_MATCHES).votes["rcid"].to_list() == [9, 9]
    both = apply_rules(given_, matches((1, 9))).votes
    assert both["rcid"].to_list() == [1, 9, 1, 9]
    assert set(both["item"]) == {1}


def test_bad_votes_are_refused_by_name():
    good = votes(("AAA", 1, 1, 1))
    with pytest.raises(UsageError, match="without para, date"):
        apply_rules(good.drop("para", "date"), NO_MATCHES)
    with pytest.raises(UsageError, match="roll call 7, BBB: 4 is no vote"):
        apply_rules(votes(("AAA", 7, 1, 1), ("BBB", 7, 1, 4)), NO_MATCHES)
    with pytest.raises(UsageError, match="roll call 1: AAA votes twice"):
        apply_rules(votes(("AAA", 1, 1, 1), ("AAA", 1, 1, 2)), NO_MATCHES)
    with pytest.raises(UsageError, match="without rcid2"):
        apply_rules(good, NO_MATCHES.drop("rcid2"))


cast = st.lists(
    st.tuples(st.sampled_from(["AAA", "BBB", "ZAF", "ZAN"]), st.integers(1, 6), st.sampled_from([1, 2, 3, 8, 9])),
    min_size=1, max_size=25, unique_by=lambda row: row[:2],
)  # fmt: skip
some_matches = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), max_size=6)


@settings(max_examples=40, deadline=None)
@given(cast, some_matches, st.randoms())
def test_laws_of_the_rules(rows, pairs, random):
    frame = votes(*((state, rcid, (rcid % 3) + 47, vote) for state, rcid, vote in rows))
    ruled = apply_rules(frame, matches(*pairs)).votes
    assert ruled.join(frame, on=["state", "rcid", "vote"], how="anti").is_empty()
    assert ruled["vote"].is_in([1, 2, 3]).all()
    assert (ruled.group_by("item").agg(pl.col("vote").n_unique())["vote"] > 1).all()
    shuffled = frame.sample(fraction=1, shuffle=True, seed=random.randrange(1000))
    assert apply_rules(shuffled, matches(*pairs)).votes.equals(ruled)
    again = link_identical(drop_absences(check_votes(frame)), matches(*pairs))
    assert drop_unanimous(drop_unanimous(again)).equals(drop_unanimous(again))


@settings(max_examples=40, deadline=None)
@given(some_matches)
def test_matches_that_point_back_reach_the_start_of_their_chain(pairs):
    back = [pair for pair in pairs if pair[0] < pair[1]]
    found = linked(matches(*back))
    assert all(first < second for second, first in found.items())
    assert not set(found.values()) & set(found)
