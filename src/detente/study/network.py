"""The dyad among third states: each pair's measure, and the sign of each triad by period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl

from detente.ledger.ledger import Ledger
from detente.network.triads import Thresholds, Triad, triads
from detente.study.measuring import measure_pair

SIGN_MEASURE: Final = "similarity_kappa"
SIGN_BASIS: Final = "non-unanimous roll calls; quadratic weights"
THRESHOLDS: Final = Thresholds(hostile_to=-0.1, friendly_from=0.1)
"""Kappa within a tenth of zero is no more than two states' general voting habits would give: neutral."""

PERIODS: Final[tuple[tuple[date, date], ...]] = (
    (date(1946, 1, 1), date(1991, 12, 31)),
    (date(1992, 1, 1), date(2001, 12, 31)),
    (date(2002, 1, 1), date(2013, 12, 31)),
    (date(2014, 1, 1), date(9998, 12, 31)),
)
"""Cold War; the decade after; to the year of Crimea and the withdrawal from Afghanistan; since."""

Pair = tuple[str, str]


def pair_frames(
    ledger: Ledger, dyad: Pair, thirds: Sequence[str], as_of: date, *, exact: bool = False
) -> Mapping[Pair, pl.DataFrame]:
    """The sign measure by year of the dyad and of each of the two with each third state."""
    pairs = [dyad, *((side, third) for third in thirds for side in dyad)]
    return {
        pair: measure_pair(ledger, SIGN_MEASURE, pair, by="year", as_of=as_of, exact=exact).filter(
            pl.col("basis").str.starts_with(SIGN_BASIS)
        )
        for pair in pairs
    }


def dyad_triads(
    frames: Mapping[Pair, pl.DataFrame], dyad: Pair, thirds: Sequence[str], as_of: date
) -> tuple[Triad, ...]:
    """Triads with each third state in each period; empty when no pair was measured."""
    held = [frame.with_columns(basis=pl.lit(SIGN_BASIS)) for frame in frames.values() if not frame.is_empty()]
    if not held:
        return ()
    frame = pl.concat(held)
    return tuple(
        triad
        for start, end in PERIODS
        if start <= as_of
        for triad in triads(frame, dyad, thirds, (start, min(end, as_of)), THRESHOLDS)
        if any(side.sign is not None for side in triad.sides)
    )
