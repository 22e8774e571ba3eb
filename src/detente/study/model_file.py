"""The document of `detente scenarios`: of the packaged case, a case folder, or a model file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from detente.errors import CaseError
from detente.scenarios.scenario import scenarios
from detente.study.case import load_case, packaged_case
from detente.study.findings import Signpost
from detente.study.scenarios import case_model, read_model, signposts_of


def scenario_document(path: Path | None, *, tolerance: int, choose: int | None) -> dict[str, Any]:
    """Drivers and scenarios as JSON values; a case's scenarios carry the signposts of their variants."""
    signposts: tuple[Signpost, ...] = ()
    if path is not None and path.is_file():
        model = read_model(path)
    else:
        case = packaged_case() if path is None else load_case(path)
        found = case_model(case)
        if found is None:
            raise CaseError(
                "the case has no drivers yet", where=str(case.folder), todo="Write its scenario model"
            )
        model, signposts = found, signposts_of(case, found)
    document = scenarios(model, tolerance=tolerance, choose=choose).record()
    for scenario in document["scenarios"]:
        chosen = {why["chosen"] for why in scenario["why"]}
        scenario["signposts"] = [
            {
                "variant": s.variant,
                "observable": s.observable,
                "threshold": s.threshold,
                "source": s.source,
                "past": s.past,
                "evidence": list(s.evidence),
            }
            for s in signposts
            if s.variant in chosen
        ]
    return document | {"name": model.name}
