"""The raw row as published, as the JSON text that a statement carries."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from detente.sources.table import ROW


def raw_rows(frame: pl.DataFrame, leave_out: Collection[str] = ()) -> pl.Series:
    """One JSON object per row over all published cells (text, keys sorted), the same as `json_text` gives."""
    columns = sorted(name for name in frame.columns if name != ROW and name not in leave_out)
    return frame.select(pl.struct(columns).struct.json_encode().alias("row"))["row"]
