"""Agreement scores of pairs of states in the UN General Assembly (Voeten's AgreementScoresAll).

The score is the share of common roll calls on which both voted alike, an abstention beside a yes or no counting
half. A pair that stands in both orders is taken once.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from detente.model.statement import statement_frame
from detente.sources.lineages import codes_of_lineages
from detente.sources.raw_rows import raw_rows
from detente.sources.source import Reader, Taken, load_record
from detente.sources.table import ROW, Table, decode, read_table
from detente.sources.un_ideal_points import release_of
from detente.sources.years import covering, year_columns, years

SOURCE: Final = load_record("un_agreement")
IDEAL_POINTS: Final = (
    "IdealPointAll.x", "NVotesAll.x", "IdealPointAll.y", "NVotesAll.y", "IdealPointDistance",
)  # fmt: skip
USED: Final = ("session.x", "ccode1", "ccode2", "agree", "year", *IDEAL_POINTS)
NUMBERED: Final = ("", "Unnamed: 0")
EMPTY: Final = ("", "NA")


def take(data: bytes, file: str) -> Taken:
    """Statements "agreement_score": both states in source_actors (reciprocal), value 0 to 1.

    attributes: session, ideal_point_distance and both numbers of votes (null where the publisher has none).
    Raises SourceError for an unknown state, a score outside 0-1, a session that does not open in the row's
    year, a state beside itself, or one pair and session with two scores.
    """
    table = read_table(decode(data, file), file, use=USED, ignore=NUMBERED)
    frame = _numbers(table)
    _check(table, frame)
    frame = frame.unique(("low", "high", "session"), keep="first", maintain_order=True)
    frame = frame.with_columns(
        codes_of_lineages(table, frame, "low").alias("a"), codes_of_lineages(table, frame, "high").alias("b")
    )
    return Taken(
        statements=statement_frame(_statements(frame)),
        rows=table.frame.height,
        coverage=covering(SOURCE.coverage, frame["year"], {*frame["a"], *frame["b"]}),
        release=release_of(file, int(frame["session"].max())),  # type: ignore[arg-type]
    )


def _numbers(table: Table) -> pl.DataFrame:
    """row_number, session, year, start, low and high (the lesser number first), votes of both, agree."""
    read = table.frame.with_columns(
        *(table.numbers(c, whole=True, empty=()).alias(n) for c, n in (("session.x", "session"),)),
        *(table.numbers(c, whole=True, empty=()) for c in ("ccode1", "ccode2")),
        *(table.numbers(c, empty=EMPTY) for c in IDEAL_POINTS),
        table.numbers("agree", empty=()).alias("score"),
        years(table),
        raw_rows(table.frame),
    )
    turned = pl.col("ccode1") > pl.col("ccode2")
    return read.select(
        ROW, "session", "year", "score", "row",
        pl.col("agree").alias("original"),
        start=pl.date(pl.col("year"), 1, 1),
        low=pl.min_horizontal("ccode1", "ccode2"),
        high=pl.max_horizontal("ccode1", "ccode2"),
        votes_low=pl.when(turned).then("NVotesAll.y").otherwise("NVotesAll.x"),
        votes_high=pl.when(turned).then("NVotesAll.x").otherwise("NVotesAll.y"),
        distance="IdealPointDistance",
    )  # fmt: skip


def _check(table: Table, frame: pl.DataFrame) -> None:
    def stop(bad: pl.Expr, column: str, shown: str, expected: str) -> None:
        found = frame.filter(bad).head(1)
        if found.height:
            raise table.fail(found[ROW][0], column, str(found[shown][0]), expected)

    stop(~pl.col("score").is_between(0, 1), "agree", "original", "a share between 0 and 1")
    stop(pl.col("low") == pl.col("high"), "ccode2", "high", "another state than ccode1")
    stop(pl.col("year") != pl.col("session") + 1945, "year", "year", "the year in which the session opened")
    pair = ("low", "high", "session")
    stop(pl.col("score").n_unique().over(pair) > 1, "agree", "original", "the score of its pair's other row")


def _statements(frame: pl.DataFrame) -> pl.DataFrame:
    details = pl.struct(
        pl.col("distance").alias("ideal_point_distance"),
        pl.struct(pl.col("votes_low").alias("first"), pl.col("votes_high").alias("second")).alias("n_votes"),
        "session",
    )
    return frame.select(
        source=pl.lit(SOURCE.name),
        key=pl.format("ccode={} ccode={} session={}", "low", "high", "session"),
        property=pl.lit("agreement_score"),
        source_actors=pl.concat_list("a", "b"),
        reciprocal=pl.lit(True),
        object=pl.format("session {}", "session"),
        value="score",
        unit=pl.lit("share"),
        bound=pl.lit("="),
        original="original",
        realm=pl.lit("multilateral"),
        attributes=details.struct.json_encode(),
        row="row",
        row_number=ROW,
        **year_columns(),
    )


READER: Final = Reader(SOURCE, take)
