"""One data frame of an R file as text cells.

Columns of logicals, integers, doubles, texts, factors and dates become text; NA becomes the empty text. Whole
doubles are written without a decimal point, factors by their level, dates as YYYY-MM-DD.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import numpy as np
import polars as pl

from detente.errors import SourceError
from detente.sources.r_data import DOUBLE, LIST, TEXTS, Value, r_error, saved_values
from detente.sources.table import ROW, Table

NA_INTEGER: Final = -(2**31)


def r_frame(data: bytes, file: str) -> Table:
    """The one data frame of the file as text cells; row_number counts its rows from 1.

    Raises SourceError for a cut-off file, text serialisation, no data frame or several, or a column type that no
    data frame of plain values has.
    """
    objects = saved_values(data, file)
    frames = {
        name: value
        for name, value in objects.items()
        if isinstance(value, Value) and "data.frame" in _texts(value.attributes.get("class"))
    }
    if len(frames) != 1:
        holds = ", ".join(sorted(frames)) or "none"
        raise r_error(f"one data frame is wanted; the file holds {len(frames)} ({holds})", file)
    return _table(next(iter(frames.values())), file)


def check_columns(table: Table, wanted: Collection[str]) -> None:
    """Raises SourceError when the data frame has other columns than these, in any order."""
    found = set(table.frame.columns) - {ROW}
    for what, names in (("lacks", set(wanted) - found), ("has unknown", found - set(wanted))):
        if names:
            shown = ", ".join(f"'{name}'" for name in sorted(names)[:5])
            raise SourceError(
                f"the data frame {what} column {shown}",
                where=table.file,
                todo="Check that it is this data set in a layout that `detente sources` names",
            )


def _texts(value: Any) -> list[str]:
    return [text for text in value.data if text] if isinstance(value, Value) and value.kind == TEXTS else []


def _table(frame: Value, file: str) -> Table:
    names = _texts(frame.attributes.get("names"))
    if len(names) != len(frame.data) or len(set(names)) < len(names):
        raise r_error("the columns of the data frame have no names, or one name twice", file)
    columns = {name: _column(name, value, file) for name, value in zip(names, frame.data, strict=True)}
    heights = {len(column) for column in columns.values()}
    if len(heights) != 1 or heights == {0}:
        raise r_error("the data frame has no row, or columns of different lengths", file)
    (height,) = heights
    return Table(file, pl.DataFrame({ROW: pl.Series(range(1, height + 1), dtype=pl.Int64), **columns}))


def _column(name: str, value: Any, file: str) -> pl.Series:
    if not isinstance(value, Value) or value.kind == LIST:
        raise r_error(f"the column '{name}' is no vector of plain values", file)
    classes = _texts(value.attributes.get("class"))
    if value.kind == TEXTS:
        return pl.Series(name, value.data, dtype=pl.String).fill_null("")
    numbers = np.asarray(value.data, dtype=np.float64)
    if value.kind != DOUBLE:
        numbers = np.where(numbers == NA_INTEGER, np.nan, numbers)
    series = pl.Series(name, numbers).fill_nan(None)
    if "factor" in classes:
        levels = _texts(value.attributes.get("levels"))
        return series.cast(pl.Int64).replace_strict(
            dict(enumerate(levels, start=1)), default="", return_dtype=pl.String
        )
    if "Date" in classes:
        return series.cast(pl.Int32).cast(pl.Date).cast(pl.String).fill_null("")
    if classes:
        raise r_error(f"the column '{name}' is of R's class {classes[0]}", file)
    whole = series.drop_nulls()
    if (whole == whole.floor()).all() and (whole.abs() < 2**53).all():
        return series.cast(pl.Int64).cast(pl.String).fill_null("")
    return series.cast(pl.String).fill_null("")
