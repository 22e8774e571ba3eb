"""Noun phrases around actors: head noun, governing preposition, possessor, and the subject of a verb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from detente.read.grammar import Grammar, word_class
from detente.read.items import Item
from detente.read.phrase_trees import INSIDE_PHRASE, governor_in, list_head, owns, phrase_head
from detente.read.verbs import verb_form

if TYPE_CHECKING:
    from detente.read.english_model import Tree


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor where it stands: item index, codes (empty for "the two countries", "it"), phrase around it.

    `prep`: preposition that governs its phrase ("" for none); `head`: the noun it belongs to ("navy" in
    "the Turkish navy" and in "the navy of Turkey"; "" when it stands for itself); `acts`: whether it can be
    a state acting; `people`: persons of its nationality; `noun_first`: where its head's phrase begins.
    """

    at: int
    codes: tuple[str, ...]
    form: str
    prep: str
    head: str
    acts: bool
    people: bool
    possessive: bool
    adjective: bool
    pronoun: str = ""
    text: str = ""


_PRONOUNS: Final = frozenset({"it", "he", "she", "they", "them", "him", "itself", "themselves"})
_OWN: Final = frozenset({"his", "her", "its", "their", "our"})
POINTING: Final = _PRONOUNS | _OWN
_OWNED: Final = frozenset(
    {"country", "government", "nation", "army", "forces", "troops", "military", "administration", "ministry"}
)
_LOCATIVE: Final = frozenset({"in", "at", "near", "across", "inside", "outside", "throughout", "within"})


def actors_in(
    items: Sequence[Item], first: int, last: int, grammar: Grammar, tree: Tree | None = None
) -> list[Actor]:
    """Actors of items [first, last), in order, joined names included; pronouns with no codes.

    With a tree, prepositions and lists are read from it and not from the words around.
    """
    found: list[Actor] = []
    for at in range(first, last):
        item = items[at]
        if item.mention is not None:
            found.append(_actor(items, at, first, grammar, found, tree))
        elif item.low in _OWN and at + 1 < last and items[at + 1].low in _OWNED | word_class("acting_heads"):
            prep = _governor_at(items, at, first, grammar, tree)[0]
            found.append(
                Actor(
                    at,
                    (),
                    "pronoun",
                    prep,
                    _own_head(items, at),
                    True,
                    False,
                    False,
                    False,
                    pronoun="it",
                    text=item.text,
                )
            )
        elif item.kind == "word" and item.low in _PRONOUNS:
            prep = (
                items[at - 1].low if at > first and items[at - 1].low in grammar.prepositions | {"to"} else ""
            )
            found.append(
                Actor(
                    at, (), "pronoun", prep, "", True, False, False, False, pronoun=item.low, text=item.text
                )
            )
    return found


def _actor(
    items: Sequence[Item], at: int, first: int, grammar: Grammar, before: list[Actor], tree: Tree | None
) -> Actor:
    item = items[at]
    mention = item.mention
    assert mention is not None
    adjective = mention.form in ("adjective", "pair") and not _bare(items, at, grammar)
    head = _head_after(items, at, grammar) if adjective or item.possessive or mention.form == "pair" else ""
    alone = tree is not None and tree.relations[at] not in INSIDE_PHRASE
    if not head and mention.form in ("name", "place", "organisation") and not item.possessive and not alone:
        head = _apposed_head(items, at, grammar)
    prep, outer = _governor_at(items, at, first, grammar, tree)
    noun = head
    if not head and prep in ("of", "in", "from") and outer:
        noun = outer
        prep = (
            _governor_at(items, _outer_index(items, at, first, grammar), first, grammar, tree)[0]
            if outer in word_class("acting_heads") and prep == "of"
            else prep
        )
    # joined names share what governs the first of them
    if before and _joined_at(items, before[-1].at, at, grammar, tree):
        prep = prep or before[-1].prep
        noun = noun or (before[-1].head if not before[-1].adjective and not before[-1].possessive else "")
    people = noun in word_class("people_heads") and noun not in word_class("acting_heads")
    acts = not people and noun not in _things()
    if tree is not None and items[phrase_head(items, tree, at)].low in _things():
        acts = False
    if prep in _LOCATIVE and noun not in word_class("acting_heads"):
        acts = False
    return Actor(
        at, mention.codes, mention.form, prep, noun, acts, people, item.possessive, adjective, text=item.text,
    )  # fmt: skip


