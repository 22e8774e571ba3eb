"""The deeds an analyst can edit: the files of lexicon/ as frames, controls and stance words, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from detente.model.vocabulary import EVENT_TYPES, REALMS, STATUSES, Realm, Status
from detente.read.grammar import Grammar, grammar_with, load_yaml, word_class

Roles = Literal["directed", "mutual", "reverse"]


@dataclass(frozen=True, slots=True)
class Frame:
    """One deed: its words, what must follow them, its PLOVER category, and where the other side stands.

    `named`: the other side must be named, never taken from the pair spoken of; `direct`: what it asks for must be
    the verb's own object; `any_subject`: people and things of a state may be its subject; `no_figure`: with an amount
    beside it, it is a figure and no deed; `finite`: told only by a finite verb; `person`: an office holder known by
    name is an object too; `posted`: where an envoy is posted acts; `leave`: not done, it refuses; `not_to`: with an
    infinitive right behind the verb, that one tells the deed; `no_crowd`: not told of people at large; `no_partner`:
    not done with anybody; `to_do`: an infinitive must hang on the verb; `passive`: told by a passive alone;
    `future`: told only of what is to come; `only_negated`: told only when negated, for that is what refuses, so it did
    happen.
    """

    id: str
    type: str
    reason: str
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    nouns_need: tuple[str, ...] = ()
    objects: str = ""
    only_objects: tuple[str, ...] = ()
    only_organisations: bool = False
    also: tuple[str, ...] = ()
    needs_subject: str = ""
    official: bool = False
    strict: tuple[str, ...] = ()
    mode: str | None = None
    cameo: str | None = None
    roles: Roles = "directed"
    target: tuple[str, ...] = ("object", "to", "with", "against", "on")
    noun_target: tuple[str, ...] = ()
    infer: bool = False
    absorb: bool = False
    weak: bool = False
    light_only: bool = False
    named: bool = False
    direct: bool = False
    any_subject: bool = False
    no_figure: bool = False
    finite: bool = False
    person: bool = False
    posted: bool = False
    leave: bool = False
    not_to: bool = False
    no_crowd: bool = False
    no_partner: bool = False
    to_do: bool = False
    passive: bool = False
    future: bool = False
    only_negated: bool = False
    passive_source: tuple[str, ...] = ()
    realm: Realm | None = None
    status: Status | None = None
    status_noun: Status | None = None

    def object_words(self) -> frozenset[str]:
        """The words of which one must follow the verb; empty when nothing is asked."""
        return _asked(self.objects, self.only_objects)


@cache
def _asked(objects: str, only_objects: tuple[str, ...]) -> frozenset[str]:
    return frozenset(only_objects) | (word_class(f"objects.{objects}") if objects else frozenset())


@dataclass(frozen=True, slots=True)
class Control:
    """What a word in front of "to do" makes of the deed."""

    words: tuple[str, ...]
    cooperative: str | None
    conflictual: str | None
    status: Status | None
    stance: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All frames, controls and stance words, indexed by word."""

    frames: tuple[Frame, ...]
    by_verb: dict[str, tuple[Frame, ...]]
    by_noun: dict[str, tuple[Frame, ...]]
    light: frozenset[str]
    light_planned: frozenset[str]
    cancelling: frozenset[str]
    controls: dict[str, Control]
    stance_verbs: frozenset[str]
    stance_nouns: frozenset[str]
    viewpoint: frozenset[str]
    gain: frozenset[str]
    cooperative: frozenset[str]
    hostile: frozenset[str]
    reporting: frozenset[str]
    denying: frozenset[str]
    grammar: Grammar


