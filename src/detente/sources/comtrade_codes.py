"""UN Comtrade's numeric codes of reporters and partners, with the time in which each is used.

Mostly they are the ISO 3166 numbers; comtrade_codes.csv lists those that are not, that stand for one state in
two shapes (586 and 588 are both PAK, 699 and 356 both IND), or for no single state. Facts from Comtrade's own
list of reporters.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

from detente.sources.places_without_state import state_or_reason, territories
from detente.world.table import STATES

WORLD: Final = 0
_STATE_CODE: Final = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Code:
    """A code that is not just an ISO number; `state` empty: no single state."""

    state: str
    start: date
    end: date
    note: str


@dataclass(frozen=True, slots=True)
class Party:
    """What a code stands for in a period: a state, or why none (`why_not`), or nothing known (`wrong`)."""

    state: str | None = None
    why_not: str = ""
    wrong: str = ""


@cache
def special_codes() -> dict[int, Code]:
    """The codes of comtrade_codes.csv."""
    text = resources.files("detente.sources").joinpath("comtrade_codes.csv").read_text(encoding="utf-8")
    return {
        int(row["code"]): Code(
            state=row["state"],
            start=date.fromisoformat(row["start"] or "1900-01-01"),
            end=date.fromisoformat(row["end"] or "9999-12-31"),
            note=row["note"],
        )
        for row in csv.DictReader(io.StringIO(text, newline=""))
    }


@cache
def _iso_numbers() -> dict[int, str]:
    return {s.iso_numeric: s.code for s in STATES if s.iso_numeric is not None}


@cache
def party(number: int, iso3: str, first: date, last: date, *, reports: bool) -> Party:
    """The state of a code in a period.

    `reports`: the code is the reporter's, which Comtrade uses between its dates alone. `iso3` is the publisher's
    own label beside the code: one that is no three letters (S19, _X) marks a group of no single state.
    """
    special = special_codes().get(number)
    if special is not None:
        if reports and not (special.start <= last and first <= special.end):
            until = f" to {special.end}" if special.end.year < 9999 else ""
            return Party(wrong=f"a reporter in {first.year} (it reports from {special.start}{until})")
        if not special.state:
            return Party(why_not=f"code {number} ({special.note}) is no single state")
        return _dated(number, special.state, first, last)
    if number in _iso_numbers():
        return _dated(number, _iso_numbers()[number], first, last)
    name = territories()[1].get(number)
    if name is not None:
        return Party(why_not=f"code {number} ({name}) is a territory, not a state")
    if iso3 and not _STATE_CODE.fullmatch(iso3):
        return Party(why_not=f"code {number} ({iso3}) is no single state")
    return Party(wrong="a code of UN Comtrade that is known")


def _dated(number: int, code: str, first: date, last: date) -> Party:
    state, why = state_or_reason(code, first, last)
    return Party(state=state, why_not=f"code {number}: {why}" if state is None else "")
