"""From the codes of data sets to the code of the state, on a date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final

from detente.errors import UnknownActorError
from detente.model.actor import State
from detente.world.packaged import day, first_day, rows
from detente.world.table import SPANS, STATES, line

Span = tuple[date, date | None, str]


def _spans(of: Callable[[State], str | None]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = defaultdict(list)
    for state in STATES:
        key = of(state)
        if key is not None:
            found[key].append((state.start, state.end, state.code))
    return found


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)


def _tables() -> dict[str, dict[str, list[Span]]]:
    found = {
        "cow": _spans(lambda s: _text(s.cow)),
        "gw": _spans(lambda s: _text(s.gw)),
        "iso2": _spans(lambda s: s.iso2),
        "iso3": _spans(lambda s: s.code),
    }
    for row in rows("codes"):
        found[row["system"]][row["code"]].append((first_day(row["start"]), day(row["end"]), row["state"]))
    return found


_TABLES: Final = _tables()
_TITLES: Final = {
    "cow": "COW number", "gw": "Gleditsch-Ward number", "iso2": "alpha-2 code", "iso3": "alpha-3 code",
}  # fmt: skip


def _within(span: Span, on: date) -> bool:
    return span[0] <= on and (span[1] is None or on <= span[1])


def _held(spans: Iterable[Span]) -> str:
    return "; ".join(
        f"{code} from {start}" + (f" to {end}" if end else "")
        for start, end, code in sorted(spans, key=lambda s: s[0])
    )


def _lookup(system: str, code: str, on: date) -> str | None:
    return next((s[2] for s in _TABLES[system].get(code, ()) if _within(s, on)), None)


def _fail(system: str, code: str, on: date) -> UnknownActorError:
    spans = _TABLES[system].get(code)
    if not spans:
        return UnknownActorError(f"no state has the {_TITLES[system]} {code!r}", todo="Check the code")
    now = [c for c in line(spans[-1][2]) if any(s.exists(on) for s in SPANS[c])]
    hint = f"On that day it is {now[0]}" if now else "Check the date"
    return UnknownActorError(
        f"no state has the {_TITLES[system]} {code!r} on {on} (it is {_held(spans)})", todo=hint
    )


def _with_predecessor(system: str, code: str, on: date) -> str:
    """The holder on that day, or the predecessor of a later holder (RUS in 1968 is SUN)."""
    found = _lookup(system, code, on)
    if found is not None:
        return found
    for _, _, later in _TABLES[system].get(code, ()):
        chain = line(later)
        for old in chain[: chain.index(later)]:
            if any(span.exists(on) for span in SPANS[old]):
                return old
    raise _fail(system, code, on)


def from_cow(number: int, on: date) -> str:
    """The state with that Correlates of War number on that day: 365 is SUN in 1968 and RUS in 2000.

    A number also stands for its state where COW does not yet count it but another system or the UN does
    (369 is UKR from 1945: a UN member inside the Soviet Union; 740 is JPN under occupation). Raises
    UnknownActorError when no state has the number on that day. For a year use `from_cow_within`.
    """
    return _strict("cow", str(number), on)


def from_gw(number: int, on: date) -> str:
    """The state with that Gleditsch-Ward number on that day. Raises UnknownActorError when there is none."""
    return _strict("gw", str(number), on)


def _strict(system: str, code: str, on: date) -> str:
    found = _lookup(system, code, on)
    if found is None:
        raise _fail(system, code, on)
    return found


def _overlap_days(span: Span, start: date, end: date) -> int:
    last = end if span[1] is None else min(end, span[1])
    return (last - max(start, span[0])) // timedelta(days=1) + 1


def from_cow_within(number: int, start: date, end: date) -> str:
    """The state that has the COW number for most days of the period, for yearly data and treaty terms.

    771 within 1971 is BGD (16 days), 365 within 1991 is SUN (359 of 365 days). Raises UnknownActorError when
    no state has the number on any day of it.
    """
    spans = _TABLES["cow"].get(str(number), [])
    days, _, code = max(((_overlap_days(s, start, end), s[0], s[2]) for s in spans), default=(0, start, ""))
    if days < 1:
        raise _fail("cow", str(number), start)
    return code


def from_iso2(code: str, on: date) -> str:
    """The state with that ISO 3166 alpha-2 code, current or withdrawn: "RU" in 1968 is SUN, "CS" is CSK or SCG.

    Raises UnknownActorError when no state has it on that day.
    """
    return _with_predecessor("iso2", code.strip().upper(), on)


def from_iso3(code: str, on: date) -> str:
    """The state with that alpha-3 code, current or withdrawn: "RUS" in 1968 is SUN, "ZAR" is COD.

    Raises UnknownActorError when no state has it on that day ("SUN" in 2000).
    """
    return _with_predecessor("iso3", code.strip().upper(), on)
