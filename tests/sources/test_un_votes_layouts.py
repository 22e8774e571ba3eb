"""UN votes out of R's own file, the library's list, and the list of issues."""

import csv
import gzip
import io
import json
from datetime import date

import pytest

from detente.errors import SourceError
from detente.sources.un_votes import take
from tests.sources.edits import fixture, with_cell, with_row_again, without_column
from tests.sources.r_files import Dates, Factor, saved

PUBLISHED, LIBRARY, ISSUES = (fixture(f"un_votes_{name}.csv") for name in ("published", "library", "issues"))
ROWS = list(csv.DictReader(io.StringIO(PUBLISHED.decode(), newline="")))


def number(text: str) -> float | None:
    return float(text) if text else None


def in_r(**changed) -> bytes:
    """The published fixture as R holds it: numbers as numbers, texts as texts or factors."""
    columns: dict[str, object] = {}
    for name in ROWS[0]:
        cells = [row[name] for row in ROWS]
        if name in ("date", "unres"):
            columns[name] = [cell or None for cell in cells]
        elif name == "ec":  # one flag carries a quotation mark, so R holds texts
            columns[name] = [cell.removesuffix(".0") for cell in cells]
        else:
            columns[name] = [number(cell) for cell in cells]
    resolutions = sorted({row["unres"] for row in ROWS if row["unres"]})
    codes = [resolutions.index(row["unres"]) + 1 if row["unres"] else None for row in ROWS]
    return gzip.compress(saved({"x": columns | {"unres": Factor(resolutions, codes)} | changed}))


def test_rs_own_file_says_what_the_csv_says():
    columns = ("statement_id", "key", "source_actors", "value", "start", "end", "precision", "attributes")
    plain, r = take(PUBLISHED, "v.csv"), take(in_r(), "v.RData")
    assert r.statements.select(columns[1:]).equals(plain.statements.select(columns[1:]))
    assert r.rows == plain.rows
    assert r.coverage == plain.coverage


def test_days_of_rs_class_date_are_read():
    days = [
        (date(2015, 11, 24) - date(1970, 1, 1)).days if row["session"].startswith("70") else None
        for row in ROWS
    ]
    rows = {
        row["key"]: row for row in take(in_r(date=Dates(days)), "v.RData").statements.iter_rows(named=True)
    }
    assert rows["rcid=5400 state=365"]["start"] == date(2015, 11, 24)


def test_the_librarys_votes_count_from_session_75_and_are_kept_apart_before():
    taken = take(LIBRARY, "l.csv")
    rows = {(row["object"], row["source_actors"][0]): row for row in taken.statements.iter_rows(named=True)}
    early = "adopted_resolution_vote"
    assert {key: (row["property"], row["value"]) for key, row in rows.items()} == {
        ("A/RES/76/901", "PAK"): ("vote", 1),
        ("A/RES/76/901", "RUS"): ("vote", 3),
        ("A/RES/76/901", "IND"): ("vote", 1),
        ("A/RES/25/902", "SUN"): (early, 2),
        ("A/RES/25/902", "PAK"): (early, 8),
    }
    russian = rows["A/RES/76/901", "RUS"]
    assert russian["key"] == "resolution=A/RES/76/901 record=9000001 state=365"
    assert (russian["start"], russian["original"]) == (date(2021, 12, 6), "N")
    assert json.loads(russian["attributes"])["session"] == 76
    assert [(out.row_number, out.reason) for out in taken.left_out] == [
        (7, "adopted without a vote of this state on record")
    ]


def test_issues_are_statements_of_no_state():
    rows = list(take(ISSUES, "i.csv").statements.iter_rows(named=True))
    assert [(row["key"], row["property"], row["text"]) for row in rows] == [
        ("rcid=101 issue=me", "roll_call_issue", "Palestinian conflict"),
        ("rcid=101 issue=hr", "roll_call_issue", "Human rights"),
        ("rcid=5400 issue=nu", "roll_call_issue", "Nuclear weapons and nuclear material"),
    ]
    assert rows[0]["source_actors"] == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (in_r(vote=[4.0] * len(ROWS)), "line 1: '4' in column 'vote' is not a vote"),
        (in_r(extra=[1.0] * len(ROWS)), "the data frame has unknown column 'extra'"),
        (gzip.compress(saved({"x": {"rcid": [1.0]}})), "the data frame lacks column 'ccode', 'co'"),
        (in_r()[:-30], "the compressed R data are cut off or damaged"),
        (with_cell(LIBRARY, 1, "ms_votes", "yes"), "line 2: 'yes' in column 'ms_votes' is not a vote"),
        (with_cell(LIBRARY, 1, "date", "6 Dec 2021"), "line 2: '6 Dec 2021' in column 'date' is not a day"),
        (
            with_cell(with_cell(LIBRARY, 1, "ms_codes", "XQX"), 1, "ms_names", "ATLANTIS"),
            "line 2: 'XQX' in column",
        ),
        (with_row_again(LIBRARY, 1), "'PAK' in column 'ms_codes' is not new for this resolution"),
        (with_cell(LIBRARY, 2, "ms_votes", "Y"), "'2' in column 'yes' is not as many as the rows with Y"),
        (without_column(LIBRARY, "resolutions"), "the header lacks column 'resolutions'"),
        (with_cell(ISSUES, 1, "short_name", "xx"), "line 2: 'xx' in column 'short_name' is not one of"),
        (
            with_cell(ISSUES, 1, "issue", "Human rights"),
            "'Human rights' in column 'issue' is not the name of its",
        ),
        (with_row_again(ISSUES, 1), "'me' in column 'short_name' is not new for this roll call"),
    ],
)
def test_a_bad_file_stops_with_one_line_that_says_where(data, said):
    with pytest.raises(SourceError, match=said) as error:
        take(data, "v.RData")
    assert str(error.value).startswith("v.RData")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "rows"),
    [
        ("UNVotesPublished_6states.csv", 32_574),
        ("unvotes.csv", None),
        ("roll_calls.csv", 6_203),
        ("issues.csv", 5_745),
        ("un_votes_1946_2020.csv.gz", 870_109),
        ("UNVotesPublished.csv.gz", 1_066_613),
    ],
)
def test_every_real_row_is_taken(shared, file, rows):
    data = (shared / "unvotes" / file).read_bytes()
    taken = take(data, file)
    expected = rows if rows is not None else data.count(b"\n") - 1
    assert (taken.rows, taken.statements.height, len(taken.left_out)) == (expected, expected, 0)


@pytest.mark.shared
def test_the_table_of_bridges_between_sessions_is_told_from_data(shared):
    with pytest.raises(SourceError, match="the header is in no layout of this data set"):
        take((shared / "ideal_points" / "Matches.csv").read_bytes(), "Matches.csv")
