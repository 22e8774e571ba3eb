"""From a judgement of the scenarios back to the rows and quotes it stands on."""

from __future__ import annotations

from functools import cache

import pytest

from detente.errors import CaseError, UsageError
from detente.ledger.ledger import Ledger
from detente.scenarios.model import CrossImpactModel
from detente.study.case import packaged_case
from detente.study.opening import open_ledger
from detente.study.scenarios import case_model
from detente.study.trace import trace
from tests.cli.running import Capture, command, well

PAIR = "afghanistan/concert>trade_corridors/corridor"


@cache
def opened() -> tuple[Ledger, CrossImpactModel]:
    model = case_model(packaged_case())
    assert model is not None
    return open_ledger(), model


def test_every_judgement_of_the_case_walks_back_to_files() -> None:
    ledger, model = opened()
    assert len(model.judgements) > 100
    for judgement in model.judgements:
        record = trace(ledger, f"{judgement.source}>{judgement.target}", model=model)
        assert record["kind"] == "cross_impact" and record["judgement"]["reason"] == judgement.reason
        assert [part["id"] for part in record["stands_on"]] == list(judgement.evidence)
        for part in record["stands_on"]:
            assert "row" in part or "quote" in part or part["statement"]["document"]
            assert len(part["snapshot"]["sha256"]) == 64


def test_what_is_not_judged_or_not_there_is_refused() -> None:
    ledger, model = opened()
    with pytest.raises(UsageError, match="forums/apart on trade_corridors/corridor is not judged"):
        trace(ledger, "forums/apart>trade_corridors/corridor", model=model)
    with pytest.raises(CaseError, match="no variant 'forums/none'"):
        trace(ledger, "forums/none>trade_corridors/corridor", model=model)
    with pytest.raises(UsageError, match="is not an id"):
        trace(ledger, PAIR)


def test_the_command_tells_the_judgement_and_its_rows(capsys: Capture) -> None:
    out = well(capsys, "trace", PAIR).out
    for part in (PAIR, "  value: 1", "  reason: ", "  made_by: case authors", "row at line ", "sha256 "):
        assert part in out
    assert well(capsys, "trace", PAIR, "--format", "json").json["kind"] == "cross_impact"
    assert command(capsys, "trace", "a>b").code == 2
