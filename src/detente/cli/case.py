"""detente case init PAK IND [DIR]"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from detente.cli.options import pair


@click.group()
def command() -> None:
    """Start a case of your own."""


@command.command()
@click.argument("state_a")
@click.argument("state_b")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
def init(state_a: str, state_b: str, folder: Path | None) -> None:
    """Write the folder of a new case about two states, with every file explained inside."""
    from detente.study.new_case import write_new_case

    actors = pair(state_a, state_b)
    chosen = folder or Path("_".join(code.lower() for code in actors))
    for path in write_new_case(chosen, actors, date.today()):
        click.echo(path)
    click.echo(f"Next: detente brief {actors[0]} {actors[1]} --case {chosen} -o brief.html")
