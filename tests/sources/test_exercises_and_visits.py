"""Joint exercises and visits."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.errors import SourceError
from detente.sources import exercises_mme, exercises_russia, visits
from tests.sources.edits import fixture, with_cell


def rows_of(reader, name: str) -> list[dict]:
    rows = reader.take(fixture(name), name).statements.iter_rows(named=True)
    return [row | {"details": json.loads(row["attributes"])} for row in rows]


def test_an_exercise_in_cyrillic_with_empty_lines_around() -> None:
    found = exercises_russia.take(fixture("exercises_russia.csv"), "r.csv")
    first, second = rows_of(exercises_russia, "exercises_russia.csv")
    assert (first["object"], first["source_actors"]) == ("Пример-2016", ["RUS", "PAK"])
    assert first["details"] == {"bilateral": True, "links": ["https://example.org/a"], "participants": 2}
    assert (second["source_actors"], second["note"]) == (["RUS", "NOR", "USA"], "made up")
    assert [(row.row_number, row.reason) for row in found.left_out] == [
        (3, "an empty line of the sheet"), (5, "an empty line of the sheet"),
    ]  # fmt: skip
    assert found.rows == 4


def test_rows_of_one_exercise_make_one_statement() -> None:
    first, second = rows_of(exercises_mme, "exercises_mme.csv")
    assert (first["key"], first["source_actors"], first["row_number"]) == (
        "exercise=mme901",
        ["PAK", "USA"],
        2,
    )
    assert (first["start"], first["end"], first["precision"]) == (date(1980, 5, 16), date(1980, 5, 18), "day")
    assert second["source_actors"] == ["SUN", "YEM", "PAK"]
    assert (second["start"], second["end"], second["precision"]) == (
        date(1990, 1, 1), date(1990, 1, 31), "month",
    )  # fmt: skip
    assert second["details"]["participants_without_code"] == ["-9 (NA)"]
    assert (second["details"]["participants"], second["details"]["bilateral"]) == (4, False)
    assert second["object"] == "MME mme902 Sample Wave"


def test_an_exercise_with_one_state_is_set_aside_row_by_row() -> None:
    found = exercises_mme.take(fixture("exercises_mme.csv"), "m.csv")
    assert [row.row_number for row in found.left_out] == [8, 9]
    assert found.coverage.states == {"PAK"}


def test_a_visit_a_row_and_a_second_visit_of_the_year() -> None:
    found = rows_of(visits, "visits_who.csv")
    assert [row["key"] for row in found][1:3] == [
        "visitor=Zhou Enlai host=Pakistan year=1956", "visitor=Zhou Enlai host=Pakistan year=1956 #2",
    ]  # fmt: skip
    assert [row["target_actors"][0] for row in found] == ["SUN", "PAK", "PAK", "PRK", "RUS"]
    assert {row["source_actors"][0] for row in found} == {"CHN"}
    assert found[0]["event_type"] == "CONSULT"


def test_counts_are_of_visits_between_the_two_so_nobody_is_the_visitor() -> None:
    """Their definition counts visits in the other country, in China and in third places alike."""
    frame = visits.take(fixture("visits_counts.csv"), "c.csv").statements
    assert {tuple(row) for row in frame["source_actors"]} == {("CHN", "PAK")}
    assert frame["target_actors"].list.len().sum() == 0
    assert frame["reciprocal"].all()


def test_counts_keep_unknown_apart_from_zero() -> None:
    found = visits.take(fixture("visits_counts.csv"), "c.csv")
    values = dict(found.statements.select("key", "value").rows())
    assert values["with=Pakistan year=2000 count=government_visits"] == 11
    assert values["with=Pakistan year=2000 count=military_visits"] is None
    assert values["with=Pakistan year=2001 count=government_visits"] == 0
    assert set(found.statements["property"]) == {"visits_count"}
    assert [row.reason for row in found.left_out] == ["Timor-Leste is no state in 2001"]


@pytest.mark.parametrize(
    ("reader", "name", "row", "column", "value", "message"),
    [
        (exercises_russia, "exercises_russia.csv", 1, "yr", "", "line 2: '' in column 'yr' is not a year"),
        (exercises_russia, "exercises_russia.csv", 1, "part1", "", "line 2: '' in column 'part1' is not a partic"),
        (exercises_russia, "exercises_russia.csv", 1, "part1", "Atlantis", "line 2: 'Atlantis' in column 'part1'"),
        (exercises_russia, "exercises_russia.csv", 3, "id", "1", "line 4: 'exercise=1' in column 'id' is not new"),
        (exercises_mme, "exercises_mme.csv", 2, "gwcode", "9999", "line 3: '9999' in column 'gwcode'"),
        (exercises_mme, "exercises_mme.csv", 2, "s.day", "17", "line 3: '17' in column 's.day' is not what line 2"),
        (exercises_mme, "exercises_mme.csv", 5, "country", "Atlantis", "line 6: 'Atlantis' in column 'country'"),
        (exercises_mme, "exercises_mme.csv", 1, "Air", "yes", "line 2: 'yes' in column 'Air' is not a flag"),
        (visits, "visits_who.csv", 1, "Country", "Atlantis", "line 2: 'Atlantis' in column 'Country'"),
        (visits, "visits_who.csv", 1, "Level", "Tourist", "line 2: 'Tourist' in column 'Level'"),
        (visits, "visits_counts.csv", 1, "military_visits", "many", "line 2: 'many' in column 'military_visits'"),
    ],
)  # fmt: skip
def test_surprises_stop_with_the_place(reader, name, row, column, value, message) -> None:
    with pytest.raises(SourceError, match=message):
        reader.take(with_cell(fixture(name), row, column, value), name)


@pytest.mark.shared
def test_the_real_files(shared: Path) -> None:
    def take(reader, name):
        found = reader.take((shared / name).read_bytes(), name)
        assert found.statements["key"].is_unique().all()
        return found

    def together(frame, a, *b):
        of_b = pl.any_horizontal([pl.col("source_actors").list.contains(code) for code in b])
        return frame.filter(pl.col("source_actors").list.contains(a) & of_b)

    russia = take(exercises_russia, "exercises/Joint Military Exercises Involving Russia.csv")
    assert (russia.rows, russia.statements.height, len(russia.left_out)) == (992, 99, 893)
    shown = together(russia.statements, "PAK", "RUS")
    assert shown.select("object", pl.col("start").dt.year()).rows() == [("Дружба-2016", 2016)]
    frame = take(exercises_mme, "exercises/mme-v7-long_PAK.csv").statements
    counts = [together(frame, "PAK", *codes).height for codes in (["USA"], ["CHN"], ["AFG"], ["RUS", "SUN"])]
    assert (frame.height, counts) == (62, [34, 7, 4, 0])
    made = take(visits, "visits/WHO-WHERE-WHEN_v1.1.csv")
    hosts = made.statements.explode("target_actors")["target_actors"]
    assert made.rows == 595
    assert [hosts.is_in(codes).sum() for codes in (["PAK"], ["RUS", "SUN"], ["IND"])] == [11, 40, 14]
    assert take(visits, "visits/ChinesePublicDiplomacy.csv").rows == 741
