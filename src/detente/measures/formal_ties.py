"""Treaties with mutual obligations in which both states stand together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from detente.measures.measure import Ask, Measure, periods
from detente.measures.runs import overlap
from detente.measures.selection import sent, singly
from detente.measures.silence import nothing, said
from detente.model.finding import Measurement, measurement_frame
from detente.model.statement import Statement

NAME: Final = "formal_ties"
UNIT: Final = "instruments"
MEMBERSHIPS: Final = ("alliance_membership", "treaty_membership")
BILATERAL: Final = "bilateral"
MULTILATERAL: Final = "multilateral treaties (a regional treaty, not a pact of the two)"
UNSTATED: Final = "treaties whose number of parties is not stated"
UNNAMED: Final = "obligations of the pair whose treaty is not among the memberships held"


@dataclass(frozen=True, slots=True)
class Shared:
    """One treaty in force between the two: its kind, its obligations if listed, and the memberships."""

    basis: str
    obligations: frozenset[str] | None
    evidence: frozenset[str]


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Instruments in force, by kind and by list of treaties; see docs/method/measures/formal_ties.md."""
    said_here = statements.filter(pl.col("property").is_in([*MEMBERSHIPS, "treaty_tie"]))
    names = said_here["source"].unique().sort().to_list()
    rows: list[Measurement] = []
    for name in names or [""]:
        own = said_here.filter(pl.col("source") == name)
        rows += _of_list(own, ask.narrowed(name), f"; {name}" if name else "")
    return measurement_frame(rows)


def _of_list(statements: pl.DataFrame, ask: Ask, suffix: str) -> Iterator[Measurement]:
    sides = [
        [row for kind in MEMBERSHIPS for row in singly(sent(statements, kind, members))]
        for members in ask.members
    ]
    ties = [
        row
        for _, senders, receivers in ask.orders()
        for row in singly(sent(statements, "treaty_tie", senders, receivers))
    ]
    counted = {(start, end): _counted(sides, ties, ask, start, end) for start, end in periods(ask)}
    ever = {basis for counts in counted.values() for basis in counts}
    for basis in (BILATERAL, MULTILATERAL, UNSTATED, UNNAMED):
        if basis in {BILATERAL, MULTILATERAL} or basis in ever:
            for period, counts in counted.items():
                yield _row(ask, basis + suffix, period, *counts.get(basis, (0, frozenset())))


def _counted(
    sides: list[list[Statement]], ties: list[Statement], ask: Ask, start: date, end: date
) -> dict[str, tuple[int, frozenset[str]]]:
    """Number of instruments and evidence by basis; a tie that a shared treaty explains backs that treaty."""
    shared = _shared(sides, ask, start, end)
    loose, explained = _explained([t for t in ties if overlap((t,), ask, start, end)], shared)
    counts = {
        basis: (len(met), explained.union(*(treaty.evidence for treaty in met)))
        for basis in (BILATERAL, MULTILATERAL, UNSTATED)
        if (met := [treaty for treaty in shared if treaty.basis == basis])
    }
    return counts | ({UNNAMED: (1, loose)} if loose else {})


def _shared(sides: list[list[Statement]], ask: Ask, start: date, end: date) -> list[Shared]:
    """One entry per treaty; phases of one membership are put together."""
    found: dict[str, list[tuple[Statement, Statement]]] = {}
    for a in sides[0]:
        for b in sides[1]:
            if a.object is not None and a.object == b.object and overlap((a, b), ask, start, end):
                found.setdefault(a.object, []).append((a, b))
    return [
        Shared(
            basis=_kind(pairs[0][0]),
            obligations=_obligations(row for pair in pairs for row in pair),
            evidence=frozenset(row.statement_id for pair in pairs for row in pair),
        )
        for _, pairs in sorted(found.items())
    ]


def _kind(row: Statement) -> str:
    bilateral = row.detail("bilateral")
    return UNSTATED if bilateral is None else BILATERAL if bilateral else MULTILATERAL


def _obligations(rows: Iterator[Statement]) -> frozenset[str] | None:
    """Obligations of all rows; None where one of them lists none."""
    listed = [row.detail("obligations") for row in rows]
    return frozenset(_stem(word) for words in listed for word in words) if all(listed) else None


def _stem(obligation: str) -> str:
    """Lists write defence or defense, nonagg or non-aggression: five letters tell the kinds apart."""
    return "".join(letter for letter in obligation.lower() if letter.isalpha())[:5]


def _explained(ties: list[Statement], shared: list[Shared]) -> tuple[frozenset[str], frozenset[str]]:
    """Ids of the dyad-year ties that no shared treaty accounts for, and of those that one does."""
    known = frozenset[str]().union(*(treaty.obligations or () for treaty in shared))
    anything = any(treaty.obligations is None for treaty in shared)
    loose = frozenset(
        tie.statement_id
        for tie in ties
        if not anything and not {_stem(word) for word in tie.detail("obligations") or ()} <= known
    )
    return loose, frozenset(tie.statement_id for tie in ties) - loose


def _row(
    ask: Ask, basis: str, period: tuple[date, date], count: int, evidence: frozenset[str]
) -> Measurement:
    value, presence = nothing(ask, *period)
    if count:
        value, presence = float(count), said(count)
    return Measurement(
        measure=NAME,
        actors=ask.actors,
        directed=False,
        start=period[0],
        end=period[1],
        value=value,
        unit=UNIT,
        basis=basis,
        n=count,
        coverage=presence,
        evidence=tuple(evidence),
    )


MEASURE: Final = Measure(
    name=NAME,
    title="Formal ties of security",
    realm="defence",
    unit=UNIT,
    directed=False,
    properties=(*MEMBERSHIPS, "treaty_tie"),
    sources=("atop", "cow_alliances"),
    by=("year", "all"),
    compute=compute,
    reference=(
        "Leeds, Ritter, Mitchell and Long (2002), International Interactions 28(3); Gibler (2009), "
        "International Military Alliances"
    ),
    caution=(
        "A shared regional treaty is not an alliance of the two; each list of treaties is counted by itself."
    ),
    scope="either",
)
