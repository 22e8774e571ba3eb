"""A dated decision of a person, with its reason. It never rewrites what a source said."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

JudgementKind = Literal[
    "accept", "reject", "correct", "withdraw", "same_event", "different_event", "bears_on", "cross_impact"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Who decided what about which statements, on which day, and why.

    `kind`: accept, reject or correct one statement (correct: the second subject stands in the place of the first,
    `value` is JSON of what was changed); withdraw the verdict on one, which is then open again; same_event or
    different_event of several; bears_on (the statements stand for or against a claim: `value` is supported,
    consistent, in_tension or contradicted); cross_impact (`value` holds the judgement of a scenario model).
    `replaces`: id of the judgement in whose place this one stands; None where it is the first.
    """

    kind: JudgementKind
    subjects: tuple[str, ...]
    value: str | None
    reason: str
    made_by: str
    made_on: date
    replaces: str | None = None

    @property
    def judgement_id(self) -> str:
        """Id: "ju-" and 20 hex digits of the sha256 of all its fields.

        `replaces` enters only where there is one, so that older ids stay as they are.
        """
        fields = {
            name: value for name, value in self.record_without_id().items() if name != "replaces" or value
        }
        raw = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return "ju-" + hashlib.sha256(raw.encode()).hexdigest()[:20]

    def record_without_id(self) -> dict[str, Any]:
        """All fields as JSON values."""
        return {
            "kind": self.kind,
            "subjects": list(self.subjects),
            "value": self.value,
            "reason": self.reason,
            "made_by": self.made_by,
            "made_on": self.made_on.isoformat(),
            "replaces": self.replaces,
        }

    def record(self) -> dict[str, Any]:
        """One line of judgements.jsonl."""
        return {"judgement_id": self.judgement_id} | self.record_without_id()
