"""Signposts that a machine can read: a rule over what is recorded, today's answer, and past answers.

An answer is true, false or unknown. What the record cannot say is unknown: a missing event is a "no" only where the
record reaches into at least half of the window, and a measure whose last value is too old says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

import polars as pl

from detente.errors import CaseError
from detente.measures.one_series import one_series
from detente.world.states import expand

Answer = Literal["true", "false", "unknown"]

SETTLED: Final = ("occurred", "ongoing")
COUNT: Final = {
    "count", "realm", "event_type", "mode", "status", "actors", "by", "to", "unit", "months", "at_least", "at_most",
    "silence",
}  # fmt: skip
MEASURE: Final = {"measure", "basis", "add_directions", "at_least", "below", "oldest_months"}
LATEST: Final = {"latest", "status", "oldest_months"}
HALF: Final = 0.5
"""Part of a window that the record must reach for its silence to count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """At least, or at most, so many events of a kind in the last months.

    `equal`: column to allowed values; `actors`: codes that must all be named, `by` and `to` on that side;
    `silence`: whether finding none, in a record that reaches there, means that there was none.
    """

    equal: Mapping[str, tuple[str, ...]]
    actors: tuple[str, ...]
    by: str | None
    to: str | None
    months: int
    at_least: int | None
    at_most: int | None
    silence: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LastValue:
    """The last value of a measure at or above, or below, a threshold; unknown when older than `oldest_months`."""

    measure: str
    basis: str
    add_directions: bool
    at_least: float | None
    below: float | None
    oldest_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestStatus:
    """The status of the newest statement of a property (a pipeline register's row) is one of these."""

    property: str
    status: tuple[str, ...]
    oldest_months: int


Test = Count | LastValue | LatestStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a rule answers on a day. `says`: in words; `evidence`: ids of what it stands on."""

    answer: Answer
    says: str
    evidence: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """JSON form."""
        return {"answer": self.answer, "says": self.says, "evidence": list(self.evidence)}


@dataclass(frozen=True, slots=True)
class Past:
    """On how many anniversaries before, in years, the rule was true, false and unknown."""

    true: int
    false: int
    unknown: int

    def record(self) -> dict[str, Any]:
        """JSON form."""
        return {"true": self.true, "false": self.false, "unknown": self.unknown}


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is recorded of two states.

    `events`: statements of property event, one for each event; `statements`: those of other properties that rules
    name; `measures`: name to measurement frame; `pair`: the codes that count as each of the two.
    """

    events: pl.DataFrame
    statements: pl.DataFrame
    measures: Mapping[str, pl.DataFrame]
    pair: tuple[frozenset[str], frozenset[str]]


def rule_of(raw: object, where: str) -> tuple[Test, ...]:
    """The tests of a rule; all must hold. Raises CaseError for a rule that is none."""
    entries = raw if isinstance(raw, list) else [raw]
    if not entries:
        raise CaseError("an empty rule", where=where, todo="Give a test, or leave the rule out")
    return tuple(_test(entry, where) for entry in entries)


def read_rule(rule: Sequence[Test], record: Record, as_of: date) -> Reading:
    """What a rule answers from what was known on a day: true if all its tests are, false if one is."""
    return _joined([_reader(test, record)(as_of) for test in rule])


def past(rule: Sequence[Test], record: Record, as_of: date, since: date) -> Past:
    """How often a rule was true on this day of earlier years, each with what was known then."""
    answers = [reading.answer for reading in readings_on(rule, record, anniversaries(as_of, since))]
    return Past(answers.count("true"), answers.count("false"), answers.count("unknown"))


def readings_on(rule: Sequence[Test], record: Record, days: Iterable[date]) -> list[Reading]:
    """What a rule answers on each day, from what was known then; the record is searched once."""
    readers = [_reader(test, record) for test in rule]
    return [_joined([reads(day) for reads in readers]) for day in days]


def _joined(readings: Sequence[Reading]) -> Reading:
    answers = [r.answer for r in readings]
    answer: Answer = "false" if "false" in answers else "unknown" if "unknown" in answers else "true"
    return Reading(
        answer=answer, says="; ".join(r.says for r in readings),
        evidence=tuple(dict.fromkeys(id_ for r in readings for id_ in r.evidence)),
    )  # fmt: skip


