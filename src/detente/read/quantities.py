"""Figures of a sentence: value, unit, bound, rate, change; what is a date, a model or a number of a thing is not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from detente.model.vocabulary import Bound
from detente.read.numbers import Number, scan
from detente.read.quantity_bounds import base_of, bound_after, bound_before, change_of, rate_after
from detente.read.quantity_units import Measured, measured, price_after


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in the cleaned text. `start` includes its hedge; `change`: a percentage that says a change.

    `of`: the words it measures; `base`: what a change is counted from ("a year earlier"), where it is said.
    """

    start: int
    end: int
    value: float
    unit: str
    bound: Bound
    change: bool = False
    of: str | None = None
    base: str | None = None

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of money."""
        return bool(re.match(r"[A-Z]{3}(?:/|$)", self.unit)) and self.unit != "TEU"


_NUMBERED: Final = re.compile(
    r"(?:\b(?:resolutions?|articles?|act|no\.?|number|section|chapter|phase|stage|covid|stream|highway|group\s+of|top|aged?|"
    r"type|mark|boeing|airbus|category|tier|vision|agenda|level|p5|division|brigade|page|form|annex|protocol|paragraph|"
    r"route|gate|line|block|unit|version|(?-i:Mi|Su|MiG|Il|Ka|Tu|Kh|BMP|BTR|JF|AK|AH|UH|CH|HQ|DF|FC|RD))|[#§])\s*-?$",
    re.IGNORECASE,
)
_LINK: Final = re.compile(r"\s*(?P<word>-|–|~|to\b|and\b|or\b|until\b)\s*", re.IGNORECASE)
_PLUS: Final = re.compile(r"\s?\+(?!\d)")
_BETWEEN: Final = re.compile(r"\bbetween\s+\S{0,4}$", re.IGNORECASE)
_CALIBRE: Final = re.compile(r"[\s-]?mm\b(?=[\s-]+[a-z])")
_NAME: Final = re.compile(r"\s+[A-Z]")
_NAME_AND: Final = re.compile(r"(?P<name>(?:\s+[A-Z][\w-]*){1,2})(?:\s*,|\s+(?:and|or))\s+")
_CENTS: Final = re.compile(r"\s+(?:and\s+)?$", re.IGNORECASE)
_OVER: Final = re.compile(r"\s*(?:[.!?;]|$)")


@dataclass(frozen=True, slots=True)
class _Part:
    """A number of the sentence with its unit, where it has one of its own."""

    number: Number
    unit: Measured | None
    late: Bound = "="  # "30 or more observers"


def find_figures(
    text: str, start: int, end: int, taken: Sequence[tuple[int, int]], states: tuple[str, ...] = ()
) -> list[Figure]:
    """Figures of text[start:end] outside the taken spans (dates, names).

    `states`: codes of the states in the text; they decide between currencies of one name (rupees).
    A range gives two figures, its low end with bound ">" and its high end with "<". The time it takes grows with the
    length of the text, whatever the text is.
    """
    parts = list(_parts(text, start, end, taken, states))
    found: list[Figure] = []
    at = 0
    free = start
    while at < len(parts):
        figures, step = _figures(text, parts, at, free, end)
        found += figures
        free = max(free, found[-1].end) if figures else free
        at += step
        while at < len(parts) and parts[at].number.start < free:
            at += 1
    return found


def quantities_in(
    text: str, taken: Sequence[tuple[int, int]] = (), states: tuple[str, ...] = ()
) -> list[Figure]:
    """The figures of one phrase or sentence, outside the taken spans (its dates)."""
    return find_figures(text, 0, len(text), taken, states)


def _parts(
    text: str, start: int, end: int, taken: Sequence[tuple[int, int]], states: tuple[str, ...]
) -> Iterator[_Part]:
    spans = sorted(taken)
    starts = [a for a, _ in spans]
    numbers = []
    for number in scan(text, start, end):
        place = bisect_right(starts, number.start) - 1
        begun = place >= 0 and spans[place][1] > number.start
        cut = place + 1 < len(spans) and spans[place + 1][0] < number.end
        calibre = _CALIBRE.match(text, number.end, end)  # "155mm shells": what kind, not how many
        if not (begun or cut or calibre) and not _NUMBERED.search(
            text[max(start, number.start - 14) : number.start]
        ):
            numbers.append(number)
    begin = start
    for place, number in enumerate(numbers):
        stop = min(end, number.end + 160)
        if place + 1 < len(numbers):
            stop = min(stop, numbers[place + 1].start)
        following = bisect_right(starts, number.start)
        if following < len(spans):
            stop = min(stop, spans[following][0])
        late, after = _late(text, number, stop)
        unit = measured(text, replace(number, end=after), begin, max(stop, after), states)
        begin = unit.end if unit else number.end
        yield _Part(number, unit, late)


def _late(text: str, number: Number, stop: int) -> tuple[Bound, int]:
    """(bound, where it ends) said between a number and its unit: "30 or more observers", "30+ observers"."""
    if plus := _PLUS.match(text, number.end, stop):
        return ">", plus.end()
    said = None if number.share else bound_after(text, number.end, stop)
    return said or ("=", number.end)


def _figures(text: str, parts: Sequence[_Part], at: int, free: int, end: int) -> tuple[list[Figure], int]:
    """(figures, how many numbers they took) from parts[at] on."""
    part = parts[at]
    if at + 1 < len(parts):
        second = parts[at + 1]
        if part.unit and second.unit is None and _signed(text, part, part.unit, second.number):
            second = _Part(
                second.number, replace(part.unit, begin=second.number.start, end=second.number.end)
            )
        if link := _linked(text, part, second):
            return _range(text, part, second, link, free, end), 2
        if part.unit and (whole := _with_cents(text, part, second, end)):
            return [_single(text, whole, free, end)], 2
        if second.unit and (own := _shared_noun(text, part, second)):
            return [_single(text, own, free, end)], 1
    return ([_single(text, part, free, end)] if part.unit else []), 1


def _signed(text: str, first: _Part, unit: Measured, second: Number) -> bool:
    """Whether the sign before the first number is the second's too: "$1.5-2 billion"."""
    if (
        unit.begin == first.number.start
        or unit.end > first.number.end
        or second.spelled
        or second.share
        or second.glued
    ):
        return False
    return bool(_LINK.fullmatch(text, unit.end, second.start)) and not re.match(
        r"[\s-]*[a-z]+s\b", text[second.end : second.end + 20]
    )