def _own_head(items: Sequence[Item], at: int) -> str:
    """The acting noun after "its": "minister" in "its foreign minister"."""
    acting = _OWNED | word_class("acting_heads")
    words = [i.low for i in items[at + 1 : at + 4]]
    run = [w for n, w in enumerate(words) if all(x in acting for x in words[: n + 1])]
    return run[-1] if run else words[0]


@cache
def _things() -> frozenset[str]:
    """Nouns that cannot act for a state: goods, papers, talks, relations, works ..."""
    classes = (
        "agreement",
        "talks",
        "visit",
        "relations",
        "aid",
        "sanctions",
        "goods",
        "project",
        "membership",
        "offer",
    )
    found = frozenset().union(*(word_class(f"objects.{name}") for name in classes))
    return (found | word_class("thing_heads")) - word_class("acting_heads")


def _bare(items: Sequence[Item], at: int, grammar: Grammar) -> bool:
    """A demonym that is a noun ("the Russians", "Iranians and Turks"), not an adjective."""
    following = items[at + 1] if at + 1 < len(items) else None
    if following is None or following.kind in ("mark", "date"):
        return True
    return following.low in (
        grammar.prepositions
        | grammar.conjunctions
        | grammar.be
        | grammar.have
        | grammar.modals
        | {"to", "also"}
    ) - {"and"} or (following.low == "and" and items[at].low.endswith("s"))


def _head_after(items: Sequence[Item], at: int, grammar: Grammar) -> str:
    """The head noun of the phrase that a demonym or a possessor opens; skips a title's name."""
    head = ""
    for ahead in range(at + 1, min(at + 9, len(items))):
        item = items[ahead]
        if item.low == "and" and not head:
            continue
        if item.kind == "actor":
            if item.mention is not None and item.mention.form == "person":
                return head or "leader"
            if item.possessive or head:
                break
            continue
        if item.kind in ("mark", "date"):
            break
        if item.kind == "figure":
            continue
        word = item.low
        if (
            word
            in grammar.prepositions
            | grammar.conjunctions
            | grammar.be
            | grammar.have
            | grammar.modals
            | grammar.subordinators
            | {"to"}
            | grammar.determiners
            | grammar.relatives
        ):
            break
        if word in grammar.adverbs or word.endswith("ly"):
            break
        if head and grammar.forms.get(word) and word not in grammar.noun_first and not word.endswith("ing"):
            break
        if head and item.text[0].isupper() and head in word_class("acting_heads") | word_class("titles"):
            return head
        head = word
        if item.possessive:
            break
    return head


def _apposed_head(items: Sequence[Item], at: int, grammar: Grammar) -> str:
    """As in "US forces", "UN envoy": a name right before an acting or personal noun."""
    if at + 1 < len(items) and items[at + 1].kind == "word":
        word = items[at + 1].low
        if word in word_class("acting_heads") | word_class("people_heads") | word_class("group_nouns"):
            return word
        if verb_form(items, at + 1, grammar) is None:
            closed = (
                grammar.prepositions
                | grammar.conjunctions
                | grammar.be
                | grammar.have
                | grammar.do
                | grammar.modals
                | grammar.subordinators
                | grammar.adverbs
                | grammar.determiners
                | grammar.relatives
                | grammar.negations
                | grammar.pronouns
                | {"to"}
            )
            if word not in closed and not word.endswith("ly"):
                return _head_after(items, at, grammar)
    return ""


def _outer_index(items: Sequence[Item], at: int, first: int, grammar: Grammar) -> int:
    back = at - 1
    while back > first and items[back].low not in grammar.prepositions:
        back -= 1
    return max(back - 1, first)


def _governor(items: Sequence[Item], at: int, first: int, grammar: Grammar) -> tuple[str, str]:
    """(preposition, noun before it) that govern the phrase an item stands in."""
    back = at - 1
    steps = 0
    while back >= first and steps < 6:
        item = items[back]
        low = item.low
        if item.kind in ("mark", "date"):
            return "", ""
        if low in grammar.prepositions or low == "to":
            return low, (
                items[back - 1].words[-1]
                if back - 1 >= first and items[back - 1].kind in ("word", "figure")
                else ""
            )
        if item.kind == "actor" and not (
            item.possessive or (item.mention is not None and item.mention.form in ("adjective", "person"))
        ):
            return "", ""
        if (
            low in grammar.conjunctions
            or low in grammar.be | grammar.have | grammar.modals
            or low in grammar.pronouns | grammar.relatives
        ):
            return "", ""
        if (
            item.kind == "word"
            and low in grammar.forms
            and low not in grammar.noun_first
            and not low.endswith(("ed", "ing"))
        ):
            return "", ""
        back -= 1
        steps += 1
    return "", ""


