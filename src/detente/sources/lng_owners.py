"""Owners of LNG terminals: as for pipelines, but often without a share, and with lists of parents that do not match."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from detente.errors import UnknownActorError
from detente.sources.gem_owners import NO_COUNTRY, SPELLINGS, Fail, Owner
from detente.world.resolve import from_source_name

TERRITORIES: Final = ("Bermuda", "Hong Kong")
"""Places of terminals or headquarters that are no states."""
PROVINCES: Final = ("Aceh", "Johor", "Sarawak")
"""Governments of these are owners, and not a state's."""
_SHARED: Final = re.compile(r"(?P<name>.+?)\s*\[(?P<share>unknown %|\d+(?:\.\d+)?%)\]", re.DOTALL)
_GOVERNMENT: Final = re.compile(r"Government of (.+)")


def place_of(name: str, column: str, on: date, fail: Fail) -> str | None:
    """Code of the state of a place; None for a territory or an unknown one. Raises for a name that is neither."""
    if name in TERRITORIES or name in NO_COUNTRY:
        return None
    try:
        return from_source_name(SPELLINGS.get(name, name), on)
    except UnknownActorError as error:
        raise fail(column, f"made of known states ({name} is none)") from error


def owners_of(cells: Mapping[str, Any], on: date, fail: Fail) -> tuple[tuple[Owner, ...], str]:
    """The owners in the published order, and a note on what of the headquarters could not be used."""
    seats, note = _headquarters(cells, on, fail)
    owners: list[Owner] = []
    for part in (p.strip() for p in cells["Owner"].split(";")):
        name, percent = _read(part, fail)
        government = _government(name, on, fail)
        seat = seats.get(name)
        if government and seat and seat != government:
            note = f"ParentHQCountry puts {name} in {seat}; the owner line is taken"
        owners.append(Owner(name, part, percent, government or seat, bool(government)))
    if len({owner.name for owner in owners}) < len(owners):
        raise fail("Owner", "a list that names each owner once")
    return tuple(owners), note


def _headquarters(cells: Mapping[str, Any], on: date, fail: Fail) -> tuple[dict[str, str], str]:
    parents = [part.strip() for part in cells["Parent"].split(";")]
    seats = [
        place_of(seat.strip(), "ParentHQCountry", on, fail) for seat in cells["ParentHQCountry"].split(";")
    ]
    if len(parents) != len(seats):
        return {}, "Parent and ParentHQCountry list different numbers; headquarters are not used"
    pairs = zip(parents, seats, strict=True)
    return {_read(parent, fail)[0]: seat for parent, seat in pairs if seat is not None}, ""


def _read(part: str, fail: Fail) -> tuple[str, float | None]:
    """Name and share; a name without a share in brackets has none."""
    found = _SHARED.fullmatch(part)
    if not found:
        if "[" in part or not part:
            raise fail("Owner", "a list of names with shares like '[12.50%]', separated by ';'")
        return part, None
    share = found["share"]
    percent = None if share == "unknown %" else float(share.removesuffix("%"))
    if percent is not None and percent > 100:
        raise fail("Owner", "a list of shares up to 100%")
    return found["name"], percent


def _government(name: str, on: date, fail: Fail) -> str | None:
    found = _GOVERNMENT.fullmatch(name)
    if not found or found[1] in PROVINCES:
        return None
    return place_of(found[1], "Owner", on, fail)
