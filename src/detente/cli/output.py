"""Printing results: for eyes (table), for programs (json, jsonl, csv); stable order, nothing else."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

Record = Mapping[str, Any]


def emit(records: Sequence[Record], form: str, columns: Mapping[str, str] | None = None) -> None:
    """Print records. `columns`: for a table, field -> heading; by default all fields of the first record."""
    if form == "json":
        click.echo(json.dumps(list(records), ensure_ascii=False, indent=2))
    elif form == "jsonl":
        for record in records:
            click.echo(json.dumps(record, ensure_ascii=False))
    elif form == "csv":
        click.echo(csv_text(records), nl=False)
    else:
        table(records, columns or {name: name for name in (records[0] if records else {})})


def emit_document(document: Record, form: str) -> None:
    """Print one JSON document (json) or one line (jsonl)."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2 if form == "json" else None))


def csv_text(records: Sequence[Record]) -> str:
    """Records as CSV with a header; lists are joined by ";", a field with parts has a column for each part."""
    flat = _flat(records)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(flat[0]) if flat else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat)
    return out.getvalue()


def table(records: Sequence[Record], columns: Mapping[str, str]) -> None:
    """A table for eyes, as wide as the terminal; plain in a pipe."""
    from rich.console import Console
    from rich.table import Table

    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 200, highlight=False)
    grid = Table(box=None, pad_edge=False, header_style="bold")
    for field, heading in columns.items():
        numeric = all(isinstance(r.get(field), int | float | None) for r in records) and bool(records)
        grid.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    for record in records:
        grid.add_row(*(show(record.get(field)) for field in columns))
    console.print(grid)


def show(value: Any) -> str:
    """One cell as text."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.4g}"
    if isinstance(value, list | tuple):
        return "-".join(map(str, value)) if len(value) <= 3 else f"{len(value)} items"
    if isinstance(value, dict) and set(value) == {"start", "end"}:
        return f"{value['start']} to {value['end']}"
    return str(value)


def _flat(records: Sequence[Record]) -> list[dict[str, Any]]:
    """All records with the same columns: a field that has parts in any record has them, empty, in the others."""
    rows: list[dict[str, Any]] = [{} for _ in records]
    for name in dict.fromkeys(name for record in records for name in record):
        values = [record.get(name) for record in records]
        if any(isinstance(value, Mapping) for value in values):
            for row, parts in zip(rows, _flat([value or {} for value in values]), strict=True):
                row |= {f"{name}_{part}": value for part, value in parts.items()}
        else:
            for row, value in zip(rows, values, strict=True):
                row[name] = ";".join(map(str, value)) if isinstance(value, list | tuple) else value
    return rows
