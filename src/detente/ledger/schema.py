"""What a stored statement looks like, and whether a frame is one."""

from __future__ import annotations

from typing import Final

import polars as pl

from detente.errors import LedgerError
from detente.model.statement import STATEMENT_SCHEMA

FORMAT: Final = 1
"""Version of the folder's layout; a change that older code cannot read adds one."""

RECORDED_AT: Final = pl.Datetime("us", "UTC")
VISIBLE_SCHEMA: Final[dict[str, pl.DataType]] = STATEMENT_SCHEMA | {"recorded_at": RECORDED_AT}
STORED_SCHEMA: Final[dict[str, pl.DataType]] = VISIBLE_SCHEMA | {"batch": pl.String()}
RESTATED_SCHEMA: Final[dict[str, pl.DataType]] = {"statement_id": pl.String(), "batch": pl.String()}

REQUIRED: Final = (
    "statement_id", "source", "key", "property", "source_actors", "target_actors", "reciprocal", "contexts",
)  # fmt: skip


def checked(statements: pl.DataFrame, source: str, sha256: str) -> pl.DataFrame:
    """The frame with its columns in order and its snapshot filled in.

    Raises LedgerError for a missing, unknown or mistyped column, a null where a statement needs a value, a
    row of another source or snapshot, or an id that stands twice.
    """
    where = f"statements of {source}"
    _check_columns(statements, where)
    frame = statements.select(list(STATEMENT_SCHEMA)).with_columns(pl.col("snapshot").fill_null(sha256))
    for name in REQUIRED:
        _refuse(frame.filter(pl.col(name).is_null()), f"{name} is null", where)
    _refuse(frame.filter(pl.col("source") != source), f"the source is not {source}", where)
    _refuse(frame.filter(pl.col("snapshot") != sha256), f"the snapshot is not {sha256}", where)
    twice = frame.filter(~pl.col("statement_id").is_first_distinct())
    _refuse(twice, "the same statement stands twice, so its key does not tell two rows apart", where)
    return frame


def _check_columns(frame: pl.DataFrame, where: str) -> None:
    todo = "Make the frame with detente.model.statement.statement_frame"
    missing = [name for name in STATEMENT_SCHEMA if name not in frame.columns]
    unknown = [name for name in frame.columns if name not in STATEMENT_SCHEMA]
    for what, names in (("lacks", missing), ("has unknown", unknown)):
        if names:
            raise LedgerError(f"the frame {what} column {', '.join(names)}", where=where, todo=todo)
    for name, dtype in STATEMENT_SCHEMA.items():
        if frame.schema[name] != dtype:
            raise LedgerError(f"column {name} is {frame.schema[name]}, not {dtype}", where=where, todo=todo)


def _refuse(wrong: pl.DataFrame, what: str, where: str) -> None:
    if wrong.height:
        row = wrong.row(0, named=True)
        raise LedgerError(
            f"{what} (id {row['statement_id']}, key {row['key']!r}, property {row['property']!r}, "
            f"row {row['row_number']}; {wrong.height} in all)",
            where=where,
            todo="The reader of this source must be put right",
        )
