"""A reader's own evidence matrix as CSV: statement, scenario, bearing, reason."""

from __future__ import annotations

import csv
import io
from typing import Final, get_args

from detente.errors import SourceError
from detente.scenarios.evidence_matrix import Bearing, Entry

COLUMNS: Final = ("statement", "scenario", "bearing", "reason")
BEARINGS: Final[dict[str, Bearing]] = {one: one for one in get_args(Bearing)}


def load_evidence(data: bytes, name: str) -> list[Entry]:
    """The entries of a matrix. Raises SourceError with the line for what is none."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"not UTF-8 at byte {error.start}", where=name, todo="Save the file as UTF-8"
        ) from None
    rows = csv.DictReader(io.StringIO(text))
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise SourceError(f"not the columns {', '.join(COLUMNS)}", where=f"{name}, line 1")
    out = []
    for row in rows:
        where = f"{name}, line {rows.line_num}"
        if None in row or None in row.values():
            raise SourceError(
                f"not {len(COLUMNS)} values", where=where, todo="Put a reason with commas in quotes"
            )
        if row["bearing"] not in BEARINGS:
            raise SourceError(
                f"no bearing {row['bearing']!r}", where=where, todo=f"Known: {', '.join(BEARINGS)}"
            )
        out.append(
            Entry(
                statement=row["statement"].strip(), scenario=row["scenario"].strip(),
                bearing=BEARINGS[row["bearing"]], reason=row["reason"],
            )
        )  # fmt: skip
    return out
