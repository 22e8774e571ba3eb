"""Traps found in real rows of votes, trade and codes, each with a test that bears its number."""

import gzip
import json
from datetime import date
from importlib import resources

import polars as pl
import pytest

from detente.sources import comtrade, cow_trade, gem_pipelines, imf_trade, un_votes, unsc_vetoes
from detente.sources.comtrade_codes import party
from detente.sources.corrections import corrected, known_errors
from detente.sources.imf_names import no_state, state_named
from tests.sources.edits import fixture


def of(code: int, year: int, *, reports: bool = True):
    return party(code, "", date(year, 1, 1), date(year, 12, 31), reports=reports)


def test_trap_02_a_state_has_several_codes_and_an_alpha_3_code_several_reporters():
    """643 and 810, 586 and 588, 699 and 356, 842 and 841: one state each, at different times."""
    pairs = {(588, 586): ("PAK", 1971), (356, 699): ("IND", 1974), (841, 842): ("USA", 1980)}
    for (old, new), (state, last) in pairs.items():
        assert of(old, last).state == of(new, last + 1).state == state
        assert "a reporter in" in of(old, last + 1).wrong
        assert "a reporter in" in of(new, last).wrong
    assert (of(810, 1990).state, of(643, 1992).state) == ("SUN", "RUS")
    assert of(810, 1991).wrong
    assert of(643, 1991).wrong
    assert of(810, 1991, reports=False).state == "SUN"  # as a partner the union is there to its last day


def test_trap_02_the_imfs_names_are_states_on_the_rows_date():
    assert state_named("Russian Federation", 2015) == "RUS"
    assert state_named("Russian Federation", 1985) == "SUN"
    assert state_named("Afghanistan, Islamic Rep. of", 2015) == "AFG"
    assert state_named("China, P.R.: Mainland", 2015) == "CHN"
    assert "territory" in no_state("China, P.R.: Hong Kong")
    assert state_named("Yugoslavia", 2015) is None  # not Serbia, which has a row of its own
    assert state_named("Yugoslavia", 1985) == "YUG"


def test_trap_02_vetoes_write_ussr_and_russia_for_one_seat():
    rows = unsc_vetoes.take(fixture("unsc_vetoes.csv"), "v.csv").statements
    casts = {row["original"]: row["source_actors"] for row in rows.iter_rows(named=True)}
    assert (casts["USSR"], casts["Russia"]) == (["SUN"], ["RUS"])


def test_trap_08_a_headquarters_column_that_contradicts_the_owner_is_flagged_and_guarded():
    data = resources.files("detente.cases.pakistan_russia").joinpath("gem_pipelines.csv").read_bytes()
    taken = corrected(gem_pipelines.take(data, "g.csv"), known_errors("gem_pipelines"), "g.csv")
    shares = taken.statements.filter(
        pl.col("key").str.starts_with("project=P3101"), pl.col("property") == "pipeline_ownership_percent"
    )
    assert dict(zip(shares["source_actors"].list.first(), shares["value"], strict=True)) == {
        "PAK": 74,
        "RUS": 26,
    }
    assert all("known error of the publisher" in note for note in shares["note"])


def test_trap_09_the_false_recognition_has_a_correction_with_a_guard():
    (entry,) = known_errors("icews")
    assert entry.match == {"Event ID": "32895593", "Event Date": "2018-06-01"}
    assert entry.expect == {"CAMEO Code": "054"}
    assert entry.action == "flag"


@pytest.mark.shared
def test_trap_09_the_real_row_is_the_one_that_the_correction_expects(shared):
    lines = (shared / "icews" / "events.2018.sample.tab").read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    rows = [
        dict(zip(header, line.split("\t"), strict=True))
        for line in lines[1:]
        if line.startswith("32895593\t")
    ]
    (entry,) = known_errors("icews")
    assert len(rows) == 1
    assert all(rows[0][column] == value for column, value in (entry.match | entry.expect).items())


