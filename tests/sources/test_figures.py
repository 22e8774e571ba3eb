import json
from datetime import date

import pytest

from detente.errors import SourceError
from detente.sources.figures import take
from tests.sources.edits import fixture, with_cell, with_row_again, without_column

DATA = fixture("figures.csv")


def test_a_figure_is_an_observation_with_its_interval_and_where_it_is_from():
    taken = take(DATA, "f.csv")
    first = taken.statements.row(0, named=True)
    assert (first["property"], first["object"], first["unit"]) == ("observation", "vote_agreement", "share")
    assert (first["value"], first["low"], first["high"], first["original"]) == (0.75, 0.7, 0.8, "0.75")
    assert first["key"] == "vote_agreement|IND;RUS|1968-01-01|1968-12-31|all roll calls"
    assert (first["start"], first["end"], first["precision"]) == (
        date(1968, 1, 1),
        date(1968, 12, 31),
        "year",
    )
    details = json.loads(first["attributes"])
    assert details["from_file"] == "votes.csv"
    assert details["n"] == 40
    assert details["directed"] is False
    assert details["citation"] == "Invented (2020)"
    assert taken.coverage.completeness == "sample"


def test_actors_are_dated_and_a_directed_figure_has_a_sender_and_a_receiver():
    rows = list(take(DATA, "f.csv").statements.iter_rows(named=True))
    assert (rows[0]["source_actors"], rows[0]["reciprocal"]) == (["IND", "SUN"], True)
    assert (rows[1]["source_actors"], rows[1]["target_actors"]) == (["IND"], ["RUS"])  # 1991 saw both
    assert (rows[2]["source_actors"], rows[2]["target_actors"]) == (["RUS"], ["IND"])


def test_no_data_has_no_value_and_a_true_zero_has_one():
    rows = list(take(DATA, "f.csv").statements.iter_rows(named=True))
    assert rows[1]["value"] == 0
    assert rows[2]["value"] is None
    assert json.loads(rows[2]["attributes"])["coverage"] == "no_data"


def test_a_recomputed_value_keeps_the_key_and_gets_a_new_id():
    before, after = (take(data, "f.csv").statements for data in (DATA, with_cell(DATA, 1, "value", "0.76")))
    assert before["key"].to_list() == after["key"].to_list()
    assert before["statement_id"][0] != after["statement_id"][0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (with_cell(DATA, 1, "coverage", "zero"), "line 2: 'zero' in column 'coverage' is not one of value"),
        (
            with_cell(DATA, 3, "value", "0"),
            "line 4: '0' in column 'value' is not right where coverage is no_data",
        ),
        (with_cell(DATA, 2, "value", "1"), "0 where coverage is true_zero"),
        (with_cell(DATA, 1, "value", ""), "right where coverage is value"),
        (with_cell(DATA, 1, "value", "0.9"), "between low 0.7 and high 0.8"),
        (with_cell(DATA, 1, "low", ""), "line 2: '' in column 'low' is not allowed to be empty alone"),
        (with_cell(DATA, 1, "directed", "yes"), "line 2: 'yes' in column 'directed' is not true or false"),
        (with_cell(DATA, 2, "actors", "IND"), "two where directed is true"),
        (with_cell(DATA, 1, "actors", "IND;XXX"), "no state has the code XXX"),
        (with_cell(DATA, 1, "actors", "IND;BGD"), "right on 1968-01-01: BGD is a state from 1971"),
        (with_cell(DATA, 1, "from_sha256", "abc"), "a sha256 of 64 hexadecimal digits"),
        (with_cell(DATA, 1, "from_sha256", ""), "empty unless command begins with 'looked up: '"),
        (with_cell(DATA, 1, "citation", ""), "line 2: '' in column 'citation'"),
        (with_cell(DATA, 1, "url", "the web"), "an http(s) address"),
        (with_cell(DATA, 1, "n", "many"), "line 2: 'many' in column 'n' is not a whole number"),
        (with_cell(DATA, 1, "end", "1967-12-31"), "on or after start 1968-01-01"),
        (with_row_again(DATA, 2), "line 5: 'trade_value' in column 'measure' is not new"),
        (without_column(DATA, "command"), "the header lacks column 'command'"),
    ],
)
def test_a_bad_file_stops_with_one_line_that_says_where(data, said):
    with pytest.raises(SourceError) as error:
        take(data, "f.csv")
    assert said in str(error.value)
    assert str(error.value).startswith("f.csv")
