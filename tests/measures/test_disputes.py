"""Disputes by list, in each list's unit, sides apart."""

from datetime import date

from detente.measures.registry import measure
from detente.model.finding import measurements
from detente.model.source import Coverage
from tests.measures.frames import ask, frame, result, said

disputes = measure("disputes").compute
MID = Coverage(date(1816, 1, 1), date(2014, 12, 31), "complete")
INCIDENTS = Coverage(date(1992, 1, 1), date(2014, 12, 31), "complete")
GML = Coverage(date(1816, 1, 1), date(2010, 12, 31), "complete", states=frozenset({"PAK", "RUS", "SUN"}))


def part(dispute, state, side, first, last, property_="dispute", **more):
    return said(property_, f"{property_} {dispute} {state} {first}", source="cow_mid", source_actors=[state],
                object=f"COW {dispute}", start=first, end=last, attributes={"side": side} | more)  # fmt: skip


def dyad_year(source, dispute, a, b, year):
    return said("dispute_dyad_year", f"{dispute} {a} {b} {year}", source=source, year=year, source_actors=[a],
                target_actors=[b], attributes={"dispute": dispute, "year": year})  # fmt: skip


def event(confrontation, number, a, b, start, end=None):
    return said("incident", f"{confrontation} {number}", source="mie", source_actors=[a], target_actors=[b],
                start=start, end=end or start,
                attributes={"confrontation": confrontation, "event": number})  # fmt: skip


def year(y):
    return date(y, 1, 1), date(y, 12, 31)


SIDES = [
    part(253, "PAK", "A", date(1960, 5, 8), date(1960, 5, 30)),
    part(253, "SUN", "B", date(1960, 5, 1), date(1960, 7, 18)),
    part(253, "USA", "A", date(1960, 5, 1), date(1960, 7, 18)),
    part(2053, "PAK", "B", date(1979, 3, 26), date(1982, 4, 14)),
    part(2053, "SUN", "B", date(1980, 3, 1), date(1982, 4, 14)),
    part(4283, "PAK", "A", date(2001, 10, 7), date(2001, 10, 9)),
    part(4283, "RUS", "A", date(2001, 9, 15), date(2001, 11, 15)),
]


def asked(by="all", start=1947, end=2014, **by_source):
    return ask(by, start, end, coverage=(), coverage_by_source=by_source or {"cow_mid": (MID,)})


def test_sides_are_told_apart():
    table = disputes(frame(*SIDES), asked())
    assert result(table, "COW MID 5.0 disputes, opposed sides").value == 1
    assert result(table, "COW MID 5.0 disputes, same side").value == 2
    assert {m.unit for m in measurements(table)} == {"disputes"}
    assert len(result(table, "COW MID 5.0 disputes, same side").evidence) == 4


def test_a_dispute_counts_only_while_both_take_part():
    table = disputes(frame(*SIDES), asked("year", 1979, 1983))
    same = [m for m in measurements(table) if m.basis.endswith("same side")]
    assert [(m.value, m.coverage) for m in same] == [
        (0.0, "true_zero"), (1.0, "value"), (1.0, "value"), (1.0, "value"), (0.0, "true_zero"),
    ]  # fmt: skip


def test_two_spells_that_never_meet_are_no_dispute_of_the_two():
    apart = [part(9, "PAK", "A", *year(1950)), part(9, "SUN", "B", *year(1952))]
    assert result(disputes(frame(*apart), asked()), "COW MID 5.0 disputes, opposed sides").value == 0


def test_a_state_that_changes_sides_counts_on_both():
    rows = [part(9, "PAK", "A", *year(1950)), part(9, "PAK", "B", *year(1951)), part(9, "SUN", "A", date(1950, 1, 1),
            date(1951, 12, 31))]  # fmt: skip
    table = disputes(frame(*rows), asked())
    assert [m.value for m in measurements(table)] == [1.0, 1.0]


def test_dyad_years_count_once_for_both_orders_and_projects_stay_apart():
    rows = [
        dyad_year(source, 253, a, b, y)
        for source, years in (("gml_mid", (1960, 1961)), ("dyadic_mid", (1960,)))
        for y in years
        for a, b in (("PAK", "SUN"), ("SUN", "PAK"))
    ] + [dyad_year("gml_mid", 253, "PAK", "SUN", 1960) | {"key": "again", "original": "again"}]
    table = disputes(frame(*rows, *SIDES), asked(cow_mid=(MID,), gml_mid=(GML,), dyadic_mid=(MID,)))
    found = {m.basis: (m.value, m.unit) for m in measurements(table)}
    assert found == {
        "COW MID 5.0 disputes, opposed sides": (1.0, "disputes"),
        "COW MID 5.0 disputes, same side": (2.0, "disputes"),
        "Dyadic MID 4 dispute dyad-years": (1.0, "dispute dyad-years"),
        "GML MID 2.03 dispute dyad-years": (2.0, "dispute dyad-years"),
    }


def test_an_event_counts_in_the_year_it_begins_in():
    rows = [
        event(1, 1, "SUN", "PAK", date(1979, 12, 30), date(1980, 1, 5)),
        event(1, 2, "PAK", "SUN", date(1980, 1, 15)),
    ]
    table = disputes(frame(*rows), asked("year", 1979, 1980, mie=(MID,)))
    assert [m.value for m in measurements(table)] == [1.0, 1.0]


def test_incidents_of_the_participants_are_outside_coverage_before_1992():
    rows = [
        part("incident 1", state, side, date(2001, 10, 7), date(2001, 10, 9), "incident")
        for state, side in (("PAK", "A"), ("RUS", "A"))
    ]
    table = disputes(frame(*rows, *SIDES), asked("year", 1991, 2001, cow_mid=(MID, INCIDENTS)))
    same = [m for m in measurements(table) if m.basis == "COW MID 5.0 incidents, same side"]
    assert (same[0].coverage, same[1].coverage) == ("outside_coverage", "true_zero")
    assert (same[-1].value, same[-1].unit) == (1.0, "incidents")


def test_a_list_that_is_held_and_silent_gives_zeros_and_one_that_is_not_gives_nothing():
    table = disputes(frame().clear(), asked("year", 2010, 2011, gml_mid=(GML,)))
    assert [(m.basis, m.coverage) for m in measurements(table)] == [
        ("GML MID 2.03 dispute dyad-years", "true_zero"),
        ("GML MID 2.03 dispute dyad-years", "outside_coverage"),
    ]


def test_a_file_of_summaries_says_nothing_of_a_pair():
    summaries = Coverage(date(1816, 1, 1), date(2014, 12, 31), "sample")
    table = disputes(frame().clear(), asked(cow_mid=(summaries,)))
    assert {m.coverage for m in measurements(table)} == {"no_data"}
