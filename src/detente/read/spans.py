"""Intervals of days: years, quarters, halves, seasons, fiscal years, and parts of them."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Final

from detente.model.reading import DateInterval
from detente.model.vocabulary import Precision

MONTHS: Final[dict[str, int]] = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
WEEKDAYS: Final = tuple(name.lower() for name in calendar.day_name)
ORDINALS: Final = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
}  # fmt: skip
SMALL_NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"a": 1, "an": 1, "couple": 2}
SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def plus_months(day: date, months: int) -> date:
    """The day some months later or earlier, cut to the month's length."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def days(start: date, end: date, precision: Precision = "day") -> DateInterval:
    """An interval, its ends in order."""
    return DateInterval(min(start, end), max(start, end), precision)


def month_of(year: int, month: int) -> DateInterval:
    """A month."""
    return DateInterval(date(year, month, 1), last_day(year, month), "month")


def months_of(year: int, first: int, last: int, precision: Precision) -> DateInterval:
    """From the first to the last month of one year, both included."""
    return DateInterval(date(year, first, 1), last_day(year, last), precision)


def year_of(year: int) -> DateInterval:
    """A calendar year."""
    return DateInterval(date(year, 1, 1), date(year, 12, 31), "year")


def years_of(first: int, last: int, precision: Precision = "year") -> DateInterval:
    """Calendar years from first to last, both included."""
    return DateInterval(date(min(first, last), 1, 1), date(max(first, last), 12, 31), precision)


def quarter_of(year: int, quarter: int) -> DateInterval:
    """A quarter of a calendar year."""
    return months_of(year, 3 * quarter - 2, 3 * quarter, "quarter")


def half_of(year: int, half: int) -> DateInterval:
    """A half of a calendar year."""
    return months_of(year, 6 * half - 5, 6 * half, "half")


def season_of(year: int, season: str) -> DateInterval:
    """A season on the northern hemisphere by whole months; winter runs into the next year."""
    first = date(year, SEASONS[season], 1)
    return DateInterval(first, plus_months(first, 3) - timedelta(1), "season")


def fiscal_year(first: int, start: tuple[int, int] | None) -> DateInterval:
    """The fiscal year that begins in year `first`; without a known start both years are possible."""
    if start is None:
        return DateInterval(date(first, 1, 1), date(first + 1, 12, 31), "year")
    if start == (1, 1):
        return year_of(first)
    begin = date(first, *start)
    return DateInterval(begin, date(first + 1, *start) - timedelta(1), "year")


def part_of(whole: DateInterval, part: str) -> DateInterval:
    """Early, middle or late part of a month (10 days), year (3, 4, 3 months) or decade (4, 3, 3 years)."""
    begin = whole.start
    place = {"early": 0, "mid": 1, "late": 2}[part]
    if whole.precision == "month":
        first = (1, 11, 21)[place]
        last = (10, 20, last_day(begin.year, begin.month).day)[place]
        return DateInterval(begin.replace(day=first), begin.replace(day=last), "week")
    if whole.precision == "year":
        first_month, last_month = ((1, 3), (5, 8), (10, 12))[place]
        return months_of(begin.year, first_month, last_month, "quarter")
    if whole.precision == "decade":
        first_year, last_year = ((0, 3), (4, 6), (7, 9))[place]
        return years_of(begin.year + first_year, begin.year + last_year)
    return whole


def week_of(day: date) -> DateInterval:
    """The week, Monday to Sunday, that holds a day."""
    monday = day - timedelta(day.weekday())
    return DateInterval(monday, monday + timedelta(6), "week")


def whole_unit(day: date, unit: str) -> DateInterval:
    """The day, week, month, quarter, year or decade that holds a day."""
    if unit == "day":
        return days(day, day)
    if unit == "week":
        return week_of(day)
    if unit == "month":
        return month_of(day.year, day.month)
    if unit == "quarter":
        return quarter_of(day.year, (day.month + 2) // 3)
    if unit == "year":
        return year_of(day.year)
    first = day.year - day.year % 10
    return years_of(first, first + 9, "decade")


def shifted(day: date, count: int, unit: str) -> date:
    """The day some units later (or earlier, when negative)."""
    if unit in ("day", "week"):
        return day + timedelta(count * (7 if unit == "week" else 1))
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
    return plus_months(day, count * months)
