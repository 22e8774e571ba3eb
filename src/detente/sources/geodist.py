"""CEPII GeoDist: how far two states lie apart, and what ties of language, border and empire they have.

Rows are directed and hold every pair in both orders. They are not dated: codes are read as of 2002 (YUG is
Yugoslavia, TMP Timor-Leste); the statements carry no period and hold for any.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from detente.model.source import Coverage
from detente.model.statement import statement_frame
from detente.sources.places_without_state import left_out_rows, states_of_iso3
from detente.sources.raw_rows import raw_rows
from detente.sources.source import Reader, Taken, load_record
from detente.sources.table import ROW, Table, decode, read_table

SOURCE: Final = load_record("geodist")
DISTANCES: Final = ("dist", "distcap", "distw", "distwces")
"""Between the most populated cities, between capitals, and weighted by city populations (theta 1 and -1)."""
TIES: Final = ("contig", "comlang_off", "comlang_ethno", "colony", "comcol", "curcol", "col45", "smctry")
COLUMNS: Final = ("iso_o", "iso_d", *TIES, *DISTANCES)
YEAR_OF_CODES: Final = 2002
EMPTY: Final = ("", "NA", ".")


def take(data: bytes, file: str) -> Taken:
    """Statements "distance_km", object the publisher's column; all ties of the pair in `attributes`.

    A row of a state with itself (its inner distance) has that state alone in source_actors. Raises SourceError
    for an unknown code, a flag that is none, a distance that is no positive number, or a pair that comes twice.
    """
    table = read_table(decode(data, file), file, use=COLUMNS)
    for flag in TIES:
        table.allow(flag, ("0", "1"), "a flag (0 or 1)")
    frame = table.frame.with_columns(
        *(table.numbers(name, empty=EMPTY).alias(f"{name}_km") for name in DISTANCES),
        raw_rows(table.frame),
        year=pl.lit(YEAR_OF_CODES),
    )
    _check(table, frame)
    origin, destination = (states_of_iso3(table, frame, column) for column in ("iso_o", "iso_d"))
    frame = frame.with_columns(
        origin=origin["state"],
        destination=destination["state"],
        why_not=pl.when(pl.lit(origin["why_not"]) != "")
        .then(pl.lit(origin["why_not"]))
        .otherwise(pl.lit(destination["why_not"])),
    )
    placed = frame.filter(pl.col("why_not") == "")
    return Taken(
        statements=statement_frame(_statements(placed)),
        rows=table.frame.height,
        coverage=Coverage(
            start=SOURCE.coverage.start,
            end=SOURCE.coverage.end,
            completeness="sample",
            states=frozenset(placed["origin"]) | frozenset(placed["destination"]),
            note=SOURCE.coverage.note,
        ),
        left_out=left_out_rows(frame.filter(pl.col("why_not") != "")),
    )


def _check(table: Table, frame: pl.DataFrame) -> None:
    doubled = frame.filter(pl.struct("iso_o", "iso_d").is_duplicated()).sort("iso_o", "iso_d", ROW)
    if doubled.height:
        raise table.fail(doubled[ROW][1], "iso_d", doubled["iso_d"][1], "new for this origin")
    for name in DISTANCES:
        bad = frame.filter(pl.col(f"{name}_km") <= 0).head(1)
        if bad.height:
            raise table.fail(bad[ROW][0], name, bad[name][0], "a distance in kilometres")


def _statements(placed: pl.DataFrame) -> pl.DataFrame:
    own = pl.col("origin") == pl.col("destination")
    ties = pl.struct(pl.col(flag).eq("1").alias(flag) for flag in sorted(TIES)).struct.json_encode()
    return pl.concat(
        placed.select(
            source=pl.lit(SOURCE.name),
            key=pl.format("origin={} destination={} measure={}", "iso_o", "iso_d", pl.lit(name)),
            property=pl.lit("distance_km"),
            source_actors=pl.concat_list("origin"),
            target_actors=pl.when(own).then(pl.lit([], pl.List(pl.String))).otherwise(
                pl.concat_list("destination")
            ),
            object=pl.lit(name),
            value=f"{name}_km",
            unit=pl.lit("km"),
            bound=pl.when(pl.col(f"{name}_km").is_not_null()).then(pl.lit("=")),
            original=name,
            attributes=ties,
            row="row",
            row_number=ROW,
            known_from=pl.lit(date(1816, 1, 1)),
        )
        for name in DISTANCES
    ).sort("row_number", maintain_order=True)  # fmt: skip


READER: Final = Reader(SOURCE, take)
