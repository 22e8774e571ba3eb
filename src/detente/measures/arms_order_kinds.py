"""Orders of arms by year of order: status of the weapons, how far delivered, and third states that comments name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Final

import polars as pl

from detente.measures.measure import Ask, Measure, periods
from detente.measures.selection import apart, singly, to
from detente.measures.silence import nothing, said
from detente.model.finding import Measurement, measurement_frame
from detente.model.statement import Statement
from detente.world.aliases import aliases

NAME: Final = "arms_order_kinds"
UNIT: Final = "orders"
ALL: Final = "all orders"
NAMING: Final = ("name", "short", "official", "former", "demonym")
DELIVERED: Final = ("delivered in full", "delivered in part", "nothing delivered", "delivery not stated")


def compute(statements: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """Orders placed in the period, supplier to recipient, by kind; see docs/method/measures/arms_order_kinds.md."""
    rows: list[Measurement] = []
    for suffix, own, narrowed in apart(statements, "arms_order", ask):
        pair = ask.members[0] | ask.members[1]
        for actors, suppliers, recipients in ask.orders():
            by_basis: dict[str, list[Statement]] = defaultdict(list, {ALL: []})
            for order in singly(to(own, "arms_order", recipients, suppliers)):
                for basis in kinds_of(order, pair):
                    by_basis[basis].append(order)
            for basis, found in sorted(by_basis.items()):
                rows += _of_kind(narrowed, actors, basis + suffix, found)
    return measurement_frame(rows)


def kinds_of(order: Statement, pair: frozenset[str]) -> Iterator[str]:
    """The bases under which an order counts."""
    yield ALL
    yield f"weapons {(order.detail('status') or 'of unstated status').lower()}"
    yield delivery_of(order)
    for code in third_states(order.note or "", pair):
        yield f"comment names {code}"


def delivery_of(order: Statement) -> str:
    """How far an order has been delivered, by the numbers of items that the register gives."""
    ordered, delivered = order.detail("number_ordered"), order.detail("number_delivered")
    if not delivered and not order.detail("delivery_years"):
        return DELIVERED[2]
    if ordered is None or delivered is None:
        return DELIVERED[3]
    return DELIVERED[0] if delivered >= ordered else DELIVERED[1]


def third_states(comment: str, pair: frozenset[str]) -> tuple[str, ...]:
    """Codes of states that a comment names, without the pair's own; sorted. Predecessors go by their successor."""
    if not comment:
        return ()
    pattern, codes = _names()
    found = {codes[match] for match in pattern.findall(comment)}
    return tuple(sorted(found - pair))


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    """Names, abbreviations and demonyms of states as written, the longest first, and whom each stands for last."""
    own = [a for a in aliases() if a.kind in NAMING and not a.code.startswith("IGO:")]
    codes = {alias.text: alias.code for alias in sorted(own, key=lambda a: a.end or date.max)}
    longest = sorted(codes, key=lambda text: (-len(text), text))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)"), codes


def _of_kind(ask: Ask, actors: tuple[str, str], basis: str, found: list[Statement]) -> Iterator[Measurement]:
    for start, end in periods(ask):
        met = [row for row in found if start.year <= (row.detail("order_year") or 0) <= end.year]
        value, presence = nothing(ask, start, end)
        if met:
            value, presence = float(len(met)), said(len(met))
        yield Measurement(
            measure=NAME, actors=actors, directed=True, start=start, end=end, value=value, unit=UNIT, basis=basis,
            n=len(met), coverage=presence, evidence=tuple(row.statement_id for row in met),
        )  # fmt: skip


MEASURE: Final = Measure(
    name=NAME,
    title="Orders of arms by kind",
    realm="defence",
    unit=UNIT,
    directed=True,
    properties=("arms_order",),
    sources=("sipri_arms",),
    by=("year", "all"),
    compute=compute,
    reference="SIPRI Arms Transfers Database, trade register: number, status, year of order, comments",
    caution=(
        "Orders are entries of the register: one contract can be several. A state that a comment names may be maker of "
        "a part, former owner, broker or user: the comment says which."
    ),
)
