"""Events of a pair: who is counted, and several rows that tell one event taken once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import polars as pl

from detente.measures.measure import Ask
from detente.model.statement import Statement
from detente.model.vocabulary import QUAD

HAPPENED = ("occurred", "ongoing")
REVIEWED = "reviewed document"
"""What the source of a reading is called that a person accepted or corrected."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One event, told by one or more rows.

    `start` is its first possible day; `realms` those of its rows; `sign` 1 cooperative, -1 conflictual,
    0 without a class; `confirmed`: at least one row has a standing above low. `event_type` of PLOVER and
    `cameo` code, "" where none is said.
    """

    start: date
    realms: frozenset[str]
    sign: int
    confirmed: bool
    evidence: frozenset[str]
    event_type: str = ""
    cameo: str = ""


def deeds(statements: pl.DataFrame, ask: Ask) -> list[Deed]:
    """Events that happened between the two, one each.

    Rows with the same first and last day, actors, event type and mode tell one event; a reviewed reading tells one
    that is recorded already where actors and event type are the same and the days meet, since texts date loosely.
    Left out: readings of documents (claims until reviewed), rows that do not name both sides, context on third
    parties, and whatever is only planned, proposed, claimed, cancelled or denied.
    """
    rows = statements.filter(
        (pl.col("property") == "event") & (pl.col("source") != "document") & pl.col("status").is_in(HAPPENED)
    )
    told: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    counted = [row for row in map(Statement.from_row, rows.iter_rows(named=True)) if _of_the_pair(row, ask)]
    for row in sorted(counted, key=lambda row: row.source == REVIEWED):
        same = _told_before(row, told) if row.source == REVIEWED else None
        if same is not None:
            same.append(row)
        elif row.start is not None:
            told[row.start, row.end, frozenset(row.actors), row.event_type, row.mode].append(row)
    return [_deed(group) for group in told.values()]


def _told_before(row: Statement, told: dict[tuple[object, ...], list[Statement]]) -> list[Statement] | None:
    """The rows of the event that a reviewed reading tells again, the first there is."""
    for group in told.values():
        lead = group[0]
        if (frozenset(lead.actors), lead.event_type) == (frozenset(row.actors), row.event_type) and _meet(
            lead, row
        ):
            return group
    return None


def _meet(a: Statement, b: Statement) -> bool:
    if a.start is None or b.start is None:
        return False
    return a.start <= (b.end or b.start) and b.start <= (a.end or a.start)


def _of_the_pair(row: Statement, ask: Ask) -> bool:
    return all(members & set(row.actors) for members in ask.members) and not row.detail("third_party")


def _deed(rows: list[Statement]) -> Deed:
    start, quad = rows[0].start, QUAD.get(rows[0].event_type or "", "")
    assert start is not None
    return Deed(
        start=start,
        realms=frozenset(row.realm for row in rows if row.realm),
        sign=1 if quad.endswith("cooperation") else -1 if quad.endswith("conflict") else 0,
        confirmed=any(row.standing != "low" for row in rows),
        evidence=frozenset(row.statement_id for row in rows),
        event_type=rows[0].event_type or "",
        cameo=next((row.cameo for row in rows if row.cameo), ""),
    )


def standings(found: list[Deed]) -> list[tuple[str, list[Deed]]]:
    """The same events twice: what a row above low standing tells, and everything."""
    return [
        ("; confirmed", [deed for deed in found if deed.confirmed]),
        ("; with unconfirmed", found),
    ]
