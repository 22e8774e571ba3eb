"""Who held an office of state, when, and by which names texts tell him: looked up by name or by family name.

The table is read when the first name is asked for, and nothing is built beyond plain dictionaries: a reader asks of
every capitalised word.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

from detente.model.actor import Alias, AliasKind
from detente.world.packaged import day
from detente.world.spelling import key

_HEADS: Final = ("head of state", "head of government", "party leader")


class Term(NamedTuple):
    """A term of office: ISO days, the last one empty while it is open.

    `known`: the latest day that the source of an open term tells. `bound`: the holder went on to act for a body of
    many states, so his name stands for the state within the term alone.
    """

    code: str
    office: str
    start: str
    end: str
    known: str = ""
    bound: bool = False

    def begun(self, on: str) -> bool:
        """Whether the term had begun on an ISO day (empty: in today's use)."""
        return not on or self.start <= on

    def holds(self, on: str) -> bool:
        """Whether the office was held on an ISO day, as far as is known."""
        return bool(on) and self.start <= on and (not self.end or on <= self.end)

    def means(self, on: str) -> bool:
        """Whether the holder's name can stand for the state on an ISO day (empty: in today's use)."""
        last = self.end or self.known
        return self.start <= on <= last if self.bound else self.begun(on)

    def alias(self, text: str) -> Alias:
        """The name as one of the world's aliases."""
        kind: AliasKind = "leader" if self.office in _HEADS else "minister"
        return Alias(text=text, code=self.code, kind=kind, start=day(self.start), end=day(self.end))


def _rows(name: str) -> Iterator[list[str]]:
    text = resources.files("detente.world").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    width = len(next(lines))
    for number, row in enumerate(lines, start=2):
        if len(row) != width:
            raise ValueError(f"data/{name}.csv, line {number}: not {width} fields")
        yield row


@cache
def _table() -> tuple[tuple[list[str], list[str], str, Term], ...]:
    """(names, family names told alone, family name that stands first, term) of each row."""
    found = []
    for _, told, surname, family, code, office, start, end, known, bound, _ in _rows("leaders"):
        term = Term(code, office, start, end, known, bound == "yes")
        found.append((told.split(";"), surname.split(";") if surname else [], family, term))
    return tuple(found)


@cache
def by_name() -> Mapping[str, tuple[Term, ...]]:
    """Full name, without accents, in its own case -> the bearer's terms."""
    found: dict[str, list[Term]] = {}
    for names, _, _, term in _table():
        for text in names:
            found.setdefault(text, []).append(term)
    return {text: tuple(terms) for text, terms in found.items()}


@cache
def _by_key() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for text in by_name():
        found.setdefault(key(text), []).append(text)
    return {k: tuple(texts) for k, texts in found.items()}


def holders(name_key: str, on: date | None) -> tuple[Alias, ...]:
    """The aliases of a full name, given by its `key`, that can stand for a state on that day (None: today)."""
    texts = _by_key().get(name_key, ())
    if not texts:
        return ()
    asked = "" if on is None else on.isoformat()
    return tuple(t.alias(text) for text in texts for t in by_name()[text] if t.means(asked))


@cache
def family_names() -> Mapping[str, str]:
    """Full names in which the family name stands first ("Xi Jinping"), with that name."""
    return {text: family for names, _, family, _ in _table() if family for text in names}


@cache
def surnames() -> Mapping[str, tuple[Term, ...]]:
    """Family names by which holders are told alone, those that are hardly anybody else's, with all bearers' terms."""
    found: dict[str, list[Term]] = {}
    for _, _, surname, code, office, start, end, _ in _rows("factbook_heads"):
        for text in filter(None, surname.split(";")):
            found.setdefault(text, []).append(Term(code, office, start, end))
    for _, alone, _, term in _table():
        for text in alone:
            found.setdefault(text, []).append(term)
    return {text: tuple(terms) for text, terms in found.items()}


def state_told(surname: str, on: date | None, named: Collection[str], alone: bool) -> str | None:
    """The one state that a family name can mean: the bearers' that is named in the text, else the only one there is.

    `alone`: the name stands by itself in the text, so that it is told of a known person; names of
    four letters and less are too many other words. Of several bearers those in
    office on that day come first. None: nobody's, or in doubt between two states.
    """
    asked = "" if on is None else on.isoformat()
    terms = [t for t in surnames().get(surname, ()) if t.means(asked)]
    known = {t.code for t in terms}
    acting = {t.code for t in terms if t.holds(asked)} or known
    for codes in (acting & set(named), known & set(named)):
        if codes:
            return codes.pop() if len(codes) == 1 else None
    return next(iter(acting)) if alone and len(surname) > 4 and len(acting) == 1 else None
