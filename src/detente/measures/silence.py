"""What a period without a figure becomes, and what a figure of zero is called."""

from __future__ import annotations

from datetime import date

from detente.measures.measure import Ask
from detente.model.vocabulary import Presence


def nothing(ask: Ask, start: date, end: date, *, zero: bool = True) -> tuple[float | None, Presence]:
    """Value and presence of a period in which no statement was found.

    `zero`: whether nothing can mean 0 (a count, a volume). A similarity or a share of nothing is undefined:
    where the source is complete and silent, such a measure has no data.
    """
    presence = ask.silence(start, end)
    if presence == "true_zero":
        return (0.0, presence) if zero else (None, "no_data")
    return None, presence


def said(value: float) -> Presence:
    """Presence of an amount that the source states or a complete count gives: zero is a true zero."""
    return "true_zero" if value == 0.0 else "value"
