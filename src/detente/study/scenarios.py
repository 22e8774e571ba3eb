"""The scenario model of a case, or of a file: read, solved, and its signposts beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from detente.errors import CaseError
from detente.scenarios.files_yaml import load_yaml
from detente.scenarios.model import CrossImpactModel
from detente.scenarios.scenario import scenarios
from detente.study.case import Case
from detente.study.findings import CaseScenarios, Signpost

SHOWN: Final = 5
"""A reader can hold no more stories than this apart; the most different ones are taken."""

SIGNPOST_FIELDS: Final = {"variant", "observable", "threshold", "source", "past", "evidence"}


def case_scenarios(case: Case, *, choose: int | None = SHOWN) -> CaseScenarios | None:
    """The consistent scenarios of a case's model, the most different ones when there are many.

    None when the case has no model, or one without drivers yet. Raises CaseError for a model or signposts that
    do not hold together.
    """
    model = case_model(case)
    if model is None:
        return None
    return CaseScenarios(found=scenarios(model, choose=choose), signposts=signposts_of(case, model))


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
