"""Who stands behind a supplier's or recipient's name in the SIPRI register.

SIPRI marks organisations with ** and armed groups with *, and has fixed words for the unknown. A side that is no
state stays without an actor and keeps its name; it is never counted as the state it fights in or sits in.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from detente.errors import UnknownActorError
from detente.world.resolve import from_source_name

PartyKind = Literal["state", "organisation", "armed_group", "unknown", "several", "territory"]

UNKNOWN: Final = frozenset({"unknown supplier(s)", "unknown recipient(s)", "unknown country"})
SEVERAL: Final = frozenset({"(multiple sellers)", "multiple sellers", "europe multi-state"})
NOT_STATES: Final = frozenset(
    {"Aruba", "Biafra", "Katanga", "Libya GNC", "Libya HoR", "Northern Cyprus", "Palestine", "Western Sahara"}
)
"""Places and rival governments that the register lists beside states; a state of this name in the world table wins."""


class Party(NamedTuple):
    """One side of a transfer: the state's code, or None and what it is instead."""

    code: str | None
    kind: PartyKind


@lru_cache(maxsize=10_000)
def party(name: str, on: date) -> Party | None:
    """The side that a register name stands for on that day; None when the name is not known at all."""
    if name.casefold() in UNKNOWN:
        return Party(None, "unknown")
    if name.casefold() in SEVERAL:
        return Party(None, "several")
    if name.endswith("**"):
        return Party(None, "organisation")
    if name.endswith("*"):
        return Party(None, "armed_group")
    try:
        return Party(from_source_name(name, on), "state")
    except UnknownActorError:
        return Party(None, "territory") if name in NOT_STATES else None
