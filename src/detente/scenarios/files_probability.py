"""The optional block `probabilities` of a model's YAML: shares of variants, multipliers of pairs, with reasons."""

from __future__ import annotations

from typing import Final

import yaml

from detente.scenarios.files_yaml import TOP
from detente.scenarios.model import CrossImpactModel
from detente.scenarios.probability import Declared, Multiplier, Share
from detente.scenarios.yaml_nodes import Nodes, composed

BLOCK: Final = ("made_by", "made_on", "reason", "shares", "multipliers")
SHARE: Final = ("driver", "shares", "reason", "evidence")
MULTIPLIER: Final = ("if", "then", "times", "reason", "evidence")
MOST_TIMES: Final = 100.0


def load_probabilities(
    text: str, name: str, model: CrossImpactModel, *, allow_unreasoned: bool = False
) -> Declared | None:
    """The declared probability model of a YAML text; None when it has no such block.

    Raises CaseError, with the line, for unknown drivers and variants, a driver given twice or without all of its
    variants, numbers out of range, and shares or multipliers without a reason (`allow_unreasoned` lets them pass).
    """
    reader = Nodes(name, allow_unreasoned)
    block = reader.mapping(composed(text, name), TOP, ()).get("probabilities")
    if block is None:
        return None
    fields = reader.mapping(block, BLOCK, ("shares",) if allow_unreasoned else BLOCK[:4])
    shares = tuple(_share(reader, node, model) for node in reader.sequence(fields["shares"]))
    reader.distinct(fields["shares"], [share.driver for share in shares])
    known = {f"{s.driver}/{v}" for s in shares for v in s.shares}
    return Declared(
        shares=shares,
        multipliers=tuple(
            _multiplier(reader, node, model, known) for node in reader.sequence(fields.get("multipliers"))
        ),
        made_by=reader.text(fields.get("made_by")), made_on=reader.day(fields.get("made_on")),
        reason=reader.text(fields.get("reason")),
    )  # fmt: skip


def _share(reader: Nodes, node: yaml.Node, model: CrossImpactModel) -> Share:
    fields = reader.mapping(node, SHARE, SHARE[:2] if reader.lenient else SHARE[:3])
    variants = {driver.id: [v.id for v in driver.variants] for driver in model.drivers}
    driver = reader.text(fields["driver"])
    if driver not in variants:
        reader.refuse(fields["driver"], f"no driver {driver!r}", f"Known: {', '.join(variants)}")
    given = reader.mapping(fields["shares"], tuple(variants[driver]), tuple(variants[driver]))
    return Share(
        driver=driver, shares={v: reader.number(given[v], 0, 1) for v in variants[driver]},
        reason=reader.text(fields.get("reason")),
        evidence=tuple(reader.statement(one) for one in reader.sequence(fields.get("evidence"))),
    )  # fmt: skip


def _multiplier(reader: Nodes, node: yaml.Node, model: CrossImpactModel, known: set[str]) -> Multiplier:
    fields = reader.mapping(node, MULTIPLIER, MULTIPLIER[:3] if reader.lenient else MULTIPLIER[:4])
    places = {address: place for place, address in enumerate(model.addresses)}
    first, second = reader.address(fields["if"], places), reader.address(fields["then"], places)
    for address in (first, second):
        if address not in known:
            reader.refuse(node, f"{address} has no share", "Declare the shares of its driver")
    if first.split("/")[0] == second.split("/")[0]:
        reader.refuse(node, f"{first} and {second} exclude each other", "Name two drivers")
    return Multiplier(
        first=first, second=second, times=reader.number(fields["times"], 0, MOST_TIMES),
        reason=reader.text(fields.get("reason")),
        evidence=tuple(reader.statement(one) for one in reader.sequence(fields.get("evidence"))),
    )  # fmt: skip
