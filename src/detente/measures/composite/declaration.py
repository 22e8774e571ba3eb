"""What a profile is made of: indicators with their goalposts and reasons, and weights; packaged, or the user's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.resources import files
from math import isfinite
from typing import Any, Final, Literal, get_args

import yaml

from detente.errors import CaseError
from detente.model.vocabulary import REALMS, Realm

Sides = Literal["one", "sum", "mean", "least", "greatest"]
Scale = Literal["linear", "log"]
SIDES: Final[tuple[str, ...]] = get_args(Sides)
SCALES: Final[tuple[str, ...]] = get_args(Scale)
OWN: Final = ("indicators", "leave_out", "indicator_weights", "realm_weights", "least_known", "concept")
TODO: Final = "See 'Profile' in docs/reference/case-format.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One measure on the way to a score.

    `basis`: how the measure's basis begins. `sides`: how the two directions of a directed measure become one figure;
    "one" for an undirected one. `low`, `high`: goalposts, fixed whatever data come; score 0 at low and 100 at high
    for polarity 1, the reverse for -1; on scale "log" scores are linear in the logarithm. `reason`: for all of it.
    """

    id: str
    title: str
    measure: str
    realm: Realm
    low: float
    high: float
    reason: str
    basis: str = ""
    sides: Sides = "one"
    scale: Scale = "linear"
    polarity: Literal[1, -1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """All indicators, nominal weights of indicators within realms and of realms, and the concept measured.

    `least_known`: share of a realm's weight (and of all realms' weight) that must be known for a score.
    """

    concept: str
    indicators: tuple[Indicator, ...]
    indicator_weights: Mapping[str, float]
    realm_weights: Mapping[str, float]
    least_known: float = 0.5

    @property
    def realms(self) -> tuple[str, ...]:
        """Realms that have an indicator, in the vocabulary's order."""
        return tuple(realm for realm in REALMS if any(i.realm == realm for i in self.indicators))

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures it needs, each once."""
        return tuple(dict.fromkeys(i.measure for i in self.indicators))

    def weight(self, indicator: Indicator) -> float:
        """Nominal weight of an indicator in the total: of the realm, times its part in the realm."""
        own = [i for i in self.indicators if i.realm == indicator.realm]
        within = self.indicator_weights[indicator.id] / sum(self.indicator_weights[i.id] for i in own)
        return within * self.realm_weights[indicator.realm] / sum(self.realm_weights[r] for r in self.realms)

    def without(self, ids: frozenset[str]) -> Declaration:
        """The same with fewer indicators."""
        return replace(self, indicators=tuple(i for i in self.indicators if i.id not in ids))


@cache
def packaged() -> Declaration:
    """The declaration that comes with the package: indicators.yml, all weights 1."""
    text = files("detente.measures.composite").joinpath("indicators.yml").read_text(encoding="utf-8")
    raw = yaml.safe_load(text)
    empty = Declaration(concept=raw["concept"], indicators=(), indicator_weights={}, realm_weights={})
    return declared(raw, empty, where="indicators.yml")


def declared(raw: Any, base: Declaration | None = None, *, where: str = "case.yml, profile") -> Declaration:
    """The packaged declaration (or `base`) changed by what a case says.

    `raw`: a mapping with any of `indicators` (a list; an id that exists is replaced), `leave_out` (ids),
    `indicator_weights` and `realm_weights` (by id and realm, zero or more), `least_known` (0 to 1), `concept`.
    Raises CaseError for an unknown field, id or realm, a goalpost, weight or polarity that cannot be one, and where
    no indicator of any weight is left.
    """
    start = packaged() if base is None else base
    given = _mapping(raw, OWN, where)
    indicators = {i.id: i for i in start.indicators}
    for entry in _list(given.get("indicators"), where):
        made = _indicator(entry, where)
        indicators[made.id] = made
    for gone in _list(given.get("leave_out"), where):
        _known(str(gone), indicators, where, "leave_out")
        del indicators[str(gone)]
    realms = {i.realm for i in indicators.values()}
    weights = {name: start.indicator_weights.get(name, 1.0) for name in indicators}
    realm_weights: dict[str, float] = {realm: start.realm_weights.get(realm, 1.0) for realm in realms}
    weights |= _weights(given.get("indicator_weights"), indicators, f"{where}, indicator_weights")
    realm_weights |= _weights(given.get("realm_weights"), realms, f"{where}, realm_weights")
    kept = {i.id for i in indicators.values() if weights[i.id] > 0 and realm_weights[i.realm] > 0}
    if not kept:
        raise CaseError("no indicator is left", where=where, todo="Give one a weight above zero")
    least = _number(given.get("least_known", start.least_known), f"{where}, least_known")
    if not 0 <= least <= 1:
        raise CaseError(f"least_known is {least}", where=where, todo="Give a share from 0 to 1")
    return Declaration(
        concept=str(given.get("concept", start.concept)),
        indicators=tuple(i for i in indicators.values() if i.id in kept),
        indicator_weights={name: weight for name, weight in weights.items() if name in kept},
        realm_weights={r: w for r, w in realm_weights.items() if any(indicators[k].realm == r for k in kept)},
        least_known=least,
    )


def _indicator(raw: Any, where: str) -> Indicator:
    names = [f.name for f in fields(Indicator)]
    given = _mapping(raw, names, where)
    here = f"{where}, indicator {given.get('id', '?')}"
    for name in ("id", "measure", "realm", "low", "high", "reason"):
        if given.get(name) in {None, ""}:
            raise CaseError(f"lacks {name}", where=here, todo=TODO)
    made = Indicator(
        id=str(given["id"]),
        title=str(given.get("title", given["id"])),
        measure=str(given["measure"]),
        realm=_one_of(given["realm"], REALMS, here),
        low=_number(given["low"], here),
        high=_number(given["high"], here),
        reason=" ".join(str(given["reason"]).split()),
        basis=str(given.get("basis", "")),
        sides=_one_of(given.get("sides", "one"), SIDES, here),
        scale=_one_of(given.get("scale", "linear"), SCALES, here),
        polarity=_one_of(given.get("polarity", 1), (1, -1), here),
    )
    if made.low >= made.high or (made.scale == "log" and made.low <= 0):
        raise CaseError(
            f"goalposts {made.low:g} and {made.high:g} cannot be", where=here,
            todo="low must lie below high, and above zero on the scale log",
        )  # fmt: skip
    return made


def _mapping(raw: Any, names: tuple[str, ...] | list[str], where: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise CaseError("is not a list of fields", where=where, todo=TODO)
    if unknown := sorted(map(str, set(raw) - set(names))):
        raise CaseError(f"has unknown {', '.join(unknown)}", where=where, todo=TODO)
    return raw


def _list(raw: Any, where: str) -> list[Any]:
    if raw is not None and not isinstance(raw, list):
        raise CaseError(f"{raw!r} is not a list", where=where, todo=TODO)
    return raw or []


def _weights(raw: Any, known: Any, where: str) -> dict[str, float]:
    if raw is not None and not isinstance(raw, dict):
        raise CaseError("is not a list of names and weights", where=where, todo=TODO)
    found = {}
    for name, value in (raw or {}).items():
        _known(str(name), known, where, "it")
        found[str(name)] = _number(value, f"{where}, {name}")
        if found[str(name)] < 0:
            raise CaseError(f"weight {value} of {name} is below zero", where=where, todo="Give zero or more")
    return found


def _known(name: str, known: Any, where: str, what: str) -> None:
    if name not in known:
        raise CaseError(
            f"{what} names {name!r}, which is not there",
            where=where,
            todo=f"Use one of: {', '.join(sorted(known))}",
        )


def _number(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise CaseError(f"{value!r} is not a number", where=where, todo=TODO)
    return float(value)


def _one_of(value: Any, allowed: tuple[Any, ...], where: str) -> Any:
    if value not in allowed or isinstance(value, bool):
        raise CaseError(f"{value!r} is none of {', '.join(map(str, allowed))}", where=where, todo=TODO)
    return value
