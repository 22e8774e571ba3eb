"""Which verdict on a statement stands: the ledger's view `standing_verdicts`, for judgements in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from detente.model.judgement import Judgement

VERDICTS = ("accept", "reject", "correct", "withdraw")


def standing_verdicts(judgements: Iterable[Judgement]) -> Mapping[str, Judgement]:
    """For each statement judged, the last verdict that no other replaces, by day and then by place in the list.

    A correction is a verdict on its first subject. A verdict that was withdrawn has the withdrawal in its place.
    """
    made = [j for j in judgements if j.kind in VERDICTS]
    replaced = {j.replaces for j in made if j.replaces is not None}
    found: dict[str, Judgement] = {}
    for judgement in sorted(made, key=lambda j: j.made_on):
        if judgement.judgement_id not in replaced:
            judged = judgement.subjects[:1] if judgement.kind == "correct" else judgement.subjects
            found |= dict.fromkeys(judged, judgement)
    return found
