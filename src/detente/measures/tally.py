"""A count of statements as a measurement."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

import polars as pl

from detente.measures.measure import Ask
from detente.measures.silence import nothing, said
from detente.model.finding import Measurement
from detente.model.statement import Statement


def tallied(
    name: str,
    unit: str,
    ask: Ask,
    basis: str,
    period: tuple[date, date],
    found: Collection[Statement],
    *,
    actors: tuple[str, str] | None = None,
    zero: bool = True,
) -> Measurement:
    """How many things the statements tell (each `object` and first day once), with them as evidence.

    `actors`: for a directed measure the order; else those of the question. `zero`: whether finding nothing in a
    complete source is a true zero.
    """
    count = len({(row.object or row.key, row.start) for row in found})
    value, presence = nothing(ask, *period, zero=zero)
    if count:
        value, presence = float(count), said(count)
    return Measurement(
        measure=name,
        actors=actors or ask.actors,
        directed=actors is not None,
        start=period[0],
        end=period[1],
        value=value,
        unit=unit,
        basis=basis,
        n=count,
        coverage=presence,
        evidence=tuple(row.statement_id for row in found),
    )


def starting(found: Collection[Statement], period: tuple[date, date]) -> list[Statement]:
    """Those whose first day lies in the period."""
    return [row for row in found if row.start is not None and period[0] <= row.start <= period[1]]


def each_source(
    statements: pl.DataFrame, properties: Collection[str], ask: Ask
) -> Iterator[tuple[str, pl.DataFrame, Ask]]:
    """Each data set that states one of the properties or is held, by itself, with its own silence.

    Gives its name ("" where none is held). A data set that says nothing of the pair is there too: what its silence
    means is a finding.
    """
    rows = statements.filter(pl.col("property").is_in(list(properties)))
    names = sorted({*rows["source"].unique(), *ask.coverage_by_source})
    for name in names or [""]:
        yield name, rows.filter(pl.col("source") == name), ask.narrowed(name)


def of_either(ask: Ask) -> Ask:
    """The question where a list of all things of one side holds all things of the pair, so that it speaks of both."""
    return replace(
        ask,
        coverage=tuple(
            replace(c, states=None) if c.states is None or any(side & c.states for side in ask.members) else c
            for c in ask.coverage
        ),
    )
