"""What the words around a deed make of it: a promise, a threat, a refusal, a draft, or nothing done."""

from __future__ import annotations

from typing import Final

from detente.model.vocabulary import MATERIAL_COOPERATION, VERBAL_COOPERATION, Status
from detente.read.lexicon import Frame
from detente.read.parse import Clause
from detente.read.scene import Scene

COOPERATIVE: Final = frozenset(VERBAL_COOPERATION) | frozenset(MATERIAL_COOPERATION)
_CONFLICT_DEEDS: Final = frozenset({"COERCE", "SANCTION", "ASSAULT", "MOBILIZE"})
_DRAFTS: Final = frozenset({"bill", "bills", "draft", "legislation", "motion", "amendment"})


def turned(scene: Scene, clause: Clause, frame: Frame, status: Status) -> tuple[str, Status, list[str]]:
    """Category and status of a clause's deed with what stands around its verb, and why they changed."""
    kind, status, why = _controlled(scene, clause, frame, status)
    if status in ("occurred", "ongoing") and _nearly(scene, clause):
        status = "hypothetical"
    if status == "ongoing" and scene.heading is not None and not clause.group.progressive:
        status = "occurred"  # the present tense of a chronology
    if status == "ongoing" and scene.meeting is not None and frame.type != "COOPERATE":
        status = "occurred"  # "The two sides welcome ..."
    if _short_of(scene, clause):
        return frame.type, "negated", ['"short of" says it was not done']
    return kind, status, why


def _controlled(scene: Scene, clause: Clause, frame: Frame, status: Status) -> tuple[str, Status, list[str]]:
    """Type and status as "agreed to", "refused to", "will" and the like make them."""
    cooperative = frame.type in COOPERATIVE
    for word in reversed(clause.controllers):
        control = scene.lexicon.controls.get(word)
        changed = (
            (control.cooperative if cooperative else control.conflictual)
            if control and not control.stance
            else None
        )
        if control is not None and changed is not None:
            kept: Status = status if status in ("negated", "hypothetical") else (control.status or status)
            return changed, kept, [f'"{word} to" makes it {changed}']
    if status == "planned" and frame.type != "AGREE" and (cooperative or frame.type in _CONFLICT_DEEDS):
        changed = "AGREE" if cooperative else "THREATEN"
        return changed, status, [f"not done yet, so {changed}"]
    if status == "hypothetical" and clause.group.modal == "would" and _drafted(scene, clause):
        changed = "AGREE" if cooperative else "THREATEN"
        return changed, "proposed", [f"a draft of a law would do it, so {changed}"]
    if status == "negated" and frame.leave and not clause.group.modal:
        return "REJECT", "occurred", ["leave is not given, so REJECT"]
    if status == "negated" and clause.group.modal in ("will", "would", "won't", "wouldn't") and cooperative:
        return "REJECT", status, ["it says it will not, so REJECT"]
    return frame.type, status, []


def _short_of(scene: Scene, clause: Clause) -> bool:
    """Whether it is what somebody stopped short of."""
    before = [i.low for i in scene.items[max(0, clause.group.first - 2) : clause.group.first]]
    return before == ["short", "of"]


def _drafted(scene: Scene, clause: Clause) -> bool:
    """Whether it is what a draft of a law would do ("a bill that would ban ...")."""
    before = {i.low for i in scene.items[max(0, clause.group.first - 4) : clause.group.first]}
    return clause.opener in ("that", "which", "to") and bool(before & _DRAFTS)


def _nearly(scene: Scene, clause: Clause) -> bool:
    """Whether it all but happened ("nearly went to war")."""
    around = scene.items[max(0, clause.group.first - 1) : clause.group.head]
    return any(i.low in ("nearly", "almost", "narrowly") for i in around)