def _reader(test: Test, record: Record) -> Callable[[date], Reading]:
    """What answers one test on any day; the record is searched once."""
    if isinstance(test, Count):
        return _count_reader(test, record)
    if isinstance(test, LastValue):
        return lambda as_of: _read_value(test, record, as_of)
    return lambda as_of: _read_status(test, record, as_of)


def _count_reader(test: Count, record: Record) -> Callable[[date], Reading]:
    dated = record.events.filter(pl.col("known_from").is_not_null() & pl.col("start").is_not_null())
    columns = ("statement_id", "start", "end", "known_from")
    kind = dated.filter(_kind(test)).select(columns).rows()
    told = dated.filter(_between(record.pair)).select("start", "known_from").rows()

    def reads(as_of: date) -> Reading:
        since = months_before(as_of, test.months)
        met = [id_ for id_, start, end, known in kind if known <= as_of and start <= as_of and end > since]
        reach = max((start for start, known in told if known <= as_of and start <= as_of), default=None)
        return _counted(test, met, since, reach, as_of)

    return reads


def _counted(test: Count, met: list[str], since: date, reach: date | None, as_of: date) -> Reading:
    covered = reach is not None and (reach - since).days >= HALF * (as_of - since).days
    says = f"{len(met)} in {test.months} months to {as_of}"
    if not covered:
        says += f"; the record reaches to {reach}" if reach else "; nothing of the two is on record"
    silent = covered and (bool(met) or test.silence)
    if test.at_least is not None:
        answer: Answer = "true" if len(met) >= test.at_least else "false" if silent else "unknown"
    else:
        answer = "false" if len(met) > (test.at_most or 0) else "true" if silent else "unknown"
    return Reading(answer=answer, says=says, evidence=tuple(sorted(met)))


def _kind(test: Count) -> pl.Expr:
    """Events of the kind that a test counts; rows of low standing count for nothing."""
    kind = pl.col("standing").fill_null("medium") != "low"
    for column, values in test.equal.items():
        kind &= pl.col(column).is_in(list(values))
    named = pl.concat_list("source_actors", "target_actors")
    for code in test.actors:
        kind &= named.list.eval(pl.element().is_in(sorted(expand(code)))).list.any()
    reciprocal = pl.col("reciprocal").fill_null(False)
    sides = (
        (test.by, "source_actors", "target_actors"),
        (test.to, "target_actors", "source_actors"),
    )
    for whose, side, other in sides:
        if whose:
            codes = sorted(expand(whose))
            here = pl.col(side).list.eval(pl.element().is_in(codes)).list.any()
            there = pl.col(other).list.eval(pl.element().is_in(codes)).list.any()
            kind &= here | (reciprocal & there)
    return kind.fill_null(False)


def _between(pair: tuple[frozenset[str], frozenset[str]]) -> pl.Expr:
    """Events that name both states."""
    named = pl.concat_list("source_actors", "target_actors")
    first, second = (named.list.eval(pl.element().is_in(sorted(side))).list.any() for side in pair)
    return first & second


def _read_value(test: LastValue, record: Record, as_of: date) -> Reading:
    frame = record.measures.get(test.measure)
    if frame is None:
        return Reading(answer="unknown", says=f"{test.measure} is not measured here", evidence=())
    rows = frame.filter(
        pl.col("coverage").is_in(["value", "true_zero"])
        & (pl.col("end") <= as_of)
        & pl.col("basis").str.starts_with(test.basis)
    )
    if test.add_directions:
        both = one_series(rows, newest=True)
        rows = both.filter(pl.col("actors").n_unique().over("end") == both["actors"].n_unique())
    if rows.is_empty():
        return Reading(answer="unknown", says=f"no value of {test.measure}", evidence=())
    end = rows["end"].max()
    last = rows.filter(pl.col("end") == end)
    value = float(last["value"].sum()) if test.add_directions else float(last["value"][0])
    says = f"{value:,.4g} {last['unit'][0]} in the period to {end!s}"
    evidence = tuple(sorted({id_ for ids in last["evidence"].to_list() for id_ in ids}))
    if not isinstance(end, date) or end < months_before(as_of, test.oldest_months):
        return Reading(answer="unknown", says=f"{says}, too old to tell", evidence=evidence)
    met = value >= test.at_least if test.at_least is not None else value < (test.below or 0.0)
    return Reading(answer="true" if met else "false", says=says, evidence=evidence)


