"""The wild card: a story of low probability and high impact that no consistent scenario holds, declared with reasons.

Some drivers are held as the declaration says; of the scenarios in which all others hold together with them, the one
with the highest total impact score is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from detente.errors import CaseError
from detente.scenarios.consistent import consistent_set
from detente.scenarios.files_yaml import TOP
from detente.scenarios.model import CrossImpactModel
from detente.scenarios.scenario import Scenario, scenarios
from detente.scenarios.yaml_nodes import Nodes, composed

FIELDS: Final = ("fix", "reason", "evidence", "made_by", "made_on")
ROLE: Final = "wild card"


@dataclass(frozen=True, slots=True, kw_only=True)
class WildCard:
    """`fixed`: driver place to 0-based variant."""

    fixed: Mapping[int, int]
    reason: str
    evidence: tuple[str, ...]
    made_by: str
    made_on: date | None


def load_wild_card(text: str, name: str, model: CrossImpactModel) -> WildCard | None:
    """The block `wild_card` of a model's YAML; None when it has none. Raises CaseError with the line."""
    nodes = Nodes(name, lenient=False)
    block = nodes.mapping(composed(text, name), TOP, ()).get("wild_card")
    if block is None:
        return None
    fields = nodes.mapping(block, FIELDS, FIELDS)
    drivers = {driver.id: place for place, driver in enumerate(model.drivers)}
    fix = nodes.mapping(fields["fix"], tuple(drivers), ())
    fixed = {}
    for driver, node in fix.items():
        variants = [v.id for v in model.drivers[drivers[driver]].variants]
        if (variant := nodes.text(node)) not in variants:
            nodes.refuse(node, f"{driver} has no variant {variant!r}", f"Known: {', '.join(variants)}")
        fixed[drivers[driver]] = variants.index(variant)
    if not fixed:
        nodes.refuse(block, "a wild card holds at least one driver")
    return WildCard(
        fixed=fixed, reason=nodes.text(fields["reason"]),
        evidence=tuple(nodes.statement(one) for one in nodes.sequence(fields["evidence"])),
        made_by=nodes.text(fields["made_by"]), made_on=nodes.day(fields["made_on"]),
    )  # fmt: skip


def is_given(model: CrossImpactModel, card: WildCard) -> bool:
    """Whether a consistent scenario holds the card's variants anyway, so that it is no wild card."""
    every = consistent_set(model)
    return any(all(row[d] == v for d, v in card.fixed.items()) for row in every)


def wild_scenario(model: CrossImpactModel, card: WildCard) -> Scenario:
    """The wild card as a scenario. Raises CaseError when a consistent scenario holds it anyway, or none can."""
    if is_given(model, card):
        raise CaseError(
            "a consistent scenario holds the wild card", where=model.name,
            todo="Declare one that the judgements alone do not give",
        )  # fmt: skip
    found = scenarios(model, fixed=card.fixed).scenarios
    if not found:
        raise CaseError(
            "no scenario holds together with the wild card", where=model.name, todo="Hold fewer drivers"
        )
    return replace(found[0], role=ROLE)
