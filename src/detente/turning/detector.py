"""What a detector of turning points is: a series in, dated candidates with p-values out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from detente.turning.series import Series


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningPointResult:
    """A candidate, by places in the series.

    - `index`: the first point of the new regime; `low`, `high`: first and last place of its interval.
    - `before`, `after`: means of the regimes on both sides; `span`: first place of the regime before and
      the place after the last of the regime after, the points that the result stands on.
    - `statistic`: what the p-value judges; `p_value`: share of draws without a break that reach it.
    """

    index: int
    low: int
    high: int
    before: float
    after: float
    span: tuple[int, int]
    statistic: float
    p_value: float


class Detector(Protocol):
    """A rule that finds the dates at which a series changes its behaviour.

    `name` is how it is asked for, `title` how it is shown, `reference` where the method comes from.
    """

    name: str
    title: str
    reference: str

    def detect(self, series: Series, *, seed: int, draws: int = 999) -> list[TurningPointResult]:
        """All candidates in time order; `draws` from the no-break null, repeatable by `seed`."""
        ...
