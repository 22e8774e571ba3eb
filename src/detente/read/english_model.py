"""The packaged English tagger and parser: dependency trees over items, loaded once, when first asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from detente.read.grammar import Form, Grammar
from detente.read.items import Item

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.strings import StringStore

LONGEST_PARSED: Final = 150
"""Items of the longest sentence that is parsed; longer ones are lists or broken text."""

_UNUSED: Final = ("morphologizer",)
_NUMBER_BEFORE: Final = frozenset(",.;:)")


@dataclass(frozen=True, slots=True)
class Tree:
    """A dependency tree over items: `heads[i]` (itself for a root), Universal Dependencies relation, XPOS tag."""

    heads: tuple[int, ...]
    relations: tuple[str, ...]
    tags: tuple[str, ...]
    below: tuple[tuple[int, ...], ...]

    def children(self, at: int, *relations: str) -> list[int]:
        """The dependents of an item that have one of these relations, in order."""
        return [n for n in self.below[at] if self.relations[n] in relations]

    def inside(self, at: int, without: Collection[int] = ()) -> Iterator[int]:
        """An item and everything under it, `without` some items and what is under them."""
        waiting = [at]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += (n for n in self.below[one] if n not in without)


@cache
def model() -> Language:
    """The packaged pipeline."""
    from spacy.util import load_model_from_config  # noqa: PLC0415 (half a second that `--help` need not wait for)
    from thinc.api import Config, use_ops  # noqa: PLC0415

    folder = resources.files("detente.read").joinpath("english")
    config = Config().from_str(folder.joinpath("config.cfg").read_text(encoding="utf-8"))
    with use_ops(
        "numpy", use_blis=False
    ):  # numpy's own product: 412 sentences a second where thinc's gives 300
        nlp = load_model_from_config(config, exclude=_UNUSED, auto_fill=False, validate=False)
    nlp.from_bytes(folder.joinpath("weights.bin").read_bytes(), exclude=("tokenizer", *_UNUSED))
    return nlp


def trees(sentences: Sequence[Sequence[Item]], grammar: Grammar) -> list[Tree | None]:
    """A tree for each sentence, parsed in one batch; None for an empty or overlong one."""
    from spacy.tokens import Doc  # noqa: PLC0415

    nlp = model()
    wanted = [n for n, items in enumerate(sentences) if 0 < len(items) <= LONGEST_PARSED]
    shown = {n: _words(sentences[n], nlp.vocab.strings, grammar) for n in wanted}
    docs = (Doc(nlp.vocab, words=[w for w, _ in shown[n]]) for n in wanted)
    found: list[Tree | None] = [None] * len(sentences)
    for n, doc in zip(wanted, nlp.pipe(docs, batch_size=128), strict=True):
        found[n] = _tree(doc, [at for _, at in shown[n]], len(sentences[n]))
    return found


def _words(items: Sequence[Item], known: StringStore, grammar: Grammar) -> list[tuple[str, int]]:
    """The words that are parsed, each with its item (-1 for none).

    A merged item has one stand-in, a possessive its "'s"; a date that opens the sentence has a comma after it;
    a known verb that the treebanks never had is shown as a common one of the same form.
    """
    found: list[tuple[str, int]] = []
    for at, item in enumerate(items):
        if item.low.endswith("n't") and len(item.low) > 3:
            found += [(item.text[:-3], at), ("n't", at)]
        else:
            shown = _shown(items, at)
            if item.kind == "word":
                shown = _told_by(items, at, grammar) or (shown if shown in known else _common(shown, grammar))
            found.append((shown, at))
        if item.possessive:
            found.append(("'s", at))
        if at <= 8 and _opens(items, at):
            found.append((",", -1))
    return found


def _opens(items: Sequence[Item], at: int) -> bool:
    following = items[at + 1] if at + 1 < len(items) else None
    return (
        following is not None
        and (
            following.kind in ("actor", "figure")
            or following.low in ("the", "a", "an", "its", "both", "it", "he", "they")
        )
        and (_dated(items, at) or (at == 1 and items[0].low == "in" and items[1].low in _TURNS))
        and not items[at].possessive
    )


def _dated(items: Sequence[Item], at: int) -> bool:
    """Whether a date here ends the phrase that opens the sentence ("At a summit in May the ...")."""
    before = items[:at]
    return items[at].kind == "date" and (
        all(i.low in _LEADS for i in before)
        or (items[0].low in _LEADS and all(i.kind == "word" and i.low not in _VERBAL for i in before))
    )


_TURNS: Final = frozenset(
    {"return", "response", "turn", "exchange", "addition", "retaliation", "protest", "reply"}
)
_VERBAL: Final = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "will", "would", "that", "which", "who"}
)


def _told_by(items: Sequence[Item], at: int, grammar: Grammar) -> str:
    """A plain verb for one that could be a noun or a participle, right after a state that does it; "" else.

    "X plans to sell", "X accounts for half", "X on Monday condemned as unfounded": a state's bare name opens the
    sentence or clause, so that the word after it is its verb.
    """
    forms = grammar.forms.get(items[at].low)
    if not forms or not items[at].text.islower() or at + 1 >= len(items):
        return ""
    back = at - 1
    while back >= 0 and (
        items[back].kind == "date" or items[back].low in ("also", "then", "later", "now", "again")
    ):
        back -= 1
    if back < 0 or not _stands_alone(items, back, grammar):
        return ""
    after = items[at + 1]
    if "s" in forms and items[at].low in grammar.noun_first | _S_NOUNS and back == at - 1:
        if after.low == "to":
            return "wants"
        if after.low in ("for", "on", "with"):
            return "looks"
        return "helps" if after.low in grammar.determiners or after.kind in ("actor", "figure") else ""
    doubtful = forms.get("past") == forms.get("participle") and "past" in forms and "base" not in forms
    if doubtful and (after.low in ("as", "what") or (back < at - 1 and after.low != "by")):
        return "took"
    if doubtful and after.low in _PARTICLES and not _another_verb(items, at, grammar):
        return "took"  # "The United States called on X to ..."
    return ""


_PARTICLES: Final = frozenset({"on", "for", "to", "against", "of", "off", "out", "at", "over"})


def _another_verb(items: Sequence[Item], at: int, grammar: Grammar) -> bool:
    """Whether a later word can be the sentence's finite verb."""
    finite = grammar.be | grammar.have | grammar.do | grammar.modals
    return any(i.low in finite or "past" in grammar.forms.get(i.low, {}) for i in items[at + 1 :])


