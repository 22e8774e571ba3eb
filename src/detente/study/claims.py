"""The claims of articles beside the ledger: what persons have judged, else the rows that lie near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from detente.ledger.ledger import Ledger
from detente.model.judgement import Judgement
from detente.model.statement import Statement
from detente.model.verdicts import standing_verdicts
from detente.study.findings import Bearing, ClaimView, EventGroup
from detente.study.trace import quote_of
from detente.world.states import expand

CLAIMS: Final = ("claim_event", "claim_quantity", "claim_stance")
READ: Final = ("event", "quantity", "stance")
NEAR: Final = timedelta(days=366)
MOST: Final = 3


def claim_views(
    ledger: Ledger,
    claims: Sequence[Statement],
    judgements: Sequence[Judgement],
    events: Sequence[EventGroup],
    articles: Sequence[Path],
) -> tuple[ClaimView, ...]:
    """Each claim with what bears on it, in the order in which the document makes them."""
    judged: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        if judgement.kind == "bears_on":
            judged.setdefault(judgement.subjects[0], []).append(judgement)
    reviewed = {
        j.subjects[-1]: j for j in standing_verdicts(judgements).values() if j.kind in ("accept", "correct")
    }
    return tuple(
        replace(
            _view(ledger, claim, judged.get(claim.statement_id, []), events, articles),
            reviewed=reviewed.get(claim.statement_id),
        )
        for claim in sorted(claims, key=lambda c: (c.document or "", c.quote_start or 0, c.statement_id))
    )


def _view(
    ledger: Ledger,
    claim: Statement,
    judgements: Sequence[Judgement],
    events: Sequence[EventGroup],
    articles: Sequence[Path],
) -> ClaimView:
    quote = quote_of(claim, articles)
    bearings = [
        Bearing(judgement=j, statements=tuple(ledger.statement(id_) for id_ in j.subjects[1:]))
        for j in judgements
    ]
    if not bearings:
        near = nearest(claim, events)
        bearings = [Bearing(judgement=None, statements=near)] if near else []
    return ClaimView(claim=claim, quote=str(quote["exact"]) if quote else None, bearings=tuple(bearings))


def nearest(claim: Statement, events: Sequence[EventGroup]) -> tuple[Statement, ...]:
    """At most three recorded events that share the claim's realm, two of its states, and its time (a year's grace).

    A claim without time is near to nothing: its rows would be chance.
    """
    if claim.start is None:
        return ()
    first, last = claim.start - NEAR, (claim.end or date.max - NEAR) + NEAR
    states = [expand(code) for code in claim.actors]
    scored: list[tuple[int, str, Statement]] = []
    for event in events:
        lead = event.lead
        if (
            lead.realm != claim.realm
            or lead.start is None
            or lead.end is None
            or lead.end < first
            or lead.start > last
        ):
            continue
        shared = sum(bool(side & set(lead.actors)) for side in states)
        if shared >= min(2, len(states)):
            same_deed = lead.event_type == claim.event_type
            scored.append((-(2 * same_deed + shared), lead.statement_id, lead))
    return tuple(statement for _, _, statement in sorted(scored, key=lambda s: s[:2])[:MOST])


def documents_of(claims: Sequence[Statement]) -> Mapping[str, int]:
    """How many claims each document makes, by its sha256."""
    tally: dict[str, int] = {}
    for claim in claims:
        tally[claim.document or claim.snapshot] = tally.get(claim.document or claim.snapshot, 0) + 1
    return tally
