"""Who does it to whom: the other side of a deed by preposition, voice and the pair spoken of."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from detente.read.discourse import is_state
from detente.read.grammar import word_class
from detente.read.items import Item
from detente.read.lexicon import Frame
from detente.read.parse import Clause
from detente.read.phrases import Actor
from detente.read.scene import Scene
from detente.read.sides import SHARED, Codes, Sides
from detente.read.unnamed import concerned, institution, nobody_named

_ASIDE: Final = frozenset(
    {"under", "amid", "despite", "after", "before", "during", "since", "without", "through"}
)
_HOSTING: Final = frozenset({"host", "convene", "sponsor"})


def sides_of(scene: Scene, clause: Clause, frame: Frame, light: bool) -> list[Sides]:
    """The sides of a clause's deed; two when "both A and B" did it each for itself; none when a side is missing."""
    loose = frame.roles == "mutual" or frame.any_subject or clause.group.passive
    actors = [a for a in clause.subject if a.acts or loose]
    subject = scene.officer(clause) or _subject(scene, clause, frame, actors)
    if _between(clause, frame, subject):
        return [Sides(subject, (), True, False)]
    if clause.group.passive:
        target, agents = _passive(scene, clause, frame, subject)
        posted = _posted_to(scene, clause, frame, subject) if not agents else ()
        if posted:
            target, agents = tuple(c for c in subject if c not in posted), [posted]
    else:
        slots = (*frame.noun_target, *frame.target) if light else frame.target
        target, agents = _other_side(scene, _region(scene, clause, frame), slots, subject), [subject]
        if not target and clause.own_subject:
            # "X's embassy in Y reopened": the other side stands with the subject
            around = scene.actors(clause.subject_first, clause.group.first)
            target = _other_side(
                scene, [a for a in around if a.prep], [s for s in slots if s != "object"], subject
            )
        if len(subject) > 1 and not target and _each_other(scene, clause):
            return [Sides(subject, (), True, False)]
        target = target or _inside_object(scene, clause, frame, subject)
        if not subject and frame.roles == "directed":
            agents = [institution(scene, clause, frame, target)]
        if light and clause.verb in _HOSTING and len(target) > 1 and subject:
            return [Sides(subject, target, False, False)]
    if frame.type == "ACCUSE" and scene.discourse.bilateral and target and not any(map(is_state, target)):
        # "protested to the United Nations": to whom it complains is not whom it complains of
        named = [a for a in clause.right_actors if a.codes and {*a.codes} <= {*target}]
        target = () if named and named[0].prep in ("to", "at", "with", "in", "before") else target
    promised = "agree" in clause.controllers or clause.verb in _PROMISES
    concerns = (
        scene.discourse.bilateral
        and (not frame.weak or clause.verb == "agree" or {*subject} == {*scene.discourse.main})
        and not frame.named
        and not _domestic(scene, clause, frame)
    )
    if _at_home(scene, clause):
        frame, concerns = replace(frame, named=True, infer=False), False
    found = [_ordered(scene, frame, source, target, promised, concerns) for source in agents]
    told = [sides for sides in found if sides is not None]
    return told or nobody_named(scene, clause, frame)


_PROMISES: Final = frozenset({"agree", "undertake", "pledge", "resolve", "commit", "decide"})


def _subject(scene: Scene, clause: Clause, frame: Frame, actors: Sequence[Actor]) -> Codes:
    """The codes of a subject; "they" in what one state's people say they will do are these people."""
    earlier = scene.earlier_subject(clause)
    said = clause.parent is not None and scene.clauses[clause.parent].verb in scene.lexicon.reporting
    they = len(actors) == 1 and actors[0].pronoun == "they" and clause.group.modal in ("will", "would", "'ll")
    if they and said and len(earlier) == 1 and frame.roles != "mutual":
        return earlier
    return scene.codes(actors, clause.group.head, earlier)


