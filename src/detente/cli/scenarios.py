"""detente scenarios [CASE or FILE.scw]"""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.options import format_option
from detente.cli.output import emit_document


@click.command()
@click.argument("model", required=False, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--tolerance", type=click.IntRange(0), default=0, show_default=True, help="Inconsistency let pass."
)
@click.option("--choose", type=click.IntRange(1), help="Only so many, the most different ones.")
@format_option("table", "json", "jsonl")
def command(model: Path | None, tolerance: int, choose: int | None, form: str) -> None:
    """Show the drivers and the consistent scenarios of a case (default: the packaged one) or a file (.scw, .yml).

    A scenario is consistent when every chosen variant is at least as well supported by the others as any rival.
    """
    from detente.study.model_file import scenario_document

    document = scenario_document(model, tolerance=tolerance, choose=choose)
    if form != "table":
        emit_document(document, form)
        return
    click.echo(document["focal_question"] or document["name"])
    click.echo(
        f"{document['consistent']} consistent of {document['combinations']:,} combinations; "
        "scores are not probabilities."
    )
    for number, scenario in enumerate(document["scenarios"], start=1):
        click.echo()
        click.secho(f"Scenario {number}", bold=True, nl=False)
        click.echo(f"  margin {scenario['margin']}, total impact score {scenario['total_impact_score']}")
        for place, why in zip(scenario["names"], scenario["why"], strict=True):
            click.echo(f"  {place['driver']}: {place['variant']}")
            for push in why["for"][:2]:
                click.echo(
                    f"      {push['value']:+d} {push['from']}: {push.get('reason') or 'no reason in the file'}"
                )
