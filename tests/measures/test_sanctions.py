"""Sanctions: directed, by type, packed sides."""

from datetime import date

from detente.measures.registry import measure
from detente.model.finding import measurements
from tests.measures.frames import COMPLETE, PAIR, SAMPLE, ask, frame, result, said

sanctions = measure("sanctions").compute
BACK = ("RUS", "PAK")


def case(number, senders, targets, first, last, types):
    return said("sanction", f"case={number}", source="gsdb", source_actors=senders, target_actors=targets,
                object=f"GSDB case {number}", start=date(first, 1, 1), end=date(last, 12, 31),
                attributes={"types": types})  # fmt: skip


CASES = frame(
    case(1, ["RUS", "GBR"], ["IND", "PAK"], 2000, 2001, ["trade", "arms"]),
    case(2, ["SUN"], ["PAK"], 1990, 2000, ["trade"]),
    case(3, ["IGO:EU"], ["RUS"], 2000, 2005, ["travel"]),
    case(4, ["USA"], ["PAK", "RUS"], 2000, 2005, ["financial"]),
)


def test_cases_are_directed_and_counted_by_type():
    table = sanctions(CASES, ask(end=2002))
    counts = {
        (m.basis, m.start.year): m.value
        for m in measurements(table)
        if m.actors == BACK and m.coverage == "value"
    }
    assert counts == {
        ("cases of any type", 2000): 2.0,
        ("cases of any type", 2001): 1.0,
        ("cases with arms sanctions", 2000): 1.0,
        ("cases with arms sanctions", 2001): 1.0,
        ("cases with trade sanctions", 2000): 2.0,
        ("cases with trade sanctions", 2001): 1.0,
    }
    assert all(m.coverage == "true_zero" for m in measurements(table) if m.actors == PAIR)


def test_two_targets_of_one_case_do_not_sanction_each_other():
    table = sanctions(CASES.filter(CASES["key"] == "case=4"), ask())
    assert {m.value for m in measurements(table)} == {0.0}


def test_nothing_in_a_sample_is_no_data():
    table = sanctions(CASES.clear(), ask(coverage=(SAMPLE,)))
    assert {(m.value, m.coverage) for m in measurements(table)} == {(None, "no_data")}


def test_the_window_as_a_whole():
    found = result(sanctions(CASES, ask("all", end=2001, coverage=(COMPLETE,))), "cases of any type", BACK)
    assert (found.value, found.n, len(found.evidence)) == (2.0, 2, 2)