_LISTS: Final = {
    "verbs",
    "nouns",
    "nouns_need",
    "only_objects",
    "also",
    "target",
    "noun_target",
    "strict",
    "passive_source",
}
_FLAGS: Final = {
    "infer",
    "absorb",
    "official",
    "only_organisations",
    "weak",
    "light_only",
    "named",
    "direct",
    "any_subject",
    "person",
    "posted",
    "leave",
    "not_to",
    "no_crowd",
    "no_partner",
    "to_do",
    "passive",
    "future",
    "only_negated",
}
FILES: Final = (
    "idioms",
    "deeds",
    "frames/verbal_cooperation",
    "frames/material_cooperation",
    "frames/verbal_conflict",
    "frames/material_conflict",
)
"""The files of frames, in the order in which a verb's frames are tried."""
ANY_VERB: Final = "*"


def frame_from(entry: dict[str, Any]) -> Frame:
    """A frame from its YAML entry. Raises ValueError for an unknown field, category, realm or status."""
    given: dict[str, Any] = {}
    for name, value in entry.items():
        if name not in Frame.__dataclass_fields__:
            raise ValueError(f"{entry.get('id')}: unknown field {name!r}")
        if name in _LISTS:
            given[name] = tuple(value)
        elif name in _FLAGS:
            given[name] = value == "yes"
        else:
            given[name] = None if value == "null" else value
    frame = Frame(**given)
    known = frame.type in EVENT_TYPES and (frame.realm is None or frame.realm in REALMS)
    if not known or (frame.status or frame.status_noun or "occurred") not in STATUSES or not frame.reason:
        raise ValueError(f"{frame.id}: unknown category, realm or status, or no reason given")
    return frame


def _asks_nothing(frame: Frame) -> bool:
    """Whether a verb alone tells a frame; such frames are tried after those that ask for words beside it."""
    return not (
        frame.only_objects or frame.objects or frame.also or frame.needs_subject or frame.only_organisations
    )


def _control(entry: dict[str, Any]) -> Control:
    def category(name: str) -> str | None:
        value = entry.get(name)
        return value if value in EVENT_TYPES else None

    return Control(
        tuple(entry["words"]), category("cooperative"), category("conflictual"),
        entry.get("status"), entry.get("stance") == "yes",
    )  # fmt: skip


@cache
def lexicon() -> Lexicon:
    """The packaged lexicon."""
    raw = load_yaml("deeds")
    frames = tuple(frame_from(entry) for name in FILES for entry in load_yaml(name)["frames"])
    by_verb: dict[str, list[Frame]] = {}
    by_noun: dict[str, list[Frame]] = {}
    for frame in frames:
        for verb in frame.verbs:
            by_verb.setdefault(verb, []).append(frame)
        for noun in frame.nouns:
            by_noun.setdefault(noun, []).append(frame)
    controls = [_control(entry) for entry in raw["controls"]]
    stances = raw["stances"]
    words = {
        *by_verb,
        *raw["light"],
        *raw["light_planned"],
        *raw["cancelling"],
        *raw["reporting"],
        *raw["denying"],
    }
    words |= {*stances["verbs"], *stances["gain"]}
    words |= {w for c in controls for w in c.words} - set(raw["control_adjectives"])
    words.discard(ANY_VERB)
    return Lexicon(
        frames=frames,
        by_verb={verb: tuple(sorted(found, key=_asks_nothing)) for verb, found in by_verb.items()},
        by_noun={noun: tuple(found) for noun, found in by_noun.items()},
        light=frozenset(raw["light"]),
        light_planned=frozenset(raw["light_planned"]),
        cancelling=frozenset(raw["cancelling"]),
        controls={word: control for control in controls for word in control.words},
        stance_verbs=frozenset(stances["verbs"]),
        stance_nouns=frozenset(stances["nouns"]),
        viewpoint=frozenset(stances["viewpoint"]),
        gain=frozenset(stances["gain"]),
        cooperative=frozenset(stances["cooperative"]),
        hostile=frozenset(stances["hostile"]),
        reporting=frozenset(raw["reporting"]),
        denying=frozenset(raw["denying"]),
        grammar=grammar_with(frozenset(words)),
    )
