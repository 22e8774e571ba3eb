"""detente sources [NAME...]"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from detente.cli.options import format_option, ledger_option
from detente.cli.output import emit

if TYPE_CHECKING:
    from detente.fetch.addresses import Address
    from detente.model.source import Coverage, Source

STILL_RUNNING: Final = 2100
"""The last year in the record of a data set that its publisher goes on with, day by day."""
COLUMNS: Final = {
    "source": "source",
    "covers": "covers",
    "silence_means": "silence means",
    "files_ingested": "files held",
    "verified": "verified",
    "licence": "licence",
    "citation": "citation",
}


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@ledger_option
@format_option("table", "json", "jsonl", "csv")
def command(names: tuple[str, ...], ledger_path: Path | None, form: str) -> None:
    """List the data sets there are: what they cover, under which licence, how to cite them.

    With one or more NAMEs, all that is known of these: what a row is, which files are read, where to get them.
    """
    from detente.fetch.addresses import addresses
    from detente.sources.registry import SOURCES, reader
    from detente.study.opening import open_ledger

    chosen = [reader(name).source for name in dict.fromkeys(names)] or [reader.source for reader in SOURCES]
    held: dict[str, int] = {}
    for snapshot in open_ledger(ledger_path).snapshots():
        held[snapshot.source] = held.get(snapshot.source, 0) + 1
    records = [_record(source, held.get(source.name, 0), addresses()[source.name]) for source in chosen]
    if names and form == "table":
        click.echo("\n\n".join("\n".join(_lines(record)) for record in records))
    else:
        emit(records, form, COLUMNS)


def _record(source: Source, held: int, address: Address) -> dict[str, Any]:
    return {
        "source": source.name,
        "title": source.title,
        "publisher": source.publisher,
        "covers": _span(source.coverage),
        "silence_means": "zero" if source.coverage.completeness == "complete" else "not known",
        "files_ingested": held,
        "verified": "yes" if source.verified else "unverified against a real file",
        "licence": source.licence,
        "licence_note": source.licence_note,
        "citation": source.citation,
        "url": source.url,
        "layouts": list(source.formats),
        "coverage_note": source.coverage.note,
        "row_is": source.unit_of_row,
        "to_be_had": _way(address),
    }


def _span(coverage: Coverage) -> str:
    """First and last year; none last while the publisher goes on."""
    return f"{coverage.start.year}-{'' if coverage.end.year >= STILL_RUNNING else coverage.end.year}"


def _way(address: Address) -> str:
    if address.kind == "own":
        return address.note
    if address.kind == "by_hand":
        return f"by hand, because {address.note}: {address.page}"
    since = " --since YEAR" if address.kind.startswith("gdelt") else ""
    between = " --between A B" if address.kind == "comtrade_preview" else ""
    return f"detente fetch {address.source}{since}{between}"


def _lines(record: dict[str, Any]) -> list[str]:
    """One source for eyes: a field a line, wrapped under its name."""
    lines = []
    for field, value in record.items():
        texts = value if isinstance(value, list) else [str(value)]
        for i, text in enumerate(texts):
            label = "" if i else field.replace("_", " ")
            lines.append(
                click.wrap_text(text, 118, f"{label:<15} ", " " * 16) if text else f"{label:<15} ".rstrip()
            )
    return lines
