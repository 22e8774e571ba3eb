"""Which fields a claim of a document has, and what each may hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, Final, get_args

from detente.errors import SourceError
from detente.model.vocabulary import BOUNDS, EVENT_TYPES, PRECISIONS, REALMS, STATUSES, RecordKind
from detente.sources.actor_codes import check_code_as_asked
from detente.sources.context_words import CONTEXTS

Test = Callable[[Any], bool]


def day(text: str) -> date:
    """A full ISO day."""
    return date.fromisoformat(text)


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


LARGEST: Final = 1e300
"""A larger whole number fits no 64-bit float; JSON has any."""


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= LARGEST


def _offset(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 53


def _day(value: Any) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return False
    try:
        day(value)
    except ValueError:
        return False
    return True


def _or_none(test: Test) -> Test:
    return lambda value: value is None or test(value)


def _one_of(words: Collection[str]) -> Test:
    return lambda value: isinstance(value, str) and value in words


def _list_of(test: Test) -> Test:
    return lambda value: (
        isinstance(value, list) and all(test(v) for v in value) and len(set(value)) == len(value)
    )


FIELDS: Final[dict[str, tuple[Test, str]]] = {
    "claim_id": (_text, "a text"),
    "document_sha256": (lambda v: isinstance(v, str) and bool(re.fullmatch(r"[0-9a-f]{64}", v)), "a sha256"),
    "document_title": (_text, "a text"),
    "document_author": (_or_none(_text), "a text or null"),
    "document_date": (_or_none(_day), "a day YYYY-MM-DD or null"),
    "document_url": (
        _or_none(lambda v: isinstance(v, str) and bool(re.fullmatch(r"https?://\S+", v))),
        "an http(s) address or null",
    ),
    "start": (_offset, "an offset into the text"),
    "end": (_offset, "an offset into the text"),
    "claim": (_text, "a text"),
    "kind": (_one_of(get_args(RecordKind)), "event, quantity or stance"),
    "source_actors": (_list_of(_text), "a list of codes"),
    "target_actors": (_list_of(_text), "a list of codes"),
    "reciprocal": (lambda v: isinstance(v, bool), "true or false"),
    "event_type": (_or_none(_one_of(EVENT_TYPES)), "a PLOVER category or null"),
    "mode": (_or_none(_text), "a text or null"),
    "contexts": (_list_of(_one_of(CONTEXTS)), "a list of known contexts"),
    "realm": (_one_of(REALMS), f"one of {', '.join(REALMS)}"),
    "status": (_one_of(STATUSES), f"one of {', '.join(STATUSES)}"),
    "date": (_or_none(lambda v: isinstance(v, dict)), "an object or null"),
    "quantity": (_or_none(lambda v: isinstance(v, dict)), "an object or null"),
}
DATE: Final[dict[str, tuple[Test, str]]] = {
    "start": (_day, "a day YYYY-MM-DD"),
    "end": (_or_none(_day), "a day YYYY-MM-DD or null"),
    "precision": (_one_of(PRECISIONS), f"one of {', '.join(PRECISIONS)}"),
}
PERIOD: Final = {name: DATE[name] for name in ("start", "end")}
QUANTITY: Final[dict[str, tuple[Test, str]]] = {
    "value": (_number, "a number"),
    "unit": (_text, "a text"),
    "bound": (_one_of(BOUNDS), f"one of {' '.join(BOUNDS)}"),
    "of": (_or_none(_text), "a text or null"),
    "change_percent": (_or_none(_number), "a number or null"),
    "period": (_or_none(lambda v: isinstance(v, dict)), "an object or null"),
}


def check_claim(claim: Any, where: str) -> None:
    """Raises SourceError at the first field of a claim that is missing, unknown or not what it should be."""
    _check(claim, FIELDS, "", where)
    if claim["date"]:
        _check(claim["date"], DATE, "date.", where)
        _check_order(claim["date"], "date.", where)
    if claim["quantity"]:
        _check(claim["quantity"], QUANTITY, "quantity.", where)
        if claim["quantity"]["period"]:
            _check(claim["quantity"]["period"], PERIOD, "quantity.period.", where)
            _check_order(claim["quantity"]["period"], "quantity.period.", where)
    if claim["end"] <= claim["start"]:
        raise _wrong("end", claim["end"], f"above start {claim['start']}", where)
    _check_actors(claim, where)


def _check(value: Any, fields: Mapping[str, tuple[Test, str]], path: str, where: str) -> None:
    if not isinstance(value, dict):
        raise SourceError("not a JSON object", where=where, todo="Write one JSON object per line")
    for what, names in (("lacks", set(fields) - set(value)), ("has unknown", set(value) - set(fields))):
        if names:
            shown = ", ".join(path + name for name in sorted(names))
            raise SourceError(
                f"the claim {what} {shown}", where=where, todo="See docs/reference/claims-format.md"
            )
    for name, (test, expected) in fields.items():
        if not test(value[name]):
            raise _wrong(path + name, value[name], expected, where)


def _check_order(period: Mapping[str, Any], path: str, where: str) -> None:
    if period["end"] is not None and day(period["end"]) < day(period["start"]):
        raise _wrong(f"{path}end", period["end"], f"on or after start {period['start']}", where)


def _check_actors(claim: Mapping[str, Any], where: str) -> None:
    when = claim["date"] or {}
    start = day(when["start"]) if when else date.min
    end = day(when["end"]) if when.get("end") else date.max
    both = set(claim["source_actors"]) & set(claim["target_actors"])
    if both or not claim["source_actors"]:
        raise _wrong(
            "source_actors", claim["source_actors"], "a list of codes apart from target_actors", where
        )
    if claim["reciprocal"] and (claim["target_actors"] or len(claim["source_actors"]) < 2):
        raise _wrong("reciprocal", True, "right: it takes two or more source_actors and no target", where)
    for name in ("source_actors", "target_actors"):
        for code in claim[name]:
            if wrong := check_code_as_asked(code, start, end):
                raise _wrong(name, code, wrong, where)


def _wrong(field: str, value: Any, expected: str, where: str) -> SourceError:
    return SourceError(
        f"{value!r} in '{field}' is not {expected}", where=where, todo="See docs/reference/claims-format.md"
    )
