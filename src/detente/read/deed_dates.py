"""Which of a sentence's dates is a deed's."""

from __future__ import annotations

from typing import Final

from detente.model.reading import DateInterval
from detente.read.parse import Clause
from detente.read.scene import Scene


def interval_of(scene: Scene, first: int, last: int, head: int) -> DateInterval | None:
    """The date of a deed: nearest inside its words, else one that leads the sentence or stands before "when"."""
    inside = [n for n in range(first, last) if scene.items[n].interval is not None]
    owner, mine = {n: _owner(scene, n) for n in inside}, _owner(scene, head)
    own = [n for n in inside if owner[n] is None or owner[n] == mine]
    if not own and mine is not None and scene.tree is not None and not _at_another_time(scene, mine):
        host = _owner_in(scene, scene.tree.heads[_core_at(scene, mine)])
        own = [n for n in inside if owner[n] == host]  # ", killing two": when it was done
    if own:
        # "for the first time since 2001" is no date of the deed when it has another one
        ended = [n for n in own if (i := scene.items[n].interval) is not None and i.end is not None]
        own = ended or own
        after = [n for n in own if n > head]
        return scene.items[after[0] if after else own[-1]].interval
    lead = [n for n in range(first) if scene.items[n].interval is not None and not _told_beside(scene, n)]
    before = [n for n in lead if mine is not None and n >= first - 3 and _owner(scene, n) == mine]
    if before:
        return scene.items[before[-1]].interval  # "..., and in March X became ..."
    if lead and scene.items[first - 1].low in ("when", ",") and lead[-1] >= first - 3:
        return scene.items[lead[-1]].interval
    opening = [n for n in lead if not any(c.group.head < n for c in scene.clauses if c.kind == "finite")]
    if opening:
        return scene.items[opening[-1]].interval
    return None


def _at_another_time(scene: Scene, head: int) -> bool:
    """Whether the clause of a verb says what was before or after ("less than a month after they signed")."""
    clause = next(c for c in scene.clauses if c.group.head == head)
    ahead = scene.items[max(0, clause.subject_first - 2) : clause.subject_first]
    return clause.opener in _OTHER_TIMES or any(i.low in _OTHER_TIMES for i in ahead[-1:])


_OTHER_TIMES: Final = frozenset({"after", "before", "since", "until"})


def _owner(scene: Scene, at: int) -> int | None:
    """The finite clause among whose words an item stands."""
    if scene.tree is not None:
        return _owner_in(scene, at)
    found = None
    for clause in scene.clauses:
        if clause.kind == "finite" and (
            clause.right[0] <= at < clause.right[1] or clause.group.first <= at < clause.group.last
        ):
            found = clause.group.head
    return found


def _owner_in(scene: Scene, at: int) -> int | None:
    tree = scene.tree
    assert tree is not None
    cores = {c.core: c for c in scene.clauses}
    for _ in range(200):
        clause = cores.get(at)
        if clause is not None and (clause.kind == "finite" or _stands_beside(clause)):
            return clause.group.head
        if tree.heads[at] == at:
            return None
        at = tree.heads[at]
    return None


def _told_beside(scene: Scene, at: int) -> bool:
    """Whether a date is that of a gerund that tells another thing."""
    owner = _owner(scene, at)
    return any(c.group.head == owner and _stands_beside(c) for c in scene.clauses)


def _core_at(scene: Scene, head: int) -> int:
    return next(c.core for c in scene.clauses if c.group.head == head)


def _stands_beside(clause: Clause) -> bool:
    """Whether a gerund tells something of its own time ("having annexed X in 1974, it refused ...")."""
    beside = (
        clause.kind == "gerund" and clause.relation == "advcl" and clause.opener in ("", "after", "before")
    )
    return beside and clause.verb not in _FROM_THEN


_FROM_THEN: Final = frozenset({"start", "begin", "date", "follow", "go", "continue", "last", "end"})
