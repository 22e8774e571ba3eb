"""The document of `detente scenarios`: of the packaged case, a case folder, or a model file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from detente.errors import CaseError, UsageError
from detente.ledger.ledger import Ledger
from detente.scenarios.basins import LARGEST_SPACE, LARGEST_TABLE
from detente.scenarios.bearings import bearings
from detente.scenarios.differences import declared_differences, differences, same_drivers
from detente.scenarios.evidence_matrix import audit
from detente.scenarios.experts import panel
from detente.scenarios.files_evidence import load_evidence
from detente.scenarios.files_sl import read_sl
from detente.scenarios.leverage import driver_leverage, judgement_leverage
from detente.scenarios.model import CrossImpactModel
from detente.scenarios.narrative import implications, narrative
from detente.scenarios.published import beside_published
from detente.scenarios.scenario import Scenario, scenarios, with_likelihoods, with_robustness
from detente.scenarios.succession import Rule, trajectory
from detente.scenarios.what_if import Changed, changed, side_by_side
from detente.study.case import Case, load_case, packaged_case
from detente.study.findings import CaseScenarios
from detente.study.opening import default_ledger_path, open_case_ledger
from detente.study.scenarios import SHOWN, case_scenarios, file_joint, read_bytes, read_model
from detente.study.signposts import fit_of, signpost_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command is asked.

    `choose`: how many scenarios, None for the command's own choice; `every`: all consistent ones; `fix`, `values`,
    `without`: a what-if; `model`: a reader's model in place of the case's own; `beside`: other experts' models;
    `solutions`: a published list; `evidence`: the matrix of statements and scenarios, `matrix`: a reader's own;
    `every_start`: basins of spaces above ten million combinations too; `rule`: of succession; `as_of`: the day whose
    readings are shown.
    """

    as_of: date
    tolerance: int = 0
    choose: int | None = None
    every: bool = False
    fix: Sequence[str] = ()
    values: Sequence[str] = ()
    without: Sequence[str] = ()
    model: Path | None = None
    beside: Sequence[Path] = ()
    solutions: Path | None = None
    evidence: bool = False
    matrix: Path | None = None
    leverage: bool = False
    allow_unreasoned: bool = False
    every_start: bool = False
    rule: Rule = "global"
    draws: int = 1000
    seed: int = 0
    ledger: Path | None = None

    @property
    def what_if(self) -> bool:
        """Whether something is to be changed."""
        return bool(self.fix or self.values or self.without)

    @property
    def largest(self) -> int:
        """Combinations that are followed for basins."""
        return LARGEST_TABLE if self.every_start else LARGEST_SPACE


def scenario_document(path: Path | None, asked: Asked) -> dict[str, Any]:
    """Drivers and scenarios as JSON values; for a case with signposts, today's readings and the wild card.

    Raises CaseError or SourceError for files that do not hold together, UsageError for a what-if that names what
    is not there.
    """
    told = before = _told(path, asked)
    said: list[str] = []
    if asked.model is not None:
        told = _in_place(path, before.found.model, asked)
        said = list(_said_otherwise(before, told)) or ["nothing: the model says what the case's says"]
    change = Changed(model=told.found.model, fixed={}, said=(), dropped=())
    if asked.what_if:
        change = changed(told.found.model, fix=asked.fix, values=asked.values, without=asked.without)
        told = _after(told, change, asked)
    document = _document(told, asked)
    if asked.what_if or asked.model is not None:
        change = replace(change, said=(*said, *change.said))
        compared = side_by_side(before.found.model, change, tolerance=asked.tolerance)
        document["what_if"] = compared.record()
        earlier = {s.variants: s for s in before.found.scenarios}
        for record in document["scenarios"]:
            states = tuple(record["variants"])
            record["before"] = _before(earlier.get(states), states in compared.before)
    return document | _leverage(told.found.model, asked) | _held_beside(told, asked) | _evidence(told, asked)


