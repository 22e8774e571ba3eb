"""A scenario told in sentences that the model's own reasons make: nothing in them is free prose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from detente.scenarios.model import CrossImpact, CrossImpactModel
from detente.scenarios.why import Push, Why
from detente.scenarios.wording import inside, spoken

MOST_PUSHES: Final = 3
"""Impacts that one sentence names; `why` has them all."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence and the statements that it stands on."""

    text: str
    evidence: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """JSON form."""
        return {"text": self.text, "evidence": list(self.evidence)}


def because(model: CrossImpactModel, why: Why) -> Told:
    """Why a driver stands where it stands: what holds it most and, where there is something, what speaks against."""
    chosen = spoken(model, why.chosen)
    if not why.pushes_for:
        return Told(f"{chosen}: nothing in this story pushes it; it stands by itself.", ())
    best = why.pushes_for[0].judgement
    if best is None or not best.reason:
        return Told(_unreasoned(model, why), ())
    evidence = list(best.evidence)
    text = f"{chosen}, because {inside(best.reason, model.names)}"
    if why.pushes_against and (against := why.pushes_against[0].judgement) and against.reason:
        text = f"{text.rstrip('.')}; against it: {inside(against.reason, model.names)}"
        evidence += against.evidence
    return Told(text.rstrip(".") + ".", tuple(dict.fromkeys(evidence)))


def _unreasoned(model: CrossImpactModel, why: Why) -> str:
    """Which impacts hold a driver, and which speak against, in a file that gives no reason for them."""
    text = f"{spoken(model, why.chosen)}, held by {_pushes(model, why, why.pushes_for)}"
    if why.pushes_against:
        text += f"; against it: {_pushes(model, why, why.pushes_against)}"
    return f"{text}; the file gives no reason."


def _pushes(model: CrossImpactModel, why: Why, pushes: Sequence[Push]) -> str:
    said = []
    for push in pushes[:MOST_PUSHES]:
        onto = "" if push.target == why.chosen else f" on {spoken(model, push.target)}"
        said.append(f"{spoken(model, push.source)} ({push.value:+d}{onto})")
    more = len(pushes) - len(said)
    return ", ".join(said) + (f" and {more} more" if more else "")


def narrative(model: CrossImpactModel, whys: Sequence[Why], today: Sequence[int] | None) -> list[Told]:
    """The story: first what moves from today's reading (1-based variants), the best supported first, then the rest."""

    def order(place: int) -> tuple[bool, int]:
        stays = (
            today is not None and model.column(whys[place].chosen) - model.offsets[place] + 1 == today[place]
        )
        strength = sum(abs(push.value) for push in whys[place].pushes_for)
        return stays, -strength

    return [because(model, whys[place]) for place in sorted(range(len(whys)), key=order)]


def implications(model: CrossImpactModel, variants: Sequence[int], today: Sequence[int] | None) -> list[Told]:
    """What the scenario's moves (1-based variants; all of them without a today) do to the rest of it.

    For each driver that moves, its strongest judgement on a variant of the scenario, or on a rival it holds down.
    """
    out = []
    for driver, variant in enumerate(variants):
        if today is not None and today[driver] == variant:
            continue
        source = model.addresses[model.offsets[driver] + variant - 1]
        if found := max(_helped(model, source, variants), key=lambda j: abs(j.value), default=None):
            verb = "promotes" if found.value > 0 else "holds back"
            text = f"{spoken(model, source)} {verb} {spoken(model, found.target)}: {inside(found.reason, model.names)}"
            out.append(Told(text.rstrip(".") + ".", found.evidence))
    return out


def _helped(model: CrossImpactModel, source: str, variants: Sequence[int]) -> Iterator[CrossImpact]:
    """Judgements of one variant that raise a chosen variant, or lower a rival of one."""
    chosen = {model.addresses[o + v - 1] for o, v in zip(model.offsets, variants, strict=False)}
    for judgement in model.judgements:
        helps = (judgement.value > 0) == (judgement.target in chosen)
        if judgement.source == source and judgement.reason and judgement.value and helps:
            yield judgement
