"""Deeds told by clauses: the frame of the verb, who does it to whom, and what its surroundings make of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from detente.model.vocabulary import Status
from detente.read.frames import frame_of, frames_of, is_stance
from detente.read.lexicon import Frame
from detente.read.parse import Clause
from detente.read.roles import sides_of
from detente.read.scene import Scene
from detente.read.sides import Sides
from detente.read.status import status_of
from detente.read.turns import turned


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed in a sentence: frame, sides, status, the items [first, last) that tell it, and why.

    `head`: the item of its verb or noun, from which dates and figures are looked for.
    """

    frame: Frame
    type: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    reciprocal: bool
    status: Status
    first: int
    last: int
    head: int
    attributed_to: str | None
    confidence: float
    because: str


_DEPENDENT: Final = frozenset(
    {"that", "if", "unless", "whether", "who", "which", "whom", "whose", "because", "where"}
)
_DEMANDING: Final = frozenset({"must", "should"})


def deeds_of(scene: Scene) -> list[Deed]:
    """The deeds that the clauses of a sentence tell; a clause inside an absorbed one tells none."""
    return told_and_silent(scene)[0]


def told_and_silent(scene: Scene) -> tuple[list[Deed], set[int]]:
    """The deeds that clauses tell, and the verbs' items that are asked, claimed or wished and tell none."""
    found: list[Deed] = []
    covered: set[int] = set()
    for number, clause in enumerate(scene.clauses):
        stance = is_stance(scene, clause)
        if number in covered or stance:
            covered |= _under(scene, number, whole=stance) if stance else set()
            continue
        fitting = frames_of(scene, clause)
        if not fitting:
            found += _demand(scene, clause)
            covered |= _under(scene, number, whole=True) if clause.verb in scene.lexicon.denying else set()
            continue
        told_by = _first_told(scene, number, fitting, found)
        if told_by is None:
            continue  # only a promise, and what is promised tells the deed
        frame, deeds = told_by
        if clause.kind == "gerund" and _apart(scene, clause):
            # ", killing one": how the deed went, not another one
            deeds = [d for d in deeds if not any(_alike(d, other) for other in found)]
        found += deeds
        denied = not deeds and clause.verb in scene.lexicon.denying
        if not deeds and _controls_below(scene, number):
            continue  # "refuses to lift the ban": what it will not do tells the deed
        if deeds or (frame.absorb and not frame.to_do) or denied:
            inside = _under(scene, number, whole=frame.absorb or denied)
            covered |= inside - _purposes(scene, number, inside) if frame.type == "CONSULT" else inside
    told = {d.head for d in found}
    return _merged(found), {scene.clauses[n].group.head for n in covered} - told


def _first_told(
    scene: Scene, number: int, fitting: Sequence[tuple[Frame, bool]], before: Sequence[Deed]
) -> tuple[Frame, list[Deed]] | None:
    """The deeds of the first fitting frame that finds its sides; the first frame and none when none does."""
    fitting = [f for f in fitting if not (f[0].weak and _told_below(scene, number))]
    for frame, light in fitting:
        deeds = _deeds(scene, scene.clauses[number], frame, light, before)
        if deeds:
            return frame, deeds
    return (fitting[0][0], []) if fitting else None


def _told_below(scene: Scene, number: int) -> bool:
    """Whether an infinitive under a promise tells the deed itself ("agreed to sell arms to ...")."""
    below = [c for c in scene.clauses[number + 1 :] if c.kind == "infinitive" and c.parent == number]
    for clause in below:
        frame, light = frame_of(scene, clause)
        if frame is not None and not frame.weak and sides_of(scene, clause, frame, light):
            return True
    return False


def _purposes(scene: Scene, number: int, inside: set[int]) -> set[int]:
    """Infinitives under a visit, call or meeting that name what was done there ("flew to X to sign ...")."""
    found: set[int] = set()
    for n in inside - {number}:
        frame, light = frame_of(scene, scene.clauses[n])
        named = frame is not None and frame.type in _SAID_OR_SIGNED and frame.roles != "reverse" and not light
        if named and scene.clauses[n].kind == "infinitive" and scene.clauses[n].parent == number:
            found.add(n)
    return found


_SAID_OR_SIGNED: Final = frozenset({"SUPPORT", "CONCEDE", "REQUEST", "ACCUSE"})


def _controls_below(scene: Scene, number: int) -> bool:
    """Whether a verb says of the infinitive under it that it is refused, threatened or promised."""
    control = scene.lexicon.controls.get(scene.clauses[number].verb)
    below = any(c.kind == "infinitive" and c.parent == number for c in scene.clauses)
    return below and control is not None and control.cooperative is not None


