"""A cross-impact model: drivers, their variants, and how each variant bears on every other.

Cross-impact balances: Weimer-Jehle 2006, Technological Forecasting and Social Change 73(4). Drivers are his
descriptors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import CaseError
from detente.scenarios.wording import names_among

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the ways a driver can go."""

    id: str
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Driver:
    """A force that moves the relation; `realm` is None where a file does not say."""

    id: str
    name: str
    realm: str | None
    variants: tuple[Variant, ...]
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossImpact:
    """A judgement: how far variant `source` promotes (+) or restrains (-) variant `target`.

    Variants are addressed as "driver/variant". `confidence`: 1 (a guess) to 5 (settled); `evidence`: ids of
    statements.
    """

    source: str
    target: str
    value: int
    reason: str = ""
    confidence: int | None = None
    evidence: tuple[str, ...] = ()
    made_by: str = ""
    made_on: date | None = None

    def record(self) -> dict[str, Any]:
        """JSON form."""
        return {
            "from": self.source,
            "to": self.target,
            "value": self.value,
            "reason": self.reason,
            "confidence": self.confidence,
            "evidence": list(self.evidence),
            "made_by": self.made_by,
            "made_on": self.made_on.isoformat() if self.made_on else None,
        }


@dataclass(frozen=True, slots=True)
class Pair:
    """Two variants ("driver/variant") that exclude each other, or of which the first needs the second."""

    first: str
    second: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class CrossImpactModel:
    """Drivers and the matrix of impacts between their variants.

    `matrix`: int64, shape (N, N) over all variants in driver order: row promotes or restrains column. Blocks
    of a driver with itself may hold values. `judgements`: where the values come from; a model read from a
    file without reasons has none. `forbidden`: pairs of variants ("driver/variant") that cannot stand together;
    `required`: pairs of which the first cannot stand without the second. Raises CaseError when matrix and drivers
    do not fit, an id occurs twice, or a pair names no variant.
    """

    name: str
    drivers: tuple[Driver, ...]
    matrix: Ints
    judgements: tuple[CrossImpact, ...] = ()
    focal_question: str = ""
    horizon: date | None = None
    resolution_rule: str = ""
    forbidden: tuple[Pair, ...] = ()
    required: tuple[Pair, ...] = ()
    _places: dict[str, int] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        if not self.drivers or any(not driver.variants for driver in self.drivers):
            raise CaseError("a model needs drivers, and every driver variants", where=self.name)
        count = sum(self.sizes)
        if self.matrix.shape != (count, count):
            raise CaseError(f"a matrix of {self.matrix.shape} for {count} variants", where=self.name)
        for place, address in enumerate(self.addresses):
            if address in self._places:
                raise CaseError(
                    f"{address} occurs twice", where=self.name, todo="Give every variant its own id"
                )
            self._places[address] = place
        for pair in (*self.forbidden, *self.required):
            self.column(pair.first), self.column(pair.second)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CrossImpactModel):
            return NotImplemented
        mine, theirs = (
            (m.name, m.drivers, m.judgements, m.focal_question, m.horizon, m.resolution_rule,
             m.forbidden, m.required)
            for m in (self, other)
        )  # fmt: skip
        return mine == theirs and np.array_equal(self.matrix, other.matrix)

    __hash__ = None  # type: ignore[assignment]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Number of variants of each driver."""
        return tuple(len(driver.variants) for driver in self.drivers)

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """First column of each driver, and N at the end."""
        return tuple(np.cumsum([0, *self.sizes]).tolist())

    @property
    def combinations(self) -> int:
        """How many scenarios could be told, consistent or not."""
        product = 1
        for size in self.sizes:
            product *= size
        return product

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """What each column is, as "driver/variant"."""
        return tuple(f"{driver.id}/{variant.id}" for driver in self.drivers for variant in driver.variants)

    @cached_property
    def names(self) -> frozenset[str]:
        """Words of its texts that keep their capital inside a sentence."""
        variants = [variant for driver in self.drivers for variant in driver.variants]
        return names_among(
            (
                *(judgement.reason for judgement in self.judgements),
                *(driver.name for driver in self.drivers),
                *(driver.description for driver in self.drivers),
                *(variant.description for variant in variants),
                self.focal_question,
                self.resolution_rule,
            )
        )

    @cached_property
    def by_cell(self) -> dict[tuple[str, str], CrossImpact]:
        """The judgement behind each (source, target)."""
        return {(judgement.source, judgement.target): judgement for judgement in self.judgements}

    @cached_property
    def banned(self) -> NDArray[np.bool_] | None:
        """Shape (N, N), symmetric: variants that cannot stand together; None when the model says nothing.

        A variant that requires another of its own driver cannot stand at all: its own cell is true.
        """
        if not self.forbidden and not self.required:
            return None
        out = np.zeros(self.matrix.shape, bool)
        for pair in self.forbidden:
            out[self.column(pair.first), self.column(pair.second)] = True
        for pair in self.required:
            needed = self.column(pair.second)
            driver = self.driver_at(needed)
            others = np.arange(self.offsets[driver], self.offsets[driver + 1])
            out[self.column(pair.first), others[others != needed]] = True
        return np.asarray(out | out.T)

    def column(self, address: str) -> int:
        """Place of "driver/variant" in the matrix. Raises CaseError when there is no such variant."""
        if address not in self._places:
            raise CaseError(
                f"no variant {address!r}", where=self.name, todo="Write driver/variant by their ids"
            )
        return self._places[address]

    def driver_at(self, column: int) -> int:
        """The driver that a column belongs to."""
        return int(np.searchsorted(self.offsets, column, side="right")) - 1

    def columns(self, states: Sequence[int]) -> Ints:
        """Columns of a scenario given as 0-based variants."""
        return np.asarray(self.offsets[:-1]) + np.asarray(states, np.int64)


def impact_scores(model: CrossImpactModel, states: Sequence[int]) -> Ints:
    """What a scenario (0-based variants) says for each variant: sums of the chosen rows, shape (N,)."""
    return np.asarray(model.matrix[model.columns(states)].sum(0))
