"""When the roll calls of the General Assembly were held: the session, and as much of the date as is true.

In the voting data (6,203 roll calls of sessions 1-74 counted) the day never exceeds 7 up to session 51 and does
so in 63 of 426 roll calls of sessions 52-56: mostly it is no day of the month. Roll calls up to session 56 are
therefore dated to the month, later ones to the day.

un_roll_call_dates.csv holds session and date of runs of roll calls, as facts from: Voeten, E., Strezhnev, A.,
Bailey, M.: United Nations General Assembly Voting Data, Harvard Dataverse, doi:10.7910/DVN/LEJUQZ (roll calls
as listed in dgrtwo/unvotes).
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final

import polars as pl

from detente.errors import SourceError
from detente.sources.table import ROW, Table

FIRST_SESSION_WITH_DAYS: Final = 57


def periods(session: pl.Expr, day: pl.Expr, year: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """`start`, `end` and `precision` of a roll call from its session, published day and year (null: not given).

    Without a day the period is the year; without a year either, the year in which the session opened (session
    s opens in September of 1945 + s).
    """
    exact = day.is_not_null() & (session >= FIRST_SESSION_WITH_DAYS)
    known_year = pl.coalesce(year, session + 1945)
    start = (
        pl.when(exact).then(day)
        .when(day.is_not_null()).then(day.dt.month_start())
        .otherwise(pl.date(known_year, 1, 1))
    )  # fmt: skip
    end = (
        pl.when(exact).then(day)
        .when(day.is_not_null()).then(day.dt.month_end())
        .otherwise(pl.date(known_year, 12, 31))
    )  # fmt: skip
    precision = (
        pl.when(exact).then(pl.lit("day"))
        .when(day.is_not_null()).then(pl.lit("month"))
        .otherwise(pl.lit("year"))
    )  # fmt: skip
    return start.alias("start"), end.alias("end"), precision.alias("precision")


@cache
def known_roll_calls() -> pl.DataFrame:
    """rcid, session, day (first of the month where only that is known) of sessions 1-74, as packaged."""
    text = resources.files("detente.sources").joinpath("un_roll_call_dates.csv").read_bytes()
    runs = pl.read_csv(text, schema_overrides={"when": pl.String()})
    first_day = pl.when(pl.col("when").str.len_chars() == 7).then(pl.col("when") + "-01").otherwise("when")
    return (
        runs.with_columns(
            rcid=pl.int_ranges("first_rcid", pl.col("last_rcid") + 1), day=first_day.str.to_date()
        )
        .explode("rcid")
        .select("rcid", "session", "day")
    )


def join_roll_calls(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Adds `session` and `day` to a frame with `rcid`.

    Raises SourceError at the first roll call that is not among the packaged ones.
    """
    joined = frame.join(known_roll_calls(), on="rcid", how="left", maintain_order="left")
    bad = joined.filter(pl.col("session").is_null()).head(1)
    if bad.height:
        raise SourceError(
            f"roll call {bad['rcid'][0]} is not in the table of sessions 1-74, and this layout has no dates",
            where=f"{table.file}, line {bad[ROW][0]}",
            todo="Use the layout with session and date (rcid, session, vote, ccode, ...)",
        )
    return joined
