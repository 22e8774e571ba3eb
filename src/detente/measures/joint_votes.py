"""Roll calls on which both sides voted, and their 3x3 table.

Votes are coded 1 yes, 2 abstain, 3 no (Voeten); 8 absent and 9 not a member never count.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from detente.errors import UsageError
from detente.measures.interval import Table
from detente.measures.measure import Ask, periods
from detente.measures.sessions import session_period, sessions

CHOICES: Final = (1.0, 2.0, 3.0)
FEW_STATES: Final = 30
"""The Assembly had 51 members at its start: a ledger in which no roll call has 30 votes holds an extract."""
LINEAR: Final = np.abs(np.subtract.outer(np.arange(3), np.arange(3))).astype(float)
"""|a - b|, at most 2."""
QUADRATIC: Final = LINEAR**2
"""(a - b)^2, at most 4."""


def joint_votes(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """One row per roll call on which both sides voted yes, no or abstain.

    Columns: `object` (roll call), `day`, `session`, `unanimous`, `states_voting`, `a` and `b` (1-3) and the
    statements `id_a`, `id_b`. Where two codes of one side (a state and its predecessor) voted on one roll
    call, one vote is taken, by statement id. Raises UsageError where the columns of the view are missing.
    """
    if missing := {"unanimous", "states_voting", "session"} - set(statements.columns):
        raise UsageError(
            f"votes come without {', '.join(sorted(missing))}", todo="Prepare them with the view joint_votes"
        )
    cast = statements.filter(
        (pl.col("property") == "vote")
        & pl.col("value").is_in(CHOICES)
        & (pl.col("source_actors").list.len() == 1)
    ).with_columns(voter=pl.col("source_actors").list.first())
    first, second = (_side(cast, members) for members in ask.members)
    return (
        first.select(
            "object", "session", "unanimous", "states_voting", day="start", a="value", id_a="statement_id"
        )
        .join(second.select("object", b="value", id_b="statement_id"), on="object", validate="1:1")
        .sort("object")
    )


def _side(cast: pl.DataFrame, members: frozenset[str]) -> pl.DataFrame:
    own = cast.filter(pl.col("voter").is_in(sorted(members)))
    return own.sort("statement_id").unique("object", keep="first", maintain_order=True)


def table(joint: pl.DataFrame) -> Table:
    """Counts of roll calls: rows the first side's yes, abstain, no; columns the second side's."""
    counts = np.zeros((3, 3), dtype=np.int64)
    for a, b, n in joint.group_by("a", "b").len().iter_rows():
        counts[int(a) - 1, int(b) - 1] = n
    return counts


def bases(joint: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    """The same roll calls twice: all of them, and those on which not every state voted alike."""
    held = max(joint["states_voting"].to_list(), default=FEW_STATES)
    few = held < FEW_STATES
    name = f"non-unanimous among the {held} states held" if few else "non-unanimous roll calls"
    return [("all roll calls", joint), (name, joint.filter(~pl.col("unanimous")))]


def by_period(joint: pl.DataFrame, ask: Ask) -> Iterator[tuple[date, date, pl.DataFrame]]:
    """The roll calls of each session, year or month that meets the window, or of the window."""
    if ask.by == "session":
        for session in sessions(ask):
            yield *session_period(session), joint.filter(pl.col("session") == session)
        return
    for start, end in periods(ask):
        yield start, end, joint.filter(pl.col("day").is_between(start, end))


def evidence(joint: pl.DataFrame) -> tuple[str, ...]:
    """Ids of both sides' votes."""
    return (*joint["id_a"], *joint["id_b"])
