"""A review: documents are read, doubtful readings are queued, verdicts and golden tests are written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from detente.errors import DetenteError
from detente.ledger.ledger import Ledger
from detente.model.reading import Reading
from detente.read.document import Document, document_from_bytes
from detente.read.judged import Judged
from detente.study.golden import write_golden
from detente.study.judging import Bench, Verdict, judge, mend, readings_held, take_back
from detente.study.opening import open_ledger
from detente.study.reading import read_paths

Clock = Callable[[], date]


class ReviewDesk:
    """The ledger under review. `by`: who judges; `today`: asked for the day of each verdict."""

    def __init__(self, ledger: Ledger, golden: Path, *, by: str, today: Clock) -> None:
        self.ledger, self.golden = ledger, golden
        self.errors: list[DetenteError] = []
        self._by, self._today = by, today
        self._asked: set[str] | None = None
        self._texts: dict[str, tuple[Document, bytes] | None] = {}
        self._paths: dict[str, Path] = {}
        self._written: set[Path] = set()
        self._textless: set[str] = set()
        mend(ledger)

    def read(self, paths: Sequence[Path], published: date | None) -> list[DetenteError]:
        """Reads files into the ledger; the queue is then of these documents. What could not be read is returned."""
        if not paths:
            return []
        self._asked = set()
        _, errors = read_paths(paths, published, taker=_Noting(Bench(self.ledger, keeps=True), self._note))
        self.errors += errors
        return errors

    def queue(self, *, below: float, again: bool) -> list[Judged]:
        """The readings less sure than `below`, by document and place; those judged before only with `again`."""
        return [
            one
            for one in readings_held(self.ledger)
            if one.read.confidence < below
            and (again or one.verdict is None)
            and (self._asked is None or one.statement.snapshot in self._asked)
        ]

    def text(self, one: Judged) -> Document | None:
        """The document of a reading, when its file is where it was, with the same bytes."""
        found = self._file(one)
        return None if found is None else found[0]

    def judge(self, one: Judged, kind: Verdict, reason: str, changed: Reading | None) -> Judged:
        """Keeps a verdict, and the golden test of it."""
        done = judge(self.ledger, one, kind, reason, by=self._by, on=self._today(), changed=changed)
        self._write_golden(done)
        return done

    def take_back(self, judged: Judged, before: Judged) -> Judged:
        """Takes a verdict back, and the golden test with it."""
        done = take_back(self.ledger, judged, before, by=self._by, on=self._today())
        self._write_golden(done)
        return done

    def told(self) -> list[str]:
        """What was written as golden tests, and what could not be, in lines for the reviewer."""
        lines = [
            f"Golden tests are in {folder}; run them with: detente review --check {folder}"
            for folder in sorted({path.parent for path in self._written if path.is_file()})
        ]
        return lines + [
            f"{name}: no golden test, because its text is not at hand. Name its file: detente review FILE"
            for name in sorted(self._textless)
        ]

    def _note(self, document: Document, path: Path) -> None:
        assert self._asked is not None
        self._asked.add(document.sha256)
        self._paths[document.sha256] = path

    def _file(self, one: Judged) -> tuple[Document, bytes] | None:
        sha256 = one.statement.snapshot
        if sha256 not in self._texts:
            path = self._paths.get(sha256, Path(one.read.document))
            self._texts[sha256] = _opened(path, one.read.document, sha256)
        return self._texts[sha256]

    def _write_golden(self, done: Judged) -> None:
        found = self._file(done)
        if found is None:
            self._textless.add(done.read.document)
            return
        sha256 = done.statement.snapshot
        held = [one for one in readings_held(self.ledger) if one.statement.snapshot == sha256]
        self._written.add(write_golden(self.golden, found[1], done.read.document, held))


class _Noting:
    """Takes readings as a bench does, and notes which documents were read from where."""

    def __init__(self, bench: Bench, note: Callable[[Document, Path], None]) -> None:
        self._bench, self._note = bench, note

    def take(
        self, document: Document, readings: Sequence[Reading], published: date | None, size_bytes: int
    ) -> list[Reading]:
        """The readings that stand."""
        self._note(document, Path(document.name))
        return self._bench.take(document, readings, published, size_bytes)


def open_desk(ledger_path: Path | None, golden: Path | None, *, by: str, today: Clock) -> ReviewDesk:
    """The desk of a ledger (the packaged case's, if none is named); golden tests go beside its record by default."""
    ledger = open_ledger(ledger_path, create=True)
    return ReviewDesk(ledger, golden or ledger.path / "golden", by=by, today=today)


def _opened(path: Path, name: str, sha256: str) -> tuple[Document, bytes] | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None  # moved or deleted since: the reading is then shown without its sentence
    if hashlib.sha256(data).hexdigest() != sha256:
        return None
    return document_from_bytes(data, name), data