def _joined(items: Sequence[Item], first: int, second: int, grammar: Grammar) -> bool:
    """Whether two actors stand in one list: "A and B", "A, B and C", "A's president and B's premier"."""
    gap = items[first + 1 : second]
    if not gap or len(gap) > 7:
        return False
    words = [i.low for i in gap]
    if any(w in grammar.be | grammar.have | grammar.modals | {";", ":"} for w in words):
        return False
    if "and" in words or "or" in words or "as well as" in " ".join(words):
        rest = [w for w in words if w not in ("and", "or", ",", "the", "its", "as", "well", "both", "then")]
        return (
            not any(w in grammar.prepositions for w in rest)
            and len(rest) <= 5
            and not any(w in grammar.forms and w not in grammar.noun_first for w in rest)
        )
    return words in ([","], [",", "the"])


def _governor_at(
    items: Sequence[Item], at: int, first: int, grammar: Grammar, tree: Tree | None
) -> tuple[str, str]:
    return _governor(items, at, first, grammar) if tree is None else governor_in(items, tree, at)


def _joined_at(items: Sequence[Item], first: int, second: int, grammar: Grammar, tree: Tree | None) -> bool:
    if tree is None:
        return _joined(items, first, second, grammar)
    return list_head(items, tree, first) == list_head(items, tree, second) and not owns(
        items, tree, first, second
    )


def joined_with(
    items: Sequence[Item], actors: Sequence[Actor], number: int, grammar: Grammar, tree: Tree | None = None
) -> list[Actor]:
    """The list that an actor stands in: it and the ones joined to it before and after."""
    low = high = number
    while low > 0 and _joined_at(items, actors[low - 1].at, actors[low].at, grammar, tree):
        low -= 1
    while high + 1 < len(actors) and _joined_at(items, actors[high].at, actors[high + 1].at, grammar, tree):
        high += 1
    return list(actors[low : high + 1])


def subject_of(
    items: Sequence[Item], start: int, verb: int, grammar: Grammar
) -> tuple[tuple[Actor, ...], int]:
    """(actors of the subject, first item of the clause's own words) for the verb at an index."""
    begin = _after_adverbial(items, start, verb, grammar)
    actors = actors_in(items, begin, verb, grammar)
    if not actors:
        return (), begin if begin < verb else start
    chosen = joined_with(items, actors, 0, grammar)
    head = actors[0]
    if head.prep in ("between", "of"):
        chosen = [a for a in chosen if a.prep in (head.prep, "")]
    apposed = next((a for a in actors[len(chosen) :] if a.codes and not a.prep and not chosen[0].codes), None)
    if apposed is not None and chosen[0].form == "pronoun":
        chosen = [apposed]
    return tuple(chosen), start


def _after_adverbial(items: Sequence[Item], start: int, verb: int, grammar: Grammar) -> int:
    """Past a leading adverbial: "In March, ...", "After talks with X, ...", "On Tuesday ..."."""
    begin = start
    while begin < verb:
        item = items[begin]
        low = item.low
        commas = [at for at in range(begin, verb) if items[at].text == ","]
        if (low in grammar.prepositions or low == "to") and item.kind == "word":
            if commas and any(i.kind in ("actor", "word", "figure") for i in items[commas[0] + 1 : verb]):
                begin = commas[0] + 1
                continue
            if begin + 1 < verb and items[begin + 1].kind == "date":
                begin += 2
                continue
            return begin
        if (
            item.kind == "date"
            or low in grammar.adverbs - {"both"}
            or item.text == ","
            or (item.kind == "word" and low.endswith("ly"))
            or low in ("one", "initially")
        ):
            begin += 1
            continue
        if low.endswith("ing") and commas and low in grammar.forms:
            begin = commas[0] + 1
            continue
        return begin
    return begin
