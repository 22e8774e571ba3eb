"""Clauses of a sentence: who stands as subject, which verb, passive or not, negated or not, and what follows.

This is the seam behind which clauses are found. It works from closed word lists and known verb forms;
a syntactic parser can take its place as long as it returns the same `Clause` objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from detente.read.grammar import Grammar
from detente.read.items import Item
from detente.read.phrases import Actor, actors_in, subject_of
from detente.read.verbs import VerbGroup, verb_groups

ClauseKind = Literal["finite", "infinitive", "gerund", "reduced"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb with its surroundings, as item indices of its sentence.

    `subject`: actors that stand as subject (of a passive: those it is done to); `own_subject`: whether they
    stand in this clause or are carried over from the clause before; `right`: the items after the verb that
    belong to it; `controllers`: verbs and words it hangs on, nearest last ("agree", "ready"); `reported_by`:
    the subject of the reporting verb it stands under; `opener`: subordinator or relative that opens it. `relation`
    and `core` are the dependency relation and the item it stands at, when it comes from a tree.
    """

    verb: str
    group: VerbGroup
    kind: ClauseKind
    subject: tuple[Actor, ...]
    own_subject: bool
    subject_first: int
    right: tuple[int, int]
    right_actors: tuple[Actor, ...]
    opener: str = ""
    controllers: tuple[str, ...] = ()
    parent: int | None = None
    subject_text: str = ""
    antecedent: tuple[Actor, ...] = field(default=())
    relation: str = ""
    core: int = -1


_STRONG: Final = frozenset({";", ":", "(", ")", '"', "-", "--"})
_SUBORDINATORS: Final = frozenset(
    [
        "that",
        "when",
        "while",
        "whereas",
        "although",
        "though",
        "because",
        "if",
        "unless",
        "whether",
        "once",
        "where",
        "as",
        "after",
        "before",
        "until",
        "since",
        "so",
        "which",
        "who",
        "whom",
        "whose",
        "but",
    ]
)


def clauses_of(items: Sequence[Item], grammar: Grammar) -> list[Clause]:
    """The clauses of a sentence in order of their verbs."""
    groups = verb_groups(items, grammar)
    found: list[Clause] = []
    for number, group in enumerate(groups):
        found.append(_clause(items, groups, number, group, found, grammar))
    return found


def _clause(
    items: Sequence[Item],
    groups: Sequence[VerbGroup],
    number: int,
    group: VerbGroup,
    before: list[Clause],
    grammar: Grammar,
) -> Clause:
    kind: ClauseKind = group.kind
    right = (group.last, _right_end(items, groups, number))
    clause = Clause(
        verb=group.lemma, group=group, kind=kind, subject=(), own_subject=False, subject_first=group.first,
        right=right, right_actors=tuple(actors_in(items, *right, grammar)),
    )  # fmt: skip
    if kind == "finite":
        return _finite(items, clause, before, grammar)
    return _embedded(items, clause, before, grammar)


def _right_end(items: Sequence[Item], groups: Sequence[VerbGroup], number: int) -> int:
    """Where the words that belong to a verb end: before the next finite clause, or at a strong mark."""
    group = groups[number]
    end = len(items)
    following = next((g for g in groups[number + 1 :] if g.kind == "finite"), None)
    if following is not None:
        end = _clause_start(items, group.last, following.first)
    at = group.last
    while at < end:
        closing = _bracket_end(items, at, end)
        if closing:
            at = closing
        elif items[at].text in _STRONG:
            return at
        else:
            at += 1
    return end


def _bracket_end(items: Sequence[Item], at: int, end: int) -> int:
    """The item after a short bracket that opens here ("(SCO)"), else 0."""
    if items[at].text != "(":
        return 0
    return next((n + 1 for n in range(at, min(at + 8, end)) if items[n].text == ")"), 0)


def _clause_start(items: Sequence[Item], after: int, verb: int) -> int:
    """Where the clause of a finite verb begins, looking back from it to the verb before."""
    for at in range(verb - 1, after - 1, -1):
        if (
            items[at].kind == "word"
            and items[at].low in _SUBORDINATORS
            and not (
                items[at].low in ("as", "since", "after", "before", "until")
                and _is_prepositional(items, at, verb)
            )
        ):
            return at
    for at in range(verb - 1, after - 1, -1):
        if items[at].low in ("and", "or") and _joins_clauses(items, after, at, verb):
            return at - 1 if at - 1 >= after and items[at - 1].text == "," else at
    for at in range(verb - 1, after - 1, -1):
        if items[at].text == ",":
            return at
    return max(after, verb - 1) if verb - 1 >= after else verb


def _is_prepositional(items: Sequence[Item], at: int, verb: int) -> bool:
    """Whether "after", "before" ... governs a noun and the clause's subject stands after a comma."""
    return any(items[k].text == "," for k in range(at, verb))


def _joins_clauses(items: Sequence[Item], after: int, at: int, verb: int) -> bool:
    """Whether "and" joins two verbs ("met X and signed", "met X, and Y signed") and not two names of a subject."""
    if at + 1 >= verb:
        return True
    between = items[at + 1 : verb]
    if all(
        (i.kind == "word" and i.low.endswith("ly")) or i.low in ("also", "then", "later", "still", "now")
        for i in between
    ):
        return True
    left = items[after:at]
    return not any(i.text == "," for i in left) or items[at - 1].text == ","