def _under(scene: Scene, number: int, whole: bool) -> set[int]:
    """Clauses inside one: its infinitives and gerunds, and when `whole` the clauses that depend on it."""
    if scene.tree is not None:
        return _under_in(scene, number, whole)
    found = {number}
    for later in range(number + 1, len(scene.clauses)):
        clause = scene.clauses[later]
        if clause.kind == "finite":
            depends = whole and (_depends(scene, clause) or _complement(scene, number, later))
            if not depends:
                break
            found.add(later)
        elif clause.parent in found and (
            whole or clause.kind != "gerund" or clause.opener in ("of", "by", "for", "from")
        ):
            found.add(later)
    return found


def _under_in(scene: Scene, number: int, whole: bool) -> set[int]:
    """As `_under`, by the tree: what hangs on a verb, without clauses joined to it."""
    found = {number}
    for _ in range(4):
        for later, clause in enumerate(scene.clauses):
            if later in found or clause.parent not in found:
                continue
            joined = clause.parent == number and (
                clause.relation in ("conj", "parataxis")
                or (
                    clause.relation == "advcl" and clause.kind == "finite" and clause.opener not in _DEPENDENT
                )
                or (clause.relation == "acl:relcl" and not _depends(scene, clause))
            )
            if joined or (whole and _circumstance(scene, clause, scene.clauses[number])):
                continue
            if whole or (
                clause.kind in ("infinitive", "gerund")
                and (clause.kind != "gerund" or clause.opener in ("of", "by", "for", "from"))
            ):
                found.add(later)
    return found


_WHEN: Final = frozenset({"after", "following", "since", "before", "when", "while"})


def _circumstance(scene: Scene, clause: Clause, host: Clause) -> bool:
    """Whether a clause hangs on when it was said, not on what was said ("protested after a ship rammed ...")."""
    tree, at = scene.tree, clause.core
    assert tree is not None
    for _ in range(20):
        if at == host.core or tree.heads[at] == at:
            return False
        if tree.relations[at] in ("obl", "advcl") and tree.heads[at] == host.core:
            return any(scene.items[n].low in _WHEN for n in tree.children(at, "case", "mark"))
        at = tree.heads[at]
    return False


def _depends(scene: Scene, clause: Clause) -> bool:
    """Whether an opener makes a clause part of what is said; not in an aside (", a charge that X rejects")."""
    aside = any(i.text == "," for i in scene.items[max(0, clause.subject_first - 4) : clause.subject_first])
    return clause.opener in _DEPENDENT and not (
        aside and clause.opener in ("that", "which") and clause.own_subject
    )


def _complement(scene: Scene, number: int, later: int) -> bool:
    """Whether a later finite clause begins right after a verb, as what is said or asked ("demanded X resign")."""
    host, clause = scene.clauses[number], scene.clauses[later]
    return clause.own_subject and clause.subject_first <= host.group.last + 1


def _deeds(scene: Scene, clause: Clause, frame: Frame, light: bool, before: Sequence[Deed]) -> list[Deed]:
    sides = sides_of(scene, clause, frame, light)
    if not sides and not clause.subject and frame.objects == "project" and before:
        # works told without an agent belong to the sides of the deed they stand beside
        sides = [Sides(before[-1].source, before[-1].target, before[-1].reciprocal, True)]
    if (
        not sides
        and before
        and not clause.own_subject
        and frame.roles == "directed"
        and not (frame.named and (frame.to_do or clause.kind != "finite"))
    ):
        # "thanked X and offered to send ...": the same subject, so the same other side
        subject = scene.codes([a for a in clause.subject if a.acts], clause.group.head)
        last = before[-1]
        if last.target and subject and subject == last.source and not clause.group.passive:
            sides = [Sides(subject, last.target, False, True)]
    return [_deed(scene, clause, frame, light, one) for one in sides]


def _deed(scene: Scene, clause: Clause, frame: Frame, light: bool, sides: Sides) -> Deed:
    reporter, codes = _reporter(scene, clause)
    status = status_of(clause, scene.clauses, frame, scene.lexicon, bool(reporter))
    kind, status, why = turned(scene, clause, frame, status)
    sides = _promised(scene, clause, sides) if why and why[0].startswith('"') else sides
    if reporter and status == "occurred" and codes and not set(codes) & set(sides.source):
        status = "claimed"
    if frame.roles == "reverse" and kind == "AGREE":
        # who plans to buy is the one that acts; the seller has done nothing yet
        sides = replace(sides, source=sides.target, target=sides.source)
    first, last = span_of(scene, clause, frame)
    reasons = [f'{frame.id}: "{scene.items[clause.group.head].text}"', *why]
    if sides.inferred:
        reasons.append("one side is not named here and taken from the pair spoken of")
    return Deed(
        frame, kind, sides.source, sides.target, sides.reciprocal, status, first, last, clause.group.head, reporter,
        (0.75 if light else 0.8) - (0.25 if sides.inferred else 0), "; ".join(reasons),
    )  # fmt: skip


