"""Whether a code that a row writes stands for an actor that was there on the row's dates."""

from __future__ import annotations

from datetime import date

from detente.errors import UnknownActorError
from detente.model.actor import State
from detente.world.organisations import organisation
from detente.world.states import expand, spans


def check_code(code: str, start: date, end: date) -> str:
    """Empty if the code is a known organisation, or a state on some day of the period.

    Else what is wrong, to follow "... is not": "a state on 1992-03-01 (SUN ends 1991-12-25: write RUS)".
    """
    if code.startswith("IGO:"):
        try:
            organisation(code)
        except UnknownActorError:
            return f"made of known actors (no organisation has the code {code})"
        return ""
    try:
        states = spans(code)
    except UnknownActorError:
        return f"made of known actors (no state has the code {code})"
    if any(s.start <= end and (s.end is None or start <= s.end) for s in states):
        return ""
    return f"right on {start}: {_life(code, states)}"


def _life(code: str, states: tuple[State, ...]) -> str:
    first, last = states[0], states[-1]
    if last.end is None:
        return f"{code} begins {first.start}"
    then = f", then write {last.successor}" if last.successor else ""
    return f"{code} is a state from {first.start} to {last.end}{then}"


def dated_code(code: str, start: date, end: date) -> str:
    """The code of the one state that `code` or a predecessor was in the period: RUS in 1968 is SUN.

    As given where both were (RUS in 1991), and for organisations. Check with `check_code_as_asked` first.
    """
    if code.startswith("IGO:"):
        return code
    there = [c for c in sorted(expand(code)) if not check_code(c, start, end)]
    return there[0] if len(there) == 1 else code


def check_code_as_asked(code: str, start: date, end: date) -> str:
    """As `check_code`, for codes as asked in a query: RUS stands for SUN in 1968 too."""
    wrong = check_code(code, start, end)
    if not wrong:
        return ""
    try:
        known = expand(code)
    except UnknownActorError:
        return wrong
    return "" if any(not check_code(c, start, end) for c in known) else wrong
