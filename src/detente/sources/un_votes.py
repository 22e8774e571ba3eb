"""Roll-call votes in the UN General Assembly (Voeten, Strezhnev, Bailey), in the layouts they are published in.

- UNVotesPublished: one row per state and roll call, votes 1 yes, 2 abstain, 3 no, 8 absent, 9 not a member; as
  csv or as R's own file (.RData, .rda, .rds).
- un_votes (dgrtwo/unvotes): yes, abstain, no under country names and ISO2 codes; absences are left out.
- roll_calls (dgrtwo/unvotes): what was voted on; gives statements "roll_call".
- issues (dgrtwo/unvotes): what a roll call is about; gives statements "roll_call_issue".
- the list of the UN Dag Hammarskjöld Library: see un_library.py.

Both of the first layouts give the same keys, so a file of each does not count a vote twice. Codes 8 and 9 are kept as
statements and are no votes: measures take 1, 2 and 3 alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

import polars as pl

from detente.model.source import Coverage
from detente.model.statement import statement_frame
from detente.sources import un_library
from detente.sources.layouts import header_of, pick_layout
from detente.sources.lineages import codes_of_lineages, lineages_of_countries
from detente.sources.periods import days
from detente.sources.r_data import is_r_data
from detente.sources.r_frame import check_columns, r_frame
from detente.sources.raw_rows import raw_rows
from detente.sources.source import Reader, Taken, json_text, load_record
from detente.sources.table import ROW, Table, decode, read_table
from detente.sources.un_library import library_votes
from detente.sources.un_roll_calls import join_roll_calls, periods

ISSUES: Final = ("me", "nu", "di", "hr", "co", "ec")
"""Palestinian conflict, nuclear weapons, disarmament, human rights, colonialism, economic development."""
PUBLISHED: Final = (
    "rcid", "session", "vote", "ccode", "member", "importantvote", "date", "unres", *ISSUES, "year",
)  # fmt: skip
COUNTRIES: Final = ("rcid", "country", "country_code", "vote")
ROLL_CALLS: Final = (
    "rcid", "session", "importantvote", "date", "unres", "amend", "para", "short", "descr",
)  # fmt: skip
ISSUE_NAMES: Final = {
    "me": "Palestinian conflict",
    "nu": "Nuclear weapons and nuclear material",
    "di": "Arms control and disarmament",
    "hr": "Human rights",
    "co": "Colonialism",
    "ec": "Economic development",
}
MARKS: Final = {
    "UNVotesPublished": ("ccode", "session", "vote"),
    "un_votes": ("country_code", "vote"),
    "roll_calls": ("descr", "session"),
    "issues": ("short_name", "issue"),
    "Dag Hammarskjold Library": ("undl_id", "ms_votes"),
}
WORDS: Final = {"yes": 1, "abstain": 2, "no": 3}
CODES: Final = {"1": 1, "2": 2, "3": 3, "8": 8, "9": 9}
FLAGS: Final = {"0": False, "1": True, "": None, '0\\"': False}
"""The last is roll call 1429 as published: its economic flag carries a stray quotation mark."""
WEST_GERMANY: Final = 260
GERMANY: Final = 255
FIRST_SESSION_OF_UNITED_GERMANY: Final = 45


def take(data: bytes, file: str) -> Taken:
    """Statements "vote" (source_actors [state], object the roll call, value 1, 2, 3, 8 or 9), "roll_call" or
    "roll_call_issue"; of the library's list "adopted_resolution_vote" too.

    Raises SourceError for another layout, an unknown vote, flag or state, or a state that votes twice.
    """
    if is_r_data(data):
        return _votes(*_published(_of_r(r_frame(data, file))))
    text = decode(data, file)
    layout = pick_layout(header_of(text, file), MARKS, file)
    if layout == "UNVotesPublished":
        return _votes(*_published(read_table(text, file, use=PUBLISHED)))
    if layout == "Dag Hammarskjold Library":
        return library_votes(
            read_table(text, file, use=un_library.COLUMNS, ignore=un_library.IGNORED), SOURCE
        )
    if layout == "issues":
        return _issues(read_table(text, file, use=("rcid", "short_name", "issue")))
    if layout == "un_votes":
        return _votes(*_countries(read_table(text, file, use=COUNTRIES)))
    return _roll_calls(read_table(text, file, use=ROLL_CALLS))


def _of_r(table: Table) -> Table:
    """An R data frame with the columns of UNVotesPublished, days of R's class Date written as in the csv."""
    check_columns(table, PUBLISHED)
    iso = pl.col("date").str.contains(r"^\d{4}-\d{2}-\d{2}$")
    written = pl.col("date").str.to_date("%Y-%m-%d", strict=False).dt.strftime("%m/%d/%Y")
    return Table(
        table.file, table.frame.with_columns(pl.when(iso).then(written).otherwise("date").alias("date"))
    )


