"""Items: a sentence's tokens with names, dates and figures merged, so that nothing breaks inside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from detente.model.reading import DateInterval
from detente.read.actors import OFFICES, Mention
from detente.read.dates import DateMention
from detente.read.described import descriptions
from detente.read.grammar import word_class
from detente.read.quantities import Figure
from detente.read.tokens import Token

ItemKind = Literal["word", "actor", "date", "figure", "mark"]


@dataclass(frozen=True, slots=True)
class Item:
    """A word, a merged expression or a punctuation mark. `words`: its lower-case words."""

    kind: ItemKind
    start: int
    end: int
    words: tuple[str, ...]
    text: str
    mention: Mention | None = None
    figure: Figure | None = None
    interval: DateInterval | None = None
    possessive: bool = False
    low: str = field(init=False)
    """Its lower-case text; kept, because it is asked for many times more often than items are made."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "low", " ".join(self.words))


def items_of(
    tokens: Sequence[Token],
    mentions: Sequence[Mention],
    dates: Sequence[DateMention],
    figures: Sequence[Figure],
    untied: frozenset[str] = frozenset(),
) -> list[Item]:
    """The items of a sentence, groups ("the two countries", "both sides") and possessives marked."""
    by_first = {m.first: m for m in mentions}
    figures = [f for f in figures if not _counts_sides(tokens, f)]
    found: list[Item] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        stop = at + 1
        mention = by_first.get(at)
        date = next((d for d in dates if d.start <= token.start < d.end), None)
        figure = next((f for f in figures if f.start <= token.start < f.end), None)
        if date is not None:
            while stop < len(tokens) and tokens[stop].start < date.end:
                stop += 1
            found.append(_item("date", tokens, at, stop, interval=date.interval))
        elif mention is not None:
            stop = mention.last
            found.append(_item("actor", tokens, at, stop, mention=mention))
        elif token.text in ("'s", "'") and found and found[-1].kind != "mark":
            found[-1] = replace(found[-1], possessive=True, end=token.end)
        elif figure is not None:
            while stop < len(tokens) and tokens[stop].start < figure.end and stop not in by_first:
                stop += 1
            found.append(_item("figure", tokens, at, stop, figure=figure))
        elif token.lower == "no" and stop < len(tokens) and tokens[stop].lower == "longer":
            stop += 1
            item = _item("word", tokens, at, stop)
            found.append(replace(item, words=("no longer",)))
        else:
            found.append(
                _item("word" if token.text[0].isalnum() or len(token.text) > 1 else "mark", tokens, at, stop)
            )
        at = stop
    return _with_groups(_with_pairs(found), untied)


