"""The ledger with a million votes: seconds and peak memory, beside DuckDB's own COPY of the same frame to Parquet.

Run: python benchmarks/ledger.py [ROWS]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from detente.ledger.duckdb import DuckLedger
from detente.model.source import Coverage, Snapshot
from detente.model.statement import statement_frame

STATES = 200


def synthetic_votes(rows: int) -> pl.DataFrame:
    """One vote of each of 200 states on each roll call, with a raw row and attributes as real ones have."""
    frame = pl.DataFrame({"number": range(rows)}).with_columns(
        roll_call=pl.col("number") // STATES,
        state=pl.format("S{}", (pl.col("number") % STATES).cast(pl.String).str.zfill(3)),
        vote=(pl.col("number").hash(seed=1) % 20).replace_strict(
            {n: (3 if n == 0 else 2 if n < 4 else 8 if n == 4 else 9 if n == 5 else 1) for n in range(20)}
        ),
    )
    day = pl.date(1946, 1, 1) + pl.duration(days=pl.col("roll_call") * 5)
    session = (pl.col("roll_call") // 70 + 1).cast(pl.String)
    vote, roll_call = pl.col("vote").cast(pl.String), pl.col("roll_call").cast(pl.String)
    raw = ['{"rcid":"', roll_call, '","ccode":"', pl.col("state"), '","vote":"', vote, '"}']
    return statement_frame(
        frame.select(
            source=pl.lit("un_votes"),
            key=pl.format("{}|{}", "roll_call", "state"),
            property=pl.lit("vote"),
            source_actors=pl.concat_list("state"),
            object=roll_call,
            value=pl.col("vote").cast(pl.Float64),
            original=vote,
            start=day,
            end=day,
            precision=pl.lit("day"),
            realm=pl.lit("multilateral"),
            attributes=pl.concat_str(pl.lit('{"session":'), session, pl.lit("}")),
            row=pl.concat_str(*(pl.lit(part) if isinstance(part, str) else part for part in raw)),
            row_number=pl.col("number").cast(pl.Int64) + 2,
            known_from=day,
        )
    )


class Stream:
    """The frame as nothing but an Arrow stream, which DuckDB reads without pyarrow."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, schema: object = None) -> object:
        return self._frame.__arrow_c_stream__(schema)


def timed(what: str, deed: Callable[[], Any]) -> Any:
    start = time.perf_counter()
    result = deed()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:<64}{time.perf_counter() - start:8.2f} s   peak {peak:6.0f} MB")
    return result


def main(rows: int) -> None:
    frame = timed(f"(making the frame of {rows:,} votes)", lambda: synthetic_votes(rows))
    taken = Snapshot(
        sha256="0" * 64,
        source="un_votes",
        file="synthetic.csv",
        size_bytes=0,
        recorded_at=datetime(2024, 1, 1, tzinfo=UTC),
        rows=rows,
        coverage=Coverage(date(1946, 1, 1), date(2024, 12, 31), "complete"),
    )
    with tempfile.TemporaryDirectory() as folder:
        path, bare = Path(folder) / "ledger", Path(folder) / "bare.parquet"
        with duckdb.connect() as connection:
            given = connection.from_arrow(Stream(frame))
            timed("bare DuckDB COPY of the frame to Parquet", lambda: given.write_parquet(str(bare)))
        ledger = DuckLedger.open(path, create=True)
        timed("add_batch", lambda: ledger.add_batch(frame, taken))
        timed("add_batch, the same again", lambda: ledger.add_batch(frame, taken))
        timed("cold open (builds the cache) and property_counts", lambda: ledger.view("property_counts"))
        ledger.close()
        opened = DuckLedger.open(path)
        timed("warm open and property_counts", lambda: opened.view("property_counts"))
        sides = ["S003"], ["S077", "S078"]
        pair = timed("statements(actors=one state)", lambda: opened.statements(actors=sides[0]))
        timed("statements(between=two sides)", lambda: opened.statements(between=sides))
        as_of = date(1990, 1, 1)
        timed("statements(between=two sides, as_of)", lambda: opened.statements(between=sides, as_of=as_of))
        joint = timed(
            "joint_votes of two sides", lambda: opened.view("joint_votes", side_a=sides[0], side_b=sides[1])
        )
        timed("verify", opened.verify)
        timed("statements(), all of them", opened.statements)
        opened.close()
        sizes = [f.stat().st_size for f in path.rglob("*.parquet")], (path / "cache.duckdb").stat().st_size
        print(
            f"{pair.height:,} and {joint.height:,} statements; record {sum(sizes[0]) / 1e6:.1f} MB, "
            f"bare copy {bare.stat().st_size / 1e6:.1f} MB, cache {sizes[1] / 1e6:.1f} MB"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
