"""How many times its actual trade a pair would have if it traded as each trades with everyone else."""

from __future__ import annotations

from typing import Final

import polars as pl

from detente.measures.gravity.pair_trade import PROPERTIES, SOURCES, PairYear, pair_years
from detente.measures.measure import Ask, Measure
from detente.measures.silence import nothing
from detente.model.finding import Measurement, measurement_frame

NAME: Final = "trade_potential"
UNIT: Final = "expected / actual"


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Expected over actual exports of each side to the other: above 1 less is traded than expected.

    Undefined (no data) where the actual flow is zero or not held. The interval is that of the expected flow. See
    docs/method/measures/trade_potential.md.
    """
    return measurement_frame([_row(year) for year in pair_years(statements, ask)])


def _row(year: PairYear) -> Measurement:
    actual, expected = year.actual, year.expected
    known = expected is not None and actual is not None and actual > 0
    presence = "value" if known else nothing(year.ask, year.start, year.end, zero=False)[1]
    low, value, high = (
        (expected.low / actual, expected.value / actual, expected.high / actual)
        if expected is not None and actual is not None and actual > 0
        else (None, None, None)
    )
    return Measurement(
        measure=NAME,
        actors=year.actors,
        directed=True,
        start=year.start,
        end=year.end,
        value=value,
        low=low,
        high=high,
        unit=UNIT,
        basis=year.basis,
        n=expected.n if known and expected is not None else 0,
        coverage=presence,
        evidence=year.evidence,
    )


MEASURE: Final = Measure(
    name=NAME,
    title="Potential of trade: expected over actual",
    realm="trade",
    unit=UNIT,
    directed=True,
    properties=PROPERTIES,
    sources=SOURCES,
    by=("year",),
    compute=compute,
    reference=(
        "Santos Silva and Tenreyro (2006), Review of Economics and Statistics 88(4); Yotov, Piermartini, Monteiro "
        "and Larch (2016), An Advanced Guide to Trade Policy Analysis"
    ),
    caution=(
        "A ratio far from 1 is common and no proof of a barrier: the model knows distance, border, language and "
        "colonial past alone. Out of sample, slopes of other states are lent to the pair."
    ),
    scope="all",
    tracks_change=False,
)
