"""Whether a deed happened, is under way, is planned, is denied: from auxiliaries, openers and cue words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from detente.model.vocabulary import Status
from detente.read.items import Item
from detente.read.lexicon import Frame, Lexicon
from detente.read.parse import Clause

_HYPOTHETICAL_MODALS: Final = frozenset(
    {"could", "may", "might", "can", "should", "must", "couldn't", "cannot", "can't"}
)
_FUTURE: Final = frozenset({"will", "shall", "won't", "'ll"})
_CONDITIONAL: Final = frozenset({"if", "unless", "whether"})
_PLANNED_WORDS: Final = frozenset(
    [
        "planned",
        "proposed",
        "scheduled",
        "upcoming",
        "forthcoming",
        "prospective",
        "future",
        "potential",
        "possible",
        "eventual",
    ]
)
_CANCELLED_WORDS: Final = frozenset(["cancelled", "canceled", "postponed", "aborted"])


def status_of(
    clause: Clause, clauses: Sequence[Clause], frame: Frame, lexicon: Lexicon, reported: bool
) -> Status:
    """The status of the deed that a clause tells."""
    group = clause.group
    hosts = _hosts(clause, clauses)
    if frame.only_negated and clause.opener not in _CONDITIONAL:
        return "occurred"
    if group.negated or any(
        (h.group.negated and h.kind != "finite") or (h.group.negated and _carries(h, lexicon)) for h in hosts
    ):
        return "negated"
    if clause.kind == "gerund" and clause.opener == "without":
        return "negated"
    controls = [lexicon.controls[w] for w in clause.controllers if w in lexicon.controls]
    if any(c.status == "negated" for c in controls):
        return "negated"
    opener = clause.opener or (hosts[-1].opener if hosts and clause.kind != "finite" else "")
    modal = group.modal or next((h.group.modal for h in hosts if h.group.modal), "")
    if opener in _CONDITIONAL or modal in _HYPOTHETICAL_MODALS:
        return "hypothetical"
    if any(c.status == "hypothetical" or c.stance for c in controls):
        return "hypothetical"
    if frame.status == "negotiating":
        return "negotiating"
    if modal in ("would", "wouldn't"):
        return "planned" if reported else "hypothetical"
    if modal in _FUTURE or any(c.status == "planned" for c in controls):
        return "planned"
    if frame.status is not None:
        return frame.status
    if group.progressive or any(c.status == "ongoing" for c in controls) or any(_lasts(h) for h in hosts):
        return "ongoing"
    present = clause.kind == "finite" and not group.past and not group.perfect and not group.passive
    return "ongoing" if present else "occurred"


def _lasts(host: Clause) -> bool:
    """A verb under way, or a present "is" ("work is in progress to build ...")."""
    return host.group.progressive or (host.verb == "be" and host.kind == "finite" and not host.group.past)


def _hosts(clause: Clause, clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses that an infinitive or gerund hangs on, nearest first, up to the finite one."""
    found: list[Clause] = []
    while clause.kind not in ("finite", "reduced") and clause.parent is not None:
        clause = clauses[clause.parent]
        found.append(clause)
    return found


def _carries(host: Clause, lexicon: Lexicon) -> bool:
    """Whether a negated verb negates what hangs on it ("did not agree to sell")."""
    return host.verb in lexicon.controls


def nominal_status(items: Sequence[Item], at: int, first: int, governing: Status) -> Status:
    """The status of a deed told as a noun: words in front of it, else that of the verb it hangs on."""
    words = {w for item in items[max(first, at - 4) : at] for w in item.words}
    if words & _CANCELLED_WORDS:
        return "cancelled"
    if words & _PLANNED_WORDS:
        return "planned"
    return governing