def _shared_noun(text: str, first: _Part, second: _Part) -> _Part | None:
    """As in "22 Apache and 15 Chinook helicopters": the noun behind the second number is the first one's too."""
    noun = second.unit
    if (
        first.unit
        or noun is None
        or noun.begin != second.number.start
        or first.number.share
        or first.number.glued
    ):
        return None
    names = _NAME_AND.fullmatch(text, first.number.end, second.number.start)
    if not names or not _NAME.match(text, second.number.end, noun.end) or noun.unit == "percent":
        return None
    return replace(first, unit=Measured(first.number.start, names.end("name"), noun.unit))


def _linked(text: str, first: _Part, second: _Part) -> str:
    """The word that makes two numbers one range or one list with a common unit, "" where none does."""
    if second.unit is None or (
        first.unit and first.unit.end > first.number.end and first.unit.unit != second.unit.unit
    ):
        return ""
    after = first.unit.end if first.unit else first.number.end
    match = _LINK.match(text, after)
    if match is None or match.end() != second.unit.begin or second.number.share:
        return ""
    if (
        first.unit
        and first.unit.begin == first.number.start
        and match["word"].lower() in ("and", "or")
        and not _led(text, first)
    ):
        return ""
    same = first.unit is None or first.unit.unit == second.unit.unit
    return match["word"].lower() if same else ""


def _led(text: str, first: _Part) -> bool:
    begin = first.unit.begin if first.unit else first.number.start
    return _BETWEEN.search(text[max(0, begin - 14) : begin]) is not None


