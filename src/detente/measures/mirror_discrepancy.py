"""How far the importer's report of a flow lies from the exporter's."""

from __future__ import annotations

from typing import Final

import polars as pl

from detente.measures.measure import Ask, Measure, periods
from detente.measures.silence import nothing, said
from detente.measures.trade_reports import between, trade_reports
from detente.model.finding import Measurement, measurement_frame

NAME: Final = "mirror_discrepancy"
UNIT: Final = "percent of the sum of both reports"


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """100 (importer's - exporter's) / (importer's + exporter's), for every two data sets that give one each.

    Raises UsageError for flows in another unit than USD. See docs/method/measures/mirror_discrepancy.md.
    """
    reports = trade_reports(statements)
    rows: list[Measurement] = []
    for actors, exporters, importers in ask.orders():
        own = between(reports, exporters, importers)
        sides = {side: own.filter(pl.col("by") == side) for side in ("importer", "exporter")}
        named = [(a, b) for a in _sources(sides["importer"]) for b in _sources(sides["exporter"])]
        for bought_in, sold_in in named or [("", "")]:
            bought = sides["importer"].filter(pl.col("source") == bought_in)
            sold = sides["exporter"].filter(pl.col("source") == sold_in)
            basis = _basis(actors, bought_in, sold_in)
            rows += _rows(ask.narrowed(sold_in) if sold_in else ask, actors, basis, bought, sold)
    return measurement_frame(rows)


def _sources(reports: pl.DataFrame) -> list[str]:
    return reports["source"].unique().sort().to_list()


def _basis(actors: tuple[str, str], bought_in: str, sold_in: str) -> str:
    exporter, importer = actors
    by = f" ({bought_in})" if bought_in else ""
    against = f" ({sold_in})" if sold_in else ""
    return (
        f"imports of {importer} as reported by {importer}{by} "
        f"against exports of {exporter} as reported by {exporter}{against}"
    )


def _rows(
    ask: Ask, actors: tuple[str, str], basis: str, bought: pl.DataFrame, sold: pl.DataFrame
) -> list[Measurement]:
    rows = []
    for start, end in periods(ask):
        of_year = [side.filter(pl.col("year") == start.year) for side in (bought, sold)]
        value, presence = nothing(ask, start, end, zero=False)
        known = all(side.height for side in of_year)
        if known:
            imports, exports = (float(side["value"].sum()) for side in of_year)
            value = 100 * (imports - exports) / (imports + exports) if imports + exports > 0 else 0.0
            presence = said(value)
        rows.append(
            Measurement(
                measure=NAME,
                actors=actors,
                directed=True,
                start=start,
                end=end,
                value=value,
                unit=UNIT,
                basis=basis,
                n=sum(side.height for side in of_year),
                coverage=presence,
                evidence=tuple(id_ for side in of_year for id_ in side["statement_id"]),
            )
        )
    return rows


MEASURE: Final = Measure(
    name=NAME,
    title="Discrepancy of mirror reports of trade",
    realm="trade",
    unit=UNIT,
    directed=True,
    properties=("trade_flow",),
    sources=("imf_trade", "comtrade", "cow_trade"),
    by=("year",),
    compute=compute,
    reference=(
        "Javorsek (2016), Asymmetries in International Merchandise Trade Statistics, ESCAP Statistics Division "
        "Working Paper SD/WP/02"
    ),
    caution=(
        "Not an error of one side: imports carry freight and insurance, goods pass through third states, and the "
        "two count at different times. Two data sets may rest on one report."
    ),
)
