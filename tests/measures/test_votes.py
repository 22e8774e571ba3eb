"""The five vote measures against published tables, hand-worked numbers, and their laws."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.measures.interval import jackknife, wilson
from detente.measures.measure import Ask
from detente.measures.registry import measure
from detente.model.finding import MEASUREMENT_SCHEMA, measurements
from detente.model.source import Coverage
from tests.measures.frames import COMPLETE, MEMBERS, PAIR, SAMPLE, ask, calls_of_table, result, vote_frame

VOTES = ("vote_agreement", "same_vote_share", "similarity_s", "similarity_kappa", "similarity_pi")
SOME = "non-unanimous roll calls"
SESSION_74 = [[56, 1, 0], [7, 3, 0], [7, 10, 2]]
SESSION_77 = [[46, 2, 2], [10, 5, 1], [7, 12, 3]]
PUBLISHED = [
    ("vote_agreement", "", 0.814, 0.756),
    ("similarity_s", "; absolute distance", 0.628, 0.511),
    ("similarity_s", "; squared distance", 0.733, 0.653),
    ("similarity_kappa", "; linear weights", 0.411, 0.353),
    ("similarity_kappa", "; quadratic weights", 0.477, 0.418),
    ("similarity_pi", "; quadratic weights", 0.444, 0.390),
]


def of(name, table, *, by="session", session=74, **more):
    year = 1945 + session
    frame = vote_frame(calls_of_table(table, session=session))
    return measure(name).compute(frame, ask(by, date(year, 10, 1), date(year + 1, 1, 31), **more))


@pytest.mark.parametrize(("name", "variant", "in_74", "in_77"), PUBLISHED)
def test_published_tables(name, variant, in_74, in_77):
    for session, table, expected in ((74, SESSION_74, in_74), (77, SESSION_77, in_77)):
        got = result(of(name, table, session=session), SOME + variant)
        assert got.value == pytest.approx(expected, abs=5.1e-4)
        assert got.n == sum(map(sum, table))
        assert len(got.evidence) == 2 * got.n
        assert got.low < got.value < got.high
        assert got.coverage == "value"
        assert (got.start, got.end) == (date(1945 + session, 9, 1), date(1946 + session, 8, 31))


def test_same_vote_share_by_hand():
    got = result(of("same_vote_share", SESSION_74), "all roll calls")
    assert got.value == pytest.approx(100 * (56 + 3 + 2) / 86)
    assert got.unit == "percent"


def test_bases_part_unanimous_roll_calls():
    calls = calls_of_table([[2, 0, 0], [0, 0, 0], [0, 0, 1]], unanimous=True)
    calls += calls_of_table([[1, 0, 1], [0, 0, 0], [0, 0, 0]], first=50)
    table = measure("vote_agreement").compute(vote_frame(calls), ask("all", 2019, 2019))
    assert (result(table, "all roll calls").value, result(table, "all roll calls").n) == (0.8, 5)
    assert (result(table, SOME).value, result(table, SOME).n) == (0.5, 2)


def test_an_extract_of_few_states_is_named():
    frame = vote_frame(calls_of_table(SESSION_74), states_voting=6)
    table = measure("similarity_s").compute(frame, ask("year", 2019, 2019))
    assert set(table["basis"]) == {
        f"{basis}; {distance} distance"
        for basis in ("all roll calls", "non-unanimous among the 6 states held")
        for distance in ("absolute", "squared")
    }


def test_absent_and_not_a_member_never_count():
    day = date(2000, 12, 1)
    calls = [(i, 55, day, {"PAK": a, "RUS": b}, False) for i, (a, b) in enumerate([(1, 8), (9, 1), (1, 1)])]
    got = result(measure("same_vote_share").compute(vote_frame(calls), ask("year", 2000, 2000)), SOME)
    assert (got.value, got.n) == (100.0, 1)


def test_a_predecessor_votes_for_its_side():
    calls = calls_of_table([[3, 0, 0], [0, 0, 0], [0, 0, 1]], session=23, sides=("SUN", "PAK"))
    calls += calls_of_table([[0, 0, 0], [0, 0, 0], [0, 0, 2]], session=23, sides=("RUS", "PAK"), first=9)
    got = result(measure("vote_agreement").compute(vote_frame(calls), ask("year", 1968, 1968)), SOME)
    assert (got.value, got.n, got.actors) == (1.0, 6, PAIR)


def test_two_codes_of_one_side_count_once():
    calls = [(1, 46, date(1991, 12, 26), {"PAK": 1, "SUN": 1, "RUS": 1}, False)]
    assert result(measure("same_vote_share").compute(vote_frame(calls), ask("all", 1991, 1991)), SOME).n == 1


@pytest.mark.parametrize("name", VOTES)
def test_nothing_is_never_a_zero(name):
    """A silent complete source has no joint vote, and so no similarity; before it and in a sample likewise."""
    empty = vote_frame(calls_of_table(SESSION_74)).clear()
    for coverage, year, presence in (
        (COMPLETE, 2000, "no_data"),
        (SAMPLE, 2000, "no_data"),
        (COMPLETE, 2030, "outside_coverage"),
    ):
        table = measure(name).compute(empty, ask("year", year, year, coverage=[coverage]))
        assert set(table["coverage"]) == {presence}
        assert table["value"].null_count() == table.height > 0
        assert table["n"].sum() == 0


def test_every_session_of_the_window_has_a_row():
    frame = vote_frame(
        calls_of_table(SESSION_74, session=18) + calls_of_table(SESSION_74, session=20, first=99)
    )
    window = ask("session", date(1963, 10, 1), date(1965, 12, 31))
    rows = [m for m in measurements(measure("vote_agreement").compute(frame, window)) if m.basis == SOME]
    assert [(m.start.year, m.coverage) for m in rows] == [(1963, "value"), (1964, "no_data"), (1965, "value")]


def test_the_first_session_sat_from_january():
    frame = vote_frame(calls_of_table(SESSION_74, session=1, day=date(1946, 2, 1)))
    window = Ask(actors=PAIR, members=MEMBERS, by="session", start=date(1946, 1, 1), end=date(1946, 2, 28))
    got = result(measure("vote_agreement").compute(frame, window), SOME)
    assert (got.start, got.end, got.n) == (date(1946, 1, 1), date(1947, 8, 31), 86)


@pytest.mark.parametrize("name", ["similarity_kappa", "similarity_pi"])
def test_no_coefficient_where_nobody_varies(name):
    table = of(name, [[9, 0, 0], [0, 0, 0], [0, 0, 0]])
    assert table["value"].null_count() == table.height == 4
    assert set(table["coverage"]) == {"no_data"}
    assert set(table["n"]) == {9}


def test_kappa_of_one_odd_vote_has_no_jackknife():
    """Without the one roll call that varies, kappa is undefined, and so is its interval."""
    got = result(of("similarity_kappa", [[9, 0, 1], [0, 0, 0], [0, 0, 0]]), SOME + "; linear weights")
    assert (got.value, got.low, got.high) == (0.0, None, None)


def test_votes_without_the_view_are_refused():
    plain = vote_frame(calls_of_table(SESSION_74)).drop("unanimous")
    with pytest.raises(UsageError, match="unanimous"):
        measure("vote_agreement").compute(plain, ask())


def test_wilson_interval_by_hand():
    """p = 0.8, n = 10, z = 1.6449: centre (0.8 + 0.1353) / 1.2706, half-width 0.1953 (worked by hand)."""
    low, high = wilson(0.8, 10)
    assert (low, high) == (pytest.approx(0.5408, abs=2e-4), pytest.approx(0.9315, abs=2e-4))
    assert wilson(1.0, 5)[1] == 1.0
    with pytest.raises(ValueError, match="at least one"):
        wilson(0.5, 0)


def test_jackknife_of_a_mean_is_its_textbook_interval():
    """For a mean the jackknife variance is the sample variance over n."""
    table = np.array([[3, 1, 0], [0, 0, 0], [0, 0, 2]])
    values = np.repeat([1.0, 0.5, 0.0], [3, 1, 2])
    scale = np.array([[1.0, 0.5, 0], [0, 0, 0], [0, 0, 0]])
    low, high = jackknife(table, lambda t: float((t * scale).sum() / t.sum()))
    half = 1.6448536269514722 * values.std(ddof=1) / np.sqrt(6)
    assert (low, high) == (pytest.approx(values.mean() - half), pytest.approx(values.mean() + half))


tables = (
    st.lists(st.integers(0, 12), min_size=9, max_size=9)
    .filter(sum)
    .map(lambda cells: [cells[:3], cells[3:6], cells[6:]])
)
quick = settings(max_examples=25, deadline=None)
YEAR = ("year", 2019, 2019)


@quick
@given(tables)
def test_laws_of_vote_measures(table):
    """Bounds, interval around the value, and symmetry in the two sides."""
    bounds = {"vote_agreement": (0, 1), "same_vote_share": (0, 100)}
    there = vote_frame(calls_of_table(table))
    back = vote_frame(calls_of_table(table, sides=("PAK", "RUS")))
    for name in VOTES:
        least, most = bounds.get(name, (-1, 1))
        one, other = (measure(name).compute(f, ask(*YEAR)) for f in (there, back))
        assert dict(one.schema) == MEASUREMENT_SCHEMA
        for m, turned in zip(measurements(one), measurements(other), strict=True):
            assert m.value == (turned.value if m.value is None else pytest.approx(turned.value, abs=1e-12))
            if m.value is not None:
                assert least - 1e-9 <= m.value <= most + 1e-9
            if m.low is not None:
                assert least - 1e-9 <= m.low <= m.value + 1e-9
                assert m.value - 1e-9 <= m.high <= most + 1e-9


@quick
@given(tables, st.integers(0, 10_000))
def test_order_and_strangers_do_not_matter(table, seed):
    own = vote_frame(calls_of_table(table))
    strangers = vote_frame(calls_of_table(SESSION_77, sides=("IND", "USA")))
    mixed = pl.concat([own, strangers]).sample(fraction=1, shuffle=True, seed=seed)
    for name in VOTES:
        assert measure(name).compute(own, ask(*YEAR)).equals(measure(name).compute(mixed, ask(*YEAR)))


@quick
@given(tables)
def test_s_is_a_rescaled_agreement(table):
    frame = vote_frame(calls_of_table(table))
    agreement = result(measure("vote_agreement").compute(frame, ask(*YEAR)), SOME)
    s = result(measure("similarity_s").compute(frame, ask(*YEAR)), SOME + "; absolute distance")
    assert s.value == pytest.approx(2 * agreement.value - 1)


@quick
@given(tables)
def test_pi_is_never_above_kappa(table):
    frame = vote_frame(calls_of_table(table))
    for weights in ("linear", "quadratic"):
        basis = f"{SOME}; {weights} weights"
        kappa = result(measure("similarity_kappa").compute(frame, ask(*YEAR)), basis)
        pi = result(measure("similarity_pi").compute(frame, ask(*YEAR)), basis)
        if kappa.value is not None and pi.value is not None:
            assert pi.value <= kappa.value + 1e-9


def test_a_wider_coverage_never_hides_a_value():
    early = Coverage(date(1946, 1, 1), date(1950, 12, 31), "complete")
    frame = vote_frame(calls_of_table(SESSION_74))
    assert result(measure("vote_agreement").compute(frame, ask(*YEAR, coverage=[early])), SOME).n == 86
