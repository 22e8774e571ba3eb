"""What one telling of an event says of it, in the form in which two tellings can be laid side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from detente.model.reading import Reading
from detente.model.statement import Statement
from detente.read.actors import Gazette, find_mentions
from detente.read.clean import clean
from detente.read.grammar import load_yaml, word_class
from detente.read.lexicon import lexicon
from detente.read.tokens import Token, tokenise

NAMED_CLASSES: Final = ("agreement", "talks", "visit", "exercise", "sanctions")
_WORD: Final = re.compile(r"[^\W\d_][\w-]*")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a quote by what they tell.

    `objects`: what the deed is about, in the singular and one word for each meaning; `names`: people, places and
    things by name; `classes`: the kind of thing ("agreement", "agreements"); `verbs`: lemmas; `others`: words that
    say another occasion; `ordinals`; `offices`; `pointing`: classes that "the" or "this" points at.
    """

    objects: frozenset[str]
    names: frozenset[str]
    classes: frozenset[str]
    verbs: frozenset[str]
    another: bool
    ordinals: frozenset[str]
    offices: frozenset[str]
    pointing: frozenset[str]
    pointed: frozenset[str]
    opens: bool

    @property
    def about(self) -> frozenset[str]:
        """Objects and names."""
        return self.objects | self.names


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An event as one quote tells it; `document` is the sha256 of the file, `first` and `last` the quote's offsets."""

    id: str
    document: str
    first: int
    last: int
    source: frozenset[str]
    target: frozenset[str]
    reciprocal: bool
    event_type: str | None
    mode: str | None
    realm: str | None
    status: str | None
    attributed_to: str | None
    start: date | None
    end: date | None
    value: float | None
    unit: str | None
    confidence: float
    words: Words
    cameo: str | None = None

    @property
    def days(self) -> int | None:
        """How many days its date leaves open; None without a date or while it lasts."""
        return None if self.start is None or self.end is None else (self.end - self.start).days + 1


def telling_of_reading(reading: Reading) -> Telling:
    """The telling of a reading of kind event."""
    when, quantity = reading.date, reading.quantity
    return Telling(
        id=reading.reading_id, document=reading.document_sha256, first=reading.quote.start, last=reading.quote.end,
        source=frozenset(reading.source_actors), target=frozenset(reading.target_actors),
        reciprocal=reading.reciprocal, event_type=reading.event_type, mode=reading.mode, realm=reading.realm,
        status=reading.status, attributed_to=reading.attributed_to, start=when.start if when else None,
        end=when.end if when else None, value=quantity.value if quantity else None,
        unit=quantity.unit if quantity else None, confidence=reading.confidence, words=words_of(reading.quote.plain, frozenset((*reading.source_actors, *reading.target_actors))),
        cameo=reading.cameo,
    )  # fmt: skip


def telling_of_statement(statement: Statement) -> Telling:
    """The telling of a statement that was read in a document."""
    return Telling(
        id=statement.statement_id, document=statement.snapshot, first=statement.quote_start or 0,
        last=statement.quote_end or 0, source=frozenset(statement.source_actors),
        target=frozenset(statement.target_actors), reciprocal=statement.reciprocal, event_type=statement.event_type,
        mode=statement.mode, realm=statement.realm, status=statement.status, attributed_to=statement.attributed_to,
        start=statement.start, end=statement.end, value=statement.value, unit=statement.unit,
        confidence=statement.confidence or 0.0, words=words_of(statement.text or statement.quote or "", frozenset(statement.actors)),
        cameo=statement.cameo,
    )  # fmt: skip


@cache
def _lists() -> dict[str, frozenset[str]]:
    raw = load_yaml("retelling")
    return {
        name: frozenset(raw[name])
        for name in ("another", "ordinals", "pointing", "times", "empty", "offices", "numbers")
    }


@cache
def _meanings() -> dict[str, str]:
    return {word: name for name, words in load_yaml("retelling")["same"].items() for word in words}


