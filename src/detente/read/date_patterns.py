"""Date expressions and what they mean: one pattern, one rule. Relative ones need a day to count from."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from detente.model.reading import DateInterval
from detente.model.vocabulary import Precision
from detente.read.spans import (
    MONTHS,
    ORDINALS,
    SEASONS,
    SMALL_NUMBERS,
    WEEKDAYS,
    days,
    fiscal_year,
    half_of,
    month_of,
    part_of,
    plus_months,
    quarter_of,
    season_of,
    shifted,
    whole_unit,
    year_of,
    years_of,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Calendar:
    """What dates are counted from: the publication day, the last interval named before, the fiscal year's start.

    `fiscal_start`: (month, day), or None when the text's states do not settle it.
    """

    published: date | None = None
    previous: DateInterval | None = None
    fiscal_start: tuple[int, int] | None = None
    future: bool = False


_MONTH: Final = r"(?-i:January|February|March|April|May|June|July|August|September|October|November|December|" \
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"  # fmt: skip
_YEAR: Final = r"(?:1[89]\d\d|20\d\d)"
_DAY: Final = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_DASH: Final = r"\s*(?:-|–|to|and|through|until)\s*"
_UNIT: Final = r"(?:day|week|month|quarter|year|decade)"
_COUNT: Final = (
    r"(?:\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
    r"|couple\s+of)"
)
_PART: Final = (
    r"(?:very\s+)?(?:early|mid|late|the\s+(?:beginning|start|middle|end|close)\s+of"
    r"|end[- ]of|start[- ]of|beginning\s+of)"
)
_WEEKDAY: Final = "(?-i:" + "|".join(w.capitalize() for w in WEEKDAYS) + ")"
_RELATIVE: Final = (
    r"(?:last|past|previous|this|current|next|coming|the\s+(?:following|next|previous|same)|that(?:\s+same)?)"
)

Handler = Callable[[re.Match[str], Calendar], DateInterval | None]


def _month(text: str) -> int:
    return MONTHS[text.lower().rstrip(".")]


def _number(text: str) -> int:
    word = text.lower().split()[0]
    return int(word) if word.isdigit() else SMALL_NUMBERS[word]


def _int(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _day(year: int, month: int, day: str) -> date | None:
    try:
        return date(year, month, _int(day))
    except ValueError:
        return None


def _year_near(calendar: Calendar, month: int, day: int = 1) -> int | None:
    """The year of a month without one: of the date named before, else the latest one not after publication."""
    if calendar.published is not None:
        year = calendar.published.year
        passed = (month, day) <= (calendar.published.month, calendar.published.day)
        if calendar.future:
            return year if not passed or month == calendar.published.month else year + 1
        if (
            calendar.previous is not None
            and calendar.previous.end is not None
            and calendar.previous.end.year < year
            and calendar.previous.precision in ("year", "month", "day", "quarter", "half", "season")
        ):
            return calendar.previous.end.year
        return year if passed else year - 1
    return calendar.previous.start.year if calendar.previous else None


def _day_range(m: re.Match[str], c: Calendar) -> DateInterval | None:
    month = _month(m["m"])
    last_month = _month(m["m2"]) if m["m2"] else month
    year = int(m["y"]) if m["y"] else _year_near(c, last_month, _int(m["d2"]))
    if year is None:
        return None
    first, last = _day(year, month, m["d"]), _day(year, last_month, m["d2"])
    return days(first, last) if first and last else None


def _day_range_trailing(m: re.Match[str], c: Calendar) -> DateInterval | None:
    month = _month(m["m2"])
    first_month = _month(m["m"]) if m["m"] else month
    year = int(m["y"]) if m["y"] else _year_near(c, month, _int(m["d2"]))
    if year is None:
        return None
    first, last = _day(year, first_month, m["d"]), _day(year, month, m["d2"])
    return days(first, last) if first and last else None


def _one_day(m: re.Match[str], c: Calendar) -> DateInterval | None:
    month = _month(m["m"])
    year = int(m["y"]) if m["y"] else _year_near(c, month, _int(m["d"]))
    found = _day(year, month, m["d"]) if year else None
    return days(found, found) if found else None


def _iso(m: re.Match[str], c: Calendar) -> DateInterval | None:
    found = _day(int(m["y"]), int(m["m"]), m["d"]) if 1 <= int(m["m"]) <= 12 else None
    return days(found, found) if found else None


def _months_range(m: re.Match[str], c: Calendar) -> DateInterval | None:
    first, last = _month(m["m"]), _month(m["m2"])
    year = int(m["y"]) if m["y"] else _year_near(c, last)
    if year is None:
        return None
    first_year = int(m["y1"]) if m["y1"] else year - (first > last)
    return DateInterval(month_of(first_year, first).start, month_of(year, last).end, "month")


def _month_year(m: re.Match[str], c: Calendar) -> DateInterval | None:
    month = _month(m["m"])
    year = int(m["y"]) if m["y"] else _year_near(c, month)
    return _with_part(month_of(year, month), m["part"]) if year else None


def _with_part(whole: DateInterval, part: str | None) -> DateInterval:
    if not part:
        return whole
    word = part.lower()
    name = "mid" if "mid" in word else "late" if re.search("late|end|close", word) else "early"
    return part_of(whole, name)


def _first_months(m: re.Match[str], c: Calendar) -> DateInterval | None:
    count, unit = _number(m["n"]) if m["n"] else 1, m["unit"].lower().rstrip("s")
    whole = _the_year(m, c)
    if whole is None or whole.end is None:
        return None
    if unit not in ("month", "quarter", "week", "day") or (unit == "month" and count > 12):
        return None
    if m["which"].lower() in ("first", "opening", "initial"):
        return days(whole.start, shifted(whole.start, count, unit) - timedelta(1), "month")
    after = whole.end + timedelta(1)
    return days(shifted(after, -count, unit), whole.end, "month")


def _the_year(m: re.Match[str], c: Calendar) -> DateInterval | None:
    """The year a part belongs to: written, fiscal, or this, last, next, the same year."""
    fiscal = bool(m["fy"])
    if m["y"]:
        first, second = int(m["y"]), m["y2"]
        if second:
            return fiscal_year(first, c.fiscal_start)
        if fiscal:
            return fiscal_year(first - (c.fiscal_start != (1, 1)), c.fiscal_start)
        return year_of(first)
    word = (m["rel"] or "").lower()
    anchor = c.previous.start if word in ("the same", "that") and c.previous else c.published
    if anchor is None:
        return None
    year = anchor.year + {"last": -1, "previous": -1, "next": 1}.get(word, 0)
    if fiscal and c.fiscal_start and c.fiscal_start != (1, 1):
        running = year if (anchor.month, anchor.day) >= c.fiscal_start else year - 1
        return fiscal_year(running, c.fiscal_start)
    return year_of(year)


def _quarter(m: re.Match[str], c: Calendar) -> DateInterval | None:
    whole = _the_year(m, c)
    number = ORDINALS.get((m["q"] or "").lower(), 0) or (int(m["qn"]) if m["qn"] else 0)
    if whole is None or not 1 <= number <= 4:
        return None
    if whole.start.month == 1:
        return quarter_of(whole.start.year, number)
    begin = plus_months(whole.start, 3 * number - 3)
    return DateInterval(begin, plus_months(begin, 3) - timedelta(1), "quarter")


def _half(m: re.Match[str], c: Calendar) -> DateInterval | None:
    whole = _the_year(m, c)
    if whole is None:
        return None
    number = 1 if m["h"].lower() in ("first", "1st") else 2
    if whole.start.month == 1:
        return half_of(whole.start.year, number)
    begin = plus_months(whole.start, 6 * number - 6)
    return DateInterval(begin, plus_months(begin, 6) - timedelta(1), "half")


def _fiscal_words(m: re.Match[str], c: Calendar) -> DateInterval | None:
    if m["y"] and not m["y2"]:
        return fiscal_year(int(m["y"]) - (c.fiscal_start != (1, 1)), c.fiscal_start)
    if m["y"]:
        return fiscal_year(int(m["y"]), c.fiscal_start)
    if not m["rel"] or c.published is None or c.fiscal_start is None:
        return None
    step = {"last": -1, "next": 1}.get(m["rel"].lower(), 0)
    running = c.published.year - ((c.published.month, c.published.day) < c.fiscal_start)
    return fiscal_year(running + step, c.fiscal_start)


def _fiscal(m: re.Match[str], c: Calendar) -> DateInterval | None:
    return _the_year(m, c)


def _split_year(m: re.Match[str], c: Calendar) -> DateInterval | None:
    first, second = int(m["y"]), m["y2"]
    if len(second) == 2 and (first + 1) % 100 == int(second):
        return fiscal_year(first, c.fiscal_start)
    last = int(second) if len(second) == 4 else first - first % 100 + int(second)
    return years_of(first, last) if first < last else None


def _decade(m: re.Match[str], c: Calendar) -> DateInterval | None:
    first = int(m["y"])
    if first % 10:
        return None
    span = years_of(first, first + (99 if first % 100 == 0 and first < 2000 else 9), "decade")
    return _with_part(span, m["part"])


def _years_range(m: re.Match[str], c: Calendar) -> DateInterval | None:
    return years_of(int(m["y"]), int(m["y2"]))


def _season(m: re.Match[str], c: Calendar) -> DateInterval | None:
    if m["y"]:
        return season_of(int(m["y"]), m["s"].lower())
    word = (m["rel"] or "").lower()
    season = m["s"].lower()
    if word == "the following" and c.previous and c.previous.end:
        year = c.previous.end.year + (SEASONS[season] <= c.previous.end.month)
        return season_of(year, season)
    if c.published is None or not word:
        return None
    year = c.published.year + {"last": -1, "next": 1}.get(word, 0)
    if word == "last" and season_of(c.published.year, season).end < c.published:  # type: ignore[operator]
        year = c.published.year
    return season_of(year, season)


def _plain_year(m: re.Match[str], c: Calendar) -> DateInterval | None:
    return _with_part(year_of(int(m["y"])), m["part"])


def _named_day(m: re.Match[str], c: Calendar) -> DateInterval | None:
    if c.published is None:
        return None
    shift = {"yesterday": -1, "tomorrow": 1}.get(m["w"].lower(), 0)
    day = c.published + timedelta(shift)
    return days(day, day)


def _weekday(m: re.Match[str], c: Calendar) -> DateInterval | None:
    if c.published is None:
        return None
    wanted = WEEKDAYS.index(m["w"].lower())
    if c.future or (m["rel"] or "").lower() in ("next", "this coming", "coming"):
        ahead = (wanted - c.published.weekday()) % 7 or 7
        day = c.published + timedelta(ahead)
    else:
        back = (c.published.weekday() - wanted) % 7
        if (m["rel"] or "").lower() == "last" and back == 0:
            back = 7
        day = c.published - timedelta(back)
    return days(day, day)


def _relative_unit(m: re.Match[str], c: Calendar) -> DateInterval | None:
    word, unit = " ".join(m["rel"].lower().split()), m["unit"].lower()
    if word in ("that", "that same", "the same", "the following", "the next", "the previous"):
        anchor = c.previous.start if c.previous else None
        step = {"the following": 1, "the next": 1, "the previous": -1}.get(word, 0)
    else:
        anchor = c.published
        step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(word, 0)
    if anchor is None:
        return None
    whole = whole_unit(shifted(anchor, step, unit), unit)
    if m["when"] and c.published and whole.start <= c.published and whole.end:
        # "earlier this month" has begun and is not after the day of publication; "later" may still come
        early = m["when"].lower().startswith("earlier")
        return DateInterval(whole.start, min(whole.end, c.published), whole.precision) if early else whole
    return whole


def _ago(m: re.Match[str], c: Calendar) -> DateInterval | None:
    back = m["dir"].lower() in ("ago", "earlier", "before")
    anchor = c.published if m["dir"].lower() == "ago" else (c.previous.start if c.previous else None)
    if anchor is None:
        return None
    unit = m["unit"].lower()
    return whole_unit(shifted(anchor, -_number(m["n"]) if back else _number(m["n"]), unit), unit)


def _past_span(m: re.Match[str], c: Calendar) -> DateInterval | None:
    if c.published is None:
        return None
    unit = m["unit"].lower()
    count = _number(m["n"]) if m["n"] else 1
    if m["rel"].lower() in ("next", "coming"):
        return days(c.published, shifted(c.published, count, unit), _precision(unit))
    return days(shifted(c.published, -count, unit), c.published, _precision(unit))


def _precision(unit: str) -> Precision:
    known: dict[str, Precision] = {"day": "day", "week": "week", "month": "month", "quarter": "quarter"}
    return known.get(unit, "year")


_YEAR_PHRASE: Final = (
    rf"(?:(?:the\s+)?(?:(?P<rel>this|last|next|previous|current|the\s+same|that)\s+)?(?P<fy>fiscal|financial|FY)?\s*-?"
    rf"(?:(?:year\s+)?(?P<y>{_YEAR})(?:[-/](?P<y2>\d\d(?:\d\d)?))?(?!\d)|year\b))"
)
PATTERNS: Final[tuple[tuple[re.Pattern[str], Handler], ...]] = tuple(
    (re.compile(rf"(?<![\w$€£.])(?:{source})(?![\w])", re.IGNORECASE), handler)
    for source, handler in (
        (rf"(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)", _iso),
        (rf"(?P<m>{_MONTH})\s+(?P<d>{_DAY}){_DASH}(?:(?P<m2>{_MONTH})\s+)?"
         rf"(?P<d2>{_DAY})(?:\s*,?\s*(?P<y>{_YEAR}))?", _day_range),
        (rf"(?P<d>{_DAY})(?:\s+(?P<m>{_MONTH}))?{_DASH}(?P<d2>{_DAY})\s+(?P<m2>{_MONTH})(?:\s*,?\s*(?P<y>{_YEAR}))?",
         _day_range_trailing),
        (rf"(?P<m>{_MONTH})\s+(?P<d>{_DAY})(?!\d)(?:\s*,?\s*(?P<y>{_YEAR}))?", _one_day),
        (rf"(?P<d>{_DAY})\s+(?:of\s+)?(?P<m>{_MONTH})(?:\s*,?\s*(?P<y>{_YEAR}))?", _one_day),
        (rf"(?P<m>{_MONTH})(?:\s+(?P<y1>{_YEAR}))?{_DASH}(?P<m2>{_MONTH})(?:\s*,?\s*(?P<y>{_YEAR}))?", _months_range),
        (rf"(?:the\s+)?(?P<which>first|opening|initial|last|final)\s+(?:(?P<n>{_COUNT})\s+)?(?P<unit>months?|quarters?|weeks?|days?)\s+of\s+{_YEAR_PHRASE}",
         _first_months),
        (rf"(?:the\s+)?(?:(?P<q>first|second|third|fourth|1st|2nd|3rd|4th)\s+quarter|Q(?P<qn>[1-4]))\s*"
         rf"(?:of\s+)?{_YEAR_PHRASE}", _quarter),
        (rf"(?:the\s+)?(?P<h>first|second|latter|1st|2nd)\s+half\s+of\s+{_YEAR_PHRASE}", _half),
        (r"(?:the\s+)?(?P<rel>this|last|next|current|previous)?\s*(?:fiscal|financial)\s+year"
         r"(?:\s+(?:of\s+|ending\s+(?:in\s+)?)?(?P<y>" + _YEAR
         + r")(?:[-/](?P<y2>\d\d(?:\d\d)?))?)?", _fiscal_words),
        (rf"(?P<rel>)(?P<fy>FY|fiscal)\s*-?(?P<y>{_YEAR})(?:[-/](?P<y2>\d\d(?:\d\d)?))?", _fiscal),
        (rf"(?:the\s+)?(?:(?P<part>{_PART})[- ]*(?:the\s+)?)?(?P<y>(?:1[89]|20)\d0)'?s", _decade),
        (rf"(?:(?P<part>{_PART})[- ]*)?(?P<m>{_MONTH})(?:,?\s+(?:of\s+)?(?P<y>{_YEAR}))", _month_year),
        (rf"(?:(?<=\bin )|(?<=\bsince )|(?<=\bby )|(?<=\bduring )"
         rf"|(?<=\bof )|(?<=\blast )|(?<=\bthis )|(?<=\bnext )|(?P<part>{_PART})[- ]*)"
         rf"(?P<m>{_MONTH})(?P<y>)", _month_year),
        (rf"(?:between|from)\s+(?P<y>{_YEAR})\s*(?:and|to|until|through|-)\s*(?P<y2>{_YEAR})", _years_range),
        (rf"(?P<y>{_YEAR})\s*[-/]\s*(?P<y2>\d\d\d\d|\d\d)", _split_year),
        (rf"(?:(?P<rel>last|this|next|the\s+following)\s+)?"
         rf"(?:the\s+)?(?P<s>spring|summer|autumn|fall|winter)(?:\s+(?:of\s+)?(?P<y>{_YEAR}))?", _season),
        (r"(?P<w>today|tonight|yesterday|tomorrow)", _named_day),
        (rf"(?:on\s+)?(?:(?P<rel>last|next|this(?:\s+coming)?|coming)\s+)?(?P<w>{_WEEKDAY})", _weekday),
        (rf"(?:(?P<when>earlier|later)\s+)?(?P<rel>{_RELATIVE})\s+(?P<unit>{_UNIT})", _relative_unit),
        (rf"(?P<n>{_COUNT})\s+(?P<unit>{_UNIT})s?\s+(?P<dir>ago|earlier|later|before|after(?=\s*,))", _ago),
        (rf"(?:over|in|during|for|within)\s+the\s+(?P<rel>last|past|next|coming|previous)\s+"
         rf"(?:(?P<n>{_COUNT})\s+)?(?P<unit>{_UNIT})s?(?!\s+of\b)", _past_span),
        (rf"(?P<part>{_PART})[- ]*(?P<y>{_YEAR})", _plain_year),
    )
)  # fmt: skip
