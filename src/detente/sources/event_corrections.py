"""Known errors of publishers in event data at volume: the entries and guard of corrections.py, in SQL over lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import duckdb

from detente.ledger.event_schema import EVENT_SCHEMA, literal, quoted
from detente.sources.corrections import Correction, check_guard, note_of
from detente.sources.event_layout import EventLayout

COLUMN: Final = "known_errors"
"""Column of the parsed lines: the sum of 1, 2, 4 ... for each correction that picks the line."""
_SIDES: Final = {"source_actors": "source_state", "target_actors": "target_state"}


@dataclass(frozen=True, slots=True)
class RowCorrections:
    """The corrections of a source that can pick lines of one layout."""

    layout: EventLayout
    corrections: tuple[Correction, ...]

    @classmethod
    def of(cls, layout: EventLayout, corrections: Sequence[Correction]) -> RowCorrections:
        """Those for the layout's property and fields. Raises ValueError for a column that events do not have."""
        own = tuple(
            one
            for one in corrections
            if one.property in (None, layout.property) and {*one.match, *one.expect} <= set(layout.fields)
        )
        for one in own:
            _set_columns(one.set)
        return cls(layout, own)

    def columns(self) -> dict[str, str]:
        """The column of the parsed lines, as SQL over a line's fields; none where there is no correction."""
        picked = [f"if({self._matches(one)}, {1 << place}, 0)" for place, one in enumerate(self.corrections)]
        return {COLUMN: " + ".join(picked)} if picked else {}

    def check(self, connection: duckdb.DuckDBPyConnection, parsed: str, first_line: int, file: str) -> None:
        """Raises SourceError for a picked line that does not say what its correction expects."""
        if not self.corrections:
            return
        picked = connection.execute(
            f"select {first_line} + rowid, line, {COLUMN} from {parsed} where {COLUMN} > 0 order by rowid"
        ).fetchall()
        for number, line, bits in picked:
            cells = dict(zip(self.layout.fields, line.split("\t"), strict=False))
            for place, one in enumerate(self.corrections):
                if bits & 1 << place:
                    check_guard(cells, number, one, file)

    def dropped(self) -> list[str]:
        """SQL, for each correction that drops its lines: the reason, or null."""
        return [
            f"case when {_has(place)} then {quoted(f'known error: {one.reason}')} end"
            for place, one in enumerate(self.corrections)
            if one.action == "drop"
        ]

    def overridden(self, column: str, sql: str) -> str:
        """The column's SQL with what corrections set it to."""
        for place, one in enumerate(self.corrections):
            new = _set_columns(one.set)
            if column in new:
                sql = f"case when {_has(place)} then {literal(new[column])} else {sql} end"
        return sql

    def note(self) -> str:
        """SQL for what the corrections say of a line; null where none picks it."""
        said = [
            f"case when {_has(place)} then {quoted(note_of(one))} end"
            for place, one in enumerate(self.corrections)
            if one.action != "drop"
        ]
        return f"nullif(concat_ws('; ', {', '.join(said)}), '')" if said else "null"

    def _matches(self, one: Correction) -> str:
        cells = (f"{{{name}}} = {quoted(_escaped(value))}" for name, value in one.match.items())
        return self.layout.sql(" and ".join(cells))


def _has(place: int) -> str:
    return f"p.{COLUMN} & {1 << place} > 0"


def _escaped(value: str) -> str:
    return value.replace("{", "{{").replace("}", "}}")


def _set_columns(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a correction sets, as columns of EVENT_SCHEMA: an actor is the state of its side."""
    found = {}
    for name, value in given.items():
        column = _SIDES.get(name, name)
        if column not in EVENT_SCHEMA or (name in _SIDES and len(value) > 1):
            raise ValueError(f"a correction of event data cannot set {name} to {value!r}")
        found[column] = next(iter(value), None) if name in _SIDES else value
    return found
