"""Rows of one file that say the same, and rows that contradict each other.

A key names one thing that a source says once. Said again word for word it is set aside; said otherwise the file is
not what its publisher's format promises, and nobody can tell which row is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from detente.errors import SourceError
from detente.sources.source import LeftOut, Taken

_PLACE: Final = ("row", "row_number")
"""What may differ between two tellings of the same."""
_NAMED: Final = ("property", "key")


def without_repeats(taken: Taken, file: str) -> Taken:
    """What a reader took, each thing once; the later of two rows that say the same is set aside.

    Raises SourceError, naming both rows, when two say different things under one key and property.
    """
    repeated = taken.statements.filter(pl.struct(_NAMED).is_duplicated())
    if repeated.is_empty():
        return taken
    said = [name for name in repeated.columns if name not in _PLACE]
    first = pl.col("row_number").first().over(_NAMED)
    later = repeated.with_columns(first.alias("_first"), _same=_as_first(said)).filter(
        pl.int_range(pl.len()).over(_NAMED) > 0
    )
    for row in later.filter(~pl.col("_same")).head(1).iter_rows(named=True):
        raise SourceError(
            f"says otherwise what line {row['_first']} says ({row['property']}, {row['key']})",
            where=f"{file}, line {row['row_number']}",
            todo="Take the file as published; if both rows are the publisher's, report it",
        )
    aside = later.unique("row_number", keep="first", maintain_order=True)
    left_out = tuple(
        LeftOut(number, f"says the same as line {first_number}", row)
        for number, first_number, row in aside.select("row_number", "_first", "row").iter_rows()
    )
    once = taken.statements.unique(_NAMED, keep="first", maintain_order=True)
    return replace(taken, statements=once, left_out=taken.left_out + left_out)


def _as_first(columns: list[str]) -> pl.Expr:
    return pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).first().over(_NAMED)) for name in columns)


def refuse_repeats(frame: pl.DataFrame, who: Sequence[str], file: str) -> None:
    """For rows that are joined to runs of years: raises SourceError when two are of one year and the same `who`."""
    again = frame.filter(pl.struct(*who, "year").is_duplicated()).sort("row_number")
    if again.is_empty():
        return
    first = again.row(0, named=True)
    key = [pl.col(name).eq_missing(pl.lit(first[name])) for name in (*who, "year")]
    second = again.filter(*key).row(1, named=True)
    shown = " ".join(f"{name}={second[name]}" for name in (*who, "year"))
    raise SourceError(
        f"says again what line {first['row_number']} says ({shown})",
        where=f"{file}, line {second['row_number']}",
        todo="Take the file as published; if both rows are the publisher's, report it",
    )
