import gzip
import json
from datetime import date

import polars as pl
import pytest

from detente.errors import SourceError
from detente.sources.un_roll_calls import known_roll_calls
from detente.sources.un_votes import take
from tests.sources.edits import fixture, with_cell, with_row_again, without_column

PUBLISHED = fixture("un_votes_published.csv")
COUNTRIES = fixture("un_votes_countries.csv")
ROLL_CALLS = fixture("un_roll_calls.csv")


def by_key(data: bytes) -> dict[str, dict]:
    return {row["key"]: row for row in take(data, "v.csv").statements.iter_rows(named=True)}


def test_a_vote_has_the_state_of_its_day_and_the_publishers_code():
    rows = by_key(PUBLISHED)
    soviet, russian = rows["rcid=101 state=365"], rows["rcid=5400 state=365"]
    assert soviet["source_actors"] == ["SUN"]
    assert russian["source_actors"] == ["RUS"]
    assert (soviet["property"], soviet["object"], soviet["value"], soviet["unit"]) == (
        "vote",
        "101",
        1,
        "vote",
    )
    assert (soviet["original"], soviet["realm"]) == ("1", "multilateral")
    assert json.loads(russian["attributes"]) == {
        "important": True, "issues": ["me"], "resolution": "R/70/9002", "session": 70,
    }  # fmt: skip
    assert json.loads(russian["row"])["ec"] == '0\\"'
    assert rows["rcid=101 state=771"]["value"] == 9
    assert rows["rcid=101 state=771"]["source_actors"] == ["BGD"]  # not yet a state: the nearest under 771
    assert rows["rcid=101 state=369"]["value"] == 8
    assert rows["rcid=101 state=369"]["source_actors"] == ["UKR"]


@pytest.mark.parametrize(
    ("key", "start", "end", "precision"),
    [
        ("rcid=101 state=365", date(1968, 12, 1), date(1968, 12, 31), "month"),  # the "day" 3 is none
        ("rcid=5400 state=365", date(2015, 11, 24), date(2015, 11, 24), "day"),
        ("rcid=9018 state=365", date(1967, 5, 1), date(1967, 5, 31), "month"),
        ("rcid=9017 state=2", date(1963, 1, 1), date(1963, 12, 31), "year"),  # no date: the year column
        ("rcid=9016 state=2", date(1963, 1, 1), date(1963, 12, 31), "year"),  # neither: 1945 + session
    ],
)
def test_a_vote_is_dated_as_exactly_as_its_date_is_true(key, start, end, precision):
    row = by_key(PUBLISHED)[key]
    assert (row["start"], row["end"], row["precision"], row["known_from"]) == (start, end, precision, end)


def test_a_file_covers_its_states_completely_between_its_days():
    coverage = take(PUBLISHED, "v.csv").coverage
    assert coverage.completeness == "complete"
    assert coverage.states == {"SUN", "RUS", "USA", "BGD", "UKR"}
    assert (coverage.start, coverage.end) == (date(1963, 1, 1), date(2015, 11, 24))


def test_gzip_and_plain_and_number_forms_give_the_same_statements():
    plain = take(PUBLISHED, "v.csv").statements
    assert take(gzip.compress(PUBLISHED), "v.csv.gz").statements.equals(plain)
    whole = take(PUBLISHED.replace(b".0\n", b"\n"), "v.csv").statements
    assert whole.drop("row").equals(plain.drop("row"))


def test_countries_are_read_by_code_and_by_name_with_the_date_of_their_roll_call():
    rows = by_key(COUNTRIES)
    assert {key: row["source_actors"][0] for key, row in rows.items()} == {
        "rcid=1016 state=365": "SUN",
        "rcid=1016 state=2": "USA",
        "rcid=1016 state=678": "YEM",
        "rcid=3501 state=255": "DEU",  # the Federal Republic in session 45, as UNVotesPublished numbers it
        "rcid=3501 state=565": "NAM",  # country_code is the text NA
        "rcid=5400 state=365": "RUS",
        "rcid=5400 state=2": "USA",
        "rcid=5400 state=345": "SRB",  # called Yugoslavia throughout
        "rcid=9057 state=255": "DEU",
    }
    assert [row["value"] for row in rows.values()] == [1, 3, 2, 1, 1, 1, 2, 1, 3]
    assert rows["rcid=1016 state=2"]["original"] == "no"
    assert rows["rcid=5400 state=2"]["start"] == date(2015, 11, 24)
    assert rows["rcid=1016 state=2"]["precision"] == "month"
    assert json.loads(rows["rcid=9057 state=255"]["attributes"])["session"] == 74


def test_both_layouts_give_one_vote_the_same_key_value_and_date():
    published, countries = by_key(PUBLISHED), by_key(COUNTRIES)
    both = set(published) & set(countries)
    assert both == {"rcid=5400 state=365", "rcid=5400 state=2"}
    for key in both:
        for column in ("source_actors", "object", "value", "start", "end", "precision"):
            assert published[key][column] == countries[key][column]


def test_roll_calls_are_statements_of_no_state():
    taken = take(ROLL_CALLS, "r.csv")
    first, second = taken.statements.iter_rows(named=True)
    assert (first["property"], first["key"], first["object"]) == ("roll_call", "rcid=101", "101")
    assert first["source_actors"] == []
    assert first["text"].startswith("Invented: to adopt")
    assert json.loads(first["attributes"]) == {
        "session": 23, "important": False, "resolution": "R/23/9001", "amend": True, "para": False,
        "title": "WORDS, WITH COMMA",
    }  # fmt: skip
    assert second["text"] == "R/70/9002"
    assert taken.coverage.states == frozenset()  # so that its silence on votes is no zero


