"""Clauses from a dependency tree: what `parse.clauses_of` finds by patterns, found by syntax."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from detente.read.english_model import Tree
from detente.read.grammar import Grammar, word_class
from detente.read.items import Item
from detente.read.parse import OBJECT_CONTROL, Clause
from detente.read.phrases import Actor
from detente.read.syntax_verbs import SUBJECTS, Node, group_of, is_verb
from detente.read.verbs import VerbGroup

_SPEAKING: Final = frozenset(
    {
        "motion",
        "resolution",
        "statement",
        "letter",
        "declaration",
        "bill",
        "law",
        "communique",
        "note",
        "decree",
        "speech",
    }
)
_WITH: Final = frozenset((w, "with") for w in ("together", "along", "jointly", "concert")) | {("well", "as")}
_NOT_DONE: Final = frozenset({"refusal", "reluctance", "failure", "threat", "plan", "intention", "readiness"})
_BESIDE: Final = frozenset({"", "after", "before", "since", "while", "when", "without", "by", "upon"})
_RELATIVES: Final = frozenset({"which", "who", "that", "whom", "whose"})


def clauses_from(
    items: Sequence[Item], tree: Tree, grammar: Grammar, actors: Sequence[Actor]
) -> list[Clause]:
    """The clauses of a sentence in order of their verbs."""
    nodes = [
        Node(at, tree.heads[at] if tree.relations[at] == "cop" else at)
        for at in range(len(items))
        if is_verb(items, tree, at, grammar)
    ]
    if not nodes:
        return []
    everyone = {a.at: a for a in actors}
    by_core: dict[int, int] = {}
    for number, node in enumerate(nodes):
        by_core.setdefault(node.core, number)
    groups: dict[int, VerbGroup] = {}
    for number in _by_depth(tree, nodes):
        groups[number] = group_of(
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


def _by_depth(tree: Tree, nodes: Sequence[Node]) -> list[int]:
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


def _clause(
    items: Sequence[Item], tree: Tree, nodes: Sequence[Node], number: int, groups: dict[int, VerbGroup],
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
    if clause.kind not in ("infinitive", "gerund"):
        return ()
    if host is None:
        # "X's refusal to ...": a noun whose own verb the parser took for something else
        noun = items[tree.heads[clause.core]].low
        return (noun,) if clause.relation == "acl" and noun in _NOT_DONE else ()
    if clause.kind == "gerund" and clause.relation == "advcl" and clause.opener in _BESIDE:
        return ()  # "having annexed X, it refused ...": beside the verb, not under it
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
    own = [n for n in tree.children(core, *SUBJECTS) if not _expletive(items, n)]
    relative = [n for n in own if items[n].low in _RELATIVES]
    antecedent = tree.heads[core] if clause.relation in ("acl:relcl", "acl") else None
    if own and not relative:
        first = min(tree.inside(own[0]))
        chosen = tuple(dict.fromkeys(a for n in own for a in _phrase_actors(items, tree, n, everyone)))
        text = " ".join(
            items[n].low for n in sorted(set(tree.inside(own[0]))) if n < group.head or n == own[0]
        )
        before = _phrase_actors(items, tree, antecedent, everyone) if antecedent is not None else ()
        if not chosen and any(items[n].low == "whose" for n in tree.inside(own[0])):
            chosen = before  # "X, whose troops ..."
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
        if not before and clause.kind == "gerund" and host is not None and items[noun].low in _SPEAKING:
            # "passed a motion condemning ...": who passes it condemns
            return replace(clause, subject=host.subject, subject_text=host.subject_text)
        if relative and items[noun].mention is not None:
            before = tuple(
                replace(a, acts=True) if a.at == noun else a for a in before
            )  # "..., which threatened"
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
            found += (head, *_together_with(items, tree, head))
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


def _together_with(items: Sequence[Item], tree: Tree, noun: int) -> list[int]:
    """Who acts beside a subject ("X, together with Y, ..."), by the words in front of the other name."""
    return [
        n
        for n in tree.children(noun, "nmod")
        if n > 1 and (items[n - 2].low, items[n - 1].low) in _WITH and items[n].mention is not None
    ]


def _end(items: Sequence[Item], tree: Tree, nodes: Sequence[Node], node: Node) -> int:
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


def _mine(tree: Tree, nodes: Sequence[Node], groups: dict[int, VerbGroup], number: int, at: int) -> bool:
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
