"""Fixtures with one thing changed."""

import csv
import io
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"


def fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def with_cell(data: bytes, row: int, column: str, value: str, encoding: str = "utf-8") -> bytes:
    """The CSV with one cell of its row-th data row (from 1) set to another text."""
    rows = list(csv.reader(io.StringIO(data.decode(encoding), newline="")))
    rows[row][rows[0].index(column)] = value
    return _text(rows, encoding)


def without_column(data: bytes, column: str) -> bytes:
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    at = rows[0].index(column)
    return _text([row[:at] + row[at + 1 :] for row in rows], "utf-8")


def with_row_again(data: bytes, row: int) -> bytes:
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    return _text([*rows, rows[row]], "utf-8")


def _text(rows: list[list[str]], encoding: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode(encoding)
