"""Owners and routes as the Global Energy Monitor writes them: "Government of Pakistan [74.00%]; ..."."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from detente.errors import SourceError, UnknownActorError
from detente.world.resolve import from_source_name

Fail = Callable[[str, str], SourceError]
"""(column, what was expected) -> the error for that cell."""

SPELLINGS: Final = {
    "Phillipines": "Philippines",
    "Kyrgzystan": "Kyrgyzstan",
    "the Islamic Emirate of Afghanistan": "Afghanistan",
}
"""Published spellings, and forms of government, that name a state."""
NOT_STATES: Final = ("Hong Kong", "Joint Petroleum Development Area")
MINISTRIES: Final = {
    "Iraq Ministry of Oil": "Iraq",
    "Iran Ministry of Petroleum": "Iran",
    "India Ministry of Petroleum and Natural Gas": "India",
    "Ministry of Economy of Azerbaijan Republic": "Azerbaijan",
}
"""Owners that are a state's ministry without "Government of" in their name."""
NO_COUNTRY: Final = ("Unknown", "unknown", "--", "")
_OWNER: Final = re.compile(r"(?P<name>.+?)\s*\[(?P<share>unknown %|\d+(?:\.\d+)?%)\]", re.DOTALL)
_GOVERNMENT: Final = re.compile(r"Government of (.+)")


@dataclass(frozen=True, slots=True)
class Owner:
    """One owner: its share, and the state that it is (a government) or has its headquarters in."""

    name: str
    original: str
    percent: float | None
    state: str | None
    government: bool

    def record(self) -> dict[str, Any]:
        """For `attributes`."""
        return {
            "owner": self.name,
            "percent": self.percent,
            "state": self.state,
            "state_is": None if self.state is None else "owner" if self.government else "headquarters",
        }


def route_of(cells: Mapping[str, Any], on: date, fail: Fail) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of the states a pipeline runs through, and places on its way that are no states."""
    codes: dict[str, None] = {}
    places: dict[str, None] = {}
    for column in ("StartCountry", "Countries", "EndCountry"):
        for name in filter(None, (part.strip() for part in cells[column].split(","))):
            if name in NOT_STATES:
                places[name] = None
            else:
                codes[_state(name, column, on, fail)] = None
    return tuple(codes), tuple(places)


def owners_of(cells: Mapping[str, Any], on: date, fail: Fail) -> tuple[tuple[Owner, ...], str]:
    """The owners in the published order, and a note where the headquarters column contradicts one."""
    headquarters = _headquarters(cells, on, fail)
    owners, notes = [], []
    for part in _parts(cells, "Owner"):
        name, percent = _read(part, "Owner", fail)
        government = _government(name, on, fail)
        seat = headquarters.get(name, "")
        if government and seat and seat != government:
            notes.append(f"ParentHQCountry puts {name} in {seat}; the owner line is taken")
        owners.append(Owner(name, part, percent, government or seat or None, bool(government)))
    if len({owner.name for owner in owners}) < len(owners):
        raise fail("Owner", "a list that names each owner once")
    return tuple(owners), "; ".join(notes)


def _headquarters(cells: Mapping[str, Any], on: date, fail: Fail) -> dict[str, str]:
    """Parent name -> code of the state of its headquarters; parents without one are left out."""
    parents, seats = _parts(cells, "Parent"), [p.strip() for p in cells["ParentHQCountry"].split(";")]
    if len(parents) != len(seats):
        raise fail("ParentHQCountry", f"a list as long as Parent ({len(parents)})")
    return {
        _read(parent, "Parent", fail)[0]: _state(seat, "ParentHQCountry", on, fail)
        for parent, seat in zip(parents, seats, strict=True)
        if seat not in NO_COUNTRY and seat not in NOT_STATES and parent not in NO_COUNTRY
    }


def _parts(cells: Mapping[str, Any], column: str) -> list[str]:
    return [part.strip() for part in cells[column].split(";")]


def _read(part: str, column: str, fail: Fail) -> tuple[str, float | None]:
    found = _OWNER.fullmatch(part)
    if not found:
        raise fail(column, "a list of 'name [12.50%]' or 'name [unknown %]' separated by ';'")
    share = found["share"]
    percent = None if share == "unknown %" else float(share.removesuffix("%"))
    if percent is not None and percent > 100:
        raise fail(column, "a list of shares up to 100%")
    return found["name"], percent


def _government(name: str, on: date, fail: Fail) -> str:
    """Code of the state whose government or ministry this owner is; empty for any other owner."""
    found = _GOVERNMENT.fullmatch(name)
    if not found and name not in MINISTRIES:
        return ""
    return _state(MINISTRIES.get(name) or (found[1] if found else ""), "Owner", on, fail)


def _state(name: str, column: str, on: date, fail: Fail) -> str:
    try:
        return from_source_name(SPELLINGS.get(name, name), on)
    except UnknownActorError as error:
        raise fail(column, f"made of known states ({name} is none)") from error