def test_trap_11_absent_and_not_a_member_are_no_votes_and_a_missing_year_is_none():
    data = fixture("un_votes_published.csv")
    rows = {row["key"]: row for row in un_votes.take(data, "v.csv").statements.iter_rows(named=True)}
    assert rows["rcid=101 state=369"]["value"] == 8  # absent
    assert rows["rcid=101 state=771"]["value"] == 9  # not a member
    emergency = rows["rcid=9016 state=2"]  # neither date nor year: the session's
    assert (emergency["start"], emergency["precision"]) == (date(1963, 1, 1), "year")
    countries = un_votes.take(fixture("un_votes_countries.csv"), "c.csv").statements
    assert set(countries["value"]) <= {1, 2, 3}  # that layout drops 8 and 9


@pytest.mark.shared
def test_trap_11_states_without_a_code_and_the_code_that_is_the_text_na_are_told_by_name(shared):
    raw = gzip.decompress((shared / "unvotes" / "un_votes_1946_2020.csv.gz").read_bytes()).decode()
    head, *lines = raw.splitlines(keepends=True)
    odd = [line for line in lines if line.rsplit(",", 2)[1] in ("NA", "")]
    taken = un_votes.take((head + "".join(odd)).encode(), "odd.csv")
    assert taken.rows == taken.statements.height == len(odd)
    namibia = sum("Namibia" in line for line in odd)
    assert taken.statements["source_actors"].list.first().eq("NAM").sum() == namibia
    assert len(odd) - namibia == 5_444


def test_trap_12_silence_outside_a_files_years_is_no_zero_and_inside_them_no_zero_either():
    """A file of trade says nothing of years and pairs that it does not hold; only a list of all deeds says zero."""
    pair = (frozenset({"PAK"}), frozenset({"RUS", "SUN"}))
    early, inside = (date(1930, 1, 1), date(1930, 12, 31)), (date(2015, 1, 1), date(2015, 12, 31))
    for reader, file in ((comtrade, "comtrade_reply.json"), (imf_trade, "imf_portal.csv")):
        coverage = reader.take(fixture(file), file).coverage
        assert coverage.silence_of(pair, *early) == "outside_coverage"
        assert coverage.silence_of(pair, *inside) == "no_data"
    vetoes = unsc_vetoes.take(fixture("unsc_vetoes.csv"), "v.csv").coverage
    assert vetoes.silence_of(pair, *early) == "outside_coverage"
    assert vetoes.silence_of(pair, *inside) == "true_zero"
    assert (
        vetoes.silence_of(pair, date(2021, 1, 1), date(2021, 12, 31)) == "outside_coverage"
    )  # after its last row


def test_trap_13_what_the_importer_and_what_the_exporter_report_both_stand():
    reply = comtrade.take(fixture("comtrade_reply.json"), "c.json").statements
    both = reply.filter(pl.col("property") == "trade_flow", pl.col("start").dt.year() == 2015).filter(
        pl.col("source_actors").list.first() == "RUS", pl.col("target_actors").list.first() == "PAK"
    )
    said = {json.loads(text)["reporter"]: json.loads(text)["valuation"] for text in both["attributes"]}
    assert said == {"PAK": "CIF", "RUS": "FOB"}
    assert both["value"].n_unique() == both["key"].n_unique() == 2
    portal = imf_trade.take(fixture("imf_portal.csv"), "p.csv").statements
    mirror = portal.filter(pl.col("start").dt.year() == 2015, pl.col("property") == "trade_flow").filter(
        pl.col("source_actors").list.first() == "RUS"
    )
    assert sorted(json.loads(text)["reporter"] for text in mirror["attributes"]) == ["PAK", "RUS"]


def test_trap_13_minus_nine_is_missing_and_flow1_is_what_the_first_state_imports():
    rows = cow_trade.take(fixture("cow_trade_published.csv"), "t.csv").statements
    missing = rows.filter(pl.col("original").is_in(["-9", "-9.0"]))
    assert missing.height > 0
    assert missing["value"].null_count() == missing.height
    for row in rows.iter_rows(named=True):
        cells = json.loads(row["row"])
        importer = row["key"].split()[0].removeprefix("importer=")
        side = "1" if cells["ccode1"] == importer else "2"
        assert row["original"] == cells[f"flow{side}"]
