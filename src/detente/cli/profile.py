"""detente profile PAK RUS"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from detente.cli.options import as_of_option, exact_state_option, format_option, ledger_option, pair
from detente.cli.output import emit, emit_document, table


@click.command()
@click.argument("state_a")
@click.argument("state_b")
@click.option("--year", type=int, help="Default: the newest in which most indicators are known.")
@click.option(
    "--with",
    "thirds",
    multiple=True,
    help="A third state to compare with; repeat, or 'USA IND'. Default: all held.",
)
@click.option(
    "--case",
    "case_folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Case whose own indicators, goalposts and weights are used (its case.yml, field profile).",
)
@click.option("--draws", type=click.IntRange(20), default=1000, show_default=True, help="Of other choices.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of those draws.")
@exact_state_option
@ledger_option
@as_of_option
@format_option("table", "json", "jsonl", "csv")
def command(
    state_a: str,
    state_b: str,
    year: int | None,
    thirds: tuple[str, ...],
    case_folder: Path | None,
    draws: int,
    seed: int,
    exact_state: bool,
    ledger_path: Path | None,
    as_of: date | None,
    form: str,
) -> None:
    """Show how closely two states are tied, by indicator and realm, and a total that stands below its parts.

    Each score says what it rests on, how much is missing, and how far it moves under other goalposts, weights and
    means; ranks are among the dyads that the ledger holds. jsonl and csv give one row per indicator, realm and total.
    """
    from detente.measures.composite import declared, packaged
    from detente.study.case import load_case
    from detente.study.opening import open_ledger
    from detente.study.profile import pair_profile
    from detente.world.resolve import parse_actor

    own = load_case(case_folder).profile if case_folder is not None else None
    others = [parse_actor(code) for given in thirds for code in given.replace(",", " ").split()]
    found = pair_profile(
        open_ledger(ledger_path),
        pair(state_a, state_b),
        packaged() if own is None else declared(own),
        year=year,
        thirds=others or None,
        as_of=as_of,
        exact=exact_state,
        draws=draws,
        seed=seed,
    )
    if form == "json":
        emit_document(found.record(), form)
    elif form == "table":
        _table(found.record())
    else:
        emit(list(found.frame().iter_rows(named=True)), form)


def _table(record: dict[str, Any]) -> None:
    click.echo(f"{'-'.join(record['actors'])} in {record['year']}. {record['concept']}")
    click.echo()
    rows: list[dict[str, Any]] = []
    for realm in record["realms"]:
        rows.append(realm | {"name": realm["realm"].upper(), "figure": "", "goals": ""})
        for part in realm["indicators"]:
            low, high = part["goalposts"]
            rows.append(
                part | {"name": f"  {part['title']}", "figure": part["value"], "goals": f"{low:g} to {high:g}",
                        "low": None, "high": None, "missing_share": None}
            )  # fmt: skip
    table(
        rows,
        {
            "name": "realm and indicator",
            "figure": "figure",
            "unit": "unit",
            "goals": "goalposts",
            "coverage": "coverage",
            "score": "score",
            "low": "low",
            "high": "high",
            "weight": "weight",
            "weight_used": "used",
            "effective_weight": "effective",
            "missing_share": "missing",
            "total_without": "total without",
            "rank_without": "rank without",
        },
    )
    click.echo()
    click.echo(_closing(record))


def _closing(record: dict[str, Any]) -> str:
    missing = f"{100 * record['missing_share']:.0f} percent of the nominal weight is missing."
    total = record["total"]
    if total is None:
        return f"No total: {missing}"
    among = ", ".join("-".join(pair) for pair in record["among"])
    lines = [
        f"total: {total['arithmetic']:.1f} (arithmetic), {total['geometric']:.1f} (geometric); "
        f"{_ends(total['low'], total['high'])} under other choices. {missing}",
        f"rank: {total['rank']} of {len(record['among'])} ({_ends(total['rank_low'], total['rank_high'], 0)} under "
        f"other choices), among the dyads held: {among}.",
        "one choice varied alone: "
        + "; ".join(f"{c['choice']} {_ends(c['low'], c['high'])}" for c in total["by_choice"])
        + f". {record['draws']} draws, seed {record['seed']}.",
    ]
    return "\n".join(lines)


def _ends(low: float | None, high: float | None, digits: int = 1) -> str:
    return "not known" if low is None or high is None else f"{low:.{digits}f} to {high:.{digits}f}"
