"""Documents on disk to readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from detente.errors import DocumentError
from detente.model.reading import Reading
from detente.read.document import Document, document_from_bytes
from detente.read.reader import read_document


def open_document(path: Path, name: str | None = None) -> Document:
    """A document from a file. Raises DocumentError when it cannot be read as text."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(
            f"cannot be read ({error.strerror})", where=str(path), todo="Check the path"
        ) from error
    return document_from_bytes(data, name or str(path))


def files_below(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named, sorted; hidden files are passed over."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        else:
            yield path


def read_paths(
    paths: Sequence[Path], published: date | None = None
) -> tuple[list[Reading], list[DocumentError]]:
    """All readings of the files, in file order then by offset, and one error per file that has none."""
    readings: list[Reading] = []
    errors: list[DocumentError] = []
    for path in files_below(paths):
        try:
            readings += read_document(open_document(path), published=published)
        except DocumentError as error:
            errors.append(error)
    return readings, errors
