"""detente ingest SOURCE PATH..."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from detente.cli.options import format_option, ledger_option
from detente.cli.output import emit
from detente.cli.progress import bytes_read


@click.command()
@click.argument("source")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option(
    "--actors",
    type=click.Choice(["all", "states"]),
    default="all",
    show_default=True,
    help="Event data: keep all rows, or those between two different states. Volumes count all.",
)
@ledger_option
@format_option("table", "json", "jsonl", "csv")
def command(
    source: str,
    paths: tuple[Path, ...],
    actors: Literal["all", "states"],
    ledger_path: Path | None,
    form: str,
) -> None:
    """Read downloaded files of a data set into the ledger, strictly.

    SOURCE is a name that `detente sources` lists. A file goes in whole or not at all; the same file twice
    changes nothing.
    """
    from detente.sources.registry import reader
    from detente.study.ingest import ingest_file
    from detente.study.opening import open_ledger

    reader(source)
    ledger = open_ledger(ledger_path, create=True)
    records = []
    for path in paths:
        with bytes_read(path) as progress:
            done = ingest_file(ledger, source, path, selection=actors, progress=progress)
        records.append(done.record())
    emit(records, form)
