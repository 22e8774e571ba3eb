"""Everything the reader may meet in a text or a data set: names, demonyms, capitals, seats, office holders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import cast

from detente.model.actor import Alias, AliasKind
from detente.world.organisations import ORGANISATIONS
from detente.world.packaged import day, rows
from detente.world.table import SPANS, STATES, line


@cache
def aliases() -> tuple[Alias, ...]:
    """All aliases, each with the code that it stands for between its dates, sorted.

    A name of a state with predecessors comes once per code: "Moscow" is SUN to 1991-12-25 and RUS from the day
    after. Dates None are open: nothing else ever bore the name. Texts in capitals (US, CAR) are abbreviations;
    match them with their case.
    """
    found = {*_states(), *_organisations(), *_office_holders()}
    return tuple(sorted(found, key=lambda a: (a.text, a.code, a.start or date.min, a.kind)))


def _states() -> Iterator[Alias]:
    for code in SPANS:
        for name in sorted({span.name for span in SPANS[code]}):
            yield from _dated(name, code, "name", None, None)
    for row in rows("names"):
        yield from _row(row, cast("AliasKind", row["kind"]))
    for row in rows("capitals"):
        yield from _row(row, cast("AliasKind", row["kind"]))
    for row in rows("demonyms"):
        for text in _with_plural(row["text"]):
            yield from _dated(text, row["code"], "demonym", day(row["start"]), day(row["end"]))


def _row(row: dict[str, str], kind: AliasKind) -> Iterator[Alias]:
    yield from _dated(row["text"], row["code"], kind, day(row["start"]), day(row["end"]))


def _dated(text: str, code: str, kind: AliasKind, start: date | None, end: date | None) -> Iterator[Alias]:
    """One alias per code of the line that is alive between the dates; predecessors speak before, never after."""
    chain = line(code)
    members = chain[: chain.index(code) + 1]
    if len(members) == 1:
        yield Alias(text=text, code=code, kind=kind, start=start, end=end)
        return
    for state in STATES:
        if state.code not in members:
            continue
        first = state.start if start is None else max(start, state.start)
        last = state.end if end is None else end if state.end is None else min(end, state.end)
        if last is None or first <= last:
            yield Alias(text=text, code=state.code, kind=kind, start=first, end=last)


def _with_plural(demonym: str) -> Iterator[str]:
    """The adjective, and the people as a plural noun where English forms it with -s."""
    yield demonym
    if demonym[-1] in "ainkbtzdre" and not demonym.endswith(("ese", "gasy")):
        yield demonym + "s"


def _organisations() -> Iterator[Alias]:
    for body in ORGANISATIONS:
        for text in sorted({body.name, body.code.removeprefix("IGO:")}):
            yield Alias(text=text, code=body.code, kind="organisation", start=body.start, end=body.end)
    for row in rows("organisation_names"):
        yield Alias(
            text=row["text"],
            code=row["code"],
            kind="organisation",
            start=day(row["start"]),
            end=day(row["end"]),
        )


def _office_holders() -> Iterator[Alias]:
    for row in rows("office_holders"):
        kind: AliasKind = "minister" if row["office"].endswith("minister") else "leader"
        for text in (row["name"], *(t for t in row["short"].split(";") if t)):
            yield Alias(text=text, code=row["code"], kind=kind, start=day(row["start"]), end=day(row["end"]))
