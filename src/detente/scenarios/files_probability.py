"""The optional block `probabilities` of a model's YAML: shares of variants, multipliers of pairs, with reasons."""

from __future__ import annotations

from typing import Final

import yaml

from detente.scenarios.files_yaml import TOP
from detente.scenarios.ledger_shares import FromForecast, FromRecord, Origin
from detente.scenarios.model import CrossImpactModel
from detente.scenarios.probability import Declared, Multiplier, Share
from detente.scenarios.yaml_nodes import Nodes, composed

BLOCK: Final = ("made_by", "made_on", "reason", "shares", "multipliers")
SHARE: Final = ("driver", "reason", "shares", "from_record", "from_forecast", "evidence")
GIVEN: Final = SHARE[2:5]
"""A driver's shares are given, or read from the record, or taken from a forecast."""
FROM_RECORD: Final = ("since", "add")
FROM_FORECAST: Final = ("file", "event_class", "days", "variant", "rest")
MOST_ADDED: Final = 100.0
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
    variants = {driver.id: driver.variants for driver in model.drivers}
    known = {f"{s.driver}/{v.id}" for s in shares for v in variants[s.driver]}
    return Declared(
        shares=shares,
        multipliers=tuple(
            _multiplier(reader, node, model, known) for node in reader.sequence(fields.get("multipliers"))
        ),
        made_by=reader.text(fields.get("made_by")), made_on=reader.day(fields.get("made_on")),
        reason=reader.text(fields.get("reason")),
    )  # fmt: skip


def _share(reader: Nodes, node: yaml.Node, model: CrossImpactModel) -> Share:
    fields = reader.mapping(node, SHARE, SHARE[:1] if reader.lenient else SHARE[:2])
    variants = {driver.id: [v.id for v in driver.variants] for driver in model.drivers}
    driver = reader.text(fields["driver"])
    if driver not in variants:
        reader.refuse(fields["driver"], f"no driver {driver!r}", f"Known: {', '.join(variants)}")
    ways = [name for name in GIVEN if name in fields]
    if len(ways) != 1:
        reader.refuse(
            node,
            "no shares" if not ways else f"{' and '.join(ways)} at once",
            f"Give one of {', '.join(GIVEN)}",
        )
    known, shares, origin = tuple(variants[driver]), dict[str, float](), None
    if ways == ["shares"]:
        given = reader.mapping(fields["shares"], known, known)
        shares = {v: reader.number(given[v], 0, 1) for v in known}
    elif ways == ["from_record"]:
        origin = _from_record(reader, fields["from_record"])
    else:
        origin = _from_forecast(reader, fields["from_forecast"], known)
    return Share(
        driver=driver, shares=shares, reason=reader.text(fields.get("reason")), origin=origin,
        evidence=tuple(reader.statement(one) for one in reader.sequence(fields.get("evidence"))),
    )  # fmt: skip


def _from_record(reader: Nodes, node: yaml.Node) -> Origin:
    fields = reader.mapping(node, FROM_RECORD, FROM_RECORD)
    since = reader.day(fields["since"])
    if since is None:
        reader.refuse(node, "no since")
    return FromRecord(since, reader.number(fields["add"], 0, MOST_ADDED))


def _from_forecast(reader: Nodes, node: yaml.Node, known: tuple[str, ...]) -> Origin:
    fields = reader.mapping(node, FROM_FORECAST, FROM_FORECAST)
    if (variant := reader.text(fields["variant"])) not in known:
        reader.refuse(fields["variant"], f"no variant {variant!r}", f"Known: {', '.join(known)}")
    others = tuple(v for v in known if v != variant)
    rest = reader.mapping(fields["rest"], others, others)
    return FromForecast(
        file=reader.text(fields["file"]), event_class=reader.text(fields["event_class"]),
        days=reader.whole(fields["days"], 1, 36_600), variant=variant,
        rest={v: reader.number(rest[v], 0, 1) for v in others},
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
