"""Where an issue settles: the mean of what actors want, weighted by what they can do and how much they care.

The baseline to beat. On 351 resolved European issues (DEU III) its mean error was below that of the bargaining models
of expected utility; nothing more elaborate is used here until it does better on resolved cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from detente.errors import UsageError


@dataclass(frozen=True, slots=True)
class Stake:
    """An actor in one issue. `capability` and `salience`: 0 or more; `position`: where it wants the issue to settle."""

    actor: str
    capability: float
    position: float
    salience: float

    @property
    def weight(self) -> float:
        """Capability times salience."""
        return self.capability * self.salience


@dataclass(frozen=True, slots=True)
class Settlement:
    """The weighted mean, the weighted median beside it, and each actor's share of the weight."""

    mean: float
    median: float
    shares: dict[str, float]

    def record(self) -> dict[str, Any]:
        """JSON form."""
        shares = {actor: round(share, 6) for actor, share in self.shares.items()}
        return {"mean": round(self.mean, 6), "median": self.median, "shares": shares}


def settlement(stakes: Sequence[Stake]) -> Settlement:
    """The baseline forecast of an issue's outcome, on the scale of the positions.

    Raises UsageError for an actor given twice, a negative weight, or no weight at all.
    """
    names = [stake.actor for stake in stakes]
    if twice := [name for k, name in enumerate(names) if name in names[:k]]:
        raise UsageError(f"{twice[0]} has two positions", todo="Give one for each actor")
    if bad := [s.actor for s in stakes if not (s.capability >= 0 and s.salience >= 0)]:
        raise UsageError(f"{bad[0]} has a negative weight", todo="Give capability and salience of 0 or more")
    total = sum(stake.weight for stake in stakes)
    if not total > 0:
        raise UsageError("nobody has any weight in this issue", todo="Give capabilities and saliences")
    mean = sum(stake.weight * stake.position for stake in stakes) / total
    return Settlement(mean, _median(stakes, total), {s.actor: s.weight / total for s in stakes})


def _median(stakes: Sequence[Stake], total: float) -> float:
    """The position at which half of the weight is reached; between two when it is reached exactly there."""
    ordered = sorted(stakes, key=lambda stake: stake.position)
    reached = 0.0
    for place, stake in enumerate(ordered):
        reached += stake.weight
        if abs(2 * reached - total) <= 1e-12 * total:
            after = next((s for s in ordered[place + 1 :] if s.weight > 0), stake)
            return (stake.position + after.position) / 2
        if 2 * reached > total:
            return stake.position
    return ordered[-1].position
