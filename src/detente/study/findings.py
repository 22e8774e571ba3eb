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
from detente.scenarios.model import CrossImpactModel
from detente.scenarios.scenario import Scenario
from detente.scenarios.why import VariantReason
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
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """What the ledger has on a claim: a judgement with its reason, or rows found near it and no verdict."""

    judgement: Judgement | None
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim of an article beside the record. `quote`: its words, when the article was given."""

    claim: Statement
    quote: str | None
    bearings: tuple[Bearing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioSet:
    """The case's model and all its consistent scenarios; `why[i][j]`: reasons of scenario i's driver j."""

    model: CrossImpactModel
    scenarios: tuple[Scenario, ...]
    chosen: tuple[int, ...]
    why: tuple[tuple[VariantReason, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """Everything the brief shows.

    - `by_year`: measure name -> measurement frame by year; `whole`: the same over the whole window.
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
    events: tuple[EventGroup, ...]
    phases: tuple[Phase, ...]
    disagreements: tuple[Disagreement, ...]
    turning_points: tuple[TurningPoint, ...]
    triads: tuple[Triad, ...]
    scenarios: ScenarioSet | None
    claims: tuple[ClaimView, ...]
    evidence: Mapping[str, Statement]
    snapshots: tuple[Snapshot, ...]
    sources: tuple[Source, ...]
    manifest: Mapping[str, object]
