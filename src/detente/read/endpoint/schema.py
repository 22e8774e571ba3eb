"""A record as the endpoint tells it, its fields of the right type or the whole record refused."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final, cast

from detente.model.vocabulary import BOUNDS, EVENT_TYPES, REALMS, STATUSES, Bound, Realm, RecordKind, Status
from detente.read.endpoint.tables import modes
from detente.read.endpoint.tally import FORM, TABLE, DroppedError

MOST_ACTORS: Final = 12
LONGEST_NAME: Final = 100
LARGEST: Final = 1e18


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """A figure as told; the unit is not yet looked up."""

    value: float
    unit: str
    bound: Bound
    of: str
    change_percent: float | None


@dataclass(frozen=True, slots=True)
class ToldRecord:
    """A record as told, its table words checked; `near`: where the model says the quote begins, never trusted."""

    kind: RecordKind
    quote: str
    near: int | None
    source: tuple[str, ...]
    target: tuple[str, ...]
    reciprocal: bool
    event_type: str | None
    mode: str | None
    realm: Realm
    status: Status
    start: str | None
    end: str | None
    figure: ToldFigure | None
    attributed_to: str | None


def told_record(raw: Any) -> ToldRecord:
    """The record in a JSON value. Fields that no record has are passed over.

    Raises DroppedError: a missing or wrong field, or a word that is not in the tables.
    """
    if not isinstance(raw, dict):
        raise DroppedError(FORM)
    kind = raw.get("kind")
    if kind not in ("event", "stance", "quantity"):
        raise DroppedError(FORM)
    quote, near = _quote(raw.get("quote"))
    figure = _figure(raw.get("quantity"))
    event_type = _word(raw.get("event_type"), EVENT_TYPES, upper=True) if kind != "quantity" else None
    if (kind == "event" and event_type is None) or (kind == "quantity" and figure is None):
        raise DroppedError(FORM)
    realm, status = _word(raw.get("realm"), REALMS), _word(raw.get("status"), STATUSES)
    if realm is None or status is None:
        raise DroppedError(FORM)
    start, end = _days(raw.get("date"))
    return ToldRecord(
        kind=cast("RecordKind", kind), quote=quote, near=near, source=_names(raw.get("source_actors")),
        target=_names(raw.get("target_actors")), reciprocal=_yes(raw.get("reciprocal")), event_type=event_type,
        mode=_mode(raw.get("mode"), event_type), realm=cast("Realm", realm), status=cast("Status", status),
        start=start, end=end, figure=figure, attributed_to=_text(raw.get("attributed_to"), LONGEST_NAME),
    )  # fmt: skip


def _quote(value: Any) -> tuple[str, int | None]:
    """The quote's words, with the offset that some models add."""
    near = None
    if isinstance(value, dict):
        near = value.get("start")
        value = value.get("exact")
    if not isinstance(value, str):
        raise DroppedError(FORM)
    return value, near if isinstance(near, int) and not isinstance(near, bool) else None


def _names(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MOST_ACTORS:
        raise DroppedError(FORM)
    if not all(isinstance(v, str) and 0 < len(v.strip()) <= LONGEST_NAME for v in value):
        raise DroppedError(FORM)
    return tuple(dict.fromkeys(v.strip() for v in value))


def _yes(value: Any) -> bool:
    if value is None or isinstance(value, bool):
        return bool(value)
    raise DroppedError(FORM)


def _text(value: Any, longest: int) -> str | None:
    """A text, or None for null and nothing."""
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > longest:
        raise DroppedError(FORM)
    return value.strip() or None


def _word(value: Any, table: tuple[str, ...], *, upper: bool = False) -> str | None:
    """A word of a table in the table's own case; None for null."""
    given = _text(value, LONGEST_NAME)
    if given is None:
        return None
    word = given.upper() if upper else given.lower()
    if word not in table:
        raise DroppedError(TABLE)
    return word


def _mode(value: Any, event_type: str | None) -> str | None:
    return _word(value, modes().get(event_type or "", ()))


def _days(value: Any) -> tuple[str | None, str | None]:
    """First and last day as told; a text alone is the whole date ("2003-03")."""
    if value is None or isinstance(value, str):
        return _text(value, 10), _text(value, 10)
    if not isinstance(value, dict):
        raise DroppedError(FORM)
    return _text(value.get("start"), 10), _text(value.get("end"), 10)


def _figure(value: Any) -> ToldFigure | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise DroppedError(FORM)
    number, unit = _number(value.get("value")), _text(value.get("unit"), LONGEST_NAME)
    if number is None or unit is None:
        raise DroppedError(FORM)
    bound = _word(value.get("bound"), BOUNDS) or "="
    of = _text(value.get("of"), LONGEST_NAME) or ""
    return ToldFigure(number, unit, cast("Bound", bound), of, _number(value.get("change_percent")))


def _number(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not -LARGEST <= value <= LARGEST:
        raise DroppedError(FORM)
    number = float(value)
    if not math.isfinite(number):
        raise DroppedError(FORM)
    return number
