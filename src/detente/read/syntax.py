"""Clauses from a dependency tree: what `parse.clauses_of` finds by patterns, found by syntax."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from detente.read.english_model import Tree
from detente.read.grammar import Form, Grammar, word_class
from detente.read.items import Item
from detente.read.parse import OBJECT_CONTROL, Clause
from detente.read.phrases import Actor
from detente.read.verbs import GroupKind, VerbGroup, has_yet

_NO_VERB: Final = frozenset(
    {"aux", "aux:pass", "amod", "compound", "case", "mark", "fixed", "det", "flat", "cc", "punct", "advmod"}
)
_SUBJECTS: Final = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass")
_PAST: Final = frozenset({"was", "were", "had", "did", "didn't", "wasn't", "weren't", "hadn't"})
_RELATIVES: Final = frozenset({"which", "who", "that", "whom", "whose"})
_FORM_OF: Final[dict[str, tuple[Form, ...]]] = {
    "VBD": ("past", "participle"), "VBN": ("participle", "past"), "VBG": ("ing",), "VBZ": ("s",),
    "VBP": ("base",), "VB": ("base",),
}  # fmt: skip
_OTHER_CLAUSE: Final = frozenset(
    {"conj", "parataxis", "ccomp", "advcl", "acl:relcl", "advcl:relcl", "root", "csubj"}
)
_NOUN_LINKS: Final = frozenset(
    {"acl", "acl:relcl", "nmod", "nmod:poss", "amod", "compound", "appos", "conj", "obl", "obj", "flat"}
)


@dataclass(frozen=True, slots=True)
class _Node:
    """A verb in a tree: `at` the verb's item, `core` the item that its dependents hang on."""

    at: int
    core: int


def clauses_from(
    items: Sequence[Item], tree: Tree, grammar: Grammar, actors: Sequence[Actor]
) -> list[Clause]:
    """The clauses of a sentence in order of their verbs."""
    nodes = [
        _Node(at, tree.heads[at] if tree.relations[at] == "cop" else at)
        for at in range(len(items))
        if _is_verb(items, tree, at, grammar)
    ]
    if not nodes:
        return []
    everyone = {a.at: a for a in actors}
    by_core: dict[int, int] = {}
    for number, node in enumerate(nodes):
        by_core.setdefault(node.core, number)
    groups: dict[int, VerbGroup] = {}
    for number in _by_depth(tree, nodes):
        groups[number] = _group(
            items, tree, nodes[number], groups.get(_above(tree, nodes[number].core, by_core)), grammar
        )
    found: dict[int, Clause] = {}
    for number in _by_depth(tree, nodes):
        parent = _above(tree, nodes[number].core, by_core)
        host = found.get(parent)
        found[number] = _clause(
            items, tree, nodes, number, groups, parent if host else None, host, everyone, grammar
        )
    return [found[n] for n in range(len(nodes))]


def _is_verb(items: Sequence[Item], tree: Tree, at: int, grammar: Grammar) -> bool:
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


def _by_depth(tree: Tree, nodes: Sequence[_Node]) -> list[int]:
    def depth(at: int) -> int:
        steps = 0
        while tree.heads[at] != at and steps < 200:
            at, steps = tree.heads[at], steps + 1
        return steps

    return sorted(range(len(nodes)), key=lambda n: (depth(nodes[n].core), n))


def _above(tree: Tree, core: int, by_core: dict[int, int]) -> int:
    """The number of the nearest verb above a core, -1 for none."""
    at, steps = core, 0
    while tree.heads[at] != at and steps < 200:
        at, steps = tree.heads[at], steps + 1
        if at in by_core:
            return by_core[at]
    return -1


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


