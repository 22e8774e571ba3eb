import json
from datetime import date

import polars as pl
import pytest

from detente.errors import SourceError
from detente.sources.chronology import HEADER, take
from tests.sources.edits import fixture, with_cell, without_column

DATA = fixture("chronology.csv")


def test_rows_become_events_and_statistics_with_their_dates_and_words():
    taken = take(DATA, "c.csv")
    assert taken.rows == taken.statements.height == 5
    assert taken.statements["property"].to_list() == ["event", "event", "statistic", "event", "event"]
    first = taken.statements.row(0, named=True)
    assert first["source_actors"] == ["IND", "SUN"]
    assert first["reciprocal"]
    assert (first["start"], first["end"], first["precision"]) == (
        date(1960, 5, 1),
        date(1960, 5, 31),
        "month",
    )
    assert (first["event_type"], first["mode"], first["realm"]) == ("AGREE", "memorandum", "trade")
    assert first["standing"] == "high"
    assert first["text"] == first["original"] == "Invented: the two agree to exchange tools for tea."
    assert json.loads(first["row"])["source_url"] == "https://example.org/tools"
    assert set(json.loads(first["row"])) == set(HEADER)
    assert taken.statements["row_number"].to_list() == [2, 3, 4, 5, 6]


def test_a_statistic_has_a_figure_and_no_event_type():
    row = take(DATA, "c.csv").statements.filter(pl.col("property") == "statistic").row(0, named=True)
    assert (row["value"], row["unit"], row["bound"]) == (3_000_000, "USD", "=")
    assert row["event_type"] is None
    assert json.loads(row["attributes"])["quantity_of"] == "two-way trade"


def test_known_from_is_publication_only_when_it_came_before_the_end():
    known = take(DATA, "c.csv").statements["known_from"].to_list()
    assert known == [
        date(1960, 5, 12),  # published within the month
        date(1960, 5, 31),  # no publication: the end
        date(1961, 12, 31),  # published later: the end
        date(1991, 12, 1),  # a plan without publication: its first day
        date(1995, 3, 2),  # known to the month, after the deed: the deed
    ]


def test_third_party_rows_are_marked():
    marks = [json.loads(a).get("third_party") for a in take(DATA, "c.csv").statements["attributes"]]
    assert marks == [None, None, None, None, True]


def test_edits_of_summary_figure_and_note_keep_the_key_and_ties_are_numbered():
    before = take(DATA, "c.csv").statements
    assert before["key"][1] == before["key"][0] + "#2"
    edited = with_cell(with_cell(DATA, 1, "summary", "Invented: told anew."), 1, "note", "seen again")
    after = take(edited, "c.csv").statements
    assert after["key"].to_list() == before["key"].to_list()
    assert after["statement_id"][0] != before["statement_id"][0]
    assert after["statement_id"].to_list()[1:] == before["statement_id"].to_list()[1:]
    assert before["statement_id"].n_unique() == 5


def test_coverage_is_a_sample_of_its_own_states_and_days():
    coverage = take(DATA, "c.csv").coverage
    assert coverage.completeness == "sample"
    assert coverage.states == {"IND", "SUN", "RUS", "USA", "CHN", "IGO:UN"}
    assert (coverage.start, coverage.end) == (date(1960, 5, 1), date(1995, 3, 2))


