"""Small batches of votes for the tests of the ledger."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import polars as pl

from detente.model.judgement import Judgement
from detente.model.source import Coverage, Snapshot
from detente.model.statement import statement_frame

COVERAGE = Coverage(date(1946, 1, 1), date(2024, 12, 31), "complete", frozenset({"PAK", "RUS"}), "a note")
FIRST_DAY = datetime(2024, 5, 1, 12, tzinfo=UTC)


def snapshot(name: str = "a", *, release: str = "", source: str = "un_votes", day: int = 0) -> Snapshot:
    return Snapshot(
        sha256=name.encode().hex().rjust(64, "0"),
        source=source,
        file=f"{name}.csv",
        size_bytes=10,
        recorded_at=FIRST_DAY + timedelta(days=day),
        rows=3,
        coverage=COVERAGE,
        release=release,
    )


def vote(
    roll_call: int, state: str, value: int, *, source: str = "un_votes", year: int | None = None
) -> dict:
    day = date(year or 1960 + roll_call, 6, 15)
    return {
        "source": source,
        "key": f"{roll_call}|{state}",
        "property": "vote",
        "source_actors": [state],
        "object": str(roll_call),
        "value": float(value),
        "original": str(value),
        "start": day,
        "end": day,
        "attributes": json.dumps({"session": roll_call + 14}),
        "known_from": day,
    }


def votes(*rows: tuple[int, str, int], source: str = "un_votes") -> pl.DataFrame:
    return statement_frame([vote(*row, source=source) for row in rows])


def verdict(kind: str, subject: str, day: date, reason: str = "read again") -> Judgement:
    return Judgement(
        kind=kind, subjects=(subject,), value=None, reason=reason, made_by="a reader", made_on=day
    )


def said(frame: pl.DataFrame) -> set[tuple[str, float]]:
    """Key and value of each statement."""
    return set(frame.select("key", "value").rows())
