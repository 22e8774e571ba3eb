"""detente turning PAK RUS"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from detente.cli.options import as_of_option, exact_state_option, format_option, ledger_option, pair
from detente.cli.output import emit


@click.command()
@click.argument("state_a")
@click.argument("state_b")
@click.option(
    "--measure", "names", multiple=True, help="A measure to search (default: all with a long series)."
)
@click.option("--by", type=click.Choice(["year", "month", "session"]), default="year", show_default=True)
@click.option(
    "--alpha", type=click.FloatRange(0, 1), default=1.0, show_default=True, help="Largest p-value shown."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of the no-break null.")
@exact_state_option
@ledger_option
@as_of_option
@format_option("table", "json", "jsonl", "csv")
def command(
    state_a: str,
    state_b: str,
    names: tuple[str, ...],
    by: str,
    alpha: float,
    seed: int,
    exact_state: bool,
    ledger_path: Path | None,
    as_of: date | None,
    form: str,
) -> None:
    """Find the dates at which measures change their level, each with an interval and a p-value.

    The p-value is against series of the same persistence that have no break.
    """
    from detente.study.opening import open_ledger
    from detente.study.turning import turning_points

    found, refused = turning_points(
        open_ledger(ledger_path), pair(state_a, state_b), names, by, alpha=alpha, seed=seed, as_of=as_of,
        exact=exact_state,
    )  # fmt: skip
    for line in refused:
        click.echo(f"not searched: {line}", err=True)
    records = [point.record() for point in found]
    if form == "table" and not records:
        click.echo("No turning point found.")
        return
    columns = (
        "measure",
        "actors",
        "basis",
        "date",
        "date_low",
        "date_high",
        "before",
        "after",
        "p_value",
        "n",
    )
    emit(records, form, {name: name.replace("_", " ") for name in columns})
