"""Representation, missions, visa rules and defence cooperation."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.errors import SourceError
from detente.sources import cow_diplomacy, dca, diplometrics, us_missions, visa_rules
from detente.sources.source import Taken
from tests.sources.edits import fixture, with_cell
from tests.sources.workbooks import workbook


def row_of(found: Taken, key: str, property_: str | None = None) -> dict:
    rows = found.statements.filter(pl.col("key") == key)
    if property_:
        rows = rows.filter(pl.col("property") == property_)
    assert rows.height == 1
    return rows.row(0, named=True)


def test_a_level_is_of_the_sender_at_the_host() -> None:
    found = cow_diplomacy.take(fixture("cow_diplomacy.csv"), "d.csv")
    at_moscow = row_of(found, "from=770 at=365 year=1955")
    at_karachi = row_of(found, "from=365 at=770 year=1955")
    assert (at_moscow["source_actors"], at_moscow["target_actors"], at_moscow["value"]) == (
        ["PAK"],
        ["SUN"],
        3.0,
    )
    assert (at_karachi["source_actors"], at_karachi["value"], at_karachi["text"]) == (
        ["SUN"], 1.0, "charge d'affaires",
    )  # fmt: skip


def test_other_is_no_level_and_none_is_zero() -> None:
    found = cow_diplomacy.take(fixture("cow_diplomacy.csv"), "d.csv")
    other = row_of(found, "from=770 at=365 year=1950")
    assert (other["value"], other["bound"], other["original"]) == (None, None, "9")
    broken = row_of(found, "states=750,770 year=1975")
    assert (broken["property"], broken["value"], broken["reciprocal"]) == ("diplomatic_exchange", 0.0, True)
    assert row_of(found, "from=770 at=750 year=1975")["value"] == 0.0


def test_the_other_order_of_a_pair_must_say_the_same() -> None:
    found = cow_diplomacy.take(fixture("cow_diplomacy.csv"), "d.csv")
    assert [(row.row_number, row.reason) for row in found.left_out] == [
        (4, "says of the pair what line 3 says"),
        (6, "the Correlates of War number 771 is no state in 1965"),
    ]
    with pytest.raises(SourceError, match="line 4: '365' in column 'ccode1' is not the pair of line 3"):
        cow_diplomacy.take(with_cell(fixture("cow_diplomacy.csv"), 3, "DR_at_2", "2"), "d.csv")


def test_years_between_are_not_zero() -> None:
    coverage = cow_diplomacy.take(fixture("cow_diplomacy.csv"), "d.csv").coverage
    sides = [frozenset({"PAK"}), frozenset({"RUS", "SUN"})]
    assert coverage.silence_of(sides, date(1953, 1, 1), date(1953, 12, 31)) == "no_data"


def test_missions_are_cut_where_the_host_is_followed_by_another() -> None:
    found = us_missions.take(fixture("us_missions_range.csv"), "m.csv")
    soviet = row_of(found, "host=365 from=1933-12-13")
    russian = row_of(found, "host=365 from=1933-12-13 as=RUS")
    assert (soviet["target_actors"], soviet["end"]) == (["SUN"], date(1991, 12, 25))
    assert (russian["target_actors"], russian["end"], russian["mode"]) == (["RUS"], None, "embassy")
    assert json.loads(russian["attributes"])["right_censored"] is True
    assert row_of(found, "host=700 from=1989-01-30")["mode"] == "none"
    assert [row.reason for row in found.left_out] == [
        "the Correlates of War number 771 is no state from 1960-01-01 to 1960-12-31"
    ]


def test_yearly_missions_are_runs() -> None:
    found = us_missions.take(fixture("us_missions_yearly.csv"), "m.csv")
    assert found.statements.select("key", "start", "end").sort("key").rows() == [
        ("host=365 year from=1990", date(1990, 1, 1), date(1991, 12, 31)),
        ("host=365 year from=1992", date(1992, 1, 1), date(1992, 12, 31)),
        ("host=700 year from=2001", date(2001, 1, 1), date(2001, 12, 31)),
        ("host=700 year from=2002", date(2002, 1, 1), date(2002, 12, 31)),
    ]
    assert found.rows == 6


def test_us_missions_by_year_of_version_0_2_tell_how_a_year_began_and_ended() -> None:
    found = us_missions.take(fixture("us_missions_yearly_0.2.csv"), "m.csv")
    first, later = found.statements.sort("start").iter_rows(named=True)
    assert json.loads(first["attributes"]) == {
        "min": "None", "max": "Embassy", "median": "Embassy", "mode": "Embassy", "start": "None", "end": "Embassy",
    }  # fmt: skip
    assert (later["start"], later["end"]) == (date(1948, 1, 1), date(1949, 12, 31))
    with pytest.raises(
        SourceError, match=r"line 2: 'Palace' in column 'us_mission_end' is not a kind of mission"
    ):
        us_missions.take(
            with_cell(fixture("us_missions_yearly_0.2.csv"), 1, "us_mission_end", "Palace"), "m.csv"
        )


def test_a_visa_rule_is_of_the_destination_and_undated() -> None:
    found = visa_rules.take(fixture("visa_rules.csv"), "v.csv")
    rule = row_of(found, "destination=RUS passport=PAK")
    assert (rule["source_actors"], rule["target_actors"], rule["mode"]) == (["RUS"], ["PAK"], "visa required")
    assert (rule["start"], rule["known_from"]) == (None, None)
    free = row_of(found, "destination=CHN passport=RUS")
    assert (free["value"], free["unit"], free["mode"]) == (30.0, "days without a visa", "visa free")
    assert [row.reason for row in found.left_out] == [
        "the passport of the destination itself", "one side is a territory",
    ]  # fmt: skip


def test_diplometrics_in_either_spelling() -> None:
    data = fixture("diplometrics.csv")
    found = diplometrics.take(data, "d.csv")
    row = row_of(found, "from=Pakistan at=Russia year=1970")
    assert (row["target_actors"], row["value"], row["unit"]) == (
        ["SUN"],
        1.0,
        "level of representation (LOR)",
    )
    assert [row.reason for row in found.left_out] == ["Bangladesh is no state in 1965"]
    other = diplometrics.take(data.replace(b"SendingCountry", b"Sending Country"), "d.csv")
    assert other.statements["statement_id"].equals(found.statements["statement_id"])


def test_diplometrics_from_the_workbook() -> None:
    rows = [line.split(",") for line in fixture("diplometrics.csv").decode().splitlines()]
    data = workbook({"About": [["made up"]], "Data": rows})
    found = diplometrics.take(data, "d.xlsx")
    plain = diplometrics.take(fixture("diplometrics.csv"), "d.csv")
    assert found.statements["statement_id"].equals(plain.statements["statement_id"])
    assert found.statements["row_number"].equals(plain.statements["row_number"])
    with pytest.raises(
        SourceError, match=r"d.xlsx: no sheet of the workbook \(About\) begins with the columns Dest"
    ):
        diplometrics.take(workbook({"About": [["made up"]]}), "d.xlsx")
    with pytest.raises(SourceError, match=r"d.xlsx: this is no Excel workbook, or it is cut off"):
        diplometrics.take(b"PK\x03\x04", "d.xlsx")


def test_no_agreement_is_a_zero_inside_the_years_only() -> None:
    found = dca.take(fixture("dca.csv"), "dca.csv")
    none = row_of(found, "states=365,770 since=1991")
    assert (none["source_actors"], none["value"], none["end"]) == (["SUN", "PAK"], 0.0, date(1991, 12, 31))
    some = row_of(found, "states=710,770 since=1991")
    assert (some["value"], some["start"], some["end"]) == (1.0, date(1991, 1, 1), date(1992, 12, 31))
    assert json.loads(some["attributes"])["dcaGeneralV2"] == 0
    assert [row.reason for row in found.left_out] == [
        "the Correlates of War number 531 is no state in 1985", "says of the pair what an earlier row says",
    ]  # fmt: skip
    sides = [frozenset({"PAK"}), frozenset({"RUS", "SUN"})]
    assert dca.SOURCE.coverage.silence_of(sides, date(2014, 1, 1), date(2014, 12, 31)) == "outside_coverage"
    with pytest.raises(SourceError, match=r"line 4: '2014' in column 'year' is not a year of the data set"):
        dca.take(with_cell(fixture("dca.csv"), 3, "year", "2014"), "dca.csv")
    with pytest.raises(SourceError, match=r"line 5: '0' in column 'dcaAnyV2' is not what another row"):
        dca.take(with_cell(fixture("dca.csv"), 4, "dcaAnyV2", "0"), "dca.csv")
    with pytest.raises(SourceError, match=r"Give DCAD-v1.0-dyadic.csv"):
        dca.take(b"country1,country2,Year\nUSA,CAN,1984\n", "main.csv")


@pytest.mark.parametrize(
    ("reader", "name", "row", "column", "value", "message"),
    [
        (cow_diplomacy, "cow_diplomacy.csv", 1, "DR_at_1", "4", "line 2: '4' in column 'DR_at_1' is not a level"),
        (cow_diplomacy, "cow_diplomacy.csv", 1, "version", "2019", "line 2: '2019' in column 'version'"),
        (us_missions, "us_missions_range.csv", 1, "us_mission_status", "Palace", "line 2: 'Palace' in column"),
        (us_missions, "us_missions_range.csv", 2, "date_end", "1946-01-01", "line 3: '1946-01-01' in column"),
        (us_missions, "us_missions_yearly.csv", 1, "country_code_cow", "9999", "line 2: '9999' in column"),
        (visa_rules, "visa_rules.csv", 1, "Requirement", "ask nicely", "line 2: 'ask nicely' in column"),
        (visa_rules, "visa_rules.csv", 1, "Requirement", "-1", "line 2: '-1' in column 'Requirement' is not -1 for"),
        (visa_rules, "visa_rules.csv", 1, "Passport", "ZZZ", "line 2: 'ZZZ' in column 'Passport'"),
        (diplometrics, "diplometrics.csv", 1, "Destination", "Atlantis", "line 2: 'Atlantis' in column"),
        (dca, "dca.csv", 1, "dcaAnyV1", "2", "line 2: '2' in column 'dcaAnyV1' is not a flag"),
    ],
)  # fmt: skip
def test_surprises_stop_with_the_place(reader, name, row, column, value, message) -> None:
    with pytest.raises(SourceError, match=message):
        reader.take(with_cell(fixture(name), row, column, value), name)


@pytest.mark.shared
def test_the_real_files(shared: Path) -> None:
    def take(reader, name):
        found = reader.take((shared / "diplomacy" / name).read_bytes(), name)
        assert found.statements.select("key", "property").is_unique().all()
        return found

    exchange = take(cow_diplomacy, "Diplomatic_Exchange_2006v1_PAK.csv")
    assert (exchange.rows, exchange.statements.height) == (55, 165)
    level = exchange.statements.filter(pl.col("key").str.starts_with("from=770 at=365")).sort("start")
    assert level["original"].to_list() == ["9"] * 4 + ["3"] * 8
    missions = take(us_missions, "us_mission_status_range_cow_v0.1.csv")
    assert missions.rows == 656
    pakistan = missions.statements.filter(pl.col("target_actors").list.contains("PAK")).sort("start")
    assert pakistan.select("start", "end", "mode").rows()[-1] == (date(1947, 8, 15), None, "embassy")
    assert take(us_missions, "us_mission_status_yearly_cow_v0.1_7states.csv").rows == 690
    rules = take(visa_rules, "passport-index-tidy-iso3_7states.csv")
    assert row_of(rules, "destination=PAK passport=RUS")["mode"] == "eta"
    assert (rules.rows, rules.statements.height, len(rules.left_out)) == (49, 42, 7)
