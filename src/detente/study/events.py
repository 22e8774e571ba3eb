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
    leader = {id_: id_ for id_ in rows}

    def find(id_: str) -> str:
        while leader[id_] != id_:
            leader[id_] = leader[leader[id_]]
            id_ = leader[id_]
        return id_

    for judgement in judgements:
        if judgement.kind == "same_event":
            held = [s for s in judgement.subjects if s in rows]
            for other in held[1:]:
                leader[find(other)] = find(held[0])
            reasons |= dict.fromkeys(held, judgement.reason)
            order |= {id_: place for place, id_ in enumerate(held)}
    same: dict[tuple[object, ...], str] = {}
    for id_, s in rows.items():
        key = (s.start, s.end, frozenset(s.actors), s.event_type, s.mode, s.realm)
        if key in same and frozenset((same[key], id_)) not in apart:
            leader[find(id_)] = find(same[key])
        same.setdefault(key, id_)
    groups: dict[str, list[Statement]] = {}
    for id_, s in rows.items():
        groups.setdefault(find(id_), []).append(s)
    found = [_group(group, members, reasons, order) for group in groups.values()]
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
