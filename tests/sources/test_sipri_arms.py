from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.errors import SourceError
from detente.sources import sipri_arms
from detente.sources.sipri_layout import mend
from detente.sources.source import Taken

FIXTURES = Path(__file__).parent / "fixtures"
PREAMBLE, BOM = "sipri_arms_preamble.csv", "sipri_arms_bom.csv"
BY_DELIVERY = "sipri_arms_by_delivery.csv"


def taken(name: str) -> Taken:
    return sipri_arms.take((FIXTURES / name).read_bytes(), name)


def order(found: Taken, key: str) -> dict:
    return found.statements.filter(pl.col("key") == key).row(0, named=True)


def test_an_order_with_its_volume_and_delivery_years() -> None:
    got = order(taken(PREAMBLE), "Pakistan|Soviet Union|1970|ZZ-1")
    assert (got["source_actors"], got["target_actors"], got["object"]) == (["SUN"], ["PAK"], "ZZ-1")
    assert (got["value"], got["unit"], got["original"]) == (15, "million TIV", "15 in 1971; 1972")
    assert (got["start"], got["end"], got["known_from"]) == (
        date(1971, 1, 1), date(1972, 12, 31), date(1972, 12, 31),
    )  # fmt: skip
    assert (got["realm"], got["note"], got["row_number"]) == ("defence", "Invented", 13)
    assert json.loads(got["attributes"]) == {
        "number_ordered": 10,
        "number_ordered_estimated": True,
        "order_year": 1970,
        "order_year_estimated": True,
        "number_delivered": 10,
        "number_delivered_estimated": True,
        "delivery_years": [1971, 1972],
        "weapon_description": "APC",
        "status": "New",
        "tiv_per_unit": 1.5,
        "tiv_total_order": 15,
    }
    assert json.loads(got["row"])["Year of order is estimate"] == "?"


def test_the_supplier_is_who_delivered_not_who_took_the_order() -> None:
    got = order(taken(PREAMBLE), "Pakistan|Russia|1989|ZZ-2")
    assert got["source_actors"] == ["RUS"]


def test_orders_alike_are_told_apart_by_amount_in_either_layout() -> None:
    for name in (PREAMBLE, BOM):
        found = taken(name)
        assert order(found, "Pakistan|Russia|1999|ZZ-2")["value"] == 8
        assert order(found, "Pakistan|Russia|1999|ZZ-2 #2")["value"] == 18


def test_a_row_broken_inside_its_comment_is_read_whole_and_later_lines_keep_their_numbers() -> None:
    found = taken(PREAMBLE)
    broken = order(found, "Pakistan|Russia|1999|ZZ-2 #2")
    assert (broken["note"], broken["row_number"]) == ("Invented; via\na broker", 16)
    assert order(found, "Pakistan|Russia|1999|ZZ-2")["row_number"] == 17


def test_mending_leaves_whole_rows_alone() -> None:
    text = (FIXTURES / BOM).read_text(encoding="utf-8-sig")
    assert mend(text) == text


def test_letters_of_both_encodings() -> None:
    for name in (PREAMBLE, BOM):
        assert order(taken(name), "Pakistan|Türkiye|2018|ZZ-3 Örlin")["source_actors"] == ["TUR"]


def test_an_order_without_deliveries_stands_at_its_order_year_without_a_volume() -> None:
    got = order(taken(PREAMBLE), "Pakistan|Türkiye|2018|ZZ-3 Örlin")
    assert (got["value"], got["bound"], got["original"]) == (None, None, "")
    assert (got["start"], got["end"]) == (date(2018, 1, 1), date(2018, 12, 31))


def test_a_side_that_is_no_state_stays_empty_and_is_named() -> None:
    found = taken(PREAMBLE)
    rebels = order(found, "Syria rebels*|Russia|2015|ZZ-4")
    assert (rebels["source_actors"], rebels["target_actors"]) == (["RUS"], [])
    detail = json.loads(rebels["attributes"])
    assert (detail["recipient"], detail["recipient_kind"]) == ("Syria rebels*", "armed_group")
    unknown = order(found, "Pakistan|Unknown supplier(s)|2016|ZZ-5")
    assert (unknown["source_actors"], unknown["target_actors"]) == ([], ["PAK"])
    assert json.loads(unknown["attributes"])["supplier_kind"] == "unknown"
    assert [(left.row_number, left.reason) for left in found.left_out] == [(21, "neither side is a state")]


def test_release_and_coverage_come_from_the_file() -> None:
    old, new = taken(PREAMBLE), taken(BOM)
    assert (old.release, new.release) == ("2019 (2021-02-05)", "2022")
    assert old.release < new.release
    assert (old.coverage.start, old.coverage.end) == (date(1950, 1, 1), date(2019, 12, 31))
    assert old.coverage.states == {"PAK", "RUS", "SUN", "TUR"}


