"""Agreement scores: one per pair and session, whatever the order of its states."""

import json

import pytest

from detente.errors import SourceError
from detente.sources.un_agreement import take
from tests.sources.edits import fixture, with_cell, without_column

SCORES = fixture("un_agreement.csv")


def test_a_pair_in_both_orders_is_one_statement_of_the_states_of_that_day():
    taken = take(SCORES, "AgreementScoresAll_Jun2024.csv")
    rows = {row["key"]: row for row in taken.statements.iter_rows(named=True)}
    assert taken.rows == 4
    assert taken.release == "2024-06"
    assert sorted(rows) == [
        "ccode=2 ccode=770 session=2", "ccode=365 ccode=770 session=23", "ccode=365 ccode=770 session=70",
    ]  # fmt: skip
    soviet = rows["ccode=365 ccode=770 session=23"]
    assert (soviet["property"], soviet["value"], soviet["reciprocal"]) == ("agreement_score", 0.5625, True)
    assert soviet["source_actors"] == ["SUN", "PAK"]
    assert json.loads(soviet["attributes"]) == {
        "ideal_point_distance": 0.75, "n_votes": {"first": 43, "second": 41}, "session": 23,
    }  # fmt: skip
    assert rows["ccode=365 ccode=770 session=70"]["source_actors"] == ["RUS", "PAK"]
    assert json.loads(rows["ccode=2 ccode=770 session=2"]["attributes"])["ideal_point_distance"] is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            with_cell(SCORES, 2, "agree", "0.6"),
            "'0.5625' in column 'agree' is not the score of its pair's other row",
        ),
        (
            with_cell(SCORES, 3, "agree", "1.5"),
            "line 4: '1.5' in column 'agree' is not a share between 0 and 1",
        ),
        (with_cell(SCORES, 3, "agree", ""), "line 4: '' in column 'agree'"),
        (
            with_cell(SCORES, 3, "year", "2016"),
            "line 4: '2016' in column 'year' is not the year in which the session",
        ),
        (with_cell(SCORES, 3, "ccode2", "365"), "line 4: '365' in column 'ccode2' is not another state"),
        (with_cell(SCORES, 3, "ccode2", "9999"), "line 4: '9999' in column 'ccode' is not the Correlates"),
        (without_column(SCORES, "agree"), "the header lacks column 'agree'"),
    ],
)
def test_a_bad_file_stops_with_one_line_that_says_where(data, said):
    with pytest.raises(SourceError, match=said):
        take(data, "a.csv")


@pytest.mark.shared
def test_the_real_sample_is_read_whole(shared):
    file = "AgreementScoresAll_sample1000.csv"
    taken = take((shared / "ideal_points" / file).read_bytes(), file)
    assert (taken.rows, taken.statements.height, len(taken.left_out)) == (1000, 1000, 0)
    assert taken.statements["value"].is_between(0, 1).all()