@pytest.mark.parametrize(
    ("row", "column", "value", "said"),
    [
        (1, "event_type", "MEET", "line 2: 'MEET' in column 'event_type' is not one of AGREE"),
        (4, "source_actors", "SUN;ATL", "line 5: 'SUN;ATL' in column 'source_actors'"),
        (5, "target_actors", "IGO:NONE", "no organisation has the code IGO:NONE"),
        (5, "source_actors", "SUN", "SUN is a state 1922-12-30 to 1991-12-25; on that day write RUS"),
        (1, "source_actors", "IND;RUS", "from 1991-12-26; on that day write SUN"),
        (1, "source_actors", "IND; SUN", "a list separated by ';'"),
        (1, "source_actors", "", "line 2: '' in column 'source_actors'"),
        (1, "target_actors", "IND", "IND, which is in source_actors too"),
        (1, "date_start", "1960-5-1", "a day written YYYY-MM-DD"),
        (1, "date_start", "1960-02-30", "a day written YYYY-MM-DD"),
        (1, "date_end", "1960-04-30", "on or after date_start 1960-05-01"),
        (1, "source_date", "May 1960", "empty or a date written YYYY, YYYY-MM or YYYY-MM-DD"),
        (1, "source_url", "", "line 2: '' in column 'source_url'"),
        (1, "source_url", "see the book", "an http(s) address or 'file:'"),
        (1, "contexts", "economic;fishing", "fishing is none"),
        (1, "realm", "sport", "line 2: 'sport' in column 'realm'"),
        (1, "quantity_unit", "km", "'' in column 'quantity_value' is not allowed to be empty where"),
        (2, "quantity_value", "a dozen", "line 3: 'a dozen' in column 'quantity_value' is not a number"),
        (2, "quantity_value", "nan", "is not a number"),
        (1, "confidence", "certain", "line 2: 'certain' in column 'confidence'"),
        (1, "status", "hypothetical", "line 2: 'hypothetical' in column 'status'"),
    ],
)
def test_a_bad_cell_stops_with_its_line_column_and_value(row, column, value, said):
    with pytest.raises(SourceError) as error:
        take(with_cell(DATA, row, column, value), "c.csv")
    assert said in str(error.value)
    assert str(error.value).startswith("c.csv, line ")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b"<!DOCTYPE html><p>not found</p>", "this is a web page"),
        (without_column(DATA, "note"), "the header lacks column 'note'"),
        (DATA.replace(b"note\n", b"remarks\n", 1), "the header lacks column 'note'"),
        (DATA + b"1999-01-01,1999-01-01,day\n", "3 fields where the header has 21"),
        (DATA.replace(b"tea.", "thé.".encode("latin-1"), 1), "the text is not in utf-8"),
        (DATA + b'"', "broken quoting"),
    ],
)
def test_a_file_that_is_no_chronology_stops(data, said):
    with pytest.raises(SourceError, match=r"c\.csv") as error:
        take(data, "c.csv")
    assert said in str(error.value)


def test_a_chronology_just_begun_is_whole_and_says_nothing():
    taken = take(DATA.split(b"\n")[0] + b"\n", "c.csv")
    assert (taken.rows, taken.statements.height, taken.left_out) == (0, 0, ())
    assert taken.coverage.completeness == "sample"


@pytest.mark.shared
def test_the_first_case_has_the_counts_that_its_readme_prints(shared):
    taken = take((shared / "chronology" / "pakistan_russia.csv").read_bytes(), "pakistan_russia.csv")
    rows = taken.statements
    assert taken.rows == 418
    assert rows["statement_id"].n_unique() == 418
    assert (rows["property"] == "statistic").sum() == 46
    assert dict(rows["standing"].value_counts().iter_rows()) == {"high": 200, "medium": 138, "low": 80}
    assert dict(rows["precision"].value_counts().iter_rows()) == {"day": 242, "month": 83, "year": 93}
    decades = rows.group_by(pl.col("start").dt.year() // 10 * 10).len().sort("start").rows()
    assert decades == [
        (1940, 14), (1950, 24), (1960, 44), (1970, 35), (1980, 50), (1990, 25), (2000, 33), (2010, 81),
        (2020, 112),
    ]  # fmt: skip
    assert dict(rows["realm"].value_counts().iter_rows()) == {
        "diplomacy": 107, "defence": 102, "trade": 76, "energy": 39, "development": 17, "politics": 2,
        "multilateral": 59, "people": 16,
    }  # fmt: skip
    third = [json.loads(a).get("third_party", False) for a in rows["attributes"]]
    assert sum(third) == 34
    late = rows.filter(pl.col("start") > date(1991, 12, 25))
    assert not late.filter(pl.col("source_actors").list.contains("SUN")).height
