"""CEPII distances and the gravity samples: distances, controls under one name, territories, bad files."""

import gzip
import json
from datetime import date

import polars as pl
import pytest

from detente.errors import SourceError
from detente.sources import geodist, gravity
from tests.sources.edits import fixture, with_cell, with_row_again, without_column

DISTANCES = fixture("geodist.csv")
SECTION, PANEL = fixture("gravity_2006.csv"), fixture("gravity_panel.csv")


def by_key(reader, data: bytes) -> dict[str, dict]:
    return {row["key"]: row for row in reader.take(data, "g.csv").statements.iter_rows(named=True)}


def test_a_pair_has_four_distances_and_its_ties():
    rows = by_key(geodist, DISTANCES)
    weighted = rows["origin=PAK destination=RUS measure=distw"]
    assert (weighted["property"], weighted["object"], weighted["value"], weighted["unit"]) == (
        "distance_km", "distw", 3100.25, "km",
    )  # fmt: skip
    assert (weighted["source_actors"], weighted["target_actors"]) == (["PAK"], ["RUS"])
    assert json.loads(weighted["attributes"])["contig"] is False
    assert rows["origin=PAK destination=RUS measure=dist"]["value"] == 3001.5
    assert weighted["start"] is None  # a distance holds for any period
    assert weighted["known_from"] == date(1816, 1, 1)


def test_the_inner_distance_of_a_state_is_no_dyad():
    row = by_key(geodist, DISTANCES)["origin=PAK destination=PAK measure=dist"]
    assert (row["source_actors"], row["target_actors"]) == (["PAK"], [])


def test_withdrawn_codes_and_cepiis_own_stand_for_their_states():
    rows = by_key(geodist, DISTANCES)
    assert rows["origin=PAK destination=YUG measure=dist"]["target_actors"] == ["YUG"]
    assert rows["origin=PAK destination=YUG measure=distwces"]["value"] is None
    congo = rows["origin=ZAR destination=PAL measure=dist"]
    assert (congo["source_actors"], congo["target_actors"]) == (["COD"], ["PSE"])


def test_territories_are_left_out_by_name():
    taken = geodist.take(DISTANCES, "g.csv")
    assert [(out.row_number, out.reason) for out in taken.left_out] == [
        (7, "HKG (Hong Kong) is a territory, not a state")
    ]
    assert taken.rows == 6
    assert gravity.take(SECTION, "g.csv").left_out[0].reason == "MAC (Macao) is a territory, not a state"


def test_both_gravity_samples_have_flow_and_controls_under_the_same_names():
    section, panel = by_key(gravity, SECTION), by_key(gravity, PANEL)
    sold = section["layout=CEPII cross-section of 2006 exporter=PAK importer=RUS year=2006"]
    assert (sold["property"], sold["value"], sold["unit"]) == ("gravity", 101_500_000, "USD")
    assert (sold["source_actors"], sold["target_actors"]) == (["PAK"], ["RUS"])
    assert (sold["start"], sold["end"]) == (date(2006, 1, 1), date(2006, 12, 31))
    assert json.loads(sold["attributes"]) == {
        "layout": "CEPII cross-section of 2006", "distance_km": 3100.25, "gdp_exporter_million_usd": 120000.5,
        "gdp_importer_million_usd": 900000.25, "trade_agreement": False, "common_border": False,
        "common_language": False, "common_currency": False,
    }  # fmt: skip
    zero = panel["layout=agtpa panel exporter=CHN importer=IND year=1990"]
    assert (zero["value"], zero["bound"]) == (0, "=")  # a true zero
    assert json.loads(zero["attributes"])["trade_agreement"] is True
    assert panel["layout=agtpa panel exporter=ROM importer=IND year=1994"]["source_actors"] == ["ROU"]
    home = panel["layout=agtpa panel exporter=IND importer=IND year=1990"]
    assert (home["object"], home["source_actors"], home["target_actors"]) == ("sales at home", ["IND"], [])


