"""The article's claims beside what the ledger has on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from detente.brief.cite import Sentence, interval_text, number_text, says
from detente.model.judgement import Judgement
from detente.model.statement import Statement
from detente.study.findings import ClaimView

WORDS: Final = {
    "supported": "supported",
    "consistent": "consistent",
    "in_tension": "in tension",
    "contradicted": "contradicted",
    None: "rows nearby",
}


@dataclass(frozen=True, slots=True)
class BearingShown:
    """What is said about a claim, and the rows it is said from."""

    verdict: str
    word: str
    sentence: Sentence
    rows: Sequence[Sentence]


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """A claim as the page shows it: in our words, in its own, and as it was read."""

    sentence: Sentence
    quote: Sentence | None
    coded: Sentence
    bearings: Sequence[BearingShown]


def claim_shown(view: ClaimView) -> ClaimShown:
    """One claim: its words when they may be shown, its coding, and what bears on it."""
    ids = (view.claim.statement_id,)
    return ClaimShown(
        sentence=Sentence(says(view.claim), ids),
        quote=Sentence(view.quote, ids) if view.quote else None,
        coded=Sentence(coded(view.claim) + reviewed(view.reviewed), ids),
        bearings=[_bearing(b.statements, b.judgement) for b in view.bearings],
    )


def coded(statement: Statement) -> str:
    """How the claim was read: kind, actors, realm, status, time, figure."""
    actors = " and ".join(statement.source_actors)
    if statement.target_actors:
        actors += f" to {' and '.join(statement.target_actors)}"
    parts = [
        statement.property.removeprefix("claim_"),
        actors,
        statement.event_type,
        statement.realm,
        statement.status,
    ]
    if statement.start:
        parts.append(interval_text(statement.start, statement.end, statement.precision))
    if statement.value is not None:
        bound = {"=": "", ">": "more than ", "<": "less than ", "~": "about "}[statement.bound or "="]
        parts.append(f"{bound}{number_text(statement.value)} {statement.unit}")
    return " · ".join(part for part in parts if part)


def reviewed(judgement: Judgement | None) -> str:
    """That a person stands for the reading; nothing where nobody does."""
    if judgement is None:
        return ""
    return f" · {'accepted' if judgement.kind == 'accept' else 'corrected'} in review by {judgement.made_by}"


def _bearing(statements: Sequence[Statement], judgement: Judgement | None) -> BearingShown:
    rows = [Sentence(f"{_when(s)}{says(s)}", (s.statement_id,)) for s in statements]
    ids = tuple(s.statement_id for s in statements)
    if judgement is None:
        text = "No one has judged this claim yet; these rows share its states, realm and time."
        return BearingShown("none", WORDS[None], Sentence(text, ()), rows)
    return BearingShown(str(judgement.value), WORDS[judgement.value], Sentence(judgement.reason, ids), rows)


def _when(statement: Statement) -> str:
    return (
        f"{interval_text(statement.start, statement.end, statement.precision)}: " if statement.start else ""
    )
