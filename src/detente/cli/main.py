"""The command line. Commands are imported only when called, so that --help answers at once."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any, Final

import click

from detente.errors import DetenteError

COMMANDS: Final[dict[str, str]] = {
    "brief": "Write the whole study of two states as one offline HTML file.",
    "case": "Start a case of your own.",
    "export": "Write the ledger as a Data Package, for R and others.",
    "fetch": "Download data sets from their official addresses, and ingest them.",
    "ingest": "Read downloaded files of a data set into the ledger.",
    "ledger": "Verify or repair a ledger.",
    "measure": "Compute a measure for two states.",
    "measures": "List the measures there are.",
    "network": "Show the two states among third states, or analyse a signed network.",
    "profile": "Show how closely two states are tied, by realm, with its parts and a total.",
    "read": "Read articles into coded, dated, quoted statements.",
    "review": "Walk doubtful readings: accept, correct or reject each, with a reason.",
    "scenarios": "Show drivers and consistent scenarios of a case or a ScenarioWizard file.",
    "sources": "List the data sets there are: coverage, licence, citation.",
    "trace": "Walk from any id back to its quote or row and its file.",
    "turning": "Find the dates at which measures change their behaviour.",
}


class Commands(click.Group):
    """The list above; a command's module is imported when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command's object, or None for a name that is none."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"detente.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list for --help, from COMMANDS alone."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="detente", message="detente %(version)s")
def detente() -> None:
    """The relation between two states, in a form that can be checked.

    States are ISO 3166 alpha-3 codes (PAK, RUS, SUN) or names; organisations are IGO:SCO. Every command takes
    --help. Exit codes: 0 fine, 1 a finding says no, 2 wrong use or bad input.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run a command; what is wrong with the input is said in one line, with exit code 2."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run a command and give its exit code."""
    try:
        result: Any = detente.main(args=arguments, standalone_mode=False)
    except DetenteError as error:
        click.echo(f"detente: {error}", err=True)
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else str(error), err=True)
        return 2
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "detente"
        what = " ".join(error.format_message().split())
        click.echo(f"detente: {what} See '{path} --help'.", err=True)
        return 2
    except click.ClickException as error:
        click.echo(f"detente: {error.format_message()}", err=True)
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("detente: stopped.", err=True)
        return 130
    except (BrokenPipeError, SystemExit):
        # The reader of the pipe has gone (head), for which click exits; nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result if isinstance(result, int) else 0
