"""A model as YAML that a person writes: strict, with a reason for every judgement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import yaml

from detente.model.vocabulary import REALMS
from detente.scenarios.model import CrossImpact, CrossImpactModel, Driver, Pair, Variant
from detente.scenarios.yaml_nodes import Nodes, composed

STRONGEST: Final = 3
STRONGEST_ELSEWHERE: Final = 20
"""Published matrices go to 6, standardised ones to 20."""

NEEDED: Final = ("focal_question", "horizon", "resolution_rule", "drivers", "judgements")
TOP: Final = (*NEEDED, "forbidden", "required", "probabilities", "wild_card")
"""The last two are read by `detente.scenarios.files_probability` and by the study of a case."""
FORBIDDEN: Final = ("variants", "reason")
REQUIRED: Final = ("if", "then", "reason")
DRIVER: Final = ("id", "name", "realm", "variants", "description")
VARIANT: Final = ("id", "name", "description")
JUDGEMENT: Final = ("from", "to", "value", "confidence", "reason", "evidence", "made_by", "made_on")


def load_yaml(text: str, name: str, *, allow_unreasoned: bool = False) -> CrossImpactModel:
    """The model of a YAML text; `name` is said in errors, with the line.

    Raises CaseError for anything the format does not have: unknown or repeated keys, ids that do not exist,
    values that are not whole numbers from -3 to 3, the same pair judged twice, and a judgement other than
    zero without reason, confidence, evidence, author and date. `allow_unreasoned` is for models from elsewhere:
    all but the drivers, their variants and the values can be missing, and values go to 20 either way.
    """
    return _Reader(name, allow_unreasoned).model(composed(text, name))


def dump_yaml(model: CrossImpactModel) -> str:
    """The model as YAML; every impact that is not zero stands in it, with its judgement where there is one."""
    judged = {(j.source, j.target) for j in model.judgements}
    bare = [
        CrossImpact(source=model.addresses[row], target=model.addresses[column], value=int(value))
        for (row, column), value in np.ndenumerate(model.matrix)
        if value and (model.addresses[row], model.addresses[column]) not in judged
    ]
    document = {
        "focal_question": model.focal_question,
        "horizon": model.horizon,
        "resolution_rule": model.resolution_rule,
        "drivers": [_driver(driver) for driver in model.drivers],
        "judgements": [_filled(judgement) for judgement in (*model.judgements, *bare)],
        "forbidden": [_said({"variants": [p.first, p.second]}, p) for p in model.forbidden],
        "required": [_said({"if": p.first, "then": p.second}, p) for p in model.required],
    }
    kept = {
        key: value for key, value in document.items() if value not in (None, "") and (value or key in NEEDED)
    }
    return yaml.safe_dump(kept, sort_keys=False, allow_unicode=True, width=100)


def _said(record: dict[str, Any], pair: Pair) -> dict[str, Any]:
    return record | ({"reason": pair.reason} if pair.reason else {})


def _driver(driver: Driver) -> dict[str, Any]:
    variants = [
        {"id": v.id, "name": v.name} | ({"description": v.description} if v.description else {})
        for v in driver.variants
    ]
    record: dict[str, Any] = {"id": driver.id, "name": driver.name}
    record |= {"realm": driver.realm} if driver.realm else {}
    record |= {"description": driver.description} if driver.description else {}
    return record | {"variants": variants}


def _filled(judgement: CrossImpact) -> dict[str, Any]:
    record = judgement.record() | {"made_on": judgement.made_on}
    return {key: record[key] for key in JUDGEMENT if record[key] not in (None, "", [])}


class _Reader(Nodes):
    """Takes the model's parts from the nodes."""

    def model(self, root: yaml.Node) -> CrossImpactModel:
        top = self.mapping(root, TOP, ("drivers",) if self.lenient else NEEDED)
        drivers = tuple(self.driver(node) for node in self.sequence(top["drivers"]))
        if not drivers:
            self.refuse(root, "a model needs drivers")
        self.distinct(top["drivers"], [driver.id for driver in drivers])
        addresses = [f"{driver.id}/{variant.id}" for driver in drivers for variant in driver.variants]
        places = {address: place for place, address in enumerate(addresses)}
        judgements = self.judgements(top.get("judgements"), places)
        matrix = np.zeros((len(places), len(places)), np.int64)
        for judgement in judgements:
            matrix[places[judgement.source], places[judgement.target]] = judgement.value
        return CrossImpactModel(
            name=self.name, drivers=drivers, matrix=matrix, judgements=judgements,
            focal_question=self.text(top.get("focal_question")), horizon=self.day(top.get("horizon")),
            resolution_rule=self.text(top.get("resolution_rule")),
            forbidden=tuple(self.forbidden(n, places) for n in self.sequence(top.get("forbidden"))),
            required=tuple(self.required(n, places) for n in self.sequence(top.get("required"))),
        )  # fmt: skip

    def forbidden(self, node: yaml.Node, places: Mapping[str, int]) -> Pair:
        fields = self.mapping(node, FORBIDDEN, FORBIDDEN[:1] if self.lenient else FORBIDDEN)
        two = self.sequence(fields["variants"])
        if len(two) != 2:
            self.refuse(node, f"{len(two)} variants", "Name the two that exclude each other")
        first, second = (self.address(one, places) for one in two)
        return Pair(first, second, self.text(fields.get("reason")))

    def required(self, node: yaml.Node, places: Mapping[str, int]) -> Pair:
        fields = self.mapping(node, REQUIRED, REQUIRED[:2] if self.lenient else REQUIRED)
        return Pair(
            self.address(fields["if"], places), self.address(fields["then"], places),
            self.text(fields.get("reason")),
        )  # fmt: skip

    def driver(self, node: yaml.Node) -> Driver:
        fields = self.mapping(node, DRIVER, ("id", "variants", *(() if self.lenient else ("name", "realm"))))
        realm = self.text(fields.get("realm")) or None
        if realm and realm not in REALMS:
            self.refuse(fields["realm"], f"no realm {realm!r}", f"Choose one of: {', '.join(REALMS)}")
        variants = tuple(self.variant(child) for child in self.sequence(fields["variants"]))
        if len(variants) < 2:
            self.refuse(node, "a driver needs at least two variants")
        self.distinct(fields["variants"], [variant.id for variant in variants])
        return Driver(
            self.id(fields["id"]), self.text(fields.get("name")), realm, variants,
            self.text(fields.get("description")),
        )  # fmt: skip

    def variant(self, node: yaml.Node) -> Variant:
        fields = self.mapping(node, VARIANT, ("id",) if self.lenient else ("id", "name"))
        name, description = self.text(fields.get("name")), self.text(fields.get("description"))
        return Variant(self.id(fields["id"]), name, description)

    def judgements(self, node: yaml.Node | None, places: Mapping[str, int]) -> tuple[CrossImpact, ...]:
        seen: dict[tuple[str, str], int] = {}
        out = []
        for child in self.sequence(node) if node else []:
            judgement = self.judgement(child, places)
            pair = (judgement.source, judgement.target)
            line = child.start_mark.line + 1
            if seen.setdefault(pair, line) != line:
                self.refuse(child, f"{pair[0]} to {pair[1]} is judged twice", f"See line {seen[pair]}")
            out.append(judgement)
        return tuple(out)

    def judgement(self, node: yaml.Node, places: Mapping[str, int]) -> CrossImpact:
        fields = self.mapping(node, JUDGEMENT, ("from", "to", "value"))
        strongest = STRONGEST_ELSEWHERE if self.lenient else STRONGEST
        value = self.whole(fields["value"], -strongest, strongest)
        if value and not self.lenient:
            for needed in ("reason", "confidence", "evidence", "made_by", "made_on"):
                if needed not in fields or fields[needed].value in ("", []):
                    self.refuse(node, f"a judgement of {value:+d} without {needed}", "Give it, or judge 0")
        confidence = fields.get("confidence")
        return CrossImpact(
            source=self.address(fields["from"], places), target=self.address(fields["to"], places), value=value,
            reason=self.text(fields.get("reason")),
            confidence=self.whole(confidence, 1, 5) if confidence else None,
            evidence=tuple(self.statement(one) for one in self.sequence(fields.get("evidence"))),
            made_by=self.text(fields.get("made_by")), made_on=self.day(fields.get("made_on")),
        )  # fmt: skip
