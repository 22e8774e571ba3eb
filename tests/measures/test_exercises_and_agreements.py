"""Exercises and defence agreements: lists kept apart, what an extract speaks of, years after a list ends."""

from datetime import date

import pytest

from detente.measures.registry import measure
from detente.model.source import Coverage
from tests.measures.frames import PAIR, ask, frame, result, said

exercises, agreements = measure("joint_exercises").compute, measure("defence_agreements").compute
BOTH, ALONE = "exercises with both, others taking part or not", "exercises of the two alone"
MME = Coverage(date(1980, 1, 1), date(2010, 12, 31), "complete", frozenset({"PAK"}))
RUSSIAN = Coverage(date(2009, 1, 1), date(2018, 12, 31), "sample", frozenset({"RUS", "PAK", "CHN"}))
HELD = {"exercises_mme": (MME,), "exercises_russia": (RUSSIAN,)}


def drill(name, states, day, *, source="exercises_mme"):
    return said("joint_exercise", name, source=source, source_actors=states, object=name, reciprocal=True, start=day,
                end=day, attributes={"bilateral": len(states) == 2})  # fmt: skip


def lists(*rows, **window):
    question = ask(coverage=(MME, RUSSIAN), coverage_by_source=HELD, **window)
    return exercises(frame(*rows) if rows else frame().clear(), question)


def test_an_extract_of_one_side_speaks_of_the_pair_and_ends_where_it_ends():
    table = lists(start=2009, end=2012)
    states = {m: result(table, f"{BOTH}; exercises_mme", start=m).coverage for m in range(2009, 2013)}
    assert states == {
        2009: "true_zero",
        2010: "true_zero",
        2011: "outside_coverage",
        2012: "outside_coverage",
    }
    assert result(table, f"{BOTH}; exercises_russia", start=2010).coverage == "no_data"


def test_an_extract_of_others_says_nothing_of_the_pair():
    other = Coverage(date(1980, 1, 1), date(2010, 12, 31), "complete", frozenset({"USA"}))
    table = exercises(frame().clear(), ask(coverage=(other,), coverage_by_source={"exercises_mme": (other,)}))
    assert set(table["coverage"]) == {"no_data"}


def test_lists_are_never_added_up():
    table = lists(
        drill("A", ["PAK", "RUS"], date(2010, 3, 1)), drill("B", ["PAK", "RUS", "USA"], date(2010, 4, 1)),
        drill("A", ["PAK", "RUS"], date(2010, 3, 1), source="exercises_russia"),
        drill("C", ["PAK", "USA"], date(2010, 4, 1)), drill("D", ["SUN", "PAK"], date(1985, 4, 1)),
        start=1985, end=2010,
    )  # fmt: skip
    assert result(table, f"{BOTH}; exercises_mme", start=2010).value == 2
    assert result(table, f"{ALONE}; exercises_mme", start=2010).value == 1
    assert result(table, f"{BOTH}; exercises_russia", start=2010).value == 1
    assert result(table, f"{BOTH}; exercises_mme", start=1985).value == 1
    assert len(result(table, f"{BOTH}; exercises_mme", start=2010).evidence) == 2


def test_an_exercise_over_new_year_counts_once():
    row = drill("A", ["PAK", "RUS"], date(2009, 12, 30)) | {"end": date(2010, 1, 3)}
    table = lists(row, start=2009, end=2010)
    assert [result(table, f"{BOTH}; exercises_mme", start=y).value for y in (2009, 2010)] == [1, 0]


DCA = Coverage(date(1980, 1, 1), date(2010, 12, 31), "complete")


def run_of(first, last, value):
    flags = {"dcaAnyV1": 0, "dcaAnyV2": value, "dcaGeneralV2": value, "dcaSectorV2": 0}
    return said("defence_cooperation", f"{first}", source="dca", source_actors=list(PAIR), reciprocal=True,
                value=float(value), start=date(first, 1, 1), end=date(last, 12, 31), attributes=flags)  # fmt: skip


def test_agreements_in_force_absent_and_after_the_list():
    table = agreements(
        frame(run_of(1980, 2000, 0), run_of(2001, 2010, 1)), ask(start=2000, end=2014, coverage=[DCA])
    )
    broad = {
        y: result(table, "any agreement, broad reading", start=y) for y in (2000, 2001, 2010, 2011, 2014)
    }
    assert [broad[y].value for y in broad] == [0, 1, 1, None, None]
    assert [broad[y].coverage for y in broad] == [
        "true_zero",
        "value",
        "value",
        "outside_coverage",
        "outside_coverage",
    ]
    assert result(table, "any agreement, strict reading", start=2005).coverage == "true_zero"
    assert len(broad[2001].evidence) == 1


def test_a_pair_that_a_complete_list_lacks_has_a_true_zero():
    table = agreements(
        frame().clear(), ask(start=1990, end=1990, coverage=[DCA], coverage_by_source={"dca": (DCA,)})
    )
    assert set(table["coverage"]) == {"true_zero"}


@pytest.mark.parametrize("name", ["joint_exercises", "defence_agreements"])
def test_row_order_and_other_pairs_change_nothing(name):
    rows = [drill("A", ["PAK", "RUS"], date(2000, 3, 1)), drill("B", ["PAK", "RUS"], date(2000, 4, 1)),
            run_of(1980, 2001, 1)]  # fmt: skip
    other = drill("C", ["IND", "USA"], date(2000, 3, 1))
    plain = measure(name).compute(frame(*rows), ask())
    assert measure(name).compute(frame(*rows[::-1], other), ask()).equals(plain)
