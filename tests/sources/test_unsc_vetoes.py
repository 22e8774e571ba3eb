"""Security Council vetoes: who, which draft, which states the matter names; contradictions noted."""

import json
from datetime import date

import polars as pl
import pytest

from detente.errors import SourceError
from detente.sources.unsc_vetoes import subjects_of, take
from tests.sources.edits import fixture, with_cell, without_column

VETOES = fixture("unsc_vetoes.csv")


def rows_of(data: bytes = VETOES) -> list[dict]:
    return list(take(data, "v.csv").statements.iter_rows(named=True))


def test_a_veto_names_who_cast_it_the_draft_and_the_states_of_the_matter():
    veto = next(row for row in rows_of() if row["object"] == "S/9002")
    assert (veto["property"], veto["source_actors"], veto["target_actors"]) == (
        "veto",
        ["SUN"],
        ["IND", "PAK"],
    )
    assert (veto["start"], veto["precision"], veto["realm"]) == (date(1962, 6, 1), "day", "multilateral")
    assert veto["text"] == "The India-Pakistan question"
    assert "columns per member say none, the names of the vetoing members USSR" in veto["note"]


def test_a_draft_vetoed_by_two_gives_a_statement_for_each():
    pair = [row for row in rows_of() if row["start"] == date(2020, 7, 7)]
    assert [row["source_actors"] for row in pair] == [["RUS"], ["CHN"]]
    assert [json.loads(row["attributes"])["with"] for row in pair] == [["CHN"], ["RUS"]]
    assert json.loads(pair[0]["attributes"])["drafts"] == ["S/2020/9001", "S/2020/9002"]
    assert pair[0]["note"] is None
    assert pair[0]["object"] == "S/2020/9001 and S/2020/9002"


def test_two_vetoes_on_one_day_and_matter_stay_two():
    same = [row["key"] for row in rows_of() if row["text"] == "The Atlantis question"]
    assert len(same) == len(set(same)) == 2


def test_the_seat_of_china_was_held_by_taipei_to_1971():
    veto = next(row for row in rows_of() if row["start"] == date(1955, 12, 13))
    assert (veto["source_actors"], veto["target_actors"]) == (["TWN"], ["MNG"])


@pytest.mark.parametrize(
    ("topic", "draft", "item", "on", "states"),
    [
        ("India-Pakistan", "S/1", "The India-Pakistan question", date(1957, 2, 20), ["IND", "PAK"]),
        ("India-Pakistan", "S/5033", "Goa", date(1961, 12, 18), ["IND", "PRT"]),
        ("Admission", "S/1", "Admission of new Members Bangladesh", date(1972, 8, 25), ["BGD"]),
        ("Admission", "S/3885", "Admission of new Members Viet-Nam", date(1957, 9, 9), ["RVN"]),
        ("Admission", "S/1", "Admission of new Members Atlantis", date(1957, 9, 9), []),
        ("Namibia", "S/1", "The situation in Namibia", date(1981, 4, 30), []),  # no state then
        ("US-USSR", "S/1", "Telegrams", date(1960, 7, 26), ["SUN", "USA"]),
        ("Disarmament", "S/1", "Regulation", date(1949, 10, 11), []),
    ],
)
def test_states_of_a_matter_come_from_the_table_or_not_at_all(topic, draft, item, on, states):
    assert subjects_of(topic, draft, item, on) == states


def test_who_vetoes_is_not_named_again_as_concerned():
    data = with_cell(VETOES, 6, "crisis_topic", "US-USSR")
    veto = next(row for row in rows_of(data) if row["object"] == "S/9002")
    assert veto["target_actors"] == ["USA"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            with_cell(VETOES, 1, "member_veto1", "Atlantis"),
            "'Atlantis' in column 'member_veto1' is not a permanent",
        ),
        (with_cell(VETOES, 1, "member_veto1", ""), "'' in column 'member_veto1' is not a permanent"),
        (
            with_cell(VETOES, 1, "member_veto1", "Russia"),
            "'Russia' in column 'member_veto1' is not a member on 1946",
        ),
        (
            with_cell(VETOES, 8, "member_veto2", "Russia"),
            "'Russia' in column 'member_veto2' is not another member",
        ),
        (with_cell(VETOES, 1, "date", "29/8/1946"), "line 2: '29/8/1946' in column 'date' is not a day"),
        (with_cell(VETOES, 1, "year", "1947"), "line 2: '1947' in column 'year' is not the year of its date"),
        (with_cell(VETOES, 1, "USSR", "x"), "line 2: 'x' in column 'USSR' is not a flag"),
        (without_column(VETOES, "draft"), "the header lacks column 'draft'"),
        (b"PK\x03\x04" + VETOES, "this is a zip archive"),
    ],
)
def test_a_bad_file_stops_with_one_line_that_says_where(data, said):
    with pytest.raises(SourceError, match=said):
        take(data, "v.csv")


@pytest.mark.shared
def test_the_real_list_is_read_whole_with_the_soviet_vetoes_on_india_and_pakistan(shared):
    taken = take((shared / "unsc" / "unsc_vetoes_1946_sept2022.csv").read_bytes(), "v.csv")
    assert (taken.rows, taken.statements.height, len(taken.left_out)) == (214, 265, 0)
    assert taken.statements["row_number"].n_unique() == 214
    soviet = taken.statements.filter(pl.col("source_actors").list.contains("SUN"))
    assert soviet.height == 90
    pakistan = soviet.filter(pl.col("target_actors").list.contains("PAK"))
    assert [(str(row["start"]), row["object"]) for row in pakistan.iter_rows(named=True)] == [
        ("1957-02-20", "S/3787"), ("1962-06-22", "S/5134"), ("1971-12-04", "S/10416"),
        ("1971-12-05", "S/10423"), ("1971-12-13", "S/10446/Rev.1"),
    ]  # fmt: skip
    by_draft = {row["object"]: row for row in taken.statements.iter_rows(named=True)}
    assert by_draft["S/5033"]["target_actors"] == ["IND", "PRT"]
    assert by_draft["S/13729"]["target_actors"] == ["AFG"]
    admission = by_draft["S/10771"]
    assert (admission["source_actors"], admission["target_actors"]) == (["CHN"], ["BGD"])
    contradicted = taken.statements.filter(pl.col("note").is_not_null())
    assert contradicted["row_number"].n_unique() == 26
