"""Options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A date: 2018-09-01."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The text as a date."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date; write it as 2018-09-01.", param, ctx)


def ledger_option(command: Command) -> Command:
    """--ledger DIR."""
    return click.option(
        "--ledger",
        "ledger_path",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="DETENTE_LEDGER",
        help="Ledger folder (default: the packaged case's, or $DETENTE_LEDGER).",
    )(command)


def as_of_option(command: Command) -> Command:
    """--as-of DATE."""
    return click.option("--as-of", type=Day(), help="Only what could be known on that day.")(command)


def format_option(*formats: str, default: str = "table") -> Callable[[Command], Command]:
    """--format, one of those that fit the command."""

    def add(command: Command) -> Command:
        return click.option(
            "--format",
            "form",
            type=click.Choice(formats),
            default=default,
            show_default=True,
            help="How to print.",
        )(command)

    return add


def exact_state_option(command: Command) -> Command:
    """--exact-state."""
    return click.option("--exact-state", is_flag=True, help="Leave predecessors out (RUS without SUN).")(
        command
    )


def pair(state_a: str, state_b: str) -> tuple[str, str]:
    """Two different states as codes; names are accepted."""
    from detente.world.resolve import parse_pair

    return parse_pair(state_a, state_b)
