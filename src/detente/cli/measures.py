"""detente measures"""

from __future__ import annotations

import click

from detente.cli.options import format_option
from detente.cli.output import emit


@click.command()
@format_option("table", "json", "jsonl", "csv")
def command(form: str) -> None:
    """List the measures there are: unit, periods, data sets, reference, and what each is not."""
    from detente.measures.registry import MEASURES

    records = [
        {
            "measure": m.name,
            "title": m.title,
            "realm": m.realm,
            "unit": m.unit,
            "directed": m.directed,
            "by": ", ".join(m.by),
            "sources": ", ".join(m.sources),
            "reference": m.reference,
            "caution": m.caution,
        }
        for m in MEASURES
    ]
    emit(records, form, {k: k for k in ("measure", "title", "unit", "by", "sources", "caution")})
