"""Participants of exercises by Gleditsch-Ward number, with the rows that have none."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, NamedTuple

from detente.errors import UnknownActorError
from detente.sources.party_names import named
from detente.sources.table import ROW, Table
from detente.world.states import from_gw

NOT_NAMED: Final = ("-9", "NA", "")
TERRITORIES: Final = frozenset({"New Caledonia"})


class Participant(NamedTuple):
    """The state, if it is one, and the name and number as published."""

    code: str | None
    original: str


def participant(table: Table, row: dict[str, Any], start: date, end: date) -> Participant:
    """The participant of a row on the days of the exercise.

    A row without a number goes by its name; one without either, or a territory, is no state. Raises SourceError
    for a number or name that stands for no state.
    """
    number, name = row["gwcode"], row["country"]
    original = f"{name} ({number})"
    if number in NOT_NAMED:
        if name in NOT_NAMED:
            return Participant(None, original)
        party = named(name, (start, end), TERRITORIES)
        if party is None:
            raise table.fail(row[ROW], "country", name, "a state's name, and gwcode is NA")
        return Participant(party.code, original)
    for day in (start, end):
        try:
            return Participant(from_gw(int(number), day), original)
        except (UnknownActorError, ValueError):
            continue
    raise table.fail(row[ROW], "gwcode", number, f"the Gleditsch-Ward number of a state on {start}")
