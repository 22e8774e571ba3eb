"""What states want, hope, fear or hold: verbs and nouns of attitude, viewpoints, expected gains, advice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from detente.model.vocabulary import Status
from detente.read.discourse import is_state
from detente.read.frames import is_stance
from detente.read.grammar import word_class
from detente.read.parse import Clause
from detente.read.scene import Scene


@dataclass(frozen=True, slots=True)
class Stance:
    """A state's attitude: holder, towards whom, the items that tell it."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    reciprocal: bool
    type: str
    status: Status
    first: int
    last: int
    head: int
    because: str


_ADVICE: Final = frozenset({"should", "must", "ought"})
_EXPECTING: Final = frozenset({"will", "would", "could", "may", "might", "can"})


def stances_of(scene: Scene) -> list[Stance]:
    """The stances of a sentence, at most one per holder."""
    found: list[Stance] = []
    for clause in scene.clauses:
        for rule in (_verb, _viewpoint, _gain, _desire):
            stance = rule(scene, clause)
            if stance is not None and not any(
                s.source == stance.source and s.first <= stance.head < s.last for s in found
            ):
                found.append(stance)
                break
    return found


def _verb(scene: Scene, clause: Clause) -> Stance | None:
    """As in "X hopes that ...", "X wants Y to ...", "X sees Y as ..."."""
    if not is_stance(scene, clause):
        return None
    holder = scene.codes([a for a in clause.subject if a.acts], clause.group.head)
    return _made(scene, clause, holder, f'"{scene.items[clause.group.head].text}" says an attitude')


def _viewpoint(scene: Scene, clause: Clause) -> Stance | None:
    """As in "From X's point of view, ..."."""
    if clause.kind != "finite":
        return None
    lead = scene.items[: clause.group.first]
    words = [w for i in lead for w in i.words]
    if not words or words[0] not in ("from", "in", "for") or not set(words[:7]) & scene.lexicon.viewpoint:
        return None
    holders = [
        a
        for a in scene.actors(0, min(7, clause.group.first))
        if a.adjective or a.possessive or a.prep in ("of", "from", "in", "for")
    ]
    holder = scene.codes(holders[:1], 0)
    return _made(scene, clause, holder, "a point of view", first=_after_comma(scene))


def _gain(scene: Scene, clause: Clause) -> Stance | None:
    """As in "X would gain ... by closer ties with Y": an expected benefit, not a deed."""
    expected = clause.group.modal in _EXPECTING
    if clause.verb not in scene.lexicon.gain or not expected or clause.kind != "finite":
        return None
    holder = scene.codes([a for a in clause.subject if a.acts], clause.group.head)
    return _made(scene, clause, holder, "an expected gain")


def _desire(scene: Scene, clause: Clause) -> Stance | None:
    """As in "The desire of X and Y to ...", "relations between X and Y should ..."."""
    words = set(clause.subject_text.split())
    advised = clause.group.modal in _ADVICE and words & word_class("objects.relations")
    wished = words & scene.lexicon.stance_nouns and not scene.lexicon.by_verb.get(clause.verb)
    if not clause.own_subject or not (advised or wished):
        return None
    actors = scene.actors(clause.subject_first, clause.group.first)
    holder = scene.codes(actors, clause.group.head)
    return _made(scene, clause, holder, "a wish or advice about relations")


def _after_comma(scene: Scene) -> int | None:
    return next((n + 1 for n, i in enumerate(scene.items) if i.text == ","), None)


def _made(
    scene: Scene, clause: Clause, holder: tuple[str, ...], because: str, first: int | None = None
) -> Stance | None:
    """A stance over the rest of the sentence; None without a holder, or towards nobody."""
    holder = tuple(c for c in holder if is_state(c))
    begin = clause.subject_first if first is None else first
    last = _end(scene, clause)
    others = scene.codes(scene.actors(begin, last), clause.group.head, holder)
    target = tuple(c for c in others if c not in holder)
    reciprocal = len(holder) > 1 and not target
    if not holder or not (target or reciprocal):
        return None
    words = {w for i in scene.items[begin:last] for w in i.words}
    negative = len(words & scene.lexicon.hostile) > len(words & scene.lexicon.cooperative)
    ongoing = clause.verb in (
        "see",
        "view",
        "regard",
        "believe",
        "consider",
        "trust",
        "distrust",
        "be",
        "act",
    )
    return Stance(
        holder, target, reciprocal, "REJECT" if negative else "COOPERATE", "ongoing" if ongoing else "hypothetical",
        begin, last, clause.group.head, because,
    )  # fmt: skip


def _end(scene: Scene, clause: Clause) -> int:
    last = next(
        (
            n
            for n in range(clause.group.last, len(scene.items))
            if scene.items[n].text in (";", ".", "?", "!")
        ),
        len(scene.items),
    )
    # a coordinate clause with its own subject is a new statement
    for other in scene.clauses:
        if (
            other.group.first > clause.group.last
            and other.own_subject
            and other.kind == "finite"
            and not other.opener
        ):
            before = scene.items[other.subject_first - 1] if other.subject_first > 0 else None
            if before is not None and before.low in (",", "and", "but"):
                last = min(last, other.subject_first - 1)
    while last > clause.group.last and scene.items[last - 1].text in (",", "and", "but"):
        last -= 1
    return last
