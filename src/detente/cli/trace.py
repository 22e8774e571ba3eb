"""detente trace ID"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from detente.cli.options import format_option, ledger_option
from detente.cli.output import emit_document


@click.command()
@click.argument("id_", metavar="ID")
@click.option(
    "--article",
    "articles",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A document whose words the ledger may not keep: its quotes are shown.",
)
@click.option(
    "--case", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The case whose scenario judgements are meant (default: the packaged one).",
)  # fmt: skip
@ledger_option
@format_option("table", "json", "jsonl")
def command(
    id_: str, articles: tuple[Path, ...], folder: Path | None, ledger_path: Path | None, form: str
) -> None:
    """Walk from an id (st-..., rd-..., ju-...) back to the quote or row it stands on, and to the file.

    A judgement of a case's scenarios is given as it stands there: "driver/variant>driver/variant".
    """
    from detente.study.case import load_case, packaged_case
    from detente.study.opening import open_case_ledger, open_ledger
    from detente.study.scenarios import case_model
    from detente.study.trace import trace

    case = None if folder is None else load_case(folder)
    if case is not None and folder is not None:
        ledger = open_case_ledger(case, ledger_path or folder / "ledger")
    else:
        ledger = open_ledger(ledger_path)
    model = case_model(case or packaged_case()) if ">" in id_ else None
    record = trace(ledger, id_, articles, model)
    if form != "table":
        emit_document(record, form)
        return
    for part in [record, *record.get("stands_on", [])]:
        _print(part)


def _print(record: dict[str, Any]) -> None:
    click.secho(record["id"], bold=True)
    for name, value in record.get("judgement", record.get("statement", {})).items():
        if name not in {"statement_id", "snapshot", "attributes"}:
            click.echo(f"  {name}: {', '.join(value) if isinstance(value, list | tuple) else value}")
    if "quote" in record:
        quote = record["quote"]
        click.echo(f"  quote [{quote['start']}:{quote['end']}]: {quote['exact']}")
    for judgement in record.get("judgements", []):
        click.echo(
            f"  judged: {judgement['kind']} by {judgement['made_by']} on {judgement['made_on']}: "
            f"{judgement['reason']} ({judgement['judgement_id']})"
        )
    if "row" in record:
        click.echo(f"  row at line {record['row']['number']}:")
        for name, value in record["row"]["values"].items():
            click.echo(f"    {name} = {json.dumps(value, ensure_ascii=False)}")
    if "snapshot" in record:
        snapshot = record["snapshot"]
        click.echo(f"  file: {snapshot['file']} ({snapshot['source']}), sha256 {snapshot['sha256']}")
