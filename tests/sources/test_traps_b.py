"""Traps 1 and 3 to 8: facts met in real rows, on made-up rows in the original format and on the files themselves."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.measures.registry import measure
from detente.model.finding import measurements
from detente.sources import (
    atop,
    cow_alliances,
    cow_igo,
    cow_mid,
    dyadic_mid,
    gem_lng,
    gem_pipelines,
    gml_mid,
    gsdb,
    mie,
    sipri_arms,
)
from tests.measures.frames import ask
from tests.sources.edits import fixture


def named(frame: pl.DataFrame, column: str, *codes: str) -> pl.DataFrame:
    return frame.filter(pl.any_horizontal([pl.col(column).list.contains(code) for code in codes]))


def details(row: dict) -> dict:
    return json.loads(row["attributes"])


def test_trap_1_sipri_splits_the_state() -> None:
    frame = sipri_arms.take(fixture("sipri_arms_by_delivery.csv"), "s.csv").statements
    deal = frame.filter(pl.col("object") == "ZZ-1").sort("start")
    assert deal["source_actors"].to_list() == [["SUN"], ["RUS"]]  # one deal, "Russia" in both rows


@pytest.mark.shared
def test_trap_1_sipri_splits_the_state_in_the_register(shared: Path) -> None:
    name = "sipri/trade-register_6states_utf8bom.csv"
    frame = named(sipri_arms.take((shared / name).read_bytes(), name).statements, "target_actors", "PAK")
    assert [named(frame, "source_actors", code).height for code in ("SUN", "RUS")] == [10, 9]
    estimated = [details(row)["order_year_estimated"] for row in frame.iter_rows(named=True)]
    assert {True, False} <= set(estimated)
    several = [details(row)["delivery_years"] for row in frame.iter_rows(named=True)]
    assert max(map(len, several)) > 5
    name = "sipri/trade-register-api_UKR_2000-2024.csv"
    new = sipri_arms.take((shared / name).read_bytes(), name).statements
    turkish = new.filter(pl.col("row").str.contains('"Supplier":"Turkiye"'))
    assert turkish.height > 0
    assert set(turkish["source_actors"].list.first()) == {"TUR"}


def test_trap_3_gsdb_packs_states_in_one_cell() -> None:
    frame = gsdb.take(fixture("gsdb.csv"), "g.csv").statements
    case = frame.filter(pl.col("key") == "case=9003").row(0, named=True)
    assert case["target_actors"] == ["GMB", "RUS", "VEN", "PAK"]
    both = details(frame.filter(pl.col("key") == "case=9002").row(0, named=True))["objectives"]
    assert [(pair["objective"], pair["success"]) for pair in both] == [
        ("territorial_conflict", "failed"), ("end_war", "success_part"),
    ]  # fmt: skip


@pytest.mark.shared
def test_trap_3_gsdb_packs_states_in_the_real_cells(shared: Path) -> None:
    frame = gsdb.take((shared / "gsdb/GSDB_V4_PAK_RUS.csv").read_bytes(), "GSDB.csv").statements
    case = frame.filter(pl.col("key") == "case=1176").row(0, named=True)
    assert (case["source_actors"], case["target_actors"]) == (["GBR"], ["GMB", "RUS", "VEN", "PAK"])
    assert "EGY" in named(frame, "target_actors", "EGY").row(0, named=True)["target_actors"]
    assert named(frame, "target_actors", "PAK").height == 30


@pytest.mark.shared
def test_trap_4_sco_three_dates(shared: Path) -> None:
    """The IGO list has no membership to 2014, ATOP counts from the decision of 2015; accession was in 2017."""
    name = "igo/state_year_format3_7states.csv"
    igo = named(cow_igo.take((shared / name).read_bytes(), name).statements, "source_actors", "PAK")
    held = igo.filter(pl.col("object") == "SCO")
    assert held.select("value", "end").rows() == [(0.0, date(2014, 12, 31))]
    name = "alliances/atop-member-level_v4.01.csv"
    treaty = atop.take((shared / name).read_bytes(), name).statements
    charter = named(treaty.filter(pl.col("object") == "ATOP 4810"), "source_actors", "PAK")
    assert charter["start"].to_list() == [date(2015, 6, 10)]
    # Each says its own under its own source and property: nothing puts them on one line.
    assert (set(held["property"]), set(charter["property"])) == ({"igo_membership"}, {"treaty_membership"})


@pytest.mark.shared
def test_trap_5_atop_multilateral_tie(shared: Path) -> None:
    """A non-aggression tie of the two from 2004 is a treaty of South-East Asia; COW has no alliance of the two."""
    name = "alliances/atop5_1ddyr_7states.csv"
    ties = atop.take((shared / name).read_bytes(), name).statements
    pair = named(named(ties, "source_actors", "PAK"), "target_actors", "RUS")
    assert [details(row)["obligations"] for row in pair.sort("start").iter_rows(named=True)] == [
        ["nonaggression"], ["nonaggression", "consultation"],
    ]  # fmt: skip
    name = "alliances/atop-member-level_v4.01.csv"
    members = atop.take((shared / name).read_bytes(), name).statements
    both = members.filter(pl.col("object").is_in(["ATOP 3755", "ATOP 4810"]))
    assert {details(row)["bilateral"] for row in both.iter_rows(named=True)} == {False}
    table = measure("formal_ties").compute(pl.concat([ties, members]), ask(start=2004, end=2004))
    assert {m.basis: m.value for m in measurements(table)} == {
        "bilateral; atop": 0.0,
        "multilateral treaties (a regional treaty, not a pact of the two); atop": 1.0,
    }
    name = "alliances/alliance_v4.1_by_member.csv"
    alliances = cow_alliances.take((shared / name).read_bytes(), name).statements
    of_pakistan = named(alliances, "source_actors", "PAK")
    assert of_pakistan.height == 7
    assert not set(of_pakistan["object"]) & set(named(alliances, "source_actors", "RUS", "SUN")["object"])


def test_trap_6_mid_projects_disagree() -> None:
    taken = [
        (reader, reader.take(fixture(name), name).statements)
        for reader, name in (
            (cow_mid, "cow_mid_b.csv"), (gml_mid, "gml_mid.csv"), (mie, "mie.csv"), (dyadic_mid, "dyadic_mid_402.csv"),
        )
    ]  # fmt: skip
    units = {
        (row["source"], row["property"]): details(row)["unit_of_count"]
        for _, frame in taken
        for row in frame.iter_rows(named=True)
    }
    assert units == {
        ("cow_mid", "dispute"): "dispute participant",
        ("gml_mid", "dispute_dyad_year"): "dispute dyad-year",
        ("dyadic_mid", "dispute_dyad_year"): "dispute dyad-year",
        ("mie", "incident"): "incident",
    }


@pytest.mark.shared
def test_trap_6_mid_projects_disagree_about_the_first_case(shared: Path) -> None:
    """One dispute opposed, three on one side, seven dyad-years, one dyad-year, twenty events: never one number."""
    files = {
        cow_mid: "MIDB 5.0.csv", gml_mid: "gml-ddy-disputes-2.03_7states.csv",
        dyadic_mid: "dyadic_mid_4.02_7states.csv", mie: "mie-1.0_7states.csv",
    }  # fmt: skip
    taken = {
        reader: reader.take((shared / "mid" / name).read_bytes(), name) for reader, name in files.items()
    }
    held = {reader.SOURCE.name: (found.coverage,) for reader, found in taken.items()}
    frames = pl.concat([named_either(found.statements) for found in taken.values()])
    asked = ask("all", 1947, 2014, coverage=(), coverage_by_source=held)
    table = measurements(measure("disputes").compute(frames, asked))
    assert {m.basis: (m.value, m.unit) for m in table} == {
        "COW MID 5.0 disputes, opposed sides": (1.0, "disputes"),
        "COW MID 5.0 disputes, same side": (3.0, "disputes"),
        "Dyadic MID 4 dispute dyad-years": (1.0, "dispute dyad-years"),
        "GML MID 2.03 dispute dyad-years": (7.0, "dispute dyad-years"),
        "MIE 1.0 incidents, by day of beginning": (20.0, "incidents"),
    }
    evidence = {m.basis: set(m.evidence) for m in table}
    objects = dict(frames.select("statement_id", "object").iter_rows())
    assert {objects[i] for i in evidence["COW MID 5.0 disputes, opposed sides"]} == {"COW MID 253"}
    assert {objects[i] for i in evidence["COW MID 5.0 disputes, same side"]} == {
        "COW MID 2053", "COW MID 2054", "COW MID 4283",
    }  # fmt: skip
    assert {objects[i] for i in evidence["GML MID 2.03 dispute dyad-years"]} == {
        "GML MID 253", "GML MID 2053", "GML MID 2054",
    }  # fmt: skip


def named_either(frame: pl.DataFrame) -> pl.DataFrame:
    """What the ledger gives a measure of scope "either"."""
    codes = ("PAK", "RUS", "SUN")
    columns = [pl.col(c).list.contains(code) for c in ("source_actors", "target_actors") for code in codes]
    return frame.filter(pl.any_horizontal(columns))


@pytest.mark.shared
def test_trap_7_sipri_comments_third_parties(shared: Path) -> None:
    """Who stood in the way, or between, is said in comments only: kept as a note, never made an actor."""
    name = "sipri/trade-register_6states_utf8bom.csv"
    frame = sipri_arms.take((shared / name).read_bytes(), name).statements
    to_pakistan = named(named(frame, "target_actors", "PAK"), "source_actors", "RUS", "SUN")
    delayed = to_pakistan.filter(pl.col("note").str.contains("Indian complaints"))
    engines = to_pakistan.filter(pl.col("note").str.contains("JF-17 combat aircraft from China"))
    assert (delayed.height, engines.height) == (1, 1)
    for row in (*delayed.iter_rows(named=True), *engines.iter_rows(named=True)):
        assert (row["source_actors"], row["target_actors"]) == (["RUS"], ["PAK"])


def test_trap_8_gem_owner() -> None:
    frame = gem_lng.take(fixture("gem_lng.csv"), "g.csv").statements
    owners = frame.filter(pl.col("key").str.starts_with("terminal=T900100 owner="))
    assert owners.select("source_actors", "value").rows() == [(["PAK"], 74.0), (["RUS"], 26.0)]
    assert set(owners["note"]) == {
        "ParentHQCountry puts Government of Pakistan in QAT; the owner line is taken"
    }


@pytest.mark.shared
def test_trap_8_gem_owner_of_the_stream(shared: Path) -> None:
    frame = gem_pipelines.take((shared / "gem/asia_gas_pipelines.csv").read_bytes(), "gem.csv").statements
    share = frame.filter(pl.col("key") == "project=P3101 owner=Government of Russia").row(0, named=True)
    assert (share["source_actors"], share["target_actors"], share["value"]) == (["RUS"], ["PAK"], 26.0)
    sizes = frame.filter((pl.col("key") == "project=P3101") & pl.col("value").is_not_null())
    assert set(sizes["value"]) == {1100.0, 12.4}
    offshore = frame.filter(pl.col("key") == "project=P3174 owner=Gazprom").row(0, named=True)
    assert (offshore["source_actors"], offshore["value"]) == (["RUS"], 100.0)
