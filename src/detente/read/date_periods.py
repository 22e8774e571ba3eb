"""Rules of periods: months, weeks, weekends, parts of them, and spans counted from now."""

from __future__ import annotations

import re
from datetime import date, timedelta

from detente.model.reading import DateInterval
from detente.model.vocabulary import Precision
from detente.read.date_words import (
    Calendar,
    century_added,
    count_of,
    day_number,
    month_of_word,
    ordinal_of,
    real_day,
    related_year,
    step_of,
    with_part,
    year_near,
    year_number,
    year_word,
)
from detente.read.date_years import the_year
from detente.read.spans import (
    days,
    month_of,
    plus_months,
    shifted,
    week_of,
    whole_unit,
    year_of,
    years_of,
)  # fmt: skip


def months_range(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "March to July 2016", "November 2015 - February 2016"."""
    first, last = month_of_word(m["m"]), month_of_word(m["m2"])
    year = year_number(m["y"]) if m["y"] else year_near(c, last)
    if m["ry"]:
        year = related_year(c, year_word(m["ry"]))
    if year is None:
        return None
    first_year = year_number(m["y1"]) if m["y1"] else year - (first > last)
    if not m["y"] and m["y1"]:
        year = first_year + (first > last)
    return DateInterval(month_of(first_year, first).start, month_of(year, last).end, "month")


def month_year(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """A month with or without its year, and parts of it ("late March 2006", "June next year")."""
    groups = m.groupdict()
    month = int(groups["mm"]) if groups.get("mm") else month_of_word(m["m"])
    if groups.get("ry"):
        year: int | None = related_year(c, year_word(m["ry"]))
    elif groups.get("yy"):
        year = century_added(m["yy"])
    else:
        year = year_number(m["y"]) if m["y"] else year_near(c, month)
    if year is None or not 1 <= month <= 12:
        return None
    return with_part(month_of(year, month), groups.get("part"))


def related_month(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "last September", "next June", "this March"."""
    if c.published is None:
        return None
    month, year = month_of_word(m["m"]), c.published.year
    word = m["rel"].lower()
    if word in ("last", "past"):
        year -= month >= c.published.month
    elif word != "this":
        year += month <= c.published.month
    return month_of(year, month)


def that_month(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "that December": the first one from the date told before on, or the one of its year."""
    if c.previous is None:
        return None
    month, before = month_of_word(m["m"]), c.previous.start
    year_alone = c.previous.precision in ("half", "season", "year", "decade", "era")
    return month_of(before.year + (month < before.month and not year_alone), month)


def first_months(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "the first four months of 2003", "the last quarter of last year"."""
    count, unit = count_of(m["n"]) if m["n"] else 1, m["unit"].lower().rstrip("s")
    whole = the_year(m, c)
    size: Precision = "quarter" if unit == "quarter" and count == 1 else "month"
    if whole is None or whole.end is None or (unit == "month" and count > 12):
        return None
    if unit == "week" and not m["n"]:
        return _week_in(whole, 1 if m["which"].lower() in ("first", "opening", "initial") else -1)
    if m["which"].lower() in ("first", "opening", "initial"):
        return days(whole.start, shifted(whole.start, count, unit) - timedelta(1), size)
    after = whole.end + timedelta(1)
    return days(shifted(after, -count, unit), whole.end, size)


def _week_in(whole: DateInterval, number: int) -> DateInterval | None:
    """The n-th week (-1: the last) of a month or year; a week belongs to where its Thursday is."""
    end = whole.end or whole.start
    thursday = whole.start + timedelta((3 - whole.start.weekday()) % 7 + 7 * (number - 1))
    if number < 0:
        thursday = end - timedelta((end.weekday() - 3) % 7)
    return week_of(thursday) if whole.start <= thursday <= end else None


def nth_week(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "the third week of October", "the second week of this month"."""
    number = -1 if m["n"].lower() == "last" else ordinal_of(m["n"])
    if m["m"]:
        month = month_of_word(m["m"])
        year = year_number(m["y2m"]) if m["y2m"] else year_near(c, month)
        whole = month_of(year, month) if year else None
    elif m["y"]:
        whole = year_of(year_number(m["y"]))
    else:
        unit = m["unit"].lower()
        whole = whole_unit(shifted(c.published, step_of(m["rel"]), unit), unit) if c.published else None
    return _week_in(whole, number) if whole else None


def numbered_week(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "Week 31": a week of the calendar year of publication."""
    if c.published is None or not 1 <= int(m["n"]) <= 53:
        return None
    return _week_in(year_of(c.published.year), int(m["n"]))


def week_of_day(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "the week of 16 September", "the week beginning February 4"."""
    if m["m"] is None:
        if c.published is None:
            return None
        back = day_number(m["d2"]) > c.published.day and not c.future
        begin = plus_months(c.published.replace(day=1), -back)
        found = real_day(begin.year, begin.month, day_number(m["d2"]))
    else:
        month, number = month_of_word(m["m"]), day_number(m["d"])
        year = year_number(m["y"]) if m["y"] else year_near(c, month, number)
        if m["ry"]:
            year = related_year(c, year_word(m["ry"]))
        found = real_day(year, month, number) if year else None
    return week_of(found) if found else None


def _anchor(word: str, unit: str, c: Calendar) -> date | None:
    if word in ("that", "that same", "the same", "the following", "the next", "the previous"):
        if c.previous is not None:
            return c.previous.start
        ahead = c.future or unit == "decade"
        return c.published if word in ("the following", "the next") and ahead else None
    return c.published


def relative_unit(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "last year", "earlier this month", "late last week", "that year", "the following month"."""
    word, unit = " ".join(m["rel"].lower().split()), m["unit"].lower()
    anchor = _anchor(word, unit, c)
    if anchor is None:
        return None
    whole = whole_unit(shifted(anchor, step_of(word), unit), unit)
    when = (m["when"] or "").lower()
    if when and c.published and whole.end and whole.start <= c.published <= whole.end:
        # "earlier this month" has begun and is not after the day of publication; "later" may still come
        if when.startswith("earlier"):
            return DateInterval(whole.start, c.published, whole.precision)
        return DateInterval(c.published, whole.end, whole.precision)
    if m["part"] and whole.precision == "week":
        return _part_of_week(whole.start, m["part"])
    return with_part(whole, m["part"])


def _part_of_week(monday: date, part: str) -> DateInterval:
    """Monday to Wednesday, Tuesday to Friday, Thursday to Sunday."""
    word = part.lower()
    first, last = (1, 4) if "mid" in word else (3, 6) if re.search("late|end|close", word) else (0, 2)
    return days(monday + timedelta(first), monday + timedelta(last))


def after_next(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "the week after next", "the year before last"."""
    if c.published is None:
        return None
    unit, step = m["unit"].lower(), 2 if m["dir"].lower() == "after" else -2
    if unit == "weekend":
        return _weekend(c.published + timedelta(7 * step))
    return whole_unit(shifted(c.published, step, unit), unit)


def _weekend(day: date) -> DateInterval:
    monday = day - timedelta(day.weekday())
    return days(monday + timedelta(5), monday + timedelta(6))


def weekend(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """A weekend: of this week, the last or the next; "over the weekend" is the one gone by before Saturday."""
    if c.published is None:
        return None
    step = step_of(m["rel"])
    if (m["rel"] or "the").lower() == "the" and re.match(r"over|at|during", m.group(), re.I) and not c.future:
        step = -(c.published.weekday() < 5)
    return _weekend(c.published + timedelta(7 * step))


def rest_of(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "the rest of the year": from the publication day on."""
    if c.published is None:
        return None
    whole = whole_unit(c.published, m["unit"].lower())
    return DateInterval(c.published, whole.end, whole.precision)


def rolling(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "over the past three years", "the next two weeks", "within five days"; decades count as whole ones."""
    if c.published is None:
        return None
    unit = m["unit"].lower()
    count = count_of(m["n"]) if m["n"] else 1
    ahead = step_of(m["rel"]) > 0 or not m["rel"]
    if unit == "decade" and m["n"]:
        first = c.published.year - c.published.year % 10
        return years_of(first + 10, first + 10 * count + 9, "decade") if ahead else years_of(
            first - 10 * count, first - 1, "decade")  # fmt: skip
    if ahead:
        begin = c.published + timedelta(not m.group().lower().startswith("within"))
        return days(begin, shifted(c.published, count, unit), _precision(unit))
    return days(shifted(c.published, -count, unit), c.published, _precision(unit))


def _precision(unit: str) -> Precision:
    known: dict[str, Precision] = {"day": "day", "week": "week", "month": "month", "quarter": "quarter"}
    return known.get(unit, "year")
