"""Strict reading of delimited files: every column used or ignored by name, every surprise located."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from detente.errors import SourceError

ROW: Final = "row_number"
CHUNK: Final = 50_000


@dataclass(frozen=True, slots=True)
class Table:
    """All cells as text, plus the 1-based physical line on which each row ends (`row_number`)."""

    file: str
    frame: pl.DataFrame

    def fail(self, row_number: int, column: str, value: object, expected: str) -> SourceError:
        """The error for one bad cell."""
        return SourceError(
            f"{value!r} in column '{column}' is not {expected}",
            where=f"{self.file}, line {row_number}",
            todo="Check that the file is as published; if the publisher changed a label, report it",
        )

    def allow(self, column: str, allowed: Collection[str], what: str) -> None:
        """Raises SourceError at the first cell that is none of the allowed texts."""
        bad = self.frame.filter(~pl.col(column).is_in(list(allowed))).head(1)
        if bad.height:
            raise self.fail(bad[ROW][0], column, bad[column][0], what)

    def shaped(self, column: str, pattern: str, what: str) -> None:
        """Raises SourceError at the first cell that the pattern does not match as a whole."""
        bad = self.frame.filter(~pl.col(column).str.contains(f"^(?:{pattern})$")).head(1)
        if bad.height:
            raise self.fail(bad[ROW][0], column, bad[column][0], what)

    def numbers(self, column: str, *, whole: bool = False, empty: Collection[str] = ("",)) -> pl.Series:
        """The column as numbers; the texts in `empty` become null; anything else raises SourceError."""
        dtype = pl.Int64() if whole else pl.Float64()
        text = pl.when(pl.col(column).is_in(list(empty))).then(None).otherwise(pl.col(column))
        read = self.frame.select(
            pl.col(ROW), text.alias("text"), text.cast(dtype, strict=False).alias("number")
        )
        bad = read.filter(
            pl.col("text").is_not_null()
            & (pl.col("number").is_null() | ~pl.col("number").cast(pl.Float64).is_finite())
        ).head(1)
        if bad.height:
            raise self.fail(bad[ROW][0], column, bad["text"][0], "a whole number" if whole else "a number")
        return read["number"].alias(column)


def decode(data: bytes, file: str, encodings: tuple[str, ...] = ("utf-8-sig",)) -> str:
    """Bytes (gzip undone) as text in the first of the publisher's encodings that fits.

    Raises SourceError for an empty file, a cut-off gzip, an HTML page, or a wrong encoding.
    """
    if data[:2] == b"\x1f\x8b":
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error) as error:
            raise SourceError(
                "the gzip file is cut off or damaged", where=file, todo="Download it again"
            ) from error
    if not data.strip():
        raise SourceError("the file is empty", where=file, todo="Download it again")
    if data[:2] == b"PK":
        raise SourceError("this is a zip archive", where=file, todo="Unpack it and give the file inside")
    if data.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        raise SourceError(
            "this is a web page, not data", where=file, todo="Download the file itself, not its page"
        )
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if (at := text.find("\x00")) >= 0:
            raise SourceError(
                "the text is in UTF-16 or not text at all (it holds a byte 0)",
                where=f"{file}, line {text.count(chr(10), 0, at) + 1}",
                todo="Take the file as published",
            )
        return text
    raise SourceError(
        f"the text is not in {' or '.join(encodings)}", where=file, todo="Take the file as published"
    )


def read_table(
    text: str,
    file: str,
    *,
    use: Collection[str],
    ignore: Collection[str] = (),
    separator: str = ",",
    skip_lines: int = 0,
    header: tuple[str, ...] | None = None,
    may_be_empty: bool = False,
) -> Table:
    """Reads delimited text whose header holds exactly the columns of `use` and `ignore`, in any order.

    `skip_lines`: preamble lines before the header. `header`: names to give the columns when the published
    header is ambiguous (SIPRI has three columns named " "); then the file's own must have as many fields.
    `may_be_empty`: a header alone is a whole file (a chronology just begun). Raises SourceError for a wrong header,
    a row with too few or too many fields, or no rows where some must be.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found = _header(reader, file, skip_lines)
    names = list(header) if header is not None else found
    _check_header(file, found, names, use, ignore)
    kept = [i for i, name in enumerate(names) if name in use]
    chunks = [
        pl.DataFrame(
            {ROW: numbers, **{names[i]: [row[i] for row in rows] for i in kept}},
            schema={ROW: pl.Int64(), **{names[i]: pl.String() for i in kept}},
        )
        for numbers, rows in _chunks(reader, file, len(names))
    ]
    if not chunks and may_be_empty:
        return Table(file, pl.DataFrame(schema={ROW: pl.Int64(), **{names[i]: pl.String() for i in kept}}))
    if not chunks:
        raise SourceError("there is a header but no row", where=file, todo="Download it again")
    return Table(file, pl.concat(chunks))


def _header(reader: Iterator[list[str]], file: str, skip_lines: int) -> list[str]:
    try:
        for _ in range(skip_lines):
            next(reader, None)
        return next(reader, None) or []
    except csv.Error as error:
        raise _broken(reader, file, error) from error


def _broken(reader: Iterator[list[str]], file: str, error: csv.Error) -> SourceError:
    return SourceError(
        f"broken quoting ({error})",
        where=f"{file}, line {reader.line_num}",  # type: ignore[attr-defined]
        todo="Check that it is this data set; if it is, download it again",
    )


def _check_header(
    file: str, found: list[str], names: list[str], use: Collection[str], ignore: Collection[str]
) -> None:
    if len(found) != len(names):
        raise SourceError(
            f"the header has {len(found)} fields, this format has {len(names)}",
            where=file,
            todo="Check that it is this data set",
        )
    missing = [name for name in use if name not in names]
    unknown = [name for name in names if name not in use and name not in ignore]
    twice = sorted({name for name in names if names.count(name) > 1})
    for what, columns in (("lacks", missing), ("has unknown", unknown), ("repeats", twice)):
        if columns:
            shown = ", ".join(repr(c[:40]) for c in columns[:5])
            raise SourceError(
                f"the header {what} column {shown}" + (" and more" if len(columns) > 5 else ""),
                where=f"{file}, line 1",
                todo="Check that it is this data set in a layout that `detente sources` names",
            )


def _chunks(
    reader: Iterator[list[str]], file: str, width: int
) -> Iterator[tuple[list[int], list[list[str]]]]:
    numbers: list[int] = []
    rows: list[list[str]] = []
    try:
        for row in reader:
            if not row:
                continue
            if len(row) != width:
                raise SourceError(
                    f"{len(row)} fields where the header has {width}",
                    where=f"{file}, line {reader.line_num}",  # type: ignore[attr-defined]
                    todo="Take the file as published; a spreadsheet may have changed it",
                )
            numbers.append(reader.line_num)  # type: ignore[attr-defined]
            rows.append(row)
            if len(rows) == CHUNK:
                yield numbers, rows
                numbers, rows = [], []
    except csv.Error as error:
        raise _broken(reader, file, error) from error
    if rows:
        yield numbers, rows
