from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.errors import SourceError
from detente.sources import atop
from detente.sources.source import Taken

FIXTURES = Path(__file__).parent / "fixtures"
DYADS, OFFICIAL, MEMBERS = "atop_dyads.csv", "atop_dyads_official.csv", "atop_members.csv"


def taken(name: str) -> Taken:
    return atop.take((FIXTURES / name).read_bytes(), name)


def one(frame: pl.DataFrame, key: str) -> dict:
    return frame.filter(pl.col("key") == key).row(0, named=True)


def ties(frame: pl.DataFrame, key: str) -> list[tuple]:
    rows = frame.filter(pl.col("key").str.starts_with(key)).sort("start").iter_rows(named=True)
    return [
        (
            *r["source_actors"],
            *r["target_actors"],
            r["start"].year,
            r["end"].year,
            json.loads(r["attributes"])["obligations"],
        )
        for r in rows
    ]


def test_runs_end_where_obligations_or_states_change_or_a_year_is_missing() -> None:
    frame = taken(DYADS).statements
    both = ["nonaggression", "consultation"]
    assert ties(frame, "from=770 to=365 ") == [
        ("PAK", "SUN", 1988, 1989, ["nonaggression"]),
        ("PAK", "SUN", 1990, 1991, both),
        ("PAK", "RUS", 1992, 1993, both),
    ]
    assert ties(frame, "from=365 to=770 ") == [
        ("SUN", "PAK", 1988, 1989, ["nonaggression"]),
        ("SUN", "PAK", 1991, 1991, ["nonaggression"]),
        ("RUS", "PAK", 1992, 1993, ["nonaggression"]),
    ]


def test_a_tie_in_full() -> None:
    got = one(taken(DYADS).statements, "from=770 to=365 since=1990")
    assert (got["property"], got["object"], got["realm"], got["value"]) == (
        "treaty_tie", "ATOP", "defence", None,
    )  # fmt: skip
    assert got["original"] == "defense=0 offense=0 neutral=0 nonagg=1 consul=1 in 1990-1991"
    assert (got["row_number"], got["known_from"]) == (4, date(1990, 12, 31))


def test_rows_without_obligation_or_state_are_left_out_by_name() -> None:
    assert {(left.row_number, left.reason) for left in taken(DYADS).left_out} == {
        (13, "no obligation in this year"),
        (14, "the Correlates of War number 771 is no state in 1960"),
    }


def test_both_dyad_layouts_agree() -> None:
    own, official = taken(DYADS), taken(OFFICIAL)
    assert own.statements.drop("row_number").equals(official.statements.drop("row_number"))
    assert official.coverage.states == {"PAK", "SUN", "RUS", "IND"}
    assert (official.coverage.start, official.coverage.end) == (date(1815, 1, 1), date(1993, 12, 31))


def test_membership_in_a_multilateral_treaty() -> None:
    found = taken(MEMBERS)
    got = one(found.statements, "treaty=9001 member=770 phase=2 from=1988")
    assert (got["object"], got["source_actors"]) == ("ATOP 9001", ["PAK"])
    assert (got["start"], got["end"], got["precision"], got["known_from"]) == (
        date(1988, 3, 4), None, "day", date(1988, 3, 4),
    )  # fmt: skip
    assert json.loads(got["attributes"]) == {
        "bilateral": False,
        "obligations": ["nonaggression", "consultation"],
        "phase": 2,
        "cow_alliance": "901",
        "right_censored": True,
    }
    assert (found.release, found.coverage.end) == ("4.01", date(1998, 12, 31))


def test_a_membership_goes_on_under_the_successor() -> None:
    frame = taken(MEMBERS).statements.filter(pl.col("key").str.contains("member=365")).sort("start")
    assert frame.select("key", "source_actors", "end").rows() == [
        ("treaty=9001 member=365 phase=2 from=1980", ["SUN"], date(1991, 12, 25)),
        ("treaty=9001 member=365 phase=2 from=1980 as=RUS", ["RUS"], None),
    ]


def test_a_missing_day_leaves_the_month() -> None:
    got = one(taken(MEMBERS).statements, "treaty=9002 member=770 from=1960")
    assert (got["start"], got["end"], got["precision"], got["known_from"]) == (
        date(1960, 7, 1), date(1965, 2, 28), "month", date(1960, 7, 31),
    )  # fmt: skip


def test_members_outside_the_state_system_are_left_out() -> None:
    (left,) = taken(MEMBERS).left_out
    assert (left.row_number, left.reason) == (5, "member 8888 is no state meanwhile")


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (DYADS, "770,365,1988,0", "770,365,1988,2", r"line 2: '2' in column 'atop_defense' is not a flag"),
        (DYADS, "770,365,1988", "770,365,198", r"'198' in column 'year' is not a year between"),
        (OFFICIAL, "asymm", "assym", "unknown column 'assym'"),
        (
            MEMBERS,
            "9003,,,750,1",
            "9003,,,8888,1",
            r"line 6: '8888' in column 'member' is not the Correlates",
        ),
        (MEMBERS, "1988,3,4", "1988,13,4", r"line 2: '1988-13-4' in column 'yrent' is not a date"),
        (MEMBERS, "1998,2,28", "1994,2,28", r"'1994' in column 'yrexit' is not a date after the entry"),
        (MEMBERS, "1988,3,4,0,0,0,1", "1988,3,4,0,0,0,0", r"'0' in column 'ineffect' is not what the date"),
    ],
)
def test_surprises_stop_with_the_place(file: str, old: str, new: str, message: str) -> None:
    text = (FIXTURES / file).read_text()
    assert old in text
    with pytest.raises(SourceError, match=message):
        atop.take(text.replace(old, new, 1).encode(), file)


@pytest.mark.shared
def test_the_real_files(shared: Path) -> None:
    name = "atop5_1ddyr_7states.csv"
    frame = atop.take((shared / "alliances" / name).read_bytes(), name).statements
    assert ties(frame, "from=770 to=365 ") == [
        ("PAK", "RUS", 2004, 2014, ["nonaggression"]),
        ("PAK", "RUS", 2015, 2018, ["nonaggression", "consultation"]),
    ]
    name = "atop-member-level_v4.01.csv"
    members = atop.take((shared / "alliances" / name).read_bytes(), name)
    assert members.statements["key"].is_unique().all()
    held = {
        code: set(
            members.statements.filter(pl.col("source_actors").list.contains(code) & pl.col("end").is_null())[
                "object"
            ]
        )
        for code in ("PAK", "RUS")
    }
    assert held["PAK"] & held["RUS"] == {"ATOP 3755", "ATOP 4810"}
    for treaty, entry in (("treaty=3755", 2004), ("treaty=4810", 2015)):
        (row,) = members.statements.filter(pl.col("key").str.starts_with(f"{treaty} member=770 ")).iter_rows(
            named=True
        )
        assert row["start"].year == entry
        assert json.loads(row["attributes"])["bilateral"] is False
