"""Chronologies: dated rows of who did what to whom, each with the page or data row it was read in.

The format is documented in docs/reference/chronology-format.md, so that anyone can bring one for any states.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, get_args

from detente.errors import DetenteError
from detente.model.source import Coverage
from detente.model.statement import empty_statements, statement_frame
from detente.model.vocabulary import BOUNDS, EVENT_TYPES, REALMS, Precision, Standing
from detente.sources.actor_codes import check_code
from detente.sources.context_words import CONTEXTS
from detente.sources.periods import days, last_day
from detente.sources.raw_rows import raw_rows
from detente.sources.source import Reader, Taken, json_text, load_record
from detente.sources.table import ROW, Table, decode, read_table

HEADER: Final = (
    "date_start", "date_end", "precision", "source_actors", "target_actors", "event_type", "mode", "contexts",
    "realm", "status", "summary", "quantity_value", "quantity_unit", "quantity_bound", "quantity_of",
    "source_title", "source_publisher", "source_url", "source_date", "confidence", "note",
)  # fmt: skip
KEY: Final = (
    "date_start", "date_end", "source_actors", "target_actors", "event_type", "mode", "source_url",
)  # fmt: skip
STATUSES: Final = ("occurred", "ongoing", "planned", "negotiating", "proposed", "cancelled", "claimed")
AHEAD: Final = ("planned", "proposed", "negotiating")
STATISTIC: Final = "statistic"
_REQUIRED: Final = ("summary", "mode", "source_title", "source_publisher", "source_url")
_ADDRESS: Final = re.compile(r"https?://\S+|file:\S.*")
_THIRD_PARTY: Final = re.compile(r"third-party context", re.IGNORECASE)


def take(data: bytes, file: str) -> Taken:
    """Reads a chronology into statements "event", or "statistic" for rows whose mode is `statistic`.

    Raises SourceError for a cell that the format does not allow, naming its line and column.
    """
    table = read_table(decode(data, file), file, use=HEADER, may_be_empty=True)
    if table.frame.is_empty():
        return Taken(statements=empty_statements(), rows=0, coverage=SOURCE.coverage)
    _check_words(table)
    starts, ends = days(table, "date_start"), days(table, "date_end")
    values = table.numbers("quantity_value")
    raw = raw_rows(table.frame)
    seen: Counter[str] = Counter()
    rows = []
    for i, cells in enumerate(table.frame.iter_rows(named=True)):
        line = Line(table, cells, starts[i], ends[i])
        rows.append(_statement(line, seen) | {"value": values[i], "row": raw[i]})
    frame = statement_frame(rows)
    codes = frozenset(code for row in rows for code in (*row["source_actors"], *row["target_actors"]))
    coverage = Coverage(
        start=min(starts), end=max(ends), completeness="sample", states=codes, note=SOURCE.coverage.note
    )
    return Taken(statements=frame, rows=len(rows), coverage=coverage)


@dataclass(frozen=True, slots=True)
class Line:
    """One row with its dates read."""

    table: Table
    cells: Mapping[str, Any]
    start: date
    end: date

    def error(self, column: str, expected: str) -> DetenteError:
        """The error for one cell of this row."""
        return self.table.fail(self.cells[ROW], column, self.cells[column], expected)


def _check_words(table: Table) -> None:
    for column, words in (
        ("precision", get_args(Precision)),
        ("event_type", EVENT_TYPES),
        ("realm", REALMS),
        ("status", STATUSES),
        ("quantity_bound", ("", *BOUNDS)),
        ("confidence", get_args(Standing)),
    ):
        table.allow(column, words, f"one of {', '.join(w for w in words if w)}")


def _statement(line: Line, seen: Counter[str]) -> dict[str, Any]:
    cells = line.cells
    if line.end < line.start:
        raise line.error("date_end", f"on or after date_start {cells['date_start']}")
    for column in _REQUIRED:
        if not cells[column].strip():
            raise line.error(column, "allowed to be empty")
    if not _ADDRESS.fullmatch(cells["source_url"]):
        raise line.error("source_url", "an http(s) address or 'file:' with a data set and its row")
    _check_quantity(line)
    statistic = cells["mode"] == STATISTIC
    sources, targets = _actors(line, "source_actors"), _actors(line, "target_actors")
    if not sources:
        raise line.error("source_actors", "allowed to be empty")
    if both := set(sources) & set(targets):
        raise line.error("target_actors", f"free of {'; '.join(sorted(both))}, which is in source_actors too")
    return {
        "source": SOURCE.name,
        "key": _key(cells, seen),
        "property": STATISTIC if statistic else "event",
        "source_actors": sources,
        "target_actors": targets,
        "reciprocal": not targets and len(sources) > 1,
        "unit": cells["quantity_unit"] or None,
        "bound": cells["quantity_bound"] or None,
        "original": cells["summary"],
        "start": line.start,
        "end": line.end,
        "precision": cells["precision"],
        "realm": cells["realm"],
        "event_type": None if statistic else cells["event_type"],
        "mode": cells["mode"],
        "contexts": _contexts(line),
        "status": cells["status"],
        "standing": cells["confidence"],
        "text": cells["summary"],
        "note": cells["note"] or None,
        "attributes": json_text(_attributes(cells)),
        "row_number": cells[ROW],
        "known_from": _known_from(line),
    }


def _key(cells: Mapping[str, Any], seen: Counter[str]) -> str:
    """Who, when, what kind and where read: stays when the summary, the figure or the note is edited."""
    key = "|".join(cells[name] for name in KEY)
    seen[key] += 1
    return key if seen[key] == 1 else f"{key}#{seen[key]}"


def _listed(line: Line, column: str) -> list[str]:
    text = line.cells[column]
    parts = text.split(";") if text else []
    if any(part != part.strip() or not part for part in parts) or len(set(parts)) < len(parts):
        raise line.error(column, "a list separated by ';' without blanks, gaps or repeats")
    return parts


def _actors(line: Line, column: str) -> list[str]:
    codes = _listed(line, column)
    for code in codes:
        if wrong := check_code(code, line.start, line.end):
            raise line.error(column, wrong)
    return codes


def _contexts(line: Line) -> list[str]:
    contexts = _listed(line, "contexts")
    for context in contexts:
        if context not in CONTEXTS:
            raise line.error("contexts", f"made of known contexts ({context} is none)")
    return contexts


def _check_quantity(line: Line) -> None:
    names = ("quantity_value", "quantity_unit", "quantity_bound", "quantity_of")
    filled = [name for name in names if line.cells[name]]
    if filled and len(filled) < len(names):
        empty = next(name for name in names if name not in filled)
        raise line.error(empty, f"allowed to be empty where {filled[0]} is given")


def _attributes(cells: Mapping[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = {
        name: cells[name]
        for name in ("quantity_of", "source_title", "source_publisher", "source_url", "source_date")
        if cells[name]
    }
    if _THIRD_PARTY.search(cells["note"]):
        given["third_party"] = True
    return given


def _known_from(line: Line) -> date:
    """Publication if it came before the end of the deed; else the deed's end, or for plans their first day."""
    text = line.cells["source_date"]
    published = last_day(text) if text else None
    if text and published is None:
        raise line.error("source_date", "empty or a date written YYYY, YYYY-MM or YYYY-MM-DD")
    if published is not None:
        return min(published, line.end)
    return line.start if line.cells["status"] in AHEAD else line.end


SOURCE: Final = load_record("chronology")
READER: Final = Reader(source=SOURCE, take=take)
