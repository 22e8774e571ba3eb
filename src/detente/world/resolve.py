"""From a name, as people and publishers write it, to the code of the actor on a date."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Final

from detente.errors import UnknownActorError, UsageError
from detente.model.actor import Alias
from detente.world.aliases import aliases
from detente.world.codes import from_iso3
from detente.world.leaders import holders
from detente.world.organisations import organisation
from detente.world.packaged import day, rows
from detente.world.spelling import key
from detente.world.table import SPANS, exists, line

__all__ = ["aliases", "from_source_name", "in_office", "known_as", "not_actors", "parse_actor", "resolve"]

_RANK: Final = {
    kind: rank
    for rank, kind in enumerate(
        (
            "name",
            "short",
            "official",
            "organisation",
            "former",
            "demonym",
            "capital",
            "seat",
            "leader",
            "minister",
        )
    )
}
_GOVERNMENT: Final = re.compile(r"^government of (the )?", re.IGNORECASE)
_BRACKET: Final = re.compile(r"([^()]+?)\s*\(([^()]+)\)")
_YEARS: Final = re.compile(r"[.\s]*\d{4}|\d{4}[.\s-]*")
_WRITTEN_OUT: Final = {
    "rep": "republic", "dem": "democratic", "fed": "federal", "isds": "islands", "n": "north", "s": "south",
}  # fmt: skip
_PLACES: Final = ("capital", "seat")
_NAMES: Final = ("name", "short", "official", "former")


@cache
def _index() -> dict[str, tuple[Alias, ...]]:
    found: dict[str, list[Alias]] = defaultdict(list)
    for alias in aliases():
        found[key(alias.text)].append(alias)
    return {k: tuple(v) for k, v in found.items()}


@cache
def not_actors() -> tuple[str, ...]:
    """Phrases that hold a name and name no actor ("Indian Ocean"): a reader skips them whole."""
    return tuple(row["text"] for row in rows("not_actors"))


def resolve(name: str, on: date | None = None) -> str:
    """The code of the actor that `name` stands for on that day (None: in today's use).

    Takes names, former names, demonyms, capitals, seats of power, office holders, organisations and codes;
    case, accents, dots and a leading "the" do not matter. A name that was no longer in use on that day stands
    for what it named last (a text of 2018 may speak of the Soviet Union); a place that was not yet or no longer
    the seat of a government stands for none. Raises UnknownActorError with up to three near names.
    """
    code = known_as(name, on)
    if code is not None:
        return code
    candidates = _candidates(name, on)
    raise _not_then(name, candidates, on) if candidates else _unknown(name)


def known_as(name: str, on: date | None = None) -> str | None:
    """As `resolve`, but None where no actor is meant: for a reader, who asks of many words that name nobody."""
    code = _code(name.strip(), on)
    if code is not None:
        return code
    chosen = _choose(_candidates(name, on), on)
    return None if chosen is None else chosen.code


def in_office(name: str, on: date | None) -> bool:
    """Whether the bearer of a name was in office on that day, in a term that is known to have ended."""
    return on is not None and any(
        a.kind in ("leader", "minister") and a.end is not None and (a.start or date.min) <= on <= a.end
        for a in _candidates(name, on)
    )


def _candidates(name: str, on: date | None) -> tuple[Alias, ...]:
    """All that a name can stand for; an office holder's name only from his first term on."""
    asked = key(name)
    people = holders(asked, on)
    return (*_index().get(asked, ()), *people) if people else _index().get(asked, ())


def _code(text: str, on: date | None) -> str | None:
    """The actor when the text is a code in capitals that is not also a name in use (NER, not US or GDR)."""
    if text.startswith("IGO:"):
        return organisation(text).code
    if text not in SPANS or key(text) in _index():
        return None
    return text if on is None else from_iso3(text, on)


def _choose(candidates: Iterable[Alias], on: date | None) -> Alias | None:
    """The alias in use on that day, else the one last in use before it, places of government excepted."""
    asked = on or date.max

    def began(alias: Alias) -> date:
        return alias.start or date.min

    known = [a for a in candidates if began(a) <= asked]
    active = [a for a in known if a.end is None or asked <= a.end]
    if active:
        return min(active, key=lambda a: (_RANK[a.kind], -began(a).toordinal()))
    past = [a for a in known if on is None or a.kind not in _PLACES]
    return max(past, key=lambda a: (a.end or date.max, -_RANK[a.kind]), default=None)


def _not_then(name: str, candidates: Iterable[Alias], on: date | None) -> UnknownActorError:
    uses = sorted({_use(alias) for alias in candidates}, key=lambda use: use[1])
    said = "; ".join(f"{code} from {start}" + (f" to {end}" if end else "") for code, start, end in uses[:4])
    return UnknownActorError(
        f"{name!r} names no actor on {on} (it names {said})", todo="Check the date or name the state itself"
    )


def _use(alias: Alias) -> tuple[str, str, str]:
    """The code and, as text, the days from and to which it is named so (empty: to this day)."""
    known = SPANS.get(alias.code)
    start = alias.start or (known[0].start if known else None)
    end = alias.end or (known[-1].end if known else None)
    return alias.code, str(start or "its founding"), str(end or "")


def _unknown(name: str) -> UnknownActorError:
    shown = {key(a.text): a.text for a in aliases()}
    near = difflib.get_close_matches(key(name), shown, n=3, cutoff=0.75)
    hint = (
        f"Near names: {', '.join(shown[n] for n in near)}" if near else "Give a code such as PAK or IGO:SCO"
    )
    return UnknownActorError(f"no actor is known as {name!r}", todo=hint)


def parse_actor(text: str, on: date | None = None) -> str:
    """The actor of a command line: a code (PAK, SUN, pak, IGO:SCO) or any name. Raises UnknownActorError."""
    given = text.strip()
    upper = given.upper()
    if upper in SPANS and (given == upper or len(given) == 3) and (on is None or exists(upper, on)):
        return upper
    if upper.startswith("IGO:"):
        return organisation(upper).code
    return resolve(given, on)


def parse_pair(first: str, second: str) -> tuple[str, str]:
    """Two different states as codes; names are accepted. Raises UnknownActorError, UsageError for one state twice."""
    a, b = parse_actor(first), parse_actor(second)
    if a == b:
        raise UsageError(f"{first} and {second} are the same state", todo="Name two different states")
    return a, b


@cache
def _source_index() -> dict[str, tuple[Alias, ...]]:
    found: dict[str, list[Alias]] = defaultdict(list)
    for alias in aliases():
        if alias.kind in _NAMES:
            found[key(alias.text)].append(alias)
    for row in rows("source_names"):
        alias = Alias(
            text=row["text"], code=row["code"], kind="official", start=day(row["start"]), end=day(row["end"])
        )
        found[key(row["text"])].append(alias)
    return {k: tuple(v) for k, v in found.items()}


def from_source_name(name: str, on: date) -> str:
    """The state that a data publisher's name stands for on that day.

    Publishers keep one name for a state's whole line: "Russia" in 1965 is SUN, "Yugoslavia" in 2010 is SRB.
    Understands "Germany, West", "Korea, Republic of" and "Government of Russia (Soviet Union)". Raises
    UnknownActorError when the name is unknown or the state does not exist on that day.
    """
    candidates = next((c for c in map(_source_index().get, _readings(name)) if c), None) or _bracketed(name)
    if not candidates:
        raise _unknown(name)
    best = _choose(candidates, on)
    ordered = ([best] if best else []) + sorted(candidates, key=lambda a: _RANK[a.kind])
    for alias in ordered:
        for code in (alias.code, *reversed(line(alias.code))):
            if exists(code, on):
                return code
    raise _not_then(name, candidates, on)


def _readings(name: str) -> Iterable[str]:
    """The spellings to look up, the most literal first: as given, turned at the comma, abbreviations written out."""
    whole = _GOVERNMENT.sub("", name.strip())
    head, comma, tail = whole.partition(",")
    literal = [key(whole), *([key(f"{tail} {head}")] if comma else [])]
    yield from literal
    for spelling in literal:
        yield " ".join(_WRITTEN_OUT.get(word, word) for word in spelling.split()).removeprefix("the ")


def _bracketed(name: str) -> tuple[Alias, ...]:
    """What "Russia (Soviet Union)" or "Fiji (...1990)" names: the bracket must say a year or the same line."""
    found = _BRACKET.fullmatch(_GOVERNMENT.sub("", name.strip()))
    if found is None:
        return ()
    outside, inside = found.groups()
    candidates = next((c for c in map(_source_index().get, _readings(outside)) if c), ())
    if _YEARS.fullmatch(inside):
        return candidates
    lines = {line(alias.code) for alias in _source_index().get(key(inside), ())}
    return candidates if any(line(alias.code) in lines for alias in candidates) else ()
