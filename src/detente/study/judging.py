"""The ledger's judgements about readings: honoured when a document is read, and added to."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, Final, Literal

from detente.errors import DocumentError, LedgerError
from detente.ledger.ledger import Ledger
from detente.model.judgement import Judgement
from detente.model.reading import Reading
from detente.model.statement import Statement
from detente.read.corrections import corrected
from detente.read.document import Document
from detente.read.judged import Judged, as_corrected, changes_to, honoured, in_words_of, judged_readings
from detente.read.statements import READ, correction_of, statements_of
from detente.study.ingest import ingest_document

Verdict = Literal["accept", "reject", "correct"]
TAKEN_BACK: Final = "taken back"


class Bench:
    """A ledger's readings with the verdicts on them.

    `keeps`: what is read goes into the ledger; `honours`: what stands by the verdicts is given, else what was read.
    """

    def __init__(self, ledger: Ledger, *, keeps: bool, honours: bool = True) -> None:
        self.ledger, self.keeps, self.honours = ledger, keeps, honours
        self.verdicts: dict[tuple[str, str], Judgement] = {}
        """Of the documents taken: (sha256, reading id) -> the verdict on it."""
        self.rejected = 0
        self.errors: list[DocumentError] = []
        self._known: dict[str, list[Judged]] = defaultdict(list)
        for one in readings_held(ledger):
            self._known[one.statement.snapshot].append(one)

    def take(
        self, document: Document, readings: Sequence[Reading], published: date | None, size_bytes: int
    ) -> list[Reading]:
        """A document's readings as persons have left them; new ones go into the ledger where it keeps them."""
        found = honoured(document, readings, self._known.get(document.sha256, ()))
        if self.keeps:
            rows = statements_of(found.unjudged, document, published=published)
            ingest_document(self.ledger, document, rows, size_bytes)
        if not self.honours:
            return list(readings)
        self.verdicts |= {(document.sha256, id_): judgement for id_, judgement in found.verdicts.items()}
        self.rejected += len(found.rejected)
        for one in found.lost:
            assert one.verdict is not None
            self.errors.append(
                DocumentError(
                    f"{one.verdict.judgement_id} is about words that are not in the text: "
                    f"{one.read.quote.plain[:60]!r}",
                    where=document.name,
                    todo="See it with `detente trace`",
                )
            )
        return found.readings


def readings_held(ledger: Ledger) -> list[Judged]:
    """Everything that was read in documents and is in the ledger, by document and offset, with the verdicts."""
    rows = ledger.view("document_readings")
    statements = [Statement.from_row(row) for row in rows.iter_rows(named=True)]
    found = judged_readings(statements, ledger.judgements())
    return sorted(
        found,
        key=lambda j: (j.read.document, j.statement.snapshot, j.read.quote.start, j.statement.statement_id),
    )


def mend(ledger: Ledger) -> int:
    """Adds corrected readings whose judgement is there without them (a process killed in between); how many."""
    held = set(ledger.view("document_readings")["statement_id"])
    lacking = [
        one
        for one in readings_held(ledger)
        if one.verdict is not None and one.verdict.kind == "correct" and not {*one.verdict.subjects} <= held
    ]
    for one in lacking:
        assert one.verdict is not None and one.stands is not None
        _add_correction(ledger, one, one.stands, one.verdict.made_on)
    return len(lacking)


def judge(
    ledger: Ledger,
    one: Judged,
    kind: Verdict,
    reason: str,
    *,
    by: str,
    on: date,
    changed: Reading | None = None,
) -> Judged:
    """Adds a verdict on a reading, and for kind correct the reading `changed` in its place. It is on disk at return.

    To accept what stands as corrected is to correct it so again. Raises UsageError for a correction that changes
    nothing or does not hold.
    """
    if (
        kind == "accept"
        and one.stands is not None
        and one.verdict is not None
        and one.verdict.kind == "correct"
    ):
        kind, changed = "correct", one.stands
    subjects, value, row = [one.statement.statement_id], None, None
    if kind == "correct":
        assert changed is not None
        changes = changes_to(one.read, changed)
        row = in_words_of(corrected(one.read, changes), one.read, by, on, reason)
        subjects.append(correction_of(one.statement, row, made_on=on)["statement_id"][0])
        value = json.dumps(changes, ensure_ascii=False, sort_keys=True)
    judgement = Judgement(
        kind=kind, subjects=tuple(subjects), value=value, reason=reason, made_by=by, made_on=on,
        replaces=one.last.judgement_id if one.last else None,
    )  # fmt: skip
    return _add(ledger, one, judgement)


def take_back(ledger: Ledger, judged: Judged, before: Judged, *, by: str, on: date) -> Judged:
    """Takes the last verdict back: what stood before it stands again."""
    assert judged.last is not None
    earlier = before.verdict
    judgement = Judgement(
        kind=earlier.kind if earlier else "withdraw",
        subjects=earlier.subjects if earlier else judged.last.subjects[:1],
        value=earlier.value if earlier else None,
        reason=earlier.reason if earlier else TAKEN_BACK,
        made_by=earlier.made_by if earlier else by,
        made_on=earlier.made_on if earlier else on,
        replaces=judged.last.judgement_id,
    )
    return _add(ledger, judged, judgement)


def _add(ledger: Ledger, one: Judged, judgement: Judgement) -> Judged:
    # The judgement first: what was read is hidden only once the correction is there, and `mend` can make that.
    ledger.add_judgements([judgement])
    if judgement.kind != "correct":
        return Judged(one.statement, one.read, judgement)
    correction = as_corrected(one.read, judgement)
    _add_correction(ledger, one, correction, judgement.made_on)
    return Judged(one.statement, one.read, judgement, correction)


def _add_correction(ledger: Ledger, one: Judged, reading: Reading, made_on: date) -> None:
    sha256 = one.statement.snapshot
    snapshot = next((s for s in ledger.snapshots(READ) if s.sha256 == sha256), None)
    if snapshot is None:
        raise LedgerError(f"the ledger has seen no document with sha256 {sha256}", where=str(ledger.path))
    ledger.add_batch(correction_of(one.statement, reading, made_on=made_on), snapshot)


def judged_record(reading: Reading, bench: Bench | None) -> dict[str, Any]:
    """The record of `detente read`: the reading's, and the judgement on it or null."""
    judgement = bench.verdicts.get((reading.document_sha256, reading.reading_id)) if bench else None
    told = None
    if judgement is not None:
        j = judgement.record()
        told = {"id": j["judgement_id"]} | {n: j[n] for n in ("kind", "reason", "made_by", "made_on")}
    return reading.record() | {"judgement": told}
