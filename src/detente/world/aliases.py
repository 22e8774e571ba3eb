"""Everything the reader may meet in a text or a data set: names, demonyms, capitals, seats, office holders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Final, cast

from detente.model.actor import Alias, AliasKind
from detente.world.organisations import ORGANISATIONS
from detente.world.packaged import day, rows
from detente.world.table import SPANS, line

_LEADING: Final = ("head of state", "head of government", "party leader")


@cache
def aliases() -> tuple[Alias, ...]:
    """All aliases, each with the code that it stands for between its dates, sorted.

    Dates say when the text stands for the code: "Moscow" is SUN to 1991-12-25 and RUS from the day after,
    "Bangladesh" is BGD from 1971-12-16. End None: to this day. Texts in capitals (US, CAR, WHO) are
    abbreviations; match them with their case. Office holders are those known in mid-2025;
    heads beside those of six states are those of two editions of The World Factbook. The terms of `leaders`
    are apart from these: their names are looked up one by one.
    """
    found = {*_states(), *_organisations(), *_office_holders()}
    return tuple(sorted(found, key=lambda a: (a.text, a.code, a.start or date.min, a.kind)))


def _states() -> Iterator[Alias]:
    for code in SPANS:
        yield from _dated(SPANS[code][-1].name, code, "name", None, None)
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
    """One alias per code of the line and time that it exists in; a name speaks for predecessors too, not successors."""
    chain = line(code)
    for member in chain[: chain.index(code) + 1]:
        for first, last in _lifetimes(member):
            begin = first if start is None else max(start, first)
            stop = last if end is None else end if last is None else min(end, last)
            if stop is None or begin <= stop:
                yield Alias(text=text, code=member, kind=kind, start=begin, end=stop)


@cache
def _lifetimes(code: str) -> tuple[tuple[date, date | None], ...]:
    """The times in which the state exists, rows that follow each other day to day joined."""
    joined: list[tuple[date, date | None]] = []
    for span in SPANS[code]:
        before = joined[-1][1] if joined else None
        if before is not None and before + timedelta(days=1) == span.start:
            joined[-1] = (joined[-1][0], span.end)
        else:
            joined.append((span.start, span.end))
    return tuple(joined)


def _with_plural(demonym: str) -> Iterator[str]:
    """The adjective, and the people as a plural noun where English forms it with -s."""
    yield demonym
    if demonym[-1] in "ainkbtdre" and not demonym.endswith(("ese", "gasy")):
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
    for row in (*rows("office_holders"), *rows("factbook_heads")):
        kind: AliasKind = "leader" if row["office"] in _LEADING else "minister"
        for text in (row["name"], *(t for t in row["short"].split(";") if t)):
            yield Alias(text=text, code=row["code"], kind=kind, start=day(row["start"]), end=day(row["end"]))
