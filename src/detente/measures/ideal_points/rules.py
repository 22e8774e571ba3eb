"""Which votes enter the estimate: the data rules of Bailey, Strezhnev and Voeten (2017), each a named step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import polars as pl

from detente.errors import UsageError

VOTE_COLUMNS: Final[dict[str, str]] = {
    "state": "code of the state",
    "rcid": "number of the roll call",
    "session": "session of the Assembly",
    "vote": "1 yes, 2 abstain, 3 no (8 absent, 9 not a member)",
    "para": "whether it is a vote on a paragraph",
    "amend": "whether it is a vote on an amendment",
    "date": "its day",
}
MATCH_COLUMNS: Final = ("rcid1", "rcid2")
LAST_YEAR_WITH_PARTS: Final = 1989
SESSION_OF_ONE_VOTE: Final = 19
LEFT_OUT: Final = ("ZAN", "EAZ")
"""Zanzibar, which voted twice."""
RETURN_OF_SOUTH_AFRICA: Final = ("ZAF", 48)


class Rule(NamedTuple):
    """A step: its name, why it is taken, and what it does to the frame of votes."""

    name: str
    reason: str
    apply: Callable[[pl.DataFrame], pl.DataFrame]


class Ruled(NamedTuple):
    """`votes`: what is left, with `item`; `steps`: rule, reason, rows before and after, one row each."""

    votes: pl.DataFrame
    steps: pl.DataFrame


def check_votes(votes: pl.DataFrame) -> pl.DataFrame:
    """The frame with the types the rules need and `lineage` (the state itself where none is given).

    Flags that are unknown count as not set, which is how the authors' code reads them. Raises UsageError for
    a missing column, a vote that is no code of a vote, or a state that votes twice on one roll call.
    """
    if missing := [name for name in VOTE_COLUMNS if name not in votes.columns]:
        raise UsageError(
            f"votes come without {', '.join(missing)}",
            todo="Columns: " + ", ".join(f"{name} ({what})" for name, what in VOTE_COLUMNS.items()),
        )
    typed = votes.select(
        pl.col("state").cast(pl.String),
        lineage=pl.coalesce(
            *([pl.col("lineage").cast(pl.String)] if "lineage" in votes.columns else []),
            pl.col("state").cast(pl.String),
        ),
        rcid=pl.col("rcid").cast(pl.Int64),
        session=pl.col("session").cast(pl.Int64),
        vote=pl.col("vote").cast(pl.Int64),
        para=pl.col("para").cast(pl.Boolean).fill_null(value=False),
        amend=pl.col("amend").cast(pl.Boolean).fill_null(value=False),
        date=pl.col("date").cast(pl.Date),
    )
    odd = typed.filter(~pl.col("vote").is_in([1, 2, 3, 8, 9]).fill_null(value=False)).head(1)
    if odd.height:
        raise UsageError(
            f"{odd['vote'][0]} is no vote", where=f"roll call {odd['rcid'][0]}, {odd['state'][0]}",
            todo="Code votes 1 yes, 2 abstain, 3 no, 8 absent, 9 not a member",
        )  # fmt: skip
    twice = (
        typed.filter(pl.struct("rcid", "lineage", "session").is_duplicated()).sort("rcid", "lineage").head(1)
    )
    if twice.height:
        raise UsageError(
            f"{twice['state'][0]} votes twice", where=f"roll call {twice['rcid'][0]}",
            todo="Keep one row for each state and roll call",
        )  # fmt: skip
    return typed


def drop_absences(votes: pl.DataFrame) -> pl.DataFrame:
    """Keep yes, abstain and no."""
    return votes.filter(pl.col("vote").is_between(1, 3))


def drop_late_parts(votes: pl.DataFrame) -> pl.DataFrame:
    """Drop votes on paragraphs and amendments held after 1989; an undated one counts by its session's year."""
    year = pl.coalesce(pl.col("date").dt.year().cast(pl.Int64), pl.col("session") + 1945)
    return votes.filter(~((year > LAST_YEAR_WITH_PARTS) & (pl.col("para") | pl.col("amend"))))


