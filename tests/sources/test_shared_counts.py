"""Counts made by hand in the real files, in the reference list of data sets, hold for what the readers take of them.

The list says 100 filled lines of the exercises with Russia: the header and 99 exercises.
"""

from __future__ import annotations

import json

import polars as pl
import pytest

from tests.sources.shared_files import either, taken

pytestmark = pytest.mark.shared


def details(frame: pl.DataFrame, field_: str) -> list[object]:
    return [json.loads(text)[field_] for text in frame["attributes"]]


@pytest.mark.parametrize(
    ("name", "pair", "count"),
    [
        ("alliances/alliance_v4.1_by_member.csv", ["PAK"], 7),
        ("aid/aiddata_GlobalChineseOfficialFinance_v1.0_4states.csv", ["PAK"], 149),
        ("aid/aiddata_GlobalChineseOfficialFinance_v1.0_4states.csv", ["AFG"], 54),
        ("aid/aiddata_GlobalChineseOfficialFinance_v1.0_4states.csv", ["RUS"], 41),
        ("aid/aiddata_GlobalChineseOfficialFinance_v1.0_4states.csv", ["IND"], 35),
        ("cow_trade/cow_trade_ddy_7states.csv", ["PAK", "RUS+SUN"], 2 * 67),
        ("diplomacy/Diplomatic_Exchange_2006v1_PAK.csv", ["PAK", "RUS+SUN"], 3 * 12),
        ("exercises/Joint Military Exercises Involving Russia.csv", ["PAK"], 1),
        ("exercises/Joint Military Exercises Involving Russia.csv", ["RUS"], 99),
        ("exercises/mme-v7-long_PAK.csv", ["PAK", "USA"], 34),
        ("exercises/mme-v7-long_PAK.csv", ["PAK", "CHN"], 7),
        ("exercises/mme-v7-long_PAK.csv", ["PAK", "AFG"], 4),
        ("exercises/mme-v7-long_PAK.csv", ["PAK", "RUS+SUN"], 0),
        ("gsdb/GSDB_V4_PAK_RUS.csv", ["PAK>"], 30),
        ("gsdb/GSDB_V4_PAK_RUS.csv", ["PAK<RUS+SUN"], 0),
        ("ideal_points/AgreementScoresAll_sample1000.csv", ["PAK", "RUS+SUN"], 0),
        ("ideal_points/IdealpointestimatesAll_Jul2023.csv", ["PAK"], 75),
        ("ideal_points/IdealpointestimatesAll_Jul2023.csv", ["RUS+SUN"], 76),
        ("igo/cow_igo_ndy_7states.csv", ["PAK", "RUS+SUN"], 68),
        ("mid/dyadic_mid_4.02_7states.csv", ["PAK", "RUS+SUN"], 2 * 1),
        ("mid/gml-ddy-disputes-2.03_7states.csv", ["PAK", "RUS+SUN"], 2 * 7),
        ("mid/mie-1.0_7states.csv", ["PAK", "RUS+SUN"], 20),
        ("treaties/DESTA.csv", ["PAK", "RUS+SUN"], 0),
        ("treaties/DESTA.csv", ["PAK"], 26),
        ("unvotes/UNVotesPublished_6states.csv", ["PAK"], 5429),
        ("unvotes/UNVotesPublished_6states.csv", ["RUS+SUN"], 5429),
        ("visits/WHO-WHERE-WHEN_v1.1.csv", ["PAK"], 11),
        ("visits/WHO-WHERE-WHEN_v1.1.csv", ["RUS+SUN"], 40),
        ("visits/WHO-WHERE-WHEN_v1.1.csv", ["IND"], 14),
    ],
)
def test_the_counts_of_states_and_pairs_are_those_made_by_hand(
    name: str, pair: list[str], count: int
) -> None:
    frame = taken(name).statements
    for side in pair:
        if side.endswith(">"):
            frame = frame.filter(pl.col("target_actors").list.contains(side[:-1]))
        elif "<" in side:
            target, senders = side.split("<")
            sent = [pl.col("source_actors").list.contains(code) for code in senders.split("+")]
            frame = frame.filter(pl.col("target_actors").list.contains(target) & pl.any_horizontal(sent))
        else:
            frame = either(frame, *side.split("+"))
    assert frame.height == count


