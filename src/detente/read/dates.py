"""Dates of a sentence: the longest expressions first, plain years last, "since" leaves the end open."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from detente.model.reading import DateInterval
from detente.read.date_patterns import PATTERNS, Calendar
from detente.read.spans import year_of


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression: its span in the cleaned text (a leading "since" included) and its days."""

    start: int
    end: int
    interval: DateInterval


_PLAIN_YEAR: Final = re.compile(r"(?<![\w$€£.,/-])(?P<y>1[89]\d\d|20[0-4]\d)(?![\w%/]|[.,]\d|-\w)")
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


def find_dates(text: str, calendar: Calendar, start: int = 0, end: int | None = None) -> list[DateMention]:
    """Date mentions of text[start:end], in order; each relative one may count from the one before it."""
    stop = len(text) if end is None else end
    found: list[DateMention] = []
    taken: list[tuple[int, int]] = []
    matches = sorted(
        (
            (m.start(), -m.end(), rank, m)
            for rank, (pattern, _) in enumerate(PATTERNS)
            for m in pattern.finditer(text, start, stop)
        ),
        key=lambda item: item[:3],
    )
    plain = [
        (m.start(), -m.end(), len(PATTERNS), m)
        for m in _PLAIN_YEAR.finditer(text, start, stop)
        if _is_year(text, m)
    ]
    for _, _, rank, match in sorted(matches + plain, key=lambda item: item[:3]):
        if any(match.start() < b and a < match.end() for a, b in taken):
            continue
        if _NOT_A_DATE.search(text[max(start, match.start() - 14) : match.start()]):
            continue
        interval = year_of(int(match["y"])) if rank == len(PATTERNS) else PATTERNS[rank][1](match, calendar)
        if interval is None:
            continue
        taken.append((match.start(), match.end()))
        mention = _open_ended(text, start, DateMention(match.start(), match.end(), interval))
        if mention is not None:
            found.append(mention)
            calendar = replace(calendar, previous=interval)
    return sorted(found, key=lambda mention: mention.start)


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