_S_NOUNS: Final = frozenset(
    {"plans", "accounts", "hopes", "aims", "claims", "exports", "imports", "supplies"}
)


def _stands_alone(items: Sequence[Item], at: int, grammar: Grammar) -> bool:
    """Whether a state's or person's bare name stands here as a subject could: not owned, not after a preposition."""
    mention, before = items[at].mention, items[at - 1] if at else None
    if before is not None and before.low == "the" and mention is not None and mention.form == "name":
        before = items[at - 2] if at > 1 else None  # "the Netherlands"
    return (
        mention is not None
        and mention.form in ("name", "place", "person")
        and not items[at].possessive
        and (
            before is None
            or before.kind == "mark"
            or before.low in ("and", "but", "that", "while", "as", "whereas")
        )
    )


def _common(word: str, grammar: Grammar) -> str:
    forms = grammar.forms.get(word.lower())
    if not forms or not word.islower():
        return word
    return next((_COMMON[f] for f in ("past", "participle", "ing", "s", "base") if f in forms), word)


_COMMON: Final[dict[Form, str]] = {
    "past": "helped", "participle": "helped", "ing": "helping", "s": "helps", "base": "help",
}  # fmt: skip


def _shown(items: Sequence[Item], at: int) -> str:
    item = items[at]
    last = item.text.split()[-1]
    following = items[at + 1] if at + 1 < len(items) else None
    modifies = following is not None and following.kind == "word" and following.text not in _NUMBER_BEFORE
    if item.mention is not None:
        return _name(items, at)
    if item.kind == "date":
        led = at > 0 and items[at - 1].low in _LEADS
        return last if led or len(item.words) == 1 else "yesterday"
    if item.figure is not None:
        if last.isalpha() and not item.figure.is_money and item.figure.unit != "percent":
            return last
        return "50" if modifies and following is not None and following.low not in _AFTER_AMOUNT else "money"
    return item.text if len(item.words) == 1 else last


def _name(items: Sequence[Item], at: int) -> str:
    """A name that the treebanks are full of, in the place of one that they hardly know."""
    mention = items[at].mention
    assert mention is not None
    last = items[at].text.split()[-1]
    if mention.form == "adjective":
        return "Iraqis" if last.endswith("s") else "Iraqi"
    led = at > 0 and items[at - 1].low == "the"
    return {"pair": "Iraqi", "group": "countries", "person": "Bush", "titled": "Bush"}.get(
        mention.form, "government" if led else "Iraq"
    )


_LEADS: Final = frozenset(
    {
        "in",
        "on",
        "at",
        "by",
        "since",
        "from",
        "until",
        "till",
        "after",
        "before",
        "during",
        "for",
        "of",
        "to",
        "between",
        "and",
        "through",
        "around",
        "the",
    }
)
_AFTER_AMOUNT: Final = frozenset(
    {
        "in",
        "of",
        "to",
        "for",
        "from",
        "with",
        "on",
        "by",
        "at",
        "and",
        "or",
        "as",
        "a",
        "an",
        "the",
        "its",
        "over",
        "between",
        "will",
        "was",
        "were",
        "is",
        "are",
        "that",
        "which",
    }
)


def _tree(doc: object, owner: Sequence[int], size: int) -> Tree:
    tokens = list(doc)  # type: ignore[call-overload]
    first: dict[int, int] = {}
    for n, at in enumerate(owner):
        if at >= 0:
            first.setdefault(at, n)
    heads: list[int] = []
    relations: list[str] = []
    for at in range(size):
        token = tokens[first[at]]
        for _ in range(3):
            if owner[token.head.i] != at or token.head.i == token.i:
                break
            token = token.head
        above = owner[token.head.i]
        alone = above < 0 or token.head.i == token.i
        heads.append(at if alone else above)
        relations.append("root" if alone else token.dep_)
    below: list[list[int]] = [[] for _ in range(size)]
    for at, head in enumerate(heads):
        if head != at:
            below[head].append(at)
    return Tree(
        tuple(heads),
        tuple(relations),
        tuple(tokens[first[at]].tag_ for at in range(size)),
        tuple(map(tuple, below)),
    )
