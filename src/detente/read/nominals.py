"""Deeds told by nouns: "talks between X and Y", "X's invasion of Y", "during a visit to Y"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from detente.model.vocabulary import Status
from detente.read.deeds import Deed
from detente.read.grammar import word_class
from detente.read.lexicon import Frame
from detente.read.parse import Clause
from detente.read.phrases import Actor
from detente.read.scene import Scene
from detente.read.status import nominal_status, status_of

_TEMPORAL: Final = frozenset({"during", "after", "following", "before", "since", "on", "at", "amid", "in"})


def nominal_deeds(scene: Scene, told: Sequence[Deed]) -> list[Deed]:
    """Deeds of nouns outside the deeds that clauses already tell."""
    found: list[Deed] = []
    if not any(c.kind == "finite" for c in scene.clauses):
        return found  # a heading or a fragment names its subject and tells nothing
    for at, item in enumerate(scene.items):
        if item.kind != "word":
            continue
        if any(d.first <= at < d.last and d.head != at and _belongs(d, at) for d in told):
            continue
        if any(c.group.first <= at < c.group.last for c in scene.clauses) or _modifies(scene, at):
            continue
        deed = next(filter(None, (_nominal(scene, f, at) for f in _frames_at(scene, at))), None)
        frame = deed.frame if deed is not None else None
        if (
            deed is not None
            and frame is not None
            and not any(
                {*deed.source, *deed.target} == {*d.source, *d.target} and d.frame.id == frame.id
                for d in (*told, *found)
            )
        ):
            found.append(deed)
    return found


def _modifies(scene: Scene, at: int) -> bool:
    """Whether a noun only qualifies another one ("trade agreement")."""
    if scene.tree is not None:
        return scene.tree.relations[at] == "compound"
    following = scene.items[at + 1].low if at + 1 < len(scene.items) else ""
    return following in word_class("objects.agreement") | word_class("objects.talks")


def _frames_at(scene: Scene, at: int) -> list[Frame]:
    """The frames of the noun at an item, those whose needed words stand before it."""
    frames = scene.lexicon.by_noun.get(scene.items[at].low, ())
    if not frames:
        return []
    before = {w for i in scene.items[max(0, at - 4) : at] for w in i.words}
    amount = any(i.figure is not None and not i.figure.change for i in scene.items[at : at + 16])
    return [
        f
        for f in frames
        if not (f.light_only or (f.no_figure and amount)) and (not f.nouns_need or set(f.nouns_need) & before)
    ]


def _belongs(deed: Deed, at: int) -> bool:
    """Whether a noun is the object of a told deed or asked for in it: near its verb, or in an absorbed part."""
    return deed.frame.absorb or deed.status in ("hypothetical", "negated") or 0 <= at - deed.head <= 6


def _nominal(scene: Scene, frame: Frame, at: int) -> Deed | None:
    end = _phrase_end(scene, at)
    right = scene.actors(at + 1, end)
    left = _possessor(scene, at)
    by = [a for a in right if a.prep == "by"]
    target_actors = _slot(scene, right, frame.noun_target or frame.target)
    of = _slot(scene, right, ["of"]) if "of" not in (frame.noun_target or frame.target) else []
    source_actors = left or by or of
    source, target = scene.codes(source_actors, at), scene.codes(target_actors, at)
    first = min([a.at for a in left], default=at)
    governing = _governing(scene, at)
    if not source:
        pair = scene.codes(target_actors, at)
        between = frame.roles == "mutual" or any(a.prep == "between" for a in target_actors)
        if not (between and len(pair) > 1):
            source, first = _main_subject(scene, at)
    target = tuple(c for c in target if c not in source)
    if frame.id == "visit" and scene.discourse.bilateral:
        owned = at > 0 and scene.items[at - 1].low in ("his", "her", "its", "their")
        if source and not target:
            target = scene.discourse.other(source)
        elif target and owned and not (left or by):
            source, first = scene.discourse.other(target), at
    both = any(a.prep == "between" for a in target_actors) and not source and len(target) > 1
    reciprocal = frame.roles == "mutual" or both
    everyone = tuple(dict.fromkeys((*source, *target)))
    if len(everyone) < 2 or (not reciprocal and not (source and target)):
        return None
    if frame.roles == "reverse":
        source, target = target, source
    status: Status = "occurred"
    if governing is not None:
        status = status_of(governing, scene.clauses, frame, scene.lexicon, False)
        if governing.verb in scene.lexicon.cancelling:
            status = "cancelled"
        if status == "ongoing":
            status = "occurred"
    status = nominal_status(scene.items, at, 0, frame.status_noun or status)
    last = _with_date(scene, max([a.at + 1 for a in target_actors], default=at + 1))
    return Deed(
        frame, "AGREE" if status == "planned" else frame.type,
        everyone if reciprocal else source, () if reciprocal else target, reciprocal,
        status, min(first, at), last, at, None, 0.6, f'{frame.id}: the noun "{scene.items[at].text}"',
    )  # fmt: skip


def _with_date(scene: Scene, last: int) -> int:
    """A date that follows belongs to the deed ("a visit to X in May")."""
    for ahead in (last, last + 1):
        if ahead < len(scene.items) and scene.items[ahead].kind == "date":
            return ahead + 1
    return last


def _phrase_end(scene: Scene, at: int) -> int:
    """Where the words that belong to a noun end: at the next verb, mark or opener."""
    starts = {c.group.first for c in scene.clauses}
    grammar = scene.lexicon.grammar
    for ahead in range(at + 1, min(at + 14, len(scene.items))):
        item = scene.items[ahead]
        if (
            ahead in starts
            or (item.kind == "mark" and item.text != ",")
            or item.low in grammar.subordinators - {"as"}
            or item.low in grammar.relatives
        ):
            return ahead
        if item.text == "," and not (
            ahead + 2 < len(scene.items)
            and scene.items[ahead + 1].kind == "actor"
            and scene.items[ahead + 2].low in (",", "and")
        ):
            return ahead
    return min(at + 14, len(scene.items))


def _possessor(scene: Scene, at: int) -> list[Actor]:
    """The actor right before a noun, as possessor, adjective or pair ("X's invasion", "the X-Y talks")."""
    for back in range(at - 1, max(-1, at - 5), -1):
        item = scene.items[back]
        if item.kind == "actor":
            actors = scene.actors(max(0, back - 4), back + 1)
            last = actors[-1]
            if last.possessive or last.adjective or last.form in ("pair",) or back == at - 1:
                return [
                    a
                    for a in scene.joined(actors, len(actors) - 1)
                    if a.possessive or a.adjective or a.form == "pair" or a is last
                ]
            return []
        if (
            item.kind != "word"
            or item.low
            in scene.lexicon.grammar.prepositions
            | scene.lexicon.grammar.conjunctions
            | scene.lexicon.grammar.determiners
        ):
            return []
    return []


def _slot(scene: Scene, actors: Sequence[Actor], slots: Sequence[str]) -> list[Actor]:
    for slot in slots:
        for number, actor in enumerate(actors):
            if actor.prep == slot or (slot == "in" and actor.prep == "into"):
                return [a for a in scene.joined(actors, number) if a.at >= actor.at]
    return []


def _governing(scene: Scene, at: int) -> Clause | None:
    """The clause whose words a noun stands among."""
    inside = [c for c in scene.clauses if c.right[0] <= at < c.right[1]]
    if inside:
        return inside[-1]
    return next((c for c in scene.clauses if c.own_subject and c.subject_first <= at < c.group.first), None)


def _main_subject(scene: Scene, at: int) -> tuple[tuple[str, ...], int]:
    """The main clause's subject, for a noun in a temporal phrase ("during a visit to X, Y's premier ...")."""
    for back in range(at - 1, max(-1, at - 5), -1):
        low = scene.items[back].low
        if low in _TEMPORAL:
            break
        if scene.items[back].kind != "word" or low in scene.lexicon.grammar.prepositions:
            return (), at
    else:
        return (), at
    clause = next((c for c in scene.clauses if c.kind == "finite" and c.subject), None)
    if clause is None or len(clause.subject) != 1:
        return (), at
    return scene.codes([a for a in clause.subject if a.acts], clause.group.head), at
