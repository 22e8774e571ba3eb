"""What each statement behind a model's judgements says for and against each scenario: entries of an evidence matrix.

Nothing is judged anew: a statement bears on a scenario through the judgements that stand on it and are in play there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from detente.scenarios.evidence_matrix import Bearing, Entry
from detente.scenarios.model import CrossImpactModel
from detente.scenarios.scenario import Scenario
from detente.scenarios.why import Push

IDLE = "No judgement that stands on it is in play."


def bearings(model: CrossImpactModel, scenarios: Mapping[str, Scenario]) -> list[Entry]:
    """One entry for each statement of the model's judgements and each scenario (by label).

    A statement supports a scenario when the judgements on it push for its variants, is against it when they push
    against, both when they do both, and neutral when none of them is in play.
    """
    statements = tuple(dict.fromkeys(id_ for j in model.judgements for id_ in j.evidence))
    out = []
    for label, scenario in scenarios.items():
        pushed_for = _reasons([push for why in scenario.why for push in why.pushes_for])
        against = _reasons([push for why in scenario.why for push in why.pushes_against])
        for statement in statements:
            reasons = dict.fromkeys([*pushed_for.get(statement, ()), *against.get(statement, ())])
            out.append(
                Entry(
                    statement=statement, scenario=label, reason=" ".join(reasons) or IDLE,
                    bearing=_bearing(statement in pushed_for, statement in against),
                )
            )  # fmt: skip
    return out


def _bearing(supports: bool, against: bool) -> Bearing:
    if supports:
        return "both" if against else "supports"
    return "against" if against else "neutral"


def _reasons(pushes: Sequence[Push]) -> dict[str, list[str]]:
    """The reasons of judgements by the statements that they stand on."""
    found: dict[str, list[str]] = {}
    for statement, reason in _pairs(pushes):
        found.setdefault(statement, []).append(reason)
    return found


def _pairs(pushes: Sequence[Push]) -> Iterator[tuple[str, str]]:
    for push in pushes:
        if push.judgement:
            yield from ((id_, push.judgement.reason) for id_ in push.judgement.evidence)
