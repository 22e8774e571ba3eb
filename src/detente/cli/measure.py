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
@click.option(
    "--disagreement",
    "sessions",
    type=(int, int),
    metavar="SESSION SESSION",
    help="Set the vote measures side by side in two sessions of the General Assembly, and split their change.",
)
@click.option(
    "--matches",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="With --disagreement: csv of identical resolutions (rcid1, rcid2), which tie sessions together.",
)
@click.option(
    "--anchors",
    nargs=2,
    metavar="STATE STATE",
    help="States between which net_alignment places the two: 1 at the first, -1 at the second (default: USA CHN).",
)
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
    sessions: tuple[int, int] | None,
    matches: Path | None,
    anchors: tuple[str, str] | None,
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
    if sessions is not None:
        _disagreement(name, actors, sessions, matches, exact_state, ledger_path, as_of, form)
        return
    frame = measure_pair(
        open_ledger(ledger_path),
        name,
        actors,
        by=by,  # type: ignore[arg-type]
        start=since,
        end=until,
        as_of=as_of,
        exact=exact_state,
        anchors=pair(*anchors) if anchors else (),
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


def _disagreement(
    name: str,
    actors: tuple[str, str],
    sessions: tuple[int, int],
    matches: Path | None,
    exact_state: bool,
    ledger_path: Path | None,
    as_of: date | None,
    form: str,
) -> None:
    """The table of what parts the vote measures; how far its points are settled goes to standard error."""
    from detente.cli.progress import steps_done
    from detente.errors import UsageError
    from detente.study.disagreement import PASSES, SETTLED, compared_measures, part_sessions
    from detente.study.opening import open_ledger

    if name not in compared_measures():
        raise UsageError(
            f"{name} is no measure of voting",
            where="--disagreement",
            todo=f"Use {', '.join(compared_measures())}",
        )
    ledger = open_ledger(ledger_path)
    with steps_done("estimating ideal points", PASSES) as told:
        table, r_hat = part_sessions(
            ledger, actors, sessions, matches=matches, as_of=as_of, exact=exact_state, progress=told
        )
    records = [
        {"actors": list(actors), "sessions": list(sessions)} | row for row in table.iter_rows(named=True)
    ]
    if r_hat > SETTLED:
        click.echo(f"R-hat of the points is {r_hat:.2f}: estimate them longer before quoting.", err=True)
    columns = {name: name for name in records[0] if name not in {"actors", "sessions"}}
    emit(records, form, columns)