def _document(told: CaseScenarios, asked: Asked) -> dict[str, Any]:
    model, document = told.found.model, told.found.record()
    today = told.today
    for scenario, record in zip(told.found.scenarios, document["scenarios"], strict=True):
        chosen = {why.chosen for why in scenario.why}
        record["signposts"] = [signpost_record(s) for s in told.signposts if s.variant in chosen]
        record["fit"] = fit_of(scenario, told.signposts).record() if told.signposts else None
        record["narrative"] = [t.record() for t in narrative(model, scenario.why, today)]
        record["implications"] = [t.record() for t in implications(model, scenario.variants, today)]
        record["today"] = _stays(scenario, today)
    later = sum(bool(j.made_on and j.made_on > asked.as_of) for j in model.judgements)
    return document | {
        "name": _short(model.name),
        "as_of": asked.as_of.isoformat(),
        "judged_later": later,
        "today": list(today) if today else None,
        "path": _path(model, today, asked.rule),
        "unread": told.unread or None,
        "probabilities": told.joint.record() if told.joint else None,
        "wild_card": _wild_card(told),
        "forbidden": [[p.first, p.second, p.reason] for p in model.forbidden],
        "required": [[p.first, p.second, p.reason] for p in model.required],
    }


def _before(scenario: Scenario | None, consistent: bool) -> dict[str, Any]:
    """What a scenario was before a change; figures only where it was among those shown."""
    if scenario is None:
        return {"consistent": consistent, "robustness": None, "likelihood": None}
    record = scenario.record()
    return {"consistent": consistent, "robustness": record["robustness"], "likelihood": record["likelihood"]}


def _path(model: CrossImpactModel, today: tuple[int, ...] | None, rule: Rule) -> list[list[int]] | None:
    """Where succession leads from today's reading: the scenarios passed until one comes back."""
    if today is None:
        return None
    passed = trajectory(model, tuple(v - 1 for v in today), rule)
    return [[v + 1 for v in states] for states in passed]


def _wild_card(told: CaseScenarios) -> dict[str, Any] | None:
    if told.wild_card is None:
        return None
    drivers = told.found.model.drivers
    return {
        "fix": {drivers[d].id: drivers[d].variants[v].id for d, v in told.wild_card.fixed.items()},
        "reason": told.wild_card.reason,
        "evidence": list(told.wild_card.evidence),
    }


def _stays(scenario: Scenario, today: tuple[int, ...] | None) -> list[bool] | None:
    """For each driver whether the scenario leaves it where today's reading has it."""
    return [a == b for a, b in zip(scenario.variants, today, strict=True)] if today else None


def _told(path: Path | None, asked: Asked) -> CaseScenarios:
    if path is not None and path.is_file():
        return _of_file(path, asked)
    return _of_case(packaged_case() if path is None else load_case(path), path, asked)


def _of_file(path: Path, asked: Asked) -> CaseScenarios:
    if asked.model is not None:
        raise UsageError(
            "stands in place of a case's model", where="--model", todo="Name a case folder, or none"
        )
    model = read_model(path, allow_unreasoned=asked.allow_unreasoned)
    joint, unread = file_joint(path, model, allow_unreasoned=asked.allow_unreasoned)
    found = with_robustness(_solved(model, asked), draws=asked.draws, seed=asked.seed)
    return CaseScenarios(
        found=with_likelihoods(found, joint) if joint else found, signposts=(), today=None, joint=joint,
        unread=unread,
    )  # fmt: skip


def _solved(model: CrossImpactModel, asked: Asked, fixed: dict[int, int] | None = None) -> Any:
    return scenarios(
        model, tolerance=asked.tolerance, choose=asked.choose, largest_space=asked.largest, fixed=fixed,
        rule=asked.rule,
    )  # fmt: skip


def _of_case(case: Case, path: Path | None, asked: Asked, *, authored: bool = True) -> CaseScenarios:
    if asked.allow_unreasoned:
        raise UsageError(
            "a case's judgements need their reasons", where="--allow-unreasoned", todo="Name a model file"
        )
    choose = None if asked.every or asked.tolerance else asked.choose or SHOWN
    told = case_scenarios(
        case, choose=choose, ledger=_ledger(case, path, asked), as_of=asked.as_of, draws=asked.draws,
        seed=asked.seed, largest_space=asked.largest, rule=asked.rule, authored=authored,
    )  # fmt: skip
    if told is None:
        raise CaseError(
            "the case has no drivers yet", where=str(case.folder), todo="Write its scenario model"
        )
    if asked.tolerance:
        found = with_robustness(_solved(told.found.model, asked), draws=asked.draws, seed=asked.seed)
        told = replace(told, found=found, wild_card=None)
    return told


