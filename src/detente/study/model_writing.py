"""A scenario model written in another format: our YAML, ScenarioWizard's .scw and .sl, or a labelled CSV."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from detente.errors import CaseError, UsageError
from detente.scenarios.basins import LARGEST_SPACE, LARGEST_TABLE, basins
from detente.scenarios.files_csv import dump_csv
from detente.scenarios.files_scw import dump_scw, read_scw, write_scw
from detente.scenarios.files_sl import write_sl
from detente.scenarios.files_yaml import dump_yaml
from detente.scenarios.model import CrossImpactModel
from detente.scenarios.published import solutions_of
from detente.study.case import load_case, packaged_case
from detente.study.scenarios import case_model, read_model

LEFT_OUT: Final = {
    ".scw": "Reasons stand in it as notes on pairs of drivers; confidence, statements, pairs and likelihoods do not.",
    ".csv": "It carries the values alone: no names, reasons, pairs or likelihoods.",
    ".sl": "It lists the solutions; the model is not in it.",
}
"""What a format cannot hold, said to whoever writes it."""


def model_bytes(
    path: Path | None, ending: str, *, allow_unreasoned: bool = False, every_start: bool = False
) -> bytes:
    """The model of a case (None: the packaged one) or file in the format that `ending` names.

    A file asked for in its own format comes back as it is. `every_start`: for .sl, follow more than ten million
    combinations. Raises UsageError for another ending, or where basins are wanted and too many to follow unasked.
    """
    if ending in {".yml", ".yaml"}:
        return _yaml(path, allow_unreasoned).encode("utf-8")
    if ending not in LEFT_OUT:
        raise UsageError(
            f"no format ends in {ending!r}", where="--write", todo="End it in .yml, .scw, .csv or .sl"
        )
    if ending == ".scw" and path is not None and path.suffix.lower() == ".scw":
        read_model(path)
        return write_scw(read_scw(path.read_bytes(), path.name))
    model = _model(path, allow_unreasoned)
    if ending == ".csv":
        return dump_csv(model)
    return dump_scw(model) if ending == ".scw" else _solutions(model, every_start)


def _solutions(model: CrossImpactModel, every_start: bool) -> bytes:
    ends = basins(model, largest=LARGEST_TABLE if every_start else LARGEST_SPACE)
    if ends is None:
        raise UsageError(
            f"a solution list has weights, and {model.combinations:,} starts are to be followed", where=model.name,
            todo="Add --basins to follow them all",
        )  # fmt: skip
    return write_sl(solutions_of(model, ends))


def _yaml(path: Path | None, allow_unreasoned: bool) -> str:
    """As its authors wrote it, or turned into YAML."""
    if path is None or path.is_dir():
        case = packaged_case() if path is None else load_case(path)
        if case.scenario_model is None:
            raise CaseError("the case has no scenario model", where=str(case.folder), todo="Write one")
        return case.read_text(case.scenario_model)
    model = read_model(path, allow_unreasoned=allow_unreasoned)
    return path.read_text(encoding="utf-8") if path.suffix.lower() in {".yml", ".yaml"} else dump_yaml(model)


def _model(path: Path | None, allow_unreasoned: bool) -> CrossImpactModel:
    """The model under a short name: a written file says nothing of the folder it came from."""
    if path is not None and path.is_file():
        return replace(read_model(path, allow_unreasoned=allow_unreasoned), name=path.stem)
    case = packaged_case() if path is None else load_case(path)
    model = case_model(case)
    if model is None:
        raise CaseError(
            "the case has no drivers yet", where=str(case.folder), todo="Write its scenario model"
        )
    return replace(model, name=case.name)
