"""The page: what goes where, and the file on disk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from detente import __version__
from detente.brief import drawings
from detente.brief.cite import (
    Notes,
    Sentence,
    address,
    citation,
    number_text,
    period_text,
    place,
    says,
    shown,
)
from detente.brief.claims import claim_shown
from detente.brief.figure import csv_uri, frame_of
from detente.brief.glance import glance
from detente.brief.offline import prove_offline
from detente.brief.stories import stories
from detente.measures.registry import measure
from detente.model.finding import TurningPoint
from detente.model.statement import Statement
from detente.study.findings import EventGroup, Phase, Study

SIGN_WORDS: Final = {1: "positive", -1: "negative", 0: "neutral", None: "undetermined"}
LARGEST_BYTES: Final = 3_000_000
SHOWN_IDS: Final = 3
FEW_IDS: Final = 60
"""A note that stands on more statements than this (a year of roll calls) lists them in the downloads alone."""


@dataclass(frozen=True, slots=True)
class Written:
    """The file that was written."""

    path: Path
    size_bytes: int
    sha256: str


def write_brief(study: Study, path: Path) -> Written:
    """Render the study into one file, prove that it stands alone, and put it in place whole.

    Raises OutsideAddressError when the page would load anything, and ValueError for a figure without evidence.
    """
    html = render(study)
    prove_offline(html, path.name)
    data = html.encode("utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
    return Written(path, len(data), hashlib.sha256(data).hexdigest())


def render(study: Study) -> str:
    """The page's HTML."""
    notes = Notes(study.evidence)
    template = _environment().from_string(_asset("templates/brief.html.j2"))
    parts = _parts(study)
    # The body is rendered first, so that every note has its number before the notes are listed.
    template.render(**parts, notes=notes, note_list=[], evidence=[], evidence_uri="", notes_uri="")
    return template.render(**parts, notes=notes, **_notes_parts(study, notes))


def _environment() -> Environment:
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _asset(name: str) -> str:
    return resources.files("detente.brief").joinpath(name).read_text(encoding="utf-8")


def _parts(study: Study) -> dict[str, Any]:
    realms = [figure for figure in [drawings.realm_grid(study), *drawings.measure_figures(study)] if figure]
    third = [figure for figure in [drawings.partners(study)] if figure]
    title = study.case.title if study.case else f"{study.names[0]} and {study.names[1]}"
    parts: dict[str, Any] = {
        "study": study,
        "title": title,
        "question": study.case.question if study.case else "",
        "version": __version__,
        "css": Markup(_asset("assets/brief.css")),
        "number": number_text,
        "glance": glance(study),
        "timeline": drawings.timeline(study),
        "landmarks": [{"number": n, "sentence": s} for n, s, _ in drawings.landmarks(study)],
        "phases": [_phase(p) for p in study.phases],
        "realms": realms,
        "events": [_event(e) for e in study.events if not e.third_party],
        "turning": [_turn(t) for t in sorted(study.turning_points, key=lambda t: (t.p_value, t.measure))],
        "third": third,
        "triads": [_triad(study, t) for t in study.triads],
        "triad_heads": _triad_heads(study),
        "claims": [claim_shown(c) for c in study.claims],
        "claims_note": _claims_note(study),
        "disagreements": [_disagreement(d) for d in study.disagreements],
        "scenarios": stories(study.scenarios) if study.scenarios else None,
        "method": _asset("assets/method.txt").splitlines(),
        "sources": _sources(study),
        "cite_as": _cite_as(study, title),
        "manifest": json.dumps(study.manifest, indent=2, ensure_ascii=False),
    }
    return parts | {"contents": _contents(parts)}


def _contents(parts: Mapping[str, Any]) -> list[tuple[str, str]]:
    every = [
        ("glance", "At a glance", True),
        ("timeline", "Timeline", parts["timeline"]),
        ("realms", "Realms", parts["realms"]),
        ("events", "Events", parts["events"]),
        ("turning", "Turning points", True),
        ("third", "Third states", parts["third"] or parts["triads"]),
        ("claims", "The article’s claims", parts["claims"]),
        ("disagreements", "Disagreements", parts["disagreements"]),
        ("scenarios", "Scenarios", parts["scenarios"]),
        ("method", "Method and limits", True),
        ("sources", "Sources", True),
        ("notes", "Notes", True),
        ("cite", "Cite", True),
    ]
    return [(id_, name) for id_, name, there in every if there]


def _phase(phase: Phase) -> dict[str, Sentence]:
    ids = tuple(s.statement_id for s in phase.evidence)
    last = phase.end.year if phase.end else "now"
    years = str(phase.start.year) if last == phase.start.year else f"{phase.start.year}–{last}"
    return {"title": Sentence(f"{phase.title}, {years}", ids), "summary": Sentence(phase.summary, ids)}


