"""Dates of a sentence: the longest expressions first, plain years last, "since" leaves the end open."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from detente.model.reading import DateInterval
from detente.read.date_days import day_of_month, nth_weekday, one_day
from detente.read.date_joins import DateMention, joined
from detente.read.date_patterns import PATTERNS, Calendar
from detente.read.date_words import MONTH, WEEKDAY, WORD_YEAR
from detente.read.date_years import plain_year

__all__ = ["DateMention", "dates_in", "find_dates"]

_HOLDS: Final[dict[str, re.Pattern[str]]] = {
    "0": re.compile(r"\d"),
    "m": re.compile(rf"\b{MONTH}", re.IGNORECASE),
    "w": re.compile(rf"\b{WEEKDAY}", re.IGNORECASE),
    "u": re.compile(r"day|week|month|quarter|year|decade|\bQ[1-4]|\bw/c", re.IGNORECASE),
    "s": re.compile(r"spring|summer|autumn|fall|winter", re.IGNORECASE),
    "n": re.compile(r"\b(?:today|tonight|yesterday|tomorrow|tmrw)", re.IGNORECASE),
    "d": re.compile(r"ties\b|\btens\b|thousands|century", re.IGNORECASE),
    "y": re.compile(r"teen|twenty|thousand", re.IGNORECASE),
}
_AHEAD: Final = re.compile(r"\b(?:will|shall|plans?|planned|scheduled)\b|'ll\b", re.IGNORECASE)
_SPELLED_YEAR: Final = re.compile(
    rf"(?:(?<=\bin )|(?<=\bsince )|(?<=\bof ))(?P<y>{WORD_YEAR})(?!\s+[a-z]|[\w-])", re.IGNORECASE
)

_PLAIN_YEAR: Final = re.compile(r"(?<![\w$€£.,/-])(?P<y>1[89]\d\d|20[0-4]\d)(?![\w%/]|[.,]\d|-\w)")
_PLAIN_YEARS: Final = (_PLAIN_YEAR, _SPELLED_YEAR)
_CUES: Final = frozenset(
    [
        "in",
        "of",
        "since",
        "by",
        "from",
        "during",
        "until",
        "till",
        "before",
        "after",
        "year",
        "around",
        "circa",
        "about",
        "the",
        "and",
        "or",
        "to",
        "through",
        "between",
        "early",
        "mid",
        "late",
        "throughout",
        "for",
        "(",
        ",",
        "that",
        "this",
    ]
)
_COUNTED: Final = re.compile(
    r"\s*(?:people|persons|troops|soldiers|men|women|km|kilomet|miles|met(?:er|re)s|tons|tonnes|mw|megawatt|"
    r"students|tourists|workers|barrels|dollars|euros|rupees|percent|per\s+cent|million|billion|hectares|vehicles|"
    r"tanks|refugees|companies|police|personnel|of\s+(?:its|the|their))\b",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(r"([A-Za-z]+|[(,])\s*$")
_SINCE: Final = re.compile(r"\b(?:ever\s+)?since\s+(?:at\s+least\s+)?$", re.IGNORECASE)
_UNTIL: Final = re.compile(r"\b(?:until|till|up\s+to)\s+$", re.IGNORECASE)
_NOT_A_DATE: Final = re.compile(
    r"\b(?:resolution|article|act|no\.|number|agenda|vision|goals?|section)\s+$", re.IGNORECASE
)


def dates_in(
    text: str, published: date | None = None, fiscal_start: tuple[int, int] | None = None
) -> list[tuple[tuple[int, int], DateInterval]]:
    """The dates of one phrase or sentence: ((start, end) in the text, days), in order.

    `published`: what relative dates count from; `fiscal_start`: (month, day) of fiscal years.
    """
    calendar = Calendar(published, None, fiscal_start, _AHEAD.search(text) is not None)
    return [((d.start, d.end), d.interval) for d in find_dates(text, calendar)]


def find_dates(text: str, calendar: Calendar, start: int = 0, end: int | None = None) -> list[DateMention]:
    """Date mentions of text[start:end], in order; each relative one may count from the one before it."""
    stop = len(text) if end is None else end
    found: list[DateMention] = []
    parts: list[tuple[DateMention, bool]] = []
    taken = start
    for _, _, rank, match in _matches(text, start, stop):
        if match.start() < taken or _NOT_A_DATE.search(text, max(start, match.start() - 14), match.start()):
            continue
        rule = PATTERNS[rank][2] if rank < len(PATTERNS) else plain_year
        interval = rule(match, calendar)
        if interval is None:
            # a day that does not exist is no date, and neither are its parts
            taken = match.end() if rule in (one_day, day_of_month, nth_weekday) else taken
            continue
        taken = match.end()
        groups = match.groupdict()
        dated = any(groups.get(name) for name in ("y", "yy", "iso", "rel", "ry"))
        yearless = not dated and bool(groups.get("m") or groups.get("a"))
        parts.append((DateMention(match.start(), match.end(), interval), yearless))
        calendar = replace(calendar, previous=interval)
    for mention in joined(text, start, stop, parts, calendar.published):
        opened = _open_ended(text, start, mention)
        if opened is not None:
            found.append(opened)
    return found


def _matches(text: str, start: int, stop: int) -> list[tuple[int, int, int, re.Match[str]]]:
    """Matches of all patterns that the text has the words for: the first and longest first."""
    held = {name for name, cue in _HOLDS.items() if cue.search(text, start, stop)}
    found = [
        (m.start(), -m.end(), rank, m)
        for rank, (needs, pattern, _) in enumerate(PATTERNS)
        if held.intersection(needs)
        for m in pattern.finditer(text, start, stop)
    ]
    for plain in _PLAIN_YEARS:
        found += [
            (m.start(), -m.end(), len(PATTERNS), m)
            for m in plain.finditer(text, start, stop)
            if held and (plain is _SPELLED_YEAR or _is_year(text, m))
        ]
    return sorted(found, key=lambda item: item[:3])


def _is_year(text: str, match: re.Match[str]) -> bool:
    if _COUNTED.match(text, match.end()):
        return False
    before = _BEFORE.search(text[max(0, match.start() - 25) : match.start()])
    if before is None:
        return match.start() == 0
    return before.group(1).lower() in _CUES or bool(
        re.match(r"\s+[a-z]", text[match.end() : match.end() + 3])
    )


def _open_ended(text: str, start: int, mention: DateMention) -> DateMention | None:
    """With "since" in front the end is open; with "until" nothing is said of the beginning."""
    before = text[max(start, mention.start - 24) : mention.start]
    if since := _SINCE.search(before):
        interval = replace(mention.interval, end=None)
        return DateMention(mention.start - len(before) + since.start(), mention.end, interval)
    if _UNTIL.search(before):
        return None
    return mention
