"""A record that the endpoint told, held against the document: what stands becomes a reading, the rest is dropped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from detente.model.reading import Quantity, Reading
from detente.read.discourse import is_state
from detente.read.endpoint.days import Dated, dated
from detente.read.endpoint.figures import quantity
from detente.read.endpoint.ground import Ground, as_of
from detente.read.endpoint.locate import Squeezed, places
from detente.read.endpoint.schema import ToldRecord, told_record
from detente.read.endpoint.tally import NO_ACTOR, NO_QUOTE, SIDES, UNKNOWN_ACTOR, DroppedError
from detente.read.realms import contexts_of, words_between
from detente.world.table import line

CONFIDENCE: Final = {"event": 0.6, "quantity": 0.6, "stance": 0.5}
"""The most a record of an endpoint is given: nobody has measured the model that told it."""
NOT_IN_QUOTE: Final = 0.15
SEVERAL_PLACES: Final = 0.1
YEAR_ONLY: Final = 0.05
AHEAD: Final = ("planned", "negotiating", "proposed")


@dataclass(frozen=True, slots=True)
class Checked:
    """A reading that stands, and where in the cleaned text its quote begins.

    `date_left_out`: it was told with a date of which the text says nothing.
    """

    reading: Reading
    start: int
    date_left_out: bool


@dataclass(frozen=True, slots=True)
class _Placed:
    """A record with what of it was found for one place of its quote, in the cleaned text."""

    start: int
    end: int
    source: tuple[str, ...]
    target: tuple[str, ...]
    elsewhere: tuple[str, ...]
    attributed_to: str | None
    when: Dated
    figure: Quantity | None


def check(raw: Any, ground: Ground, squeezed: Squeezed, after: int, reader: str) -> Checked:
    """The reading in a told record. `after`: where the record before it was found; `reader`: whose words these are.

    Of several places of the quote the first is taken at which everything else stands, from the one nearest to where
    the model says it is, else to the record before. Raises DroppedError with the reason of the best place.
    """
    told = told_record(raw)
    found = [p for p in places(squeezed, told.quote) if ground.one_paragraph(*p)]
    if not found:
        raise DroppedError(NO_QUOTE)
    hint = told.near if told.near is not None and len(found) > 1 else None
    ordered = sorted(
        found, key=lambda p: abs(p[0] - hint) if hint is not None else (p[0] < after, abs(p[0] - after))
    )
    first_error: DroppedError | None = None
    for start, end in ordered:
        try:
            placed = _placed(ground, told, start, end)
        except DroppedError as error:
            first_error = first_error or error
        else:
            reading = _reading(ground, told, placed, len(found), reader)
            return Checked(reading, start, placed.when.ground == "left out")
    assert first_error is not None
    raise first_error


def _placed(ground: Ground, told: ToldRecord, start: int, end: int) -> _Placed:
    when = dated(ground, start, end, told.start, told.end, ahead=told.status in AHEAD)
    on = as_of(when.interval) or ground.published
    elsewhere: list[str] = []
    source = _actors(ground, told.source, start, end, on, elsewhere)
    target = _actors(ground, told.target, start, end, on, elsewhere)
    # A teller who is no state or organisation ("officials") is left out; a state that nobody named is not.
    teller = told.attributed_to if told.attributed_to and ground.code(told.attributed_to, on) else None
    attributed = _actors(ground, (teller,), start, end, on, []) if teller else ()
    source, target = _sides(told, source, target)
    figure = quantity(ground, start, end, told.figure, when.interval) if told.figure else None
    said_by = attributed[0] if attributed else None
    return _Placed(start, end, source, target, tuple(elsewhere), said_by, when, figure)


def _actors(
    ground: Ground, names: tuple[str, ...], start: int, end: int, on: date | None, elsewhere: list[str]
) -> tuple[str, ...]:
    """The codes of actors as the text names them; those named beside the quote only are added to `elsewhere`."""
    found: dict[str, None] = {}
    for name in names:
        code = ground.code(name, on)
        if code is None:
            raise DroppedError(UNKNOWN_ACTOR)
        named = ground.named(code, start, end, on)
        if named is None:
            raise DroppedError(NO_ACTOR)
        if named[1] == "near":
            elsewhere.append(named[0])
        found[named[0]] = None
    return tuple(found)


def _sides(
    told: ToldRecord, source: tuple[str, ...], target: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The two sides as the contract has them: all together where it is mutual, apart where it is not."""
    everyone = tuple(dict.fromkeys((*source, *target)))
    lines = {line(code) if is_state(code) else (code,) for code in everyone}
    if not source or len(lines) < (2 if told.kind == "event" else 1):
        raise DroppedError(SIDES)
    if told.reciprocal:
        if len(lines) < 2:
            raise DroppedError(SIDES)
        return everyone, ()
    if {*source} & {*target} or (told.kind == "event" and not target):
        raise DroppedError(SIDES)
    return source, target


def _reading(ground: Ground, told: ToldRecord, placed: _Placed, count: int, reader: str) -> Reading:
    document = ground.page.document
    quote = ground.page.span(placed.start, placed.end)
    reasons = [reader]
    confidence = CONFIDENCE[told.kind]
    if placed.elsewhere:
        reasons.append(f"{', '.join(dict.fromkeys(placed.elsewhere))} named beside the quote")
        confidence -= NOT_IN_QUOTE
    if count > 1:
        reasons.append(f"these words stand {count} times, which of them is meant is not sure")
        confidence -= SEVERAL_PLACES
    if placed.when.ground == "year":
        reasons.append("of the date only the year is written in the text")
        confidence -= YEAR_ONLY
    if placed.when.ground == "left out":
        reasons.append("a date that the text does not say was left out")
    return Reading(
        document=document.name, document_sha256=document.sha256, kind=told.kind, quote=quote,
        source_actors=placed.source, target_actors=placed.target, reciprocal=told.reciprocal,
        event_type=told.event_type, mode=told.mode, contexts=contexts_of(words_between(quote.plain)), cameo=None,
        realm=told.realm, status=told.status, date=placed.when.interval, quantity=placed.figure,
        attributed_to=placed.attributed_to, confidence=round(confidence, 3), because="; ".join(reasons), reader=reader,
    )  # fmt: skip
