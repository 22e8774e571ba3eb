"""detente export DIR"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from detente.cli.options import as_of_option, ledger_option


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--to", "form", type=click.Choice(["csv", "parquet", "jsonl"]), default="csv", show_default=True
)
@ledger_option
@as_of_option
def command(folder: Path, form: str, ledger_path: Path | None, as_of: date | None) -> None:
    """Write the ledger into DIR as a Data Package: statements, snapshots, judgements, datapackage.json."""
    from detente.ledger.package import export_package
    from detente.sources.registry import SOURCES
    from detente.study.opening import open_ledger

    ledger = open_ledger(ledger_path)
    held = {snapshot.source for snapshot in ledger.snapshots()}
    sources = [reader.source for reader in SOURCES if reader.source.name in held]
    for path in export_package(ledger, folder, to=form, as_of=as_of, sources=sources):
        click.echo(path)