def _finite(items: Sequence[Item], clause: Clause, before: list[Clause], grammar: Grammar) -> Clause:
    # verbs inside the subject ("the wish to improve ties ... is") do not cut it
    previous = before[-1] if any(c.kind == "finite" for c in before) else None
    start = 0 if previous is None else _clause_start(items, previous.group.last, clause.group.first)
    if previous is None:
        start = _first_start(items, clause.group.first)
    words = [
        i
        for i in range(start, clause.group.first)
        if items[i].low not in ("and", "or", "but", ",", "then", "yet")
    ]
    opener = ""
    if words and items[words[0]].low in _SUBORDINATORS and items[words[0]].kind == "word":
        opener = items[words[0]].low
        start = words[0] + 1
        words = words[1:]
    if opener in ("which", "who", "that") and not _has_noun(items, words, grammar):
        antecedent = _antecedent(items, start - 1, grammar)
        return replace(
            clause, subject=antecedent, subject_first=clause.group.first, opener=opener, antecedent=antecedent,
            parent=len(before) - 1 if before else None,
        )  # fmt: skip
    if not _has_noun(items, words, grammar):
        carried = _last_finite(before)
        return replace(
            clause, subject=carried.subject if carried else (), subject_first=clause.group.first,
            opener=opener or (carried.opener if carried and carried.opener in ("if", "unless") else ""),
            parent=before.index(carried) if carried else None,
            subject_text=carried.subject_text if carried else "",
        )  # fmt: skip
    subject, first = subject_of(items, start, clause.group.first, grammar)
    parent = _reporting_parent(before, items, start)
    text = " ".join(i.low for i in items[first : clause.group.first])
    antecedent = (
        _antecedent(items, words[0] - 1, grammar) if opener in ("which", "whom", "that") and words else ()
    )
    return replace(
        clause, subject=subject, own_subject=True, subject_first=first, opener=opener, parent=parent,
        subject_text=text, antecedent=antecedent,
    )  # fmt: skip


def _first_start(items: Sequence[Item], verb: int) -> int:
    """Where the first clause's own words begin: after a quote mark or dash of a dateline."""
    for at in range(verb - 1, -1, -1):
        if items[at].text in (";", '"', ":", "--") or (items[at].text == "-" and at < 5):
            return at + 1
    return 0


def _has_noun(items: Sequence[Item], indices: Sequence[int], grammar: Grammar) -> bool:
    """Whether there is anything that can be a subject: an actor, a pronoun, a figure or a noun."""
    for at in indices:
        item = items[at]
        if (
            item.kind in ("actor", "figure")
            or item.low in grammar.pronouns
            or item.low in ("one", "some", "many")
        ):
            return True
        if (
            item.kind == "word"
            and item.low not in grammar.adverbs
            and not item.low.endswith("ly")
            and item.low
            not in (
                grammar.determiners | grammar.prepositions | grammar.conjunctions | grammar.negations | {"to"}
            )
        ):
            return True
    return False


def _antecedent(items: Sequence[Item], at: int, grammar: Grammar) -> tuple[Actor, ...]:
    """The actors right before a relative pronoun: the last ones, those joined with them included."""
    actors = [a for a in actors_in(items, max(0, at - 14), at, grammar) if not a.adjective or a.acts]
    if not actors:
        return ()
    last = actors[-1]
    return (last,) if at - last.at <= 6 else ()


def _last_finite(before: Sequence[Clause]) -> Clause | None:
    return next((c for c in reversed(before) if c.kind == "finite" and c.subject), None) or next(
        (c for c in reversed(before) if c.kind == "finite"), None
    )


def _reporting_parent(before: Sequence[Clause], items: Sequence[Item], start: int) -> int | None:
    """The clause right before, when this one opens inside or directly after it."""
    return len(before) - 1 if before else None


def _embedded(items: Sequence[Item], clause: Clause, before: list[Clause], grammar: Grammar) -> Clause:
    """An infinitive, a gerund or a reduced relative: its subject comes from what it hangs on."""
    group = clause.group
    lead = items[group.first - 1].low if group.first > 0 else ""
    if clause.kind == "reduced":
        return replace(clause, subject=(), parent=len(before) - 1 if before else None)
    parent = len(before) - 1 if before else None
    for number in range(len(before) - 1, -1, -1):
        if before[number].right[0] <= group.first <= before[number].right[1]:
            parent = number
            break
    if parent is None:
        return replace(clause, opener=lead)
    host = before[parent]
    subject, controllers = host.subject, (*host.controllers, host.verb)
    text = host.subject_text
    explicit = [a for a in host.right_actors if a.at < group.first and not a.possessive]
    if lead_for := _for_subject(items, group.first, explicit):
        subject, controllers = (lead_for,), (*controllers, "for")
    elif (
        clause.kind == "infinitive"
        and explicit
        and host.verb in OBJECT_CONTROL
        and explicit[-1].prep in ("", "on", "upon", "for")
    ):
        subject = tuple(a for a in explicit if a.prep in ("", "on", "upon", "for"))
    if group.adjective:
        controllers = (*controllers, group.adjective)
    return replace(
        clause, subject=subject, controllers=controllers, parent=parent,
        opener=lead if clause.kind == "gerund" else "to",
        subject_text=text,
    )  # fmt: skip


def _for_subject(items: Sequence[Item], first: int, actors: Sequence[Actor]) -> Actor | None:
    """The actor in "for X to do"."""
    last = actors[-1] if actors else None
    return last if last and last.prep == "for" and first - last.at <= 2 else None


OBJECT_CONTROL: Final = frozenset(
    [
        "ask",
        "urge",
        "help",
        "allow",
        "enable",
        "order",
        "tell",
        "call",
        "want",
        "press",
        "persuade",
        "force",
        "require",
        "permit",
        "invite",
        "demand",
        "push",
        "expect",
        "authorise",
        "authorize",
        "warn",
        "request",
        "beg",
        "encourage",
        "compel",
        "pressure",
        "oblige",
        "let",
        "get",
    ]
)
