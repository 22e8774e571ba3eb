"""Shares of variants that a declared model takes from the ledger: how often signposts were true, or a forecast.

Who declares a model may say that a driver's shares are to be read rather than guessed. How they are reached stays
part of the declaration, and what was read is shown beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.errors import UsageError


@dataclass(frozen=True, slots=True)
class FromRecord:
    """Days of the year, since a day, on which each variant's signpost read true, `add` added to each variant.

    Laplace's rule of succession is `add` 1; with 0 what never was has no chance at all.
    """

    since: date
    add: float

    def record(self) -> dict[str, Any]:
        """JSON form."""
        return {"from_record": {"since": self.since.isoformat(), "add": self.add}}


@dataclass(frozen=True, slots=True)
class FromForecast:
    """The probability of any event of a class within some days, for one variant; the others share what is left.

    `file`: what `detente forecast --format json` printed; `rest`: parts of the other variants, adding to 1.
    """

    file: str
    event_class: str
    days: int
    variant: str
    rest: Mapping[str, float]

    def record(self) -> dict[str, Any]:
        """JSON form."""
        fields = {
            "file": self.file,
            "event_class": self.event_class,
            "days": self.days,
            "variant": self.variant,
        }
        return {"from_forecast": fields | {"rest": dict(self.rest)}}


Origin = FromRecord | FromForecast


def counted_shares(true: Mapping[str, int], add: float) -> dict[str, float]:
    """Shares in proportion to how often each variant read true.

    Raises UsageError when none ever did and nothing is added.
    """
    total = sum(true.values()) + add * len(true)
    if not total > 0:
        raise UsageError(
            "no signpost of the driver was ever true", todo="Add to each variant, or give shares"
        )
    return {variant: (count + add) / total for variant, count in true.items()}


def forecast_shares(probability: float, origin: FromForecast) -> dict[str, float]:
    """The forecast for its variant, and the rest for the others. Raises UsageError when either is no share."""
    if not 0 <= probability <= 1:
        raise UsageError(f"a forecast of {probability}", where=origin.file, todo="Give a number from 0 to 1")
    if abs(sum(origin.rest.values()) - 1) > 1e-6:
        raise UsageError(f"the rest adds to {sum(origin.rest.values()):.4g}, not to 1", todo="Mend 'rest'")
    return {origin.variant: probability} | {v: (1 - probability) * part for v, part in origin.rest.items()}
