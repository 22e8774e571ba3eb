"""Sessions of the United Nations General Assembly as periods."""

from __future__ import annotations

from datetime import date
from typing import Final

from detente.measures.measure import Ask

OFFSET: Final = 1945
"""Session = year of its opening - 1945 (Bailey, Strezhnev and Voeten 2017)."""


def session_period(session: int) -> tuple[date, date]:
    """Nominal first and last day: 1 September of the opening year to the next 31 August.

    Sessions open in mid-September, and single roll calls of a resumed session fall after it; a vote belongs
    to the session that its source names. The first session already sat in January 1946.
    """
    year = OFFSET + session
    first = date(1946, 1, 1) if session == 1 else date(year, 9, 1)
    return first, date(year + 1, 8, 31)


def sessions(ask: Ask) -> list[int]:
    """The sessions whose nominal period meets the window."""
    near = range(max(1, ask.start.year - OFFSET - 1), ask.end.year - OFFSET + 1)
    return [s for s in near if session_period(s)[0] <= ask.end and session_period(s)[1] >= ask.start]
