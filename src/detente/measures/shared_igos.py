"""Intergovernmental organisations in which both states are full members."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Final

import polars as pl

from detente.measures.measure import Ask, Measure, periods
from detente.measures.runs import overlap
from detente.measures.selection import apart, sent, singly
from detente.measures.silence import nothing, said
from detente.model.finding import Measurement, measurement_frame
from detente.model.statement import Statement

NAME: Final = "shared_igos"
UNIT: Final = "organisations"
FULL: Final = 1.0
BASIS: Final = "full members only; associates and observers not counted"

Memberships = dict[str, list[Statement]]


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Number of organisations shared as full members; see docs/method/measures/shared_igos.md."""
    rows: list[Measurement] = []
    for suffix, own, narrowed in apart(statements, "igo_membership", ask):
        first, second = (_known(own, members) for members in ask.members)
        rows += [_row(narrowed, BASIS + suffix, first, second, start, end) for start, end in periods(ask)]
    return measurement_frame(rows)


def _known(statements: pl.DataFrame, members: frozenset[str]) -> Memberships:
    known: Memberships = defaultdict(list)
    for row in singly(sent(statements, "igo_membership", members)):
        if row.value is not None and row.object is not None:
            known[row.object].append(row)
    return known


def _row(
    ask: Ask, basis: str, first: Memberships, second: Memberships, start: date, end: date
) -> Measurement:
    compared, shared, evidence = 0, 0, set[str]()
    for organisation in sorted(first.keys() & second.keys()):
        met = [
            (a, b)
            for a in first[organisation]
            for b in second[organisation]
            if overlap((a, b), ask, start, end)
        ]
        full = [pair for pair in met if all(row.value == FULL for row in pair)]
        compared += bool(met)
        shared += bool(full)
        evidence |= {row.statement_id for pair in full for row in pair}
    value, presence = nothing(ask, start, end)
    if compared:
        value, presence = float(shared), said(shared)
    return Measurement(
        measure=NAME,
        actors=ask.actors,
        directed=False,
        start=start,
        end=end,
        value=value,
        unit=UNIT,
        basis=basis,
        n=compared,
        coverage=presence,
        evidence=tuple(evidence),
    )


MEASURE: Final = Measure(
    name=NAME,
    title="Shared memberships in intergovernmental organisations",
    realm="multilateral",
    unit=UNIT,
    directed=False,
    properties=("igo_membership",),
    sources=("cow_igo",),
    by=("year", "all"),
    compute=compute,
    reference="Pevehouse, Nordstrom, McManus and Jamison (2020), Journal of Peace Research 57(3); COW IGO v3",
    caution=(
        "Counts the trivial beside the weighty; universal bodies make up most of it; grows as "
        "organisations do."
    ),
    scope="either",
)
