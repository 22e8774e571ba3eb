"""Machine-coded events of a pair in one shape: by source, direction, day, quad class and CAMEO code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from detente.measures.measure import Ask
from detente.measures.selection import naming

QUADS: Final = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}
COOPERATION: Final = (QUADS[1], QUADS[2])
BOTH: Final = "both directions"


def coded(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """source, way, start, end, cameo, quad, events, statement_id: one row per event, or per count of a dyad-period.

    `way`: "PAK to RUS" as asked. Rows that tell an event told before are left out; rows of which the class is not
    known have a null `quad`.
    """
    if statements.is_empty():
        return pl.DataFrame(schema=_SCHEMA)
    said = pl.col("attributes")
    quad = said.str.json_path_match("$.quad_class").cast(pl.Int64, strict=False)
    rows = statements.filter(pl.col("property").is_in(["coded_event", "coded_event_count"])).filter(
        said.str.json_path_match("$.duplicate_of").is_null()
    )
    ways = [
        rows.filter(naming("source_actors", senders) & naming("target_actors", receivers)).with_columns(
            way=pl.lit(f"{actors[0]} to {actors[1]}")
        )
        for actors, senders, receivers in ask.orders()
    ]
    counted = pl.col("property") == "coded_event_count"
    return (
        pl.concat(ways)
        .select(
            "source", "way", "start", pl.coalesce("end", "start").alias("end"), "cameo",
            quad=pl.when(counted).then("object").otherwise(quad.replace_strict(QUADS, default=None)),
            events=pl.when(counted).then("value").otherwise(pl.lit(1.0)),
            statement_id="statement_id",
        )
        .sort("source", "way", "start", "statement_id")
    )  # fmt: skip


_SCHEMA: Final[dict[str, pl.DataType]] = {
    "source": pl.String(), "way": pl.String(), "start": pl.Date(), "end": pl.Date(), "cameo": pl.String(),
    "quad": pl.String(), "events": pl.Float64(), "statement_id": pl.String(),
}  # fmt: skip


def by_way(rows: pl.DataFrame, ask: Ask) -> Iterator[tuple[str, pl.DataFrame]]:
    """Both directions together, then each by itself."""
    yield BOTH, rows
    for actors, _, _ in ask.orders():
        way = f"{actors[0]} to {actors[1]}"
        yield way, rows.filter(pl.col("way") == way)


def sources_of(statements: pl.DataFrame, ask: Ask) -> list[str]:
    """Data sets that hold events, of the pair or at all; [""] where there is none."""
    named = statements.filter(pl.col("property").is_in(["coded_event", "coded_event_count", "world_events"]))
    return sorted({*named["source"].unique(), *ask.coverage_by_source}) or [""]
