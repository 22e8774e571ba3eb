"""Who is named in a sentence: states and bodies by any of their names, as they were on a date.

A name gives the code of the state it names; a capital, a demonym or an office holder is resolved on the
date of the sentence. Names introduced with a title ("Turkish President N.N.") stand for their state in the
rest of the document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from typing import Final

from detente.read.grammar import load_yaml, word_class
from detente.read.names import Entry, MentionForm, name_like, plain
from detente.read.people import family_name, known_people, told_by_surname, was_former
from detente.read.tokens import Token, tokenise
from detente.world.aliases import aliases
from detente.world.packaged import rows
from detente.world.resolve import in_office, known_as, not_actors


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor in the cleaned text: token span [first, last), codes, and by what kind of word it is named."""

    first: int
    last: int
    codes: tuple[str, ...]
    form: MentionForm
    text: str


_FORM_OF: Final[dict[str, MentionForm]] = {
    "name": "name", "official": "name", "former": "name", "short": "name", "demonym": "adjective",
    "capital": "place", "seat": "place", "leader": "person", "minister": "person", "organisation": "organisation",
}  # fmt: skip
_PREFIXES: Final = {
    "sino": "China", "indo": "India", "russo": "Russia", "franco": "France", "anglo": "United Kingdom",
    "turco": "Turkey", "turko": "Turkey", "greco": "Greece", "pak": "Pakistan", "afro": "", "euro": "",
    "israelo": "Israel", "syro": "Syria", "italo": "Italy", "austro": "Austria", "soviet": "Soviet Union",
}  # fmt: skip
OFFICES: Final = frozenset(
    {"Minister", "President", "Premier", "Chancellor", "King", "Queen", "Emperor", "Sultan", "Emir"}
)
WE: Final = frozenset({"we", "us", "our"})
# family names that are words too: their bearers are told by them with a title, which other rules read
_ENGLISH_NAMES: Final = frozenset({"park", "moon", "song", "han", "hong", "long", "an", "do", "so", "no"})
_ENGLISH_WORDS: Final = frozenset({"us", "who", "it", "eu", "au", "as", "no", "is", "un", "ad", "ax", "or"})


@cache
def _table() -> Mapping[str, tuple[Entry, ...]]:
    """First word -> entries, longest first. Words keep their case: "US" is a state, "us" is not."""
    found: dict[str, dict[tuple[str, ...], Entry]] = defaultdict(dict)
    for alias in aliases():
        _add(found, alias.text, _FORM_OF[alias.kind], None)
        if alias.text.lower().startswith("the "):
            _add(found, alias.text[4:], _FORM_OF[alias.kind], None)
        if (
            "." in alias.text
            and alias.text.replace(".", "").isupper()
            and len(alias.text.replace(".", "")) > 2
        ):
            _add(found, alias.text.replace(".", ""), _FORM_OF[alias.kind], None)
    for text in not_actors():
        _add(found, text, "name", "")
    for region, code in load_yaml("places").items():
        for text in code:
            _add(found, text, "region", region)
    for row in rows("cities"):
        _add(found, row["text"], "region", row["code"])
    for state, names in load_yaml("companies").items():
        for text in names:
            _add(found, text, "company", state)
    _add(found, "Pak", "adjective", "PAK")
    return {
        word: tuple(sorted(entries.values(), key=lambda e: -len(e.words))) for word, entries in found.items()
    }


def _add(
    found: dict[str, dict[tuple[str, ...], Entry]], text: str, form: MentionForm, code: str | None
) -> None:
    words = tuple(plain(t.text) for t in tokenise(text))
    if not words or (text.lower() in _ENGLISH_WORDS and not text.isupper()):
        return
    kept = found[words[0]].get(words)
    if kept is None or (kept.form == "person" and form != "person"):
        found[words[0]][words] = Entry(words, text, form, code)


@dataclass(frozen=True, slots=True)
class Gazette:
    """Names learned in the document: a name's words -> the state its bearer acts for.

    `untied`: surnames given with an office of no named state ("Prime Minister N.N."); `narrator`: the state that says
    "we"; `instead`: what a name that two states share stands for here.
    """

    learned: Mapping[tuple[str, ...], str]
    untied: frozenset[str] = frozenset()
    narrator: str | None = None
    instead: Mapping[str, str] = field(default_factory=dict)

    firsts: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "firsts", frozenset(words[0] for words in self.learned))

    def match(self, tokens: Sequence[Token], at: int) -> tuple[int, str] | None:
        """(number of tokens, code) of the longest learned name at a position."""
        if tokens[at].text not in self.firsts and plain(tokens[at].text) not in self.firsts:
            return None
        for length in (4, 3, 2, 1):
            words = tuple(t.text for t in tokens[at : at + length])
            for spelling in (words, tuple(plain(w) for w in words)):
                if len(words) == length and spelling in self.learned:
                    return length, self.learned[spelling]
        return None


