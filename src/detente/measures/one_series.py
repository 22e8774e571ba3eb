"""One series of each direction out of measurements that several data sets or both sides give."""

from __future__ import annotations

from typing import Final

import polars as pl

SAID: Final = pl.col("coverage").is_in(["value", "true_zero"])


def one_series(frame: pl.DataFrame, *, newest: bool = False) -> pl.DataFrame:
    """The rows (MEASUREMENT_SCHEMA) of one data set, with one basis for each order of actors.

    The data set is the last part of a basis of several. Taken is the one that says most, or with `newest` the one
    that speaks of both orders last; then the first by name. Where it holds both sides' reports, the one that says
    most is taken, then the importer's. So nothing is added up or drawn as one line that two publishers say.
    """
    if frame.is_empty():
        return frame
    parts = pl.col("basis").str.split("; ")
    named = frame.with_columns(
        data_set=pl.when(parts.list.len() > 1).then(parts.list.last()).otherwise(pl.lit(""))
    )
    said = named.filter(SAID)
    if said.is_empty():
        return frame.clear()
    orders = said["actors"].n_unique()
    whole = (
        said.group_by("data_set", "end")
        .agg(pl.col("actors").n_unique().alias("orders"), pl.len().alias("rows"))
        .group_by("data_set")
        .agg(
            last=pl.col("end").filter(pl.col("orders") == orders).max(),
            rows=pl.col("rows").sum(),
        )
    )
    by = ["last", "rows"] if newest else ["rows", "last"]
    chosen = whole.sort(*by, "data_set", descending=[True, True, False], nulls_last=True)["data_set"][0]
    bases = (
        said.filter(pl.col("data_set") == chosen)
        .group_by("actors", "basis")
        .agg(rows=pl.len())
        .sort("rows", "basis", descending=True)
        .unique("actors", keep="first", maintain_order=True)
    )
    return frame.join(bases.select("actors", "basis"), on=["actors", "basis"], how="semi")