def test_layouts_share_keys_and_a_moved_delivery_is_another_statement() -> None:
    old, new = taken(PREAMBLE).statements, taken(BOM).statements
    assert set(old["key"]) < set(new["key"])
    both = old.join(new, on="key", suffix="_new")
    changed = both.filter(pl.col("statement_id") != pl.col("statement_id_new"))
    assert changed["key"].to_list() == ["Pakistan|Soviet Union|1970|ZZ-1"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "Soviet Union,1970",
            "Sovjet Union,1970",
            r"line 10: 'Sovjet Union' in column 'Supplier' is not a state",
        ),
        (",New,Invented,1.5", ",Used,Invented,1.5", r"line 10: 'Used' in column 'status'"),
        ("1970,?,10", "1970,x,10", r"'x' in column 'Year of order is estimate' is not an uncertainty mark"),
        ("1971; 1972", "1971-72", r"'1971-72; 1973' in column 'Year\(s\) of delivery' is not years"),
        ("1.5,15,15", "1.5,15,many", r"'many' in column 'SIPRI TIV of delivered weapons' is not a number"),
        ("Weapon designation", "Designation", "no line is the header of the SIPRI trade register"),
        ("Invented,1.5,15,15", "Invented", r"line 10: 13 fields where the header has 16"),
    ],
)
def test_surprises_stop_with_the_place(old: str, new: str, message: str) -> None:
    text = (FIXTURES / BOM).read_text(encoding="utf-8-sig")
    assert old in text
    with pytest.raises(SourceError, match=message):
        sipri_arms.take(text.replace(old, new, 1).encode(), BOM)


def test_the_layout_by_delivery_gives_deliveries_and_no_orders() -> None:
    found = taken(BY_DELIVERY)
    assert set(found.statements["property"]) == {"arms_delivery"}
    first = order(found, "deal=90001 year=1991")
    assert (first["source_actors"], first["target_actors"], first["object"]) == (["SUN"], ["PAK"], "ZZ-1")
    assert (first["value"], first["unit"], first["original"]) == (2.4, "million TIV", "2.4 for 6 in 1991")
    assert (first["start"], first["known_from"]) == (date(1991, 1, 1), date(1991, 12, 31))
    assert order(found, "deal=90001 year=1992")["source_actors"] == ["RUS"]
    details = json.loads(order(found, "deal=90002 year=1994")["attributes"])
    assert (details["supplier"], details["supplier_kind"]) == ("unknown supplier(s)", "unknown")
    assert (details["delivery_year_is_estimate"], details["local_production"]) == (True, True)
    assert [(row.row_number, row.reason) for row in found.left_out] == [(16, "neither side is a state")]
    assert found.release == "1994 (2025-02-17)"


def test_silence_of_the_layout_by_delivery_is_no_data() -> None:
    coverage = taken(BY_DELIVERY).coverage
    assert (coverage.start, coverage.end) == (date(1990, 1, 1), date(2001, 12, 31))
    assert coverage.completeness == "sample"


def test_surprises_in_the_layout_by_delivery() -> None:
    text = (FIXTURES / BY_DELIVERY).read_text()
    for old, new, message in (
        ("1991,No,New", "1991,No,Stolen", "line 13: 'Stolen' in column 'Status'"),
        ("90001,Russia,Pakistan,ZZ-1,APC,Armoured vehicles,1990,Yes,70,Yes,1992",
         "90001,Russia,Pakistan,ZZ-1,APC,Armoured vehicles,1990,Yes,70,Yes,1991",
         "line 14: 'deal=90001 year=1991' in column 'SIPRI AT Database ID' is not new"),
        ("90001,Russia", "90001,Ruritania", "line 13: 'Ruritania' in column 'Supplier'"),
        ("Local production", "Local", "lacks column 'Local production'"),
    ):  # fmt: skip
        assert old in text
        with pytest.raises(SourceError, match=message):
            sipri_arms.take(text.replace(old, new, 1).encode(), BY_DELIVERY)


@pytest.mark.shared
def test_the_real_file_by_delivery(shared: Path) -> None:
    name = "trade-register-api_UKR_2000-2024.csv"
    found = sipri_arms.take((shared / "sipri" / name).read_bytes(), name)
    assert (found.rows, found.statements.height, len(found.left_out)) == (382, 382, 0)
    assert found.statements["key"].is_unique().all()
    assert (found.coverage.start, found.release) == (date(2000, 1, 1), "2023 (2025-02-17)")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "delivered"),
    [
        ("trade-register_6states_latin1_preamble.csv", 1193.9),
        ("trade-register_6states_utf8bom.csv", 1220.3),
    ],
)
def test_the_real_files(shared: Path, name: str, delivered: float) -> None:
    frame = sipri_arms.take((shared / "sipri" / name).read_bytes(), name).statements
    to_pakistan = frame.filter(pl.col("target_actors").list.contains("PAK"))
    soviet, russian = (
        to_pakistan.filter(pl.col("source_actors").list.contains(code)) for code in ("SUN", "RUS")
    )
    assert (soviet.height, russian.height) == (10, 9)
    assert soviet["value"].sum() + russian["value"].sum() == pytest.approx(delivered, abs=0.05)
    assert frame["key"].is_unique().all()