def _published(table: Table) -> tuple[Table, pl.DataFrame]:
    """row_number, rcid, session, day, year, cow, value, original, attributes, row."""
    table.allow("vote", CODES, "a vote (1 yes, 2 abstain, 3 no, 8 absent, 9 not a member)")
    table.allow("member", ("", "0", "1"), "a membership flag (1, 0 or empty)")
    for flag in ("importantvote", *ISSUES):
        table.allow(flag, FLAGS, "a flag (0, 1 or empty)")
    frame = table.frame.select(
        ROW,
        whole_numbers(table, "rcid"),
        whole_numbers(table, "session"),
        whole_numbers(table, "year", empty=True),
        whole_numbers(table, "ccode").alias("cow"),
        days(table, "date", "%m/%d/%Y", empty=True).alias("day"),
        pl.col("vote").replace_strict(CODES, return_dtype=pl.Float64()).alias("value"),
        pl.col("vote").alias("original"),
        _attributes(table, ("unres", "importantvote", *ISSUES)),
        raw_rows(table.frame),
    )
    return table, frame


def _countries(table: Table) -> tuple[Table, pl.DataFrame]:
    """The same columns; sessions and dates are those of the packaged table of roll calls."""
    table.allow("vote", WORDS, "yes, abstain or no")
    frame = table.frame.with_columns(whole_numbers(table, "rcid"), raw_rows(table.frame))
    frame = join_roll_calls(table, frame)
    attributes = (pl.concat_str(pl.lit('{"session":'), pl.col("session").cast(pl.String), pl.lit("}"))).alias(
        "attributes"
    )
    return table, frame.select(
        ROW,
        "rcid",
        "session",
        pl.lit(None, pl.Int64()).alias("year"),
        _united(lineages_of_countries(table, frame)).alias("cow"),
        "day",
        pl.col("vote").replace_strict(WORDS, return_dtype=pl.Float64()).alias("value"),
        pl.col("vote").alias("original"),
        attributes,
        "row",
    )


def _united(cow: pl.Series) -> pl.Expr:
    """Germany as 255 from session 45 on: un_votes calls it the Federal Republic there, UNVotesPublished 255."""
    united = (pl.lit(cow) == WEST_GERMANY) & (pl.col("session") >= FIRST_SESSION_OF_UNITED_GERMANY)
    return pl.when(united).then(pl.lit(GERMANY)).otherwise(pl.lit(cow))


def _votes(table: Table, frame: pl.DataFrame) -> Taken:
    _check_once(table, frame)
    frame = frame.with_columns(*periods(pl.col("session"), pl.col("day"), pl.col("year")))
    frame = frame.with_columns(codes_of_lineages(table, frame).alias("state"))
    statements = statement_frame(
        frame.select(
            source=pl.lit(SOURCE.name),
            key=pl.format("rcid={} state={}", "rcid", "cow"),
            property=pl.lit("vote"),
            source_actors=pl.concat_list("state"),
            object=pl.col("rcid").cast(pl.String),
            value="value",
            unit=pl.lit("vote"),
            original="original",
            start="start",
            end="end",
            precision="precision",
            realm=pl.lit("multilateral"),
            attributes="attributes",
            row="row",
            row_number=ROW,
            known_from="end",
        )
    )
    return Taken(
        statements=statements,
        rows=frame.height,
        coverage=_coverage(frame["start"].to_list(), frame["end"].to_list(), frame["state"].unique()),
    )


def _roll_calls(table: Table) -> Taken:
    for flag in ("importantvote", "amend", "para"):
        table.allow(flag, FLAGS, "a flag (0, 1 or empty)")
    frame = table.frame.select(
        pl.exclude("rcid", "session", "date"),
        whole_numbers(table, "rcid"),
        whole_numbers(table, "session"),
        days(table, "date", empty=True).alias("day"),
        _attributes(table, ("unres", "importantvote", "amend", "para", "short")),
        raw_rows(table.frame),
    )
    _check_once(table, frame.with_columns(cow=pl.lit(0)))
    frame = frame.with_columns(*periods(pl.col("session"), pl.col("day"), pl.lit(None, pl.Int64())))
    statements = statement_frame(
        frame.select(
            source=pl.lit(SOURCE.name),
            key=pl.format("rcid={}", "rcid"),
            property=pl.lit("roll_call"),
            object=pl.col("rcid").cast(pl.String),
            original="unres",
            start="start",
            end="end",
            precision="precision",
            realm=pl.lit("multilateral"),
            text=pl.coalesce(*(_filled(name) for name in ("descr", "short", "unres"))),
            attributes="attributes",
            row="row",
            row_number=ROW,
            known_from="end",
        )
    )
    return Taken(
        statements=statements,
        rows=frame.height,
        coverage=_coverage(frame["start"].to_list(), frame["end"].to_list(), ()),
    )