def _group(
    items: Sequence[Item], tree: Tree, node: _Node, above: VerbGroup | None, grammar: Grammar
) -> VerbGroup:
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
        if shared is not None and (shared.perfect or shared.passive):
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
    if not modal and shared is not None and tag == "VB":
        modal = shared.modal
    return VerbGroup(
        first=first, head=at, last=at + 1, lemma="be" if node.at != core else _lemma(word, tag, grammar), kind=kind,
        passive=passive, negated=negated, modal=modal, progressive=tag == "VBG" and bool(be),
        perfect=any(w in grammar.have for w in lows) or (shared is not None and shared.perfect and tag == "VBN"),
        past=tag == "VBD" or (tag == "VBN" and not helpers) or bool(_PAST & {*lows, word if node.at != core else ""}),
    )  # fmt: skip


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
    return bool(tree.children(core, *_SUBJECTS))


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


def _clause(
    items: Sequence[Item], tree: Tree, nodes: Sequence[_Node], number: int, groups: dict[int, VerbGroup],
    parent: int | None, host: Clause | None, everyone: dict[int, Actor], grammar: Grammar,
) -> Clause:  # fmt: skip
    node, group = nodes[number], groups[number]
    core = node.core
    right = (group.last, _end(items, tree, nodes, node))
    around = [
        a
        for at, a in everyone.items()
        if right[0] <= at < right[1] and _mine(tree, nodes, groups, number, at)
    ]
    clause = Clause(
        verb=group.lemma, group=group, kind=group.kind, subject=(), own_subject=False, subject_first=group.first,
        right=right, right_actors=tuple(around), opener=_opener(items, tree, core, group), parent=parent,
        relation=tree.relations[core], core=core,
    )  # fmt: skip
    clause = replace(clause, controllers=_controllers(items, tree, clause, host))
    return _with_subject(items, tree, clause, host, everyone)


def _opener(items: Sequence[Item], tree: Tree, core: int, group: VerbGroup) -> str:
    marks = [
        items[n].low for n in tree.children(core, "mark", "case") if n < group.head and items[n].low != "to"
    ]
    if marks:
        return marks[0]
    for n in tree.below[core]:
        if n < group.head and items[n].low in (*_RELATIVES, "when", "where", "while"):
            return items[n].low
    return "to" if group.kind == "infinitive" else ""


def _controllers(items: Sequence[Item], tree: Tree, clause: Clause, host: Clause | None) -> tuple[str, ...]:
    """The verbs and words an infinitive or gerund hangs on, nearest last; shared along "to do X and Y"."""
    if host is None or clause.kind not in ("infinitive", "gerund"):
        return ()
    if clause.relation == "conj" and host.kind != "finite":
        return host.controllers
    above = tree.heads[clause.core]
    predicate = items[above].low if above != host.group.head else ""
    words = (*host.controllers, host.verb)
    if predicate in word_class("ready") or (predicate and clause.relation == "acl"):
        return (*words, predicate)
    return words


def _with_subject(
    items: Sequence[Item], tree: Tree, clause: Clause, host: Clause | None, everyone: dict[int, Actor]
) -> Clause:
    core, group = clause.core, clause.group
    own = [n for n in tree.children(core, *_SUBJECTS) if not _expletive(items, n)]
    relative = [n for n in own if items[n].low in _RELATIVES]
    antecedent = tree.heads[core] if clause.relation in ("acl:relcl", "acl") else None
    if own and not relative:
        first = min(tree.inside(own[0]))
        chosen = tuple(dict.fromkeys(a for n in own for a in _phrase_actors(items, tree, n, everyone)))
        text = " ".join(
            items[n].low for n in sorted(set(tree.inside(own[0]))) if n < group.head or n == own[0]
        )
        before = _phrase_actors(items, tree, antecedent, everyone) if antecedent is not None else ()
        return replace(
            clause,
            subject=chosen,
            own_subject=True,
            subject_first=min(first, group.first),
            subject_text=text,
            antecedent=before,
        )
    if relative or (antecedent is not None and clause.kind in ("reduced", "gerund")):
        noun = antecedent if antecedent is not None else tree.heads[core]
        before = _phrase_actors(items, tree, noun, everyone)
        return replace(clause, subject=before, antecedent=before, subject_text=_noun_text(items, tree, noun))
    if clause.relation == "acl" and antecedent is not None:
        owners = [n for n in tree.children(antecedent, "nmod:poss", "amod", "compound") if n in everyone]
        if owners:
            return replace(
                clause,
                subject=tuple(replace(everyone[n], acts=True) for n in owners),
                subject_first=min(owners),
            )
    if host is None:
        return clause
    subject, text = host.subject, host.subject_text
    if (
        clause.kind == "infinitive"
        and clause.relation in ("xcomp", "ccomp", "advcl", "obl")
        and host.verb in OBJECT_CONTROL
        and not host.group.passive
    ):
        objects = [
            a
            for a in host.right_actors
            if a.at < group.first and not a.possessive and a.prep in ("", "on", "upon", "for")
        ]
        subject = tuple(objects) or subject
    if clause.relation not in ("conj", "xcomp", "advcl", "acl", "ccomp", "obl", "parataxis", "nmod", "csubj"):
        subject = host.subject
    return replace(clause, subject=subject, subject_text=text)


