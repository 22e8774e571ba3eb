"""Published ideal points of states in the UN General Assembly (Bailey, Strezhnev, Voeten 2017), two headers.

Each release is estimated anew on its own scale: values may be compared within one release only. The release is
therefore part of the key; none takes the place of another.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import polars as pl

from detente.errors import SourceError
from detente.model.source import Coverage
from detente.model.statement import statement_frame
from detente.sources.layouts import header_of, pick_layout
from detente.sources.lineages import codes_of_lineages
from detente.sources.raw_rows import raw_rows
from detente.sources.source import Reader, Taken, load_record
from detente.sources.table import ROW, Table, decode, read_table

QUANTILES: Final = ("QO%", "Q5%", "Q10%", "Q50%", "Q90%", "Q95%", "Q100%")
"""The first is the letter O in the published header: the smallest draw."""
APR2020: Final = (
    "Row", "ccode", "session", "NVotes", "IdealPoint", *QUANTILES, "iso3c", "Countryname",
)  # fmt: skip
JUL2023: Final = (
    "", "ccode", "session", "NVotesAll", "IdealPointAll", *(f"{q}All" for q in QUANTILES), "iso3c",
    "Countryname",
)  # fmt: skip
RENAMED: Final = dict(zip(JUL2023, APR2020, strict=True))
MARKS: Final = {"2020 header": ("IdealPoint", "NVotes"), "2023 header": ("IdealPointAll", "NVotesAll")}
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RELEASE: Final = re.compile(rf"({'|'.join(MONTHS)})[a-z]*[ _-]?(\d{{4}})", re.IGNORECASE)
_ISSUE: Final = re.compile(r"idealpointestimates([a-z]+)", re.IGNORECASE)


def take(data: bytes, file: str) -> Taken:
    """Statements "ideal_point": one per state and session, value with the 90 percent interval Q5-Q95.

    Raises SourceError for another header, a cell that is no number, an unknown state, a row that comes twice.
    """
    text = decode(data, file, ("utf-8-sig", "cp1252"))
    layout = pick_layout(header_of(text, file), MARKS, file)
    read = read_table(text, file, use=APR2020 if layout == "2020 header" else JUL2023)
    raw = raw_rows(read.frame)
    table = Table(file, read.frame.rename(RENAMED if layout == "2023 header" else {}))
    frame = _numbers(table).with_columns(raw)
    _check(table, frame)
    release = release_of(file, int(frame["session"].max()))  # type: ignore[arg-type]
    # whose seat it is when the session opens: Serbia's in that of September 2006
    opens = frame.with_columns(opens=pl.date(pl.col("session") + 1945, 9, 15))
    frame = frame.with_columns(
        start=pl.date(pl.col("session") + 1945, 1, 1),
        state=codes_of_lineages(table, opens, day="opens"),
    )
    return Taken(
        statements=_statements(frame, release),
        rows=frame.height,
        coverage=_coverage(frame),
        release=release,
    )


def release_of(file: str, last_session: int) -> str:
    """Month of the release from the publisher's file name (Jul2023 is "2023-07"), to sort by.

    Without one "(sessions to 77)", which sorts before every named release. Raises SourceError for the
    publisher's estimates on one issue alone: their scale is another, their columns are the same.
    """
    name = file.rsplit("/", 1)[-1]
    issue = _ISSUE.match(name)
    if issue and issue[1].lower() != "all":
        raise SourceError(
            f"these are ideal points on one kind of vote ({issue[1]}), not on all",
            where=file,
            todo="Give the file IdealpointestimatesAll_...",
        )
    found = _RELEASE.search(name)
    return (
        f"{found[2]}-{MONTHS.index(found[1].title()) + 1:02d}" if found else f"(sessions to {last_session})"
    )


def _numbers(table: Table) -> pl.DataFrame:
    whole = [table.numbers(c, whole=True, empty=()) for c in ("ccode", "session", "NVotes")]
    real = [table.numbers(c, empty=()) for c in ("IdealPoint", *QUANTILES)]
    return table.frame.select(ROW, *whole, *real, pl.col("IdealPoint").alias("original")).rename(
        {"ccode": "cow"}
    )


def _check(table: Table, frame: pl.DataFrame) -> None:
    early = frame.filter(~pl.col("session").is_between(1, 200)).head(1)
    if early.height:
        raise table.fail(early[ROW][0], "session", str(early["session"][0]), "a session of the Assembly")
    crossed = frame.filter(pl.col("Q5%") > pl.col("Q95%")).head(1)
    if crossed.height:
        raise table.fail(crossed[ROW][0], "Q5%", str(crossed["Q5%"][0]), "at most Q95%")
    doubled = frame.filter(pl.struct("cow", "session").is_duplicated()).sort("cow", "session", ROW)
    if doubled.height:
        raise table.fail(
            doubled[ROW][1], "session", str(doubled["session"][1]), "new for this state: it has a row already"
        )


def _statements(frame: pl.DataFrame, release: str) -> pl.DataFrame:
    attributes = pl.struct(
        pl.struct(sorted(QUANTILES)).alias("all_quantiles"),
        pl.col("NVotes").alias("n_votes"),
        pl.lit(release).alias("release"),
        "session",
    )
    return statement_frame(
        frame.select(
            source=pl.lit(SOURCE.name),
            key=pl.format("ccode={} session={} release={}", "cow", "session", pl.lit(release)),
            property=pl.lit("ideal_point"),
            source_actors=pl.concat_list("state"),
            object=pl.format("session {}", "session"),
            value="IdealPoint",
            low="Q5%",
            high="Q95%",
            unit=pl.lit("ideal point"),
            original="original",
            start="start",
            end=pl.date(pl.col("session") + 1945, 12, 31),
            precision=pl.lit("year"),
            realm=pl.lit("multilateral"),
            attributes=attributes.struct.json_encode(),
            row="row",
            row_number=ROW,
            known_from=pl.date(pl.col("session") + 1945, 12, 31),
        )
    )


def _coverage(frame: pl.DataFrame) -> Coverage:
    first, last = int(frame["session"].min()), int(frame["session"].max())  # type: ignore[arg-type]
    return Coverage(
        start=date(1945 + first, 1, 1),
        end=date(1945 + last, 12, 31),
        completeness="sample",
        states=frozenset(frame["state"].to_list()),
        note=SOURCE.coverage.note,
    )


SOURCE: Final = load_record("un_ideal_points")
READER: Final = Reader(source=SOURCE, take=take)
