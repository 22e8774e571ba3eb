"""detente read FILE|DIR..."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from detente.cli.endpoint_options import endpoint_options, reader_asked_for
from detente.cli.options import Day, format_option, ledger_option
from detente.cli.output import emit


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--published", type=Day(), help="Publication date: 'last year' is read from it.")
@endpoint_options
@click.option(
    "--unjudged", is_flag=True, help="Leave judgements of `detente review` out: what the reader reads."
)
@ledger_option
@format_option("table", "json", "jsonl", "csv")
def command(
    paths: tuple[Path, ...],
    published: date | None,
    unjudged: bool,
    ledger_path: Path | None,
    form: str,
    **asked: Any,
) -> int:
    """Read articles into statements: who did what to whom, when, how much, with the exact words.

    Plain text, Markdown, HTML, PDF and DOCX. A folder is read file by file. A file that cannot be read, or not
    whole, is named on stderr and the rest goes on; the exit code is then 2. With --endpoint a chat model reads; what it
    says without words of the text to stand on is dropped, and counted on stderr with the tokens spent.

    With --ledger the readings go into that ledger, made if there is none. What was accepted, corrected or rejected by
    `detente review` stays so, and `judgement` of a record says by whom and why.
    """
    from detente.study.judging import judged_record
    from detente.study.opening import bench_for
    from detente.study.reading import Tally, read_paths

    tally, reader = Tally(), reader_asked_for(published, asked)
    bench = bench_for(ledger_path, unjudged=unjudged)
    readings, errors = read_paths(paths, published, tally, reader, bench)
    errors += bench.errors if bench else []
    for error in errors:
        click.echo(f"detente: {error}", err=True)
    if len(errors) > 1:
        click.echo(f"detente: {tally.line()}", err=True)
    if reader is not None and reader.tally.replies:
        click.echo(reader.tally.line(), err=True)
    if bench is not None and bench.rejected:
        many = "1 reading was" if bench.rejected == 1 else f"{bench.rejected} readings were"
        click.echo(f"detente: {many} left out, rejected in review.", err=True)
    records = [judged_record(reading, bench) for reading in readings]
    if form == "table" and not records:
        if tally.read:
            click.echo("No statement was read: no sentence says what one state did to or with another.")
        return 2 if errors else 0
    columns = dict(_COLUMNS)
    if form == "table":
        records = [
            r | {"words": r["quote"]["exact"], "when": _when(r["date"]), "told": _told(r)} for r in records
        ]
        if any(r["judgement"] for r in records):
            records = [r | {"judged": _judged(r["judgement"])} for r in records]
            columns["judged"] = "judged"
        if any(r["told"] for r in records):
            columns["told"] = "told"
    emit(records, form, columns)
    return 2 if errors else 0


_COLUMNS: Final = {
    "kind": "kind",
    "source_actors": "who",
    "target_actors": "to whom",
    "event_type": "deed",
    "realm": "realm",
    "status": "status",
    "when": "when",
    "words": "quote",
}


def _judged(judgement: dict[str, Any] | None) -> str:
    return "" if judgement is None else {"accept": "accepted", "correct": "corrected"}[judgement["kind"]]


def _told(record: dict[str, Any]) -> str:
    """How often an event is told, on its fullest telling; "again" on the others."""
    if record["also"]:
        return f"{1 + len(record['also'])} times"
    return "again" if record["same_event"] else ""


def _when(interval: dict[str, str | None] | None) -> str:
    return "" if interval is None else f"{interval['start']} to {interval['end'] or 'now'}"
