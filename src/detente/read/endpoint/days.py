"""The date of a record: which one the model says, as this project's own reader of dates reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from detente.model.reading import DateInterval
from detente.model.vocabulary import Precision
from detente.read.endpoint.ground import Ground
from detente.read.endpoint.tally import NO_DATE, DroppedError

_WRITTEN: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_LENGTHS: Final[tuple[tuple[int, Precision], ...]] = (
    (1, "day"), (7, "week"), (31, "month"), (92, "quarter"), (184, "half"), (366, "year"), (3660, "decade"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dated:
    """A record's date. `ground`: words near the quote say it, or its year stands in the text, or nothing does."""

    interval: DateInterval | None
    ground: str = ""  # "words", "year", "left out", or "" where no date was told


def dated(
    ground: Ground, start: int, end: int, told_start: str | None, told_end: str | None, *, ahead: bool = False
) -> Dated:
    """The date told for the quote at [start, end) of the cleaned text; `ahead`: of what is still to come.

    Where a date near the quote meets it, that date's own interval is taken; else the told one where its years are
    written before the end of the quote's paragraph; else none. Raises DroppedError for what is no date.
    """
    if told_start is None:
        if told_end is not None:
            raise DroppedError(NO_DATE)
        return Dated(None)
    first, after = _day(told_start)
    last = _day(told_end)[1] if told_end is not None else after if len(told_start) < 10 else None
    if last is not None and last < first:
        raise DroppedError(NO_DATE)
    for mention in ground.dates_near(start, end, ahead=ahead):
        if _meet(mention.interval, first, last):
            return Dated(mention.interval, "words")
    stop = ground.spans[ground.near(start, end)[-1]].end
    if all(ground.written(year, stop) for year in {first.year, last.year if last else first.year}):
        return Dated(DateInterval(first, last, _precision(first, last)), "year")
    return Dated(None, "left out")


def _day(written: str) -> tuple[date, date]:
    """First and last day of "2003", "2003-03" or "2003-03-09"."""
    match = _WRITTEN.fullmatch(written)
    if match is None:
        raise DroppedError(NO_DATE)
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        assert year is not None
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            following = date(year + month // 12, month % 12 + 1, 1)
            return date(year, month, 1), following - timedelta(1)
        return date(year, month, day), date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise DroppedError(NO_DATE) from error


def _meet(own: DateInterval, first: date, last: date | None) -> bool:
    """Whether a date of the text can be the one told: they share days, and an open one begins in the same year."""
    if own.end is None:
        return own.start.year == first.year
    if last is None:
        return own.start <= first <= own.end
    return own.start <= last and first <= own.end


def _precision(first: date, last: date | None) -> Precision:
    if last is None:
        return "day" if (first.month, first.day) != (1, 1) else "year"
    days = (last - first).days + 1
    return next((name for limit, name in _LENGTHS if days <= limit), "era")