def test_disputes_have_a_unit_each_and_one_of_them_has_both_states_on_one_side() -> None:
    """One dispute opposed (COW), three in seven dyad-years (GML), twenty incidents (MIE): never on one axis."""
    pair = ("RUS", "SUN")
    dyadic = either(either(taken("mid/dyadic_mid_4.02_7states.csv").statements, "PAK"), *pair)
    revised = either(either(taken("mid/gml-ddy-disputes-2.03_7states.csv").statements, "PAK"), *pair)
    incidents = either(either(taken("mid/mie-1.0_7states.csv").statements, "PAK"), *pair)
    assert dyadic.select("object", pl.col("start").dt.year()).unique().rows() == [("COW MID 253", 1960)]
    assert dyadic.height == 2  # a year of a pair in both orders
    assert set(revised["object"]) == {"GML MID 253", "GML MID 2053", "GML MID 2054"}
    years = set(revised.select("object", pl.col("start").dt.year()).iter_rows())
    assert len(years) == 7
    assert revised.height == 2 * 7
    assert {year for name, year in years if name == "GML MID 2053"} == {1979, 1980, 1981, 1982}
    assert {year for name, year in years if name == "GML MID 2054"} == {1984, 1985}
    by_year = incidents.group_by(pl.col("start").dt.year()).len()
    assert sum(n for year, n in by_year.iter_rows() if year in {1979, 1980, 1981}) == 16
    assert sum(n for year, n in by_year.iter_rows() if year in {1984, 1985}) == 3
    units = {unit for frame in (dyadic, revised, incidents) for unit in details(frame, "unit_of_count")}
    assert units == {"dispute dyad-year", "incident"}
    assert {*dyadic["property"], *revised["property"]} & {*incidents["property"]} == set()
    both = taken("mid/MIDB 5.0.csv").statements.filter(pl.col("object") == "COW MID 4283")
    sides = {
        row["source_actors"][0]: json.loads(row["attributes"])["side"] for row in both.iter_rows(named=True)
    }
    assert (sides["PAK"], sides["RUS"], sides["AFG"]) == ("A", "A", "B")


def test_four_disputes_of_the_participants_file_have_both_states() -> None:
    frame = taken("mid/MIDB 5.0.csv").statements
    both = set(either(frame, "PAK")["object"]) & set(either(frame, "RUS", "SUN")["object"])
    assert both == {f"COW MID {number}" for number in (253, 2053, 2054, 4283)}
    letters = pl.col("row").str.json_path_match("$.stabb")
    assert [frame.filter(letters == text).height for text in ("USR", "RUS")] == [260, 79]


def test_the_pakistan_stream_is_1100_km_of_12_4_bcm_a_year_and_a_quarter_russian() -> None:
    frame = taken("gem/asia_gas_pipelines.csv").statements
    stream = frame.filter(pl.col("key").str.starts_with("project=P3101"))
    assert set(stream.filter(pl.col("key") == "project=P3101")["value"].drop_nulls()) == {1100.0, 12.4}
    owners = stream.filter(pl.col("key").str.contains(" owner="))
    assert dict(owners.select(pl.col("source_actors").list.first(), "value").iter_rows()) == {
        "PAK": 74.0, "RUS": 26.0,
    }  # fmt: skip


def test_packed_cells_of_the_sanctions_are_unscrambled() -> None:
    frame = taken("gsdb/GSDB_V4_PAK_RUS.csv").statements
    case = frame.filter(pl.col("key") == "case=1176").row(0, named=True)
    assert (case["source_actors"], case["target_actors"]) == (["GBR"], ["GMB", "RUS", "VEN", "PAK"])
    targets = frame.select("key", "target_actors").iter_rows()
    assert {key for key, states in targets if {"PAK", "RUS"} <= {*states}} == {"case=1176", "case=1366"}


