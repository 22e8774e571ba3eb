"""The scenario model of a case, or of a file: read, solved, and its signposts beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from detente.errors import CaseError
from detente.scenarios.files_yaml import load_yaml
from detente.scenarios.model import CrossImpactModel
from detente.scenarios.scenario import Scenario, scenarios
from detente.study.case import Case
from detente.study.findings import CaseScenarios, Signpost

SHOWN: Final = 5
"""A reader can hold no more stories than this apart; the most different ones are taken."""

SIGNPOST_FIELDS: Final = {"variant", "observable", "threshold", "source", "past", "evidence"}


def case_scenarios(case: Case, *, choose: int | None = SHOWN) -> CaseScenarios | None:
    """The consistent scenarios of a case's model: continuation and the most different ones when there are many.

    None when the case has no model, or one without drivers yet. Raises CaseError for a model or signposts that
    do not hold together.
    """
    model = case_model(case)
    if model is None:
        return None
    today = _today(case, model)
    found = scenarios(model)
    if choose is not None:
        found = replace(found, scenarios=_choose(found.scenarios, choose, today))
    return CaseScenarios(found=found, signposts=signposts_of(case, model), today=today)


def _today(case: Case, model: CrossImpactModel) -> tuple[int, ...] | None:
    """The 1-based variants that the case reads today's record as; None when it does not say."""
    if not case.today:
        return None
    where = str(case.folder / "case.yml")
    if lacking := sorted({d.id for d in model.drivers} ^ set(case.today)):
        raise CaseError(
            f"'today' and the model differ in {lacking[0]}", where=where, todo="Name every driver once"
        )
    return tuple(
        model.column(f"{driver.id}/{case.today[driver.id]}") - offset + 1
        for driver, offset in zip(model.drivers, model.offsets, strict=False)
    )


def _choose(found: tuple[Scenario, ...], count: int, today: tuple[int, ...] | None) -> tuple[Scenario, ...]:
    """The scenario nearest to today first (continuation), then always the one farthest from those taken."""
    if not found:
        return ()
    first = (
        min(found, key=lambda s: (_apart(s.variants, today), -s.total_impact_score)) if today else found[0]
    )
    taken = [first]
    while len(taken) < min(count, len(found)):
        left = [s for s in found if s not in taken]
        taken.append(
            max(
                left, key=lambda s: (min(_apart(s.variants, t.variants) for t in taken), s.total_impact_score)
            )
        )
    return tuple(taken)


def _apart(a: tuple[int, ...], b: tuple[int, ...]) -> int:
    return sum(x != y for x, y in zip(a, b, strict=True))


def case_model(case: Case) -> CrossImpactModel | None:
    """The case's cross-impact model; None when it has none, or none with drivers."""
    if case.scenario_model is None:
        return None
    raw = case.read_yaml(case.scenario_model)
    if isinstance(raw, dict) and not raw.get("drivers"):
        return None
    return load_yaml(case.read_text(case.scenario_model), str(case.folder / case.scenario_model))


def signposts_of(case: Case, model: CrossImpactModel) -> tuple[Signpost, ...]:
    """The signposts of a case. Raises CaseError for an entry that is none or names no variant of the model."""
    found = []
    for number, entry in enumerate(case.read_yaml(case.signposts) or [], start=1):
        where = f"{case.folder / (case.signposts or '')}, entry {number}"
        if not isinstance(entry, dict) or set(entry) != SIGNPOST_FIELDS:
            raise CaseError("not a signpost", where=where, todo=f"Give {', '.join(sorted(SIGNPOST_FIELDS))}")
        model.column(entry["variant"])
        found.append(_signpost(entry))
    return tuple(found)


def _signpost(entry: dict[str, Any]) -> Signpost:
    return Signpost(**(entry | {"evidence": tuple(entry["evidence"])}))


def read_model(path: Path) -> CrossImpactModel:
    """A model from a ScenarioWizard file (.scw) or our own YAML, by its ending."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CaseError(
            f"cannot be read ({error.strerror})", where=str(path), todo="Check the path"
        ) from error
    if path.suffix.lower() == ".scw":
        from detente.scenarios.files_scw import load_scw  # noqa: PLC0415 (only where such a file is given)

        return load_scw(data, path.name)
    return load_yaml(data.decode("utf-8"), path.name)
