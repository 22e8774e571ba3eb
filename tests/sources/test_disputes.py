"""Militarised disputes: three projects, three units, kept apart."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.errors import SourceError
from detente.sources import cow_mid, dyadic_mid, gml_mid, mie
from tests.sources.edits import fixture, with_cell

PROPERTIES = {
    "cow_mid_a.csv": (cow_mid, "dispute_summary", "dispute"),
    "cow_mid_b.csv": (cow_mid, "dispute", "dispute participant"),
    "cow_mid_i.csv": (cow_mid, "incident", "incident"),
    "cow_mid_ip.csv": (cow_mid, "incident", "incident participant"),
    "dyadic_mid_402.csv": (dyadic_mid, "dispute_dyad_year", "dispute dyad-year"),
    "gml_mid.csv": (gml_mid, "dispute_dyad_year", "dispute dyad-year"),
    "mie.csv": (mie, "incident", "incident"),
}


@pytest.mark.parametrize("name", PROPERTIES)
def test_every_statement_says_what_it_counts(name: str) -> None:
    reader, property_, unit = PROPERTIES[name]
    frame = reader.take(fixture(name), name).statements
    assert set(frame["property"]) == {property_}
    assert {json.loads(text)["unit_of_count"] for text in frame["attributes"]} == {unit}


def test_a_participant_has_a_side_and_no_opponent() -> None:
    found = cow_mid.take(fixture("cow_mid_b.csv"), "MIDB.csv")
    rows = found.statements.filter(pl.col("object") == "COW MID 9002").sort("row_number")
    assert rows["source_actors"].to_list() == [["PAK"], ["SUN"], ["AFG"]]
    assert rows["target_actors"].to_list() == [[], [], []]
    assert [json.loads(text)["side"] for text in rows["attributes"]] == ["B", "B", "A"]
    first = rows.row(0, named=True)
    assert (first["start"], first["end"], first["precision"]) == (
        date(1979, 3, 1), date(1982, 4, 14), "month",
    )  # fmt: skip
    assert (first["value"], first["text"], first["unit"]) == (4.0, "use of force", "hostility level (1-5)")
    assert json.loads(first["attributes"])["fatality"] is None


def test_a_state_can_take_part_twice_in_one_dispute() -> None:
    frame = cow_mid.take(fixture("cow_mid_b.csv"), "MIDB.csv").statements
    twice = frame.filter(pl.col("key").str.starts_with("dispute=9003 participant=770"))
    assert sorted(twice["start"]) == [date(2001, 10, 7), date(2001, 11, 1)]


def test_a_number_without_a_state_is_set_aside_with_the_reason() -> None:
    found = cow_mid.take(fixture("cow_mid_b.csv"), "MIDB.csv")
    assert [(row.row_number, row.reason) for row in found.left_out] == [
        (10, "the Correlates of War number 771 is no state at the time")
    ]
    assert found.rows == 9


def test_the_soviet_union_and_russia_share_a_number() -> None:
    frame = cow_mid.take(fixture("cow_mid_b.csv"), "MIDB.csv").statements
    named = frame.filter(pl.col("key").str.contains("participant=365"))
    assert dict(zip(named["start"].dt.year(), named["source_actors"].list.first(), strict=True)) == {
        1961: "SUN", 1980: "SUN", 2001: "RUS",
    }  # fmt: skip


def test_an_unknown_month_leaves_the_year() -> None:
    frame = cow_mid.take(fixture("cow_mid_i.csv"), "MIDI.csv").statements
    vague = frame.filter(pl.col("key") == "incident=9003002").row(0, named=True)
    assert (vague["start"], vague["end"], vague["precision"]) == (
        date(2001, 10, 1), date(2001, 12, 31), "year",
    )  # fmt: skip
    assert vague["source_actors"] == []


def test_a_known_misprint_is_put_right_and_said_so() -> None:
    data = fixture("cow_mid_ip.csv").replace(b'9003001,"RUS",365,15,9,2001,15,11,2001',
                                             b'4193001,"GRC",350,10,10,1997,3,10,1997')  # fmt: skip
    row = cow_mid.take(data, "MIDIP.csv").statements.row(0, named=True)
    assert (row["end"], row["note"]) == (date(1997, 10, 10), "endday is published as 3; MIDI has 10")
    assert json.loads(row["row"])["endday"] == "3"
    other = data.replace(b"3,10,1997", b"4,10,1997")
    with pytest.raises(SourceError, match=r"line 2: '1997-10-4' in column 'endyear' is not a date after"):
        cow_mid.take(other, "MIDIP.csv")


def test_coverage_of_the_four_files() -> None:
    covered = {n: cow_mid.take(fixture(n), n).coverage for n in PROPERTIES if n.startswith("cow_mid")}
    assert covered["cow_mid_ip.csv"].start == date(1992, 1, 1)
    assert covered["cow_mid_a.csv"].completeness == covered["cow_mid_i.csv"].completeness == "sample"
    assert covered["cow_mid_b.csv"].states == {"PAK", "SUN", "RUS", "AFG"}


def test_a_dyad_year_in_both_orders_and_both_headers() -> None:
    old = dyadic_mid.take(fixture("dyadic_mid_402.csv"), "402.csv")
    new = dyadic_mid.take(fixture("dyadic_mid_403.csv"), "403.csv")
    assert (old.release, new.release) == ("4.02", "4.03")
    assert old.statements["statement_id"].equals(new.statements["statement_id"])
    first = old.statements.row(0, named=True)
    assert (first["key"], first["source_actors"], first["target_actors"]) == (
        "dispute=9001 a=365 b=770 year=1961", ["SUN"], ["PAK"],
    )  # fmt: skip
    assert (first["object"], first["value"], first["known_from"]) == ("COW MID 9001", 4.0, date(1961, 12, 31))
    details = json.loads(first["attributes"])
    assert (details["sides"], details["fatality"], details["hostility_b"]) == ("opposed", None, 4)
    assert [row.reason for row in old.left_out] == ["the Correlates of War number 771 is no state in 1965"]


def test_gml_counts_years_under_its_own_name() -> None:
    found = gml_mid.take(fixture("gml_mid.csv"), "gml.csv")
    assert found.release == "gml-2.03"
    assert set(found.statements["object"]) == {"GML MID 9001", "GML MID 9002"}
    last = found.statements.row(5, named=True)
    assert (last["value"], last["bound"]) == (None, None)


def test_an_event_has_a_doer_a_target_and_deaths_of_both() -> None:
    found = mie.take(fixture("mie.csv"), "mie.csv")
    row = found.statements.row(1, named=True)
    assert (row["source_actors"], row["target_actors"], row["object"]) == (
        ["SUN"],
        ["PAK"],
        "MIC 9002 event 34",
    )
    assert (row["start"], row["end"], row["precision"]) == (date(1980, 5, 1), date(1980, 6, 30), "month")
    details = json.loads(row["attributes"])
    assert (details["fatalmin2"], details["fatalmax2"], details["side"]) == (18, 20, "A")
    assert json.loads(found.statements.row(2, named=True)["attributes"])["fatalmin2"] is None
    assert [row.reason for row in found.left_out] == [
        "the Correlates of War number 771 is no state at the time"
    ]


@pytest.mark.parametrize(
    ("name", "row", "column", "value", "message"),
    [
        ("cow_mid_b.csv", 2, "sidea", "2", "line 3: '2' in column 'sidea' is not a flag"),
        ("cow_mid_b.csv", 2, "hostlev", "6", "line 3: '6' in column 'hostlev' is not a code of the codebook"),
        ("cow_mid_b.csv", 1, "ccode", "3650", "line 2: '3650' in column 'ccode' is not the Correlates of War"),
        ("cow_mid_b.csv", 1, "stmon", "13", "line 2: '1961-13-8' in column 'styear' is not a date"),
        ("cow_mid_a.csv", 1, "fatalpre", "few", "line 2: 'few' in column 'fatalpre' is not a whole number"),
        ("dyadic_mid_402.csv", 1, "year", "61", "line 2: '61' in column 'year' is not a year between"),
        ("gml_mid.csv", 3, "sidea1", "", "line 4: '' in column 'sidea1' is not a side"),
        ("mie.csv", 2, "endyear", "1979", "line 3: '1979-6--9' in column 'endyear' is not a date after"),
        ("mie.csv", 2, "action", "99", "line 3: '99' in column 'action' is not an action code"),
    ],
)  # fmt: skip
def test_surprises_stop_with_the_place(name: str, row: int, column: str, value: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        PROPERTIES[name][0].take(with_cell(fixture(name), row, column, value), name)


@pytest.mark.shared
def test_the_real_files(shared: Path) -> None:
    def take(reader, name):
        found = reader.take((shared / "mid" / name).read_bytes(), name)
        assert found.statements["key"].is_unique().all()
        assert found.statements.height + len(found.left_out) == found.rows
        return found

    assert [take(cow_mid, f"MID{part} 5.0.csv").rows for part in ("A", "B", "I", "IP")] == [
        2436, 5883, 4483, 9619,
    ]  # fmt: skip
    russia = take(cow_mid, "MIDB 5.0.csv").statements.filter(pl.col("row").str.contains('"ccode":"365"'))
    letters = {
        name: russia.filter(pl.col("row").str.contains(f'"stabb":"{name}"')) for name in ("USR", "RUS")
    }
    assert {name: rows.height for name, rows in letters.items()} == {"USR": 260, "RUS": 79}
    late = letters["USR"].filter(pl.col("start") > date(1991, 12, 25))
    assert set(late["source_actors"].list.first()) == {"RUS"}  # the letters stay USR through 1992
    assert take(dyadic_mid, "dyadic_mid_4.02_7states.csv").rows == 750
    assert take(gml_mid, "gml-ddy-disputes-2.03_7states.csv").rows == 712
    events = take(mie, "mie-1.0_7states.csv").statements
    both = events.filter(
        pl.concat_list("source_actors", "target_actors").list.sort()
        == pl.lit(["PAK", "SUN"], pl.List(pl.String))
    )
    years = both["start"].dt.year().value_counts().sort("start")
    assert dict(years.iter_rows()) == {1960: 1, 1979: 1, 1980: 14, 1981: 1, 1984: 1, 1985: 2}
