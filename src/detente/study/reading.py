"""Documents on disk to readings."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from detente.errors import DetenteError, DocumentError
from detente.model.reading import Reading
from detente.read.document import Document, document_from_bytes, refuse_size
from detente.read.merge import told_once
from detente.read.reader import read_document


def open_document(path: Path, name: str | None = None) -> Document:
    """A document from a file. Raises DocumentError when it cannot be read as text."""
    try:
        refuse_size(path.stat().st_size, name or str(path))
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(error, path) from error
    return document_from_bytes(data, name or str(path))


def files_below(paths: Iterable[Path]) -> Iterator[Path | DocumentError]:
    """The files named, and those in the folders named, sorted; an error for a folder that gives none.

    Passed over in folders: what is hidden (.git, .DS_Store) and what Office keeps beside an open file (~$a.docx).
    Links to folders are not followed.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        errors: list[OSError] = []
        found = list(_walk(path, errors))
        yield from found
        yield from (_unreadable(error, Path(error.filename or path)) for error in errors)
        if not found and not errors:
            yield DocumentError(
                "there is no file in this folder", where=str(path), todo="Name files or another folder"
            )


def _walk(folder: Path, errors: list[OSError]) -> Iterator[Path]:
    for at, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith((".", "~$")):
                yield Path(at) / name


def _unreadable(error: OSError, path: Path) -> DocumentError:
    return DocumentError(f"cannot be read ({error.strerror})", where=str(path), todo="Check the path")


@dataclass(slots=True)
class Tally:
    """How many files were read, how many of these only in part, and how many not at all."""

    read: int = 0
    in_part: int = 0
    left_out: int = 0

    def line(self) -> str:
        """One line for a batch of which something was left out."""
        part = f", {self.in_part} of them in part" if self.in_part else ""
        left = f"; {self.left_out} left out" if self.left_out else ""
        return f"{self.read} file{'' if self.read == 1 else 's'} read{part}{left}, named above."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a reader read in a document, and what it could not; `nothing`: none of it was read."""

    readings: list[Reading]
    errors: list[DetenteError]
    nothing: bool = False


class Reader(Protocol):
    """Reads in place of the embedded model; `over`: it reads no more, as its last errors say."""

    over: bool

    def read(self, document: Document) -> Outcome:
        """The readings of a document."""
        ...


class Taker(Protocol):
    """Takes what was read in a document; gives what persons have left of it."""

    def take(
        self, document: Document, readings: Sequence[Reading], published: date | None, size_bytes: int
    ) -> list[Reading]:
        """The readings that stand."""
        ...


def read_paths(
    paths: Sequence[Path],
    published: date | None = None,
    tally: Tally | None = None,
    reader: Reader | None = None,
    taker: Taker | None = None,
) -> tuple[list[Reading], list[DetenteError]]:
    """All readings of the files, in file order then by offset, and one error for whatever was left out.

    Those of one event, in one file or in several, name each other (`read.merge.told_once`).
    A file of which only a part was left out (a PDF's pages of pictures) has both. `tally` is counted up; `reader`
    reads in place of the embedded model; `taker` takes the readings of each document that was read.
    """
    readings: list[Reading] = []
    errors: list[DetenteError] = []
    tally = tally or Tally()
    files = files_below(paths)
    for path in files:
        if isinstance(path, DocumentError):
            errors.append(path)
            tally.left_out += 1
            continue
        try:
            document = open_document(path)
            outcome = (
                reader.read(document)
                if reader is not None
                else Outcome(read_document(document, published=published), [])
            )
        except DocumentError as error:
            errors.append(error)
            tally.left_out += 1
        else:
            readings += (
                outcome.readings
                if taker is None or outcome.nothing
                else taker.take(document, outcome.readings, published, path.stat().st_size)
            )
            tally.read += not outcome.nothing
            tally.left_out += outcome.nothing
            tally.in_part += not outcome.nothing and bool(document.unread or outcome.errors)
            errors += [*outcome.errors, *(partly(document, what) for what in document.unread)]
        if reader is not None and reader.over:
            left = list(files)
            tally.left_out += len(left)
            if len(errors) > 1 or tally.read:  # a refusal at the first file says it all
                errors += _never_tried(left)
            break
    return told_once(readings), errors


def _never_tried(left: Sequence[Path | DocumentError]) -> list[DetenteError]:
    if not left:
        return []
    first = next((str(p) for p in left if isinstance(p, Path)), "")
    many = f"{len(left)} more files are" if len(left) > 1 else "one more file is"
    return [DocumentError(f"{many} not read, from this one on", where=first, todo="Read them again later")]


def partly(document: Document, what: str) -> DocumentError:
    """What is said of a document that was read without a part of it."""
    return DocumentError(
        f"read in part: {what}", where=document.name, todo="Run character recognition (OCR) on it first"
    )
