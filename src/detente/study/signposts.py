"""A case's signposts, and what the ledger answers to those that have a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

import polars as pl

from detente.errors import CaseError
from detente.ledger.ledger import Ledger
from detente.scenarios.model import CrossImpactModel
from detente.scenarios.scenario import Scenario
from detente.scenarios.signposts import (
    Fit,
    LastValue,
    LatestStatus,
    Record,
    fit,
    past,
    read_rule,
    rule_of,
)
from detente.study.case import Case
from detente.study.events import events_of
from detente.study.findings import Signpost
from detente.study.measuring import measure_pair
from detente.world.states import expand

FIELDS: Final = {"variant", "observable", "threshold", "source", "past", "evidence"}


def signposts_of(case: Case, model: CrossImpactModel) -> tuple[Signpost, ...]:
    """The signposts of a case. Raises CaseError for an entry that is none or names no variant of the model."""
    found = []
    for number, entry in enumerate(case.read_yaml(case.signposts) or [], start=1):
        where = f"{case.folder / (case.signposts or '')}, entry {number}"
        if not isinstance(entry, dict) or set(entry) - {"rule"} != FIELDS:
            raise CaseError("not a signpost", where=where, todo=f"Give {', '.join(sorted(FIELDS))}")
        model.column(entry["variant"])
        found.append(_signpost(entry, where))
    return tuple(found)


def _signpost(entry: dict[str, Any], where: str) -> Signpost:
    rule = rule_of(entry["rule"], where) if "rule" in entry else ()
    return Signpost(**(entry | {"evidence": tuple(entry["evidence"]), "rule": rule}))


def with_readings(
    signposts: Sequence[Signpost], case: Case, ledger: Ledger, as_of: date
) -> tuple[Signpost, ...]:
    """The signposts with today's reading and how often their rule was true on this day of earlier years."""
    if not any(s.rule for s in signposts):
        return tuple(signposts)
    record = record_of(signposts, case, ledger, as_of)
    return tuple(
        replace(
            s, reading=read_rule(s.rule, record, as_of), before=past(s.rule, record, as_of, case.span_start)
        )
        if s.rule
        else s
        for s in signposts
    )


def record_of(signposts: Sequence[Signpost], case: Case, ledger: Ledger, as_of: date) -> Record:
    """What the ledger holds that the rules ask for; several statements of one event count once."""
    pair = (expand(case.dyad[0]), expand(case.dyad[1]))
    events = ledger.statements(properties=["event"], actors=pair[0] | pair[1], as_of=as_of)
    events = events.filter(pl.col("source") != "document")
    leads = [e.lead.statement_id for e in events_of(events, ledger.judgements(as_of), pair)]
    tests = [test for s in signposts for test in s.rule]
    properties = sorted({t.property for t in tests if isinstance(t, LatestStatus)})
    names = sorted({t.measure for t in tests if isinstance(t, LastValue)})
    return Record(
        events=events.filter(pl.col("statement_id").is_in(leads)),
        statements=ledger.statements(properties=properties, between=pair, as_of=as_of),
        measures={name: measure_pair(ledger, name, case.dyad, by="year", as_of=as_of) for name in names},
        pair=pair,
    )


def fit_of(scenario: Scenario, signposts: Sequence[Signpost]) -> Fit:
    """How many signposts of a scenario's variants read true, false and unknown."""
    chosen = {why.chosen for why in scenario.why}
    return fit([s.reading.answer if s.reading else None for s in signposts if s.variant in chosen])


def signpost_record(signpost: Signpost) -> dict[str, Any]:
    """JSON form."""
    return {
        "variant": signpost.variant,
        "observable": signpost.observable,
        "threshold": signpost.threshold,
        "source": signpost.source,
        "past": signpost.past,
        "evidence": list(signpost.evidence),
        "reading": signpost.reading.record() if signpost.reading else None,
        "before": signpost.before.record() if signpost.before else None,
    }
