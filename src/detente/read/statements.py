"""Readings as statements of the ledger: source "document", with quote and offsets."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from detente.model.reading import Reading
from detente.model.statement import statement_frame
from detente.read.document import Document


def statements_of(readings: Sequence[Reading], document: Document, *, published: date | None) -> pl.DataFrame:
    """A frame of STATEMENT_SCHEMA, one row per reading.

    `key` is the document's sha256, the quote's offsets and what tells readings of one quote apart (kind,
    actors, category); `known_from`: publication, or the end of the date where that is all there is.
    """
    return statement_frame([_row(reading, document, published) for reading in readings])


def _row(reading: Reading, document: Document, published: date | None) -> dict[str, Any]:
    quantity, when = reading.quantity, reading.date
    unit = quantity.unit if quantity else None
    key = (
        document.sha256, str(reading.quote.start), str(reading.quote.end), reading.kind,
        "+".join(reading.source_actors), "+".join(reading.target_actors), reading.event_type or "", unit or "",
        f"{quantity.value:g}" if quantity else "",
    )  # fmt: skip
    return {
        "source": "document",
        "snapshot": document.sha256,
        "key": "|".join(key),
        "property": reading.kind,
        "source_actors": list(reading.source_actors),
        "target_actors": list(reading.target_actors),
        "reciprocal": reading.reciprocal,
        "object": quantity.of if quantity else None,
        "value": quantity.value if quantity else None,
        "unit": unit,
        "bound": quantity.bound if quantity else None,
        "original": reading.quote.exact,
        "start": when.start if when else None,
        "end": when.end if when else None,
        "precision": when.precision if when else None,
        "realm": reading.realm,
        "event_type": reading.event_type,
        "mode": reading.mode,
        "contexts": list(reading.contexts),
        "cameo": reading.cameo,
        "status": reading.status,
        "attributed_to": reading.attributed_to,
        "confidence": reading.confidence,
        "text": reading.quote.plain,
        "note": reading.because,
        "attributes": _attributes(reading),
        "document": document.name,
        "quote": reading.quote.exact,
        "quote_start": reading.quote.start,
        "quote_end": reading.quote.end,
        "known_from": published or (when.end or when.start if when else None),
    }


def _attributes(reading: Reading) -> str:
    """JSON of what only readings have.

    Their id, a reader that is not the embedded one, a PDF's page, and a figure's change and period.
    """
    extra: dict[str, Any] = {"reading_id": reading.reading_id}
    if reading.reader != "embedded":
        extra["reader"] = reading.reader
    if reading.quote.page is not None:
        extra["page"] = reading.quote.page
    if reading.quantity is not None:
        record = reading.quantity.record()
        extra |= {"change_percent": record["change_percent"], "period": record["period"]}
    return json.dumps(extra, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
