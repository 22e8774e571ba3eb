"""Why each variant of a scenario holds: what pushes for it, what against, and what would overturn it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from detente.scenarios.model import CrossImpact, CrossImpactModel, Ints, impact_scores

USUAL_SCALE: Final = 3
"""Judgements run from -3 to +3 unless the matrix itself goes further."""


@dataclass(frozen=True, slots=True)
class Push:
    """One impact of the scenario on a driver; `judgement` is None where the file gives no reason."""

    source: str
    target: str
    value: int
    judgement: CrossImpact | None

    def record(self) -> dict[str, Any]:
        """JSON form."""
        record: dict[str, Any] = {"from": self.source, "to": self.target, "value": self.value}
        if self.judgement:
            record |= {"reason": self.judgement.reason, "evidence": list(self.judgement.evidence)}
        return record


@dataclass(frozen=True, slots=True)
class Flip:
    """A change of one judgement, within the scale, that lets `rival` outscore the chosen variant."""

    push: Push
    new_value: int
    rival: str

    @property
    def size(self) -> int:
        """By how much the judgement must change."""
        return abs(self.new_value - self.push.value)

    def record(self) -> dict[str, Any]:
        """JSON form."""
        return self.push.record() | {"new_value": self.new_value, "size": self.size, "rival": self.rival}


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why one driver stands where it stands.

    `scores`: impact score of each variant, in order; `margin`: chosen minus best rival, None without rivals
    (0: a tie, negative: inconsistent); `pushes_for`: impacts that raise the chosen variant or lower a rival,
    `pushes_against`: the opposite, both strongest first; `flips`: smallest change first.
    """

    driver: str
    chosen: str
    scores: tuple[int, ...]
    margin: int | None
    pushes_for: tuple[Push, ...]
    pushes_against: tuple[Push, ...]
    flips: tuple[Flip, ...]

    def record(self) -> dict[str, Any]:
        """JSON form."""
        return {
            "driver": self.driver,
            "chosen": self.chosen,
            "scores": list(self.scores),
            "margin": self.margin,
            "for": [push.record() for push in self.pushes_for],
            "against": [push.record() for push in self.pushes_against],
            "flips": [flip.record() for flip in self.flips],
        }


def why(model: CrossImpactModel, states: Sequence[int]) -> list[Why]:
    """One explanation for each driver of a scenario given as 0-based variants."""
    scores = impact_scores(model, states)
    scale = max(USUAL_SCALE, int(abs(model.matrix).max()))
    return [_explain(model, states, driver, scores, scale) for driver in range(len(states))]


def _explain(model: CrossImpactModel, states: Sequence[int], driver: int, scores: Ints, scale: int) -> Why:
    start, end = model.offsets[driver], model.offsets[driver + 1]
    chosen = start + int(states[driver])
    rivals = [column for column in range(start, end) if column != chosen]
    pushes = _pushes(model, states, start, end)
    favours = {push: (push.value > 0) == (push.target == model.addresses[chosen]) for push in pushes}
    ordered = sorted(pushes, key=lambda push: -abs(push.value))
    return Why(
        driver=model.drivers[driver].id, chosen=model.addresses[chosen],
        scores=tuple(int(score) for score in scores[start:end]),
        margin=int(scores[chosen] - max(scores[rivals])) if rivals else None,
        pushes_for=tuple(push for push in ordered if favours[push]),
        pushes_against=tuple(push for push in ordered if not favours[push]),
        flips=_flips(model, pushes, chosen, rivals, scores, scale),
    )  # fmt: skip


def _pushes(model: CrossImpactModel, states: Sequence[int], start: int, end: int) -> list[Push]:
    """The non-zero impacts of the scenario's variants on the columns of one driver."""
    names = model.addresses
    return [
        Push(names[row], names[column], value, model.by_cell.get((names[row], names[column])))
        for row in model.columns(states).tolist()
        for column in range(start, end)
        if (value := int(model.matrix[row, column]))
    ]


def _flips(
    model: CrossImpactModel, pushes: list[Push], chosen: int, rivals: list[int], scores: Ints, scale: int
) -> tuple[Flip, ...]:
    """Every judgement that alone could overturn the choice, with its least change."""
    flips: dict[Push, Flip] = {}
    for rival in rivals:
        needed = int(scores[chosen] - scores[rival]) + 1
        if needed <= 0:
            continue
        for push in pushes:
            change = {model.addresses[chosen]: -needed, model.addresses[rival]: needed}.get(push.target)
            if change is None or abs(push.value + change) > scale:
                continue
            flip = Flip(push, push.value + change, model.addresses[rival])
            if push not in flips or flip.size < flips[push].size:
                flips[push] = flip
    return tuple(sorted(flips.values(), key=lambda flip: (flip.size, flip.push.source, flip.push.target)))