def _event(event: EventGroup) -> dict[str, Any]:
    lead = event.lead
    return {
        "when": period_text(lead) if lead.start else "",
        "sentence": Sentence(says(lead), tuple(s.statement_id for s in event.statements)),
        "realm": lead.realm,
        "kind": f"{(lead.event_type or '').lower()}, {lead.status}",
        "standing": lead.standing,
        "unconfirmed": event.unconfirmed,
        "rows": len(event.statements),
        "reason": event.reason,
    }


def _turn(point: TurningPoint) -> dict[str, Any]:
    name = measure(point.measure).title
    arrow = f", {point.actors[0]} to {point.actors[1]}" if measure(point.measure).directed else ""
    return {
        "name": name + arrow,
        "basis": f"{point.basis}; {point.unit}",
        "date": point.date,
        "date_low": point.date_low,
        "date_high": point.date_high,
        "before": point.before,
        "after": point.after,
        "p_value": point.p_value,
        "evidence": point.evidence,
    }


def _triad_heads(study: Study) -> list[str]:
    if not study.triads:
        return []
    a, b = study.actors
    return [f"{a}–{b}", f"{a}–third", f"{b}–third"]


def _triad(study: Study, triad: Any) -> dict[str, Any]:
    return {
        "third": dict(study.third_parties)[triad.third],
        "window": f"{triad.window[0].year}–{triad.window[1].year}",
        "sides": [{"word": SIGN_WORDS[side.sign]} for side in triad.sides],
        "verdict": triad.verdict,
        "evidence": triad.evidence,
    }


def _claims_note(study: Study) -> str:
    if not study.claims:
        return ""
    if any(c.quote for c in study.claims):
        return "The article’s own words stand under each claim; what the ledger holds on it stands below."
    return (
        "Each claim is restated in our words; give the article with --article and its own words are shown too. "
        "What the ledger holds on a claim stands below it."
    )


def _disagreement(disagreement: Any) -> dict[str, Any]:
    ids = tuple(s.statement_id for version in disagreement.versions for s in version)
    return {
        "topic": Sentence(disagreement.topic, ids),
        "sentence": Sentence(disagreement.text, ids),
        "versions": [_version(version) for version in disagreement.versions],
    }


def _version(statements: Sequence[Statement]) -> Sentence:
    told = " ".join(f"{period_text(s)}: {says(s)}" if s.start else says(s) for s in statements)
    return Sentence(told, tuple(s.statement_id for s in statements))


def _sources(study: Study) -> list[dict[str, Any]]:
    return [
        {
            "title": source.title,
            "licence": source.licence,
            "citation": source.citation,
            "files": [s for s in study.snapshots if s.source == source.name],
        }
        for source in study.sources
    ]


def _cite_as(study: Study, title: str) -> str:
    return (
        f"{title}. Detente brief, version {__version__}, as of {study.as_of}, made {study.made_on}, evidence "
        f"sha256:{study.manifest['evidence_sha256']}."
    )


def _notes_parts(study: Study, notes: Notes) -> dict[str, Any]:
    sources = {s.name: s for s in study.sources}
    snapshots = {s.sha256: s for s in study.snapshots}
    used = sorted({id_ for note in notes.notes for id_ in note.ids})
    told_of = {
        i for n in notes.notes for i in (n.ids if len(n.ids) <= FEW_IDS else shown(n.ids, SHOWN_IDS)[0])
    }
    rows = [
        {
            "id": id_,
            "says": says(s),
            "when": period_text(s) if s.start else "",
            # A thousand roll calls cite one data set: the download names it, the sources section cites it.
            "citation": citation(s, sources, snapshots) if id_ in told_of else s.source,
            "place": place(s, snapshots),
            "address": address(s),
            "standing": s.standing,
            "note": s.note,
        }
        for id_, s in ((id_, study.evidence[id_]) for id_ in used)
    ]
    told = {row["id"]: row["says"] for row in rows}
    listed = []
    for note in notes.notes:
        first, more = shown(note.ids, SHOWN_IDS)
        listed.append(
            {"number": note.number, "shown": [{"id": i, "says": told[i]} for i in first], "more": more}
        )
    columns = ("id", "says", "when", "citation", "place", "address", "standing", "note")
    return {
        "note_list": listed,
        "evidence": [row for row in rows if row["id"] in told_of],
        "evidence_uri": csv_uri(frame_of([{c: row[c] for c in columns} for row in rows])),
        "notes_uri": csv_uri(
            frame_of([{"note": n.number, "statement_id": i} for n in notes.notes for i in n.ids])
        ),
    }
