"""Footnotes: a number in the page, the statements behind it, and where each of them stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from markupsafe import Markup

from detente.model.source import Snapshot, Source
from detente.model.statement import Statement

DIGIT: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Plain prose with the ids of the statements that its facts and figures stand on."""

    text: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its number and the ids it resolves to."""

    number: int
    ids: tuple[str, ...]


@dataclass(slots=True)
class Notes:
    """Gives footnote numbers in order of first use; the same evidence has the same number."""

    statements: Mapping[str, Statement]
    notes: list[Note] = field(default_factory=list)
    _numbers: dict[tuple[str, ...], int] = field(default_factory=dict)

    def number(self, ids: Iterable[str]) -> int:
        """The number of the note for these ids. Raises KeyError for an id that the study does not hold."""
        key = tuple(sorted(set(ids)))
        if not key:
            raise ValueError("a footnote needs evidence")
        for id_ in key:
            self.statements[id_]
        if key not in self._numbers:
            self._numbers[key] = len(self.notes) + 1
            self.notes.append(Note(self._numbers[key], key))
        return self._numbers[key]

    def mark(self, ids: Iterable[str]) -> Markup:
        """The superscript link."""
        number = self.number(ids)
        return Markup('<sup class="note"><a href="#n{n}" aria-label="note {n}">{n}</a></sup>').format(
            n=number
        )

    def say(self, sentence: Sentence) -> Markup:
        """A sentence with its footnote. Raises ValueError for a figure without evidence."""
        if not sentence.evidence:
            if DIGIT.search(sentence.text):
                raise ValueError(f"a figure without evidence: {sentence.text}")
            return Markup('<span class="say">{}</span>').format(sentence.text)
        return Markup('<span class="say">{} {}</span>').format(sentence.text, self.mark(sentence.evidence))


def citation(statement: Statement, sources: Mapping[str, Source], snapshots: Mapping[str, Snapshot]) -> str:
    """Who says it, as text: the page or row for a chronology, the data set's own citation otherwise."""
    row = json.loads(statement.row) if statement.row else {}
    if statement.source == "chronology":
        parts = [row.get("source_title"), row.get("source_publisher"), row.get("source_date")]
        return ", ".join(part for part in parts if part)
    if statement.detail("citation"):
        return str(statement.detail("citation"))
    if statement.source in sources:
        return sources[statement.source].citation
    snapshot = snapshots.get(statement.snapshot)
    return snapshot.file if snapshot else statement.source


def address(statement: Statement) -> str | None:
    """A link a reader can follow to the page the fact was read in, if it has one."""
    url = statement.detail("source_url") or statement.detail("url")
    return str(url) if url and str(url).startswith(("http://", "https://")) else None


def place(statement: Statement, snapshots: Mapping[str, Snapshot]) -> str:
    """Where it stands: row and file, or the characters of a document."""
    snapshot = snapshots.get(statement.snapshot)
    file = snapshot.file if snapshot else statement.source
    if statement.row_number is not None and statement.quote_start is not None:
        characters = f"document characters {statement.quote_start}-{statement.quote_end}"
        return f"{file}, line {statement.row_number}; {characters}"
    if statement.row_number is not None:
        return f"{file}, line {statement.row_number}"
    if statement.quote_start is not None:
        return f"{file}, characters {statement.quote_start}-{statement.quote_end}"
    return file


def says(statement: Statement) -> str:
    """What it says, in a line."""
    if statement.property == "observation":
        return _observation(statement)
    if statement.text:
        return statement.text + _figure(statement)
    if statement.quote:
        return f"“{statement.quote}”"
    actors = " - ".join(statement.actors)
    about = f" {statement.object}" if statement.object else ""
    value = (
        ""
        if statement.value is None
        else f" = {number_text(statement.value)} {statement.unit or ''}".rstrip()
    )
    when = f" ({period_text(statement)})" if statement.start else ""
    return f"{statement.property.replace('_', ' ')}{about}: {actors}{value}{when}"


def _observation(statement: Statement) -> str:
    """A carried figure: what, of whom, when, how much, on which basis."""
    what = (statement.object or "").replace("_", " ")
    value = (
        "no value"
        if statement.value is None
        else f"{number_text(statement.value)} {statement.unit or ''}".strip()
    )
    basis = f" ({statement.detail('basis')})" if statement.detail("basis") else ""
    return f"{what}, {'-'.join(statement.actors)}, {period_text(statement)}: {value}{basis}"


def _figure(statement: Statement) -> str:
    """The row's figure, when its sentence does not name it."""
    if statement.value is None:
        return ""
    forms = {number_text(statement.value / scale) for scale in (1, 1e3, 1e6, 1e9)}
    if any(re.search(rf"(?<![\d.,]){re.escape(form)}(?![\d])", statement.text or "") for form in forms):
        return ""
    bound = {"=": "", ">": "more than ", "<": "less than ", "~": "about "}[statement.bound or "="]
    of = f"{statement.detail('quantity_of')}: " if statement.detail("quantity_of") else ""
    return f" ({of}{bound}{number_text(statement.value)} {statement.unit or ''})".replace(" )", ")")


def number_text(value: float) -> str:
    """A number for readers: thousands separated, no more digits than say something."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def period_text(statement: Statement) -> str:
    """Its time, as coarse as its precision."""
    return interval_text(statement.start, statement.end, statement.precision)


def interval_text(start: object, end: object, precision: str | None) -> str:
    """An interval as text: a day, a month, a year, or both ends."""
    first, last = str(start), str(end) if end else "now"
    if first == last:
        return first
    cut = {"year": 4, "decade": 4, "month": 7}.get(precision or "day", 10)
    a, b = first[:cut], last[:cut] if end else last
    return a if a == b else f"{a} to {b}"


def shown(ids: Sequence[str], most: int = 8) -> tuple[Sequence[str], int]:
    """The first ids of a note and how many more there are."""
    return ids[:most], max(0, len(ids) - most)
