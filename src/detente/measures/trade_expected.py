"""What one state would sell the other if the two traded as each trades with everyone else."""

from __future__ import annotations

from typing import Final

import polars as pl

from detente.measures.gravity.pair_trade import PROPERTIES, SOURCES, PairYear, pair_years
from detente.measures.measure import Ask, Measure
from detente.measures.silence import nothing
from detente.model.finding import Measurement, measurement_frame

NAME: Final = "trade_expected"
UNIT: Final = "USD"


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Exports of each side to the other as a gravity model expects them, with interval.

    `n` counts the other flows of the year that the two states' sizes stand on. See
    docs/method/measures/trade_expected.md.
    """
    return measurement_frame([_row(year) for year in pair_years(statements, ask)])


def _row(year: PairYear) -> Measurement:
    expected = year.expected
    presence = nothing(year.ask, year.start, year.end, zero=False)[1] if expected is None else "value"
    return Measurement(
        measure=NAME,
        actors=year.actors,
        directed=True,
        start=year.start,
        end=year.end,
        value=expected.value if expected else None,
        low=expected.low if expected else None,
        high=expected.high if expected else None,
        unit=UNIT,
        basis=year.basis,
        n=expected.n if expected else 0,
        coverage=presence,
        evidence=year.evidence,
    )


MEASURE: Final = Measure(
    name=NAME,
    title="Trade expected from a gravity model",
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
        "Not a forecast and not what trade ought to be: what distance, border, language and colonial past let "
        "expect, by slopes that may be of other states and years, as the basis says."
    ),
    scope="all",
    tracks_change=False,
)
