"""detente measure NAME PAK RUS"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from detente.cli.options import Day, as_of_option, exact_state_option, format_option, ledger_option, pair
from detente.cli.output import emit


@click.command()
@click.argument("name")
@click.argument("state_a")
@click.argument("state_b")
@click.option("--by", type=click.Choice(["year", "month", "session", "all"]), help="Period of one value.")
@click.option("--since", type=Day(), help="First day (default: both states exist).")
@click.option("--until", type=Day(), help="Last day (default: --as-of, or today).")
@exact_state_option
@ledger_option
@as_of_option
@format_option("table", "json", "jsonl", "csv")
def command(
    name: str,
    state_a: str,
    state_b: str,
    by: str | None,
    since: date | None,
    until: date | None,
    exact_state: bool,
    ledger_path: Path | None,
    as_of: date | None,
    form: str,
) -> None:
    """Compute measure NAME for two states, with interval, basis, coverage and evidence.

    For a directed measure both orders are given: the first state sends, supplies or exports.
    """
    from detente.measures.registry import measure
    from detente.model.finding import measurements
    from detente.study.measuring import measure_pair
    from detente.study.opening import open_ledger

    measure(name)
    actors = pair(state_a, state_b)
    frame = measure_pair(
        open_ledger(ledger_path),
        name,
        actors,
        by=by,  # type: ignore[arg-type]
        start=since,
        end=until,
        as_of=as_of,
        exact=exact_state,
    )
    records = [m.record() for m in measurements(frame)]
    if form == "table" and not records:
        click.echo(f"Nothing held for {name}: ingest one of its data sets (see 'detente measures').")
        return
    emit(
        records,
        form,
        {
            "actors": "from-to" if any(r["directed"] for r in records) else "states",
            "period": "period",
            "value": "value",
            "low": "low",
            "high": "high",
            "unit": "unit",
            "basis": "basis",
            "n": "n",
            "coverage": "coverage",
            "evidence": "evidence",
        },
    )
