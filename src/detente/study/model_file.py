"""The document of `detente scenarios`: of the packaged case, a case folder, or a model file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from detente.errors import CaseError, UsageError
from detente.ledger.ledger import Ledger
from detente.scenarios.experts import panel
from detente.scenarios.files_yaml import dump_yaml
from detente.scenarios.leverage import driver_leverage, judgement_leverage
from detente.scenarios.model import CrossImpactModel
from detente.scenarios.narrative import implications, narrative
from detente.scenarios.scenario import Scenario, scenarios, with_likelihoods, with_robustness
from detente.scenarios.what_if import Changed, changed, side_by_side
from detente.study.case import Case, load_case, packaged_case
from detente.study.findings import CaseScenarios
from detente.study.opening import default_ledger_path, open_case_ledger
from detente.study.scenarios import SHOWN, case_scenarios, file_joint, read_model
from detente.study.signposts import fit_of, signpost_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command is asked.

    `choose`: how many scenarios, None for the command's own choice; `every`: all consistent ones; `fix`, `values`,
    `without`: a what-if; `beside`: other experts' models; `as_of`: the day whose readings are shown.
    """

    as_of: date
    tolerance: int = 0
    choose: int | None = None
    every: bool = False
    fix: Sequence[str] = ()
    values: Sequence[str] = ()
    without: Sequence[str] = ()
    beside: Sequence[Path] = ()
    leverage: bool = False
    allow_unreasoned: bool = False
    draws: int = 1000
    seed: int = 0
    ledger: Path | None = None

    @property
    def what_if(self) -> bool:
        """Whether something is to be changed."""
        return bool(self.fix or self.values or self.without)


def scenario_document(path: Path | None, asked: Asked) -> dict[str, Any]:
    """Drivers and scenarios as JSON values; for a case with signposts, today's readings and the wild card.

    Raises CaseError or SourceError for files that do not hold together, UsageError for a what-if that names what
    is not there.
    """
    told = _of_file(path, asked) if path is not None and path.is_file() else _of_case(path, asked)
    compared = None
    if asked.what_if:
        change = changed(told.found.model, fix=asked.fix, values=asked.values, without=asked.without)
        compared = side_by_side(told.found.model, change, tolerance=asked.tolerance)
        told = _after(told, change, asked)
    model, document = told.found.model, told.found.record()
    today = told.today
    for scenario, record in zip(told.found.scenarios, document["scenarios"], strict=True):
        chosen = {why.chosen for why in scenario.why}
        record["signposts"] = [signpost_record(s) for s in told.signposts if s.variant in chosen]
        record["fit"] = fit_of(scenario, told.signposts).record() if told.signposts else None
        record["narrative"] = [t.record() for t in narrative(model, scenario.why, today)]
        record["implications"] = [t.record() for t in implications(model, scenario.variants, today)]
        record["today"] = _stays(scenario, today)
    document |= {
        "name": model.name,
        "today": list(today) if today else None,
        "probabilities": told.joint.record() if told.joint else None,
        "wild_card": _wild_card(told),
        "forbidden": [[p.first, p.second, p.reason] for p in model.forbidden],
        "required": [[p.first, p.second, p.reason] for p in model.required],
    }
    if compared:
        document["what_if"] = compared.record()
    if asked.leverage:
        document["leverage"] = {
            "judgements": [one.record() for one in judgement_leverage(model, tolerance=asked.tolerance)],
            "drivers": [one.record() for one in driver_leverage(model, tolerance=asked.tolerance)],
        }
    return document | _beside(model, asked)


def _wild_card(told: CaseScenarios) -> dict[str, Any] | None:
    if told.wild_card is None:
        return None
    drivers = told.found.model.drivers
    return {
        "fix": {drivers[d].id: drivers[d].variants[v].id for d, v in told.wild_card.fixed.items()},
        "reason": told.wild_card.reason,
        "evidence": list(told.wild_card.evidence),
    }


def model_yaml(path: Path | None, *, allow_unreasoned: bool = False) -> str:
    """The YAML of a case's model as its authors wrote it, or of a model file turned into YAML."""
    if path is not None and path.is_file():
        if path.suffix.lower() in {".yml", ".yaml"}:
            read_model(path, allow_unreasoned=allow_unreasoned)
            return path.read_text(encoding="utf-8")
        return dump_yaml(read_model(path))
    case = packaged_case() if path is None else load_case(path)
    if case.scenario_model is None:
        raise CaseError("the case has no scenario model", where=str(case.folder), todo="Write one")
    return case.read_text(case.scenario_model)


def _stays(scenario: Scenario, today: tuple[int, ...] | None) -> list[bool] | None:
    """For each driver whether the scenario leaves it where today's reading has it."""
    return [a == b for a, b in zip(scenario.variants, today, strict=True)] if today else None


def _of_file(path: Path, asked: Asked) -> CaseScenarios:
    model = read_model(path, allow_unreasoned=asked.allow_unreasoned)
    joint = file_joint(path, model, allow_unreasoned=asked.allow_unreasoned)
    found = with_robustness(
        scenarios(model, tolerance=asked.tolerance, choose=asked.choose), draws=asked.draws, seed=asked.seed
    )
    return CaseScenarios(
        found=with_likelihoods(found, joint) if joint else found, signposts=(), today=None, joint=joint
    )


def _of_case(path: Path | None, asked: Asked) -> CaseScenarios:
    if asked.allow_unreasoned:
        raise UsageError(
            "a case's judgements need their reasons", where="--allow-unreasoned", todo="Name a model file"
        )
    case = packaged_case() if path is None else load_case(path)
    choose = None if asked.every or asked.tolerance else asked.choose or SHOWN
    told = case_scenarios(case, choose=choose, ledger=_ledger(case, path, asked), as_of=asked.as_of)
    if told is None:
        raise CaseError(
            "the case has no drivers yet", where=str(case.folder), todo="Write its scenario model"
        )
    if asked.tolerance:
        found = scenarios(told.found.model, tolerance=asked.tolerance, choose=asked.choose)
        found = with_robustness(found, draws=asked.draws, seed=asked.seed)
        told = replace(told, found=found, wild_card=None)
    return told


def _ledger(case: Case, path: Path | None, asked: Asked) -> Ledger | None:
    """The case's ledger; a case without signposts needs none."""
    if case.signposts is None:
        return None
    default = default_ledger_path(case) if path is None else path / "ledger"
    return open_case_ledger(case, asked.ledger or default)


def _after(told: CaseScenarios, change: Changed, asked: Asked) -> CaseScenarios:
    """The scenarios after a change; what was declared of the model before it no longer holds."""
    found = scenarios(change.model, tolerance=asked.tolerance, choose=asked.choose, fixed=change.fixed)
    if not change.fixed:
        found = with_robustness(found, draws=asked.draws, seed=asked.seed)
    return replace(told, found=found, joint=None, wild_card=None)


def _beside(model: CrossImpactModel, asked: Asked) -> dict[str, Any]:
    """The experts' models beside this one, where some are named."""
    if not asked.beside:
        return {}
    models = {model.name: model}
    for path in asked.beside:
        other = read_model(path, allow_unreasoned=asked.allow_unreasoned)
        models[other.name if other.name not in models else str(path)] = other
    return {"experts": panel(models, tolerance=asked.tolerance).record()}