def _expletive(items: Sequence[Item], at: int) -> bool:
    return items[at].low == "there"


def _noun_text(items: Sequence[Item], tree: Tree, noun: int) -> str:
    return " ".join(
        items[n].low
        for n in sorted((noun, *tree.children(noun, "compound", "amod", "nmod:poss", "nmod", "conj")))
    )


def _phrase_actors(
    items: Sequence[Item], tree: Tree, noun: int, everyone: dict[int, Actor]
) -> tuple[Actor, ...]:
    """The actors that a noun phrase stands for: itself, its owners or namers, else those of its complements."""
    at = _actor_items(items, tree, noun, 0)
    return tuple(everyone[n] for n in dict.fromkeys(at) if n in everyone)


def _actor_items(items: Sequence[Item], tree: Tree, noun: int, depth: int) -> list[int]:
    if depth > 4:
        return []
    found: list[int] = []
    for head in (noun, *tree.children(noun, "conj")):
        if items[head].mention is not None or tree.tags[head] == "PRP":
            found.append(head)
            if head != noun:
                found += [n for n in _actor_items(items, tree, head, depth + 1) if n != head]
            continue
        near = [
            n
            for n in tree.children(head, "nmod:poss", "amod", "compound", "flat", "det", "appos", "nummod")
            if items[n].mention is not None or tree.tags[n] == "PRP$"
        ]
        near = [m for n in near for m in (n, *tree.children(n, "conj"))]
        if not near:
            for n in tree.children(head, "nmod", "obl", "nmod:poss", "compound", "appos", "flat"):
                near += _actor_items(items, tree, n, depth + 1)
                if near:
                    break
        found += near
    return found


def _end(items: Sequence[Item], tree: Tree, nodes: Sequence[_Node], node: _Node) -> int:
    """Where the words of a verb end: its last dependent that is not in another clause beside it."""
    cores = {n.core for n in nodes}
    last, waiting = node.at, [node.core]
    while waiting:
        one = waiting.pop()
        last = max(last, one)
        for n in tree.below[one]:
            other = (
                n in cores
                and tree.relations[n] in ("conj", "parataxis", "ccomp", "advcl")
                and (n > node.at)
                and tree.tags[n] in ("VBD", "VBZ", "VBP")
            )
            if not other and tree.relations[n] not in ("punct",):
                waiting.append(n)
    return max(last + 1, node.at + 1)


def _mine(tree: Tree, nodes: Sequence[_Node], groups: dict[int, VerbGroup], number: int, at: int) -> bool:
    """Whether an item hangs on a verb, or on an infinitive or gerund under it, and not on another clause."""
    by_core = {node.core: n for n, node in enumerate(nodes)}
    steps = 0
    while steps < 200:
        if at in by_core:
            here = by_core[at]
            if here == number:
                return True
            if groups[here].kind in ("finite", "reduced"):
                return False
        if tree.heads[at] == at:
            return False
        at, steps = tree.heads[at], steps + 1
    return False
