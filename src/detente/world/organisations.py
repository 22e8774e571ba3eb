"""Intergovernmental bodies, with the days of their founding and end."""

from __future__ import annotations

from typing import Final

from detente.errors import UnknownActorError
from detente.model.actor import Organisation
from detente.world.packaged import day, first_day, rows


def _load() -> tuple[Organisation, ...]:
    return tuple(
        Organisation(
            code=row["code"],
            name=row["name"],
            start=first_day(row["start"]),
            end=day(row["end"]),
            note=row["note"],
        )
        for row in rows("organisations")
    )


ORGANISATIONS: Final[tuple[Organisation, ...]] = _load()
"""All bodies of data/organisations.csv, by code."""

_BY_CODE: Final = {organisation.code: organisation for organisation in ORGANISATIONS}


def organisation(code: str) -> Organisation:
    """The body with that code ("IGO:SCO"). Raises UnknownActorError for an unknown code."""
    found = _BY_CODE.get(code)
    if found is None:
        raise UnknownActorError(f"{code!r} is not a known organisation", todo="Codes look like IGO:SCO")
    return found
