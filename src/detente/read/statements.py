"""Readings as statements of the ledger: source "document", with quote and offsets."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, cast

import polars as pl

from detente.model.reading import DateInterval, Quantity, QuoteSpan, Reading
from detente.model.statement import Statement, statement_frame
from detente.model.vocabulary import Precision, RecordKind
from detente.read.document import Document

READ: Final = "document"
"""The source of what was read in documents."""


def statements_of(readings: Sequence[Reading], document: Document, *, published: date | None) -> pl.DataFrame:
    """A frame of STATEMENT_SCHEMA, one row per reading.

    `key` is the document's sha256, the quote's offsets and what tells readings of one quote apart (kind,
    actors, category); `known_from`: publication, or the end of the date where that is all there is.
    """
    named = [replace(r, document=document.name, document_sha256=document.sha256) for r in readings]
    return statement_frame([_row(reading, published) for reading in named])


def correction_of(read: Statement, reading: Reading, *, made_on: date) -> pl.DataFrame:
    """A frame of one row: the reading that a person puts in the place of a statement that was read.

    Its key names the statement and holds a hash of the reading, so the same correction is the same statement. It is
    known from the day it was made.
    """
    row = _row(reading, _day(read.detail("published")))
    told = json.dumps(reading.record(), ensure_ascii=False, sort_keys=True)
    row["key"] += f"|corrects|{read.statement_id}|{hashlib.sha256(told.encode()).hexdigest()[:20]}"
    row["attributes"] = _json(json.loads(row["attributes"]) | {"corrects": read.statement_id})
    return statement_frame([row | {"known_from": made_on}])


def reading_of(statement: Statement) -> Reading:
    """The reading that a statement of source "document" was made of, every field of it.

    `also` and `same_event` alone are not kept: they are of a batch, and made anew for each.
    """
    s = statement
    assert s.quote is not None and s.quote_start is not None and s.quote_end is not None
    assert s.realm is not None and s.status is not None
    return Reading(
        document=s.document or "",
        document_sha256=s.snapshot,
        kind=cast("RecordKind", s.property),
        quote=QuoteSpan(
            s.quote, s.quote_start, s.quote_end, s.detail("page"), s.text if s.text != s.quote else None
        ),
        source_actors=s.source_actors,
        target_actors=s.target_actors,
        source_sectors=tuple(s.detail("source_sectors") or ()),
        target_sectors=tuple(s.detail("target_sectors") or ()),
        reciprocal=s.reciprocal,
        event_type=s.event_type,
        mode=s.mode,
        contexts=s.contexts,
        cameo=s.cameo,
        realm=s.realm,
        status=s.status,
        date=DateInterval(s.start, s.end, s.precision or "era") if s.start else None,
        quantity=_quantity(s),
        attributed_to=s.attributed_to,
        confidence=s.confidence or 0.0,
        because=s.note or "",
        reader=s.detail("reader") or "embedded",
    )


def published_of(statement: Statement) -> date | None:
    """The day of publication that a statement was read with."""
    return _day(statement.detail("published"))


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _quantity(s: Statement) -> Quantity | None:
    if s.value is None or s.unit is None:
        return None
    days = s.detail("period")
    period = None
    if days is not None:
        # A ledger older than this field does not tell it: the vaguest is taken.
        precision = cast("Precision", s.detail("period_precision") or "era")
        period = DateInterval(date.fromisoformat(days["start"]), _day(days["end"]), precision)
    change = s.detail("change_percent")
    return Quantity(
        value=s.value, unit=s.unit, bound=s.bound or "=", of=s.object, change_percent=change, period=period
    )


def _row(reading: Reading, published: date | None) -> dict[str, Any]:
    quantity, when = reading.quantity, reading.date
    unit = quantity.unit if quantity else None
    key = (
        reading.document_sha256, str(reading.quote.start), str(reading.quote.end), reading.kind,
        "+".join(reading.source_actors), "+".join(reading.target_actors), reading.event_type or "", unit or "",
        f"{quantity.value:g}" if quantity else "",
    )  # fmt: skip
    return {
        "source": READ,
        "snapshot": reading.document_sha256,
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
        "attributes": _attributes(reading, published),
        "document": reading.document,
        "quote": reading.quote.exact,
        "quote_start": reading.quote.start,
        "quote_end": reading.quote.end,
        "known_from": published or (when.end or when.start if when else None),
    }


def _attributes(reading: Reading, published: date | None) -> str:
    """JSON of what only readings have.

    Their id, the day of publication, a reader that is not the embedded one, a PDF's page, sectors, and a figure's
    change and period.
    """
    extra: dict[str, Any] = {"reading_id": reading.reading_id}
    if published is not None:
        extra["published"] = published.isoformat()
    for name in ("source_sectors", "target_sectors"):
        if any(getattr(reading, name)):
            extra[name] = list(getattr(reading, name))
    if reading.reader != "embedded":
        extra["reader"] = reading.reader
    if reading.quote.page is not None:
        extra["page"] = reading.quote.page
    if reading.quantity is not None:
        record = reading.quantity.record()
        extra |= {"change_percent": record["change_percent"], "period": record["period"]}
        if reading.quantity.period is not None:
            extra["period_precision"] = reading.quantity.period.precision
    return _json(extra)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
