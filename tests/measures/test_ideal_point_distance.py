"""Distance of ideal points: one release, an interval that holds the value, sessions and years."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.measures.ideal_point_distance import absolute
from detente.measures.registry import measure
from tests.measures.frames import SAMPLE, ask, frame, result, said

distance = measure("ideal_point_distance").compute


def point(state, session, value, low, high, release="2020-04"):
    return said("ideal_point", f"{state} {session} {release}", source="un_ideal_points", year=1945 + session,
                source_actors=[state], object=f"session {session}", value=value, low=low, high=high,
                attributes={"session": session, "release": release})  # fmt: skip


POINTS = frame(
    point("PAK", 74, -0.100, -0.259, 0.054), point("RUS", 74, 0.142, 0.008, 0.281),
    point("PAK", 40, -0.224, -0.410, -0.039), point("SUN", 40, -1.459, -1.726, -1.222),
    point("PAK", 75, 0.3, 0.1, 0.5), point("USA", 74, 2.695, 2.511, 2.867),
    point("PAK", 74, 9.0, 8.9, 9.1, release="2023-07"),
)  # fmt: skip


def test_published_points_by_hand():
    """.242; half-widths .1565 and .1365 join to .2077, so the interval is .034 to .450."""
    got = result(distance(POINTS, ask(start=2019, end=2019, coverage=[SAMPLE])))
    assert got.value == pytest.approx(0.242)
    assert (got.low, got.high) == (pytest.approx(0.0343, abs=1e-4), pytest.approx(0.4497, abs=1e-4))
    assert got.basis == "published ideal points, release 2020-04"
    assert (got.n, len(got.evidence), got.coverage) == (2, 2, "value")


def test_sessions_and_predecessors():
    table = distance(POINTS, ask("session", date(1985, 10, 1), date(1986, 10, 1), coverage=[SAMPLE]))
    got = result(table, start=1985)
    assert (got.value, got.end) == (pytest.approx(1.235), date(1986, 8, 31))
    assert result(table, start=1986).coverage == "no_data"


def test_a_release_that_lacks_one_side_is_not_mixed_in():
    assert set(distance(POINTS, ask(start=2019, end=2020))["basis"]) == {
        "published ideal points, release 2020-04"
    }
    later = frame(*POINTS.drop("statement_id").to_dicts(), point("RUS", 74, 8.0, 7.9, 8.1, release="2023-07"))
    got = result(distance(later, ask(start=2019, end=2019)))
    assert (got.value, got.basis) == (pytest.approx(1.0), "published ideal points, release 2023-07")


def test_nothing():
    assert set(distance(POINTS.clear(), ask())["coverage"]) == {"no_data"}
    assert set(distance(POINTS, ask(start=2030, end=2030))["coverage"]) == {"outside_coverage"}


def test_no_interval_without_quantiles():
    bare = frame(point("PAK", 74, 1.0, None, None), point("RUS", 74, 3.0, 2.0, 4.0))
    got = result(distance(bare, ask(start=2019, end=2019)))
    assert (got.value, got.low, got.high) == (2.0, None, None)


numbers = st.floats(-5, 5)


@settings(max_examples=25, deadline=None)
@given(numbers, numbers, st.floats(0, 2), st.floats(0, 2))
def test_laws_of_distance(a, b, spread_a, spread_b):
    there = frame(
        point("PAK", 74, a, a - spread_a, a + spread_a), point("RUS", 74, b, b - spread_b, b + spread_b)
    )
    back = frame(
        point("PAK", 74, b, b - spread_b, b + spread_b), point("RUS", 74, a, a - spread_a, a + spread_a)
    )
    one, other = (result(distance(f, ask(start=2019, end=2019))) for f in (there, back))
    assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high))
    assert 0 <= one.low <= one.value + 1e-9
    assert one.value <= one.high + 1e-9


def test_absolute_interval():
    assert absolute(-1, 2) == (0, 2)
    assert absolute(-3, -1) == (1, 3)
    assert absolute(1, 3) == (1, 3)
