"""Date phrases of the field, as intervals with precision."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from detente.read.date_patterns import Calendar
from detente.read.dates import find_dates

AUTUMN = Calendar(published=date(2019, 10, 16), fiscal_start=(7, 1))


def read(text: str, calendar: Calendar = AUTUMN) -> list[tuple[str, str | None, str]]:
    return [
        (str(d.interval.start), str(d.interval.end) if d.interval.end else None, d.interval.precision)
        for d in find_dates(text, calendar)
    ]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("on 3 May 2007", "2007-05-03", "2007-05-03"),
        ("on May 3, 2007", "2007-05-03", "2007-05-03"),
        ("on February 12-14, 2009", "2009-02-12", "2009-02-14"),
        ("from 28 March to 2 April 2009", "2009-03-28", "2009-04-02"),
        ("between March and July 2016", "2016-03-01", "2016-07-31"),
        ("in the first four months of 2003", "2003-01-01", "2003-04-30"),
        ("in the last two months of 2003", "2003-11-01", "2003-12-31"),
        ("the third quarter of 2011", "2011-07-01", "2011-09-30"),
        ("Q2 2011", "2011-04-01", "2011-06-30"),
        ("the second half of 2011", "2011-07-01", "2011-12-31"),
        ("in late 2006", "2006-10-01", "2006-12-31"),
        ("in early 2006", "2006-01-01", "2006-03-31"),
        ("in mid-2006", "2006-05-01", "2006-08-31"),
        ("in late March 2006", "2006-03-21", "2006-03-31"),
        ("the 1960s", "1960-01-01", "1969-12-31"),
        ("the late 1990s", "1997-01-01", "1999-12-31"),
        ("from 2001 to 2005", "2001-01-01", "2005-12-31"),
        ("in fiscal 2005-06", "2005-07-01", "2006-06-30"),
        ("in FY2006", "2005-07-01", "2006-06-30"),
        ("fiscal year 2005/06", "2005-07-01", "2006-06-30"),
        ("last year", "2018-01-01", "2018-12-31"),
        ("earlier this month", "2019-10-01", "2019-10-16"),
        ("on Tuesday", "2019-10-15", "2019-10-15"),
        ("last week", "2019-10-07", "2019-10-13"),
        ("two years ago", "2017-01-01", "2017-12-31"),
        ("yesterday", "2019-10-15", "2019-10-15"),
        ("in March", "2019-03-01", "2019-03-31"),
        ("in December", "2018-12-01", "2018-12-31"),
        ("the summer of 2016", "2016-06-01", "2016-08-31"),
        ("after independence in 1956", "1956-01-01", "1956-12-31"),
        ("the 1999 treaty", "1999-01-01", "1999-12-31"),
    ],
)
def test_phrases(text: str, start: str, end: str) -> None:
    assert [(a, b) for a, b, _ in read(text)] == [(start, end)]


def test_since_leaves_the_end_open() -> None:
    assert read("since late 2006") == [("2006-10-01", None, "quarter")]


@pytest.mark.parametrize(
    "text", ["last year", "on Tuesday", "earlier this month", "yesterday", "two years ago"]
)
def test_relative_dates_are_not_guessed_without_publication(text: str) -> None:
    assert read(text, Calendar()) == []


def test_fiscal_year_of_an_unknown_state_keeps_both_years() -> None:
    assert read("in fiscal 2005-06", Calendar())[0][:2] == ("2005-01-01", "2006-12-31")


def test_a_later_date_counts_from_the_one_before() -> None:
    assert read("In May 2004 they met; three years later they quarrelled")[1][0] == "2007-01-01"
    assert read("In 2004 they signed, and the following spring they met")[1][0] == "2005-03-01"


@pytest.mark.parametrize(
    "text",
    [
        "sent 2000 troops",
        "$2010 in cash",
        "Resolution 1973",
        "a 1,990-km line",
        "74 percent",
        "they may march",
        "until 1991",
    ],
)
def test_numbers_are_no_dates(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "piece",
    ["1 day ", "three quarters ", "2 years and ", "from 3 to ", "May ", "the last ", "2019-", "half a "],
)
def test_heaps_of_date_words_are_read_to_their_end(piece: str) -> None:
    found = find_dates(piece * 300, AUTUMN)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_span_of_several_units_counts_as_one() -> None:
    assert read("1 year, 2 months and 3 days ago") == [("2018-08-13", "2018-08-13", "day")]
