import json
from datetime import date

import pytest

from detente.errors import SourceError
from detente.sources.un_ideal_points import release_of, take
from tests.sources.edits import fixture, with_cell, with_row_again, without_column

APRIL_2020 = fixture("un_ideal_points_2020.csv")
JULY_2023 = fixture("un_ideal_points_2023.csv")
NAME_2020 = "IdealpointestimatesAll_Apr2020.csv"
NAME_2023 = "IdealpointestimatesAll_Jul2023.csv"


def test_an_ideal_point_has_its_interval_session_and_dated_state():
    taken = take(APRIL_2020, NAME_2020)
    rows = list(taken.statements.iter_rows(named=True))
    assert [row["source_actors"] for row in rows] == [["SUN"], ["CIV"], ["RUS"]]
    first = rows[0]
    assert (first["property"], first["object"], first["unit"]) == ("ideal_point", "session 23", "ideal point")
    assert (first["value"], first["low"], first["high"], first["original"]) == (-2.5, -2.9, -2.1, "-2.5")
    assert (first["start"], first["end"], first["precision"]) == (
        date(1968, 1, 1),
        date(1968, 12, 31),
        "year",
    )
    details = json.loads(first["attributes"])
    assert (details["session"], details["n_votes"], details["release"]) == (23, 70, "2020-04")
    assert details["all_quantiles"]["Q50%"] == -2.5
    assert json.loads(rows[1]["row"])["Countryname"] == "Côte d’Ivoire"
    assert (taken.coverage.start, taken.coverage.end) == (date(1968, 1, 1), date(1992, 12, 31))
    assert taken.coverage.states == {"SUN", "RUS", "CIV"}


@pytest.mark.parametrize(("session", "code"), [(57, "YUG"), (58, "SCG"), (60, "SCG"), (61, "SRB")])
def test_a_seat_is_of_the_state_that_holds_it_when_the_session_opens(session, code):
    lines = APRIL_2020.split(b"\n")
    moved = lines[1].replace(b",365,23,", b",345,%d," % session)
    assert moved != lines[1]
    taken = take(b"\n".join([lines[0], moved, b""]), NAME_2020)
    assert taken.statements["source_actors"].to_list() == [[code]]
    assert taken.statements["start"][0] == date(1945 + session, 1, 1)


def test_releases_keep_apart_because_their_scales_differ():
    old, new = take(APRIL_2020, NAME_2020), take(JULY_2023, NAME_2023)
    assert (old.release, new.release) == ("2020-04", "2023-07")
    assert new.statements["key"][0] == "ccode=365 session=23 release=2023-07"
    assert not set(old.statements["key"]) & set(new.statements["key"])
    assert new.statements["value"].to_list() == [-2.75, 0.4]


def test_a_release_without_a_month_in_its_name_sorts_first():
    assert release_of("points.csv", 77) == "(sessions to 77)"
    assert sorted([release_of("Idealpoints-March 2019.csv", 73), release_of("x.csv", 99)])[0][0] == "("


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (APRIL_2020, "IdealpointestimatesNuclear_Apr2020.csv", "one kind of vote (Nuclear)"),
        (with_cell(JULY_2023, 1, "IdealPointAll", "NA"), NAME_2023, "line 2: 'NA' in column 'IdealPoint'"),
        (with_cell(JULY_2023, 1, "ccode", "36500"), NAME_2023, "line 2: '36500' in column 'ccode'"),
        (with_cell(JULY_2023, 2, "session", "1992"), NAME_2023, "line 3: '1992' in column 'session'"),
        (with_cell(JULY_2023, 1, "Q5%All", "9"), NAME_2023, "line 2: '9.0' in column 'Q5%' is not at most"),
        (with_row_again(JULY_2023, 2), NAME_2023, "line 4: '47' in column 'session' is not new"),
        (without_column(JULY_2023, "Q10%All"), NAME_2023, "the header lacks column 'Q10%All'"),
        (JULY_2023.replace(b"IdealPointAll", b"Theta"), NAME_2023, "no layout of this data set"),
    ],
)
def test_a_bad_file_stops_with_one_line_that_says_where(data, name, said):
    with pytest.raises(SourceError) as error:
        take(data, name)
    assert said in str(error.value)
    assert str(error.value).startswith(name)


@pytest.mark.shared
@pytest.mark.parametrize(("name", "rows", "pakistan"), [(NAME_2020, 10469, 72), (NAME_2023, 11045, 75)])
def test_both_releases_are_read_whole(shared, name, rows, pakistan):
    taken = take((shared / "ideal_points" / name).read_bytes(), name)
    assert taken.rows == taken.statements.height == taken.statements["key"].n_unique() == rows
    assert taken.statements["source_actors"].list.first().eq("PAK").sum() == pakistan


@pytest.mark.shared
def test_the_points_of_session_77_are_the_published_ones(shared):
    statements = take((shared / "ideal_points" / NAME_2023).read_bytes(), NAME_2023).statements
    last = {
        row["source_actors"][0]: row["value"]
        for row in statements.iter_rows(named=True)
        if row["object"] == "session 77"
    }
    assert round(last["PAK"], 4) == -0.4269
    assert round(last["RUS"], 4) == -0.3466
