"""Representation, visits, vetoes and weighted memberships."""

from datetime import date
from math import log

import pytest

from detente.measures.registry import measure
from detente.model.source import Coverage
from tests.measures.frames import COMPLETE, SAMPLE, ask, frame, result, said

posts, visits = measure("representation").compute, measure("visits").compute
vetoes, weighted = measure("vetoes").compute, measure("weighted_igos").compute


def post(sender, host, level, year, property_="diplomatic_representation", source="cow_diplomacy", **more):
    return said(property_, f"{sender} {host} {year}", source=source, year=year, source_actors=[sender],
                target_actors=[host], value=level, **more)  # fmt: skip


def test_each_side_has_its_level_and_years_between_have_none():
    rows = [post("PAK", "SUN", 3.0, 1985), post("SUN", "PAK", 0.0, 1985), post("PAK", "SUN", None, 1990)]
    table = posts(frame(*rows), ask(start=1985, end=1990, coverage=[SAMPLE]))
    assert result(table, actors=("PAK", "RUS"), start=1985).value == 3
    assert result(table, actors=("RUS", "PAK"), start=1985).coverage == "true_zero"
    assert result(table, actors=("PAK", "RUS"), start=1986).coverage == "no_data"
    assert result(table, actors=("PAK", "RUS"), start=1990).coverage == "no_data"


def test_us_missions_go_by_the_rank_of_their_head_and_speak_of_the_united_states_only():
    usa = (frozenset({"PAK"}), frozenset({"USA"}))
    rows = [
        post("USA", "PAK", None, year, "diplomatic_mission_year", "us_missions", mode=mode)
        for year, mode in ((2000, "embassy"), (2001, "legation"), (2002, "none"), (2003, "interests"))
    ]
    table = posts(frame(*rows), ask(start=2000, end=2003, actors=("PAK", "USA"), members=usa))
    assert table["value"].to_list() == [3, 2, 0, 1]
    assert set(map(tuple, table["actors"])) == {("USA", "PAK")}
    held = {"us_missions": (COMPLETE,)}
    assert posts(frame().clear(), ask(coverage_by_source=held)).is_empty()


def test_a_visit_told_twice_is_one_and_an_invitation_is_none():
    def told(key, day, kind="CONSULT", **more):
        given = {"source": "chronology", "event_type": kind, "mode": "visit", "status": "occurred", "start": day,
                 "end": day, "source_actors": ["SUN"], "target_actors": ["PAK"]}  # fmt: skip
        return said("event", key, **given | more)

    march = date(1968, 4, 17)
    rows = [told("a", march), told("b", march), told("c", date(1968, 5, 1)), told("d", date(1968, 6, 1), "AGREE"),
            told("e", date(1968, 7, 1), status="planned"), told("f", date(1968, 8, 1), source="document"),
            told("g", date(1968, 9, 1), source_actors=["PAK"], target_actors=["SUN"])]  # fmt: skip
    table = visits(frame(*rows), ask(start=1968, end=1968, coverage=[SAMPLE]))
    assert (result(table, actors=("RUS", "PAK")).value, result(table, actors=("PAK", "RUS")).value) == (2, 1)
    assert len(result(table, actors=("RUS", "PAK")).evidence) == 3


def test_lists_of_chinese_visits_speak_of_china_alone():
    china = (frozenset({"CHN"}), frozenset({"PAK"}))
    way = {"source": "visits", "year": 2000, "source_actors": ["CHN"], "target_actors": ["PAK"]}
    rows = [said("visit", f"v{i}", object="Name", **way) for i in range(2)]
    between = {"source": "visits", "year": 2000, "source_actors": ["CHN", "PAK"], "reciprocal": True}
    counts = {"military": 0.0, "government": 4.0, "all": None}
    rows += [
        said("visits_count", what, object=what, value=value, **between) for what, value in counts.items()
    ]
    table = visits(frame(*rows), ask(start=2000, end=2000, actors=("CHN", "PAK"), members=china))
    by_basis = {
        (*row["actors"], row["basis"]): (row["value"], row["coverage"]) for row in table.iter_rows(named=True)
    }
    counted = {
        "government, counted by year; visits": (4, "value"),
        "military, counted by year; visits": (0, "true_zero"),
    }
    assert by_basis == {
        ("CHN", "PAK", "visits recorded one by one; visits"): (2, "value"),
        **{
            (*pair, basis): value
            for pair in (("CHN", "PAK"), ("PAK", "CHN"))
            for basis, value in counted.items()
        },
    }
    assert visits(frame().clear(), ask(coverage_by_source={"visits": (SAMPLE,)})).is_empty()


