"""Shares that a declared model takes from the ledger, filled with what the ledger says on a day."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from detente.errors import CaseError
from detente.ledger.ledger import Ledger
from detente.scenarios.ledger_shares import FromForecast, FromRecord, counted_shares, forecast_shares
from detente.scenarios.model import CrossImpactModel
from detente.scenarios.probability import Declared, Share
from detente.scenarios.signposts import anniversaries, readings_on
from detente.study.case import Case
from detente.study.findings import Signpost
from detente.study.signposts import record_of


def with_forecasts(
    declared: Declared, folder: Path, as_of: date | None, pair: tuple[str, str] | None
) -> Declared:
    """The shares that a forecast sets; `folder`: where its file is looked for; `pair`: whose forecast it must be.

    Raises CaseError for a file that is not there or holds no such forecast, or one made after `as_of`.
    """
    shares = tuple(
        _forecast(share, share.origin, folder, as_of, pair)
        if isinstance(share.origin, FromForecast)
        else share
        for share in declared.shares
    )
    return replace(declared, shares=shares)


def with_record(
    declared: Declared, model: CrossImpactModel, signposts: Sequence[Signpost], case: Case,
    ledger: Ledger | None, as_of: date | None,
) -> Declared:  # fmt: skip
    """The shares that the record sets: how often the signposts of a driver's variants were true.

    Raises CaseError where a variant has no signpost with a rule, or no ledger was opened.
    """
    if not any(isinstance(share.origin, FromRecord) for share in declared.shares):
        return declared
    if ledger is None or as_of is None:
        raise CaseError(
            "shares are to be read from the record", where=model.name, todo="Open a ledger and name a day"
        )
    shares = tuple(
        _recorded(share, share.origin, model, signposts, case, ledger, as_of)
        if isinstance(share.origin, FromRecord)
        else share
        for share in declared.shares
    )
    return replace(declared, shares=shares)


def _recorded(
    share: Share, origin: FromRecord, model: CrossImpactModel, signposts: Sequence[Signpost], case: Case,
    ledger: Ledger, as_of: date,
) -> Share:  # fmt: skip
    variants = next(d.variants for d in model.drivers if d.id == share.driver)
    posts = {
        v.id: [s for s in signposts if s.rule and s.variant == f"{share.driver}/{v.id}"] for v in variants
    }
    if lacking := [variant for variant, found in posts.items() if not found]:
        raise CaseError(
            f"{share.driver}/{lacking[0]} has no signpost with a rule to be counted", where=model.name,
            todo="Give it one, or give shares",
        )  # fmt: skip
    record = record_of([s for found in posts.values() for s in found], case, ledger, as_of)
    days = [as_of, *anniversaries(as_of, origin.since)]
    read = {v: readings_on(found[0].rule, record, days) for v, found in posts.items()}
    true = {v: sum(r.answer == "true" for r in readings) for v, readings in read.items()}
    known = {v: sum(r.answer != "unknown" for r in readings) for v, readings in read.items()}
    counts = ", ".join(f"{v} true on {true[v]} of {known[v]} days that can be read" for v in true)
    evidence = {
        id_ for readings in read.values() for r in readings if r.answer == "true" for id_ in r.evidence
    }
    return replace(
        share, shares=counted_shares(true, origin.add),
        evidence=tuple(dict.fromkeys([*share.evidence, *sorted(evidence)])),
        found=f"{counts}, {len(days)} looked at since {origin.since}, {origin.add:g} added to each variant",
    )  # fmt: skip


def _forecast(
    share: Share, origin: FromForecast, folder: Path, as_of: date | None, pair: tuple[str, str] | None
) -> Share:
    path = folder / origin.file
    found = [
        one
        for one in _forecasts(path)
        if one["event_class"] == origin.event_class
        and one["days"] == origin.days
        and (pair is None or set(one["actors"]) == set(pair))
    ]
    if len(found) != 1:
        raise CaseError(
            f"{len(found)} forecasts of {origin.event_class} within {origin.days} days", where=origin.file,
            todo="Give the file one, of the case's two states",
        )  # fmt: skip
    made = date.fromisoformat(found[0]["as_of"])
    if as_of is not None and made > as_of:
        raise CaseError(
            f"the forecast was made on {made}, after {as_of}", where=origin.file, todo="Take an earlier one"
        )
    probability = float(found[0]["probability_any"])
    return replace(
        share, shares=forecast_shares(probability, origin),
        found=f"{origin.event_class} within {origin.days} days forecast at {probability:.3g} on {made}",
    )  # fmt: skip


def _forecasts(path: Path) -> list[dict[str, Any]]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        fields = ("actors", "event_class", "as_of", "days", "probability_any")
        return [{name: one[name] for name in fields} for one in raw]
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError) as error:
        raise CaseError(
            f"no forecasts can be read here: {error}", where=path.name,
            todo="Save what 'detente forecast --format json' prints",
        ) from error  # fmt: skip
