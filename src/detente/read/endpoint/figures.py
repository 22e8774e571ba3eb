"""The figure of a record: its number must stand in the quote, and its unit be one of ours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from detente.model.reading import DateInterval, Quantity
from detente.read.endpoint.ground import Ground
from detente.read.endpoint.schema import ToldFigure
from detente.read.endpoint.tables import currencies, measures, standard, units_named
from detente.read.endpoint.tally import NO_NUMBER, TABLE, UNIT, DroppedError
from detente.read.numbers import scan
from detente.read.quantities import Figure, find_figures

_WORD: Final = re.compile(r"[$\u20ac\u00a3\u00a5%]|[^\W\d_][\w'-]*")
_NOUN: Final = re.compile(r"[a-z][a-z -]{1,40}")


def quantity(
    ground: Ground, start: int, end: int, told: ToldFigure, interval: DateInterval | None
) -> Quantity:
    """The figure told for the quote at [start, end) of the cleaned text.

    Where this project's own reader finds a figure of that value there, its unit and bound are taken. Raises
    DroppedError: no such number in the quote (dates are none), a unit of no table, another unit than the figure's.
    """
    numbers = range(ground.sentence_at(start), ground.sentence_at(end - 1) + 1)
    taken = [(d.start, d.end) for n in numbers for d in ground.dates(n)]
    figures = find_figures(ground.text, start, end, taken, ground.states_in(start, end) or ground.main)
    known = standard(told.unit)
    name, value = (known[0], told.value * known[1]) if known else (told.unit.lower().strip(), told.value)
    figure = _of_value(figures, value, name)
    change = _change(figures, told.change_percent)
    if figure is None:
        unit, bound = _bare(ground, start, end, told, name if known else None, taken), told.bound
    else:
        unit, bound = _unit(figure, name, known=known is not None), figure.bound
        value = figure.value
        change = figure.value if figure.change and change is None else change
    return Quantity(
        value=value, unit=unit, bound=bound, of=_of(ground, start, end, told.of), change_percent=change,
        period=interval if interval and interval.end else None,
    )  # fmt: skip


def _of_value(figures: Sequence[Figure], value: float, unit: str) -> Figure | None:
    """The figure of that value, of that unit first; a fall may be told without its sign."""
    same = [f for f in figures if _equal(abs(f.value), abs(value)) and (f.change or _equal(f.value, value))]
    return min(same, key=lambda f: _base(f.unit) != unit, default=None)


def _change(figures: Sequence[Figure], told: float | None) -> float | None:
    if told is None:
        return None
    found = next((f for f in figures if f.unit == "percent" and _equal(abs(f.value), abs(told))), None)
    if found is None:
        raise DroppedError(NO_NUMBER)
    return found.value


def _unit(figure: Figure, told: str, *, known: bool) -> str:
    """The figure's own unit, when the told one is the same or both count things."""
    base = _base(figure.unit)
    if base == told or (not _measured(base) and not (known and _measured(told))):
        return figure.unit
    raise DroppedError(UNIT)


def _bare(
    ground: Ground, start: int, end: int, told: ToldFigure, known: str | None, taken: Sequence[tuple[int, int]]
) -> str:  # fmt: skip
    """The unit of a number that our own reader takes for no figure: one of the tables, or a noun of the quote."""
    free = [n for n in scan(ground.text, start, end) if not any(a <= n.start < b for a, b in taken)]
    if not any(_equal(n.value, told.value) for n in free):
        raise DroppedError(NO_NUMBER)
    said = ground.text[start:end]
    if known is not None:
        if _measured(known) and not _says(said, known):
            raise DroppedError(UNIT)
        return known
    noun = told.unit.strip().lower()
    if _NOUN.fullmatch(noun) and re.search(rf"\b{re.escape(noun)}", said.lower()):
        return noun
    raise DroppedError(TABLE)


def _says(said: str, unit: str) -> bool:
    """Whether one word of the quote, or two together, names the unit."""
    words = _WORD.findall(said)
    pairs = (f"{one} {other}" for one, other in pairwise(words))
    return any(unit in units_named(name) for name in (*words, *pairs))


def _of(ground: Ground, start: int, end: int, told: str) -> str | None:
    """What the figure is of, in words of the quote; anything else is left out."""
    words = " ".join(told.lower().split())
    said = " ".join(ground.text[start:end].lower().split())
    return words if words and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", said) else None


def _measured(unit: str) -> bool:
    return unit in measures() or unit in currencies()


def _base(unit: str) -> str:
    return unit.partition("/")[0]


def _equal(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(abs(one), abs(other))
