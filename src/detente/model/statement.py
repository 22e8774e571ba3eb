"""The atom: one source says one thing, and the quote or row it stands on.

Statements travel as Polars frames with the columns of STATEMENT_SCHEMA (a million roll-call votes are
a million statements); `Statement` is one row of such a frame, for code that handles them singly.
"""

from __future__ import annotations

import builtins
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final, Self

import polars as pl

from detente.model.vocabulary import Bound, Precision, Realm, Standing, Status

STATEMENT_SCHEMA: Final[dict[str, pl.DataType]] = {
    "statement_id": pl.String(),
    "source": pl.String(),
    "snapshot": pl.String(),
    "key": pl.String(),
    "property": pl.String(),
    "source_actors": pl.List(pl.String()),
    "target_actors": pl.List(pl.String()),
    "reciprocal": pl.Boolean(),
    "object": pl.String(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "unit": pl.String(),
    "bound": pl.String(),
    "original": pl.String(),
    "start": pl.Date(),
    "end": pl.Date(),
    "precision": pl.String(),
    "realm": pl.String(),
    "event_type": pl.String(),
    "mode": pl.String(),
    "contexts": pl.List(pl.String()),
    "cameo": pl.String(),
    "status": pl.String(),
    "attributed_to": pl.String(),
    "confidence": pl.Float64(),
    "standing": pl.String(),
    "text": pl.String(),
    "note": pl.String(),
    "attributes": pl.String(),
    "row": pl.String(),
    "row_number": pl.Int64(),
    "document": pl.String(),
    "quote": pl.String(),
    "quote_start": pl.Int64(),
    "quote_end": pl.Int64(),
    "known_from": pl.Date(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One source says one thing.

    - `statement_id`: hash of raw source values (see `statement_id`); cleaning never changes it.
    - `source`: name of the data set, or "document" for a text that was read.
    - `snapshot`: sha256 of the bytes it was read from.
    - `key`: identity of the row in its source without its values (states, year, treaty number ...). A newer
      release that says another value under the same key supersedes the older statement in views.
    - `property`: what is said: event, stance, quantity, vote, ideal_point, trade_flow, arms_order,
      igo_membership, alliance, treaty_tie, pipeline, observation ...
    - `source_actors`, `target_actors`: codes of the states *as dated* (SUN in 1968); who sends, exports,
      supplies or acts, and who receives. `reciprocal`: all stand in `source_actors`.
    - `object`: what it is about (roll call, treaty, weapon, organisation, measure of an observation).
    - `value` with `unit` and `bound`; `low`, `high` where the source gives an interval (90 percent unless
      `attributes` says otherwise); `original` is the source's own text of the value.
    - `start`, `end`: first and last possible day, or the span; `precision` says which.
    - `standing`: the source's own trust in the row (high, medium, low); `confidence` of a reading, 0-1.
    - `text`: one sentence or label; `attributes`: JSON of what only this property has.
    - `row`: JSON of the raw row as published; `row_number`: its line in the file, header = 1.
    - `document`, `quote`, `quote_start`, `quote_end`: exact words and code-point offsets in a document.
    - `known_from`: the first day it can have been known (the end of the deed or period, or publication if
      that came earlier). Revisions before the ingested release are not reconstructed.
    """

    statement_id: str
    source: str
    snapshot: str
    key: str
    property: str
    source_actors: tuple[str, ...] = ()
    target_actors: tuple[str, ...] = ()
    reciprocal: bool = False
    object: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    bound: Bound | None = None
    original: str | None = None
    start: date | None = None
    end: date | None = None
    precision: Precision | None = None
    realm: Realm | None = None
    event_type: str | None = None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    cameo: str | None = None
    status: Status | None = None
    attributed_to: str | None = None
    confidence: float | None = None
    standing: Standing | None = None
    text: str | None = None
    note: str | None = None
    attributes: str | None = None
    row: str | None = None
    row_number: int | None = None
    document: str | None = None
    quote: str | None = None
    quote_start: int | None = None
    quote_end: int | None = None
    known_from: date | None = None

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """A statement from one row of a frame; extra columns (recorded_at, batch) are passed over."""
        given = {f.name: row[f.name] for f in fields(cls) if f.name in row}
        for name in ("source_actors", "target_actors", "contexts"):
            given[name] = tuple(given.get(name) or ())
        return cls(**given)

    @builtins.property
    def actors(self) -> tuple[str, ...]:
        """Everyone it names, acting side first."""
        return self.source_actors + self.target_actors

    def detail(self, name: str) -> Any:
        """A value of `attributes`, or None."""
        return json.loads(self.attributes).get(name) if self.attributes else None


def statement_id(source: str, key: str, property_: str, original: str | None) -> str:
    """Id of a statement: "st-" and 20 hex digits of the sha256 of its raw source values.

    Same raw values, same id, in any release and on any machine; cleaning does not enter.
    """
    raw = json.dumps([source, key, property_, original], ensure_ascii=False, separators=(",", ":"))
    return "st-" + hashlib.sha256(raw.encode()).hexdigest()[:20]


def statement_frame(
    columns: Mapping[str, Any] | pl.DataFrame | Iterable[Mapping[str, Any]],
) -> pl.DataFrame:
    """A frame with all STATEMENT_SCHEMA columns in order: missing ones become null, ids are computed.

    Raises ValueError for a column that the schema does not have.
    """
    if isinstance(columns, pl.DataFrame):
        frame = columns
    elif isinstance(columns, Mapping):
        frame = pl.DataFrame(columns)
    else:
        frame = pl.DataFrame(list(columns), schema_overrides=STATEMENT_SCHEMA, infer_schema_length=None)
    if unknown := set(frame.columns) - set(STATEMENT_SCHEMA):
        raise ValueError(f"not a statement column: {', '.join(sorted(unknown))}")
    height = frame.height
    for name, dtype in STATEMENT_SCHEMA.items():
        if name not in frame.columns:
            frame = frame.with_columns(pl.lit(None, dtype).alias(name))
    frame = frame.cast(STATEMENT_SCHEMA).with_columns(  # type: ignore[arg-type]
        pl.col("reciprocal").fill_null(False),
        *(pl.col(c).fill_null([]) for c in ("source_actors", "target_actors", "contexts")),
    )
    ids = [
        statement_id(source, key, property_, original)
        for source, key, property_, original in frame.select(
            "source", "key", "property", "original"
        ).iter_rows()
    ]
    assert len(ids) == height
    return frame.with_columns(statement_id=pl.Series(ids, dtype=pl.String)).select(STATEMENT_SCHEMA.keys())


def empty_statements() -> pl.DataFrame:
    """A frame of no statements."""
    return pl.DataFrame(schema=STATEMENT_SCHEMA)
