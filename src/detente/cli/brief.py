"""detente brief PAK RUS"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from detente.cli.options import as_of_option, exact_state_option, ledger_option, pair


@click.command()
@click.argument("state_a")
@click.argument("state_b")
@click.option(
    "--case",
    "case_folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Case folder (default: the packaged case when the states are its own).",
)
@click.option(
    "--article",
    "articles",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="An article: its claims stand beside the record, with their words. May be repeated.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
@exact_state_option
@ledger_option
@as_of_option
def command(
    state_a: str,
    state_b: str,
    case_folder: Path | None,
    articles: tuple[Path, ...],
    output: Path | None,
    exact_state: bool,
    ledger_path: Path | None,
    as_of: date | None,
) -> None:
    """Write the whole study of two states as one offline HTML file."""
    from detente.brief.page import LARGEST_BYTES, write_brief
    from detente.study.whole import whole_study

    actors = pair(state_a, state_b)
    path = output or Path(f"{actors[0]}-{actors[1]}.html".lower())
    study = whole_study(actors, case_folder, ledger_path, articles, as_of, date.today(), exact=exact_state)
    written = write_brief(study, path)
    click.echo(f"{written.path} ({written.size_bytes / 1e6:.2f} MB, sha256 {written.sha256[:16]})")
    if written.size_bytes > LARGEST_BYTES:
        click.echo(
            f"The file is larger than {LARGEST_BYTES / 1e6:.0f} MB; some mail systems may refuse it.",
            err=True,
        )