def _between(clause: Clause, frame: Frame, subject: Codes) -> bool:
    """Whether a deed is done to what two states share ("relations between X and Y were broken off")."""
    by = any(a.prep == "by" for a in clause.right_actors)
    shared = frame.objects in SHARED and word_class(f"objects.{frame.objects}") & set(
        clause.subject_text.split()
    )
    return (
        len(subject) > 1
        and bool(shared)
        and not by
        and not any(a.acts and not a.prep for a in clause.subject)
    )


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
        beside = [
            c.subject_first for c in scene.clauses
            if c.kind == "finite" and c.own_subject and c.subject_first > first
            and scene.items[c.subject_first - 1].low in ("and", "but", ";", "while")
        ]  # fmt: skip
        last = min([last, *beside])
        named = [a for a in clause.right_actors if a.codes]
        last = min([last, *told]) if named or clause.verb == "accuse" else last
    elif scene.tree is not None:
        return list(clause.right_actors)
    return scene.actors(first, last)


def _other_side(scene: Scene, region: Sequence[Actor], slots: Sequence[str], source: Codes) -> Codes:
    """The codes in the best slot that holds anybody but the source."""
    for slot in slots:
        for number, actor in enumerate(region):
            if not (_in_slot(actor, slot) or (slot == "object" and _given(scene, actor))):
                continue
            group = scene.joined(region, number)
            spoken = () if _given(scene, actor) else source
            codes = scene.codes([a for a in group if a.at >= actor.at], actor.at, spoken)
            codes = tuple(c for c in codes if c not in source)
            if codes:
                return _where_it_works(scene, region, actor, codes) or codes
    return ()


def _where_it_works(scene: Scene, region: Sequence[Actor], body: Actor, codes: Codes) -> Codes:
    """The state in which a body's mission or force stands ("soldiers to the UN mission in X"), else none."""
    if any(map(is_state, codes)) or not _MISSIONS & {i.low for i in scene.items[body.at : body.at + 4]}:
        return ()
    placed = [a for a in region if body.at < a.at <= body.at + 6 and a.prep in ("in", "for", "to")]
    return tuple(c for a in placed[:1] for c in a.codes if is_state(c))


_MISSIONS: Final = frozenset(
    {"mission", "force", "operation", "peacekeeping", "contingent", "effort", "appeal"}
)


def _given(scene: Scene, actor: Actor) -> bool:
    """Whether "it" is whom something is given ("gave it six boats"), by the tree."""
    return actor.pronoun == "it" and scene.tree is not None and scene.tree.relations[actor.at] == "iobj"


def _in_slot(actor: Actor, slot: str) -> bool:
    if actor.pronoun in ("it", "itself", "themselves"):
        return False
    if slot == "possessor":
        return (actor.possessive or actor.adjective) and actor.prep not in _ASIDE
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
    group = scene.joined(right, number)
    after = {i.low for i in scene.items[right[number].at + 1 : right[number].at + 5]}
    if right[number].head in word_class("thing_heads") or after & _MISHAPS:
        return subject, []  # "killed by the crash of X's airliner": nobody did it
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


_MISHAPS: Final = frozenset({"crash", "accident", "earthquake", "quake", "flood", "floods", "storm", "virus"})


def _agentless(
    scene: Scene, right: Sequence[Actor], frame: Frame, subject: Codes
) -> tuple[Codes, list[Codes]]:
    """A passive without an agent: a mutual deed has its sides as subject; some name the place that does it."""
    if frame.roles == "mutual":
        return _other_side(scene, right, frame.target, subject), [subject]
    if frame.type == "MOBILIZE":
        return _other_side(scene, right, frame.target, subject), [subject]  # "X's troops were reinforced"
    place = _other_side(scene, right, frame.passive_source, subject)
    return subject, [place] if place else []


def _posted_to(scene: Scene, clause: Clause, frame: Frame, subject: Codes) -> Codes:
    """Where an envoy is posted, who is called in or put out there ("X's ambassador to Y was summoned")."""
    if not frame.posted:
        return ()
    around = scene.actors(clause.subject_first, clause.group.first)
    return _other_side(scene, [a for a in around if a.prep in ("to", "in")], ("to", "in"), subject)


def _each_other(scene: Scene, clause: Clause) -> bool:
    words = [i.low for i in scene.items[clause.right[0] : clause.right[1]]]
    return any(a + b in ("eachother", "oneanother") for a, b in itertools.pairwise(words))


def _object(scene: Scene, clause: Clause) -> int | None:
    """The item of a clause's direct object, by its tree."""
    if scene.tree is None or clause.core < 0:
        return None
    found = scene.tree.children(clause.core, "obj")
    return found[0] if found else None


