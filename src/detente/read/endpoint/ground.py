"""What a document itself says around a quote: its sentences, who is named there, which dates, as of which day."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date, timedelta
from typing import Final, Literal

from detente.errors import UnknownActorError
from detente.model.reading import DateInterval
from detente.read.actors import Mention, find_mentions, learn_names
from detente.read.claims import Page
from detente.read.date_patterns import Calendar
from detente.read.dates import DateMention, find_dates
from detente.read.discourse import is_state, main_pair
from detente.read.document import Document
from detente.read.fiscal import fiscal_start_of
from detente.read.sentences import sentences
from detente.read.tokens import tokenise
from detente.world.resolve import parse_actor
from detente.world.table import line

Place = Literal["quote", "near"]
NEAR_CHARACTERS: Final = 3000
_YEAR: Final = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_AHEAD: Final = ("will", "shall", "plans", "plan", "planned", "scheduled")


class Ground:
    """A document as records are checked against it. `published`: the day relative dates count from."""

    def __init__(self, document: Document, published: date | None) -> None:
        self.page = Page(document, document.cleaned())
        self.text, self.published = self.page.cleaned.text, published
        self.spans = sentences(self.text)
        self._starts = [s.start for s in self.spans]
        self._tokens = [tokenise(self.text, s.start, s.end) for s in self.spans]
        self._gazette = learn_names(self._tokens, published)
        self._mentions: dict[tuple[int, date | None], list[Mention]] = {}
        self._years: dict[int, int] = {}
        for match in _YEAR.finditer(self.text):
            self._years.setdefault(int(match.group()), match.start())
        self._dates: dict[int, list[DateMention]] = {}
        self._last: dict[int, DateInterval | None] = {}
        self._codes: dict[tuple[str, date | None], str | None] = {}
        named = [m.codes for n in range(len(self.spans)) for m in self.mentions(n, None)]
        self.main = main_pair(named)

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence in which an offset of the cleaned text stands, or after which."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def one_paragraph(self, start: int, end: int) -> bool:
        """Whether [start, end) lies in one paragraph."""
        return self._same_paragraph(self.sentence_at(start), self.sentence_at(end - 1))

    def written(self, year: int, before: int) -> bool:
        """Whether a year stands in figures before an offset of the cleaned text."""
        return self._years.get(year, before) < before

    def near(self, start: int, end: int) -> range:
        """The sentences of the paragraph of [start, end), up to 3,000 characters away, and the one before it."""
        first = at = self.sentence_at(start)
        last = self.sentence_at(end - 1)
        while first > 0 and self._beside(first - 1, at, start - self.spans[first - 1].end):
            first -= 1
        while last + 1 < len(self.spans) and self._beside(last + 1, at, self.spans[last + 1].start - end):
            last += 1
        return range(max(0, min(first, at - 1)), last + 1)

    def _beside(self, number: int, at: int, characters: int) -> bool:
        return self._same_paragraph(number, at) and characters < NEAR_CHARACTERS

    def mentions(self, number: int, on: date | None) -> list[Mention]:
        """Who is named in a sentence, as of a day."""
        key = (number, on)
        if key not in self._mentions:
            self._mentions[key] = find_mentions(self._tokens[number], on, self._gazette)
        return self._mentions[key]

    def code(self, name: str, on: date | None) -> str | None:
        """The actor that a name or code stands for on that day, else today; None for none."""
        key = (name, on)
        if key not in self._codes:
            self._codes[key] = _resolved(name, on) or (_resolved(name, None) if on else None)
        return self._codes[key]

    def named(self, code: str, start: int, end: int, on: date | None) -> tuple[str, Place] | None:
        """Whether [start, end) or its neighbourhood names an actor, and the code by which it is named there.

        The neighbourhood is the rest of the paragraph and the sentence before. Names are as of `on`, else as of
        publication, else as today.
        """
        same = {*line(code)} if is_state(code) else {code}
        nearby: str | None = None
        for day in dict.fromkeys((on, self.published, None)):
            for number in self.near(start, end):
                tokens = self._tokens[number]
                for mention in self.mentions(number, day):
                    held = next((c for c in mention.codes if c in same), None)
                    if held is None:
                        continue
                    if tokens[mention.first].start >= start and tokens[mention.last - 1].end <= end:
                        return held, "quote"
                    nearby = nearby or held
        return (nearby, "near") if nearby else None

    def dates(self, number: int) -> list[DateMention]:
        """The dates of a sentence; a month without a year counts from those before it in the paragraph."""
        first = number
        while first not in self._dates and first > 0 and self._same_paragraph(first - 1, number):
            first -= 1
        for n in range(first, number + 1):
            if n not in self._dates:
                ahead = any(t.lower in _AHEAD for t in self._tokens[n])
                self._dates[n] = self._dates_of(n, self._before(n), ahead=ahead)
                self._last[n] = self._dates[n][-1].interval if self._dates[n] else self._before(n)
        return self._dates[number]

    def dates_near(self, start: int, end: int, *, ahead: bool) -> list[DateMention]:
        """The dates around [start, end): those within it first, then by their distance from it.

        In its own sentence a month without a year is also taken as counted from publication, and with `ahead` (what
        is told there is still to come) as the next one: which is meant is for the record to say.
        """
        found = [d for number in self.near(start, end) for d in self.dates(number)]
        for number in range(self.sentence_at(start), self.sentence_at(end - 1) + 1):
            found += self._dates_of(number, None, ahead=ahead)
        return sorted(found, key=lambda d: max(start - d.start, d.end - end, 0))

    def _dates_of(self, number: int, before: DateInterval | None, *, ahead: bool) -> list[DateMention]:
        span = self.spans[number]
        states = tuple(c for m in self.mentions(number, None) for c in m.codes if is_state(c))
        calendar = Calendar(self.published, before, fiscal_start_of(states or self.main), future=ahead)
        return find_dates(self.text, calendar, span.start, span.end)

    def _before(self, number: int) -> DateInterval | None:
        """The last date told before a sentence in its paragraph."""
        return self._last.get(number - 1) if number > 0 and self._same_paragraph(number - 1, number) else None

    def _same_paragraph(self, one: int, other: int) -> bool:
        return self.spans[one].paragraph == self.spans[other].paragraph

    def states_in(self, start: int, end: int) -> tuple[str, ...]:
        """States named in the sentences of [start, end), which decide between currencies of one name."""
        numbers = range(self.sentence_at(start), self.sentence_at(end - 1) + 1)
        return tuple(c for n in numbers for m in self.mentions(n, None) for c in m.codes if is_state(c))


def as_of(interval: DateInterval | None) -> date | None:
    """The day as of which names are taken: the middle of an interval, the beginning of one that lasts."""
    if interval is None or interval.end is None:
        return interval.start if interval else None
    return interval.start + timedelta((interval.end - interval.start).days // 2)


def _resolved(name: str, on: date | None) -> str | None:
    try:
        return parse_actor(name, on)
    except UnknownActorError:
        return None
