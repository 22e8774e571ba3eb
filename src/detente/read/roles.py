"""Who does it to whom: the other side of a deed by preposition, voice and the pair spoken of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from detente.read.lexicon import Frame
from detente.read.parse import Clause
from detente.read.phrases import Actor, actors_in, joined_with
from detente.read.scene import Scene

Codes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """The sides of a deed; `inferred`: one of them is not named and was taken from the pair spoken of."""

    source: Codes
    target: Codes
    reciprocal: bool
    inferred: bool


_HOSTING: Final = frozenset({"host", "convene", "sponsor"})


def sides_of(scene: Scene, clause: Clause, frame: Frame, light: bool) -> list[Sides]:
    """The sides of a clause's deed; two when "both A and B" did it each for itself; none when a side is missing."""
    actors = [a for a in clause.subject if a.acts or frame.roles == "mutual" or clause.group.passive]
    subject = scene.codes(actors, clause.group.head, scene.earlier_subject(clause))
    if clause.group.passive:
        target, agents = _passive(scene, clause, frame, subject)
    else:
        slots = (*frame.noun_target, *frame.target) if light else frame.target
        target, agents = _other_side(scene, _region(scene, clause, frame), slots, subject), [subject]
        if not target and clause.own_subject:
            # "X's embassy in Y reopened": the other side stands with the subject
            around = actors_in(scene.items, clause.subject_first, clause.group.first, scene.lexicon.grammar)
            target = _other_side(
                scene, [a for a in around if a.prep], [s for s in slots if s != "object"], subject
            )
        if light and clause.verb in _HOSTING and len(target) > 1 and subject:
            return [Sides(subject, target, False, False)]
    promised = "agree" in clause.controllers or clause.verb == "agree"
    found = [_ordered(scene, frame, source, target, promised) for source in agents]
    return [sides for sides in found if sides is not None]


def _region(scene: Scene, clause: Clause, frame: Frame) -> list[Actor]:
    """The actors after the verb that can be the other side; for what is asked or claimed, to the sentence's end."""
    first, last = clause.right
    if frame.absorb:
        last = len(scene.items)
        # "accused X of helping Y": Y is not the one accused
        told = [
            c.group.first
            for c in scene.clauses
            if c.kind == "gerund" and c.opener in ("of", "for", "by") and c.group.first > first
        ]
        named = [a for a in clause.right_actors if a.codes]
        last = min([last, *told]) if named or clause.verb == "accuse" else last
    return actors_in(scene.items, first, last, scene.lexicon.grammar)


def _other_side(scene: Scene, region: Sequence[Actor], slots: Sequence[str], source: Codes) -> Codes:
    """The codes in the best slot that holds anybody but the source."""
    for slot in slots:
        for number, actor in enumerate(region):
            if not _in_slot(actor, slot):
                continue
            group = joined_with(scene.items, region, number, scene.lexicon.grammar)
            codes = scene.codes([a for a in group if a.at >= actor.at], actor.at, source)
            codes = tuple(c for c in codes if c not in source)
            if codes:
                return codes
    return ()


def _in_slot(actor: Actor, slot: str) -> bool:
    if actor.pronoun in ("it", "itself", "themselves"):
        return False
    if slot == "possessor":
        return actor.possessive or actor.adjective
    if slot == "in":
        return actor.prep in ("in", "at", "across", "near", "inside", "into", "within")
    if slot == "to":
        return actor.prep in ("to", "toward", "towards", "into")
    return actor.prep == ("" if slot == "object" else slot)


def _passive(scene: Scene, clause: Clause, frame: Frame, subject: Codes) -> tuple[Codes, list[Codes]]:
    """(target, sources) of a passive: agents stand after "by"."""
    right = list(clause.right_actors)
    number = next((n for n, a in enumerate(right) if a.prep == "by"), None)
    if number is None:
        return _agentless(scene, right, frame, subject)
    group = joined_with(scene.items, right, number, scene.lexicon.grammar)
    by = scene.codes(group, right[number].at)
    rest = [a for a in right if a not in group]
    named = _other_side(scene, rest, frame.target, by)
    if frame.roles == "mutual":
        return tuple(c for c in subject if c not in by) or named, [by]
    target = (named or subject) if frame.target[:1] != ("object",) else (subject or named)
    both = scene.items[max(0, right[number].at - 2) : right[number].at]
    if len(by) > 1 and any(i.low == "both" for i in both):
        return target, [(code,) for code in by]
    return target, [by]


def _agentless(
    scene: Scene, right: Sequence[Actor], frame: Frame, subject: Codes
) -> tuple[Codes, list[Codes]]:
    """A passive without an agent: a mutual deed has its sides as subject; some name the place that does it."""
    if frame.roles == "mutual":
        return _other_side(scene, right, frame.target, subject), [subject]
    place = _other_side(scene, right, frame.passive_source, subject)
    return subject, [place] if place else []


def _ordered(scene: Scene, frame: Frame, source: Codes, target: Codes, promised: bool) -> Sides | None:
    """Sides put in order by the frame's roles; None when a side is missing and nothing stands for it."""
    target = tuple(c for c in target if c not in source)
    if frame.roles == "mutual":
        return _mutual(scene, frame, tuple(dict.fromkeys((*source, *target))))
    if not source:
        return None
    if not target and promised and len(source) > 1:
        return Sides(source, (), True, False)
    inferred = not target and frame.infer
    if inferred:
        target = scene.discourse.other(source)
    if not target:
        return None
    if frame.roles == "reverse":
        source, target = target, source
    return Sides(source, target, False, inferred)


def _mutual(scene: Scene, frame: Frame, everyone: Codes) -> Sides | None:
    if len(everyone) > 1:
        return Sides(everyone, (), True, False)
    if not frame.infer:
        return None
    if everyone:
        everyone = (*everyone, *scene.discourse.other(everyone))
    elif not any(i.mention and i.mention.codes for i in scene.items):
        everyone = scene.discourse.pair
    return Sides(everyone, (), True, True) if len(everyone) > 1 else None