def find_mentions(tokens: Sequence[Token], on: date | None, gazette: Gazette) -> list[Mention]:
    """Mentions in order, the longest name at each place; `on` dates capitals, demonyms and office holders."""
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        step = 1
        word = tokens[at].text
        if not _begins(word) and word not in gazette.firsts and plain(word) not in gazette.firsts:
            at += 1  # most words begin no name
            continue
        mention = _pair(tokens, at, on) or _named(tokens, at, on, gazette) or _we(tokens, at, gazette)
        if mention is not None:
            if gazette.instead:
                mention = replace(mention, codes=tuple(gazette.instead.get(c, c) for c in mention.codes))
            step = mention.last - mention.first
            if mention.codes and not _surname(tokens, mention) and not _former(tokens, mention, on):
                found.append(mention)
        at += step
    return found


def _former(tokens: Sequence[Token], mention: Mention, on: date | None) -> bool:
    """Whether a former officer is told, who does not act for the state, unless he was in office on that day."""
    return mention.form == "person" and was_former(tokens, mention.first) and not in_office(mention.text, on)


@lru_cache(maxsize=50_000)
def _begins(word: str) -> bool:
    """Whether some mention could begin with a word."""
    name = plain(word)
    return name in _table() or name in known_people() or "-" in word or word.lower() in WE


def _we(tokens: Sequence[Token], at: int, gazette: Gazette) -> Mention | None:
    """The narrator's first person, where nobody is quoted."""
    low = tokens[at].lower
    if gazette.narrator is None or low not in WE or quoted(tokens, at):
        return None
    return Mention(at, at + 1, (gazette.narrator,), "adjective" if low == "our" else "name", tokens[at].text)


