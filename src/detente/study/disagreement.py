"""Why measures of a pair's voting part between two sessions, from the votes that the ledger holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from detente.errors import UsageError
from detente.ledger.ledger import Ledger
from detente.measures.ideal_points import Plan, sample_ideal_points, votes_from_statements
from detente.measures.ideal_points.disagreement import COMPARED, disagreement
from detente.measures.ideal_points.rules import MATCH_COLUMNS
from detente.world.states import expand

DISTANCE: Final = "ideal_point_distance"
PLAN: Final = Plan(iterations=4000, burn=2000, thin=10, chains=2, seed=1)
PASSES: Final = PLAN.chains * (PLAN.burn + PLAN.iterations)
SETTLED: Final = 1.05
"""Greatest R-hat of a point that may be quoted."""


class Parted(NamedTuple):
    """`table`: one row per measure (columns of disagreement()); `r_hat`: the greatest of the points it stands on."""

    table: pl.DataFrame
    r_hat: float


def compared_measures() -> tuple[str, ...]:
    """Names of the measures that the table sets side by side."""
    return (DISTANCE, *dict.fromkeys(name.split(";")[0] for name in COMPARED))


def part_sessions(
    ledger: Ledger,
    actors: tuple[str, str],
    sessions: tuple[int, int],
    *,
    matches: Path | None = None,
    as_of: date | None = None,
    exact: bool = False,
    plan: Plan = PLAN,
    progress: Callable[[int], None] | None = None,
) -> Parted:
    """Estimates ideal points (smoothed) on the sessions from the earlier to the later, and splits each change.

    `matches`: a csv with columns rcid1, rcid2 of identical resolutions, which tie sessions together; `progress`: told
    the number of passes done since the last call. Raises
    UsageError for sessions in the wrong order, votes that are not held, and as disagreement() and
    sample_ideal_points() do.
    """
    first, last = sessions
    if not 1 <= first < last:
        raise UsageError(
            f"{first} and {last} are no earlier and later session", todo="Give the earlier one first"
        )
    held = ledger.statements(properties=["vote", "roll_call"], sources=["un_votes"], as_of=as_of)
    votes = votes_from_statements(held).filter(pl.col("session").is_between(first, last))
    if absent := [str(s) for s in sessions if votes.filter(pl.col("session") == s).is_empty()]:
        raise UsageError(
            f"no votes of session {' and '.join(absent)} are held",
            todo="Ingest un_votes: detente ingest un_votes FILE",
        )
    tell = None if progress is None else lambda _, passes: progress(passes)
    estimate = sample_ideal_points(votes, _matches(matches), "smoothed", plan, progress=tell)
    sides = (expand(actors[0], exact=exact), expand(actors[1], exact=exact))
    used = estimate.points.filter(
        pl.col("state").is_in(sorted(sides[0] | sides[1])) & pl.col("session").is_in(list(sessions))
    )
    table = disagreement(estimate, sides, sessions)
    return Parted(table, max(used["r_hat"].to_list()))


def _matches(file: Path | None) -> pl.DataFrame:
    """Pairs of roll calls. Raises UsageError for a file without them."""
    if file is None:
        return pl.DataFrame(schema=dict.fromkeys(MATCH_COLUMNS, pl.Int64()))
    try:
        return pl.read_csv(file).select(pl.col(name).cast(pl.Int64) for name in MATCH_COLUMNS)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise UsageError(
            f"pairs of identical resolutions cannot be read ({str(error).splitlines()[0]})",
            where=str(file),
            todo=f"Give a csv with columns {', '.join(MATCH_COLUMNS)}",
        ) from error
