"""Actors' stakes in one issue as CSV: actor, capability, position, salience."""

from __future__ import annotations

import csv
import io
from math import isfinite
from typing import Final

from detente.errors import SourceError
from detente.scenarios.positions import Stake

COLUMNS: Final = ("actor", "capability", "position", "salience")


def load_stakes(data: bytes, name: str) -> list[Stake]:
    """The stakes of a file. Raises SourceError with the line for a row that is none."""
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
            raise SourceError(f"not {len(COLUMNS)} values", where=where)
        try:
            numbers = [float(row[column]) for column in COLUMNS[1:]]
        except ValueError:
            numbers = [float("nan")]
        if not all(map(isfinite, numbers)):
            raise SourceError("capability, position and salience are not all numbers", where=where)
        out.append(Stake(row["actor"].strip(), *numbers))
    return out
