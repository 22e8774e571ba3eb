"""What a person may change of a reading, held to the words and bounds that `detente read` itself keeps to."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final, cast

from detente.errors import UnknownActorError, UsageError
from detente.model.cameo import plover_classes
from detente.model.reading import DateInterval, Quantity, QuoteSpan, Reading
from detente.model.vocabulary import BOUNDS, EVENT_TYPES, PRECISIONS, REALMS, STATUSES, Bound, Precision
from detente.read.endpoint.tables import modes, standard
from detente.read.grammar import load_classes
from detente.world.resolve import parse_actor
from detente.world.table import SPANS, exists, line

Changes = Mapping[str, Any]
"""Fields of a record of `detente read` with their new JSON values."""
LONGEST_TEXT: Final = 200
LARGEST: Final = 1e18
_LENGTHS: Final[tuple[tuple[int, Precision], ...]] = (
    (1, "day"), (7, "week"), (31, "month"), (92, "quarter"), (184, "half"), (366, "year"), (3660, "decade"),
)  # fmt: skip


def corrected(reading: Reading, changes: Changes, text: str | None = None) -> Reading:
    """The reading with these fields changed; what can no longer be true of it (a mode of another type) is emptied.

    `text`: the document's, in which the quote must stand at its offsets; None leaves that unchecked. Raises
    UsageError naming the field: one that is none, a word of no table, an actor the world does not know, a day that
    is none, words that are not in the text.
    """
    for name in changes:
        if name not in FIELDS:
            raise UsageError(f"{name} cannot be corrected", todo=f"Use one of: {', '.join(FIELDS)}")
    given: dict[str, Any] = {name: FIELDS[name](name, value) for name, value in changes.items()}
    if "event_type" in given and given["event_type"] != reading.event_type:
        if reading.mode not in modes().get(given["event_type"] or "", ()):
            given.setdefault("mode", None)
        given.setdefault("cameo", None)
    if given.get("source_actors", reading.source_actors) != reading.source_actors:
        given["source_sectors"] = ()
    if given.get("target_actors", reading.target_actors) != reading.target_actors:
        given["target_sectors"] = ()
    changed = replace(reading, **given, also=(), same_event=None)
    _check(changed, text)
    if {"source_actors", "target_actors", "date"} & set(given):
        _check_dates(changed)
    return changed


def difference(before: Reading, after: Reading) -> dict[str, Any]:
    """The fields of `after` that are not as in `before`: what `corrected` takes to make the one of the other."""
    old, new = before.record(), after.record()
    return {name: new[name] for name in FIELDS if old[name] != new[name]}


def _check(reading: Reading, text: str | None) -> None:
    """What no single field shows."""
    r = reading
    if r.kind == "event" and r.event_type is None:
        raise _wrong("event_type", "an event has a type", f"Use one of: {', '.join(EVENT_TYPES)}")
    if r.kind == "quantity" and (r.quantity is None or r.event_type is not None):
        raise _wrong("quantity", "a figure without a deed has a quantity and no type", "Reject it instead")
    if not r.source_actors:
        raise _wrong("source_actors", "nobody is named", "Name who acts, or reject the reading")
    if r.reciprocal and r.target_actors:
        raise _wrong(
            "reciprocal", "when it is mutual all actors stand in source_actors", "Empty target_actors"
        )
    if r.kind == "event" and len({*r.source_actors, *r.target_actors}) < 2:
        raise _wrong("target_actors", "an event has two sides", "Name the other one, or reject the reading")
    if both := {*r.source_actors} & {*r.target_actors}:
        raise _wrong("target_actors", f"{min(both)} stands on both sides", "Take it out of one")
    if r.mode is not None and r.mode not in modes().get(r.event_type or "", ()):
        fitting = modes().get(r.event_type or "", ())
        raise _wrong("mode", f"{r.event_type} has no mode {r.mode!r}", f"Use {', '.join(fitting) or 'none'}")
    if text is not None and text[r.quote.start : r.quote.end] != r.quote.exact:
        raise _wrong("quote", "the words do not stand there in the text", "Give words of the text, exactly")


def _check_dates(reading: Reading) -> None:
    """A state is named by the code that it had on the day: Moscow in 1968 is SUN."""
    when = reading.date
    if when is None:
        return
    for code in (*reading.source_actors, *reading.target_actors):
        if code in SPANS and not any(
            span.start <= (when.end or date.max) and (span.end or date.max) >= when.start
            for span in SPANS[code]
        ):
            then = [c for c in line(code) if exists(c, when.start)]
            raise _wrong(
                "source_actors" if code in reading.source_actors else "target_actors",
                f"there was no {code} from {when.start} to {when.end or 'now'}",
                f"Write {then[0]}" if then else "Name the state of that time",
            )


def _wrong(field: str, what: str, todo: str) -> UsageError:
    return UsageError(what, where=field, todo=todo)


def _actors(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
        raise _wrong(name, "this is no list of actors", "Write PAK, RUS or IGO:SCO")
    return tuple(dict.fromkeys(_actor(name, v) for v in value))


def _actor(name: str, value: str) -> str:
    try:
        return parse_actor(value)
    except UnknownActorError as error:
        raise UsageError(error.what, where=name, todo=str(error.todo)) from error


def _teller(name: str, value: Any) -> str | None:
    """A code, or the words of the text for one who is no state ("officials")."""
    if value is not None and not (isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_TEXT):
        raise _wrong(name, "this is no name", "Write who says so, or none")
    return value


def _yes(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _wrong(name, f"{value!r} is neither yes nor no", "Write yes or no")
    return value


def _word(table: Callable[[], tuple[str, ...]], *, empty: bool) -> Callable[[str, Any], str | None]:
    def read(name: str, value: Any) -> str | None:
        if value is None and empty:
            return None
        if value not in table():
            raise _wrong(name, f"there is no {name} {value!r}", f"Use one of: {', '.join(table())}")
        return str(value)

    return read


def contexts() -> tuple[str, ...]:
    """The contexts that the reader knows."""
    return tuple(sorted(load_classes()["contexts"]))


def _contexts(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise _wrong(name, "this is no list", f"Use some of: {', '.join(contexts())}")
    word = _word(contexts, empty=False)
    return tuple(sorted({str(word(name, v)) for v in value}))


def _cameo(name: str, value: Any) -> str | None:
    if value is not None and value not in plover_classes():
        raise _wrong(name, f"{value!r} is no CAMEO code", "Write a code such as 057, or none")
    return None if value is None else str(value)


def _interval(name: str, value: Any) -> DateInterval | None:
    if value is None:
        return None
    try:
        start = date.fromisoformat(value["start"])
        end = None if value.get("end") is None else date.fromisoformat(value["end"])
        precision = value.get("precision") or precision_of(start, end)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise _wrong(
            name, f"{value!r} holds no days", "Write 2009-10-01..2009-12-31, 2009-10 or 2009"
        ) from error
    if precision not in PRECISIONS:
        raise _wrong(name, f"there is no precision {precision!r}", f"Use one of: {', '.join(PRECISIONS)}")
    if end is not None and end < start:
        raise _wrong(name, f"it ends on {end}, before it begins on {start}", "Turn the days round")
    return DateInterval(start, end, cast("Precision", precision))


def precision_of(start: date, end: date | None) -> Precision:
    """How exact an interval of days is by its length; a last day that is open counts for nothing."""
    length_days = 1 if end is None else (end - start).days + 1
    return next((name for most, name in _LENGTHS if length_days <= most), "era")


def _quantity(name: str, value: Any) -> Quantity | None:
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise _wrong(name, "this is no quantity", "Write: > 450000000 USD of trade volume")
    unit = value.get("unit")
    if not isinstance(unit, str) or standard(unit) is None:
        raise _wrong(name, f"there is no unit {unit!r}", "Use a unit such as USD, km, MW, percent or person")
    if value.get("bound") not in BOUNDS:
        raise _wrong(name, f"there is no bound {value.get('bound')!r}", "Use one of: =, >, <, ~")
    of = value.get("of")
    return Quantity(
        value=_number(name, value.get("value")),
        unit=unit,
        bound=cast("Bound", value["bound"]),
        of=None if of is None else str(of)[:LONGEST_TEXT],
        change_percent=None
        if value.get("change_percent") is None
        else _number(name, value["change_percent"]),
        period=_interval(name, value.get("period")),
    )


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _wrong(name, f"{value!r} is no number", "Write digits: 450000000")
    if abs(value) > LARGEST:
        raise _wrong(name, f"{value:g} is too large", "Check the number")
    return float(value)


def _quote(name: str, value: Any) -> QuoteSpan:
    try:
        quote = QuoteSpan(**value)
        whole = (
            isinstance(quote.exact, str) and quote.end - quote.start == len(quote.exact) and quote.start >= 0
        )
    except TypeError as error:
        raise _wrong(name, "this is no quote", "Give words of the text, exactly") from error
    if not whole or not quote.exact.strip():
        raise _wrong(name, "the words do not fit their offsets", "Give words of the text, exactly")
    return quote


FIELDS: Final[dict[str, Callable[[str, Any], Any]]] = {
    "source_actors": _actors,
    "target_actors": _actors,
    "reciprocal": _yes,
    "event_type": _word(lambda: EVENT_TYPES, empty=True),
    "mode": _word(lambda: tuple(sorted({m for found in modes().values() for m in found})), empty=True),
    "status": _word(lambda: STATUSES, empty=False),
    "realm": _word(lambda: REALMS, empty=False),
    "date": _interval,
    "quantity": _quantity,
    "attributed_to": _teller,
    "contexts": _contexts,
    "cameo": _cameo,
    "quote": _quote,
}
"""The fields that can be corrected, each with what makes its value of a JSON value or refuses it."""
