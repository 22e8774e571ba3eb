"""Parties as publishers name them: states, organisations, and what was no state at the time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from detente.errors import UnknownActorError
from detente.world.resolve import from_source_name, resolve


class Named(NamedTuple):
    """One party. `code` is None for what was no actor then (a territory, a state before its independence)."""

    name: str
    code: str | None
    kind: Literal["state", "organisation", "no_state_then", "territory"]


def days_of(first: int, last: int | None = None) -> tuple[date, ...]:
    """The days on which a party of these years is looked for: the middle of the first year before the rest."""
    last = last or first
    later = (date(year, 12, 31) for year in range(first, last + 1))
    return (date(first, 7, 1), *later, date(first, 1, 1))


@lru_cache(maxsize=20_000)
def named(name: str, days: tuple[date, ...], territories: Collection[str] = frozenset()) -> Named | None:
    """The party of that name on the first of the days on which there is one; None: the name is not known.

    A name that is known but stands for no actor on any of the days is "no_state_then".
    """
    if name in territories:
        return Named(name, None, "territory")
    for day in days:
        try:
            return Named(name, from_source_name(name, day), "state")
        except UnknownActorError:
            continue
    try:
        code = resolve(name, None)
    except UnknownActorError:
        return None
    if code.startswith("IGO:"):
        return Named(name, code, "organisation")
    return Named(name, None, "no_state_then")


def unnamed(parties: Collection[Named]) -> list[dict[str, str]]:
    """Parties without a code, for `attributes`."""
    return [{"name": party.name, "kind": party.kind} for party in parties if party.code is None]


def codes(parties: Collection[Named]) -> list[str]:
    """The codes of the parties, each once, in the published order."""
    return list(dict.fromkeys(party.code for party in parties if party.code is not None))
