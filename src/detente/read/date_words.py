"""Words of dates: months, weekdays, days and years in figures or words, and what they are counted from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from detente.model.reading import DateInterval
from detente.read.spans import MONTHS, SMALL_NUMBERS, WEEKDAYS, part_of


@dataclass(frozen=True, slots=True)
class Calendar:
    """What dates are counted from: the publication day, the last interval named before, the fiscal year's start.

    `fiscal_start`: (month, day), or None when the text's states do not settle it. `future`: the sentence looks ahead.
    """

    published: date | None = None
    previous: DateInterval | None = None
    fiscal_start: tuple[int, int] | None = None
    future: bool = False


_TENS: Final = {w: 10 * n for n, w in enumerate(
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)}  # fmt: skip
_ORDINALS: Final = {w: n for n, w in enumerate(
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
     "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
     "twentieth"], start=1)} | {"thirtieth": 30}  # fmt: skip
_UNDER_TEN: Final = "one|two|three|four|five|six|seven|eight|nine"
_TEEN: Final = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TEN: Final = "|".join(_TENS)
_TWO_DIGITS: Final = rf"(?:(?:{_TEN})(?:[\s-]+(?:{_UNDER_TEN}))?|{_TEEN})"

# "may" and "march" are verbs unless written as names or next to a day or a year; "Mar" and "Dec" need the capital
MONTH: Final = (
    r"(?:january|february|april|june|july|august|september|october|november|december"
    r"|jan\.?|feb\.?|apr\.?|jun\.?|jul\.?|aug\.?|sept?\.?|oct\.?|nov\.?|dec\.?|(?-i:May|March|Mar\.?)"
    r"|(?:may|march|mar\.?)(?=[\s,]+(?:[12]\d\d\d\b|\d{1,2}(?:st|nd|rd|th)\b)))"
)
DIGIT_YEAR: Final = r"(?:1[1-9]\d\d|20\d\d)"
WORD_YEAR: Final = (
    rf"(?:(?:fifteen|sixteen|seventeen|eighteen|nineteen)[\s-]+(?:hundred|(?:zero|oh|o)[\s-]+(?:{_UNDER_TEN})|{_TWO_DIGITS})"
    rf"|twenty[\s-]+(?:(?:zero|oh|o)[\s-]+(?:{_UNDER_TEN})|{_TEEN}|(?:twenty|thirty|forty|fifty)(?:[\s-]+(?:{_UNDER_TEN}))?)"
    rf"|(?:one|two)\s+thousand(?:\s+(?:{_UNDER_TEN})\s+hundred)?(?:(?:\s+and)?\s+(?:{_TWO_DIGITS}|{_UNDER_TEN}))?)"
)
YEAR: Final = rf"(?:{DIGIT_YEAR}|{WORD_YEAR}\b(?!-))"
DAY: Final = (
    r"(?:(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d%])"
    rf"|(?:twenty|thirty)[\s-]+(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|{_UNDER_TEN})\b"
    rf"|(?:{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})\b)"
)
DAY_ORDINAL: Final = (
    r"(?:(?:[12]\d|3[01]|[1-9])(?:st|nd|rd|th)"
    r"|(?:twenty|thirty)[\s-]+(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b"
    rf"|(?:{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})\b)"
)
DASH: Final = r"\s*(?:-|–|~|to|and|through|until|till)\s*"
OTHER_YEAR: Final = (
    r"(?:this|last|next|that(?:\s+same)?|the\s+(?:same|following|previous|preceding|next)|following)\s+year\b"
)
UNIT: Final = r"(?:day|week|month|quarter|year|decade)"
COUNT: Final = rf"(?:\d{{1,3}}|an?(?:\s+couple(?:\s+of)?)?|couple\s+of|{_UNDER_TEN}|{_TWO_DIGITS})"
PART: Final = (
    r"(?:very\s+)?(?:early|mid|late|the\s+(?:beginning|start|middle|end|close)\s+of"
    r"|end[- ]of|start[- ]of|beginning\s+of|middle\s+of)"
)
WEEKDAY: Final = (
    rf"(?:{'|'.join(WEEKDAYS)}|(?-i:Tue|Tues|Wed|Thu|Thur|Thurs|Fri)\b\.?"
    rf"|(?-i:Mon|Sat|Sun)\b(?=[.,]?\s+(?:{MONTH}|\d|the\s+\d)))"
)
RELATIVE: Final = (
    r"(?:last|past|previous|this|current|next|(?:the\s+)?(?:coming|upcoming)|the\s+(?:following|next|previous|same)|following"
    r"|that(?:\s+same)?)"
)


def month_of_word(text: str) -> int:
    """Number of a month by its name or abbreviation."""
    return MONTHS[text.lower().rstrip(".")]


def count_of(text: str) -> int:
    """A small count in figures or words."""
    words = re.split(r"[\s-]+", text.lower())
    if words[0].isdigit():
        return int(words[0])
    if "couple" in words:
        return 2
    return sum(_TENS.get(w) or SMALL_NUMBERS[w] for w in words)


def day_number(text: str) -> int:
    """Day of the month in figures or words."""
    digits = re.sub(r"\D", "", text)
    if digits:
        return int(digits)
    return sum(
        _TENS.get(w) or _ORDINALS.get(w) or SMALL_NUMBERS[w] for w in re.split(r"[\s-]+", text.lower())
    )


def ordinal_of(text: str) -> int:
    """Number of an ordinal in figures or words ("third", "3rd")."""
    digits = re.match(r"\d+", text)
    return int(digits.group()) if digits else _ORDINALS[text.lower()]


def year_number(text: str) -> int:
    """A year in figures or words ("nineteen ninety-nine", "two thousand and five")."""
    if text.isdigit():
        return int(text)
    words = [w for w in re.split(r"[\s-]+", text.lower()) if w != "and"]
    small = {"zero": 0, "oh": 0, "o": 0} | SMALL_NUMBERS | _TENS
    if "thousand" in words:
        value = 1000 * small[words[0]]
        rest = words[2:]
        if "hundred" in rest:
            value += 100 * small[rest[0]]
            rest = rest[2:]
        return value + sum(small[w] for w in rest)
    return 100 * small[words[0]] + sum(small[w] for w in words[1:] if w != "hundred")


def century_added(two_digits: str) -> int:
    """A year of two digits: up to 49 in this century, else in the last."""
    number = int(two_digits)
    return number + (2000 if number < 50 else 1900)


def real_day(year: int, month: int, day: int) -> date | None:
    """The day, None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def weekday_number(text: str) -> int:
    """Monday 0 to Sunday 6, by name or abbreviation."""
    return next(n for n, name in enumerate(WEEKDAYS) if name.startswith(text.lower()[:3]))


def year_near(calendar: Calendar, month: int, day: int = 1) -> int | None:
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


def year_word(text: str) -> str:
    """As in "that", of "that year"."""
    return text.lower().rsplit(maxsplit=1)[0]


def related_year(calendar: Calendar, word: str) -> int | None:
    """The year that "that", "the same", "the following" or "last" year means; None with nothing to count from."""
    low = " ".join(word.lower().split())
    told = low.startswith(("that", "the ")) or low == "following"
    anchor = calendar.previous.start if told and calendar.previous else calendar.published
    return anchor.year + step_of(low) if anchor and (calendar.published or told) else None


def step_of(word: str | None) -> int:
    """How many units away from now "last", "this" or "next" are."""
    low = " ".join((word or "").lower().split()).removeprefix("the ")
    back, ahead = ("last", "past", "previous", "preceding"), ("next", "coming", "upcoming", "following")
    return -1 if low in back else 1 if low in ahead else 0


def with_part(whole: DateInterval, part: str | None) -> DateInterval:
    """Its early, middle or late part where one is named."""
    if not part:
        return whole
    word = part.lower()
    name = "mid" if "mid" in word else "late" if re.search("late|end|close", word) else "early"
    return part_of(whole, name)
