"""The layouts of the SIPRI trade register: where the table begins, and rows broken inside a comment.

Old: one row per order, 16 columns, three of them headed " ". As exported by the site (cp1252, 11 lines of preamble) or
as UTF-8 without preamble. A comment may hold a bare line break, which leaves a line of 13 fields and one of 4.
New: one row per order and year of delivery, 17 columns, after 11 lines of preamble that say what was asked for.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from typing import Final

from detente.errors import SourceError

COLUMNS: Final = (
    "Recipient", "Supplier", "Year of order", "Year of order is estimate", "Number ordered",
    "Number ordered is estimate", "Weapon designation", "Weapon description", "Number delivered",
    "Number delivered is estimate", "Year(s) of delivery", "status", "Comments", "SIPRI TIV per unit",
    "SIPRI TIV for total order", "SIPRI TIV of delivered weapons",
)  # fmt: skip
_PUBLISHED: Final = [" " if name.endswith(" is estimate") else name for name in COLUMNS]
_HEADER: Final = ",".join(_PUBLISHED)
_NEWER: Final = "SIPRI AT Database ID,"
_GENERATED: Final = re.compile(r"^Data generated: (\d{1,2} [A-Z][a-z]{2} \d{4})", re.MULTILINE)
_BEFORE, _AFTER = 13, 4
_SEARCHED: Final = 40


def is_by_delivery(text: str) -> bool:
    """Whether the text is the new layout, told by a header line among the first lines."""
    lines = (line for line, _ in zip(io.StringIO(text), range(_SEARCHED), strict=False))
    return any(line.startswith(_NEWER) for line in lines)


def preamble_lines(text: str, file: str) -> int:
    """How many lines stand before the header. Raises SourceError when there is no header of a known layout."""
    for number, line in enumerate(io.StringIO(text)):
        if line.startswith(_NEWER) or next(csv.reader([line.split("\r")[0]]), []) == _PUBLISHED:
            return number
        if number > _SEARCHED:
            break
    raise SourceError(
        f"no line is the header of the SIPRI trade register ({_HEADER[:60]}...)",
        where=file,
        todo="Check that it is the trade register, as exported in CSV",
    )


def generated_on(text: str, lines: int) -> str:
    """The day on which the site generated the file, as YYYY-MM-DD; empty when the file does not say."""
    preamble = "\n".join(text.split("\n")[:lines])
    found = _GENERATED.search(preamble)
    return datetime.strptime(found[1], "%d %b %Y").date().isoformat() if found else ""


def mend(text: str) -> str:
    """Puts the two halves of a row that breaks inside its comment into quotes; line numbers stay."""
    lines = text.split("\n")
    for at in range(len(lines) - 1):
        first, second = lines[at], lines[at + 1]
        if first.count(",") != _BEFORE - 1 or second.count(",") != _AFTER - 1 or '"' in first + second:
            continue
        head, start = first.rsplit(",", 1)
        rest, tail = second.split(",", 1)
        lines[at], lines[at + 1] = f'{head},"{start}', f'{rest}",{tail}'
    return "\n".join(lines)
