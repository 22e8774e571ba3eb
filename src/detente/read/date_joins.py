"""Dates joined by words: "from X to Y", "between X and Y", "three days from X"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from detente.model.reading import DateInterval
from detente.read.date_words import COUNT, count_of
from detente.read.spans import days, plus_months, shifted


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression: its span in the cleaned text (a leading "since" included) and its days."""

    start: int
    end: int
    interval: DateInterval


_LINK: Final = re.compile(r"\s*,?\s*(?:-|–|~|to|until|till|through|up\s+to)\s*", re.IGNORECASE)
_AND: Final = re.compile(r"\s*,?\s*and\s*", re.IGNORECASE)
_FROM: Final = re.compile(r"\b(?:from|between)\s+(?:the\s+)?$", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)
_FROM_NOW: Final = re.compile(r"\b(?:from|between)\s+now\s+(?:and|to|until|till)\s+$", re.IGNORECASE)
_TO_NOW: Final = re.compile(r"\s+(?:and|to|until|till)\s+(?:now|the\s+present)\b", re.IGNORECASE)
_LASTING: Final = re.compile(
    rf"\b(?:for\s+)?(?P<n>{COUNT})\s+(?P<unit>day|week|month|year)s?,?\s+(?:from|starting(?:\s+(?:from|on))?|beginning(?:\s+(?:from|on))?)\s+$",
    re.IGNORECASE,
)
_ORDER: Final = ("day", "week", "month", "quarter", "season", "half", "year", "decade", "era")


def joined(
    text: str, start: int, stop: int, parts: Sequence[tuple[DateMention, bool]], published: date | None
) -> list[DateMention]:
    """The mentions in order, those that are two ends of one period made one. The flag: no year was written."""
    found: list[DateMention] = []
    last_yearless = False
    for part, yearless in parts:
        mention = part
        before = text[max(start, mention.start - 45) : mention.start]
        if found and not yearless and last_yearless and _linked(text, start, found[-1], mention):
            found[-1] = _moved(found[-1], mention)
        if (
            found
            and yearless
            and not _in_order(found[-1], mention)
            and _linked(text, start, found[-1], mention)
        ):
            mention = _a_year_on(mention)
        if found and _linked(text, start, found[-1], mention) and _in_order(found[-1], mention):
            found[-1] = _one(text, start, found[-1], mention)
        elif published and (now := _FROM_NOW.search(before)) and mention.interval.start >= published:
            begun = mention.start - len(before) + now.start()
            found.append(DateMention(begun, mention.end, days(published, mention.interval.end or published)))
        elif lasting := _LASTING.search(before):
            last = shifted(
                mention.interval.start, count_of(lasting["n"]), lasting["unit"].lower()
            ) - timedelta(1)
            begun = mention.start - len(before) + lasting.start()
            found.append(DateMention(begun, mention.end, days(mention.interval.start, last)))
        else:
            found.append(mention)
        last_yearless = yearless
        after = _TO_NOW.match(text, mention.end, stop)
        if published and after and _FROM.search(before) and found[-1].interval.start <= published:
            span = days(found[-1].interval.start, published, found[-1].interval.precision)
            found[-1] = DateMention(found[-1].start, after.end(), span)
    return found


def _linked(text: str, start: int, first: DateMention, second: DateMention) -> bool:
    between = text[first.end : second.start]
    if len(between) > 12:
        return False
    return bool(
        _LINK.fullmatch(between)
        or (_AND.fullmatch(between) and _BETWEEN.search(text[max(start, first.start - 14) : first.start]))
        or (_AND.fullmatch(between) and text[first.start : first.start + 7].lower() == "between")
    )


def _in_order(first: DateMention, second: DateMention) -> bool:
    return second.interval.end is not None and first.interval.start <= second.interval.end


def _one(text: str, start: int, first: DateMention, second: DateMention) -> DateMention:
    finer = min(first.interval.precision, second.interval.precision, key=_ORDER.index)
    lead = _FROM.search(text[max(start, first.start - 14) : first.start])
    begun = first.start - len(lead.group()) if lead else first.start
    return DateMention(begun, second.end, DateInterval(first.interval.start, second.interval.end, finer))


def _moved(first: DateMention, second: DateMention) -> DateMention:
    """The first date in the year that only the second one writes, or the one before when it would come later."""
    begin, end = first.interval.start, first.interval.end or first.interval.start
    year = second.interval.start.year - (
        (begin.month, begin.day) > (second.interval.start.month, second.interval.start.day)
    )
    try:
        moved = DateInterval(
            begin.replace(year=year), end.replace(year=year + end.year - begin.year), first.interval.precision
        )
    except ValueError:
        return first
    return DateMention(first.start, first.end, moved)


def _a_year_on(mention: DateMention) -> DateMention:
    """The second end of a period that would come before the first: the next such day or month."""
    end = mention.interval.end or mention.interval.start
    whole = DateInterval(
        plus_months(mention.interval.start, 12), plus_months(end, 12), mention.interval.precision
    )
    return DateMention(mention.start, mention.end, whole)
