"""Published ideal points of states, kept apart by release, and the sessions a question asks about."""

from __future__ import annotations

from datetime import date

import polars as pl

from detente.measures.interval import Z90
from detente.measures.measure import Ask, periods
from detente.measures.selection import sent, singly
from detente.measures.sessions import OFFSET, session_period, sessions
from detente.model.statement import Statement

Points = dict[int, Statement]
"""One side's points by session."""


def newest_common(
    statements: pl.DataFrame, sides: tuple[frozenset[str], ...]
) -> tuple[str, tuple[Points, ...]]:
    """The newest release that holds all sides ("" where there is none), and the points of each in it.

    Releases are estimated anew on their own scales, so points of two are never compared.
    """
    releases = [_releases(statements, members) for members in sides]
    release = max(set.intersection(*(set(held) for held in releases)), default="")
    return release, tuple(held.get(release, {}) for held in releases)


def basis_of(release: str) -> str:
    """What the figures rest on, in words."""
    return f"published ideal points, release {release}" if release else "published ideal points"


def asked_sessions(ask: Ask) -> list[tuple[int, date, date]]:
    """Session, first and last day of each period: sessions, or the years in which they opened."""
    if ask.by == "session":
        return [(session, *session_period(session)) for session in sessions(ask)]
    return [(start.year - OFFSET, start, end) for start, end in periods(ask)]


def _releases(statements: pl.DataFrame, members: frozenset[str]) -> dict[str, Points]:
    """Ideal points of one side by release ("2023-07": later sorts higher) and session."""
    held: dict[str, Points] = {}
    for row in singly(sent(statements, "ideal_point", members)):
        if row.value is not None:
            held.setdefault(str(row.detail("release")), {}).setdefault(int(row.detail("session")), row)
    return held


def spread(row: Statement) -> float | None:
    """Standard deviation of a normal with the point's 5 and 95 percent quantiles; None without them."""
    if row.low is None or row.high is None:
        return None
    return (row.high - row.low) / (2 * Z90)
