"""Ties that hold over a run of years, and when two of them hold together."""

from __future__ import annotations

from datetime import date

from detente.measures.measure import CURRENT, Ask
from detente.model.statement import Statement


def overlap(rows: tuple[Statement, ...], ask: Ask, start: date, end: date) -> bool:
    """Whether all of the runs hold together on some day of the period.

    A run without an end lasts as long as its source speaks: outside coverage it is not carried on.
    """
    if any(row.end is None for row in rows) and ask.silence(start, end) == "outside_coverage":
        return False
    firsts = [row.start or date.min for row in rows]
    lasts = [row.end or CURRENT for row in rows]
    return max(*firsts, start) <= min(*lasts, end)
