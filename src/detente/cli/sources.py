"""detente sources"""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.options import format_option, ledger_option
from detente.cli.output import emit


@click.command()
@ledger_option
@format_option("table", "json", "jsonl", "csv")
def command(ledger_path: Path | None, form: str) -> None:
    """List the data sets there are: what they cover, under which licence, how to cite them."""
    from detente.sources.registry import SOURCES
    from detente.study.opening import open_ledger

    held: dict[str, int] = {}
    for snapshot in open_ledger(ledger_path).snapshots():
        held[snapshot.source] = held.get(snapshot.source, 0) + 1
    records = [
        {
            "source": reader.source.name,
            "title": reader.source.title,
            "publisher": reader.source.publisher,
            "covers": f"{reader.source.coverage.start.year}-{reader.source.coverage.end.year}",
            "silence_means": "zero" if reader.source.coverage.completeness == "complete" else "not known",
            "files_ingested": held.get(reader.source.name, 0),
            "verified": "yes" if reader.source.verified else "unverified against a real file",
            "licence": reader.source.licence,
            "licence_note": reader.source.licence_note,
            "citation": reader.source.citation,
            "url": reader.source.url,
            "layouts": list(reader.source.formats),
        }
        for reader in SOURCES
    ]
    emit(
        records,
        form,
        {
            "source": "source",
            "covers": "covers",
            "silence_means": "silence means",
            "files_ingested": "files held",
            "verified": "verified",
            "licence": "licence",
            "citation": "citation",
        },
    )