def _counts_sides(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether a count is of the parties themselves ("the two countries"), which is no figure."""
    at = next((n for n, t in enumerate(tokens) if t.start >= figure.start), 0)
    named = {t.lower for t in tokens[at : at + 3] if t.start < figure.end}
    led = at > 0 and tokens[at - 1].lower in ("the", "these", "both", "their", "between")
    return figure.value <= 4 and led and bool(named & word_class("group_nouns"))


def _item(
    kind: ItemKind, tokens: Sequence[Token], first: int, last: int, *,
    mention: Mention | None = None, figure: Figure | None = None, interval: DateInterval | None = None,
) -> Item:  # fmt: skip
    part = tokens[first:last]
    return Item(
        kind, part[0].start, part[-1].end, tuple(t.lower for t in part), " ".join(t.text for t in part),
        mention, figure, interval,
    )  # fmt: skip


def _with_pairs(items: list[Item]) -> list[Item]:
    """As in "Islamabad Moscow partnership": two state names side by side before a noun are one pair."""
    found: list[Item] = []
    for at, item in enumerate(items):
        before = found[-1] if found else None
        if (
            before is not None
            and before.mention is not None
            and item.mention is not None
            and not before.possessive
            and before.mention.form in ("name", "place")
            and item.mention.form in ("name", "place")
            and len(before.mention.codes) == len(item.mention.codes) == 1
            and before.mention.codes != item.mention.codes
            and at + 1 < len(items)
            and items[at + 1].kind == "word"
        ):
            mention = replace(before.mention, codes=before.mention.codes + item.mention.codes, form="pair")
            found[-1] = replace(
                item, start=before.start, words=before.words + item.words,
                text=f"{before.text} {item.text}", mention=mention,
            )  # fmt: skip
        else:
            found.append(item)
    return found


def _with_groups(items: list[Item], untied: frozenset[str]) -> list[Item]:
    found: list[Item] = []
    at = 0
    while at < len(items):
        group, titled = _group_at(items, at), _titled_at(items, at)
        if not group and not titled and items[at].kind == "word" and items[at].text in untied:
            titled = 1
        described = 0 if group or titled else _described_at(items, at)
        length = group or titled or described
        if length:
            part = items[at : at + length]
            words = tuple(w for i in part for w in i.words)
            text = " ".join(i.text for i in part)
            mention = Mention(0, 0, (), "group" if group else "titled" if titled else "described", text)
            found.append(
                Item(
                    "actor", part[0].start, part[-1].end, words, text, mention, possessive=part[-1].possessive
                )
            )
            at += length
        else:
            found.append(items[at])
            at += 1
    return found


def _described_at(items: list[Item], at: int) -> int:
    """Length of a state told by what it is ("the island", "the kingdom's"), 0 for none."""
    if items[at].low != "the" or at + 1 >= len(items) or items[at + 1].low not in descriptions():
        return 0
    after = items[at + 2] if at + 2 < len(items) else None
    narrowed = not items[at + 1].possessive and after is not None and (
        after.low in ("of", "that", "which", "where", "with", "in") or after.text[0].isupper()
    )  # fmt: skip
    return 0 if narrowed else 2


def _titled_at(items: list[Item], at: int) -> int:
    """Length of a title with an unknown name and no state at it ("Prime Minister N.N."), 0 for none."""
    before = items[at - 1] if at else None
    if items[at].kind != "word" or (before is not None and before.kind == "actor"):
        return 0
    stop = at
    while (
        stop < len(items)
        and items[stop].kind == "word"
        and items[stop].text in word_class("titles")
        and items[stop].text[0].isupper()
    ):
        stop += 1
    named = stop
    while (
        named < len(items)
        and named - stop < 4
        and items[named].kind == "word"
        and items[named].text[0].isupper()
    ):
        named += 1
    office = stop > at and items[stop - 1].text in OFFICES
    return named - at if office and named > stop else 0


def _group_at(items: list[Item], at: int) -> int:
    """Length of a group expression at a position, 0 for none."""
    nouns = word_class("group_nouns")
    one, two = items[at], items[at + 1 : at + 2]
    if one.kind not in ("word", "figure"):
        return 0
    follows = [i.low for i in items[at : at + 4]]
    if one.low in ("the", "these", "their", "between_") and two and two[0].low in ("two", "three", "four"):
        rest = items[at + 2 : at + 4]
        if rest and rest[0].low in nouns:
            return 4 if len(rest) > 1 and rest[1].low in nouns else 3
        return (
            2
            if two[0].low == "two"
            and not (
                rest and rest[0].kind == "word" and rest[0].low.isalpha() and rest[0].low not in _AFTER_TWO
            )
            else _with_adjectives(items, at, nouns)
        )
    if one.low == "both":
        if two and two[0].low in nouns:
            return 3 if len(follows) > 2 and follows[2] in nouns else 2
        if len(follows) > 2 and follows[1] == "the" and follows[2] in nouns:
            return 3
    if (
        one.low in ("two", "both of the", "the pair")
        and two
        and two[0].low in ("countries", "sides", "neighbours", "neighbors")
    ):
        return 2
    if one.low == "the" and two and two[0].low in ("neighbours", "neighbors"):
        return 2
    if one.low == "the" and two and two[0].low in _PLURALS and not _narrowed(items, at + 2):
        return 2
    if one.low in ("either", "neither", "each") and two and two[0].low in _ONE_OF_TWO:
        return 2
    if one.low == "both" and two and two[0].low in ("have", "had", "are", "were", "will", "also"):
        return 1
    if (
        one.low == "the" and two and two[0].text in _PARTIES
        and not (at + 2 < len(items) and items[at + 2].low == "of")
    ):  # fmt: skip
        return 2
    return _with_adjectives(items, at, nouns)


def _narrowed(items: list[Item], at: int) -> bool:
    """Whether words follow that say which ones are meant ("the countries of the Gulf")."""
    return at < len(items) and items[at].low in (
        "of",
        "in",
        "that",
        "which",
        "who",
        "with",
        "where",
        "around",
        "on",
    )


_PLURALS: Final = frozenset(
    {
        "countries",
        "capitals",
        "allies",
        "governments",
        "republics",
        "neighbours",
        "neighbors",
        "armies",
        "navies",
        "militaries",
        "presidents",
        "premiers",
        "leaders",
        "delegations",
        "negotiators",
    }
)


def _with_adjectives(items: list[Item], at: int, nouns: frozenset[str]) -> int:
    """As in "the two defence ministers", "both armed forces"."""
    start = at + 1 if items[at].low == "both" else at + 2
    if items[at].low not in ("the", "both", "their") or (
        start == at + 2 and (at + 1 >= len(items) or items[at + 1].low not in ("two", "three"))
    ):
        return 0
    for ahead in range(start, min(start + 3, len(items))):
        item = items[ahead]
        if item.kind != "word" or not item.low.replace("-", "").isalpha() or item.low in _AFTER_TWO:
            return 0
        if item.low in nouns and item.low.endswith("s"):
            return ahead + 1 - at
    return 0


_ONE_OF_TWO: Final = frozenset(
    {"side", "party", "country", "state", "capital", "government", "neighbour", "neighbor"}
)
_PARTIES: Final = frozenset(
    {"Parties", "Sides", "Ministers", "Governments", "Presidents", "Leaders", "sides"}
)


_AFTER_TWO: Final = frozenset(
    [
        "are",
        "were",
        "is",
        "was",
        "have",
        "had",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "should",
        "and",
        "or",
        "but",
        "also",
        "not",
        "in",
        "on",
        "at",
        "to",
        "of",
        "with",
        "signed",
        "agreed",
        "held",
        "met",
        "when",
        "while",
        "which",
        "has",
        "remain",
        "do",
        "did",
    ]
)
