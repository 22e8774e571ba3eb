"""The detectors there are, and the search over a frame of measurements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from detente.errors import UsageError
from detente.model.finding import TurningPoint
from detente.turning.detector import Detector, TurningPointResult
from detente.turning.mean_shift import MeanShift
from detente.turning.series import Series, series_of, split

DETECTORS: Final[tuple[Detector, ...]] = (MeanShift(),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a search of one series came to.

    `points`: the candidates; `series`: what was searched, None when it was refused; `refused`: why.
    """

    measure: str
    actors: tuple[str, ...]
    basis: str
    series: Series | None
    points: tuple[TurningPoint, ...]
    refused: str = ""


def detector(name: str) -> Detector:
    """The detector of that name. Raises UsageError for a name that does not exist."""
    for known in DETECTORS:
        if known.name == name:
            return known
    names = ", ".join(known.name for known in DETECTORS)
    raise UsageError(f"no detector called {name!r}", todo=f"Choose one of: {names}")


def search(
    frame: pl.DataFrame, *, name: str = "mean_shift", seed: int = 0, alpha: float = 1.0, draws: int = 999
) -> list[Search]:
    """Search every series of a frame of measurements (each measure, ordered pair and basis).

    A series that cannot be searched is in the result with its reason. `alpha` keeps candidates with a
    p-value of at most that; 1.0 keeps all. Raises UsageError for an empty frame or an unknown detector.
    """
    return [_search_one(part, detector(name), seed, alpha, draws) for part in split(frame)]


def find_turning_points(
    frame: pl.DataFrame, *, detector: str = "mean_shift", seed: int = 0, alpha: float = 1.0, draws: int = 999
) -> list[TurningPoint]:
    """The turning points of a frame of measurements, by series and date; see `search`.

    Raises UsageError with the reason when no series of the frame can be searched.
    """
    found = search(frame, name=detector, seed=seed, alpha=alpha, draws=draws)
    if all(one.refused for one in found):
        raise UsageError(found[0].refused)
    return [point for one in found for point in one.points]


def _search_one(part: pl.DataFrame, by: Detector, seed: int, alpha: float, draws: int) -> Search:
    first = part.row(0, named=True)
    named = {"measure": first["measure"], "actors": tuple(first["actors"]), "basis": first["basis"]}
    try:
        series = series_of(part)
        results = by.detect(series, seed=seed, draws=draws)
    except UsageError as error:
        return Search(**named, series=None, points=(), refused=str(error))
    points = tuple(_point(series, result) for result in results if result.p_value <= alpha)
    return Search(**named, series=series, points=points)


def _point(series: Series, result: TurningPointResult) -> TurningPoint:
    """A result with dates and evidence: the statements of the two regimes it parts."""
    stands_on = {item for ids in series.evidence[slice(*result.span)] for item in ids}
    return TurningPoint(
        measure=series.measure, actors=series.actors, basis=series.basis, unit=series.unit,
        date=series.starts[result.index], date_low=series.starts[result.low],
        date_high=series.starts[result.high], before=result.before, after=result.after,
        p_value=result.p_value, n=len(series.values), evidence=tuple(sorted(stands_on)),
    )  # fmt: skip
