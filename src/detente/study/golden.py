"""Golden tests on disk: a file of judged readings beside a copy of the text they were read in."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from detente.errors import DetenteError, DocumentError, UsageError
from detente.model.reading import Reading
from detente.read.document import Document, document_from_bytes
from detente.read.golden import Record, check_golden_record, golden_record, still_wrong
from detente.read.judged import Judged
from detente.read.reader import read_document


@dataclass(frozen=True, slots=True)
class Tested:
    """A golden reading read anew; `wrong`: what the reader gets wrong of it, None when nothing."""

    file: str
    record: Record
    wrong: str | None

    def told(self) -> dict[str, Any]:
        """The record of `detente review --check`."""
        return {
            "file": self.file,
            "statement": self.record["statement"],
            "judgement": self.record["judgement"],
            "verdict": self.record["verdict"],
            "quote": (self.record["expected"] or self.record["read"])["quote"],
            "right": self.wrong is None,
            "wrong": self.wrong,
        }


def write_golden(folder: Path, data: bytes, name: str, judged: Sequence[Judged]) -> Path:
    """Brings a document's golden file up to the verdicts on its readings; returns its path.

    `judged`: all readings of the document that a ledger holds; what another ledger judged and this one did not stays.
    The document's bytes stand beside it. A file that would hold no reading is taken away with its text.
    """
    sha256 = judged[0].statement.snapshot
    stem = re.sub(r"[^\w.-]+", "-", Path(name).stem).strip("-.") or "document"
    path = folder / f"{stem[:60]}-{sha256[:12]}.json"
    text = path.with_suffix(Path(name).suffix.lower() if Path(name).suffix.lower() != ".json" else ".txt")
    own = {one.statement.statement_id for one in judged if one.last is not None}
    kept = [r for r in _read(path)["readings"] if r["statement"] not in own] if path.is_file() else []
    records = kept + [golden_record(one) for one in judged if one.verdict is not None]
    if not records:
        path.unlink(missing_ok=True)
        text.unlink(missing_ok=True)
        return path
    records.sort(key=lambda r: (r["read"]["quote"]["start"], r["statement"]))
    told = {"document": Path(name).name, "sha256": sha256, "text": text.name, "readings": records}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _replace(text, data)
        _replace(path, (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode())
    except OSError as error:
        raise UsageError(
            f"golden tests cannot be written ({error.strerror})",
            where=str(folder),
            todo="Name another --golden DIR",
        ) from error
    return path


def check_golden(folder: Path) -> tuple[list[Tested], list[DetenteError]]:
    """Every golden reading of a folder read anew, and one error for each file that is none or lacks its text."""
    if not folder.is_dir():
        raise UsageError("there is no such folder", where=str(folder), todo="Name the folder of --golden")
    found: list[Tested] = []
    errors: list[DetenteError] = []
    for path in sorted(folder.glob("*.json")):
        try:
            found += check_golden_file(path)
        except DetenteError as error:
            errors.append(error)
    if not found and not errors:
        raise UsageError(
            "there is no golden test in it", where=str(folder), todo="Judge readings: detente review"
        )
    return found, errors


def check_golden_file(path: Path) -> Iterable[Tested]:
    """The readings of one golden file read anew. Raises DocumentError or UsageError when they cannot be."""
    told = _read(path)
    records = [check_golden_record(record) for record in told["readings"]]
    document = _text_of(path, told)
    days = {record["published"] for record in records}
    read: dict[str | None, list[Reading]] = {
        day: read_document(document, published=date.fromisoformat(day) if day else None) for day in days
    }
    return [Tested(path.name, r, still_wrong(r, read[r["published"]])) for r in records]


def _text_of(path: Path, told: dict[str, Any]) -> Document:
    text = path.parent / Path(str(told["text"])).name
    try:
        data = text.read_bytes()
    except OSError as error:
        raise DocumentError(
            f"the text of {path.name} cannot be read ({error.strerror})", where=str(text), todo="Put it there"
        ) from error
    document = document_from_bytes(data, text.name)
    if document.sha256 != told["sha256"]:
        raise DocumentError(
            f"this is not the text that {path.name} was judged on", where=str(text), todo="Put that text back"
        )
    return document


def _read(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if not {"document", "sha256", "text", "readings"} <= set(told) or not isinstance(
            told["readings"], list
        ):
            raise ValueError("a field is missing")
    except (OSError, ValueError, TypeError) as error:
        raise UsageError(
            f"this is no golden file ({error})", where=str(path), todo="Let `detente review` write it"
        ) from error
    return dict(told)


def _replace(path: Path, data: bytes) -> None:
    """Writes the file so that it is there whole or as it was."""
    if path.is_file() and path.read_bytes() == data:
        return
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.write_bytes(data)
    aside.replace(path)
