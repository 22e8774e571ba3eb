"""Which deed a clause's words name: the lexicon's frame for a verb, or for a noun under a light verb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from detente.read.grammar import word_class
from detente.read.lexicon import ANY_VERB, Frame
from detente.read.parse import Clause
from detente.read.scene import Scene


def is_stance(scene: Scene, clause: Clause) -> bool:
    """Whether a clause says what a state wants, hopes, fears or holds."""
    lexicon = scene.lexicon
    control = lexicon.controls.get(clause.verb)
    return (
        clause.kind == "finite"
        and not clause.group.passive
        and (
            (control is not None and control.stance)
            or (clause.verb in lexicon.stance_verbs and _states_view(scene, clause))
        )
    )


def _states_view(scene: Scene, clause: Clause) -> bool:
    """A stance verb with a clause, "as" or an infinitive after it, or one that is always a stance."""
    if clause.verb in (
        "see",
        "feel",
        "consider",
        "expect",
        "need",
        "seek",
        "think",
        "fear",
        "view",
        "regard",
        "believe",
    ):
        words = [i.low for i in scene.items[clause.group.last : clause.group.last + 12]]
        if clause.verb == "seek" or (clause.verb == "consider" and "as" not in words):
            return False
        return (
            clause.verb in ("believe", "think", "fear", "need", "feel")
            or "as" in words
            or "that" in words
            or "to" in words
        )
    return True


def frame_of(scene: Scene, clause: Clause) -> tuple[Frame | None, bool]:
    """The first of `frames_of`, or (None, False)."""
    return next(iter(frames_of(scene, clause)), (None, False))


def frames_of(scene: Scene, clause: Clause) -> list[tuple[Frame, bool]]:
    """(frame, whether it is a noun's under a light or cancelling verb) that a clause's words fit, best first."""
    lexicon, items = scene.lexicon, scene.items
    end = min(clause.right[1], clause.right[0] + 14)
    following = [w for i in items[clause.right[0] : end] for w in i.words]
    particle = _particle(scene, clause) or (following[0] if following else "")
    beside = [w for w in _together(scene, clause) if w not in following]
    found: list[tuple[Frame, bool]] = []
    words = [*following, *beside, *_antecedent_words(scene, clause)]
    near = {*words, *clause.subject_text.split()}
    for verb in (f"{clause.verb} {particle}", clause.verb):
        for frame in lexicon.by_verb.get(verb, ()):
            asked = frame.object_words()
            if asked and not frame.person and asked.isdisjoint(near):
                continue  # most frames of a common verb end here
            if _fits(scene, frame, clause, verb, words):
                found.append((frame, False))
    noun = _noun_frame(scene, clause, following)
    if noun is None:
        return found or _done_jointly(scene, clause, [*following, *beside])
    if clause.verb == "order" and _ordered_noun(scene, clause, noun, following):
        return [(noun, True), *found]
    if clause.verb in lexicon.light:
        return [*found, (noun, True)]
    if found:
        return found
    if clause.verb in lexicon.cancelling or f"{clause.verb} {particle}" in lexicon.cancelling:
        return [(_cancelled(clause, noun), True)]
    return [(replace(noun, status="planned"), True)] if clause.verb in lexicon.light_planned else []


def _done_jointly(scene: Scene, clause: Clause, words: Sequence[str]) -> list[tuple[Frame, bool]]:
    """The frames of any verb at all: what several do together, whatever it is."""
    if clause.verb in _NO_DEED or clause.verb in scene.lexicon.stance_verbs:
        return []
    frames = scene.lexicon.by_verb.get(ANY_VERB, ())
    return [(f, False) for f in frames if _fits(scene, f, clause, clause.verb, words)]


_NO_DEED: Final = frozenset(
    [
        "be", "have", "become", "remain", "seem", "live", "account", "make", "come", "stay", "hold", "keep", "bring",
        "put", "get", "stand", "piece", "stick", "knit", "sit", "do", "say", "grow", "belong", "lie",
    ]
)  # fmt: skip


def _particle(scene: Scene, clause: Clause) -> str:
    """A verb's particle that stands behind its object ("handed them over"), by its tree."""
    if scene.tree is None or clause.core < 0:
        return ""
    found = scene.tree.children(clause.core, "compound:prt")
    return scene.items[found[0]].low if found else ""


def _together(scene: Scene, clause: Clause) -> list[str]:
    """Adverbs in front of a verb that say it was done by several ("jointly built")."""
    before = scene.items[max(0, clause.group.first - 1) : clause.group.head]
    return [i.low for i in before if i.low in _JOINTLY]


_JOINTLY: Final = frozenset({"jointly", "together"})


def _antecedent_words(scene: Scene, clause: Clause) -> list[str]:
    """The words before a relative pronoun that is the object ("a charge that X rejects")."""
    if clause.opener not in ("that", "which", "whom") or not clause.own_subject:
        return []
    return [w for i in scene.items[max(0, clause.subject_first - 5) : clause.subject_first] for w in i.words]


def _ordered_noun(scene: Scene, clause: Clause, noun: Frame, following: Sequence[str]) -> bool:
    """Whether what is ordered is itself the deed ("ordered attacks on X", not "ordered X to end attacks")."""
    return bool(set(noun.nouns) & _object_words(scene, clause, following))


def _noun_frame(scene: Scene, clause: Clause, following: Sequence[str]) -> Frame | None:
    """The frame of the first deed noun that a verb has as object (of a passive: as subject)."""
    inside = sum(len(i.words) for i in scene.items[clause.right[0] : _next_verb(scene, clause)])
    words = clause.subject_text.split() if clause.group.passive else following[: min(9, inside)]
    if "note" in words[:2] or "notice" in words[:2]:
        return None  # "took note of the request"
    for word in words:
        for frame in scene.lexicon.by_noun.get(word, ()):
            if not frame.nouns_need or set(frame.nouns_need) & set(words):
                return frame
    return None


def _next_verb(scene: Scene, clause: Clause) -> int:
    """The item of the next verb that has its own object ("took in people fleeing the war" is no war)."""
    later = [
        c.group.head for c in scene.clauses if c.group.head > clause.group.last and c.kind != "infinitive"
    ]
    return min(later, default=len(scene.items))


def _cancelled(clause: Clause, frame: Frame) -> Frame:
    """Calling off a deed: a state that does so rejects it; otherwise the deed is told as cancelled."""
    if clause.subject and not clause.group.passive:
        return replace(
            frame,
            type="REJECT",
            mode=None,
            cameo=None,
            roles="directed",
            infer=True,
            target=(*frame.target, "in"),
        )
    return replace(frame, status="cancelled", infer=True)


_BESIDE: Final = frozenset(
    {
        "over",
        "after",
        "before",
        "during",
        "amid",
        "under",
        "despite",
        "against",
        "about",
        "through",
        "following",
    }
)


def _beside_object(scene: Scene, clause: Clause) -> set[str]:
    """Words that only qualify the direct object ("a quarrel over the vessel"): they are not what is done."""
    tree = scene.tree
    if tree is None or clause.core < 0:
        return set()
    found: set[str] = set()
    for at in tree.children(clause.core, "obj"):
        for n in (*tree.children(at, "nmod"), *tree.children(clause.core, "obl")):
            if any(scene.items[c].low in _BESIDE for c in tree.children(n, "case")):
                found |= {w for k in tree.inside(n) for w in scene.items[k].words}
    return found


def _object_words(scene: Scene, clause: Clause, following: Sequence[str]) -> set[str]:
    """The words of a verb's direct object, without what is attached to it ("an inquiry" of "... into an attack")."""
    tree = scene.tree
    if tree is None or clause.core < 0:
        particles = 1 if following[:1] and following[0] in scene.lexicon.grammar.prepositions else 0
        ends = (
            n for n, w in enumerate(following) if n >= particles and w in scene.lexicon.grammar.prepositions
        )
        return set(following[: next(ends, len(following))])
    heads = [n for at in tree.children(clause.core, "obj") for n in (at, *tree.children(at, "conj"))]
    near = [n for at in heads for n in (at, *tree.children(at, "compound", "amod", "flat", "nummod"))]
    return {w for n in near for w in scene.items[n].words}


def _around(scene: Scene, frame: Frame, clause: Clause, following: Sequence[str]) -> set[str]:
    """The words among which those that a frame asks for must stand."""
    if clause.group.passive:
        around = set(clause.subject_text.split())
        if scene.tree is not None and scene.tree.children(clause.core, "obj"):
            around |= _object_words(scene, clause, following)  # "X was given tanks by Y"
        if not frame.direct:
            # "X was put under sanctions by Y", "was jointly built by X and Y"
            around |= _complement(following) | (set(following) & _JOINTLY)
        return around
    around = set(following)
    if not _BESIDE & set(frame.also):
        around -= _beside_object(scene, clause)
    if frame.direct:
        around &= _object_words(scene, clause, following) | set(_antecedent_words(scene, clause))
    if frame.objects in ("relations", "mission"):
        around |= set(clause.subject_text.split())  # "ties have deepened"
    return around


def _fits(scene: Scene, frame: Frame, clause: Clause, verb: str, following: Sequence[str]) -> bool:
    """Whether what a frame asks for stands around the verb."""
    if frame.not_to and following[:1] == ["to"]:
        return False  # "voted to suspend ...": what is voted tells the deed
    if clause.verb in scene.lexicon.denying and not frame.absorb and following[:1] in (["that"], ["it"]):
        return False  # what is denied is no deed
    if not (_told_so(scene, frame, clause) and _subject_fits(frame, clause)):
        return False
    if frame.no_partner and _partner(scene, clause):
        return False
    wanted = frame.object_words()
    if wanted or frame.also:
        around = _around(scene, frame, clause, following)
        if wanted and not wanted & around and not _guest(frame, clause):
            return False
        if frame.also and not set(frame.also) & around:
            return False
    if frame.weak and following[:1] not in (["to"], ["on"]) and not clause.right_actors:
        return False
    direct = any(a.prep in ("", "on", "to", "at", "against", "into") for a in clause.right_actors)
    return verb not in frame.strict or direct or clause.group.passive


def _subject_fits(frame: Frame, clause: Clause) -> bool:
    """Whether the subject is one that a frame is told of, and a body is named where one is asked for."""
    subject = frame.needs_subject
    if subject and word_class(f"objects.{subject}").isdisjoint(clause.subject_text.split()):
        return False
    named = (c for a in clause.right_actors for c in a.codes)
    if frame.no_crowd and _crowd(clause):
        return False
    if frame.only_organisations and not any(c.startswith("IGO:") for c in named):
        return False
    return not frame.official or _official(clause)


def _crowd(clause: Clause) -> bool:
    """Whether people at large are the subject ("thousands of X's", "demonstrators", "Egyptians"), not a state."""
    words = clause.subject_text.split()
    plural = any(a.form == "adjective" and a.text[-1:] == "s" != a.text[-2:-1] for a in clause.subject)
    return (plural and words[0] != "the") or not word_class("crowds").isdisjoint(words)


def _partner(scene: Scene, clause: Clause) -> bool:
    """Whether a deed is done with somebody: "with X", not "on the border with X"."""
    together = (a.at for a in clause.right_actors if a.prep in ("with", "alongside"))
    return any(scene.items[max(0, at - 2)].low not in ("border", "frontier") for at in together)


_COMPLEMENT: Final = 5  # words behind a passive that can be its complement


def _complement(following: Sequence[str]) -> set[str]:
    """The words behind a passive, up to its agent: what its subject is put, held or told to be."""
    ends = (n for n, word in enumerate(following[:_COMPLEMENT]) if word in ("by", ",", ";"))
    return set(following[: next(ends, _COMPLEMENT)])


def _told_so(scene: Scene, frame: Frame, clause: Clause) -> bool:
    """Whether a verb stands in the voice, polarity or time that a frame is told in."""
    if frame.only_negated and not clause.group.negated:
        return False
    if frame.passive and not clause.group.passive:
        return False
    if frame.finite and clause.kind != "finite":
        return False
    if frame.future and clause.group.modal not in ("will", "shall", "would", "'ll"):
        return False
    return not frame.to_do or _told_to_do(scene, clause)


def _told_to_do(scene: Scene, clause: Clause) -> bool:
    """Whether a state or an office holder is told, and an infinitive says what to do ("told X to leave")."""
    below = any(
        c.kind == "infinitive" and c.parent is not None and scene.clauses[c.parent] is clause
        for c in scene.clauses
    )
    if not below or scene.tree is None or clause.core < 0 or clause.group.passive:
        return below
    at = _object_items(scene, clause)
    return any(scene.items[n].mention is not None or scene.items[n].low in _holders() for n in at)


def _object_items(scene: Scene, clause: Clause) -> list[int]:
    """The items of a verb's objects with the names in front of them."""
    tree = scene.tree
    assert tree is not None
    heads = tree.children(clause.core, "obj", "iobj")
    return [
        n for at in heads for n in (at, *tree.children(at, "compound", "amod", "nmod", "nmod:poss", "flat"))
    ]


def _holders() -> frozenset[str]:
    return word_class("objects.visitors")


def _guest(frame: Frame, clause: Clause) -> bool:
    """Whether an office holder known by name is the one received ("received N.N. in ...")."""
    people = clause.subject if clause.group.passive else clause.right_actors
    return frame.person and any(a.form in ("person", "titled") and not a.prep for a in people)


_OFFICIAL: Final = frozenset(
    [
        "president",
        "minister",
        "premier",
        "chancellor",
        "king",
        "leader",
        "delegation",
        "envoy",
        "secretary",
        "spokesman",
        "emperor",
        "prince",
        "chief",
        "general",
        "marshal",
        "queen",
        "emir",
        "sultan",
        "ambassador",
        "commander",
        "delegations",
        "ministers",
        "leaders",
        "officials",
        "team",
    ]
)


def _official(clause: Clause) -> bool:
    """Whether an office holder or delegation is the subject, for verbs that are no deed of anybody else."""
    return any(
        a.prep != "between"
        and (a.head in _OFFICIAL or a.form in ("person", "group", "titled") or a.pronoun in ("he", "she"))
        for a in clause.subject
    )
