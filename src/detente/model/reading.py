"""What a text says: the records of `detente read`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 (a field is called date)
from typing import Any

from detente.model.vocabulary import Bound, Precision, Realm, RecordKind, Status


@dataclass(frozen=True, slots=True)
class QuoteSpan:
    """Exact words and where they stand: code-point offsets, start inclusive, end exclusive.

    `page`: of a PDF, the first is 1; else None. `words`: the words without markup where `exact` is the source of
    an HTML or Markdown file and holds some; else None.
    """

    exact: str
    start: int
    end: int
    page: int | None = None
    words: str | None = None

    @property
    def plain(self) -> str:
        """The words for eyes."""
        return self.words if self.words is not None else self.exact

    def record(self) -> dict[str, Any]:
        """JSON form."""
        return {
            "exact": self.exact, "start": self.start, "end": self.end, "page": self.page, "words": self.words,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class DateInterval:
    """First and last possible day; `end` is None while it lasts ("since ...")."""

    start: Date
    end: Date | None
    precision: Precision

    def record(self) -> dict[str, Any]:
        """JSON form."""
        return {
            "start": self.start.isoformat(),
            "end": self.end.isoformat() if self.end else None,
            "precision": self.precision,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A figure of a text: `value` in `unit` (USD, km, percent, t, person ...), what it is `of`, its bound."""

    value: float
    unit: str
    bound: Bound
    of: str | None = None
    change_percent: float | None = None
    period: DateInterval | None = None

    def record(self) -> dict[str, Any]:
        """JSON form; whole numbers print as integers."""
        period = self.period.record() if self.period else None
        return {
            "value": int(self.value) if self.value == int(self.value) else self.value,
            "unit": self.unit,
            "bound": self.bound,
            "of": self.of,
            "change_percent": self.change_percent,
            "period": {"start": period["start"], "end": period["end"]} if period else None,
        }


@dataclass(frozen=True, slots=True)
class Retelling:
    """Another place where the same event is told: the id it has there, the document and its sha256, the words."""

    reading_id: str
    document: str
    document_sha256: str
    quote: QuoteSpan

    def record(self) -> dict[str, Any]:
        """JSON form."""
        return {"id": self.reading_id, "document": self.document, "quote": self.quote.record()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One record read in a document: an event, a stance or a figure, with its quote and its reason.

    `source_sectors`, `target_sectors`: PLOVER sector of each actor (GOV, MIL, LEG, JUD, COP, SPY, BUS) where the words
    say it, None where they do not; empty when none is said. `also`: where else the same event is told, on the reading
    that stands for the event; `same_event`: the id of that reading, on those that tell the event again.
    `reader`: whose reading it is, "embedded" or "endpoint MODEL"; it is no part of the id.
    """

    document: str
    kind: RecordKind
    quote: QuoteSpan
    source_actors: tuple[str, ...]
    target_actors: tuple[str, ...]
    reciprocal: bool
    event_type: str | None
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str | None
    realm: Realm
    status: Status
    date: DateInterval | None
    quantity: Quantity | None
    attributed_to: str | None
    confidence: float
    because: str
    document_sha256: str = ""
    source_sectors: tuple[str | None, ...] = ()
    target_sectors: tuple[str | None, ...] = ()
    also: tuple[Retelling, ...] = ()
    reader: str = "embedded"
    same_event: str | None = None

    @property
    def reading_id(self) -> str:
        """Id: "rd-" and 20 hex digits over the document's bytes, the span, the kind and the actors."""
        parts = (
            self.document_sha256, str(self.quote.start), str(self.quote.end), self.kind,
            self.event_type or "", "+".join(self.source_actors), "+".join(self.target_actors),
            str(self.quantity.value) if self.quantity else "",
        )  # fmt: skip
        return "rd-" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]

    def record(self) -> dict[str, Any]:
        """The JSON record of the contract, fields in the contract's order."""
        return {
            "id": self.reading_id,
            "document": self.document,
            "kind": self.kind,
            "quote": self.quote.record(),
            "source_actors": list(self.source_actors),
            "target_actors": list(self.target_actors),
            "reciprocal": self.reciprocal,
            "event_type": self.event_type,
            "mode": self.mode,
            "contexts": list(self.contexts),
            "cameo": self.cameo,
            "realm": self.realm,
            "status": self.status,
            "date": self.date.record() if self.date else None,
            "quantity": self.quantity.record() if self.quantity else None,
            "attributed_to": self.attributed_to,
            "confidence": round(self.confidence, 3),
            "because": self.because,
            "source_sectors": list(self.source_sectors),
            "target_sectors": list(self.target_sectors),
            "also": [other.record() for other in self.also],
            "reader": self.reader,
            "same_event": self.same_event,
        }
