"""What the study of two states finds, in the form the brief shows it: each part with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from detente.model.finding import TurningPoint
from detente.model.judgement import Judgement
from detente.model.source import Snapshot, Source
from detente.model.statement import Statement
from detente.network.triads import Triad
from detente.scenarios.probability import JointModel
from detente.scenarios.scenario import ScenarioSet
from detente.scenarios.signposts import Past, Reading, Test
from detente.scenarios.wild_card import WildCard
from detente.study.case import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class EventGroup:
    """One event, told by one or more statements (same deed, or a judgement of kind same_event).

    `lead` is the best-standing statement; `unconfirmed`: all of its statements stand low; `third_party`: it
    bears on the two states without being between them.
    """

    lead: Statement
    statements: tuple[Statement, ...]
    unconfirmed: bool
    third_party: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A period of the relation, in the case's words, and the statements these stand on."""

    start: date
    end: date | None
    title: str
    summary: str
    evidence: tuple[Statement, ...]
    landmarks: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Versions of one matter that sources tell differently; all are kept."""

    topic: str
    text: str
    versions: tuple[tuple[Statement, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """What the ledger has on a claim: a judgement with its reason, or rows found near it and no verdict."""

    judgement: Judgement | None
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim of an article beside the record. `quote`: its words, when the article was given.

    `reviewed`: the judgement by which a person accepted or corrected the reading; None where nobody did.
    """

    claim: Statement
    quote: str | None
    bearings: tuple[Bearing, ...]
    reviewed: Judgement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signpost:
    """An observable that tells which variant of a driver unfolds, where it would show, how it read before.

    `rule`: the tests that a machine can make of it, none where only a person can tell; `reading`: its answer on the
    day of the study; `before`: how often it was true on that day of earlier years.
    """

    variant: str
    observable: str
    threshold: str
    source: str
    past: str
    evidence: tuple[str, ...]
    rule: tuple[Test, ...] = ()
    reading: Reading | None = None
    before: Past | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseScenarios:
    """The case's model, its consistent scenarios, the signposts of its variants, and today's reading.

    `today`: 1-based variants that the case's authors read the record as; None when they do not say. `joint`: the
    probability model that the case declares; `wild_card`: the improbable story that it declares; `unread`: why
    likelihoods that are declared are not shown.
    """

    found: ScenarioSet
    signposts: tuple[Signpost, ...]
    today: tuple[int, ...] | None
    joint: JointModel | None = None
    wild_card: WildCard | None = None
    unread: str = ""

    @property
    def evidence(self) -> frozenset[str]:
        """Ids of all statements that judgements and signposts stand on."""
        judged = {id_ for j in self.found.model.judgements for id_ in j.evidence}
        watched = {id_ for s in self.signposts for id_ in s.evidence}
        read = {id_ for s in self.signposts if s.reading for id_ in s.reading.evidence}
        declared = self.joint.declared.evidence if self.joint else frozenset[str]()
        improbable = set(self.wild_card.evidence) if self.wild_card else set()
        return frozenset(judged | watched | read | declared | improbable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """Everything the brief shows.

    - `by_year`: measure name -> measurement frame by year; `whole`: the same over the whole window;
      `partners`: the sign measure by year of the dyad and of each side with each third state.
    - `evidence`: every statement any part refers to, by id.
    - `manifest`: versions, snapshots' sha256, as_of: what a reader needs to rerun it.
    """

    actors: tuple[str, str]
    names: tuple[str, str]
    third_parties: tuple[tuple[str, str], ...]
    as_of: date
    made_on: date
    case: Case | None
    by_year: Mapping[str, pl.DataFrame]
    whole: Mapping[str, pl.DataFrame]
    partners: Mapping[tuple[str, str], pl.DataFrame]
    events: tuple[EventGroup, ...]
    phases: tuple[Phase, ...]
    disagreements: tuple[Disagreement, ...]
    turning_points: tuple[TurningPoint, ...]
    triads: tuple[Triad, ...]
    scenarios: CaseScenarios | None
    claims: tuple[ClaimView, ...]
    evidence: Mapping[str, Statement]
    snapshots: tuple[Snapshot, ...]
    sources: tuple[Source, ...]
    manifest: Mapping[str, object]
