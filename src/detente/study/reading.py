"""Documents on disk to readings."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detente.errors import DocumentError
from detente.model.reading import Reading
from detente.read.document import Document, document_from_bytes, refuse_size
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


def read_paths(
    paths: Sequence[Path], published: date | None = None, tally: Tally | None = None
) -> tuple[list[Reading], list[DocumentError]]:
    """All readings of the files, in file order then by offset, and one error for whatever was left out.

    A file of which only a part was left out (a PDF's pages of pictures) has both. `tally` is counted up.
    """
    readings: list[Reading] = []
    errors: list[DocumentError] = []
    tally = tally or Tally()
    for path in files_below(paths):
        if isinstance(path, DocumentError):
            errors.append(path)
            tally.left_out += 1
            continue
        try:
            document = open_document(path)
            readings += read_document(document, published=published)
        except DocumentError as error:
            errors.append(error)
            tally.left_out += 1
        else:
            tally.read += 1
            tally.in_part += bool(document.unread)
            errors += [partly(document, what) for what in document.unread]
    return readings, errors


def partly(document: Document, what: str) -> DocumentError:
    """What is said of a document that was read without a part of it."""
    return DocumentError(
        f"read in part: {what}", where=document.name, todo="Run character recognition (OCR) on it first"
    )
