"""Readings with what persons decided about them: accepted and corrected ones stand, rejected ones do not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from detente.errors import UsageError
from detente.model.judgement import Judgement
from detente.model.reading import Reading
from detente.model.statement import Statement
from detente.model.verdicts import standing_verdicts
from detente.read.corrections import Changes, corrected, difference
from detente.read.document import Document
from detente.read.statements import READ, published_of, reading_of
from detente.read.told_changes import quote_nearest


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement that was read in a document, with the last verdict on it.

    `read`: what the reader read; `last`: the last judgement, a withdrawal included; None where there is none;
    `correction`: the reading that this judgement puts in its place, where the ledger holds it.
    """

    statement: Statement
    read: Reading
    last: Judgement | None = None
    correction: Reading | None = None

    @property
    def verdict(self) -> Judgement | None:
        """The verdict that stands: accept, reject or correct; None while it is open."""
        return None if self.last is None or self.last.kind == "withdraw" else self.last

    @property
    def stands(self) -> Reading | None:
        """The reading that stands: as it was read, or as corrected; None when it was rejected."""
        verdict = self.verdict
        if verdict is None or verdict.kind == "accept":
            return self.read
        return None if verdict.kind == "reject" else self.correction or as_corrected(self.read, verdict)

    @property
    def published(self) -> date | None:
        """The day of publication that it was read with."""
        return published_of(self.statement)


def judged_readings(statements: Iterable[Statement], judgements: Sequence[Judgement]) -> list[Judged]:
    """Everything that was read in documents, with the verdicts on it, as the statements are ordered."""
    verdicts = standing_verdicts(judgements)
    held = {s.statement_id: s for s in statements if s.source == READ}
    found = []
    for id_, statement in held.items():
        if statement.detail("corrects") is None:
            last = verdicts.get(id_)
            instead = held.get(last.subjects[1]) if last is not None and last.kind == "correct" else None
            correction = reading_of(instead) if instead is not None else None
            found.append(Judged(statement, reading_of(statement), last, correction))
    return found


def as_corrected(read: Reading, judgement: Judgement) -> Reading:
    """What a judgement of kind correct puts in the place of a reading. Raises UsageError if it can hold no more."""
    j = judgement
    return in_words_of(corrected(read, json.loads(j.value or "{}")), read, j.made_by, j.made_on, j.reason)


def in_words_of(changed: Reading, read: Reading, made_by: str, made_on: date, reason: str) -> Reading:
    """A corrected reading that says who corrected it, when, why, and what the reader had gone by."""
    because = f"corrected by {made_by} on {made_on}: {reason} (read by: {read.because})"
    return replace(changed, confidence=1.0, because=because)


def changes_to(read: Reading, changed: Reading) -> Changes:
    """What is changed. Raises UsageError when nothing is."""
    found = difference(read, changed)
    if not found:
        raise UsageError("nothing is changed", todo="Accept the reading, or change a field")
    return found


@dataclass(frozen=True, slots=True)
class Honoured:
    """A document's readings after the verdicts on them.

    `readings`: those that stand, as a reader orders them; `verdicts`: by reading id, of those that were judged;
    `unjudged`: those of them that nobody has judged; `rejected`: what was left out; `lost`: judged ones whose words
    are no longer in the text.
    """

    readings: list[Reading]
    verdicts: dict[str, Judgement]
    unjudged: list[Reading]
    rejected: list[Judged]
    lost: list[Judged]


def honoured(document: Document, fresh: Sequence[Reading], known: Sequence[Judged]) -> Honoured:
    """The readings of a document, read anew, with all verdicts on what was read in the same bytes before.

    A verdict belongs to the reading of the same id. Where the reader now says something else of the same words, an
    accepted or corrected reading stands in its place; a rejected one says nothing of what is read now.
    """
    left = {r.reading_id: r for r in fresh}
    held = {j.read.reading_id for j in known}
    judged = [j for j in known if j.verdict is not None]
    open_: list[Judged] = []
    for one in judged:
        there = left.pop(one.read.reading_id, None)
        if there is None and one.stands is not None:
            there = None if one.stands.reading_id in held else left.pop(one.stands.reading_id, None)
            if there is None:
                open_.append(one)
    for one in open_:
        _take_over(one, left, held)
    new, lost, verdicts = list(left.values()), [], dict[str, Judgement]()
    for one in judged:
        if one.stands is None or one.verdict is None:
            continue
        placed = _placed(one.stands, document)
        if placed is None:
            lost.append(one)
        else:
            left[placed.reading_id] = placed
            verdicts[placed.reading_id] = one.verdict
    return Honoured(
        readings=sorted(left.values(), key=lambda r: (r.quote.start, r.quote.end, r.kind, r.reading_id)),
        verdicts=verdicts,
        unjudged=[r for r in new if r.reading_id not in verdicts],
        rejected=[j for j in judged if j.stands is None],
        lost=lost,
    )


def _take_over(one: Judged, left: dict[str, Reading], held: set[str]) -> None:
    """Takes out what the reader says now, and did not say before, of the words of a judged reading."""
    near = [
        r
        for id_, r in left.items()
        if id_ not in held and r.kind == one.read.kind and r.quote.exact == one.read.quote.exact
    ]
    if near:
        best = min(
            near,
            key=lambda r: (_unlike(one.read, r), abs(r.quote.start - one.read.quote.start), r.reading_id),
        )
        del left[best.reading_id]


def _unlike(a: Reading, b: Reading) -> int:
    """How many fields differ."""
    return len(difference(a, b))


def _placed(reading: Reading, document: Document) -> Reading | None:
    """The reading under the document's name, its quote where the words now stand; None where they do not."""
    named = replace(reading, document=document.name)
    quote = reading.quote
    if document.text[quote.start : quote.end] == quote.exact:
        return named
    found = quote_nearest(document, quote.exact, quote.start)
    return None if found is None else replace(named, quote=found)