def test_gzip_changes_nothing():
    plain = gravity.take(PANEL, "g.csv").statements
    assert gravity.take(gzip.compress(PANEL), "g.csv.gz").statements.equals(plain)


@pytest.mark.parametrize(
    ("reader", "data", "said"),
    [
        (
            geodist,
            with_cell(DISTANCES, 1, "iso_d", "XQX"),
            "line 2: 'XQX' in column 'iso_d' is not the ISO 3166",
        ),
        (geodist, with_cell(DISTANCES, 1, "contig", "2"), "line 2: '2' in column 'contig' is not a flag"),
        (geodist, with_cell(DISTANCES, 1, "distw", "-5"), "line 2: '-5' in column 'distw' is not a distance"),
        (geodist, with_cell(DISTANCES, 1, "distw", "far"), "line 2: 'far' in column 'distw' is not a number"),
        (geodist, with_row_again(DISTANCES, 1), "'RUS' in column 'iso_d' is not new for this origin"),
        (geodist, without_column(DISTANCES, "col45"), "the header lacks column 'col45'"),
        (geodist, SECTION, "the header lacks column"),
        (gravity, DISTANCES, "the header is in no layout of this data set"),
        (gravity, with_cell(SECTION, 2, "flow", ""), "line 3: '' in column 'flow'|line 3"),
        (gravity, with_cell(SECTION, 2, "flow", "-1"), "line 3: '-1' in column 'flow' is not a trade flow"),
        (gravity, with_cell(SECTION, 2, "rta", "yes"), "line 3: 'yes' in column 'rta' is not a flag"),
        (gravity, with_cell(PANEL, 2, "year", "90"), "line 3: '90' in column 'year' is not a year"),
        (gravity, with_cell(PANEL, 2, "importer", "Q1"), "line 3: 'Q1' in column 'importer' is not the ISO"),
        (
            gravity,
            with_row_again(PANEL, 2),
            "'CHN' in column 'importer' is not new for this exporter and year",
        ),
    ],
)
def test_a_bad_file_stops_with_one_line_that_says_where(reader, data, said):
    with pytest.raises(SourceError, match=said) as error:
        reader.take(data, "g.csv")
    assert str(error.value).startswith("g.csv")


@pytest.mark.shared
def test_the_published_distance_and_trade_of_pakistan_and_russia(shared):
    rows = by_key(geodist, (shared / "gravity" / "dist_cepii_7states.csv").read_bytes())
    assert round(rows["origin=PAK destination=RUS measure=dist"]["value"], 1) == 3658.6
    assert round(rows["origin=PAK destination=RUS measure=distw"]["value"], 1) == 3696.9
    rows = by_key(gravity, (shared / "gravity" / "gravity_2006_7states.csv").read_bytes())
    head = "layout=CEPII cross-section of 2006"
    assert rows[f"{head} exporter=PAK importer=RUS year=2006"]["value"] == pytest.approx(111.675e6)
    assert rows[f"{head} exporter=RUS importer=PAK year=2006"]["value"] == pytest.approx(329.433e6)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("reader", "file", "rows", "statements", "left_out"),
    [
        (geodist, "dist_cepii_7states.csv", 49, 196, 0),
        (gravity, "gravity_2006_7states.csv", 42, 42, 0),
        (gravity, "agtpa_applications.csv.gz", 99_981, 94_269, 5_712),
    ],
)
def test_every_real_row_is_taken_or_explained(shared, reader, file, rows, statements, left_out):
    taken = reader.take((shared / "gravity" / file).read_bytes(), file)
    assert (taken.rows, taken.statements.height, len(taken.left_out)) == (rows, statements, left_out)
    assert {out.reason.split(" ", 1)[0] for out in taken.left_out} <= {"HKG", "MAC"}
    assert taken.statements.select(pl.col("row_number").n_unique()).item() == rows - left_out
