"""The dyad and each third state as a triad of signs.

A sign comes from a measure and two declared thresholds, and keeps the statements it stands on. A side of which
nothing is known leaves the triad undetermined: it is not a zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import polars as pl

from detente.errors import UsageError

Verdict = Literal["balanced", "unbalanced", "neutral", "undetermined"]
Window = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From `friendly_from` up a value is friendly, to `hostile_to` down hostile, between them neutral."""

    hostile_to: float
    friendly_from: float

    def __post_init__(self) -> None:
        if not self.hostile_to < self.friendly_from:
            raise UsageError(
                f"thresholds {self.hostile_to:g} and {self.friendly_from:g} leave no order",
                todo="The hostile one must lie below the friendly one",
            )

    def sign(self, value: float) -> int:
        """+1 friendly, -1 hostile, 0 neutral."""
        return int(value >= self.friendly_from) - int(value <= self.hostile_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSign:
    """The sign of one pair in one window by one measure.

    `sign`: +1, -1, 0 (known, and between the thresholds) or None (unknown, `reason` says which nothing);
    `value`: the mean over the window's periods; `n`: how many periods it stands on.
    """

    pair: tuple[str, str]
    window: Window
    sign: int | None
    measure: str
    basis: str
    value: float | None
    n: int
    reason: str
    evidence: tuple[str, ...] = ()

    def record(self) -> dict[str, Any]:
        """JSON form."""
        return {
            "pair": list(self.pair),
            "sign": self.sign,
            "measure": self.measure,
            "basis": self.basis,
            "value": self.value,
            "n": self.n,
            "reason": self.reason,
            "evidence": list(self.evidence),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Triad:
    """A dyad, a third state, and the signs of dyad, first-third and second-third, in that order.

    `product`: of the three signs, None when one is unknown. Balanced when positive, unbalanced when
    negative, neutral when a known side is neither friendly nor hostile.
    """

    dyad: tuple[str, str]
    third: str
    window: Window
    sides: tuple[PairSign, PairSign, PairSign]

    @property
    def product(self) -> int | None:
        """+1, -1, 0, or None."""
        product = 1
        for side in self.sides:
            if side.sign is None:
                return None
            product *= side.sign
        return product

    @property
    def verdict(self) -> Verdict:
        """The product in words."""
        if self.product is None:
            return "undetermined"
        return ("neutral", "balanced", "unbalanced")[self.product]  # -1 takes the last

    @property
    def unknown(self) -> tuple[tuple[str, str], ...]:
        """The pairs of which nothing is known."""
        return tuple(side.pair for side in self.sides if side.sign is None)

    @property
    def evidence(self) -> tuple[str, ...]:
        """The statements behind all three signs, sorted."""
        return tuple(sorted({item for side in self.sides for item in side.evidence}))

    def record(self) -> dict[str, Any]:
        """JSON form."""
        return {
            "dyad": list(self.dyad),
            "third": self.third,
            "window": {"start": self.window[0].isoformat(), "end": self.window[1].isoformat()},
            "sides": [side.record() for side in self.sides],
            "product": self.product,
            "verdict": self.verdict,
            "unknown": [list(pair) for pair in self.unknown],
        }


@dataclass(frozen=True, slots=True)
class TriadChange:
    """The same triad in two windows; `changed`: the sides whose known sign differs; None: not comparable."""

    before: Triad
    after: Triad

    @property
    def changed(self) -> tuple[tuple[str, str], ...] | None:
        """Pairs whose sign differs; None when either triad has an unknown side."""
        if self.before.product is None or self.after.product is None:
            return None
        sides = zip(self.before.sides, self.after.sides, strict=True)
        return tuple(new.pair for old, new in sides if old.sign != new.sign)

    def record(self) -> dict[str, Any]:
        """JSON form."""
        changed = self.changed
        return {
            "dyad": list(self.before.dyad),
            "third": self.before.third,
            "before": self.before.record(),
            "after": self.after.record(),
            "from": self.before.verdict,
            "to": self.after.verdict,
            "changed": None if changed is None else [list(pair) for pair in changed],
        }


def pair_sign(frame: pl.DataFrame, pair: tuple[str, str], window: Window, thresholds: Thresholds) -> PairSign:
    """The sign of a pair from a measurement frame of one measure and basis.

    Takes the mean of the known values (true zeros are 0) of the periods that meet the window, in both orders
    for a directed measure. Without a known value the sign is None. Raises UsageError when the frame mixes
    measures or bases.
    """
    kinds = frame.select("measure", "basis").unique()
    if kinds.height != 1:
        raise UsageError(
            f"{kinds.height} measures or bases in one frame", todo="Give one measure on one basis"
        )
    measure, basis = kinds.row(0)
    rows = frame.filter(
        pl.col("actors").list.sort() == pl.lit(sorted(pair), pl.List(pl.String)),
        pl.col("start") <= window[1],
        pl.col("end") >= window[0],
    )
    known = rows.filter(pl.col("coverage").is_in(("value", "true_zero")))
    named: dict[str, Any] = {"pair": pair, "window": window, "measure": measure, "basis": basis}
    if known.is_empty():
        return PairSign(**named, sign=None, value=None, n=0, reason=_nothing(rows))
    zero = pl.when(pl.col("coverage") == "true_zero").then(0.0)
    values = known.select(zero.otherwise(pl.col("value")).alias("value"))["value"].to_numpy()
    value = float(values.mean())
    if not np.isfinite(value):
        raise UsageError("a value is not a finite number", where=f"{measure} {'-'.join(pair)} ({basis})")
    sign = thresholds.sign(value)
    word = ("between the thresholds", "friendly", "hostile")[sign]
    return PairSign(
        **named, sign=sign, value=value, n=len(values),
        reason=f"mean {value:.4g}: {word} ({thresholds.hostile_to:g}, {thresholds.friendly_from:g})",
        evidence=tuple(sorted({item for ids in known["evidence"].to_list() for item in ids})),
    )  # fmt: skip


def _nothing(rows: pl.DataFrame) -> str:
    """Which kind of nothing it is."""
    if rows.is_empty() or (rows["coverage"] == "outside_coverage").all():
        return "outside coverage"
    return "no data"


def triads(
    frame: pl.DataFrame,
    dyad: tuple[str, str],
    thirds: Iterable[str],
    window: Window,
    thresholds: Thresholds,
) -> list[Triad]:
    """One triad for each third state, in the order given; the frame holds one measure on one basis."""
    own = pair_sign(frame, dyad, window, thresholds)
    return [
        Triad(
            dyad=dyad, third=third, window=window,
            sides=(
                own,
                pair_sign(frame, (dyad[0], third), window, thresholds),
                pair_sign(frame, (dyad[1], third), window, thresholds),
            ),
        )
        for third in thirds
    ]  # fmt: skip


def triad_changes(before: Iterable[Triad], after: Iterable[Triad]) -> list[TriadChange]:
    """The triads of two windows side by side, by third state; raises UsageError when they do not match."""
    old, new = list(before), list(after)
    if [(t.dyad, t.third) for t in old] != [(t.dyad, t.third) for t in new]:
        raise UsageError(
            "the two windows hold different triads", todo="Ask for the same dyad and third states"
        )
    return [TriadChange(a, b) for a, b in zip(old, new, strict=True)]
