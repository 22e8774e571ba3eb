"""The text and the rows of a CSV that a reader wrote; refused in one line where it is none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from detente.errors import SourceError


def text_of(data: bytes, name: str) -> str:
    """The bytes as UTF-8, with or without a mark in front. Raises SourceError."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"not UTF-8 at byte {error.start}", where=name, todo="Save the file as UTF-8"
        ) from None


def rows_of(data: bytes, name: str, columns: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """(file and line, row) of a file with exactly these columns. Raises SourceError for another header or width."""
    rows = csv.DictReader(io.StringIO(text_of(data, name)))
    if tuple(rows.fieldnames or ()) != tuple(columns):
        raise SourceError(f"not the columns {', '.join(columns)}", where=f"{name}, line 1")
    for row in rows:
        where = f"{name}, line {rows.line_num}"
        if None in row or None in row.values():
            raise SourceError(
                f"not {len(columns)} values", where=where, todo="Put a value with commas in quotes"
            )
        yield where, row