def veto(member, draft, day, about, text="item"):
    return said("veto", f"{member} {draft}", source="unsc_vetoes", source_actors=[member], target_actors=about,
                object=draft, text=text, value=1.0, start=day, end=day)  # fmt: skip


def test_vetoes_in_matters_of_the_other_and_vetoes_together():
    day = date(1971, 12, 4)
    both = (frozenset({"CHN"}), frozenset({"RUS", "SUN"}))
    rows = [veto("SUN", "S/1", day, ["IND", "PAK"]), veto("SUN", "S/2", day, ["IND", "PAK"]),
            veto("SUN", "S/3", day, ["AFG"]), veto("CHN", "S/3", day, ["AFG"])]  # fmt: skip
    table = vetoes(frame(*rows), ask(start=1971, end=1972))
    assert result(table, "vetoes by RUS in matters that name PAK", start=1971).value == 2
    assert result(table, "vetoes by RUS in matters that name PAK", start=1972).coverage == "true_zero"
    assert result(table, "vetoes by PAK in matters that name RUS", start=1971).value == 0
    joint = vetoes(frame(*rows), ask(start=1971, end=1971, actors=("CHN", "RUS"), members=both))
    assert result(joint, "vetoes cast together", actors=("CHN", "RUS")).value == 1
    assert result(joint, "vetoes cast together", actors=("RUS", "CHN")).value == 1


def seat(state, igo, status, first=2000, last=2001):
    return said("igo_membership", f"{igo} {state}", source="cow_igo", source_actors=[state], object=igo,
                value=None if status is None else float(status), start=date(first, 1, 1),
                end=date(last, 12, 31))  # fmt: skip


SEATS = [
    *(seat(state, "ALL", 1) for state in ("PAK", "RUS", "IND", "USA")), seat("PAK", "TWO", 1), seat("RUS", "TWO", 1),
    seat("IND", "TWO", 0), seat("PAK", "OBS", 3), seat("RUS", "OBS", 2), seat("IND", "OBS", 1),
    seat("PAK", "OLD", 1, 1990, 1999), seat("SUN", "OLD", 1, 1990, 1991), seat("PAK", "X", None), seat("RUS", "X", 1),
]  # fmt: skip


def test_weights_by_status_and_rarity():
    table = weighted(frame(*SEATS), ask(start=2000, end=2000))
    rows = {row["basis"].split(";")[0].split(":")[0]: row for row in table.iter_rows(named=True)}
    assert rows["by status"]["value"] == pytest.approx(1 + 1 + 0.25)
    assert rows["by rarity"]["value"] == pytest.approx(log(4 / 2))
    assert rows["by status and rarity"]["value"] == pytest.approx(log(4 / 2) + 0.25 * log(4 / 1))
    assert (rows["by status"]["n"], rows["by rarity"]["n"]) == (3, 2)
    assert all("among 4 states held" in row["basis"] for row in table.iter_rows(named=True))


def test_predecessors_share_and_years_after_the_list_are_outside():
    to_2001 = Coverage(date(1946, 1, 1), date(2001, 12, 31), "complete")
    table = weighted(frame(*SEATS), ask(start=1990, end=2002, coverage=[to_2001]))
    by_status = {
        row["start"].year: row for row in table.iter_rows(named=True) if "by status:" in row["basis"]
    }
    assert by_status[1991]["value"] == 1
    assert by_status[1995]["coverage"] == "true_zero"
    assert by_status[2002]["coverage"] == "outside_coverage"


def test_a_rarer_body_weighs_more_whoever_is_asked_in_what_order():
    swapped = ask(
        start=2000, end=2000, actors=("RUS", "PAK"), members=(frozenset({"RUS", "SUN"}), frozenset({"PAK"}))
    )
    plain = weighted(frame(*SEATS), ask(start=2000, end=2000))
    assert weighted(frame(*SEATS[::-1]), swapped)["value"].to_list() == plain["value"].to_list()
    fuller = weighted(frame(*SEATS, seat("USA", "TWO", 1)), ask(start=2000, end=2000))
    rarity = [
        row["value"]
        for t in (plain, fuller)
        for row in t.iter_rows(named=True)
        if "by rarity" in row["basis"]
    ]
    assert rarity[0] > rarity[1] > 0