def _read_status(test: LatestStatus, record: Record, as_of: date) -> Reading:
    rows = record.statements.filter(
        (pl.col("property") == test.property) & (pl.col("known_from").fill_null(as_of) <= as_of)
    )
    if rows.is_empty():
        return Reading(answer="unknown", says=f"no {test.property} on record", evidence=())
    newest = rows["known_from"].max()
    if not isinstance(newest, date) or newest < months_before(as_of, test.oldest_months):
        return Reading(
            answer="unknown", says=f"the newest row is of {newest!s}, too old to tell",
            evidence=tuple(rows["statement_id"].sort().to_list()),
        )  # fmt: skip
    latest = rows.filter(pl.col("known_from") == newest)
    found = sorted({str(s) for s in latest["status"].to_list()})
    met = any(s in test.status for s in found)
    return Reading(
        answer="true" if met else "false", says=f"{', '.join(found)} in the row of {newest!s}",
        evidence=tuple(latest["statement_id"].sort().to_list()),
    )  # fmt: skip


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month."""
    month = day.year * 12 + day.month - 1 - months
    year, place = divmod(month, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, place + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)


def anniversaries(as_of: date, since: date) -> Iterator[date]:
    """The same day of earlier years, the latest first, back to a day."""
    years = 1
    while (day := months_before(as_of, 12 * years)) >= since:
        yield day
        years += 1


def _test(raw: object, where: str) -> Test:
    if not isinstance(raw, dict):
        raise CaseError(
            "a rule is a test or a list of tests", where=where, todo="See docs/reference/case-format.md"
        )
    for key, fields, make in (
        ("count", COUNT, _count),
        ("measure", MEASURE, _value),
        ("latest", LATEST, _status),
    ):
        if key in raw:
            if unknown := sorted(set(raw) - fields):
                raise CaseError(
                    f"unknown field {unknown[0]!r} in a rule",
                    where=where,
                    todo=f"Known: {', '.join(sorted(fields))}",
                )
            try:
                return make(raw)
            except (KeyError, TypeError, ValueError) as error:
                raise CaseError(
                    f"a rule cannot be read: {error}", where=where, todo="See the case format"
                ) from error
    raise CaseError("a rule without count, measure or latest", where=where, todo="Give one of them")


def _count(raw: dict[str, Any]) -> Count:
    if raw["count"] != "events":
        raise ValueError("count can only be events")
    least, most = raw.get("at_least"), raw.get("at_most")
    if (least is None) == (most is None):
        raise ValueError("give at_least or at_most")
    silence = raw.get("silence", "means_none")
    if silence not in {"means_none", "says_nothing"}:
        raise ValueError(f"silence is means_none or says_nothing, not {silence!r}")
    equal = {name: _listed(raw[name]) for name in ("realm", "event_type", "mode", "unit") if name in raw} | {
        "status": _listed(raw.get("status", list(SETTLED)))
    }
    return Count(
        equal=equal, actors=_listed(raw.get("actors", [])), by=raw.get("by"), to=raw.get("to"),
        months=int(raw["months"]), at_least=None if least is None else int(least),
        at_most=None if most is None else int(most), silence=silence == "means_none",
    )  # fmt: skip


def _value(raw: dict[str, Any]) -> LastValue:
    least, below = raw.get("at_least"), raw.get("below")
    if (least is None) == (below is None):
        raise ValueError("give at_least or below")
    return LastValue(
        measure=str(raw["measure"]), basis=str(raw.get("basis", "")),
        add_directions=bool(raw.get("add_directions", False)),
        at_least=None if least is None else float(least), below=None if below is None else float(below),
        oldest_months=int(raw["oldest_months"]),
    )  # fmt: skip


def _status(raw: dict[str, Any]) -> LatestStatus:
    return LatestStatus(
        property=str(raw["latest"]), status=_listed(raw["status"]), oldest_months=int(raw["oldest_months"])
    )


def _listed(raw: object) -> tuple[str, ...]:
    return tuple(map(str, raw)) if isinstance(raw, list) else (str(raw),)


@dataclass(frozen=True, slots=True)
class Fit:
    """How many of a scenario's signposts read true, false and unknown: a count, not a probability."""

    true: int
    false: int
    unknown: int

    def record(self) -> dict[str, Any]:
        """JSON form."""
        return {"true": self.true, "false": self.false, "unknown": self.unknown}


def fit(answers: Sequence[Answer | None]) -> Fit:
    """The count for one scenario; a signpost without a rule (None) is unknown."""
    said = [answer or "unknown" for answer in answers]
    return Fit(said.count("true"), said.count("false"), said.count("unknown"))
