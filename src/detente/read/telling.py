"""What one quote says of an event, from a reading or from a statement of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.model.reading import Reading
from detente.model.statement import Statement
from detente.read.telling_words import Words, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An event as one quote tells it; `document` is the sha256 of the file, `first` and `last` the quote's offsets."""

    id: str
    document: str
    first: int
    last: int
    source: frozenset[str]
    target: frozenset[str]
    reciprocal: bool
    event_type: str | None
    mode: str | None
    cameo: str | None
    realm: str | None
    status: str | None
    attributed_to: str | None
    start: date | None
    end: date | None
    value: float | None
    unit: str | None
    confidence: float
    words: Words

    @property
    def days(self) -> int | None:
        """How many days its date leaves open; None without a date or while it lasts."""
        return None if self.start is None or self.end is None else (self.end - self.start).days + 1


def telling_of_reading(reading: Reading) -> Telling:
    """The telling of a reading of kind event."""
    when, quantity = reading.date, reading.quantity
    source, target = frozenset(reading.source_actors), frozenset(reading.target_actors)
    return Telling(
        id=reading.reading_id, document=reading.document_sha256, first=reading.quote.start, last=reading.quote.end,
        source=source, target=target, reciprocal=reading.reciprocal, event_type=reading.event_type, mode=reading.mode,
        cameo=reading.cameo, realm=reading.realm, status=reading.status, attributed_to=reading.attributed_to,
        start=when.start if when else None, end=when.end if when else None,
        value=quantity.value if quantity else None, unit=quantity.unit if quantity else None,
        confidence=reading.confidence, words=words_of(reading.quote.plain, source | target),
    )  # fmt: skip


def telling_of_statement(statement: Statement) -> Telling:
    """The telling of a statement of property event that was read in a document."""
    s = statement
    source, target = frozenset(s.source_actors), frozenset(s.target_actors)
    return Telling(
        id=s.statement_id, document=s.snapshot, first=s.quote_start or 0, last=s.quote_end or 0, source=source,
        target=target, reciprocal=s.reciprocal, event_type=s.event_type, mode=s.mode, cameo=s.cameo, realm=s.realm,
        status=s.status, attributed_to=s.attributed_to, start=s.start, end=s.end, value=s.value, unit=s.unit,
        confidence=s.confidence or 0.0, words=words_of(s.text or s.quote or "", source | target),
    )  # fmt: skip
