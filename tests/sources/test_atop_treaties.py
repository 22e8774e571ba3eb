"""The layout of ATOP with one treaty per row, on made-up treaties."""

from __future__ import annotations

import json
from datetime import date

import pytest

from detente.errors import SourceError
from detente.sources import atop
from tests.sources.edits import fixture, with_cell, with_row_again

FILE = "atop_treaties.csv"


def test_a_treaty_has_its_members_its_obligations_and_its_term() -> None:
    found = atop.take(fixture(FILE), FILE)
    first = found.statements.row(0, named=True)
    assert (found.rows, found.release) == (4, "4.0100002")
    assert (first["key"], first["property"], first["object"]) == ("treaty=9101", "treaty", "ATOP 9101")
    assert (first["source_actors"], first["reciprocal"]) == (["PAK", "USA"], True)
    assert (first["start"], first["end"], first["precision"]) == (date(1950, 3, 2), date(2001, 5, 4), "day")
    told = json.loads(first["attributes"])
    assert (told["bilateral"], told["obligations"], told["right_censored"]) == (True, ["defense"], False)


def test_of_states_that_held_a_number_in_turn_the_last_is_the_member() -> None:
    running = atop.take(fixture(FILE), FILE).statements.row(1, named=True)
    assert running["source_actors"] == ["RUS", "IND", "VNM", "PAK"]
    assert (running["end"], running["precision"]) == (None, "month")
    assert json.loads(running["attributes"])["numbers_held_earlier_by"] == ["SUN", "VDR"]


def test_members_outside_the_state_system_are_told_by_number() -> None:
    found = atop.take(fixture(FILE), FILE)
    third = json.loads(found.statements.row(2, named=True)["attributes"])
    assert third["members_without_code"] == [771]
    assert [(row.row_number, row.reason) for row in found.left_out] == [(5, "no member is a state meanwhile")]


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("mem3", "", "a list of members, each once"),
        ("mem2", "365", "a list of members, each once"),
        ("mem2", "Russia", "'Russia' in column 'mem2' is not a whole number"),
        ("ineffect", "0", "what the date of the end says"),
        ("begmo", "13", "is not a date"),
        ("consul", "2", "a flag"),
    ],
)
def test_surprises_stop_with_the_place(column: str, value: str, message: str) -> None:
    with pytest.raises(SourceError, match=f"atop_treaties.csv, line 3.*{message}|{message}.*line 3"):
        atop.take(with_cell(fixture(FILE), 2, column, value), FILE)


def test_one_treaty_twice_stops() -> None:
    with pytest.raises(SourceError, match=r"line 6.*treaty=9101"):
        atop.take(with_row_again(fixture(FILE), 1), FILE)
