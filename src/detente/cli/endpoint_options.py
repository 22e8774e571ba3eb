"""The options of `detente read` that ask a chat endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import click

from detente.cli.options import Command
from detente.errors import UsageError

if TYPE_CHECKING:
    from detente.study.endpoint import EndpointReader

_OPTIONS: Final = (
    click.option(
        "--endpoint",
        metavar="URL",
        help="Ask an OpenAI-compatible chat endpoint instead of the embedded reader, as http://127.0.0.1:8080/v1; "
        "the key comes from $DETENTE_ENDPOINT_KEY.",
    ),
    click.option("--model", metavar="NAME", help="The endpoint's model."),
    click.option(
        "--endpoint-timeout",
        type=click.FloatRange(min=0, min_open=True, max=3600),
        metavar="S",
        help="Seconds for one whole answer (default: 120).",
    ),
    click.option(
        "--max-tokens-total",
        type=click.IntRange(min=1),
        metavar="N",
        help="Stop asking before this many tokens, in and out, are spent.",
    ),
    click.option(
        "--insecure-endpoint",
        is_flag=True,
        help="Allow plain http to another machine: text and key go unprotected.",
    ),
)


def endpoint_options(command: Command) -> Command:
    """--endpoint, --model, --endpoint-timeout, --max-tokens-total, --insecure-endpoint."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def reader_asked_for(published: date | None, asked: Mapping[str, Any]) -> EndpointReader | None:
    """The reader that the options ask for; None for the embedded one.

    Raises UsageError for options that say nothing without --endpoint.
    """
    url = asked["endpoint"]
    if url is None:
        idle = [f"--{name.replace('_', '-')}" for name, value in asked.items() if value]
        if idle:
            raise UsageError(f"{idle[0]} goes with --endpoint", todo="Name the endpoint, or leave it out")
        return None
    from detente.cli.progress import steps_done
    from detente.study.endpoint import endpoint_reader

    return endpoint_reader(
        url,
        model=asked["model"],
        published=published,
        seconds=asked["endpoint_timeout"] or 120.0,
        tokens_total=asked["max_tokens_total"],
        insecure=asked["insecure_endpoint"],
        tell=lambda line: click.echo(line, err=True),
        bar=steps_done,
    )
