"""Votes as statements hold them, as the frame that the data rules take."""

from __future__ import annotations

import polars as pl


def votes_from_statements(statements: pl.DataFrame) -> pl.DataFrame:
    """Columns of VOTE_COLUMNS and `lineage` from statements "vote" and "roll_call" of un_votes.

    `state` is the code as dated (SUN in 1968), `lineage` the Correlates of War number that links a state to
    its successor. Flags come from the roll calls; where a roll call is not described they are null.
    """
    votes = statements.filter(pl.col("property") == "vote").select(
        state=pl.col("source_actors").list.first(),
        lineage=pl.col("key").str.extract(r"state=(\d+)"),
        rcid=pl.col("object").cast(pl.Int64),
        session=pl.col("attributes").str.json_path_match("$.session").cast(pl.Int64),
        vote=pl.col("value").cast(pl.Int64),
        date="start",
    )
    calls = statements.filter(pl.col("property") == "roll_call").select(
        rcid=pl.col("object").cast(pl.Int64),
        para=pl.col("attributes").str.json_path_match("$.para") == "true",
        amend=pl.col("attributes").str.json_path_match("$.amend") == "true",
    )
    return votes.join(calls.unique("rcid", keep="first"), on="rcid", how="left", maintain_order="left")
