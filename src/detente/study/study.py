"""The study of two states: every finding the brief shows, from the ledger, with its evidence."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Final

import polars as pl

from detente.errors import CaseError, LedgerError
from detente.ledger.ledger import Ledger
from detente.measures.registry import MEASURES
from detente.model.finding import TurningPoint
from detente.model.judgement import Judgement
from detente.model.statement import Statement
from detente.sources.registry import SOURCES
from detente.study.case import Case
from detente.study.claims import CLAIMS, claim_views
from detente.study.events import events_of
from detente.study.findings import CaseScenarios, Disagreement, EventGroup, Phase, Study
from detente.study.measuring import measure_pair
from detente.study.network import dyad_triads, pair_frames
from detente.study.scenarios import case_scenarios
from detente.study.turning import search_measure
from detente.world.states import expand, label

TURNING: Final = (
    ("vote_agreement", "non-unanimous"),
    ("similarity_kappa", "non-unanimous roll calls; quadratic"),
    ("ideal_point_distance", ""),
    ("trade_value", ""),
    ("shared_igos", ""),
    ("event_volume", "all realms; confirmed"),
)
"""Measures whose level is searched for turning points, and the beginning of the basis taken."""


def make_study(
    ledger: Ledger,
    actors: tuple[str, str],
    *,
    case: Case | None,
    as_of: date,
    made_on: date,
    articles: Sequence[Path] = (),
    documents: Sequence[str] = (),
    exact: bool = False,
) -> Study:
    """Everything the brief shows about two states.

    `articles`: files whose words may be quoted; `documents`: sha256 of documents whose readings, already in the
    ledger, are shown as claims.
    """
    members = (expand(actors[0], exact=exact), expand(actors[1], exact=exact))
    judgements = ledger.judgements(as_of)
    statements = ledger.statements(
        properties=["event"], sources=None, actors=members[0] | members[1], as_of=as_of
    )
    recorded = statements.filter(pl.col("source") != "document")
    events = _bearing_on(events_of(recorded, judgements, members), members)
    thirds = case.third_parties if case else ()
    by_year = {
        m.name: measure_pair(ledger, m.name, actors, by="year", as_of=as_of, exact=exact)
        for m in MEASURES
        if "year" in m.by
    }
    whole = {
        m.name: measure_pair(ledger, m.name, actors, by="all", as_of=as_of, exact=exact)
        for m in MEASURES
        if "all" in m.by
    }
    frames = pair_frames(ledger, actors, thirds, as_of, exact=exact) if thirds else {}
    said = [
        c
        for c in _claims(ledger, documents, as_of)
        # A case chooses its documents; without one, claims about others may lie in the same ledger.
        if case or c.snapshot in documents or all(set(c.actors) & side for side in members)
    ]
    claims = claim_views(ledger, said, judgements, events, articles)
    phases, disagreements = _phases(ledger, case, as_of), _disagreements(ledger, case, as_of)
    triads = dyad_triads(frames, actors, thirds, as_of) if frames else ()
    scenarios = _scenarios(ledger, case, as_of) if case else None
    turning = _turning(by_year)
    shown = [
        *(s for e in events for s in e.statements),
        *(s for p in phases for s in (*p.evidence, *p.landmarks)),
        *(s for d in disagreements for version in d.versions for s in version),
        *(s for c in claims for s in (c.claim, *(s for b in c.bearings for s in b.statements))),
        *_projects(ledger, members, as_of),
    ]
    named = {
        *_ids(by_year.values()), *_ids(whole.values()), *_ids(frames.values()),
        *(id_ for t in triads for id_ in t.evidence),
        *(id_ for t in turning for id_ in t.evidence),
        *(scenarios.evidence if scenarios else ()),
    }  # fmt: skip
    evidence = _evidence(ledger, shown, named)
    snapshots = tuple(s for s in ledger.snapshots() if s.sha256 in {e.snapshot for e in evidence.values()})
    sources = tuple(r.source for r in SOURCES if r.source.name in {s.source for s in snapshots})
    return Study(
        actors=actors,
        names=(label(actors[0]), label(actors[1])),
        third_parties=tuple((code, label(code)) for code in thirds),
        as_of=as_of,
        made_on=made_on,
        case=case,
        by_year=by_year,
        whole=whole,
        partners=frames,
        events=events,
        phases=phases,
        disagreements=disagreements,
        turning_points=turning,
        triads=triads,
        scenarios=scenarios,
        claims=claims,
        evidence=evidence,
        snapshots=snapshots,
        sources=sources,
        manifest=_manifest(actors, as_of, evidence, snapshots, judgements),
    )


def _bearing_on(
    events: tuple[EventGroup, ...], members: tuple[frozenset[str], frozenset[str]]
) -> tuple[EventGroup, ...]:
    """Events between the two, and those of third states that a source marks as bearing on them."""
    return tuple(
        e
        for e in events
        if not e.third_party
        or e.lead.detail("third_party")
        or (set(e.lead.actors) & members[0] and set(e.lead.actors) & members[1])
    )


def _claims(ledger: Ledger, documents: Sequence[str], as_of: date) -> list[Statement]:
    rows = ledger.statements(properties=CLAIMS, as_of=as_of)
    claims = [Statement.from_row(row) for row in rows.iter_rows(named=True)]
    read = ledger.statements(sources=["document"])
    claims += [
        Statement.from_row(row)
        for row in read.filter(pl.col("snapshot").is_in(list(documents))).iter_rows(named=True)
    ]
    return claims


def _turning(by_year: Mapping[str, pl.DataFrame]) -> tuple[TurningPoint, ...]:
    found: list[TurningPoint] = []
    for name, basis in TURNING:
        frame = by_year.get(name)
        if frame is None:
            continue
        rows = frame.filter(pl.col("basis").str.starts_with(basis))
        if not rows.is_empty():
            found += [point for one in search_measure(rows, seed=0) for point in one.points]
    return tuple(sorted(found, key=lambda t: (t.measure, t.actors, str(t.date))))


def _projects(ledger: Ledger, members: tuple[frozenset[str], frozenset[str]], as_of: date) -> list[Statement]:
    rows = ledger.statements(sources=["gem_pipelines"], actors=members[0] | members[1], as_of=as_of)
    pairs: dict[str, set[str]] = {}
    held = [Statement.from_row(row) for row in rows.iter_rows(named=True)]
    for s in held:
        pairs.setdefault(s.object or "", set()).update(s.actors)
    return [s for s in held if pairs[s.object or ""] & members[0] and pairs[s.object or ""] & members[1]]


def _phases(ledger: Ledger, case: Case | None, as_of: date) -> tuple[Phase, ...]:
    """The case's phases as far as all that they stand on was known; one that had not ended has no end."""
    raw = case.read_yaml(case.phases) if case else None
    found = []
    for entry in raw or []:
        evidence = _statements(ledger, entry["evidence"], case, "phases")
        landmarks = _statements(ledger, entry.get("landmarks", []), case, "phases")
        end = _day(entry["end"]) if entry.get("end") else None
        if _day(entry["start"]) <= as_of and _known(evidence, as_of):
            found.append(
                Phase(
                    start=_day(entry["start"]),
                    end=end if end is None or end <= as_of else None,
                    title=entry["title"],
                    summary=" ".join(entry["summary"].split()),
                    evidence=evidence,
                    landmarks=tuple(s for s in landmarks if _known([s], as_of)),
                )
            )
    return tuple(found)


