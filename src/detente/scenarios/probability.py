"""Probabilities of scenarios from a declared model: elicited shares of variants and multipliers of pairs.

A multiplier m says that two variants come together m times as often as if they had nothing to do with each other:
P(a and b) = m P(a) P(b). What is said is checked, made coherent, and completed by maximum entropy; linear programming
shows how far the declared figures alone leave each answer open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from detente.errors import CaseError, UsageError
from detente.scenarios.joint import Figures, Floats, Joint, Projection, Term, coherentised, most_even
from detente.scenarios.ledger_shares import Origin
from detente.scenarios.model import CrossImpactModel, Ints
from detente.scenarios.words import icd_203

LARGEST_PROGRAM: Final = 200_000
"""Scenarios up to which bounds are computed."""

SLACK: Final = 1e-9
"""How far the program may miss a figure; its bounds are widened by a hundred times as much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How probable the variants of a driver are held to be, by variant id, at the horizon.

    `origin`: where they are to be read in the ledger, None where they are given; `shares` is empty until they are
    read, and `found` says what was.
    """

    driver: str
    shares: Mapping[str, float]
    reason: str = ""
    evidence: tuple[str, ...] = ()
    origin: Origin | None = None
    found: str = ""

    def record(self) -> dict[str, Any]:
        """JSON form."""
        record = {"driver": self.driver, "shares": dict(self.shares), "reason": self.reason}
        record["evidence"] = list(self.evidence)
        return record | (self.origin.record() | {"found": self.found} if self.origin else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiplier:
    """How many times as often two variants ("driver/variant") come together as if they were independent."""

    first: str
    second: str
    times: float
    reason: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A declared probability model. `made_by`, `made_on`, `reason`: who, when, and on what ground."""

    shares: tuple[Share, ...]
    multipliers: tuple[Multiplier, ...] = ()
    made_by: str = ""
    made_on: date | None = None
    reason: str = ""

    @property
    def evidence(self) -> frozenset[str]:
        """Ids of the statements that it stands on."""
        said = [one.evidence for one in self.shares] + [one.evidence for one in self.multipliers]
        return frozenset(id_ for ids in said for id_ in ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likelihood:
    """Share of the joint distribution that counts for a scenario: see `likelihoods`.

    `share`: under maximum entropy; `low`, `high`: what the declared figures alone allow, None when not computed.
    """

    share: float
    low: float | None
    high: float | None

    @property
    def word(self) -> str | None:
        """ICD 203's term for `share`; None below 1 and above 99 percent."""
        return icd_203(min(self.share, 1.0)) if 0.01 <= self.share <= 0.99 else None

    def record(self) -> dict[str, Any]:
        """JSON form."""
        rounded = [None if x is None else round(x, 4) for x in (self.low, self.high, self.share)]
        return {"low": rounded[0], "high": rounded[1], "word": self.word, "share": rounded[2]}


@dataclass(frozen=True, kw_only=True, eq=False)
class JointModel:
    """A declared model made whole. `said`: figures as declared; `coherent`: nearest that hold together."""

    model: CrossImpactModel
    declared: Declared
    figures: Figures
    said: Floats
    coherent: Projection
    joint: Joint
    complaints: tuple[str, ...] = field(default=())

    def moves(self) -> Iterator[tuple[str, float, float]]:
        """Figures that had to be changed by more than a tenth of a percent: name, said, coherent."""
        for term, said, now in zip(self.figures.terms, self.said, self.coherent.point, strict=True):
            if abs(said - now) > 0.001:
                yield _name(self.model, term), float(said), float(now)

    def share(self, weights: Floats) -> float:
        """Expectation of weights (one for each scenario, row-major) under maximum entropy."""
        return float(self.joint.shares @ weights)

    def bounds(self, weights: Floats) -> tuple[float, float]:
        """Least and largest expectation of weights in 0 to 1 that the coherent figures allow."""
        return bounds(self.figures, self.coherent.point, weights)

    def record(self) -> dict[str, Any]:
        """JSON form."""
        return {
            "made_by": self.declared.made_by,
            "made_on": self.declared.made_on.isoformat() if self.declared.made_on else None,
            "reason": self.declared.reason,
            "complaints": list(self.complaints),
            "coherent": self.coherent.coherent,
            "moved": [
                {"figure": name, "said": round(said, 4), "now": round(now, 4)}
                for name, said, now in self.moves()
            ],
            "shares": [share.record() for share in self.declared.shares],
            "multipliers": [
                {"if": m.first, "then": m.second, "times": m.times, "reason": m.reason, "evidence": list(m.evidence)}
                for m in self.declared.multipliers
            ],
        }  # fmt: skip


def joint_model(model: CrossImpactModel, declared: Declared, *, strict: bool = False) -> JointModel:
    """The joint distribution over all combinations that a declared model stands for.

    Drivers of which nothing is said are spread evenly. Raises CaseError when a variant does not exist, a
    multiplier lacks the share of one of its variants, shares were not read yet, or, with `strict`, when the figures are
    not coherent.
    """
    if unread := [share.driver for share in declared.shares if share.origin and not share.shares]:
        raise CaseError(
            f"the shares of {unread[0]} are to be read from a case's ledger", where=model.name,
            todo="Run it as the model of a case (--model), or give shares",
        )  # fmt: skip
    figures, said = _figures(model, declared)
    complaints = tuple(complaints_of(model, declared))
    coherent = coherentised(figures, said)
    if strict and not coherent.coherent:
        raise CaseError(
            complaints[0] if complaints else "the shares and multipliers cannot all hold",
            where=model.name, todo="Change them, or let the nearest coherent ones stand",
        )  # fmt: skip
    return JointModel(
        model=model, declared=declared, figures=figures, said=said, coherent=coherent,
        joint=most_even(figures, coherent), complaints=complaints,
    )  # fmt: skip


def complaints_of(model: CrossImpactModel, declared: Declared) -> Iterator[str]:
    """What cannot be, in plain words: shares that do not add to 1, pairs outside Frechet's bounds."""
    for share in declared.shares:
        total = sum(share.shares.values())
        if abs(total - 1) > 1e-6:
            yield f"{share.driver}: its shares add to {total:.4g}, not to 1"
    known = _shares(declared)
    for m in declared.multipliers:
        p, q = known[m.first], known[m.second]
        low, high, t = max(0.0, p + q - 1), min(p, q), m.times * p * q
        if t > high + 1e-9:
            yield (
                f"{m.first} with {m.second}: {m.times:g} times would make them meet in {_percent(t)} of cases, "
                f"more than the rarer of the two occurs ({_percent(high)}); at most {high / (p * q):.3g} times"
            )
        elif t < low - 1e-9:
            yield (
                f"{m.first} with {m.second}: {m.times:g} times would make them meet in {_percent(t)} of cases, "
                f"but variants this common must meet in {_percent(low)}; at least {low / (p * q):.3g} times"
            )
    yield from _rows(model, declared, known)


def _rows(model: CrossImpactModel, declared: Declared, known: Mapping[str, float]) -> Iterator[str]:
    """A variant judged with every variant of another driver: the pairs must add to its own share."""
    said = {(m.first, m.second): m.times for m in declared.multipliers}
    said |= {(b, a): times for (a, b), times in said.items()}
    for address in model.addresses:
        for driver, (start, end) in zip(model.drivers, pairwise(model.offsets), strict=True):
            row = [said.get((address, other)) for other in model.addresses[start:end]]
            if None in row or address.split("/")[0] == driver.id:
                continue
            total = sum(
                float(t or 0) * known[o] for t, o in zip(row, model.addresses[start:end], strict=True)
            )
            if abs(total - 1) > 0.005:
                yield (
                    f"{address}: its multipliers with {driver.id} make up {_percent(total)} of its share, "
                    "not all of it"
                )


def likelihoods(
    joint: JointModel, scenarios: Ints, *, held: Mapping[int, Mapping[int, int]] | None = None,
    with_bounds: bool = True,
) -> list[Likelihood]:  # fmt: skip
    """How much of the joint counts for each scenario; shares add to 1.

    `scenarios`: shape (count, drivers), 0-based variants. `held`: for a scenario (by place) that is told because some
    drivers stand as declared, those drivers and variants: all combinations with them count for it. Every other
    combination counts for the scenario that it differs from in the fewest drivers, in parts where several are as
    near.
    """
    if not len(scenarios):
        return []
    weights = _weights(joint.model.sizes, scenarios, held or {})
    out = []
    for row in weights:
        low, high = None, None
        if with_bounds and weights.shape[1] <= LARGEST_PROGRAM:
            low, high = joint.bounds(row)
        out.append(Likelihood(share=joint.share(row), low=low, high=high))
    return out


def _weights(sizes: Sequence[int], scenarios: Ints, held: Mapping[int, Mapping[int, int]]) -> Floats:
    free = [k for k in range(len(scenarios)) if k not in held]
    weights = np.zeros((len(scenarios), int(np.prod(sizes))))
    if free:
        weights[free] = nearest_weights(sizes, scenarios[free])
    for k, drivers in held.items():
        at = tuple(drivers.get(d, slice(None)) for d in range(len(sizes)))
        inside = np.zeros(sizes, bool)
        inside[at] = True
        weights[:, inside.ravel()] = 0
        weights[k, inside.ravel()] = 1
    return weights


def nearest_weights(sizes: Sequence[int], scenarios: Ints) -> Floats:
    """Shape (scenarios, combinations): 1 for the nearest scenario, parts for several as near."""
    apart = np.zeros((len(scenarios), *sizes), np.int16)
    for driver, size in enumerate(sizes):
        shape = [1] * len(sizes)
        shape[driver] = size
        for k, scenario in enumerate(scenarios):
            apart[k] += (np.arange(size) != scenario[driver]).reshape(shape)
    nearest = (apart == apart.min(0)).reshape(len(scenarios), -1)
    return np.asarray(nearest / nearest.sum(0))


def bounds(figures: Figures, point: Floats, weights: Floats) -> tuple[float, float]:
    """Least and largest expectation of `weights` over all joint distributions with these figures, 0 to 1.

    Raises UsageError when no joint distribution has them.
    """
    table = csr_array(figures.table().T)
    rows = csr_array(np.ones((1, table.shape[1])))
    ends = []
    for sign in (1, -1):
        found = milp(
            sign * weights,
            constraints=[
                LinearConstraint(table, point - SLACK, point + SLACK), LinearConstraint(rows, 1, 1),
            ],
            bounds=Bounds(0, np.inf),
        )  # fmt: skip
        if found.status != 0:
            raise UsageError("no distribution has these figures", todo="Take the nearest coherent ones first")
        ends.append(sign * float(found.fun))
    wider = 100 * SLACK
    return max(0.0, ends[0] - wider), min(1.0, ends[1] + wider)


def _figures(model: CrossImpactModel, declared: Declared) -> tuple[Figures, Floats]:
    terms: list[Term] = []
    said: list[float] = []
    known = _shares(declared)
    for address, share in known.items():
        terms.append((_place(model, address),))
        said.append(share)
    for m in declared.multipliers:
        for address in (m.first, m.second):
            model.column(address)
            if address not in known:
                raise CaseError(
                    f"{address} is in a multiplier and has no share", where=model.name, todo="Declare it"
                )
        if m.first.split("/")[0] == m.second.split("/")[0]:
            raise CaseError(
                f"{m.first} and {m.second} exclude each other", where=model.name, todo="Name two drivers"
            )
        terms.append((_place(model, m.first), _place(model, m.second)))
        said.append(m.times * known[m.first] * known[m.second])
    return Figures(model.sizes, tuple(terms)), np.array(said)


def _shares(declared: Declared) -> dict[str, float]:
    return {f"{s.driver}/{variant}": share for s in declared.shares for variant, share in s.shares.items()}


def _place(model: CrossImpactModel, address: str) -> tuple[int, int]:
    column = model.column(address)
    driver = model.driver_at(column)
    return driver, column - model.offsets[driver]


def _name(model: CrossImpactModel, term: Term) -> str:
    return " with ".join(model.addresses[model.offsets[d] + v] for d, v in term)


def _percent(share: float) -> str:
    return f"{100 * share:.3g} percent"