def test_arms_orders_of_the_register() -> None:
    frame = taken("sipri/trade-register_6states_utf8bom.csv").statements
    to = {code: frame.filter(pl.col("target_actors").list.contains(code)) for code in ("PAK", "IND")}
    by = {
        (supplier, buyer): rows.filter(pl.col("source_actors").list.contains(supplier)).height
        for buyer, rows in to.items()
        for supplier in ("SUN", "RUS", "USA", "CHN")
    }
    assert (by["SUN", "PAK"], by["RUS", "PAK"]) == (10, 9)
    assert (by["USA", "PAK"], by["CHN", "PAK"]) == (168, 127)
    assert (by["SUN", "IND"], by["RUS", "IND"]) == (159, 146)
    sold = frame.filter(pl.col("source_actors").list.contains("PAK"))
    assert sold.filter(
        pl.any_horizontal(pl.col("target_actors").list.contains(c) for c in ("RUS", "SUN"))
    ).is_empty()


def test_votes_of_the_two_agree_in_two_thirds_of_what_both_voted_on() -> None:
    frame = taken("unvotes/UNVotesPublished_6states.csv").statements.filter(pl.col("value") <= 3)
    of = {
        code: dict(either(frame, *codes).select("object", "value").iter_rows())
        for code, codes in (("PAK", ["PAK"]), ("RUS", ["RUS", "SUN"]))
    }
    joint = [object_ for object_ in of["PAK"] if object_ in of["RUS"]]
    same = sum(of["PAK"][object_] == of["RUS"][object_] for object_ in joint)
    assert len(joint) == 5247
    assert round(100 * same / len(joint), 1) == 66.7


@pytest.mark.parametrize(
    ("name", "flow", "year", "millions"),
    [
        ("imf_dots/rf_exports_2023.xlsx", "exports", 2011, 124.0),
        ("imf_dots/rf_exports_2023.xlsx", "exports", 2016, 134.1),
        ("imf_dots/rf_exports_2023.xlsx", "exports", 2018, 418.3),
        ("imf_dots/rf_exports_2023.xlsx", "exports", 2020, 582.3),
        ("imf_dots/rf_exports_2023.xlsx", "exports", 2023, 127.9),
        ("imf_dots/rf_imports.xlsx", "imports", 2010, 241.0),
        ("imf_dots/rf_imports.xlsx", "imports", 2019, 360.4),
        ("imf_dots/rf_imports.xlsx", "imports", 2022, 194.6),
    ],
)
def test_what_russia_reports_of_its_trade_with_pakistan(
    name: str, flow: str, year: int, millions: float
) -> None:
    frame = either(taken(name).statements, "PAK").filter(
        (pl.col("object") == flow) & (pl.col("start").dt.year() == year)
    )
    assert [round(value / 1e6, 1) for value in frame["value"]] == [millions]


def test_the_two_are_full_members_of_44_organisations_in_2014() -> None:
    frame = taken("igo/state_year_format3_7states.csv").statements
    full = frame.filter((pl.col("value") == 1) & (pl.col("end").dt.year() == 2014))
    assert len(set(either(full, "PAK")["object"]) & set(either(full, "RUS")["object"])) == 44
    counts = either(either(taken("igo/cow_igo_ndy_7states.csv").statements, "PAK"), "RUS", "SUN")
    by_year = dict(counts.select(pl.col("start").dt.year(), "value").iter_rows())
    assert [by_year[year] for year in (1947, 1957, 1977, 2014)] == [4, 12, 24, 44]


def test_vetoes_on_matters_between_india_and_pakistan() -> None:
    frame = taken("unsc/unsc_vetoes_1946_sept2022.csv").statements
    soviet = either(frame, "SUN").filter(pl.col("start").dt.year() == 1971)
    assert soviet.filter(pl.col("row").str.contains(r"S/10416|S/10423|S/10446")).height == 3


def test_no_rivalry_of_the_two_and_the_known_ones_of_others() -> None:
    for name in ("alliances/td_rivalries.csv", "alliances/tss_rivalries.csv"):
        frame = taken(name).statements
        assert either(either(frame, "PAK"), "RUS", "SUN").is_empty()
        for one, two in (("PAK", "IND"), ("PAK", "AFG"), ("IND", "CHN")):
            assert either(either(frame, one), two).height > 0, (name, one, two)