def _inside_object(scene: Scene, clause: Clause, frame: Frame, source: Codes) -> Codes:
    """A state that stands anywhere inside the direct object ("recognised the rule that X made")."""
    at = _object(scene, clause)
    if at is None or scene.tree is None:
        return ()
    verbs = {c.core for c in scene.clauses if frame.absorb or c.kind == "reduced"}
    inside = set(scene.tree.inside(at, verbs))
    for actor in scene.everyone:
        if actor.at in inside and not actor.pronoun:
            codes = tuple(c for c in scene.codes([actor], actor.at, source) if c not in source)
            if codes:
                return codes
    return ()


def _domestic(scene: Scene, clause: Clause, frame: Frame) -> bool:
    """Whether somebody who is no state is the object ("accused the opposition"): the other state is not meant."""
    at = _object(scene, clause)
    if at is not None and scene.tree is not None and frame.type == "ACCUSE":
        inside = [scene.items[n] for n in scene.tree.inside(at)]
        if any(i.kind == "word" and i.text[0].isupper() for i in inside):
            return True  # somebody else is named in what is condemned
    if frame.type == "ACCUSE" and at is not None and scene.items[at].low == "it":
        return False  # "accused it of ..."
    item = _head_of_object(scene, clause, at)
    if item is None or item.kind != "word":
        return False
    if frame.type == "CONSULT" and item.low in scene.lexicon.grammar.pronouns:
        return False  # "received him"
    named = item.text[0].isupper() and frame.target[:1] == ("object",) and frame.type != "CONSULT"
    return named or item.low in word_class("domestic")


def _head_of_object(scene: Scene, clause: Clause, at: int | None) -> Item | None:
    if at is not None:
        return scene.items[at]
    words = [i for i in scene.items[clause.right[0] : clause.right[0] + 3] if i.kind == "word"]
    heads = [i for i in words if i.low not in scene.lexicon.grammar.determiners]
    return heads[0] if heads else None


def _at_home(scene: Scene, clause: Clause) -> bool:
    """Whether the object is a state's own affair ("signed a law", "arrested opposition leaders")."""
    at = _object(scene, clause)
    item = _head_of_object(scene, clause, at)
    near = {item.low} if item is not None else set()
    if at is not None and scene.tree is not None:
        near |= {scene.items[n].low for n in scene.tree.children(at, "compound", "amod")}
    return bool(near & word_class("home_affairs"))


_ONE_SIDED: Final = frozenset(
    {"ACCUSE", "REJECT", "REQUEST", "THREATEN"}
)  # done by both, it is done to a third


def _ordered(
    scene: Scene, frame: Frame, source: Codes, target: Codes, promised: bool, concerns: bool
) -> Sides | None:
    """Sides put in order by the frame's roles; None when a side is missing and nothing stands for it."""
    target = tuple(c for c in target if c not in source)
    if frame.roles == "mutual":
        return _mutual(scene, frame, tuple(dict.fromkeys((*source, *target))))
    if not source:
        return None
    each = concerns and frame.type not in _ONE_SIDED and {*source} == {*scene.discourse.pair}
    shared = frame.objects in SHARED and len(source) == 2 and not frame.named
    if not target and len(source) > 1 and (promised or each or shared):
        return Sides(source, (), True, False)
    inferred = not target and (frame.infer or concerns) and not frame.named
    if inferred:
        outside = not {*source} & {*scene.discourse.main}
        if outside and frame.mode == "third-party":
            target = scene.discourse.main
        else:
            target = scene.discourse.other(source) or (concerned(scene) if outside and frame.infer else ())
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
        other = scene.discourse.other(everyone)
        if other and not {*other} & {*scene.discourse.here}:
            return Sides(
                everyone, other, False, True
            )  # the other is not even named: this one did it towards it
        everyone = (*everyone, *other)
        return Sides(everyone, (), True, True) if len(everyone) > 1 else None
    if not any(c not in scene.discourse.pair for i in scene.items if i.mention for c in i.mention.codes):
        everyone = scene.discourse.pair
    return Sides(everyone, (), True, True) if len(everyone) > 1 else None
