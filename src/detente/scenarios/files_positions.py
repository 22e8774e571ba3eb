"""Actors' stakes in one issue as CSV: actor, capability, position, salience."""

from __future__ import annotations

from math import isfinite
from typing import Final

from detente.errors import SourceError
from detente.scenarios.csv_rows import rows_of
from detente.scenarios.positions import Stake

COLUMNS: Final = ("actor", "capability", "position", "salience")


def load_stakes(data: bytes, name: str) -> list[Stake]:
    """The stakes of a file. Raises SourceError with the line for a row that is none."""
    out = []
    for where, row in rows_of(data, name, COLUMNS):
        try:
            numbers = [float(row[column]) for column in COLUMNS[1:]]
        except ValueError:
            numbers = [float("nan")]
        if not all(map(isfinite, numbers)):
            raise SourceError("capability, position and salience are not all numbers", where=where)
        out.append(Stake(row["actor"].strip(), *numbers))
    return out
