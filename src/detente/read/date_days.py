"""Rules of days: written dates, weekdays, today and yesterday, so many days ago."""

from __future__ import annotations

import re
from datetime import date, timedelta

from detente.model.reading import DateInterval
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
    weekday_number,
    year_near,
    year_number,
    year_word,
)
from detente.read.spans import days, plus_months, shifted, whole_unit


def _one(day: date | None) -> DateInterval | None:
    return days(day, day) if day else None


def day_range(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "3-5 May 2001", "May 3-5, 2001", "28 March to 2 April 2009"."""
    last_month = month_of_word(m["m2"] or m["m"])
    month = month_of_word(m["m"] or m["m2"])
    first_day, last_day = day_number(m["d"]), day_number(m["d2"])
    year = year_number(m["y"]) if m["y"] else year_near(c, last_month, last_day)
    if m["ry"]:
        year = related_year(c, year_word(m["ry"]))
    if year is None:
        return None
    crosses = (month, first_day) > (last_month, last_day)
    first, last = real_day(year - crosses, month, first_day), real_day(year, last_month, last_day)
    return days(first, last) if first and last else None


def days_of_month(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "from 4 to 22 this month"."""
    if c.published is None:
        return None
    start = whole_unit(shifted(c.published, step_of(m["rel"]), "month"), "month").start
    first = real_day(start.year, start.month, day_number(m["d"]))
    last = real_day(start.year, start.month, day_number(m["d2"]))
    return days(first, last) if first and last else None


def one_day(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "3 May 2001", "May 3", "the second of May"."""
    month, number = month_of_word(m["m"]), day_number(m["d"])
    if m["y"]:
        return _one(real_day(year_number(m["y"]), month, number))
    if m["ry"]:
        said = related_year(c, year_word(m["ry"]))
        return _one(real_day(said, month, number)) if said else None
    year = year_near(c, month, number)
    if (month, number) == (2, 29) and year is not None:
        year = next((y for y in range(year, year - 8, -1) if real_day(y, 2, 29)), year)
    return _one(real_day(year, month, number)) if year else None


def numeric_day(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "2015-08-12", "21/04/2016": month first with "/" and "-" where both can be, day first with "."."""
    groups = m.groupdict()
    year = int(groups["y"]) if groups.get("y") else century_added(groups["yy"]) if groups.get("yy") else None
    if "mon" in groups:
        return _one(real_day(int(m["y"]), month_of_word(m["mon"]), int(m["d"])))
    first, second = int(groups["a"]), int(groups["b"])
    if groups.get("iso"):
        return _one(real_day(int(m["iso"]), first, second))
    month, number = (second, first) if first > 12 or m["sep"] == "." else (first, second)
    if not 1 <= month <= 12:
        return None
    year = year or year_near(c, month, number)
    return _one(real_day(year, month, number)) if year else None


def numbered_weekday(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "Friday the 11th": the nearest month in which the day falls so."""
    if c.published is None:
        return None
    number, wanted = day_number(m["d"]), weekday_number(m["w"])
    found = [
        day
        for step in range(-6, 7)
        if (begin := plus_months(c.published.replace(day=1), step))
        and (day := real_day(begin.year, begin.month, number))
        and day.weekday() == wanted
    ]
    published = c.published
    return _one(min(found, key=lambda day: abs((day - published).days))) if found else None


def day_of_month(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "the 20th of next month", "on the 27th"."""
    if c.published is None:
        return None
    number = day_number(m["d"])
    begin = plus_months(c.published.replace(day=1), step_of(m["rel"]))
    if not m["rel"] and number > c.published.day and not c.future:
        begin = plus_months(begin, -1)
    return _one(real_day(begin.year, begin.month, number))


def nth_weekday(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "the first Friday of July", "the third Wednesday of last month"."""
    if m["m"]:
        month = month_of_word(m["m"])
        year = year_number(m["y"]) if m["y"] else year_near(c, month)
        if m.groupdict().get("ry"):
            year = related_year(c, year_word(m["ry"]))
        begin = date(year, month, 1) if year else None
    else:
        begin = plus_months(c.published.replace(day=1), step_of(m["rel"])) if c.published else None
    if begin is None:
        return None
    wanted = weekday_number(m["w"])
    if m["n"].lower() == "last":
        end = plus_months(begin, 1) - timedelta(1)
        return _one(end - timedelta((end.weekday() - wanted) % 7))
    day = begin + timedelta((wanted - begin.weekday()) % 7 + 7 * (ordinal_of(m["n"]) - 1))
    return _one(day) if day.month == begin.month else None


_NAMED = {"yesterday": -1, "tomorrow": 1, "tmrw": 1, "day before yesterday": -2, "day after tomorrow": 2}


def named_day(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "today", "the day before yesterday"."""
    if c.published is None:
        return None
    words = " ".join(m["w"].lower().split()).removeprefix("the ").replace("tmrw", "tomorrow")
    return _one(c.published + timedelta(_NAMED.get(words, 0)))


def weekday(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "on Friday": the latest, or the next where the sentence looks ahead; "this", "next": of that week."""
    if c.published is None:
        return None
    wanted = weekday_number(m["w"])
    word = " ".join((m["rel"] or "").lower().split())
    monday = c.published - timedelta(c.published.weekday())
    if word in ("this", "current"):
        return _one(monday + timedelta(wanted))
    if word == "next":
        return _one(monday + timedelta(7 + wanted))
    if word in ("this coming", "coming", "upcoming") or (c.future and not word):
        return _one(c.published + timedelta((wanted - c.published.weekday()) % 7 or 7))
    back = (c.published.weekday() - wanted) % 7
    return _one(c.published - timedelta(7 if word and back == 0 else back))


def weekday_of_week(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "Tuesday next week", "last week on Friday"."""
    if c.published is None:
        return None
    monday = c.published - timedelta(c.published.weekday()) + timedelta(7 * step_of(m["rel"]))
    last = m.groupdict().get("w2")
    first = monday + timedelta(weekday_number(m["w"]))
    return days(first, monday + timedelta(weekday_number(last))) if last else _one(first)


_PIECE = re.compile(
    r"(\d{1,3}|[a-z]+(?:[\s-]+(?:couple(?:\s+of)?|of|[a-z]+))?)\s+(day|week|month|quarter|year|decade)s?",
    re.I,
)


def ago(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "two years ago" (the whole year), "1 month and 21 days ago" (the day), "three years later"."""
    word = " ".join(m["dir"].lower().split())
    back = word in ("ago", "earlier", "before") or word.startswith("before ")
    from_now = word == "ago" or word.endswith(("now", "today", "yesterday", "tomorrow"))
    if from_now:
        moved = timedelta(-1 if word.endswith("yesterday") else 1 if word.endswith("tomorrow") else 0)
        anchor = c.published + moved if c.published else None
    else:
        anchor = c.previous.start if c.previous else c.published if c.future else None
    if anchor is None:
        return None
    pieces = [(count_of(n), unit.lower()) for n, unit in _PIECE.findall(re.sub(r",|\band\b", " ", m["span"]))]
    finest = "day" if any(unit == "day" for _, unit in pieces) else pieces[-1][1]
    for count, unit in sorted(pieces, key=lambda p: p[1] == "day"):
        anchor = shifted(anchor, -count if back else count, unit)
    if len(pieces) > 1 or word.endswith(("today", "yesterday", "tomorrow")):
        finest = "day"
    return whole_unit(anchor, finest)


def in_days(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "will leave in three weeks"; without a look ahead it is how long something takes."""
    if c.published is None or not c.future:
        return None
    unit = m["unit"].lower()
    return whole_unit(shifted(c.published, count_of(m["n"]), unit), unit)


def weekdays_from_now(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "two Sundays from now"."""
    if c.published is None:
        return None
    ahead = (weekday_number(m["w"]) - c.published.weekday()) % 7 or 7
    return _one(c.published + timedelta(ahead + 7 * (count_of(m["n"]) - 1)))