def _in_place(path: Path | None, own: CrossImpactModel, asked: Asked) -> CaseScenarios:
    """The case told with a reader's model in place of its own."""
    case = packaged_case() if path is None else load_case(path)
    mine = asked.model or Path()
    if mine.suffix.lower() not in {".yml", ".yaml"}:
        raise UsageError("a case's model is YAML", where=str(mine), todo="Take the one that --write gives")
    same_drivers(own, read_model(mine))
    return _of_case(replace(case, scenario_model=str(mine.resolve())), path, asked, authored=False)


def _said_otherwise(own: CaseScenarios, mine: CaseScenarios) -> Iterator[str]:
    yield from differences(own.found.model, mine.found.model)
    yield from declared_differences(
        own.joint.declared if own.joint else None, mine.joint.declared if mine.joint else None
    )
    if own.wild_card and not mine.wild_card:
        yield "the wild card is no longer one: it is not declared, or the judgements give it"


def _ledger(case: Case, path: Path | None, asked: Asked) -> Ledger | None:
    """The case's ledger; a case without signposts needs none."""
    if case.signposts is None:
        return None
    default = default_ledger_path(case) if path is None else path / "ledger"
    return open_case_ledger(case, asked.ledger or default)


def _after(told: CaseScenarios, change: Changed, asked: Asked) -> CaseScenarios:
    """The scenarios after a change; what was declared of the model before it no longer holds."""
    found = _solved(change.model, asked, dict(change.fixed))
    if not change.fixed:
        found = with_robustness(found, draws=asked.draws, seed=asked.seed)
    return replace(told, found=found, joint=None, wild_card=None)


def _leverage(model: CrossImpactModel, asked: Asked) -> dict[str, Any]:
    if not asked.leverage:
        return {}
    return {
        "leverage": {
            "judgements": [one.record() for one in judgement_leverage(model, tolerance=asked.tolerance)],
            "drivers": [one.record() for one in driver_leverage(model, tolerance=asked.tolerance)],
        }
    }


def _held_beside(told: CaseScenarios, asked: Asked) -> dict[str, Any]:
    """The experts' models and the published list beside this model, where some are named."""
    model, out = told.found.model, dict[str, Any]()
    if asked.beside:
        models = {_short(model.name): model}
        for path in asked.beside:
            other = read_model(path, allow_unreasoned=asked.allow_unreasoned)
            models[other.name if other.name not in models else str(path)] = other
        out["experts"] = panel(models, tolerance=asked.tolerance).record()
    if asked.solutions is not None:
        listed = read_sl(read_bytes(asked.solutions), asked.solutions.name)
        out["published"] = beside_published(model, told.found.ends, listed, asked.solutions.name).record()
    return out


def _evidence(told: CaseScenarios, asked: Asked) -> dict[str, Any]:
    """The evidence matrix for audit; scenarios go by their number as printed."""
    if not asked.evidence and asked.matrix is None:
        return {}
    numbered = {str(number): s for number, s in enumerate(told.found.scenarios, start=1)}
    if asked.matrix is not None:
        entries = load_evidence(read_bytes(asked.matrix), asked.matrix.name)
    else:
        entries = bearings(told.found.model, numbered)
    cells: dict[str, dict[str, Any]] = {}
    for one in entries:
        cells.setdefault(one.statement, {})[one.scenario] = {"bearing": one.bearing, "reason": one.reason}
    return {"evidence": {"audit": audit(entries, list(numbered)).record(), "cells": cells}}


def _short(name: str) -> str:
    """A model's name without the folders above its own: a case's model is called by its case."""
    return "/".join(Path(name).parts[-2:])
