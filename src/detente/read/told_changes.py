"""A change as a person types it ("status = planned") to a field of a reading and its JSON value."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import date
from typing import Any, Final

from detente.errors import UnknownActorError, UsageError
from detente.model.reading import DateInterval, QuoteSpan, Reading
from detente.model.vocabulary import EVENT_TYPES, REALMS, STATUSES
from detente.read.claims import Page
from detente.read.corrections import FIELDS, Changes, contexts, precision_of
from detente.read.document import Document
from detente.read.endpoint.tables import modes, standard
from detente.world.resolve import parse_actor, resolve

SHORT: Final[dict[str, str]] = {
    "who": "source_actors",
    "whom": "target_actors",
    "mutual": "reciprocal",
    "type": "event_type",
    "mode": "mode",
    "status": "status",
    "realm": "realm",
    "when": "date",
    "figure": "quantity",
    "change": "change_percent",
    "period": "period",
    "said by": "attributed_to",
    "contexts": "contexts",
    "cameo": "cameo",
    "words": "quote",
}
"""What a field is called when a person types; the record's own names are taken too."""
_NAMES: Final = {name: name for name in (*FIELDS, "change_percent", "period")} | SHORT
_PART: Final = r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?"
_DAYS: Final = re.compile(rf"{_PART}(\.\.(?:{_PART})?)?")
_FIGURE: Final = re.compile(r"([=<>~]?)\s*(-?[\d,_]*\.?\d+)\s*([^\s\d]\S*)(?:\s+of\s+(.+))?", re.I)
NOTHING: Final = ("", "none", "null", "nobody", "-")


def told_change(line: str, reading: Reading, document: Document | None = None) -> Changes:
    """The changes in a line "field = value", to be handed to `read.corrections.corrected`.

    `document`: where the words of a quote are looked up. Raises UsageError, in one line, for what is no such line.
    """
    name, equals, value = line.partition("=")
    field = _NAMES.get(" ".join(name.lower().split()))
    if not equals or field is None:
        what = f"there is no field {name.strip()!r}" if equals else f"{line.strip()!r} is no change"
        raise UsageError(what, todo=f"Write field = value, with one of: {', '.join(SHORT)}")
    value = value.strip()
    if field in ("source_actors", "target_actors"):
        return _sides(field, value, reading)
    if field == "reciprocal":
        return _mutual(value, reading)
    if field in ("change_percent", "period"):
        return _of_figure(field, value, reading)
    return {field: _value(field, value, reading, document)}


def helped(reading: Reading) -> list[tuple[str, str]]:
    """Each field as it is typed, with what it takes."""
    fitting = modes().get(reading.event_type or "", ())
    says = {
        "who": "codes or names, with commas: PAK, Russia, IGO:SCO",
        "whom": "the same; none where it is mutual",
        "mutual": "yes or no",
        "type": ", ".join(EVENT_TYPES),
        "mode": f"{', '.join(fitting)} or none"
        if fitting
        else f"none ({reading.event_type} has no mode here)",
        "status": ", ".join(STATUSES),
        "realm": ", ".join(REALMS),
        "when": "2009-10-01..2009-12-31, 2009-10, 2009, 2009.. (it lasts) or none",
        "figure": "bound, number, unit, what of: > 450000000 USD of trade volume; or none",
        "change": "percent: 60, or none",
        "period": "days of the figure, written as for when",
        "said by": "who says so: a code, a name, or words of the text; or none",
        "contexts": f"{', '.join(contexts())}; or none",
        "cameo": "a code such as 057, or none",
        "words": "the words of the text that say it, exactly",
    }
    return [(name, says[name]) for name in SHORT]


def _value(field: str, value: str, reading: Reading, document: Document | None) -> Any:
    if field == "quote":
        return _quote(value, reading, document)
    if field == "contexts":
        return [] if value.lower() in NOTHING else [v.strip().lower() for v in value.split(",")]
    if value.lower() in NOTHING:
        return None
    if field == "date":
        return days(value).record()
    if field == "quantity":
        return _figure(value, reading)
    if field == "attributed_to":
        return _teller(value, reading)
    return value.upper() if field == "event_type" else value if field == "cameo" else value.lower()


def _actor(name: str, reading: Reading) -> str:
    """The code of a name on the reading's day, of a code the code itself."""
    on = reading.date.end or reading.date.start if reading.date else None
    try:
        if name.isupper() and (len(name) == 3 or name.startswith("IGO:")):
            return parse_actor(name)
        return resolve(name, on)
    except UnknownActorError as error:
        raise UsageError(error.what, todo=error.todo) from error


def _teller(name: str, reading: Reading) -> str:
    """The code of a state or organisation; of anybody else the words."""
    try:
        return _actor(name, reading)
    except UsageError:
        return name


def _sides(field: str, value: str, reading: Reading) -> Changes:
    names = [] if value.lower() in NOTHING else [v.strip() for v in value.split(",") if v.strip()]
    codes = list(dict.fromkeys(_actor(name, reading) for name in names))
    if field == "target_actors" and codes and reading.reciprocal:
        rest = [code for code in reading.source_actors if code not in codes]
        return {"target_actors": codes, "reciprocal": False} | ({"source_actors": rest} if rest else {})
    if reading.reciprocal:
        return {field: codes}
    # Whoever is named on one side no longer stands on the other; a side that is left empty takes those turned out.
    other = "target_actors" if field == "source_actors" else "source_actors"
    had, across = getattr(reading, field), getattr(reading, other)
    rest = [code for code in across if code not in codes]
    if across and not rest:
        rest = [code for code in had if code not in codes]
    return {field: codes, other: rest}


