"""Who stands for a side that is not named, in a text about two states: its narrator, the other one, or both."""

from __future__ import annotations

import itertools
import re
from typing import Final

from detente.read.date_words import MONTH
from detente.read.discourse import is_state
from detente.read.grammar import word_class
from detente.read.lexicon import Frame
from detente.read.parse import Clause
from detente.read.scene import Scene
from detente.read.sides import SHARED, Codes, Sides

_MONTH: Final = re.compile(MONTH, re.IGNORECASE)


def nobody_named(scene: Scene, clause: Clause, frame: Frame) -> list[Sides]:
    """The pair of a text about two states, where no agent is named ("relations were broken", "talks stalled")."""
    pair = scene.discourse.main
    if not scene.discourse.bilateral or any(a.prep == "by" for a in clause.right_actors):
        return []
    if clause.subject:
        return _other_agent(scene, clause, frame)
    shared = frame.objects in SHARED and bool(_shared_words(frame) & set(clause.subject_text.split()))
    if clause.group.passive and (frame.infer or frame.roles == "mutual") and frame.object_words():
        return [Sides(pair, (), True, True)]
    if shared and frame.roles == "mutual" and clause.kind == "finite":
        return [Sides(pair, (), True, True)]
    return []


def _shared_words(frame: Frame) -> frozenset[str]:
    return word_class(f"objects.{frame.objects}")


def _other_agent(scene: Scene, clause: Clause, frame: Frame) -> list[Sides]:
    """The other of two states, for a passive of the one that names no agent ("X's envoy was called in")."""
    if not clause.group.passive or _says_by_whom(scene, clause) or frame.roles != "directed":
        return []
    if any(a.prep for a in clause.subject) or any(a.codes for a in clause.right_actors):
        return []
    people = any(a.people for a in clause.subject) and frame.type != "AID"
    if (people or frame.named) and not (people and frame.mode in _TO_PEOPLE and _alone_here(scene)):
        return []
    target = scene.codes(clause.subject, clause.group.head)
    done = frame.type in _DONE_TO or frame.posted
    if len(target) != 1 or target[0] not in scene.discourse.main or not done:
        return []
    return [Sides(scene.discourse.other(target), target, False, True)]


def _says_by_whom(scene: Scene, clause: Clause) -> bool:
    """Whether an agent follows a passive; "by October" is none."""
    right = scene.items[clause.right[0] : clause.right[1]]
    return any(
        a.low == "by" and b.kind != "date" and not _MONTH.fullmatch(b.text)
        for a, b in itertools.pairwise(right)
    )


def _alone_here(scene: Scene) -> bool:
    """Whether the sentence names no state but the two that the text is about."""
    return all(c in scene.discourse.main for c in scene.discourse.here if is_state(c))


_TO_PEOPLE: Final = frozenset({"seize", "expel", "deport", "release"})
"""What is done to persons by a state that need not be told: in a text about two, by the other one."""
_DONE_TO: Final = frozenset({"CONCEDE", "AID", "SANCTION", "COERCE"})


def institution(scene: Scene, clause: Clause, frame: Frame, target: Codes) -> Codes:
    """For whom a body of no named state acts ("the treasury", "an embassy guard"): the narrator, else the other one.

    What arrives at one of two states comes from the other one.
    """
    words = clause.subject_text.split()
    inside = len(target) == 1 and target[0] in scene.discourse.main and _alone_here(scene)
    if frame.needs_subject and frame.any_subject and frame.infer and inside and scene.discourse.bilateral:
        return () if clause.subject else scene.discourse.other(target)
    named = any(i.text[0].isupper() for i in scene.items[clause.subject_first + 1 : clause.group.first])
    if named and scene.discourse.narrator is None:
        return ()  # "the N.N. cabinet"
    if not words or clause.subject or not scene.discourse.bilateral or not clause.own_subject:
        return ()
    if words[-1] not in word_class("acting_heads") or words[0] not in scene.lexicon.grammar.determiners:
        return ()
    if scene.discourse.narrator is not None:
        return (scene.discourse.narrator,)
    return scene.discourse.other(target) if inside else ()


def concerned(scene: Scene) -> Codes:
    """Whom of two states a third one's deed concerns: the one that the sentence describes, else the one told of."""
    described = [a for a in scene.actors(0, len(scene.items)) if a.form == "described"]
    return scene.codes(described[:1], 0) or scene.discourse.focus
