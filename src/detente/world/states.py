"""States: their table, their labels, their predecessors; and the way from other code systems to ours."""

from __future__ import annotations

from datetime import date

from detente.errors import UnknownActorError
from detente.model.actor import State
from detente.world.codes import from_cow, from_cow_within, from_gw, from_iso2, from_iso3
from detente.world.organisations import organisation
from detente.world.table import SPANS, STATES, predecessors

__all__ = [
    "STATES", "expand", "from_cow", "from_cow_within", "from_gw", "from_iso2", "from_iso3", "joint_start",
    "label", "spans", "state",
]  # fmt: skip


def state(code: str) -> State:
    """The latest row of that code (DEU: united Germany). Raises UnknownActorError for an unknown code."""
    return spans(code)[-1]


def spans(code: str) -> tuple[State, ...]:
    """All rows of that code, earliest first. Raises UnknownActorError for an unknown code."""
    found = SPANS.get(code)
    if found is None:
        raise UnknownActorError(
            f"{code!r} is not the code of a state",
            todo="Give an ISO 3166 alpha-3 code such as PAK, RUS or SUN",
        )
    return found


def label(code: str) -> str:
    """The name to show: "Pakistan", "Soviet Union", "Shanghai Cooperation Organisation".

    Raises UnknownActorError for an unknown code.
    """
    return organisation(code).name if code.startswith("IGO:") else state(code).name


def expand(code: str, *, exact: bool = False) -> frozenset[str]:
    """The code with its predecessors under the same COW number: RUS is {RUS, SUN}; SUN is {SUN}.

    `exact`: the code alone. Organisations stand for themselves. Raises UnknownActorError for an unknown code.
    """
    if code.startswith("IGO:"):
        return frozenset((organisation(code).code,))
    spans(code)
    return frozenset((code,)) if exact else frozenset((code, *predecessors(code)))


def joint_start(a: str, b: str) -> date:
    """The first day on which both, with their predecessors, exist: PAK and RUS give 1947-08-14.

    Raises UnknownActorError for an unknown code or when they never existed together.
    """
    starts = [
        max(one.start, two.start)
        for one in _lifetime(a)
        for two in _lifetime(b)
        if (one.end is None or two.start <= one.end) and (two.end is None or one.start <= two.end)
    ]
    if not starts:
        raise UnknownActorError(f"{a} and {b} never existed at the same time", todo="Choose another pair")
    return min(starts)


def _lifetime(code: str) -> list[State]:
    return [span for c in expand(code) for span in spans(c)]