@cache
def _closed() -> frozenset[str]:
    words = lexicon().grammar
    closed = (
        words.determiners | words.prepositions | words.conjunctions | words.subordinators | words.relatives | words.be
        | words.have | words.do | words.modals | words.negations | words.adverbs | words.pronouns
    )  # fmt: skip
    return closed | _lists()["times"] | _lists()["empty"]


@cache
def _classes() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in NAMED_CLASSES:
        for word in word_class(f"objects.{name}"):
            plural = word.endswith("s") and not word.endswith(("ss", "us"))
            found.setdefault(word, f"{name}{'s' if plural else ''}")
    # always in the plural, one or many
    return found | dict.fromkeys(("talks", "consultations", "negotiations", "discussions", "drills"), "talks")


def words_of(quote: str, sides: frozenset[str] = frozenset()) -> Words:
    """The words of a quote, without those that name the sides or say when or how much.

    Others that are named stand among the names by their code.
    """
    tokens = tokenise(clean(quote).text)
    mentions = find_mentions(tokens, None, Gazette({}))
    holders = {n for m in mentions if m.form == "person" for n in range(m.first, m.last)}
    named = {n for m in mentions for n in range(m.first, m.last)} - holders
    lists, low = _lists(), [t.lower for t in tokens]
    passed = _closed() | lists["ordinals"] | lists["another"] | lists["numbers"]
    kept = [
        n for n, t in enumerate(tokens) if n not in named and _WORD.fullmatch(t.text) and low[n] not in passed
    ]
    classes = {_classes()[low[n]]: n for n in kept if low[n] in _classes()}
    names = {low[n] for n in kept if n in holders or (n > 0 and _is_name(tokens[n]))}
    names |= {code for m in mentions for code in m.codes if not sides & {*m.codes}}
    objects, verbs = set(), set()
    subject = True
    for n in kept:
        word = low[n]
        if (
            word in names
            or word in _classes()
            or (subject and word in lists["offices"] and word != "defence")
        ):
            continue
        lemma = lexicon().grammar.lemma(word)
        if lemma is not None and not _is_noun(low, n, named):
            verbs.add(lemma)
            subject = False
        elif not subject or word not in word_class("acting_heads"):
            objects.add(_meanings().get(word, lemma or _singular(word)))
    said, pointing = frozenset(low), {name: _pointed_at(low, n) for name, n in classes.items()}
    return Words(
        frozenset(objects), frozenset(names), frozenset(classes), frozenset(verbs), bool(said & lists["another"]),
        said & lists["ordinals"], said & lists["offices"],
        frozenset(name for name, words in pointing.items() if words is not None),
        frozenset(_meanings().get(w, _singular(w)) for words in pointing.values() for w in words or ()),
        bool(low) and tokens[0].text[0].isupper() and (low[0] in _closed() or low[0] in lists["pointing"]),
    )  # fmt: skip


def _is_name(word: Token) -> bool:
    """A capital inside the quote is a name's, but for a title's."""
    return word.text[0].isupper() and word.lower not in _lists()["offices"] and word.lower not in _classes()


def _is_noun(low: list[str], n: int, named: set[int]) -> bool:
    """Whether a word that can be a verb stands where a noun does."""
    before, grammar = (low[n - 1] if n else ""), lexicon().grammar
    if before in grammar.determiners or before in grammar.prepositions - {"to"}:
        return True
    form = next(iter(grammar.forms[low[n]]))
    if form == "ing":
        return before not in grammar.be
    if form in ("past", "participle") or n == 0 or n - 1 in named or before in _closed():
        return False
    return before not in word_class("acting_heads") and before not in _lists()["offices"]


def _pointed_at(low: list[str], n: int) -> list[str] | None:
    """What stands between "the", "this", "their" and the word, three words at most; None where none stands there."""
    for at in range(n - 1, max(-1, n - 5), -1):
        if low[at] in _lists()["pointing"]:
            return [w for w in low[at + 1 : n] if w not in _closed()]
        if low[at] in _closed() and low[at] not in _lists()["empty"]:
            return None
    return None


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
