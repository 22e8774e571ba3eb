import json
from datetime import date
from importlib import resources

import pytest

from detente.errors import SourceError
from detente.sources.gem_pipelines import STATUSES, take
from tests.sources.edits import with_cell, with_row_again, without_column

DATA = resources.files("detente.cases.pakistan_russia").joinpath("gem_pipelines.csv").read_bytes()
"""Two rows of the Global Energy Monitor, CC BY 4.0, as published."""


def said_of(data: bytes, project: str) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for row in take(data, "gem.csv").statements.iter_rows(named=True):
        if row["key"].split()[0] == f"project={project}":
            found.setdefault(row["property"], []).append(row)
    return found


def test_a_row_gives_the_project_its_sizes_and_the_share_of_every_owner():
    said = said_of(DATA, "P3101")
    assert {name: len(rows) for name, rows in said.items()} == {
        "pipeline": 1,
        "pipeline_length_km": 1,
        "pipeline_capacity_bcm_per_year": 1,
        "pipeline_ownership_percent": 2,
    }
    length, capacity = said["pipeline_length_km"][0], said["pipeline_capacity_bcm_per_year"][0]
    assert (length["value"], length["unit"], length["original"]) == (1100, "km", "1100")
    assert (capacity["value"], capacity["unit"], capacity["original"]) == (12.4, "bcm/year", "12.4")
    pakistan, russia = said["pipeline_ownership_percent"]
    assert (pakistan["source_actors"], pakistan["value"]) == (["PAK"], 74)
    assert (russia["source_actors"], russia["target_actors"], russia["value"]) == (["RUS"], ["PAK"], 26)
    assert russia["key"] == "project=P3101 owner=Government of Russia"
    assert russia["original"] == "Government of Russia [26.00%]"


def test_the_project_names_owning_states_route_status_and_day():
    row = said_of(DATA, "P3101")["pipeline"][0]
    assert (row["source_actors"], row["target_actors"], row["reciprocal"]) == (["PAK", "RUS"], [], True)
    assert (row["status"], row["mode"], row["realm"]) == ("proposed", "proposed", "energy")
    assert row["start"] == row["end"] == row["known_from"] == date(2023, 7, 7)
    assert row["object"] == "P3101 Pakistan Stream Gas Pipeline"
    assert "geometry" not in json.loads(row["row"])
    assert json.loads(row["row"])["ParentHQCountry"] == "Pakistan; United States"


def test_the_owner_line_wins_over_a_contradicting_headquarters_column():
    said = said_of(DATA, "P3101")
    assert all("USA" not in row["source_actors"] for rows in said.values() for row in rows)
    assert "Government of Russia in USA; the owner line is taken" in said["pipeline"][0]["note"]


def test_a_company_stands_for_the_state_of_its_headquarters_and_says_so():
    said = said_of(DATA, "P3174")
    project, (share,) = said["pipeline"][0], said["pipeline_ownership_percent"]
    assert (project["source_actors"], project["target_actors"]) == (["RUS"], ["PAK", "IRN"])
    assert (share["value"], share["source_actors"]) == (100, ["RUS"])
    assert json.loads(share["attributes"]) == {
        "owner": "Gazprom", "percent": 100.0, "state": "RUS", "state_is": "headquarters",
    }  # fmt: skip
    assert project["note"] is None


def test_unknown_shares_and_sizes_are_missing_and_not_zero():
    data = with_cell(with_cell(DATA, 2, "Owner", "Gazprom [unknown %]"), 2, "LengthMergedKm", "--")
    said = said_of(data, "P3174")
    assert "pipeline_length_km" not in said
    assert said["pipeline_ownership_percent"][0]["value"] is None
    assert said["pipeline_ownership_percent"][0]["original"] == "Gazprom [unknown %]"


def test_places_that_are_no_states_stay_out_of_the_actors():
    said = said_of(with_cell(DATA, 1, "Countries", "Pakistan, Hong Kong"), "P3101")
    assert json.loads(said["pipeline"][0]["attributes"])["places"] == ["Hong Kong"]
    assert said["pipeline"][0]["source_actors"] == ["PAK", "RUS"]


def test_a_row_without_a_day_is_known_from_the_newest_day_of_the_file():
    row = said_of(with_cell(DATA, 1, "LastUpdated", ""), "P3101")["pipeline"][0]
    assert row["start"] is None
    assert row["known_from"] == date(2023, 7, 7)


def test_the_geometry_may_be_left_away_without_changing_a_statement():
    bare = without_column(without_column(DATA, "geometry"), "WKTFormat")
    assert take(bare, "gem.csv").statements.equals(take(DATA, "gem.csv").statements)


def test_a_new_status_supersedes_under_the_same_key():
    before = said_of(DATA, "P3101")["pipeline"][0]
    after = said_of(with_cell(DATA, 1, "Status", "Shelved"), "P3101")["pipeline"][0]
    assert after["key"] == before["key"]
    assert after["statement_id"] != before["statement_id"]
    assert (after["status"], after["mode"]) == ("cancelled", "shelved")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            with_cell(DATA, 1, "Status", "Paused"),
            "line 2: 'Paused' in column 'Status' is not one of Operating",
        ),
        (with_cell(DATA, 1, "Owner", "Gazprom 100%"), "is not a list of 'name [12.50%]'"),
        (with_cell(DATA, 1, "Owner", "Gazprom [126.00%]"), "shares up to 100%"),
        (with_cell(DATA, 1, "Owner", "Government of Atlantis [5%]"), "known states (Atlantis is none)"),
        (with_cell(DATA, 1, "Owner", "A [1%]; A [2%]"), "names each owner once"),
        (with_cell(DATA, 1, "ParentHQCountry", "Pakistan"), "a list as long as Parent (2)"),
        (with_cell(DATA, 2, "EndCountry", "Persia Felix"), "line 3: 'Persia Felix' in column 'EndCountry'"),
        (with_cell(DATA, 2, "LengthMergedKm", "long"), "line 3: 'long' in column 'LengthMergedKm'"),
        (with_cell(DATA, 2, "LastUpdated", "07/07/2023"), "line 3: '07/07/2023' in column 'LastUpdated'"),
        (with_cell(DATA, 2, "Fuel", "Oil"), "line 3: 'Oil' in column 'Fuel' is not Gas"),
        (with_row_again(DATA, 1), "line 4: 'P3101' in column 'ProjectID' is not new"),
        (without_column(DATA, "Owner"), "the header lacks column 'Owner'"),
        (DATA.replace(b"Fuel,", b"Fuel Type,", 1), "the header lacks column 'Fuel'"),
    ],
)
def test_a_bad_file_stops_with_one_line_that_says_where(data, said):
    with pytest.raises(SourceError) as error:
        take(data, "gem.csv")
    assert said in str(error.value)
    assert str(error.value).startswith("gem.csv")


@pytest.mark.shared
def test_the_whole_tracker_is_read_and_holds_the_packaged_rows(shared):
    whole = take((shared / "gem" / "asia_gas_pipelines.csv").read_bytes(), "asia.csv").statements
    assert (whole["property"] == "pipeline").sum() == 1645
    assert whole["statement_id"].n_unique() == whole.height
    assert set(whole["mode"].str.to_titlecase()) == set(STATUSES)
    packaged = take(DATA, "gem.csv").statements
    assert set(packaged["statement_id"]) <= set(whole["statement_id"])
    assert set(packaged["row"]) <= set(whole["row"])