def _issues(table: Table) -> Taken:
    """Statements "roll_call_issue": object the roll call, text the issue, mode its short name."""
    table.allow("short_name", ISSUES, f"one of {', '.join(ISSUES)}")
    frame = join_roll_calls(
        table, table.frame.with_columns(whole_numbers(table, "rcid"), raw_rows(table.frame))
    )
    named = pl.col("short_name").replace_strict(ISSUE_NAMES, return_dtype=pl.String())
    other = frame.filter(pl.col("issue") != named).head(1)
    if other.height:
        expected = ISSUE_NAMES[other["short_name"][0]]
        raise table.fail(
            other[ROW][0], "issue", other["issue"][0], f"the name of its short name ({expected})"
        )
    twice = frame.filter(pl.struct("rcid", "short_name").is_duplicated()).sort("rcid", "short_name", ROW)
    if twice.height:
        raise table.fail(twice[ROW][1], "short_name", twice["short_name"][1], "new for this roll call")
    frame = frame.with_columns(*periods(pl.col("session"), pl.col("day"), pl.lit(None, pl.Int64())))
    statements = statement_frame(
        frame.select(
            source=pl.lit(SOURCE.name),
            key=pl.format("rcid={} issue={}", "rcid", "short_name"),
            property=pl.lit("roll_call_issue"),
            object=pl.col("rcid").cast(pl.String),
            original="issue",
            start="start",
            end="end",
            precision="precision",
            realm=pl.lit("multilateral"),
            mode="short_name",
            text="issue",
            row="row",
            row_number=ROW,
            known_from="end",
        )
    )
    return Taken(
        statements=statements,
        rows=frame.height,
        coverage=_coverage(frame["start"].to_list(), frame["end"].to_list(), ()),
    )


def _filled(column: str) -> pl.Expr:
    return pl.when(pl.col(column) != "").then(pl.col(column))


def _attributes(table: Table, columns: tuple[str, ...]) -> pl.Series:
    """JSON of session, resolution and flags: once per roll call, then joined to its rows."""
    by = ("session", *columns)
    unique = table.frame.select(by).unique()
    texts = [json_text(_details(row)) for row in unique.iter_rows(named=True)]
    described = unique.with_columns(pl.Series("attributes", texts, dtype=pl.String))
    joined = table.frame.select(by).join(described, on=by, how="left", maintain_order="left")
    return joined["attributes"]


def _details(row: dict[str, str]) -> dict[str, Any]:
    details: dict[str, Any] = {
        "session": int(float(row["session"])),
        "important": FLAGS[row["importantvote"]],
    }
    if row["unres"]:
        details["resolution"] = row["unres"]
    if row.get("me"):
        details["issues"] = [issue for issue in ISSUES if FLAGS[row[issue]]]
    details |= {flag: FLAGS[row[flag]] for flag in ("amend", "para") if row.get(flag)}
    return details | ({"title": row["short"]} if row.get("short") else {})


def _check_once(table: Table, frame: pl.DataFrame) -> None:
    """Raises SourceError when a state (or a roll call, in a list of them) comes twice."""
    doubled = frame.filter(pl.struct("rcid", "cow").is_duplicated()).sort("rcid", "cow", ROW)
    if doubled.height:
        first, second = doubled.row(0, named=True), doubled.row(1, named=True)
        raise table.fail(
            second[ROW], "rcid", str(second["rcid"]), f"new for this state (line {first[ROW]} has it already)"
        )


def _coverage(starts: list[date], ends: list[date], states: Iterable[str]) -> Coverage:
    return Coverage(
        start=min(starts),
        end=max(ends),
        completeness="complete",
        states=frozenset(states),
        note=SOURCE.coverage.note,
    )


def whole_numbers(table: Table, column: str, *, empty: bool = False) -> pl.Series:
    """A column of whole numbers that R wrote as 3 or 3.0; empty cells are null if `empty` allows them."""
    text = pl.col(column).str.strip_suffix(".0")
    plain = Table(table.file, table.frame.select(ROW, text))
    return plain.numbers(column, whole=True, empty=("",) if empty else ())


SOURCE: Final = load_record("un_votes")
READER: Final = Reader(source=SOURCE, take=take)
