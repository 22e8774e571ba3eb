"""Votes in the General Assembly as the UN Dag Hammarskjöld Library lists them: adopted resolutions, by state.

The library has no roll-call number, and a vote must not be counted under two names. Sessions to 74, which the
voting data of Voeten and others hold with all roll calls, are therefore "adopted_resolution_vote" here and no
vote measure reads them; from session 75 on a row is a "vote", its object the resolution.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from detente.errors import UnknownActorError
from detente.model.source import Source
from detente.model.statement import statement_frame
from detente.sources.periods import days
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Taken
from detente.sources.table import ROW, Table
from detente.sources.years import covering
from detente.world.resolve import from_source_name
from detente.world.states import from_iso3, spans

COLUMNS: Final = (
    "undl_id", "ms_codes", "ms_names", "ms_votes", "resolutions", "title", "date", "yes", "no", "abstentions",
    "non-voting",
)  # fmt: skip
IGNORED: Final = (
    "modality", "draft", "committee_report", "meeting", "agenda_titles", "subjects", "total-voting", "undl_link",
)  # fmt: skip
VOTES: Final = {"Y": 1.0, "A": 2.0, "N": 3.0, "NV": 8.0}
"""NV, not voting, is what the other layouts call absent."""
COUNTS: Final = {"Y": "yes", "N": "no", "A": "abstentions", "NV": "non-voting"}
FIRST_SESSION: Final = 75
"""The first session that the packaged table of roll calls does not hold."""


def library_votes(table: Table, source: Source) -> Taken:
    """Statements "vote" (from session 75) and "adopted_resolution_vote" (before), values 1, 2, 3 and 8.

    Raises SourceError for an unknown vote or state, a state that votes twice, or a resolution with more votes of
    one kind than it says.
    """
    table.allow("ms_votes", (*VOTES, ""), "a vote (Y, N, A, NV, or empty where there was none)")
    table.numbers("undl_id", whole=True, empty=())
    for column in COUNTS.values():
        table.numbers(column, whole=True)
    frame = table.frame.with_columns(
        days(table, "date").alias("on"),
        raw_rows(table.frame),
        *(table.numbers(c, whole=True) for c in COUNTS.values()),
    )
    if frame.filter(pl.col("ms_votes") != "").is_empty():
        raise table.fail(frame[ROW][0], "ms_votes", "", "a vote, nor is any other cell of it")
    without = frame.filter(pl.col("ms_votes") == "")
    frame = frame.filter(pl.col("ms_votes") != "")
    frame = frame.join(
        _states(table, frame), on=["ms_codes", "ms_names", "on"], how="left", maintain_order="left"
    )
    _check(table, frame)
    opened = pl.col("on").dt.year() - 1945 - (pl.col("on").dt.month() < 9).cast(pl.Int32)
    frame = frame.with_columns(session=opened, year=pl.col("on").dt.year())
    return Taken(
        statements=statement_frame(_statements(frame, source)),
        rows=table.frame.height,
        coverage=covering(source.coverage, frame["year"], frame["state"].unique()),
        left_out=tuple(
            LeftOut(number, "adopted without a vote of this state on record", row)
            for number, row in without.select(ROW, "row").iter_rows()
        ),
    )


def _states(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """`state` and `cow` for each code and name on a day."""
    pairs = frame.group_by("ms_codes", "ms_names", "on").agg(pl.col(ROW).min()).sort(ROW)
    found = []
    for code, name, on, row in pairs.iter_rows():
        state = _state(code, name, on)
        if state is None:
            raise table.fail(row, "ms_codes", code, f"the code of a state on {on}, nor is {name!r} its name")
        found.append(state)
    return pairs.select(
        "ms_codes", "ms_names", "on",
        pl.Series("state", found, dtype=pl.String),
        pl.Series("cow", [spans(state)[-1].cow for state in found], dtype=pl.Int64),
    )  # fmt: skip


def _state(code: str, name: str, on: date) -> str | None:
    for look_up, text in ((from_iso3, code), (from_source_name, name)):
        try:
            return look_up(text, on)
        except UnknownActorError:
            continue
    return None


def _check(table: Table, frame: pl.DataFrame) -> None:
    vote = pl.struct("resolutions", "undl_id", "state")
    twice = frame.filter(vote.is_duplicated() & ~vote.is_first_distinct()).head(1)
    if twice.height:
        raise table.fail(twice[ROW][0], "ms_codes", twice["ms_codes"][0], "new for this resolution")
    for word, column in COUNTS.items():
        cast = pl.col("ms_votes").eq(word).sum().over("resolutions", "undl_id")
        over = frame.filter(cast > pl.col(column)).head(1)
        if over.height:
            raise table.fail(over[ROW][0], column, str(over[column][0]), f"as many as the rows with {word}")


def _statements(frame: pl.DataFrame, source: Source) -> pl.DataFrame:
    details = pl.struct(
        pl.col("undl_id").alias("library_record"),
        pl.col("resolutions").alias("resolution"),
        "session",
        "title",
    )
    return frame.select(
        source=pl.lit(source.name),
        key=pl.format("resolution={} record={} state={}", "resolutions", "undl_id", "cow"),
        property=pl.when(pl.col("session") >= FIRST_SESSION)
        .then(pl.lit("vote"))
        .otherwise(pl.lit("adopted_resolution_vote")),
        source_actors=pl.concat_list("state"),
        object="resolutions",
        value=pl.col("ms_votes").replace_strict(VOTES, return_dtype=pl.Float64()),
        unit=pl.lit("vote"),
        original="ms_votes",
        start="on",
        end="on",
        precision=pl.lit("day"),
        realm=pl.lit("multilateral"),
        attributes=details.struct.json_encode(),
        row="row",
        row_number=ROW,
        known_from="on",
    )
