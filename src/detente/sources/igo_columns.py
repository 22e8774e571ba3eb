"""Column names of the COW IGO files: which are states, which are organisations.

A column of a state must be a state's name without blanks ("saudiarabia"), or one of the file's own abbreviations
below; any other stops the reading. The organisations are too many to list and grow with each release: a column of
theirs must be a lower-case abbreviation, and every cell in it must be a membership status.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from detente.errors import SourceError
from detente.world.states import STATES

_ABBREVIATION: Final = re.compile(r"[a-z][a-z0-9_]*")
_OWN_NAMES: Final = {
    "usa": 2, "domrepublic": 42, "trinidad": 52, "stlucia": 56, "stvincent": 57, "antigua": 58, "stkitts": 60,
    "uk": 200, "austriahungary": 300, "germany": 255, "wgermany": 260, "westgermany": 260, "egermany": 265,
    "eastgermany": 265, "czechrepublic": 316, "papalstates": 327, "twosicilies": 329, "macedonia": 343,
    "yugoslavia": 345, "serbia": 345, "bosnia": 346, "capeverde": 402, "saotome": 403, "guineabissau": 404,
    "eqguinea": 411, "ivorycoast": 437, "car": 482, "congobrazz": 484, "zaire": 490, "drc": 490, "swaziland": 572,
    "nyemen": 678, "northyemen": 678, "yemen": 679, "syemen": 680, "southyemen": 680, "uae": 696, "korea": 730,
    "nkorea": 731, "northkorea": 731, "skorea": 732, "southkorea": 732, "burma": 775, "nvietnam": 816,
    "vietnam": 816, "svietnam": 817, "southvietnam": 817, "etimor": 860, "easttimor": 860, "papuanewguinea": 910,
    "png": 910, "marshalls": 983, "micronesia": 987, "fsm": 987, "russia": 365, "turkey": 640, "samoa": 990,
}  # fmt: skip


def _squashed(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


_NUMBERS: Final = {
    **{_squashed(state.name): state.cow for state in STATES if state.cow is not None},
    **_OWN_NAMES,
}


def state_columns(names: Sequence[str], file: str) -> dict[str, int]:
    """Correlates of War numbers of the columns of states. Raises SourceError for a column that is none."""
    for name in names:
        if name not in _NUMBERS:
            raise SourceError(
                f"the header has column '{name[:40]}', which is no state and no field of this format",
                where=f"{file}, line 1",
                todo="If the publisher calls a state so, report it; the state-year layout has numbers instead",
            )
    return {name: _NUMBERS[name] for name in names}


def organisation_columns(names: Sequence[str], file: str) -> list[str]:
    """The columns of organisations. Raises SourceError for one that cannot be an abbreviation."""
    for name in names:
        if not _ABBREVIATION.fullmatch(name):
            raise SourceError(
                f"the header has column '{name[:40]}', which is no abbreviation of an organisation",
                where=f"{file}, line 1",
                todo="Check that it is this data set",
            )
    return list(names)
