"""How one layout of an event data set is written, as SQL over the fields of a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from detente.errors import SourceError
from detente.model.cameo import GoldsteinTable
from detente.model.source import Source

TODO: Final = "Check that it is this data set in a layout that `detente sources` names"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLayout:
    """A layout: its fields, and each column of EVENT_SCHEMA as SQL in which {Field} is the field's text.

    - `widths`: numbers of fields a good line can have. `header`: whether the first line names the fields.
    - `columns`: also `source_code` and `target_code`, what names the state of each side, for `state_of`.
    - `checks`: pairs of SQL over fields and columns that is true for a damaged line, and the reason; in order.
    - `state_of`: code of the state on that day, None where it stands for none; raises UnknownActorError.
    - `goldstein`: name of the table whose scores the file carries; `coded`: whether `cameo` must be known.
    """

    name: str
    property: str
    fields: tuple[str, ...]
    widths: tuple[int, ...]
    columns: Mapping[str, str]
    checks: tuple[tuple[str, str], ...]
    header: bool = False
    encoding: str = "utf-8"
    coded: bool = True
    goldstein: GoldsteinTable | None = None
    same_event: tuple[str, ...] = ()
    state_of: Callable[[str, date], str | None] | None = None

    def sql(self, expression: str) -> str:
        """The expression with each {Field} as an element of the list `f`."""
        places = {name: f"f[{place}]" for place, name in enumerate(self.fields, start=1)}
        return expression.format_map(places)


@dataclass(frozen=True, slots=True)
class EventReader:
    """A data set of events read at volume: its record and its layouts."""

    source: Source
    layouts: tuple[EventLayout, ...] = field(default=())

    def layout_of(self, lines: Sequence[str], file: str) -> EventLayout:
        """The layout of a file's first lines. Raises SourceError, saying what was found, when none fits."""
        found = Counter(line.count("\t") + 1 for line in lines if line)
        width, often = found.most_common(1)[0]
        for layout in self.layouts:
            if layout.header and lines[0].split("\t") == list(layout.fields):
                return layout
        plain = [layout for layout in self.layouts if not layout.header]
        best = max(plain, key=lambda one: sum(found[w] for w in one.widths), default=None)
        if best is not None and sum(found[w] for w in best.widths) * 2 > sum(found.values()):
            return best
        raise SourceError(
            f"{often} of the first {sum(found.values())} lines have {width} tab-separated "
            f"{'field' if width == 1 else 'fields'}; {self._wanted(lines[0])}",
            where=file,
            todo=TODO,
        )

    def _wanted(self, first: str) -> str:
        said = []
        for layout in self.layouts:
            widths = " or ".join(map(str, layout.widths))
            lacking = [name for name in layout.fields if name not in first.split("\t")]
            header = f" under a header, here without {lacking[0]!r}" if layout.header and lacking else ""
            said.append(f"{layout.name} has {widths}{header}")
        return ", ".join(said)


def text(name: str) -> str:
    """SQL for a field as text; empty and NA are null."""
    return f"case when {{{name}}} not in ('', 'NA') then {{{name}}} end"


def number(name: str, type_: str = "double") -> str:
    """SQL for a field as a number; empty and NA are null, and so is what is none (see `not_number`)."""
    return f"try_cast({{{name}}} as {type_})"


def not_number(name: str, column: str | None = None) -> tuple[str, str]:
    """The check that a field is a number, empty or NA; `column`: where it already stands as one."""
    read = column or number(name)
    return f"{read} is null and {{{name}}} not in ('', 'NA')", _is_not(name, "a number")


def not_whole(name: str) -> tuple[str, str]:
    """The check that a field is a whole number and there."""
    return f"try_cast({{{name}}} as bigint) is null", _is_not(name, "a whole number")


def day(name: str, form: str) -> str:
    """SQL for the day with which a field begins (form %Y%m%d or %Y-%m-%d)."""
    length = 8 if form == "%Y%m%d" else 10
    return f"cast(try_strptime(left({{{name}}}, {length}), '{form}') as date)"


def not_day(name: str, form: str, column: str | None = None) -> tuple[str, str]:
    """The check that a field begins with a day; `column`: where it already stands as one."""
    return f"{column or day(name, form)} is null", _is_not(name, "a day")


def _is_not(name: str, what: str) -> str:
    return f"concat('{name} ', {{{name}}}, ' is not {what}')"
