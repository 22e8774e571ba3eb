"""The profile of a dyad as values: what a command prints, and the same as tidy rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from detente.measures.composite.declaration import Indicator
from detente.measures.composite.influence import Influence
from detente.measures.composite.panel import Cell

Pair = tuple[str, str]

TIDY: Final[dict[str, pl.DataType]] = {
    "level": pl.String(), "name": pl.String(), "realm": pl.String(), "value": pl.Float64(), "unit": pl.String(),
    "basis": pl.String(), "coverage": pl.String(), "score": pl.Float64(), "low": pl.Float64(), "high": pl.Float64(),
    "geometric": pl.Float64(), "weight": pl.Float64(), "weight_used": pl.Float64(),
    "effective_weight": pl.Float64(), "missing_share": pl.Float64(), "total_without": pl.Float64(),
    "rank_without": pl.Int64(), "rank": pl.Int64(), "rank_low": pl.Int64(), "rank_high": pl.Int64(),
    "evidence": pl.List(pl.String()),
}  # fmt: skip
"""Columns of the tidy frame. `level`: indicator, realm or total; `low`, `high`: of the score for realms and the
total, of the figure for indicators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An indicator: its figure, score, weights (nominal in the total; as used, once the weight of what is missing
    has gone to the rest; effective, its share of influence on totals), and the dyad's total without it.
    """

    indicator: Indicator
    cell: Cell
    score: float | None
    weight: float
    weight_used: float
    effective_weight: float | None
    total_without: float | None
    rank_without: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RealmPart:
    """A realm: arithmetic score with its interval under other choices, geometric score, weights, missing share of
    its weight, the total without it, and its indicators.
    """

    realm: str
    score: float | None
    geometric: float | None
    interval: tuple[float, float] | None
    weight: float
    weight_used: float
    missing_share: float
    total_without: float | None
    rank_without: int | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """Both means, the interval of the total under other choices (and under one kind of choice alone), rank with
    its interval among `Profile.among`.
    """

    arithmetic: float
    geometric: float
    interval: tuple[float, float] | None
    by_choice: dict[str, tuple[float, float] | None]
    rank: int
    rank_interval: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """`among`: dyads with a total in that year, this one included. `influence`: what effective weights rest on.

    `total` is None where too much is missing; it never comes without `realms`.
    """

    actors: Pair
    year: int
    concept: str
    realms: tuple[RealmPart, ...]
    missing_share: float
    total: Total | None
    among: tuple[Pair, ...]
    influence: Influence
    draws: int
    seed: int

    def record(self) -> dict[str, Any]:
        """The JSON document of `detente profile`, parts before the total."""
        return {
            "actors": list(self.actors),
            "year": self.year,
            "concept": self.concept,
            "realms": [_realm_record(realm) for realm in self.realms],
            "missing_share": self.missing_share,
            "total": _total_record(self.total),
            "among": [list(pair) for pair in self.among],
            "correlations": [
                {"indicators": [a, b], "r": r, "n": n} for a, b, r, n in self.influence.correlations
            ],
            "effective_weights_from": self.influence.n,
            "draws": self.draws,
            "seed": self.seed,
            "evidence": list(self.evidence),
        }

    @property
    def evidence(self) -> tuple[str, ...]:
        """All statement ids, sorted."""
        return tuple(sorted({e for realm in self.realms for part in realm.parts for e in part.cell.evidence}))

    def frame(self) -> pl.DataFrame:
        """Tidy rows (TIDY): one per indicator, realm and, where there is one, the total; statement ids in each."""
        rows: list[dict[str, Any]] = []
        for realm in self.realms:
            rows += [_part_row(realm.realm, part) for part in realm.parts]
            rows.append(_realm_row(realm))
        if self.total is not None:
            rows.append(_total_row(self.total, self.evidence, self.missing_share))
        return pl.DataFrame([{name: row.get(name) for name in TIDY} for row in rows], schema=TIDY)


def _ends(interval: tuple[float, float] | tuple[int, int] | None) -> dict[str, Any]:
    return {"low": None, "high": None} if interval is None else {"low": interval[0], "high": interval[1]}


def _part_record(part: Part) -> dict[str, Any]:
    indicator, cell = part.indicator, part.cell
    return {
        "indicator": indicator.id,
        "title": indicator.title,
        "measure": indicator.measure,
        "basis": cell.basis or indicator.basis,
        "value": cell.value,
        "low": cell.low,
        "high": cell.high,
        "unit": cell.unit,
        "goalposts": [indicator.low, indicator.high],
        "scale": indicator.scale,
        "polarity": indicator.polarity,
        "reason": indicator.reason,
        "score": part.score,
        "weight": part.weight,
        "weight_used": part.weight_used,
        "effective_weight": part.effective_weight,
        "total_without": part.total_without,
        "rank_without": part.rank_without,
        "coverage": cell.coverage,
        "evidence": list(cell.evidence),
    }


def _realm_record(realm: RealmPart) -> dict[str, Any]:
    return {
        "realm": realm.realm,
        "score": realm.score,
        **_ends(realm.interval),
        "geometric": realm.geometric,
        "weight": realm.weight,
        "weight_used": realm.weight_used,
        "missing_share": realm.missing_share,
        "total_without": realm.total_without,
        "rank_without": realm.rank_without,
        "indicators": [_part_record(part) for part in realm.parts],
    }


def _total_record(total: Total | None) -> dict[str, Any] | None:
    if total is None:
        return None
    return {
        "arithmetic": total.arithmetic,
        "geometric": total.geometric,
        **_ends(total.interval),
        "by_choice": [{"choice": choice, **_ends(ends)} for choice, ends in total.by_choice.items()],
        "rank": total.rank,
        **{f"rank_{name}": value for name, value in _ends(total.rank_interval).items()},
    }


def _part_row(realm: str, part: Part) -> dict[str, Any]:
    given = _part_record(part)
    return given | {"level": "indicator", "name": part.indicator.id, "realm": realm}


def _realm_row(realm: RealmPart) -> dict[str, Any]:
    evidence = sorted({e for part in realm.parts for e in part.cell.evidence})
    return _realm_record(realm) | {"level": "realm", "name": realm.realm, "evidence": evidence}


def _total_row(total: Total, evidence: tuple[str, ...], missing: float) -> dict[str, Any]:
    given = _total_record(total) or {}
    return given | {
        "level": "total", "name": "total", "score": total.arithmetic, "missing_share": missing,
        "evidence": list(evidence),
    }  # fmt: skip