def _disagreements(ledger: Ledger, case: Case | None, as_of: date) -> tuple[Disagreement, ...]:
    """The case's disagreements of which every version was known."""
    raw = case.read_yaml(case.disagreements) if case else None
    found = [
        Disagreement(
            topic=entry["topic"],
            text=" ".join(entry["text"].split()),
            versions=tuple(_statements(ledger, ids, case, "disagreements") for ids in entry["versions"]),
        )
        for entry in raw or []
    ]
    return tuple(d for d in found if all(_known(version, as_of) for version in d.versions))


def _scenarios(ledger: Ledger, case: Case, as_of: date) -> CaseScenarios | None:
    """The case's scenarios; None while one of the judgements in them was not yet made."""
    found = case_scenarios(case, ledger=ledger, as_of=as_of)
    if found is None:
        return None
    made = [j.made_on for j in found.found.model.judgements]
    made += [found.joint.declared.made_on] if found.joint else []
    made += [found.wild_card.made_on] if found.wild_card else []
    return None if any(day and day > as_of for day in made) else found


def _known(statements: Iterable[Statement], as_of: date) -> bool:
    return all(s.known_from is None or s.known_from <= as_of for s in statements)


def _statements(ledger: Ledger, ids: Iterable[str], case: Case | None, part: str) -> tuple[Statement, ...]:
    try:
        wanted = list(ids)
        rows = {row["statement_id"]: row for row in ledger.by_ids(wanted).iter_rows(named=True)}
        return tuple(Statement.from_row(rows[id_]) for id_ in wanted)
    except LedgerError as error:
        raise CaseError(
            error.what, where=f"{case.folder if case else ''} ({part})", todo="Mend the id"
        ) from error


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _ids(frames: Iterable[pl.DataFrame]) -> set[str]:
    return {id_ for frame in frames for ids in frame["evidence"].to_list() for id_ in ids}


def _evidence(ledger: Ledger, shown: Iterable[Statement], named: set[str]) -> dict[str, Statement]:
    held = {s.statement_id: s for s in shown}
    missing = sorted(named - set(held))
    rows = ledger.by_ids(missing)
    held |= {row["statement_id"]: Statement.from_row(row) for row in rows.iter_rows(named=True)}
    return dict(sorted(held.items()))


def _manifest(
    actors: tuple[str, str],
    as_of: date,
    evidence: Mapping[str, Statement],
    snapshots: Iterable[object],
    judgements: Sequence[Judgement],
) -> dict[str, object]:
    digest = hashlib.sha256("\n".join([*evidence, *sorted(j.judgement_id for j in judgements)]).encode())
    packages = ("detente", "duckdb", "polars", "numpy", "scipy", "vl-convert-python")
    return {
        "actors": list(actors),
        "as_of": as_of.isoformat(),
        "evidence_sha256": digest.hexdigest(),
        "statements": len(evidence),
        "snapshots": {getattr(s, "file"): getattr(s, "sha256") for s in snapshots},  # noqa: B009
        "versions": {name: metadata.version(name) for name in packages}
        | {"python": platform.python_version()},
        "seed": 0,
    }
