"""From statements to events: several rows can tell one deed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import polars as pl

from detente.model.judgement import Judgement
from detente.model.statement import Statement
from detente.study.findings import EventGroup

STANDING: Final = {"high": 0, "medium": 1, "low": 2, None: 1}


def events_of(
    statements: pl.DataFrame,
    judgements: Sequence[Judgement],
    members: tuple[frozenset[str], frozenset[str]],
) -> tuple[EventGroup, ...]:
    """Event groups of a frame of statements (property event), by date.

    Statements are one event when a judgement of kind same_event says so, or when dates, actors, type and mode
    are equal; a judgement of kind different_event keeps those it names apart from each other.
    """
    rows = {row["statement_id"]: Statement.from_row(row) for row in statements.iter_rows(named=True)}
    apart = {
        frozenset((a, b))
        for j in judgements
        if j.kind == "different_event"
        for a in j.subjects
        for b in j.subjects
        if a != b
    }
    reasons: dict[str, str] = {}
    order: dict[str, int] = {}
    groups: dict[str, list[str]] = {id_: [id_] for id_ in rows}

    def join(a: str, b: str) -> bool:
        """Make the groups of both one, unless a judgement keeps a row of one apart from a row of the other."""
        ours, theirs = groups[a], groups[b]
        if ours is not theirs and not any(frozenset((x, y)) in apart for x in ours for y in theirs):
            ours += theirs
            groups.update(dict.fromkeys(theirs, ours))
        return groups[a] is groups[b]

    for judgement in judgements:
        if judgement.kind == "same_event":
            held = [s for s in judgement.subjects if s in rows]
            for other in held[1:]:
                join(held[0], other)
            reasons |= dict.fromkeys(held, judgement.reason)
            order |= {id_: place for place, id_ in enumerate(held)}
    alike: dict[tuple[object, ...], list[str]] = {}
    for id_, s in rows.items():
        key = (s.start, s.end, frozenset(s.actors), s.event_type, s.mode, s.realm)
        if not any(join(before, id_) for before in alike.setdefault(key, [])):
            alike[key].append(id_)
    distinct = {id(group): [rows[id_] for id_ in group] for group in groups.values()}
    found = [_group(group, members, reasons, order) for group in distinct.values()]
    return tuple(sorted(found, key=lambda e: (str(e.lead.start), str(e.lead.end), e.lead.statement_id)))


def _group(
    group: Iterable[Statement],
    members: tuple[frozenset[str], frozenset[str]],
    reasons: dict[str, str],
    order: dict[str, int],
) -> EventGroup:
    told = sorted(group, key=lambda s: _rank(s, order))
    lead = told[0]
    return EventGroup(
        lead=lead,
        statements=tuple(told),
        unconfirmed=all(s.standing == "low" for s in told),
        third_party=not any(_between(s, members) for s in told),
        reason=next((reasons[s.statement_id] for s in told if s.statement_id in reasons), None),
    )


def _between(statement: Statement, members: tuple[frozenset[str], frozenset[str]]) -> bool:
    named = set(statement.actors)
    both = bool(named & members[0]) and bool(named & members[1])
    return both and not statement.detail("third_party")


def _rank(statement: Statement, order: dict[str, int]) -> tuple[int, int, int, str]:
    """As a judgement orders them; then best standing, what happened before what was planned, and by id."""
    settled = 0 if statement.status in {"occurred", "ongoing"} else 1
    return (
        order.get(statement.statement_id, len(order)),
        STANDING[statement.standing],
        settled,
        statement.statement_id,
    )