def _mutual(value: str, reading: Reading) -> Changes:
    if value.lower() not in ("yes", "no", "true", "false"):
        raise UsageError(f"{value!r} is neither yes nor no", where="mutual", todo="Write yes or no")
    yes = value.lower() in ("yes", "true")
    both = [*reading.source_actors, *reading.target_actors]
    if yes:
        return {"reciprocal": True, "source_actors": list(dict.fromkeys(both)), "target_actors": []}
    if reading.target_actors or len(reading.source_actors) < 2:
        return {"reciprocal": False}
    return {"reciprocal": False, "source_actors": both[:1], "target_actors": both[1:]}


def _figure(value: str, reading: Reading) -> dict[str, Any]:
    match = _FIGURE.fullmatch(value)
    if match is None:
        raise UsageError(
            f"{value!r} is no figure", where="figure", todo="Write: > 450000000 USD of trade volume"
        )
    bound, number, unit, of = match.groups()
    known = standard(unit)
    if known is None:
        raise UsageError(
            f"there is no unit {unit!r}", where="figure", todo="Use USD, km, MW, percent, person ..."
        )
    rate = unit.partition("/")
    before = (
        reading.quantity.record()
        if reading.quantity
        else {"of": None, "change_percent": None, "period": None}
    )
    return before | {
        "value": float(number.replace(",", "").replace("_", "")) * known[1],
        "unit": known[0] + (f"/{rate[2]}" if rate[1] else ""),
        "bound": bound or "=",
        "of": of if of is not None else before["of"],
    }


def _of_figure(field: str, value: str, reading: Reading) -> Changes:
    if reading.quantity is None:
        raise UsageError("there is no figure yet", where=field, todo="Give the figure first: figure = 5 km")
    given: Any = None
    if value.lower() not in NOTHING and field == "period":
        given = days(value).record()
    elif value.lower() not in NOTHING:
        try:
            given = float(value.removesuffix("%"))
        except ValueError as error:
            raise UsageError(f"{value!r} is no number", where="change", todo="Write percent: 60") from error
    return {"quantity": reading.quantity.record() | {field: given}}


def days(value: str) -> DateInterval:
    """The interval of "2009", "2009-10", "2009-10-07", two of them joined by ".." or one followed by it.

    Raises UsageError for anything else and for days that do not exist.
    """
    match = _DAYS.fullmatch(value.replace(" ", ""))
    if match is None:
        raise UsageError(
            f"{value!r} is no date", where="when", todo="Write 2009-10-01..2009-12-31, 2009-10 or 2009"
        )
    year, month, day, joined, *after = match.groups()
    try:
        start, end = _span(year, month, day)
        if joined is None or after[0] is not None:
            end = _span(*after)[1] if joined else end
            return DateInterval(start, end, precision_of(start, end))
        return DateInterval(start, None, precision_of(start, end))
    except ValueError as error:
        raise UsageError(f"{value!r} is no date ({error})", where="when", todo="Check the days") from error


def _span(year: str, month: str | None, day: str | None) -> tuple[date, date]:
    if month is None:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    first = date(int(year), int(month), int(day or 1))
    return first, first if day else first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _quote(value: str, reading: Reading, document: Document | None) -> dict[str, Any]:
    """The words at the place nearest to where the reading's quote stands."""
    if document is None:
        raise UsageError("the text is not at hand", where="words", todo="Name its file: detente review FILE")
    words = value[1:-1] if len(value) > 1 and value[0] in '"“' and value[-1] in '"”' else value
    found = quote_nearest(document, words, reading.quote.start)
    if found is None:
        raise UsageError(
            "these words are not in the text", where="words", todo="Give words of the text, exactly"
        )
    return found.record()


def quote_nearest(document: Document, words: str, near: int) -> QuoteSpan | None:
    """The words where they stand in the text, at the place nearest to an offset; None where they do not."""
    if not words.strip():
        return None
    pattern = r"\s+".join(map(_however_marked, words.split()))
    places = [(m.start(), m.end()) for m in re.finditer(pattern, document.text)]
    if not places:
        return None
    start, end = min(places, key=lambda place: abs(place[0] - near))
    page = Page(document, document.cleaned())
    origin = page.cleaned.origin
    inside = [at for at in range(len(origin) - 1) if start <= origin[at] < end]
    found = QuoteSpan(document.text[start:end], start, end, document.page_of(start))
    if document.content is None or not inside:
        return found
    return replace(found, words=page.span(inside[0], inside[-1] + 1).words)


def _however_marked(word: str) -> str:
    """A pattern of a word whose quotation marks and hyphens may have any shape."""
    for marks in ("'‘’", '"“”', "-‐‑–—"):
        word = re.sub(f"[{marks}]", marks[0], word)
    pattern = re.escape(word).replace("\\-", "[-‐‑–—]")
    return pattern.replace("'", "['‘’]").replace('"', '["“”]')
