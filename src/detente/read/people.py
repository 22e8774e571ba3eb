"""Office holders as texts tell them: by full name, by family name alone, and as former ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Final

from detente.read.grammar import word_class
from detente.read.names import Entry, name_like, plain
from detente.read.tokens import Token, tokenise
from detente.world.leaders import by_name, family_names, state_told, surnames

Words = tuple[str, ...]

FORMER: Final = frozenset({"former", "ex", "late", "ousted", "deposed", "erstwhile", "onetime", "one-time"})
_LINKS: Final = frozenset({"of", "for"})


def _words(text: str) -> Words:
    """The words of a name, as the text's own are parted; most names hold none that the blank does not part."""
    if "." in text or "'" in text:
        return tuple(t.text for t in tokenise(text))
    return tuple(text.split(" "))


@cache
def known_people() -> Mapping[str, tuple[Entry, ...]]:
    """First word -> the full names that begin with it."""
    found: dict[str, list[Entry]] = {}
    for text in by_name():
        words = _words(text)
        found.setdefault(words[0], []).append(Entry(words, text, "person", None))
    return {word: tuple(entries) for word, entries in found.items()}


@cache
def _surnames() -> Mapping[str, tuple[tuple[Words, str], ...]]:
    """First word -> the family names that begin with it, as words and as text."""
    found: dict[str, list[tuple[Words, str]]] = {}
    for text in surnames():
        words = _words(text)
        found.setdefault(words[0], []).append((words, text))
    return {word: tuple(names) for word, names in found.items()}


def told_by_surname(
    sentences: Sequence[Sequence[Token]], on: date | None, named: Collection[str]
) -> dict[Words, str]:
    """Family names of the text -> the state that their bearers hold office of, where one alone can be meant.

    A name that also stands beside another capitalised word ("Ana Rama") may be somebody else's: it then counts only
    where the bearer's state is among the `named`.
    """
    alone: dict[tuple[Words, str], bool] = {}
    former: set[Words] = set()
    for tokens in sentences:
        for at, token in enumerate(tokens):
            for words, text in _surnames().get(plain(token.text), ()):
                last = at + len(words)
                if tuple(plain(t.text) for t in tokens[at:last]) != words:
                    continue
                beside = any(_other_name(tokens, n) for n in (at - 1, last))
                alone[words, text] = alone.get((words, text), True) and not beside
                if was_former(tokens, at):
                    former.add(words)
    found: dict[Words, str] = {}
    for (words, text), by_itself in alone.items():
        code = state_told(text, on, named, by_itself)
        if code is not None and words not in former:
            found[words] = code
    return found


def _other_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word that belongs to a name, and is no title, stands at a position."""
    if not 0 <= at < len(tokens):
        return False
    word = tokens[at].text
    return name_like(word) and word not in word_class("titles")


def was_former(tokens: Sequence[Token], first: int) -> bool:
    """Whether a name is introduced as one who held the office before ("former Pakistani president N.N.")."""
    at = first - 1
    titled = False
    while at >= 0 and first - at < 9:
        word = tokens[at].text
        if word.lower() in FORMER or word.lower().startswith("ex-"):
            return titled or word.lower() not in ("late", "former")
        if word not in word_class("titles") and word.lower() not in _LINKS and not word[0].isupper():
            return False
        if word.lower() == "then" or word == "Then":
            return False  # "then president": in office at the time told
        titled = titled or word in word_class("titles")
        at -= 1
    return False


def family_name(text: str) -> str:
    """The family name of a holder whose family name stands first ("Xi" of "Xi Jinping"), else ""."""
    return family_names().get(text, "")
