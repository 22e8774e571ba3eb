"""Whether a sentence looks ahead of its day, so that "on Friday" is the next one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from detente.read.date_words import WEEKDAY
from detente.read.tokens import Token

_WORDS: Final = frozenset({"will", "shall", "plans", "plan", "planned", "scheduled"})
_GOING: Final = frozenset(
    {
        "travelling",
        "traveling",
        "flying",
        "visiting",
        "heading",
        "arriving",
        "due",
        "expected",
        "set",
        "leaving",
    }
)
_GOES: Final = frozenset({"travels", "flies", "visits", "arrives", "heads", "leaves"})
_WEEKDAY: Final = re.compile(WEEKDAY, re.IGNORECASE)
_SAYING: Final = frozenset({"said", "told", "announced", "reported"})
NEAR: Final = 10


def is_ahead(tokens: Sequence[Token]) -> bool:
    """Whether words say that something is to come: "will", "is flying to X on Friday", "travels to X on Friday"."""
    words = [t.lower for t in tokens]
    if _WORDS & {*words}:
        return True
    for at, word in enumerate(words):
        going = word in _GOING and at > 0 and words[at - 1] in ("is", "are", "'s")
        if going or word in _GOES:
            rest = words[at + 1 : at + 1 + NEAR]
            day = next((n for n, w in enumerate(rest) if _WEEKDAY.fullmatch(w)), None)
            if day is not None and not _SAYING & {*rest[:day]}:
                return True
    return False
