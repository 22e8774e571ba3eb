"""What a measure is, what it is asked, and the periods it answers for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, Literal, Self

import polars as pl

from detente.model.source import Coverage
from detente.model.vocabulary import Presence, Realm

By = Literal["year", "month", "session", "all"]
CURRENT: Final = date(9999, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """The question to a measure.

    - `actors`: the two codes as asked (output uses them).
    - `members`: for each, all codes that count as it, predecessors included (RUS: RUS and SUN), with nothing
      else; an exact state has one.
    - `start`, `end`: the window; by default from the day both exist to `as_of`.
    - `coverage`: what the ingested snapshots of the measure's sources cover, one per snapshot.
    - `coverage_by_source`: the same by data set, for measures that keep data sets apart; may be left empty.
    - `anchors`: third states (code as asked, all codes that count as it) between which a measure places the
      two; empty for the measure's own choice, and for measures without any.
    """

    actors: tuple[str, str]
    members: tuple[frozenset[str], frozenset[str]]
    by: By
    start: date
    end: date
    coverage: tuple[Coverage, ...] = ()
    coverage_by_source: Mapping[str, tuple[Coverage, ...]] = field(default_factory=dict)
    anchors: tuple[tuple[str, frozenset[str]], ...] = ()

    def orders(self) -> Iterator[tuple[tuple[str, str], frozenset[str], frozenset[str]]]:
        """Both directions: (actors as reported, codes of the sender, codes of the receiver)."""
        (a, b), (first, second) = self.actors, self.members
        yield (a, b), first, second
        yield (b, a), second, first

    def narrowed(self, source: str) -> Self:
        """The same question with the silence of one data set, where its coverage is known apart."""
        known = self.coverage_by_source.get(source)
        return self if known is None else replace(self, coverage=known)

    def silence(self, start: date, end: date) -> Presence:
        """What finding nothing in this period means, over all snapshots: the strongest claim any can make."""
        states = [c.silence_of(self.members, start, end) for c in self.coverage]
        if "true_zero" in states:
            return "true_zero"
        return "no_data" if "no_data" in states else "outside_coverage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A rule from statements to numbers.

    `compute(statements, ask)` takes the pair's statements (STATEMENT_SCHEMA; for votes plus `unanimous` and
    `states_voting` per roll call) and gives a frame of MEASUREMENT_SCHEMA. `properties`: what it reads.
    `view`: name of the ledger view that prepares its frame, if not the plain pair selection.
    `scope`: "pair", statements that name both sides; "either", all statements that name one of them (a share
    needs the other partners, a shared membership is said of one state at a time); "all", those of every state
    (how rare a membership is, what part of the world's events).
    `world`: whether it also takes rows of property "world_events" that name nobody: how many events each source has
    in all, by its own months or years.
    `counted`: whether it also takes rows of property "coded_event_count" that stand for single events of either state
    with anyone, counted by year; they have no id.
    `made_of`: names of the measures whose measurements (MEASUREMENT_SCHEMA) it takes in the place of statements.
    `tracks_change`: False for one that ranks dyads and does not follow one over time; it is then searched for
    turning points only when it is named.
    """

    name: str
    title: str
    realm: Realm
    unit: str
    directed: bool
    properties: tuple[str, ...]
    sources: tuple[str, ...]
    by: tuple[By, ...]
    compute: Callable[[pl.DataFrame, Ask], pl.DataFrame]
    reference: str
    caution: str
    view: str | None = None
    scope: Literal["pair", "either", "all"] = "pair"
    anchors: tuple[str, ...] = ()
    world: bool = False
    counted: bool = False
    made_of: tuple[str, ...] = ()
    tracks_change: bool = True


def periods(ask: Ask) -> Iterator[tuple[date, date]]:
    """The calendar periods that meet the window, first and last day each; "all" is the window itself."""
    if ask.by in {"all", "session"}:
        yield ask.start, ask.end
        return
    day = ask.start.replace(day=1, month=1 if ask.by == "year" else ask.start.month)
    while day <= ask.end:
        after = (
            date(day.year + 1, 1, 1)
            if ask.by == "year"
            else (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        )
        yield day, after - timedelta(days=1)
        day = after
