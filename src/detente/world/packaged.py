"""Reading the packaged tables of the world: no path is opened, no row is silently short."""

from __future__ import annotations

import csv
import io
from datetime import date
from importlib import resources


def rows(name: str) -> list[dict[str, str]]:
    """The rows of world/data/NAME.csv. Raises ValueError for a row of another width (our own mistake)."""
    text = resources.files("detente.world").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    found = list(reader)
    for number, row in enumerate(found, start=2):
        if None in row or None in row.values():
            raise ValueError(f"data/{name}.csv, line {number}: not {len(reader.fieldnames or [])} fields")
    return found


def day(text: str) -> date | None:
    """An ISO date, or None for an empty cell."""
    return date.fromisoformat(text) if text else None


def first_day(text: str) -> date:
    """An ISO date that must be there; raises ValueError when it is not."""
    return date.fromisoformat(text)
