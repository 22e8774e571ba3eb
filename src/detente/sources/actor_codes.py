"""Whether a code that a row writes stands for an actor that was there on the row's dates."""

from __future__ import annotations

from datetime import date

from detente.errors import UnknownActorError
from detente.model.actor import State
from detente.world.organisations import organisation
from detente.world.states import expand, from_cow, spans


def check_code(code: str, start: date, end: date) -> str:
    """Empty if the code is a known organisation, or a state on some day of the period.

    Else what is wrong, to follow "... is not": "right on 1992-03-01: SUN is a state 1922-12-30 to 1991-12-25;
    on that day write RUS".
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
    lives = ", ".join(f"{s.start} to {s.end}" if s.end else f"from {s.start}" for s in states)
    then = _holder(states, start)
    return f"right on {start}: {code} is a state {lives}" + (f"; on that day write {then}" if then else "")


def _holder(states: tuple[State, ...], on: date) -> str:
    """Who has the number of these states on that day, or empty."""
    for number in {s.cow for s in states if s.cow is not None}:
        try:
            return from_cow(number, on)
        except UnknownActorError:
            continue
    return ""


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
