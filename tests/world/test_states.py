"""The table of states and the codes of other systems, on dates."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import UnknownActorError
from detente.world.organisations import ORGANISATIONS, organisation
from detente.world.states import (
    STATES,
    expand,
    from_cow,
    from_cow_within,
    from_gw,
    from_iso2,
    from_iso3,
    joint_start,
    label,
    spans,
    state,
)

CODES = sorted({s.code for s in STATES})


@pytest.mark.parametrize(
    ("number", "on", "code"),
    [
        (365, "1968-01-01", "SUN"), (365, "1991-12-25", "SUN"), (365, "1991-12-26", "RUS"),
        (365, "2000-01-01", "RUS"), (770, "1950-01-01", "PAK"), (770, "1971-12-15", "PAK"),
        (770, "1971-12-16", "PAK"), (771, "1971-12-16", "BGD"), (255, "1940-01-01", "DEU"),
        (255, "1990-10-03", "DEU"), (260, "1990-10-02", "DEU"), (265, "1989-11-09", "DDR"),
        (345, "1980-01-01", "YUG"), (345, "1999-01-01", "YUG"), (345, "2004-01-01", "SCG"),
        (345, "2010-01-01", "SRB"), (816, "1965-01-01", "VDR"), (816, "1976-07-02", "VNM"),
        (817, "1965-01-01", "RVN"), (678, "1970-01-01", "YEM"), (679, "1990-05-22", "YEM"),
        (680, "1980-01-01", "YMD"), (625, "2000-01-01", "SDN"), (626, "2011-07-09", "SSD"),
        (530, "1992-01-01", "ETH"), (530, "1993-05-24", "ETH"), (531, "1993-05-24", "ERI"),
        (315, "1992-12-31", "CSK"), (316, "1993-01-01", "CZE"), (317, "1993-01-01", "SVK"),
        (510, "1962-01-01", "TZA"), (511, "1963-12-20", "ZAN"), (731, "1950-06-25", "PRK"),
        (732, "1950-06-25", "KOR"), (710, "1950-01-01", "CHN"), (713, "1950-01-01", "TWN"),
        (651, "1960-01-01", "EGY"), (369, "1950-01-01", "UKR"), (370, "1950-01-01", "BLR"),
        (750, "1946-12-01", "IND"), (740, "1947-01-01", "JPN"), (970, "1975-01-01", "NRU"),
    ],
)  # fmt: skip
def test_cow_numbers_stand_for_the_state_of_the_day(number: int, on: str, code: str) -> None:
    assert from_cow(number, date.fromisoformat(on)) == code


@pytest.mark.parametrize(
    ("number", "on", "code"),
    [
        (260, "2000-01-01", "DEU"), (678, "2000-01-01", "YEM"), (340, "2010-01-01", "SRB"),
        (345, "2006-06-04", "SCG"), (365, "1960-01-01", "SUN"), (652, "1960-01-01", "SYR"),
        (970, "2005-01-01", "KIR"), (711, "1949-01-01", "TBT"),
    ],
)  # fmt: skip
def test_gleditsch_ward_numbers_where_they_differ_from_cow(number: int, on: str, code: str) -> None:
    assert from_gw(number, date.fromisoformat(on)) == code


def test_a_number_without_a_state_on_that_day_says_when_it_has_one() -> None:
    with pytest.raises(UnknownActorError, match=r"'771' on 1965-01-01 \(it is BGD from 1971-12-16\)"):
        from_cow(771, date(1965, 1, 1))
    with pytest.raises(UnknownActorError, match="no state has the COW number '9999'"):
        from_cow(9999, date(2000, 1, 1))
    with pytest.raises(UnknownActorError):
        from_gw(255, date(2000, 1, 1))


@pytest.mark.parametrize(
    ("number", "year", "code"),
    [(771, 1971, "BGD"), (365, 1991, "SUN"), (365, 1992, "RUS"), (817, 1975, "RVN"), (679, 1990, "YEM"),
     (255, 1990, "DEU"), (511, 1964, "ZAN"), (816, 1976, "VNM"), (345, 2003, "SCG")],
)  # fmt: skip
def test_a_year_belongs_to_the_state_that_holds_the_number_longest_in_it(
    number: int, year: int, code: str
) -> None:
    assert from_cow_within(number, date(year, 1, 1), date(year, 12, 31)) == code


def test_a_year_before_the_state_has_none() -> None:
    with pytest.raises(UnknownActorError, match="1970"):
        from_cow_within(771, date(1970, 1, 1), date(1970, 12, 31))


def test_iso_codes_take_a_date() -> None:
    assert from_iso2("RU", date(1968, 1, 1)) == "SUN"
    assert from_iso2("su", date(1968, 1, 1)) == "SUN"
    assert from_iso2("CS", date(1980, 1, 1)) == "CSK"
    assert from_iso2("CS", date(2005, 1, 1)) == "SCG"
    assert from_iso3("RUS", date(1968, 1, 1)) == "SUN"
    assert from_iso3("SRB", date(1980, 1, 1)) == "YUG"
    assert from_iso3("ZAR", date(1980, 1, 1)) == "COD"
    assert from_iso3("BUR", date(1960, 1, 1)) == "MMR"
    with pytest.raises(UnknownActorError, match=r"'SUN' on 2000-01-01.*On that day it is RUS"):
        from_iso3("SUN", date(2000, 1, 1))
    with pytest.raises(UnknownActorError):
        from_iso2("YU", date(2010, 1, 1))


def test_no_two_states_share_a_number_on_a_day() -> None:
    clashes = [
        (a.code, b.code)
        for a, b in combinations(STATES, 2)
        for mine, theirs in ((a.cow, b.cow), (a.gw, b.gw), (a.iso2, b.iso2), (a.code, b.code))
        if mine is not None and mine == theirs
        and a.start <= (b.end or date.max) and b.start <= (a.end or date.max)
    ]  # fmt: skip
    assert clashes == []


def test_rows_hold_together() -> None:
    for row in STATES:
        assert row.end is None or row.start <= row.end, row
        assert len(row.code) == 3 and row.code.isupper()
        if row.successor:
            after = [s for s in spans(row.successor) if s.cow == row.cow and s.start > row.start]
            assert row.end is not None and (after[0].start - row.end).days == 1, row
    assert [(s.code, s.start) for s in STATES] == sorted((s.code, s.start) for s in STATES)


def test_united_nations_members_and_microstates_are_there() -> None:
    living = {s.code for s in STATES if s.end is None}
    assert len(living) == 202  # 193 UN members, VAT, PSE, XKX, TWN, COK, NIU, ESH, ABK, SOT
    assert {"TUV", "NRU", "LIE", "SMR", "MCO", "AND", "PLW", "VAT"} <= living


def test_expansion_holds_predecessors_and_never_successors() -> None:
    assert expand("RUS") == {"RUS", "SUN"}
    assert expand("RUS", exact=True) == {"RUS"}
    assert expand("SUN") == {"SUN"}
    assert expand("SRB") == {"SRB", "SCG", "YUG"}
    assert expand("PAK") == {"PAK"}
    assert expand("DEU") == {"DEU"}
    assert expand("IGO:SCO") == {"IGO:SCO"}
    with pytest.raises(UnknownActorError):
        expand("XXX")
    with pytest.raises(UnknownActorError):
        expand("IGO:NOPE")


@given(st.sampled_from(CODES))
@settings(max_examples=60)
def test_expansion_is_idempotent(code: str) -> None:
    once = expand(code)
    assert frozenset(c for member in once for c in expand(member)) == once


@given(st.sampled_from(STATES), st.integers(0, 80_000))
@settings(max_examples=150)
def test_a_row_is_found_by_its_numbers_on_any_of_its_days(row: object, offset: int) -> None:
    from detente.model.actor import State

    assert isinstance(row, State)
    days = ((row.end or date(2030, 1, 1)) - row.start).days + 1
    on = date.fromordinal(row.start.toordinal() + offset % days)
    if row.cow is not None:
        assert from_cow(row.cow, on) == row.code
    if row.gw is not None:
        assert from_gw(row.gw, on) == row.code
    if row.iso2 is not None:
        assert from_iso2(row.iso2, on) == row.code


def test_labels_and_first_joint_days() -> None:
    assert label("PAK") == "Pakistan"
    assert label("SUN") == "Soviet Union"
    assert label("RUS") == "Russia"
    assert label("IGO:SCO") == "Shanghai Cooperation Organisation"
    assert state("DEU").cow == 255
    assert joint_start("PAK", "RUS") == joint_start("RUS", "PAK") == date(1947, 8, 14)
    assert joint_start("EST", "PAK") == date(1991, 9, 6)  # not Estonia's years before 1940
    assert joint_start("BGD", "RUS") == date(1971, 12, 16)
    with pytest.raises(UnknownActorError, match="never existed at the same time"):
        joint_start("BAV", "PAK")


def test_organisations() -> None:
    assert organisation("IGO:SCO").start == date(2001, 6, 15)
    assert organisation("IGO:SEATO").end == date(1977, 6, 30)
    assert len({o.code for o in ORGANISATIONS}) == len(ORGANISATIONS)
    with pytest.raises(UnknownActorError):
        organisation("IGO:XYZ")
