"""Shared memberships weighted by how rare an organisation is and by the kind of membership."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import log
from typing import Final

import polars as pl

from detente.measures.measure import Ask, Measure, periods
from detente.measures.selection import apart
from detente.measures.silence import nothing, said
from detente.model.finding import Measurement, measurement_frame

NAME: Final = "weighted_igos"
UNIT: Final = "weighted organisations"
STATUS: Final = {1: 1.0, 2: 0.5, 3: 0.25}
"""Full, associate, observer: a choice, stated on the page."""
BY_STATUS: Final = "by status: full 1, associate 1/2, observer 1/4, the lesser of the two"
BY_RARITY: Final = "by rarity: full members only, log(states held / members held)"
BY_BOTH: Final = "by status and rarity"


@dataclass(frozen=True, slots=True)
class Seat:
    """A state's status in an organisation over a run of days; the last day None while the source speaks."""

    statement_id: str
    state: str
    organisation: str
    status: int
    start: date
    end: date | None


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Sums of weights over shared organisations; see docs/method/measures/weighted_igos.md.

    Needs the memberships of every state: rarity is among the states held.
    """
    rows: list[Measurement] = []
    for added, own, narrowed in apart(statements, "igo_membership", ask):
        seats = list(_seats(own))
        suffix = f"; among {_states_held(seats)} states held{added}"
        for start, end in periods(ask):
            rows += _of_period(narrowed, suffix, seats, start, end)
    return measurement_frame(rows)


def _states_held(seats: list[Seat]) -> int:
    """States with a seat on the last day that the source speaks of: predecessors are not counted beside them."""
    newest = max((seat.end or date.max for seat in seats), default=date.max)
    return len({seat.state for seat in seats if (seat.end or date.max) == newest})


def _seats(own: pl.DataFrame) -> Iterator[Seat]:
    held = own.filter(pl.col("value").is_not_null() & pl.col("object").is_not_null()).sort("statement_id")
    columns = held.select(
        "statement_id", pl.col("source_actors").list.first(), "object", "value", "start", "end"
    )
    for id_, state, organisation, value, start, end in columns.iter_rows():
        if state is not None:
            yield Seat(id_, state, organisation, int(value), start or date.min, end)


def _of_period(ask: Ask, suffix: str, seats: list[Seat], start: date, end: date) -> Iterator[Measurement]:
    now = [s for s in seats if _holds(s, ask, start, end)]
    states = {s.state for s in now}
    members: dict[str, set[str]] = defaultdict(set)
    for seat in now:
        if seat.status == 1:
            members[seat.organisation].add(seat.state)
    rarity = {name: log(len(states) / len(own)) for name, own in members.items()}
    shared = list(_shared(now, ask))
    sums = {
        BY_STATUS: [(weight, ids) for _, weight, ids in shared],
        BY_RARITY: [(rarity[name], ids) for name, weight, ids in shared if weight == 1.0],
        BY_BOTH: [(weight * rarity[name], ids) for name, weight, ids in shared if name in rarity],
    }
    sides = [{s.organisation for s in now if s.state in side} for side in ask.members]
    for basis, parts in sums.items():
        yield _row(ask, basis + suffix, parts, len(sides[0] & sides[1]), start, end)


def _holds(seat: Seat, ask: Ask, start: date, end: date) -> bool:
    """Whether a run meets the period; one without an end lasts as long as its source speaks."""
    if seat.end is None:
        return seat.start <= end and ask.silence(start, end) != "outside_coverage"
    return seat.start <= end and seat.end >= start


def _shared(now: list[Seat], ask: Ask) -> Iterator[tuple[str, float, tuple[str, ...]]]:
    """Organisation, the lesser weight of the two, and the statements; each organisation once, by its best."""
    sides: list[dict[str, tuple[float, str]]] = []
    for members in ask.members:
        best: dict[str, tuple[float, str]] = {}
        for seat in now:
            weight = STATUS.get(seat.status, 0.0)
            if seat.state in members and weight > best.get(seat.organisation, (0.0, ""))[0]:
                best[seat.organisation] = (weight, seat.statement_id)
        sides.append(best)
    for organisation in sorted(sides[0].keys() & sides[1].keys()):
        (one, first), (two, second) = (side[organisation] for side in sides)
        yield organisation, min(one, two), (first, second)


def _row(
    ask: Ask,
    basis: str,
    held: list[tuple[float, tuple[str, ...]]],
    known: int,
    start: date,
    end: date,
) -> Measurement:
    value, presence = nothing(ask, start, end)
    if known:
        total = float(sum(weight for weight, _ in held))
        value, presence = total, said(total)
    return Measurement(
        measure=NAME,
        actors=ask.actors,
        directed=False,
        start=start,
        end=end,
        value=value,
        unit=UNIT,
        basis=basis,
        n=len(held),
        coverage=presence,
        evidence=tuple({id_ for _, ids in held for id_ in ids}),
    )


MEASURE: Final = Measure(
    name=NAME,
    title="Shared memberships, weighted",
    realm="multilateral",
    unit=UNIT,
    directed=False,
    properties=("igo_membership",),
    sources=("cow_igo",),
    by=("year", "all"),
    compute=compute,
    reference="Pevehouse and others (2020), Journal of Peace Research 57(3); weights are stated choices",
    caution=(
        "Rarity is among the states held in the ledger: from an extract of seven it is coarse. The weights of "
        "associate and observer are a choice."
    ),
    scope="all",
)
