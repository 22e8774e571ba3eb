"""A sentence under reading, with what was said before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.model.reading import DateInterval
from detente.read.discourse import Discourse
from detente.read.english_model import Tree
from detente.read.items import Item
from detente.read.lexicon import Lexicon
from detente.read.parse import Clause
from detente.read.phrases import Actor, actors_in, joined_with


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence under reading: items, clauses, the discourse before it, and the lexicon.

    `tree` and `everyone` (its actors) are there when the clauses come from a tree. `heading`: the date that heads the
    paragraph, as in a chronology; what is told under it in the present tense happened then. `meeting`: the days of the
    meeting that a communiqué tells of.
    """

    items: Sequence[Item]
    clauses: Sequence[Clause]
    discourse: Discourse
    lexicon: Lexicon
    tree: Tree | None = None
    everyone: Sequence[Actor] = ()
    heading: DateInterval | None = None
    meeting: DateInterval | None = None

    def actors(self, first: int, last: int) -> list[Actor]:
        """The actors of items [first, last)."""
        if self.tree is None:
            return actors_in(self.items, first, last, self.lexicon.grammar)
        return [a for a in self.everyone if first <= a.at < last]

    def joined(self, actors: Sequence[Actor], number: int) -> list[Actor]:
        """The list of names that one of some actors stands in."""
        return joined_with(self.items, actors, number, self.lexicon.grammar, self.tree)

    def named_before(self, at: int) -> list[str]:
        """Codes named in the sentence before an item."""
        return [c for i in self.items[:at] if i.mention for c in i.mention.codes]

    def earlier_subject(self, clause: Clause) -> tuple[str, ...]:
        """The subject of the finite clause before, for "it" in "X said it would ..."."""
        before = [
            c
            for c in self.clauses
            if c.kind == "finite" and c.group.head < clause.group.head and c.own_subject
        ]
        if not before:
            return ()
        # "X gave it back, a step that Y had sought, but it ...": the clause beside, not the one inside
        beside = [c for c in before if not c.opener and c.relation in ("root", "conj", "parataxis")]
        chosen = beside[-1] if beside and clause.relation in ("conj", "parataxis") else before[-1]
        return self.codes([a for a in chosen.subject if a.codes], chosen.group.head)

    def officer(self, clause: Clause) -> tuple[str, ...]:
        """The state of an officer of no named one, who does something to one of the text's two: the other one."""
        first = clause.subject[0] if clause.subject else None
        if first is None or first.form != "titled" or not self.discourse.bilateral or clause.group.passive:
            return ()
        if first.text.split()[-1].lower() in self.discourse.people or len(clause.subject) > 1:
            return ()
        for actor in clause.right_actors:
            known = len(actor.codes) == 1 and actor.codes[0] in self.discourse.main
            if known and actor.prep in ("", "to", "in") and actor.form != "person":
                return tuple(c for c in self.discourse.main if c not in actor.codes)
        return ()

    def codes(self, actors: Sequence[Actor], at: int, subject: Sequence[str] = ()) -> tuple[str, ...]:
        """The codes of some actors, in order, each once."""
        found: list[str] = []
        for actor in actors:
            found += self.discourse.codes(actor, self.named_before(actor.at), subject)
        return tuple(dict.fromkeys(found))