def test_the_packaged_roll_calls_are_whole():
    known = known_roll_calls()
    assert known.height == known["rcid"].n_unique() == 6203
    assert (known["session"].min(), known["session"].max()) == (1, 74)
    away = (known["day"].dt.year() - known["session"] - 1945).unique().sort().to_list()
    assert away == [-1, 0, 1]  # emergency sessions carry the number of the next session


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (with_cell(PUBLISHED, 2, "vote", "4"), "line 3: '4' in column 'vote' is not a vote"),
        (with_cell(PUBLISHED, 2, "vote", "yes"), "line 3: 'yes' in column 'vote'"),
        (with_cell(PUBLISHED, 1, "ccode", "9999"), "line 2: '9999' in column 'ccode'"),
        (with_cell(PUBLISHED, 1, "rcid", "101.5"), "line 2: '101.5' in column 'rcid' is not a whole number"),
        (with_cell(PUBLISHED, 1, "date", "1968-12-03"), "'1968-12-03' in column 'date' is not a day"),
        (with_cell(PUBLISHED, 1, "date", "13/3/1968"), "'13/3/1968' in column 'date' is not a day"),
        (with_cell(PUBLISHED, 1, "me", "2"), "line 2: '2' in column 'me' is not a flag"),
        (with_cell(PUBLISHED, 1, "session", ""), "line 2: '' in column 'session'"),
        (with_row_again(PUBLISHED, 1), "line 12: '101' in column 'rcid' is not new for this state"),
        (without_column(PUBLISHED, "hr"), "the header lacks column 'hr'"),
        (PUBLISHED.replace(b"unres", b"resolution"), "the header lacks column 'unres'"),
        (b"a,b\n1,2\n", "the header is in no layout of this data set"),
        (gzip.compress(PUBLISHED)[:-9], "the gzip file is cut off"),
        (with_cell(COUNTRIES, 1, "vote", "1"), "line 2: '1' in column 'vote' is not yes, abstain or no"),
        (with_cell(COUNTRIES, 3, "country", "Atlantis"), "line 4: 'Atlantis' in column 'country'"),
        (with_cell(COUNTRIES, 1, "rcid", "99999"), "roll call 99999 is not in the table of sessions 1-74"),
        (with_row_again(ROLL_CALLS, 1), "'101' in column 'rcid' is not new"),
        (with_cell(ROLL_CALLS, 1, "amend", "yes"), "line 2: 'yes' in column 'amend' is not a flag"),
    ],
)
def test_a_bad_file_stops_with_one_line_that_says_where(data, said):
    with pytest.raises(SourceError) as error:
        take(data, "v.csv")
    assert said in str(error.value)
    assert str(error.value).startswith("v.csv")


def test_a_missing_code_written_as_na_goes_by_name():
    rows = by_key(with_cell(COUNTRIES, 3, "country_code", "NA"))
    assert "rcid=1016 state=678" in rows


def pair(statements: pl.DataFrame) -> pl.DataFrame:
    votes = statements.filter(pl.col("value") <= 3)
    one = votes.filter(pl.col("source_actors").list.first() == "PAK")
    other = votes.filter(pl.col("source_actors").list.first().is_in(["SUN", "RUS"]))
    return one.join(other, on="object", suffix="_other")


@pytest.mark.shared
def test_pakistan_and_russia_agree_as_often_as_the_published_votes_say(shared):
    taken = take((shared / "unvotes" / "UNVotesPublished_6states.csv").read_bytes(), "six.csv")
    keys = taken.statements["key"]
    assert keys.str.ends_with("state=770").sum() == keys.str.ends_with("state=365").sum() == 5429
    joint = pair(taken.statements)
    assert joint.height == 5247
    same = joint.with_columns(same=pl.col("value") == pl.col("value_other"))
    assert round(100 * same["same"].mean(), 1) == 66.7
    decades = same.group_by(pl.col("start").dt.year() // 10).agg(pl.col("same").mean()).sort("start")
    assert [round(100 * share) for share in decades["same"]] == [38, 47, 57, 65, 80, 58, 77, 68]
    assert not (set(taken.statements["source_actors"].list.first()) & {"GBR"})


@pytest.mark.shared
def test_session_74_of_the_layout_with_countries_gives_the_printed_table(shared):
    raw = gzip.decompress((shared / "unvotes" / "un_votes_1946_2020.csv.gz").read_bytes()).decode()
    head, *lines = raw.splitlines(keepends=True)
    late = {f"{rcid}.0" for rcid in range(9057, 9148)}
    cut = head + "".join(line for line in lines if line.split(",", 1)[0] in late)
    statements = take(cut.encode(), "session 74.csv").statements
    divided = statements.group_by("object").agg(pl.col("value").n_unique()).filter(pl.col("value") > 1)
    joint = pair(statements).join(divided.select("object"), on="object")
    table = [
        [
            joint.filter(pl.col("value_other") == russia, pl.col("value") == pakistan).height
            for pakistan in (1, 2, 3)
        ]
        for russia in (1, 2, 3)
    ]
    assert table == [[56, 1, 0], [7, 3, 0], [7, 10, 2]]
