"""Verbs of a dependency tree: which items are verbs, with their voice, tense, negation and modality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from detente.read.english_model import Tree
from detente.read.grammar import Form, Grammar
from detente.read.items import Item
from detente.read.verbs import GroupKind, VerbGroup, has_yet

_NO_VERB: Final = frozenset(
    {"aux", "aux:pass", "amod", "compound", "case", "mark", "fixed", "det", "flat", "cc", "punct", "advmod"}
)
SUBJECTS: Final = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass")
_PAST: Final = frozenset({"was", "were", "had", "did", "didn't", "wasn't", "weren't", "hadn't"})
_FORM_OF: Final[dict[str, tuple[Form, ...]]] = {
    "VBD": ("past", "participle"), "VBN": ("participle", "past"), "VBG": ("ing",), "VBZ": ("s",),
    "VBP": ("base",), "VB": ("base",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """A verb in a tree: `at` the verb's item, `core` the item that its dependents hang on."""

    at: int
    core: int


def is_verb(items: Sequence[Item], tree: Tree, at: int, grammar: Grammar) -> bool:
    """Whether an item is a verb here, or a "be" that links a subject to what it is."""
    item, relation, tag = items[at], tree.relations[at], tree.tags[at]
    if item.kind != "word" or item.possessive:
        return False
    if relation == "cop":
        return True
    if _told_to(items, at, grammar):
        return True
    return tag.startswith("VB") and relation not in _NO_VERB and item.low not in grammar.modals


def _told_to(items: Sequence[Item], at: int, grammar: Grammar) -> bool:
    """A known verb right after "to" and no noun ("to exchange officers"), whatever the tree says of it."""
    known = "base" in grammar.forms.get(items[at].low, {})
    return known and at > 0 and items[at - 1].low == "to" and items[at].low not in grammar.noun_first


def _lemma(word: str, tag: str, grammar: Grammar) -> str:
    forms = grammar.forms.get(word, {})
    for form in _FORM_OF.get(tag, ()):
        if form in forms:
            return forms[form]
    if forms:
        return next(iter(forms.values()))
    if tag in ("VBD", "VBN") and word.endswith("ied"):
        return word[:-3] + "y"
    if tag == "VBZ" and word.endswith("s"):
        return word[:-1]
    return word


def group_of(
    items: Sequence[Item], tree: Tree, node: Node, above: VerbGroup | None, grammar: Grammar
) -> VerbGroup:
    """The verb at a node; what it shares with the verb `above` is taken from there ("was built and opened")."""
    at, core = node.at, node.core
    word, tag = items[at].low, tree.tags[at]
    helpers = [n for n in tree.children(core, "aux", "aux:pass", "cop") if n != at]
    lows = [items[n].low for n in helpers]
    bare = not helpers
    shared = (
        above
        if tree.relations[core] == "conj" and bare and above is not None and not _has_subject(tree, core)
        else None
    )
    to = any(items[n].low == "to" and n < at for n in tree.children(core, "mark", "aux")) or (
        _told_to(items, at, grammar)
    )
    be = [w for w in lows if w in grammar.be or w in ("get", "got", "gets")]
    passive = bool(tree.children(core, "aux:pass", "nsubj:pass")) or (
        tag in ("VBN", "VBD") and bool(be) and node.at == core
    )
    kind = _kind(tag, to, lows, be, grammar)
    if tag == "VBN" and kind == "reduced":
        if shared is not None and (shared.perfect or shared.passive or _plain_past(shared, word, grammar)):
            kind, passive = shared.kind, shared.passive
        elif tree.children(core, "nsubj", "obj") or tree.relations[core] in ("root", "ccomp"):
            kind = "finite"
        else:
            passive = True
    elif shared is not None and kind == "infinitive" and not to:
        kind = shared.kind
    if node.at != core:
        passive = False
    due = kind == "infinitive" and bool(be) and be[0] in ("is", "are", "was", "were")
    if due:
        kind = "finite"  # "are to meet"
    negated = _negated(items, tree, core, grammar) or (
        shared is not None and shared.kind == "infinitive" and shared.negated
    )
    negated = negated or (kind == "infinitive" and has_yet(items, at))
    first = min(
        [
            at,
            *(n for n in helpers if n < at),
            *(n for n in tree.children(core, "mark") if n < at and items[n].low == "to"),
        ]
    )
    modal = next(
        (w.removesuffix("n't") if w not in grammar.modals else w for w in lows if w in grammar.modals), ""
    )
    if due:
        modal = "will"
    if not modal and shared is not None and tag in ("VB", "VBP"):
        modal = shared.modal
        if tag == "VB" and not modal and shared.kind == "finite" and shared.past:
            # a bare verb is not joined to a past one, but to one with a modal before it ("could give X and fund Y")
            modal = next((i.low for i in reversed(items[:at]) if i.low in grammar.modals), "")
    return VerbGroup(
        first=first, head=at, last=at + 1, lemma="be" if node.at != core else _lemma(word, tag, grammar), kind=kind,
        passive=passive, negated=negated, modal=modal, progressive=tag == "VBG" and bool(be),
        perfect=any(w in grammar.have for w in lows) or (shared is not None and shared.perfect and tag == "VBN"),
        past=tag == "VBD" or (tag == "VBN" and not helpers) or bool(_PAST & {*lows, word if node.at != core else ""}),
    )  # fmt: skip


def _plain_past(above: VerbGroup, word: str, grammar: Grammar) -> bool:
    """Whether a verb joined to a plain past is one too ("sacked the officer and apologised")."""
    return above.kind == "finite" and above.past and "past" in grammar.forms.get(word, {})


def _kind(tag: str, to: bool, helpers: Sequence[str], be: Sequence[str], grammar: Grammar) -> GroupKind:
    if to:
        return "infinitive"
    if tag in ("VBD", "VBZ", "VBP"):
        return "finite"
    if helpers and helpers[0] in ("being", "having"):
        return "gerund"
    if tag == "VB":
        return (
            "finite"
            if any(w in grammar.modals or w in grammar.do or w.endswith("n't") for w in helpers)
            else "infinitive"
        )
    if tag == "VBG":
        return "finite" if be else "gerund"
    return "finite" if helpers else "reduced"


def _has_subject(tree: Tree, core: int) -> bool:
    return bool(tree.children(core, *SUBJECTS))


def _negated(items: Sequence[Item], tree: Tree, core: int, grammar: Grammar) -> bool:
    """A negation on the verb, "no" on its subject or object, or a form in -n't."""
    for n in tree.below[core]:
        low = items[n].low
        if (
            tree.relations[n] in ("advmod", "cc:preconj", "det", "cc")
            and low in grammar.negations
            and low != "nor"
        ):
            return True
        if tree.relations[n] in ("aux", "aux:pass", "cop") and low.endswith(("n't", "cannot")):
            return True
        if tree.relations[n] in ("nsubj", "nsubj:pass", "obj") and any(
            items[d].low in ("no", "neither") for d in (n, *tree.children(n, "det", "cc:preconj"))
        ):
            return True
    return items[core].low.endswith("n't")
