"""Statements as the samples that a gravity model is estimated on, and as distances and ties of pairs of states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.measures.gravity.ppml import Fit, ppml

ENOUGH_STATES: Final = 30
"""An extract of a few states says nothing of distance and borders in general."""
STEP: Final = 4
"""Every fourth year: trade adjusts slowly, and the published table takes the panel so."""
DISTANCE: Final = "log distance"
TIES: Final = {"common_border": "contig", "common_language": "comlang_off", "colonial_tie": "colony"}
"""What a sample calls the ties of a pair, and what CEPII's GeoDist calls the same."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Flows of one layout of the gravity data, without sales at home.

    `flows`: statement_id, exporter, importer, year, flow (USD), log distance and the ties of TIES that it has.
    """

    name: str
    flows: pl.DataFrame

    @property
    def regressors(self) -> tuple[str, ...]:
        """Names of its columns of distance and ties, in order."""
        return (DISTANCE, *(tie for tie in TIES if tie in self.flows.columns))

    @property
    def states(self) -> frozenset[str]:
        """All that export or import in it."""
        return frozenset(self.flows["exporter"]) | frozenset(self.flows["importer"])

    @property
    def span(self) -> str:
        """First and last year as text."""
        years = sorted(self.flows["year"].unique())
        return f"{years[0]}" if len(years) == 1 else f"{years[0]}-{years[-1]}"

    def slopes(self) -> Fit:
        """PPML with exporter-year and importer-year effects on every fourth year, clustered by pair."""
        years = sorted(self.flows["year"].unique())
        own = self.flows.filter(pl.col("year").is_in(list(range(years[0], years[-1] + 1, STEP))))
        return ppml(
            own["flow"].to_numpy(),
            own.select(self.regressors).to_numpy(),
            self.regressors,
            [_labels(own, side, "year") for side in ("exporter", "importer")],
            pairs(own),
        )


def samples(statements: pl.DataFrame) -> list[Sample]:
    """The samples that statements "gravity" hold, of ENOUGH_STATES exporters or more, by name."""
    given = statements.filter(
        (pl.col("property") == "gravity")
        & (pl.col("source") == "gravity")
        & (pl.col("target_actors").list.len() == 1)
        & pl.col("value").is_not_null()
    )
    fields: dict[str, pl.DataType] = {"layout": pl.String(), "distance_km": pl.Float64()}
    fields |= dict.fromkeys(TIES, pl.Boolean())
    told = given.select(
        "statement_id",
        *_sides(),
        year=pl.col("start").dt.year().cast(pl.Int64),
        flow="value",
        own=pl.col("attributes").str.json_decode(pl.Struct(fields)),
    )
    found = []
    for name in told["own"].struct.field("layout").unique().sort():
        flows = told.filter(pl.col("own").struct.field("layout") == name).unnest("own")
        held = [tie for tie in TIES if flows[tie].null_count() == 0]
        flows = flows.select(
            "statement_id", "exporter", "importer", "year", "flow",
            pl.col("distance_km").log().alias(DISTANCE), *(pl.col(tie).cast(pl.Float64) for tie in held),
        )  # fmt: skip
        if flows["exporter"].n_unique() >= ENOUGH_STATES:
            found.append(Sample(name, flows.sort("year", "exporter", "importer")))
    return found


def geography(statements: pl.DataFrame) -> pl.DataFrame:
    """Distance (population-weighted) and ties of pairs from GeoDist: exporter, importer, log distance, ties, id."""
    given = statements.filter(
        (pl.col("property") == "distance_km")
        & (pl.col("source") == "geodist")
        & (pl.col("object") == "distw")
        & (pl.col("target_actors").list.len() == 1)
        & pl.col("value").is_not_null()
    )
    decoded = pl.col("attributes").str.json_decode(pl.Struct(dict.fromkeys(TIES.values(), pl.Boolean)))
    return given.with_columns(decoded).select(
        *_sides(),
        pl.col("value").log().alias(DISTANCE),
        *(pl.col("attributes").struct.field(own).cast(pl.Float64).alias(tie) for tie, own in TIES.items()),
        distance_id="statement_id",
    )


def pairs(flows: pl.DataFrame) -> NDArray[Any]:
    """Label of the pair, whichever way the flow goes."""
    ends = pl.col("exporter"), pl.col("importer")
    both = pl.concat_str(pl.min_horizontal(*ends), pl.lit(" "), pl.max_horizontal(*ends))
    return np.asarray(flows.select(both).to_series().to_list(), dtype=str)


def _labels(flows: pl.DataFrame, side: str, year: str) -> NDArray[Any]:
    label = pl.concat_str(pl.col(side), pl.lit(" "), pl.col(year).cast(pl.String))
    return np.asarray(flows.select(label).to_series().to_list(), dtype=str)


def _sides() -> tuple[pl.Expr, pl.Expr]:
    return (
        pl.col("source_actors").list.first().alias("exporter"),
        pl.col("target_actors").list.first().alias("importer"),
    )
