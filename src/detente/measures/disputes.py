"""Militarised disputes of the two, by list and in each list's own unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import polars as pl

from detente.measures.measure import Ask, Measure, periods
from detente.measures.runs import overlap
from detente.measures.selection import naming, sent, singly
from detente.measures.silence import nothing, said
from detente.model.finding import Measurement, measurement_frame
from detente.model.source import Coverage
from detente.model.statement import Statement

NAME: Final = "disputes"
OPPOSED: Final = "opposed sides"
SAME: Final = "same side"
INCIDENTS_FROM: Final = date(1992, 1, 1)
"""From when COW code incidents; a coverage that begins before speaks of disputes."""

Counted = list[tuple[str, Statement, Statement | None]]
"""What is counted (dispute, dispute and year, or event), with the statement or the two that say it."""


@dataclass(frozen=True, slots=True)
class DisputeList:
    """One list in one unit: its data set, property, unit, basis, and how the pair is found in it."""

    source: str
    property: str
    unit: str
    basis: str
    find: Callable[[pl.DataFrame, Ask], Counted]
    covers: Callable[[Coverage], bool] = lambda coverage: True
    starts_only: bool = False
    """Whether a thing counts in the period that it starts in, not in all that it lasts."""


def _sides(property_: str, *, opposed: bool) -> Callable[[pl.DataFrame, Ask], Counted]:
    """Disputes or incidents in which both took part, on opposed sides or on the same."""

    def find(own: pl.DataFrame, ask: Ask) -> Counted:
        first, second = (singly(sent(own, property_, members)) for members in ask.members)
        return [
            (a.object or "", a, b)
            for a in first
            for b in second
            if a.object == b.object and (a.detail("side") != b.detail("side")) == opposed
        ]

    return find


def _between(property_: str, about: tuple[str, ...]) -> Callable[[pl.DataFrame, Ask], Counted]:
    """Statements that name both as actors, in either order; counted once by what they are about."""

    def find(own: pl.DataFrame, ask: Ask) -> Counted:
        (one, two) = ask.members
        held = own.filter(pl.col("property") == property_).sort("statement_id")
        met = [
            held.filter(naming("source_actors", a) & naming("target_actors", b))
            for a, b in ((one, two), (two, one))
        ]
        return [
            ("|".join(str(row.detail(name)) for name in about), row, None)
            for part in met
            for row in singly(part)
        ]

    return find


def _whole(coverage: Coverage) -> bool:
    return coverage.start < INCIDENTS_FROM


def _incidents(coverage: Coverage) -> bool:
    return not _whole(coverage)


def _cow(side: str) -> tuple[DisputeList, DisputeList]:
    """Disputes and incidents of COW with the two on opposed sides or on the same."""
    opposed = side == OPPOSED
    return (
        DisputeList(
            "cow_mid", "dispute", "disputes", f"COW MID 5.0 disputes, {side}",
            _sides("dispute", opposed=opposed), _whole,
        ),
        DisputeList(
            "cow_mid", "incident", "incidents", f"COW MID 5.0 incidents, {side}",
            _sides("incident", opposed=opposed), _incidents, starts_only=True,
        ),
    )  # fmt: skip


LISTS: Final = (
    *_cow(OPPOSED),
    *_cow(SAME),
    DisputeList(
        "dyadic_mid", "dispute_dyad_year", "dispute dyad-years", "Dyadic MID 4 dispute dyad-years",
        _between("dispute_dyad_year", ("dispute", "year")),
    ),
    DisputeList(
        "gml_mid", "dispute_dyad_year", "dispute dyad-years", "GML MID 2.03 dispute dyad-years",
        _between("dispute_dyad_year", ("dispute", "year")),
    ),
    DisputeList(
        "mie", "incident", "incidents", "MIE 1.0 incidents, by day of beginning",
        _between("incident", ("confrontation", "event")), starts_only=True,
    ),
)  # fmt: skip


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Counts by list; see docs/method/measures/disputes.md. Lists of which nothing is held give no rows."""
    rows = [row for chosen in _held(statements, ask) for row in _counts(chosen, statements, ask)]
    return measurement_frame(rows)


def _held(statements: pl.DataFrame, ask: Ask) -> Iterable[DisputeList]:
    """The lists that are in the ledger: by their statements of either state, or by their coverage."""
    said_here = set(statements.select("source", "property").unique().iter_rows())
    held = [
        chosen
        for chosen in LISTS
        if (chosen.source, chosen.property) in said_here
        or any(map(chosen.covers, ask.coverage_by_source.get(chosen.source, ())))
    ]
    return held or LISTS


def _counts(chosen: DisputeList, statements: pl.DataFrame, ask: Ask) -> Iterator[Measurement]:
    known = ask.coverage_by_source.get(chosen.source, ask.coverage)
    narrowed = replace(ask, coverage=tuple(filter(chosen.covers, known)))
    found = chosen.find(statements.filter(pl.col("source") == chosen.source), ask)
    for start, end in periods(ask):
        met = [entry for entry in found if _in_period(chosen, entry, narrowed, start, end)]
        count = len({what for what, _, _ in met})
        value, presence = nothing(narrowed, start, end)
        if count:
            value, presence = float(count), said(count)
        yield Measurement(
            measure=NAME,
            actors=ask.actors,
            directed=False,
            start=start,
            end=end,
            value=value,
            unit=chosen.unit,
            basis=chosen.basis,
            n=count,
            coverage=presence,
            evidence=tuple({row.statement_id for _, *pair in met for row in pair if row is not None}),
        )


def _in_period(
    chosen: DisputeList, entry: tuple[str, Statement, Statement | None], ask: Ask, start: date, end: date
) -> bool:
    _, one, two = entry
    rows = (one,) if two is None else (one, two)
    if not chosen.starts_only:
        return overlap(rows, ask, start, end)
    firsts = [row.start for row in rows if row.start is not None]
    return bool(firsts) and start <= max(firsts) <= end


MEASURE: Final = Measure(
    name=NAME,
    title="Militarised disputes",
    realm="defence",
    unit="count in the unit of each list",
    directed=False,
    properties=("dispute", "dispute_dyad_year", "incident"),
    sources=("cow_mid", "dyadic_mid", "gml_mid", "mie"),
    by=("year", "all"),
    compute=compute,
    reference=(
        "Palmer and others (2022), Conflict Management and Peace Science 39(4); Maoz and others (2019), Journal of "
        "Conflict Resolution 63(3); Gibler, Miller and Little (2016), International Studies Quarterly 60(4)"
    ),
    caution=(
        "Each list counts its own unit: never add or plot two on one axis; taking part in one dispute is not hostility."
    ),
    scope="either",
)
