"""Why measures of one dyad's voting move apart between two sessions: another agenda, or the states' own moves.

With the estimated items and points, the table of votes that a session's agenda makes two states cast is known
for any places of the two. Holding the agenda and moving the states, then the reverse, splits the change of each
measure into what the moves did and what the agenda did (the average of both orders, Shapley's split of two
causes). What the model does not expect at all is left as unexplained.
"""

from __future__ import annotations

from collections.abc import Callable
from math import hypot
from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtr

from detente.errors import UsageError
from detente.measures import similarity_kappa, similarity_pi
from detente.measures.ideal_points.model import Floats
from detente.measures.ideal_points.result import Estimate
from detente.measures.interval import Table
from detente.measures.joint_votes import LINEAR, QUADRATIC
from detente.measures.similarity_s import s_score
from detente.measures.vote_agreement import agreement
from detente.measures.vote_rows import Score

Plain = Callable[[NDArray[Any]], float | None]
Pair = tuple[frozenset[str], frozenset[str]]
Row = dict[str, float | str | None]


class Compared(NamedTuple):
    """A measure of the 3x3 table: with its interval for counted roll calls, and plain for expected ones."""

    observed: Score
    expected: Plain


def closeness(distance: Floats, scale: float, shift: float) -> Plain:
    """Shift + scale * (1 - mean distance / greatest distance)."""

    def score(table: NDArray[Any]) -> float | None:
        return shift + scale * (1 - float((table * distance).sum()) / float(distance.max() * table.sum()))

    return score


COMPARED: Final[dict[str, Compared]] = {
    "vote_agreement": Compared(agreement, closeness(LINEAR, 1, 0)),
    "similarity_s; absolute distance": Compared(s_score(LINEAR), closeness(LINEAR, 2, -1)),
    "similarity_s; squared distance": Compared(s_score(QUADRATIC), closeness(QUADRATIC, 2, -1)),
    "similarity_kappa; linear weights": Compared(
        similarity_kappa.kappa_score(LINEAR), similarity_kappa.coefficient(LINEAR)
    ),
    "similarity_kappa; quadratic weights": Compared(
        similarity_kappa.kappa_score(QUADRATIC), similarity_kappa.coefficient(QUADRATIC)
    ),
    "similarity_pi; linear weights": Compared(
        similarity_pi.pi_score(LINEAR), similarity_pi.coefficient(LINEAR)
    ),
    "similarity_pi; quadratic weights": Compared(
        similarity_pi.pi_score(QUADRATIC), similarity_pi.coefficient(QUADRATIC)
    ),
}
SCHEMA: Final[dict[str, pl.DataType]] = {
    "measure": pl.String(), "before": pl.Float64(), "after": pl.Float64(), "change": pl.Float64(),
    "low": pl.Float64(), "high": pl.Float64(), "reads": pl.String(), "movement": pl.Float64(),
    "agenda": pl.Float64(), "unexplained": pl.Float64(), "n_before": pl.Int64(), "n_after": pl.Int64(),
}  # fmt: skip


