from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.errors import SourceError
from detente.sources import cow_alliances
from detente.sources.source import Taken
from tests.sources.edits import fixture

FIXTURES = Path(__file__).parent / "fixtures"
BY_MEMBER, YEARLY = "cow_alliances_by_member.csv", "cow_alliances_yearly.csv"


def taken(name: str) -> Taken:
    return cow_alliances.take((FIXTURES / name).read_bytes(), name)


def one(frame: pl.DataFrame, key: str) -> dict:
    return frame.filter(pl.col("key") == key).row(0, named=True)


def test_a_membership_in_full() -> None:
    got = one(taken(BY_MEMBER).statements, "alliance=902 member=770 from=2001-06-05")
    assert (got["property"], got["object"], got["source_actors"]) == (
        "alliance_membership", "COW alliance 902", ["PAK"],
    )  # fmt: skip
    assert (got["start"], got["end"], got["known_from"], got["precision"]) == (
        date(2001, 6, 5), None, date(2001, 6, 5), "day",
    )  # fmt: skip
    assert json.loads(got["attributes"]) == {
        "type": "Type I: Defense Pact",
        "defense": True,
        "neutrality": False,
        "nonaggression": False,
        "entente": None,
        "obligations": ["defense"],
        "members": 3,
        "bilateral": False,
        "left_censored": False,
        "right_censored": True,
    }


def test_a_spell_over_1991_is_told_of_both_states() -> None:
    frame = taken(BY_MEMBER).statements
    first = one(frame, "alliance=901 member=365 from=1970-02-01")
    then = one(frame, "alliance=901 member=365 from=1970-02-01 as=RUS")
    assert (first["source_actors"], first["end"]) == (["SUN"], date(1991, 12, 25))
    assert (then["source_actors"], then["start"], then["end"]) == (
        ["RUS"], date(1991, 12, 26), date(1995, 4, 3),
    )  # fmt: skip
    assert json.loads(first["attributes"])["bilateral"] is True


def test_the_yearly_layout_gives_the_same_spells_once() -> None:
    columns = ["key", "source_actors", "start", "end", "known_from"]
    spells = taken(BY_MEMBER).statements.filter(~pl.col("key").str.contains("member=750"))
    yearly = taken(YEARLY)
    assert yearly.statements.select(columns).sort("key").equals(spells.select(columns).sort("key"))
    assert (yearly.rows, yearly.statements.height) == (8, 4)


def test_an_extract_does_not_count_members() -> None:
    frame = taken(YEARLY).statements
    details = [json.loads(text) for text in frame["attributes"]]
    assert {(d["members"], d["bilateral"]) for d in details} == {(None, None)}


def test_coverage_is_complete_for_the_states_of_the_file() -> None:
    coverage = taken(BY_MEMBER).coverage
    assert (coverage.start, coverage.end) == (date(1816, 1, 1), date(2012, 12, 31))
    assert (coverage.completeness, coverage.states) == ("complete", {"PAK", "IND", "SUN", "RUS"})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Type I: Defense Pact", "Type IV: Other", r"line 4: 'Type IV: Other' in column 'ss_type'"),
        ("901,365", "901,366000", r"line 2: '366000' in column 'ccode'"),
        ("3,4,1995,0,0", "31,4,1995,0,0", r"line 2: '1995-4-31' in column 'mem_end_year' is not a date"),
        (",,0,1,1,0,0,", ",,0,0,1,0,0,", r"line 4: '0' in column 'right_censor' is not what the date"),
        ("entente", "ententes", "in no layout of this data set"),
    ],
)
def test_surprises_stop_with_the_place(old: str, new: str, message: str) -> None:
    text = (FIXTURES / BY_MEMBER).read_text()
    assert old in text
    with pytest.raises(SourceError, match=message):
        cow_alliances.take(text.replace(old, new, 1).encode(), BY_MEMBER)


@pytest.mark.shared
def test_the_real_files(shared: Path) -> None:
    name = "alliance_v4.1_by_member.csv"
    frame = cow_alliances.take((shared / "alliances" / name).read_bytes(), name).statements
    assert frame["key"].is_unique().all()
    held = {code: frame.filter(pl.col("source_actors").list.contains(code)) for code in ("PAK", "RUS", "SUN")}
    assert held["PAK"].height == 7
    assert not set(held["PAK"]["object"]) & {*held["RUS"]["object"], *held["SUN"]["object"]}
    name = "alliance_v4.1_by_member_yearly_7states.csv"
    yearly = cow_alliances.take((shared / "alliances" / name).read_bytes(), name).statements
    seven = frame.filter(pl.col("key").is_in(yearly["key"].to_list()))
    assert (
        seven.select("key", "start", "end")
        .sort("key")
        .equals(yearly.select("key", "start", "end").sort("key"))
    )


def test_a_year_outside_the_membership_of_its_own_row_is_set_aside() -> None:
    """The published yearly file gives a pact that was renewed in 1945 five years before that."""
    early = fixture(YEARLY).replace(b",1,1,1970,4.1", b",1,1,1969,4.1")
    found = cow_alliances.take(early, YEARLY)
    assert [(row.row_number, row.reason) for row in found.left_out] == [
        (2, "the year 1969 lies outside the membership that the row itself states")
    ]
    plain = taken(YEARLY).statements
    assert found.statements.select("key", "start", "end").equals(plain.select("key", "start", "end"))
