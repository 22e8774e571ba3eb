"""What a reader of a data set gives, and its record. All readers stand in sources/registry.py: SOURCES."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from typing import Any, Final

import polars as pl
import yaml

from detente.model.source import Coverage, Source

RECORD_FIELDS: Final = {
    "name", "title", "publisher", "url", "licence", "licence_note", "citation", "coverage", "realm",
    "unit_of_row", "formats", "verified",
}  # fmt: skip
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""By libyaml where PyYAML has it: sixty records are read at most commands."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that the reader's own named rule leaves out."""

    row_number: int
    reason: str
    row: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What a reader took from one file.

    `statements`: frame of STATEMENT_SCHEMA without `snapshot` (ingest fills it in); `rows`: data rows in the
    file; `coverage`: what *this file* covers (its states and years when it is an extract); `release`: the
    publisher's version where the file states it, else "".
    """

    statements: pl.DataFrame
    rows: int
    coverage: Coverage
    release: str = ""
    left_out: tuple[LeftOut, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Reader:
    """A source's record and its reading function: (bytes, file name for messages) -> Taken."""

    source: Source
    take: Callable[[bytes, str], Taken]


def load_record(name: str) -> Source:
    """The record sources/NAME.yml. Raises ValueError when a field is missing or unknown (our own mistake)."""
    text = resources.files("detente.sources").joinpath(f"{name}.yml").read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.load(text, Loader=_LOADER)
    if set(raw) != RECORD_FIELDS:
        raise ValueError(f"{name}.yml: missing or unknown fields {sorted(set(raw) ^ RECORD_FIELDS)}")
    given = raw.pop("coverage")
    coverage = Coverage(
        start=date.fromisoformat(str(given["start"])),
        end=date.fromisoformat(str(given["end"])),
        completeness=given["completeness"],
        note=given.get("note", ""),
    )
    return Source(**(raw | {"coverage": coverage, "formats": tuple(raw["formats"])}))


def json_text(value: object) -> str:
    """Compact JSON with sorted keys, as kept in `row` and `attributes`."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
