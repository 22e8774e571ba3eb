"""Rules of years: quarters and halves of them, fiscal and split years, decades, centuries, seasons."""

from __future__ import annotations

import re
from datetime import timedelta

from detente.model.reading import DateInterval
from detente.read.date_words import (
    Calendar,
    ordinal_of,
    related_year,
    step_of,
    with_part,
    year_number,
    year_word,
)
from detente.read.spans import (
    SEASONS,
    fiscal_year,
    half_of,
    month_of,
    plus_months,
    quarter_of,
    season_of,
    year_of,
    years_of,
)  # fmt: skip


def the_year(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """The year a part belongs to: written, fiscal, or this, last, next, the same year."""
    fiscal = bool(m["fy"])
    if m["y"]:
        first, second = year_number(m["y"]), m["y2"]
        if second:
            return fiscal_year(first, c.fiscal_start)
        if fiscal:
            return fiscal_year(first - (c.fiscal_start != (1, 1)), c.fiscal_start)
        return year_of(first)
    word = " ".join((m["rel"] or "").lower().split())
    told = word in ("the same", "same", "that", "the following", "following", "the next")
    anchor = c.previous.start if told and c.previous else c.published
    if anchor is None:
        return None
    year = anchor.year + step_of(word)
    if fiscal and c.fiscal_start and c.fiscal_start != (1, 1):
        running = year if (anchor.month, anchor.day) >= c.fiscal_start else year - 1
        return fiscal_year(running, c.fiscal_start)
    return year_of(year)


def quarter(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "the third quarter of 2011", "Q2 2011", "2016 Q3"."""
    number = ordinal_of(m["q"]) if m["q"] else int(m["qn"])
    if "fy" not in m.groupdict():
        if m["y"]:
            return quarter_of(year_number(m["y"]), number)
        if c.published is None:
            return None
        ahead = 3 * number - 2 > c.published.month
        return quarter_of(c.published.year - (ahead and not c.future), number)
    whole = the_year(m, c)
    if whole is None or not 1 <= number <= 4:
        return None
    if whole.start.month == 1:
        return quarter_of(whole.start.year, number)
    begin = plus_months(whole.start, 3 * number - 3)
    return DateInterval(begin, plus_months(begin, 3) - timedelta(1), "quarter")


def half(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "the first half of 2011", "H2 2011"."""
    groups = m.groupdict()
    number = int(groups["hn"]) if groups.get("hn") else 1 if m["h"].lower() in ("first", "1st") else 2
    whole = the_year(m, c) if "fy" in groups else year_of(year_number(m["y"]))
    if whole is None:
        return None
    if whole.start.month == 1:
        return half_of(whole.start.year, number)
    begin = plus_months(whole.start, 6 * number - 6)
    return DateInterval(begin, plus_months(begin, 6) - timedelta(1), "half")


def fiscal_words(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "fiscal year 2005/06", "the last fiscal year"."""
    if m["y"] and not m["y2"]:
        return fiscal_year(int(m["y"]) - (c.fiscal_start != (1, 1)), c.fiscal_start)
    if m["y"]:
        return fiscal_year(int(m["y"]), c.fiscal_start)
    if not m["rel"] or c.published is None or c.fiscal_start is None:
        return None
    running = c.published.year - ((c.published.month, c.published.day) < c.fiscal_start)
    return fiscal_year(running + step_of(m["rel"]), c.fiscal_start)


def split_year(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "2005-06" (a fiscal year), "2005-2008" and "2008-12" (years), "2015-12" (a month)."""
    first, second = int(m["y"]), m["y2"]
    if len(second) == 2 and int(second) > first % 100 + 1:
        return years_of(first, first - first % 100 + int(second))
    if len(second) == 2 and (first + 1) % 100 == int(second):
        return fiscal_year(first, c.fiscal_start)
    if len(second) == 2 and 1 <= int(second) <= 12:
        return month_of(first, int(second))
    last = int(second) if len(second) == 4 else first - first % 100 + int(second)
    return years_of(first, last) if first < last else None


_DECADES = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70,
            "eighties": 80, "nineties": 90, "noughties": 0, "tens": 10, "thousands": 0}  # fmt: skip


def decade(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "the 1960s", "the late '70s", "the nineteen eighties"."""
    groups = m.groupdict()
    if groups.get("y"):
        first = int(m["y"])
    else:
        tens = int(m["dd"]) if groups.get("dd") else _DECADES[m["word"].lower()]
        century = (groups.get("century") or "").lower()
        this = century.startswith("two") or century == "twenty"
        known = century or m.groupdict().get("word", "") in ("noughties", "thousands")
        first = (2000 if this or (known and not century) else 1900) + tens
        if not known and c.published and tens <= 10:
            first = 2000 + tens
    span = years_of(first, first + (99 if first % 100 == 0 and first < 2000 else 9), "decade")
    return with_part(span, m["part"])


def century(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "the 19th century": its hundred years as commonly counted (1800 to 1899)."""
    first = 100 * (ordinal_of(m["n"]) - 1)
    return years_of(first, first + 99, "era") if first else None


def years_range(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "between 2001 and 2005"."""
    return years_of(year_number(m["y"] or m["y3"]), year_number(m["y2"]))


def season(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """As in "the summer of 2016", "last winter", "the following spring"; alone: the latest one begun."""
    name = m["s"].lower()
    if m["y"]:
        return season_of(year_number(m["y"]), name)
    if m["ry"]:
        said = related_year(c, year_word(m["ry"]))
        return season_of(said, name) if said else None
    word = " ".join((m["rel"] or "").lower().split())
    if word == "the following" and c.previous and c.previous.end:
        year = c.previous.end.year + (SEASONS[name] <= c.previous.end.month)
        return season_of(year, name)
    if word.startswith("that"):
        return season_of(c.previous.start.year, name) if c.previous else None
    if c.published is None:
        return None
    year = c.published.year + step_of(word)
    begun = season_of(c.published.year, name).start <= c.published
    ended = (season_of(c.published.year, name).end or c.published) < c.published
    if word == "last" and ended:
        year = c.published.year
    if not word and not begun and not c.future:
        year -= 1
    return season_of(year, name)


def plain_year(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """A year, a part of it, or "August '99"."""
    return with_part(year_of(year_number(m["y"])), m.groupdict().get("part"))
