"""detente fetch SOURCE..."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from detente.cli.options import format_option, ledger_option, pair
from detente.cli.output import emit
from detente.errors import DetenteError

if TYPE_CHECKING:
    from detente.fetch.client import Client
    from detente.fetch.transfer import Watch
    from detente.fetch.wanted import Wanted


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--since", type=click.IntRange(1800, 2200), help="The first year, where files are by year.")
@click.option("--between", nargs=2, metavar="STATE STATE", help="The two states (for comtrade).")
@click.option(
    "--actors",
    type=click.Choice(["all", "states"]),
    default="all",
    show_default=True,
    help="Event data: keep all rows, or those between two different states.",
)
@click.option("--dry-run", is_flag=True, help="Say what would come and how big; write nothing.")
@click.option("--no-ingest", is_flag=True, help="Keep the files, and leave the ledger as it is.")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the files, one folder in it for each source (default: the user's data folder).",
)
@click.option(
    "--ca-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Further certificates to trust (PEM), for a host that does not send its own.",
)
@ledger_option
@format_option("table", "json", "jsonl", "csv")
def command(
    sources: tuple[str, ...],
    since: int | None,
    between: tuple[str, str] | None,
    actors: Literal["all", "states"],
    dry_run: bool,
    no_ingest: bool,
    folder: Path | None,
    ca_file: Path | None,
    ledger_path: Path | None,
    form: str,
) -> int:
    """Download data sets from their official addresses, with checksum, and ingest them.

    A download that breaks off is resumed by the same command. What has not changed is not downloaded again; what
    has changed under the same address is said, and the earlier file kept. A source that fails is named on stderr
    and the rest goes on; the exit code is then 2.
    """
    from detente.fetch.client import Client
    from detente.study.fetching import default_folder, fetchable, files_to_come, must_be_read, polite_settings

    states = pair(*between) if between else None
    client = Client(polite_settings(ca_file), tell=lambda line: click.echo(line, err=True))
    place = folder or default_folder()
    records: list[dict[str, Any]] = []
    failed = False
    for source in sources:
        try:
            fetchable(source)
            if not (dry_run or no_ingest):
                must_be_read(source)
            wanted = files_to_come(client, source, since, states, date.today())
            step = (
                _dry_run(client, wanted, place)
                if dry_run
                else _download(client, wanted, place, ledger_path, actors, no_ingest)
            )
            for record in step:
                if isinstance(record, DetenteError):
                    failed = True
                    click.echo(f"detente: {record}", err=True)
                else:
                    records.append(record)
        except DetenteError as error:
            failed = True
            click.echo(f"detente: {error}", err=True)
    _print(records, form, dry_run=dry_run)
    return 2 if failed else 0


def _dry_run(client: Client, wanted: list[Wanted], place: Path) -> Iterator[dict[str, Any]]:
    from detente.study.fetching import expected, pace_seconds

    sizes: list[int | None] = []
    for file in expected(client, wanted, place):
        sizes.append(file.size_bytes)
        yield file.record()
    known = [size for size in sizes if size is not None]
    unknown = f", {len(sizes) - len(known):,} files of unknown size" if len(known) < len(sizes) else ""
    click.echo(
        f"{wanted[0].source if wanted else 'nothing'}: {len(sizes):,} files, {sum(known):,} bytes{unknown}; "
        f"the pace of the host makes it {pace_seconds(client, wanted):,.0f} seconds at least",
        err=True,
    )


def _download(
    client: Client,
    wanted: list[Wanted],
    place: Path,
    ledger_path: Path | None,
    actors: Literal["all", "states"],
    no_ingest: bool,
) -> Iterator[dict[str, Any] | DetenteError]:
    from detente.study.fetching import fetch_files
    from detente.study.opening import open_ledger

    ledger = None if no_ingest else open_ledger(ledger_path, create=True)
    with _progress(len(wanted)) as watch:
        for delivery in fetch_files(client, wanted, place, ledger, watch, actors):
            if isinstance(delivery, DetenteError):
                yield delivery
                continue
            _remark(delivery.fetched)
            yield delivery.record()


def _remark(fetched: Any) -> None:
    """What a person must know of a file beyond that it came."""
    record, where = fetched.record, fetched.path
    if fetched.state == "changed":
        before = record.earlier[-1]
        click.echo(
            f"{where}: the publisher put other bytes under the same address: sha256 {record.sha256[:12]}, on "
            f"{before.fetched_at[:10]} it was {before.sha256[:12]}"
            + (f"; the earlier file is kept as {fetched.kept.name}" if fetched.kept else ""),
            err=True,
        )
    if not record.length_stated and fetched.state != "unchanged":
        click.echo(
            f"{where}: the server did not say how long the file is, so its end is not proved", err=True
        )


@contextmanager
def _progress(files: int) -> Iterator[Watch]:
    """A bar for a person who watches; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda got, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"{files} files" if files > 1 else "download", total=None)
        yield lambda got, total: bar.update(task, completed=got, total=total)


def _print(records: list[dict[str, Any]], form: str, *, dry_run: bool) -> None:
    if form == "table" and not records:
        return
    if dry_run:
        shown = [r | {"bytes": r["bytes"] if r["bytes"] is not None else "size unknown"} for r in records]
        columns = {
            "source": "source",
            "file": "file",
            "bytes": "bytes",
            "final_url": "address",
            "note": "note",
        }
        emit(shown if form == "table" else records, form, columns)
        return
    names = ("source", "file", "state", "bytes", "rows", "statements", "set_aside", "already_there", "sha256")
    emit(records, form, {name: name.replace("_", " ") for name in names})
