"""Figures that Detente computed from data sets that may not be carried: each with its file, command and citation.

One CSV row is one measurement (the columns of MEASUREMENT_SCHEMA) and where it is from. Actors are as asked;
the statement has them as dated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, get_args

from detente.errors import DetenteError
from detente.model.source import Coverage
from detente.model.statement import statement_frame
from detente.model.vocabulary import Presence
from detente.sources.actor_codes import check_code_as_asked, dated_code
from detente.sources.periods import days, precision_of
from detente.sources.raw_rows import raw_rows
from detente.sources.source import Reader, Taken, json_text, load_record
from detente.sources.table import ROW, Table, decode, read_table

COLUMNS: Final = (
    "measure", "actors", "directed", "start", "end", "value", "low", "high", "unit", "basis", "n", "coverage",
    "from_source", "from_file", "from_sha256", "citation", "url", "command",
)  # fmt: skip
KEY: Final = ("measure", "actors", "start", "end", "basis")
LOOKED_UP: Final = "looked up: "
"""How the `command` of a figure begins that was read at an address, where there was no file to run a command on."""
_FORMS: Final = {
    "measure": (re.compile(r"\S.*"), "allowed to be empty"),
    "unit": (re.compile(r"\S.*"), "allowed to be empty"),
    "basis": (re.compile(r"\S.*"), "allowed to be empty"),
    "from_source": (re.compile(r"[a-z][a-z0-9_]*"), "the name of a source"),
    "from_file": (re.compile(r"\S.*"), "allowed to be empty"),
    "from_sha256": (
        re.compile(r"([0-9a-f]{64})?"),
        "a sha256 of 64 hexadecimal digits, or empty for a fact looked up",
    ),
    "citation": (re.compile(r"\S.*"), "allowed to be empty"),
    "url": (re.compile(r"https?://\S+"), "an http(s) address"),
    "command": (re.compile(r"\S.*"), "allowed to be empty"),
}


def take(data: bytes, file: str) -> Taken:
    """Statements "observation", object the measure's name.

    Raises SourceError for a cell that the format does not allow, or a figure that comes twice.
    """
    table = read_table(decode(data, file), file, use=COLUMNS)
    table.allow("directed", ("true", "false"), "true or false")
    table.allow("coverage", get_args(Presence), f"one of {', '.join(get_args(Presence))}")
    starts, ends = days(table, "start"), days(table, "end")
    numbers = {name: table.numbers(name) for name in ("value", "low", "high")}
    numbers["n"] = table.numbers("n", whole=True, empty=())
    raw = raw_rows(table.frame)
    first: dict[str, int] = {}
    rows = []
    for i, cells in enumerate(table.frame.iter_rows(named=True)):
        line = Line(table, cells, starts[i], ends[i], {name: column[i] for name, column in numbers.items()})
        line.check()
        key = "|".join(cells[name] for name in KEY)
        if first.setdefault(key, cells[ROW]) != cells[ROW]:
            raise line.error("measure", f"new for these actors, period and basis (see line {first[key]})")
        rows.append(line.statement(key) | {"row": raw[i]})
    states = frozenset(code for row in rows for code in (*row["source_actors"], *row["target_actors"]))
    coverage = Coverage(
        start=min(starts), end=max(ends), completeness="sample", states=states, note=SOURCE.coverage.note
    )
    return Taken(statement_frame(rows), rows=len(rows), coverage=coverage)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure with its cells read."""

    table: Table
    cells: Mapping[str, Any]
    start: date
    end: date
    numbers: Mapping[str, float | None]

    def error(self, column: str, expected: str) -> DetenteError:
        """The error for one cell of this row."""
        return self.table.fail(self.cells[ROW], column, self.cells[column], expected)

    def check(self) -> None:
        """Raises SourceError at the first cell that does not fit the others or its form."""
        for column, (form, expected) in _FORMS.items():
            if not form.fullmatch(self.cells[column]):
                raise self.error(column, expected)
        if self.end < self.start:
            raise self.error("end", f"on or after start {self.start}")
        if not self.cells["from_sha256"] and not self.cells["command"].startswith(LOOKED_UP):
            raise self.error("from_sha256", f"allowed to be empty unless command begins with {LOOKED_UP!r}")
        self._check_value()
        actors = self.cells["actors"].split(";")
        if len(set(actors)) < len(actors) or (self.cells["directed"] == "true" and len(actors) != 2):
            raise self.error("actors", "a list of different codes (two where directed is true)")
        for code in actors:
            if wrong := check_code_as_asked(code, self.start, self.end):
                raise self.error("actors", wrong)

    def _check_value(self) -> None:
        value, low, high = (self.numbers[name] for name in ("value", "low", "high"))
        there = self.cells["coverage"] in ("value", "true_zero")
        if there != (value is not None):
            raise self.error("value", f"right where coverage is {self.cells['coverage']}")
        if self.cells["coverage"] == "true_zero" and value != 0:
            raise self.error("value", "0 where coverage is true_zero")
        if (low is None) != (high is None):
            raise self.error("low" if low is None else "high", "allowed to be empty alone")
        if value is not None and low is not None and high is not None and not low <= value <= high:
            raise self.error("value", f"between low {low} and high {high}")

    def statement(self, key: str) -> dict[str, Any]:
        """The statement's columns, without its raw row."""
        cells = self.cells
        codes = [dated_code(code, self.start, self.end) for code in cells["actors"].split(";")]
        directed = cells["directed"] == "true"
        details = {
            name: cells[name]
            for name in (
                "basis", "coverage", "from_source", "from_file", "from_sha256", "citation", "url", "command",
            )
        }  # fmt: skip
        return {
            "source": SOURCE.name,
            "key": key,
            "property": "observation",
            "source_actors": codes[:1] if directed else codes,
            "target_actors": codes[1:] if directed else [],
            "reciprocal": not directed and len(codes) > 1,
            "object": cells["measure"],
            "value": self.numbers["value"],
            "low": self.numbers["low"],
            "high": self.numbers["high"],
            "unit": cells["unit"],
            "original": cells["value"],
            "start": self.start,
            "end": self.end,
            "precision": precision_of(self.start, self.end),
            "text": f"{cells['measure']} ({cells['basis']})",
            "attributes": json_text(details | {"directed": directed, "n": self.numbers["n"]}),
            "row_number": cells[ROW],
            "known_from": self.end,
        }


SOURCE: Final = load_record("figures")
READER: Final = Reader(source=SOURCE, take=take)
