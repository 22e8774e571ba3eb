"""detente ledger verify|repair"""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.options import ledger_option


@click.group()
def command() -> None:
    """Verify or repair a ledger."""


@command.command()
@ledger_option
def verify(ledger_path: Path | None) -> int:
    """Read everything again and check it against its checksums; exit code 1 when something is wrong."""
    from detente.study.opening import open_ledger

    problems = open_ledger(ledger_path).verify()
    for problem in problems:
        way_out = "detente ledger repair mends it" if problem.repairable else "restore it from a copy"
        click.echo(f"{problem.where}: {problem.what} ({way_out})")
    if not problems:
        click.echo("The ledger is whole.")
    return 1 if problems else 0


@command.command()
@ledger_option
def repair(ledger_path: Path | None) -> None:
    """Put right what can be put right without losing anything that was recorded whole."""
    from detente.study.opening import open_ledger

    done = open_ledger(ledger_path).repair()
    for problem in done:
        click.echo(f"{problem.where}: {problem.what}")
    if not done:
        click.echo("Nothing to repair.")
