"""A reader's own evidence matrix as CSV: statement, scenario, bearing, reason."""

from __future__ import annotations

from typing import Final, get_args

from detente.errors import SourceError
from detente.scenarios.csv_rows import rows_of
from detente.scenarios.evidence_matrix import Bearing, Entry

COLUMNS: Final = ("statement", "scenario", "bearing", "reason")
BEARINGS: Final[dict[str, Bearing]] = {one: one for one in get_args(Bearing)}


def load_evidence(data: bytes, name: str) -> list[Entry]:
    """The entries of a matrix. Raises SourceError with the line for what is none."""
    out = []
    for where, row in rows_of(data, name, COLUMNS):
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