def _promised(scene: Scene, clause: Clause, sides: Sides) -> Sides:
    """What one state alone agrees or refuses to do with another is its own deed towards it."""
    subject = scene.codes([a for a in clause.subject if a.codes], clause.group.head)
    if not sides.reciprocal or len(subject) != 1 or subject[0] not in sides.source:
        return sides
    return replace(
        sides, source=subject, target=tuple(c for c in sides.source if c not in subject), reciprocal=False
    )


def span_of(scene: Scene, clause: Clause, frame: Frame) -> tuple[int, int]:
    """The items that tell the deed: from its subject, or its verb when the subject is carried over, to its end."""
    first = clause.subject_first if clause.own_subject else clause.group.first
    host = clause
    while host.kind != "finite" and host.parent is not None and not _apart(scene, host):
        host = scene.clauses[host.parent]
        if host.subject_first > clause.group.first:
            break  # "after signing ..., X bought ...": the clause before is its own words
        first = host.subject_first if host.own_subject else min(first, host.group.first)
    beside = [
        c.subject_first for c in scene.clauses
        if c.kind == "finite" and c.own_subject and c.subject_first > clause.group.last
        and scene.items[c.subject_first - 1].low in ("and", "but", ";", "while")
    ]  # fmt: skip
    last = min([len(scene.items), *beside]) if frame.absorb else clause.right[1]
    if not frame.absorb:
        last = min(
            [
                last,
                *(
                    c.group.first
                    for c in scene.clauses
                    if c.group.first > clause.group.last and _apart(scene, c)
                ),
            ]
        )
    if not frame.absorb:
        # what stands behind a semicolon is said by itself
        ends = (n for n in range(clause.group.last, last) if scene.items[n].text == ";")
        last = next(ends, last)
    while last > clause.group.last and (
        scene.items[last - 1].kind == "mark" or scene.items[last - 1].low in ("and", "but", "or")
    ):
        last -= 1
    while first < clause.group.first and scene.items[first].low in ("and", "but", ",", "that"):
        first += 1
    return first, last


def _apart(scene: Scene, clause: Clause) -> bool:
    """Whether a gerund stands apart behind a comma (", paving the way for ...")."""
    return (
        clause.kind == "gerund" and clause.group.first > 0 and scene.items[clause.group.first - 1].text == ","
    )


def _reporter(scene: Scene, clause: Clause) -> tuple[str | None, tuple[str, ...]]:
    """Who says so: the subject of the reporting verb it stands under, or that ends the sentence (", X said")."""
    parent, current = clause.parent, clause
    for _ in range(4):
        if parent is None:
            break
        host = scene.clauses[parent]
        if host.verb in scene.lexicon.reporting and host.kind == "finite" and current.own_subject:
            return host.subject_text or None, scene.codes(host.subject, host.group.head)
        current, parent = host, host.parent
    for tail in scene.clauses:
        if (
            tail.verb in scene.lexicon.reporting and tail.kind == "finite" and tail.own_subject and not tail.opener
            and tail.group.first > clause.group.head and tail.right[1] - tail.right[0] <= 6
        ):  # fmt: skip
            return tail.subject_text, scene.codes(tail.subject, tail.group.head)
    return None, ()


def _demand(scene: Scene, clause: Clause) -> list[Deed]:
    """A demand of X on Y: "X said Y must ..."."""
    reporter, codes = _reporter(scene, clause)
    if clause.group.modal not in _DEMANDING or not codes or not clause.own_subject:
        return []
    target = tuple(
        c for c in scene.codes([a for a in clause.subject if a.acts], clause.group.head) if c not in codes
    )
    if not target:
        return []
    frame = next(f for f in scene.lexicon.frames if f.id == "urge")
    first, last = span_of(scene, clause, frame)
    why = f'"{clause.group.modal}" in what is said is a demand'
    return [
        Deed(
            frame,
            "REQUEST",
            codes,
            target,
            False,
            "occurred",
            first,
            last,
            clause.group.head,
            reporter,
            0.6,
            why,
        )
    ]


def _merged(deeds: Sequence[Deed]) -> list[Deed]:
    """Two verbs for one deed ("has grown and deepened") are one deed over both."""
    found: list[Deed] = []
    for deed in deeds:
        same = next((n for n, d in enumerate(found) if _same(d, deed)), None)
        if same is None:
            found.append(deed)
        else:
            found[same] = replace(
                found[same],
                head=deed.head,
                first=min(found[same].first, deed.first),
                last=max(found[same].last, deed.last),
            )
    return found


def _alike(one: Deed, two: Deed) -> bool:
    return (one.type, one.source, one.target) == (two.type, two.source, two.target)


def _same(one: Deed, two: Deed) -> bool:
    if (one.type, one.source, one.target) == (
        two.type,
        two.source,
        two.target,
    ) and 0 < two.head - one.head <= 2:
        return True  # "stopped buying", "helped to build"
    return (one.frame.id, one.source, one.target, one.status) == (
        two.frame.id,
        two.source,
        two.target,
        two.status,
    ) and (two.head - one.head <= 4)
