"""What a document claims, told in our own words with the place where it says so.

For documents that may not be carried: the claim, the document's sha256 and the offsets of the passage. The
properties are "claim_event", "claim_stance" and "claim_quantity", so that a claim never counts as a record.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from detente.errors import SourceError
from detente.model.source import Coverage
from detente.model.statement import statement_frame
from detente.sources.claim_fields import check_claim, day
from detente.sources.source import Reader, Taken, json_text, load_record
from detente.sources.table import decode

DONE: Final = ("occurred", "claimed", "negated")
"""Statuses in which the whole period of a claim lies behind the document."""


def take(data: bytes, file: str) -> Taken:
    """One statement per claim. Raises SourceError for a line that is no claim in this format."""
    claims = list(_claims(decode(data, file), file))
    known = _known_from([claim for _, claim in claims])
    rows = [_statement(claim, number, known[claim["document_sha256"]]) for number, claim in claims]
    _check_once(rows, file)
    frame = statement_frame(rows)
    days = [d for row in rows for d in (row["start"], row["end"]) if d]
    coverage = Coverage(
        start=min(days, default=SOURCE.coverage.start),
        end=max(days, default=SOURCE.coverage.end),
        completeness="sample",
        states=frozenset(code for row in rows for code in (*row["source_actors"], *row["target_actors"])),
        note=SOURCE.coverage.note,
    )
    return Taken(frame, rows=len(rows), coverage=coverage)


def _claims(text: str, file: str) -> Iterable[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            claim = json.loads(line)
        except json.JSONDecodeError as error:
            raise SourceError(
                f"not a JSON object ({error.msg} at character {error.pos + 1})",
                where=f"{file}, line {number}",
                todo="Write one JSON object per line",
            ) from error
        check_claim(claim, f"{file}, line {number}")
        yield number, claim


def _known_from(claims: Iterable[Mapping[str, Any]]) -> dict[str, date | None]:
    """Document -> its own date, or for an undated one the latest day that it speaks of as past.

    An undated document cannot have been written before that day; None if it names no day.
    """
    known: dict[str, date | None] = {}
    for claim in claims:
        sha = claim["document_sha256"]
        known.setdefault(sha, None)
        if claim["document_date"]:
            known[sha] = day(claim["document_date"])
        elif latest := _latest_past_day(claim):
            known[sha] = max(known[sha] or latest, latest)
    return known


def _latest_past_day(claim: Mapping[str, Any]) -> date | None:
    when = claim["date"]
    if not when or claim["status"] == "hypothetical":
        return None
    return day(when["end"] if claim["status"] in DONE and when["end"] else when["start"])


def _statement(claim: Mapping[str, Any], number: int, known_from: date | None) -> dict[str, Any]:
    when, quantity = claim["date"] or {}, claim["quantity"] or {}
    end = when.get("end")
    details = {name: claim[name] for name in _DETAILS if claim[name] is not None}
    details |= {f"quantity_{name}": quantity[name] for name in _OF_QUANTITY if quantity.get(name) is not None}
    return {
        "source": SOURCE.name,
        "key": "|".join(str(claim[name]) for name in ("document_sha256", "start", "end", "claim_id")),
        "property": f"claim_{claim['kind']}",
        "source_actors": claim["source_actors"],
        "target_actors": claim["target_actors"],
        "reciprocal": claim["reciprocal"],
        "value": quantity.get("value"),
        "unit": quantity.get("unit"),
        "bound": quantity.get("bound"),
        "original": claim["claim"],
        "start": day(when["start"]) if when else None,
        "end": day(end) if end else None,
        "precision": when.get("precision"),
        "realm": claim["realm"],
        "event_type": claim["event_type"],
        "mode": claim["mode"],
        "contexts": claim["contexts"],
        "status": claim["status"],
        "text": claim["claim"],
        "attributes": json_text(details),
        "row": json_text(claim),
        "row_number": number,
        "document": claim["document_sha256"],
        "quote_start": claim["start"],
        "quote_end": claim["end"],
        "known_from": known_from,
    }


_DETAILS: Final = ("claim_id", "document_title", "document_author", "document_date", "document_url")
_OF_QUANTITY: Final = ("of", "change_percent", "period")


def _check_once(rows: list[dict[str, Any]], file: str) -> None:
    first: dict[str, int] = {}
    for row in rows:
        if (line := first.setdefault(row["key"], row["row_number"])) != row["row_number"]:
            raise SourceError(
                "the claim has the document, place and claim_id of another",
                where=f"{file}, line {row['row_number']}",
                todo=f"Give it another claim_id than line {line}",
            )


SOURCE: Final = load_record("document_claims")
READER: Final = Reader(source=SOURCE, take=take)