def drop_session_19(votes: pl.DataFrame) -> pl.DataFrame:
    """Drop the session of 1964, which voted once."""
    return votes.filter(pl.col("session") != SESSION_OF_ONE_VOTE)


def drop_zanzibar(votes: pl.DataFrame) -> pl.DataFrame:
    """Drop Zanzibar."""
    return votes.filter(~pl.col("state").is_in(LEFT_OUT))


def drop_south_africa_48(votes: pl.DataFrame) -> pl.DataFrame:
    """Drop South Africa's single vote of session 48, its first since 1974."""
    state, session = RETURN_OF_SOUTH_AFRICA
    return votes.filter(~((pl.col("state") == state) & (pl.col("session") == session)))


def drop_unanimous(votes: pl.DataFrame) -> pl.DataFrame:
    """Drop items on which all votes cast are the same."""
    return votes.filter(pl.col("vote").n_unique().over("item") > 1)


def linked(matches: pl.DataFrame) -> dict[int, int]:
    """The item of each matched roll call: the first in its chain of identical resolutions.

    A roll call with several earlier twins goes to the lowest. Raises UsageError for missing columns.
    """
    if missing := set(MATCH_COLUMNS) - set(matches.columns):
        raise UsageError(f"matches come without {', '.join(sorted(missing))}", todo="Columns: rcid1, rcid2")
    pairs = matches.select(pl.col(MATCH_COLUMNS).cast(pl.Int64)).drop_nulls()
    earlier = dict(pairs.group_by("rcid2").agg(pl.col("rcid1").min()).iter_rows())
    return {rcid: _first(rcid, earlier) for rcid in earlier}


def _first(rcid: int, earlier: dict[int, int]) -> int:
    """Down the chain while it leads to lower numbers, as one pass from the highest number does."""
    following = earlier[rcid]
    while following < rcid:
        rcid = following
        following = earlier.get(rcid, rcid)
    return following


def link_identical(votes: pl.DataFrame, matches: pl.DataFrame) -> pl.DataFrame:
    """Add `item`: one number for identical resolutions put to the vote again, else the roll call's own."""
    return votes.with_columns(item=pl.col("rcid").replace(linked(matches)))


RULES: Final = (
    Rule("drop absences", "absent (8) and not a member (9) are no votes", drop_absences),
    Rule("drop late parts", "paragraph and amendment votes after 1989 repeat the whole", drop_late_parts),
    Rule("drop session 19", "it held one vote", drop_session_19),
    Rule("drop Zanzibar", "it cast two votes", drop_zanzibar),
    Rule("drop South Africa, session 48", "a single vote after nineteen years", drop_south_africa_48),
)


def apply_rules(votes: pl.DataFrame, matches: pl.DataFrame) -> Ruled:
    """The votes that enter the estimate, and what each step left out.

    `votes`: columns of VOTE_COLUMNS, optionally `lineage` (what stays the same when a state changes its
    code); `matches`: rcid1, rcid2. Raises UsageError as check_votes and linked do.
    """
    left = check_votes(votes)
    rows: list[tuple[str, str, int, int]] = []
    link = Rule(
        "link identical resolutions", "they bridge sessions", lambda held: link_identical(held, matches)
    )
    unanimous = Rule("drop unanimous items", "they tell nothing of differences", drop_unanimous)
    for rule in (*RULES, link, unanimous):
        before, left = left.height, rule.apply(left)
        rows.append((rule.name, rule.reason, before, left.height))
    schema = {"rule": pl.String(), "reason": pl.String(), "before": pl.Int64(), "after": pl.Int64()}
    return Ruled(
        left.sort("item", "lineage", "session", "rcid"), pl.DataFrame(rows, schema=schema, orient="row")
    )