def quoted(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word stands inside quotation marks of its sentence."""
    return sum(t.text in ('"', "“", "”", "``", "''") for t in tokens[:at]) % 2 == 1


def _surname(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether a place's name ends a person's ("Prime Minister Augusto Lima")."""
    at = mention.first
    if mention.form not in ("place", "region") or at < 2:
        return False
    before, title = tokens[at - 1].text, tokens[at - 2].text
    titled = title in word_class("titles") and title[0].isupper() and title not in ("Central", "National")
    return (
        titled
        and name_like(before)
        and before.isalpha()
        and before not in word_class("titles")
        and not any(len(entry.words) == 1 for entry in _table().get(before, ()))
    )


def _named(tokens: Sequence[Token], at: int, on: date | None, gazette: Gazette) -> Mention | None:
    learned = gazette.match(tokens, at)
    for entry in _entries(plain(tokens[at].text)):
        stop = at + len(entry.words)
        if tuple(plain(t.text) for t in tokens[at:stop]) != entry.words or (
            learned and learned[0] > len(entry.words)
        ):
            continue
        if entry.code == "":
            return Mention(at, stop, (), entry.form, entry.text)
        code = _code(entry.text, on) if entry.code is None else _successor(entry.code, on)
        if code is not None:
            return Mention(at, stop, (code,), entry.form, entry.text)
    if learned is None:
        return None
    stop = at + learned[0]
    return Mention(at, stop, (learned[1],), "person", " ".join(t.text for t in tokens[at:stop]))


@lru_cache(maxsize=20_000)
def _entries(word: str) -> tuple[Entry, ...]:
    """The names that begin with a word, longest first; a name of the world's tables before a person's."""
    found, people = _table().get(word, ()), known_people().get(word, ())
    return tuple(sorted((*found, *people), key=lambda e: -len(e.words))) if people else found


@lru_cache(maxsize=20_000)
def _code(text: str, on: date | None) -> str | None:
    return known_as(text, on)  # a place that was no seat of government on that day names nobody


def _successor(code: str, on: date | None) -> str:
    """The state a region lay in on that day, by the state's own name."""
    return code if on is None or on.year >= 1992 else {"RUS": "SUN"}.get(code, code)


def _pair(tokens: Sequence[Token], at: int, on: date | None) -> Mention | None:
    """As in "India-Japan", "Sino-Indian", "Islamabad Moscow": two states side by side."""
    word = tokens[at].text
    if "-" in word and not word[0].isdigit():
        parts = word.split("-")
        codes = [_part(part, on) for part in parts]
        known = tuple(c for c in codes if c)
        whole = len(known) == len(parts) or (len(parts) > 2 and len(known) == 2)  # "Baku-Tbilisi-Ceyhan"
        if len(parts) >= 2 and whole and len({*known}) == len(known):
            return Mention(at, at + 1, known, "pair", word)
    return None


def _part(part: str, on: date | None) -> str | None:
    name = _PREFIXES.get(part.lower(), part)
    return _code(name, on) if name and name[0].isupper() and name.lower() not in ("non", "pro") else None


def learn_names(sentences: Sequence[Sequence[Token]], on: date | None = None) -> Gazette:
    """Names that the document ties to a state: by a title ("Turkish President N.N."), or office holders by surname.

    `on`: the day of publication, which tells apart holders of one surname.
    """
    learned: dict[tuple[str, ...], str] = {}
    families: dict[str, set[str]] = defaultdict(set)
    empty = Gazette({})
    named: set[str] = set()
    for tokens in sentences:
        for mention in find_mentions(tokens, None, empty):
            if mention.form == "person":
                _learn_surname(tokens, mention, learned, families)
            elif len(mention.codes) == 1:
                named.add(mention.codes[0])
            if mention.form in ("name", "adjective", "organisation") and len(mention.codes) == 1:
                _learn_after(tokens, mention, learned)
                _learn_before(tokens, mention, learned)
    for family, codes in families.items():
        by_itself = any(entry.words == (family,) for entry in _table().get(family, ()))
        # "Kim" of two states is left in doubt
        if len(codes) == 1 and not by_itself and family.lower() not in _ENGLISH_NAMES:
            learned.setdefault((family,), *codes)
    for words, code in told_by_surname(sentences, on, named).items():
        learned.setdefault(words, code)
    untied = {name for tokens in sentences for name in _officers(tokens)}
    return Gazette(learned, frozenset(n for n in untied if (n,) not in learned and n not in _table()))


def _learn_surname(
    tokens: Sequence[Token],
    mention: Mention,
    learned: dict[tuple[str, ...], str],
    families: dict[str, set[str]],
) -> None:
    """The family name of an office holder told in full stands for him in the rest of the document."""
    words = [plain(t.text) for t in tokens[mention.first : mention.last]]
    family = family_name(mention.text)
    name = family or tokens[mention.last - 1].text
    if len(words) < 2 or not name_like(name):
        return
    if family:
        families[family].add(mention.codes[0])
    elif len(name) > 3 and plain(name) not in _table():
        learned.setdefault((name,), mention.codes[0])


def _officers(tokens: Sequence[Token]) -> list[str]:
    """Surnames that follow an office ("Prime Minister Ana Quispe": Quispe)."""
    found: list[str] = []
    for at in range(1, len(tokens)):
        if (
            tokens[at - 1].text not in OFFICES
            or not name_like(tokens[at].text)
            or not tokens[at].text.isalpha()
        ):
            continue
        stop = at
        while stop < len(tokens) and stop - at < 3 and name_like(tokens[stop].text):
            stop += 1
        if tokens[at].text not in word_class("titles"):
            found.append(tokens[stop - 1].text)
    return found


def _learn_after(tokens: Sequence[Token], mention: Mention, learned: dict[tuple[str, ...], str]) -> None:
    at = mention.last
    if at < len(tokens) and tokens[at].text in ("'s", "'"):
        at += 1
    elif mention.form == "organisation":
        return
    titles, start = word_class("titles") | word_class("company_heads"), at
    official = False
    while at < len(tokens) and at - start < 7 and tokens[at].text in titles:
        official = official or tokens[at].text not in ("of", "for", "State")
        at += 1
    if official and at + 1 < len(tokens) and tokens[at].text == "," and name_like(tokens[at + 1].text):
        at += 1
    if not official:
        at = _company(tokens, start)
    if at is not None and at > start:
        _learn(tokens, at, mention.codes[0], learned)


def _company(tokens: Sequence[Token], at: int) -> int:
    """Where the name begins in "state-owned drone maker N.N."; -1 when there is none."""
    for ahead in range(at, min(at + 5, len(tokens))):
        word = tokens[ahead].text
        if (
            word in word_class("company_heads")
            and ahead + 1 < len(tokens)
            and tokens[ahead + 1].text[0].isupper()
        ):
            return ahead + 1
        if not word[0].islower():
            break
    return -1


def _learn_before(tokens: Sequence[Token], mention: Mention, learned: dict[tuple[str, ...], str]) -> None:
    """As in "President N.N. of Turkey"."""
    at = mention.first - 1
    if at < 2 or tokens[at].lower != "of":
        return
    start = at
    while (
        start > 0 and name_like(tokens[start - 1].text) and tokens[start - 1].text not in word_class("titles")
    ):
        start -= 1
    if start < at and start > 0 and tokens[start - 1].text in word_class("titles"):
        _learn(tokens[:at], start, mention.codes[0], learned)


def _learn(tokens: Sequence[Token], at: int, code: str, learned: dict[tuple[str, ...], str]) -> None:
    stop = at
    while stop < len(tokens) and stop - at < 4 and name_like(tokens[stop].text):
        stop += 1
    words = tuple(t.text for t in tokens[at:stop])
    if not words or any(tuple(e.words) == words for e in _table().get(words[0], ())):
        return
    learned.setdefault(words, code)
    if len(words) > 1 and len(words[-1]) > 2 and words[-1] not in _table():
        learned.setdefault(words[-1:], code)