def disagreement(estimate: Estimate, pair: Pair, sessions: tuple[int, int]) -> pl.DataFrame:
    """One row per measure: its value in both sessions, the change, how it reads, and what made it.

    - `pair`: all codes of each side; `sessions`: the earlier and the later.
    - `low`, `high`: 90 percent interval of the change, the two sessions' intervals taken as independent (for the
      distance: from joint draws). `reads`: closer, further, or unclear where the interval holds 0.
    - `movement`, `agenda`, `unexplained` add up to `change`; null where a measure is undefined. The distance is
      all movement.
    - `n_before`, `n_after`: roll calls on which both voted, after the data rules of the estimate.

    Raises UsageError where a side has no point or the two no joint roll call in one of the sessions.
    """
    joint = [_joint(estimate, pair, session) for session in sessions]
    places = [
        (_place(estimate, pair[0], session), _place(estimate, pair[1], session)) for session in sessions
    ]
    agendas = [_items(estimate, held) for held in joint]
    expected = [[expected_table(item, place) for place in places] for item in agendas]
    tables = [_table(held) for held in joint]
    counts = {"n_before": joint[0].height, "n_after": joint[1].height}
    rows = [_distance(estimate, pair, sessions) | counts]
    rows += [
        {"measure": name} | _row(compared, tables, expected) | counts for name, compared in COMPARED.items()
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def expected_table(items: Floats, places: tuple[float, float]) -> Floats:
    """Expected 3x3 table of two states at these places; `items`: columns beta, low, high."""
    first, second = (_chances(items, place) for place in places)
    table: Floats = first.T @ second
    return table


def _chances(items: Floats, place: float) -> Floats:
    """Chance of yes, abstain and no on each item."""
    beta, low, high = items.T
    yes, not_no = ndtr(low - beta * place), ndtr(high - beta * place)
    return np.stack([yes, not_no - yes, 1 - not_no], axis=1)


def _joint(estimate: Estimate, pair: Pair, session: int) -> pl.DataFrame:
    """Roll calls on which both voted: rcid, item, a, b."""
    held = estimate.votes.filter(pl.col("session") == session)
    first, second = (
        held.filter(pl.col("state").is_in(sorted(side))).unique("rcid", keep="first", maintain_order=True)
        for side in pair
    )
    joint = first.select("rcid", "item", a="vote").join(second.select("rcid", b="vote"), on="rcid")
    if joint.is_empty():
        names = " and ".join("/".join(sorted(side)) for side in pair)
        raise UsageError(f"{names} cast no vote together in session {session}")
    return joint.sort("rcid")


def _table(joint: pl.DataFrame) -> Table:
    counts = np.zeros((3, 3), dtype=np.int64)
    np.add.at(counts, (joint["a"].to_numpy() - 1, joint["b"].to_numpy() - 1), 1)
    return counts


def _items(estimate: Estimate, joint: pl.DataFrame) -> Floats:
    return (
        joint.join(estimate.items, on="item", maintain_order="left").select("beta", "low", "high").to_numpy()
    )


def _place(estimate: Estimate, side: frozenset[str], session: int) -> float:
    held, draws = estimate.draws_of(side)
    return float(draws[:, held == session].mean())


def _row(compared: Compared, tables: list[Table], expected: list[list[Floats]]) -> Row:
    before, after = (compared.observed(table) for table in tables)
    e = [[compared.expected(table) for table in row] for row in expected]
    if before is None or after is None:
        return {
            "before": before.value if before else None,
            "after": after.value if after else None,
            "reads": "undefined",
        }
    change = after.value - before.value
    low = high = None
    if (
        before.low is not None
        and before.high is not None
        and after.low is not None
        and after.high is not None
    ):
        low = change - hypot(after.value - after.low, before.high - before.value)
        high = change + hypot(after.high - after.value, before.value - before.low)
    row: Row = {"before": before.value, "after": after.value, "change": change, "low": low, "high": high}
    row["reads"] = _reads(low, high)
    if any(value is None for line in e for value in line):
        return row
    grid: NDArray[np.float64] = np.array(e, dtype=float)
    movement = float(grid[:, 1].sum() - grid[:, 0].sum()) / 2
    agenda = float(grid[1].sum() - grid[0].sum()) / 2
    return row | {"movement": movement, "agenda": agenda, "unexplained": change - movement - agenda}


def _reads(low: float | None, high: float | None) -> str:
    """A rise of similarity reads closer."""
    if low is None or high is None or low <= 0 <= high:
        return "unclear"
    return "closer" if low > 0 else "further"


def _distance(estimate: Estimate, pair: Pair, sessions: tuple[int, int]) -> Row:
    (held, first), (own, second) = (estimate.draws_of(side) for side in pair)
    apart = [np.abs(first[:, held == s] - second[:, own == s])[:, 0] for s in sessions]
    before, after = (float(draws.mean()) for draws in apart)
    low, high = (float(q) for q in np.quantile(apart[1] - apart[0], (0.05, 0.95)))
    return {
        "measure": "ideal_point_distance", "before": before, "after": after, "change": after - before,
        "low": low, "high": high, "reads": _reads(-high, -low), "movement": after - before, "agenda": 0.0,
        "unexplained": 0.0,
    }  # fmt: skip
