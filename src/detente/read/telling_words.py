"""The words of a quote by what they tell, so that two quotes can be laid side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from detente.read.actors import Gazette, Mention, find_mentions
from detente.read.clean import clean
from detente.read.grammar import load_yaml, word_class
from detente.read.lexicon import lexicon
from detente.read.tokens import Token, tokenise

NAMED_CLASSES: Final = ("agreement", "talks", "visit", "exercise", "sanctions")
ALWAYS_PLURAL: Final = ("talks", "consultations", "negotiations", "discussions", "drills")
_WORD: Final = re.compile(r"[^\W\d_][\w-]*")
_REACH: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a quote by what they tell.

    - `objects`: what the deed is about, in the singular and one word for each meaning; `names`: people, places and
      things by name; `about`: both; `verbs`: lemmas.
    - `classes`: the kinds of thing ("agreement", or "agreements" for several); `pointing`: those of them that "the" or
      "this" points at; `pointed`: the words that stand between.
    - `another`: whether they say that this is another occasion; `ordinals`: which one of several; `offices`: who acts.
    - `opens`: whether they stand at the head of a sentence, with a word that is capital only there.
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
    about: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "about", self.objects | self.names)


def words_of(quote: str, sides: frozenset[str] = frozenset()) -> Words:
    """The words of a quote, without those that name the sides or say when or how much.

    Others that are named stand among the names by their code.
    """
    read = _Quote(quote, sides)
    objects, verbs = read.objects_and_verbs()
    said = frozenset(read.low)
    pointing = {name: read.pointed_at(at) for name, at in read.classes.items()}
    return Words(
        objects=objects,
        names=frozenset(read.names),
        classes=frozenset(read.classes),
        verbs=verbs,
        another=bool(said & _list("another")),
        ordinals=said & _list("ordinals"),
        offices=said & _list("offices"),
        pointing=frozenset(name for name, between in pointing.items() if between is not None),
        pointed=frozenset(meaning(word) for between in pointing.values() for word in between or ()),
        opens=read.opens(),
    )


def meaning(word: str) -> str:
    """One word for all of one meaning, in the singular."""
    return _meanings().get(word, _singular(word))


class _Quote:
    """A quote's tokens, and which of them can say what the deed is about."""

    def __init__(self, quote: str, sides: frozenset[str]) -> None:
        self.tokens = tokenise(clean(quote).text)
        self.low = [token.lower for token in self.tokens]
        mentions = find_mentions(self.tokens, None, Gazette({}))
        people = _places([m for m in mentions if m.form == "person"])
        self.named = _places(mentions) - people
        self.kept = [n for n in range(len(self.low)) if self._tells(n)]
        classes = _class_of()
        self.classes = {classes[self.low[n]]: n for n in self.kept if self.low[n] in classes}
        self.names = {self.low[n] for n in self.kept if n in people or (n > 0 and _is_name(self.tokens[n]))}
        self.names |= {code for m in mentions for code in m.codes if not sides & {*m.codes}}

    def _tells(self, n: int) -> bool:
        word = self.low[n]
        return n not in self.named and bool(_WORD.fullmatch(word)) and word not in _passed_over()

    def objects_and_verbs(self) -> tuple[frozenset[str], frozenset[str]]:
        """What is left when names, kinds of thing and the acting heads before the verb are taken away."""
        objects: set[str] = set()
        verbs: set[str] = set()
        for n in self.kept:
            word = self.low[n]
            if word in self.names or word in _class_of() or (not verbs and word in _acting_offices()):
                continue
            lemma = lexicon().grammar.lemma(word)
            if lemma is not None and not self._is_noun(n):
                verbs.add(lemma)
            elif verbs or word not in word_class("acting_heads"):
                objects.add(_meanings().get(word, lemma or _singular(word)))
        return frozenset(objects), frozenset(verbs)

    def _is_noun(self, n: int) -> bool:
        """Whether a word that can be a verb stands where a noun does."""
        before, grammar = (self.low[n - 1] if n else ""), lexicon().grammar
        if before in grammar.determiners or before in grammar.prepositions - {"to"}:
            return True
        form = next(iter(grammar.forms[self.low[n]]))
        if form == "ing":
            return before not in grammar.be
        if form in ("past", "participle") or n == 0 or n - 1 in self.named or before in _closed():
            return False
        return before not in word_class("acting_heads") and before not in _list("offices")

    def pointed_at(self, n: int) -> list[str] | None:
        """What stands between "the", "this", "their" and word `n`, at most three words; None where none does."""
        for at in range(n - 1, max(-1, n - 1 - _REACH), -1):
            if self.low[at] in _list("pointing"):
                return [word for word in self.low[at + 1 : n] if word not in _closed()]
            if self.low[at] in _closed() and self.low[at] not in _list("empty"):
                return None
        return None

    def opens(self) -> bool:
        """Whether the quote begins a sentence: a capital on a word that has none inside."""
        closed = bool(self.low) and (self.low[0] in _closed() or self.low[0] in _list("pointing"))
        return closed and self.tokens[0].text[0].isupper()


def _places(mentions: list[Mention]) -> set[int]:
    return {n for m in mentions for n in range(m.first, m.last)}


def _is_name(word: Token) -> bool:
    """A capital inside the quote is a name's, but for a title's."""
    return word.text[0].isupper() and word.lower not in _list("offices") and word.lower not in _class_of()


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(load_retelling()[name])


@cache
def load_retelling() -> dict[str, list[str]]:
    """The lists of retelling.yaml by name; those of one meaning apart (see `meaning`)."""
    return {name: words for name, words in load_yaml("retelling").items() if name != "same"}


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
    return closed | _list("times") | _list("empty")


@cache
def _passed_over() -> frozenset[str]:
    return _closed() | _list("ordinals") | _list("another") | _list("numbers")


@cache
def _acting_offices() -> frozenset[str]:
    """Before the verb these say who acts; "defence" says of what, too."""
    return _list("offices") - {"defence"}


@cache
def _class_of() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in NAMED_CLASSES:
        for word in word_class(f"objects.{name}"):
            plural = word.endswith("s") and not word.endswith(("ss", "us"))
            found.setdefault(word, f"{name}{'s' if plural else ''}")
    return found | dict.fromkeys(ALWAYS_PLURAL, "talks")


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
