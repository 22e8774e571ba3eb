"""Which of a data set's published layouts a file has, told from its header."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping

from detente.errors import SourceError


def header_of(text: str, file: str, separator: str = ",", skip_lines: int = 0) -> list[str]:
    """The fields of the header line. Raises SourceError when the text is no delimited text at all."""
    if "\x00" in text[:1000]:
        raise SourceError(
            "the text is in UTF-16 or not text at all", where=file, todo="Take the file as published"
        )
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for _ in range(skip_lines):
            next(lines, None)
        return next(lines, [])
    except csv.Error as error:
        raise SourceError(f"the header is broken ({error})", where=file, todo="Download it again") from error


def pick_layout(header: Collection[str], marks: Mapping[str, Collection[str]], file: str) -> str:
    """The name of the first layout all of whose marking columns are in the header.

    `marks`: layout name -> the columns that only this layout has. Raises SourceError when none fits.
    """
    for name, columns in marks.items():
        if all(column in header for column in columns):
            return name
    wanted = "; ".join(f"{name} has {', '.join(columns)}" for name, columns in marks.items())
    raise SourceError(
        f"the header is in no layout of this data set ({wanted})",
        where=f"{file}, line 1",
        todo="Check that it is this data set, as its publisher gives it",
    )
