"""A sheet of a published workbook as delimited text, so that one reader serves the workbook and its CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection
from typing import Final

from detente.errors import SourceError
from detente.sources.table import decode
from detente.sources.xlsx_cells import OLD_EXCEL, Cells, sheets

ZIP: Final = b"PK"


def table_text(
    data: bytes, file: str, marks: Collection[str], encodings: tuple[str, ...] = ("utf-8-sig",)
) -> str:
    """The text of a CSV, or the first sheet of a workbook whose first row has all of `marks`, as CSV.

    Line numbers of the text are row numbers of the sheet: line breaks inside cells become blanks. Raises
    SourceError as `decode` does for text, and for a workbook without such a sheet.
    """
    if data[:2] != ZIP and data[:4] != OLD_EXCEL:
        return decode(data, file, encodings)
    found = sheets(data, file)
    for cells in found.values():
        if set(marks) <= {text for (row, _), text in cells.items() if row == 1}:
            return _text(cells)
    raise SourceError(
        f"no sheet of the workbook ({', '.join(found)}) begins with the columns {', '.join(marks)}",
        where=file,
        todo="Check that it is this data set, as published",
    )


def _text(cells: Cells) -> str:
    columns = sorted({column for row, column in cells if row == 1}, key=lambda name: (len(name), name))
    beyond = {column for _, column in cells} - set(columns)
    columns += sorted(beyond, key=lambda name: (len(name), name))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in range(1, max(row for row, _ in cells) + 1):
        values = [re.sub(r"\s*[\r\n]+\s*", " ", cells.get((row, column), "")) for column in columns]
        if any(values):
            writer.writerow(values)
        else:
            out.write("\n")
    return out.getvalue()
