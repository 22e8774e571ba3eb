"""detente network [PAK RUS]"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from detente.cli.options import as_of_option, exact_state_option, format_option, ledger_option, pair
from detente.cli.output import emit, emit_document
from detente.errors import UsageError


@click.command()
@click.argument("states", nargs=-1)
@click.option(
    "--with", "thirds", multiple=True, help="A third state; may be repeated, or given as 'USA IND CHN'."
)
@click.option(
    "--edges",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="CSV with columns a,b,sign and an optional window: balance of that network.",
)
@exact_state_option
@ledger_option
@as_of_option
@format_option("table", "json", "jsonl")
def command(
    states: tuple[str, ...],
    thirds: tuple[str, ...],
    edges: Path | None,
    exact_state: bool,
    ledger_path: Path | None,
    as_of: date | None,
    form: str,
) -> None:
    """Show two states among third states as signed triads, or analyse a signed network (--edges).

    `detente network PAK RUS --with USA IND CHN AFG` takes every state after the second as a third one.
    """
    from detente.study.opening import open_ledger
    from detente.study.signed import dyad_network, edges_network

    if edges is not None:
        results = [result.record() for result in edges_network(edges)]
    else:
        if len(states) < 2:
            raise UsageError("two states are needed", todo="Give them, or a network with --edges FILE")
        others = [code for given in (*thirds, *states[2:]) for code in given.replace(",", " ").split()]
        results = dyad_network(
            open_ledger(ledger_path),
            pair(states[0], states[1]),
            others,
            as_of=as_of or date.today(),
            exact=exact_state,
        )
    if form == "table":
        _table(results)
    elif form == "jsonl" or len(results) == 1:
        for result in results:
            emit_document(result, form)
    else:
        emit(results, form)


def _table(results: list[dict[str, object]]) -> None:
    fields = (
        "window",
        "states",
        "edges",
        "triangles",
        "balanced_share",
        "walk_balance",
        "frustration",
        "proven",
    )
    emit(
        [{f: len(v) if isinstance(v := r[f], list) else v for f in fields} for r in results],
        "table",
        {f: f.replace("_", " ") for f in fields},
    )
    triads = [t for r in results for t in r.get("triads", [])]  # type: ignore[attr-defined]
    if triads:
        click.echo()
        rows = [
            {
                "window": f"{t['window']['start']} to {t['window']['end']}",
                "third": t["third"],
                "verdict": t["verdict"],
            }
            | {"-".join(s["pair"]): {1: "+", -1: "-", 0: "0", None: "?"}[s["sign"]] for s in t["sides"]}
            for t in triads
        ]
        for row in rows:
            click.echo("  ".join(f"{k}: {v}" for k, v in row.items()))
