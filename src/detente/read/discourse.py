"""What the text speaks of so far: the pair behind "the two countries", the state behind "it"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from detente.read.described import described_as
from detente.read.phrases import Actor


def is_state(code: str) -> bool:
    """Whether a code is a state's, not an organisation's."""
    return not code.startswith("IGO:")


@dataclass(frozen=True, slots=True)
class Discourse:
    """The document's main pair, the last sentence's pair, and who was subject last.

    `people`: surnames of officers of no named state, with the state they act for; `person`: that of the last person.

    `bilateral`: whether the document is about its main pair, so that one named state's deeds concern the other.
    `narrator`: the state that says "we".
    """

    main: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    here: tuple[str, ...] = ()
    bilateral: bool = False
    people: Mapping[str, str] = field(default_factory=dict)
    person: tuple[str, ...] = ()
    narrator: str | None = None

    def with_people(self, people: Mapping[str, str], person: Sequence[str]) -> Discourse:
        """The discourse that also knows officers by their surnames, and who was the last person told of."""
        known = {**people, **self.people} if people else self.people  # as first taken
        return replace(self, people=known, person=tuple(person) or self.person)

    @property
    def pair(self) -> tuple[str, ...]:
        """The pair spoken of: that of the sentence before, else the document's."""
        return self.recent or self.main

    @property
    def focus(self) -> tuple[str, ...]:
        """Whom a third state's deed concerns in a text about two: its narrator, else the one last told of."""
        if not self.bilateral:
            return ()
        if self.narrator is not None:
            return (self.narrator,)
        inside = tuple(c for c in self.subject if c in self.main)
        return inside if len(inside) == 1 else ()

    def group(self, before: Sequence[str]) -> tuple[str, ...]:
        """Who "the two countries" are: two states named right before in the sentence, else the pair."""
        states = tuple(dict.fromkeys(c for c in before if is_state(c)))
        return states if len(states) == 2 else self.pair

    def other(self, codes: Sequence[str]) -> tuple[str, ...]:
        """The other side when nobody is named: the sentence's only other state, else the pair's."""
        if self.bilateral and len(codes) == 1 and codes[0] in self.main:
            return tuple(c for c in self.main if c not in codes)
        others = tuple(c for c in self.here if c not in codes and is_state(c))
        if len(others) == 1:
            return others
        for pair in (self.recent, self.main):
            if len(pair) == 2 and len(codes) == 1 and codes[0] in pair:
                return tuple(c for c in pair if c not in codes)
        return ()

    def described(self, text: str, before: Sequence[str], other: Sequence[str] = ()) -> tuple[str, ...]:
        """Which of the pair of a text about two "the island" or "the country" is; `other`: who it is not.

        The only one of which it can be said; else not the one that acts, else the one named last.
        """
        if not self.bilateral:
            return ()
        fitting = [c for c in self.main if c in described_as(text.rsplit(maxsplit=1)[-1].lower())]
        if len(fitting) == 1:
            return tuple(fitting)
        if len(other) == 1 and other[0] in self.main:
            return tuple(c for c in self.main if c not in other)
        named = [c for c in before if c in self.main]
        return (named[-1],) if named else self.subject if len(self.subject) == 1 else ()

    def codes(self, actor: Actor, before: Sequence[str], subject: Sequence[str] = ()) -> tuple[str, ...]:
        """The codes of an actor; groups and pronouns by what was said before."""
        if actor.codes:
            return actor.codes
        if actor.form == "described":
            return self.described(actor.text, before, subject)
        if actor.form == "group":
            group = self.group(before)
            return self.pair if subject and {*group} <= {*subject} else group
        if actor.form == "titled":
            known = self.people.get(actor.text.split()[-1].lower())
            if known is not None:
                return (known,)
            states = tuple(dict.fromkeys(c for c in before if is_state(c)))
            if len(states) == 1:
                return states
            inside = [c for c in self.here if c in self.main]
            if self.bilateral and len(inside) == 1:
                return tuple(c for c in self.main if c != inside[0])
            return self.subject if len(self.subject) == 1 and is_state(self.subject[0]) else ()
        if actor.pronoun in ("they", "them", "themselves"):
            return self.subject if len(self.subject) > 1 else self.pair
        if actor.pronoun in ("he", "she", "him", "her") and not subject and len(self.person) == 1:
            return self.person
        return tuple(subject)[:1] if len(subject) == 1 else self.subject if len(self.subject) == 1 else ()

    def after(self, states: Iterable[str], subject: Sequence[str], same_paragraph: bool) -> Discourse:
        """The discourse after a sentence that named these states."""
        named = tuple(dict.fromkeys(c for c in states if is_state(c)))
        recent = named if len(named) == 2 else (self.recent if not named and same_paragraph else ())
        return replace(self, recent=recent, subject=tuple(subject) or self.subject, here=())


def is_bilateral(mentions: Iterable[Sequence[str]], pair: Sequence[str]) -> bool:
    """Whether three in five names of states in a document, six at least, are those of its main pair."""
    codes = [code for codes in mentions for code in codes if is_state(code)]
    inside = sum(code in pair for code in codes)
    return len(pair) == 2 and inside >= 6 and inside >= 0.6 * len(codes)


def main_pair(mentions: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """The two states a document names most; none when no second one is named at least twice."""
    counts = Counter(code for codes in mentions for code in codes if is_state(code))
    ranked = counts.most_common(3)
    if len(ranked) < 2 or (ranked[1][1] < 2 and len(ranked) > 2):
        return ()
    if len(ranked) > 2 and ranked[1][1] == ranked[2][1]:
        return ()
    if ranked[0][1] + ranked[1][1] < 0.4 * counts.total():
        return ()  # a text about many states has no pair that an unnamed side could be
    return tuple(sorted(code for code, _ in ranked[:2]))