def _with_cents(text: str, first: _Part, second: _Part, end: int) -> _Part | None:
    """As in "3 dollars 50 cents", "15 dollars and 50" at the end of what is said."""
    unit = first.unit
    if (
        unit is None
        or not 0 < second.number.value < 100
        or first.number.scale > 1
        or not re.match("[A-Z]{3}$", unit.unit)
    ):
        return None
    after = unit.end
    if not _CENTS.fullmatch(text[after : second.number.start]) or unit.times != 1:
        return None
    small = second.unit is not None and second.unit.unit == unit.unit and second.unit.times == 0.01
    if not small and (
        second.unit is not None or unit.begin < first.number.start or not _OVER.match(text, second.number.end)
    ):
        return None
    number = replace(first.number, value=first.number.value + second.number.value / 100)
    return _Part(number, replace(unit, end=second.unit.end if second.unit else second.number.end))


def _single(text: str, part: _Part, free: int, end: int) -> Figure:
    unit = part.unit
    if unit is None:
        raise ValueError("a number without a unit is no figure")
    bound, begin = bound_before(text, unit.begin, free)
    if unit.begin != part.number.start and bound == "=" and begin < unit.begin:
        begin = unit.begin  # "from $3 billion": the word stays a preposition
    name, stop, bound = _closed(
        text, unit, end, part.late if bound == "=" or part.late in (">", "<") else bound
    )
    value = part.number.value * unit.times
    if unit.times == 100.0 and name == "percent":
        value = round(value, 2)
    change = change_of(text, free, part.number.start, unit.end) if name == "percent" else ""
    base = base_of(text, unit.end, end) if change else None
    return Figure(begin, stop, value * (-1 if change == "down" else 1), name, bound, bool(change), base=base)


def _closed(text: str, unit: Measured, end: int, bound: Bound) -> tuple[str, int, Bound]:
    """(unit with its rate, where the figure ends, bound with what is said behind it)."""
    if _PLUS.match(text, unit.end, end) and bound == "=":
        bound = ">"
    rate, stop = rate_after(text, unit.end, end)
    if not rate and re.match("[A-Z]{3}$", unit.unit):
        rate, stop = price_after(text, unit.end, end)
    name = f"{unit.unit}/{rate}" if rate and "/" not in unit.unit else unit.unit
    late = bound_after(text, stop, end)
    if late and (bound == "=" or (bound == "~" and late[0] != "~")):
        bound, stop = late
    return name, stop, bound


def _range(text: str, first: _Part, second: _Part, link: str, free: int, end: int) -> list[Figure]:
    """Two numbers with one unit: the ends of a range, or a start and an end, or two amounts."""
    unit = second.unit
    if unit is None:
        raise ValueError("a number without a unit is no figure")
    begin = first.unit.begin if first.unit else first.number.start
    _, start = bound_before(text, begin, free)
    name, stop, _ = _closed(text, unit, end, "=")
    lowest, number = first.number.value, second.number
    if first.number.scale == 1.0 and number.scale > 1 and lowest * number.scale < number.value:
        lowest *= number.scale
    low = lowest * (first.unit.times if first.unit and first.unit.end > first.number.end else unit.times)
    high = number.value * unit.times
    split = unit.begin
    lead = text[start:begin].lower()
    range_said = "between" in lead if link in ("and", "or") else "from" not in lead
    change = change_of(text, free, start, unit.end) if name == "percent" else ""
    if range_said and low < high:
        sign = -1 if change == "down" else 1
        base = base_of(text, unit.end, end) if change else None
        return [
            Figure(start, split, sign * low, name, ">" if sign > 0 else "<", bool(change), base=base),
            Figure(split, stop, sign * high, name, "<" if sign > 0 else ">", bool(change), base=base),
        ]
    late = change_of(text, free, number.start, unit.end) if name == "percent" else ""
    return [
        Figure(start, split, low, name, "="),
        Figure(split, stop, high * (-1 if late == "down" else 1), name, "=", bool(late)),
    ]
