"""Which ledger a command works on, and that it holds what it should."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from detente.errors import LedgerError
from detente.ledger.duckdb import LEDGER_FILE, DuckLedger
from detente.model.verdicts import VERDICTS
from detente.study.case import Case, packaged_case
from detente.study.ingest import ingest_case
from detente.study.judging import Bench


def default_ledger_path(case: Case) -> Path:
    """Where the ledger of the packaged case is kept: the user's data folder, so that it may grow."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "detente" / case.name


def open_ledger(path: Path | None = None, *, create: bool = False) -> DuckLedger:
    """The ledger in a folder; with no path the packaged case's, made on first use.

    `create`: make a new one where there is none. Raises LedgerError when there is no ledger and none may be
    made.
    """
    if path is not None:
        return DuckLedger.open(path, create=create)
    case = packaged_case()
    return open_case_ledger(case, default_ledger_path(case))


def bench_for(path: Path | None, *, unjudged: bool = False) -> Bench | None:
    """Where `detente read` takes its readings: into the ledger named, made if there is none.

    With none named, the packaged case's ledger has its judgements honoured if it is there, and is left as it is.
    `unjudged`: no judgement is honoured. None where there is nothing to honour and nowhere to put a reading.
    """
    if path is not None:
        return Bench(open_ledger(path, create=True), keeps=True, honours=not unjudged)
    default = default_ledger_path(packaged_case())
    if unjudged or not (default / LEDGER_FILE).is_file():
        return None
    ledger = DuckLedger.open(default)
    read = any(j.kind in VERDICTS for j in ledger.judgements())
    return Bench(ledger, keeps=False) if read else None


def open_case_ledger(case: Case, path: Path) -> DuckLedger:
    """The ledger in `path` with all of the case's files in it."""
    try:
        ledger = DuckLedger.open(path, create=True)
    except OSError as error:
        raise LedgerError(
            f"cannot make a ledger ({error.strerror})", where=str(path), todo="Name a folder with --ledger"
        ) from error
    stamp, mark = path / f"case-{case.name}.stamp", _fingerprint(case)
    if not stamp.is_file() or stamp.read_text(encoding="ascii", errors="replace") != mark:
        ingest_case(ledger, case)
        # Written last: a process killed before this ingests again, which changes nothing.
        stamp.write_text(mark, encoding="ascii")
    return ledger


def _fingerprint(case: Case) -> str:
    digest = hashlib.sha256()
    for file in sorted(case.folder.iterdir()):
        if file.suffix in {".yml", ".csv", ".jsonl"}:
            digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
