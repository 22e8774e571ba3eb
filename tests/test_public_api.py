"""What `import detente` gives: the frames of the commands, with ids that lead back to statements."""

from __future__ import annotations

import doctest
import json
from datetime import date
from pathlib import Path

import pytest

import detente
from detente.cli.main import run
from detente.errors import LedgerError, UsageError
from detente.measures.registry import MEASURES
from detente.model.finding import MEASUREMENT_SCHEMA, measurements

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "python.md"


@pytest.fixture(scope="module")
def ledger(packaged_ledger: Path) -> object:
    return detente.open_ledger(packaged_ledger)


def test_the_page_prints_what_it_says(packaged_ledger: Path) -> None:
    found = doctest.testfile(str(PAGE), module_relative=False)
    assert found.attempted > 8
    assert found.failed == 0


def test_every_measure_is_listed_with_what_it_is_not() -> None:
    table = detente.list_measures()
    assert table["name"].to_list() == [m.name for m in MEASURES]
    assert table["caution"].str.len_chars().min() > 20


@pytest.mark.parametrize("name", [m.name for m in MEASURES])
def test_every_measure_answers_with_a_tidy_frame_and_ids_of_the_ledger(ledger, name: str) -> None:
    frame = detente.measure(name, "PAK", "RUS", ledger=ledger)
    assert dict(frame.schema) == MEASUREMENT_SCHEMA
    ids = {id_ for row in frame["evidence"] for id_ in row}
    assert set(ledger.by_ids(ids)["statement_id"]) == ids
    said = frame.filter(frame["coverage"] == "value")
    assert name == "realm_profile" or said.filter(said["evidence"].list.len() == 0).is_empty()


def test_a_frame_and_the_command_say_the_same(ledger, packaged_ledger: Path, capsys) -> None:
    frame = detente.measure("trade_share", "Russia", "PAK", since=date(2000, 1, 1), ledger=ledger)
    arguments = ["measure", "trade_share", "RUS", "PAK", "--since", "2000-01-01", "--format", "json"]
    assert run([*arguments, "--ledger", str(packaged_ledger)]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert [m.record() for m in measurements(frame)] == printed


def test_a_profile_has_its_parts_and_their_evidence(ledger) -> None:
    frame = detente.profile("PAK", "RUS", year=2014, thirds=["IND"], draws=20, ledger=ledger)
    assert set(frame["level"]) == {"indicator", "realm", "total"}
    trade = frame.filter(frame["name"] == "trade_dependence").row(0, named=True)
    (a, *_) = trade["evidence"]
    assert ledger.by_ids([a])["object"][0] == "trade_share"


def test_wrong_use_is_told(tmp_path: Path, ledger) -> None:
    with pytest.raises(LedgerError):
        detente.open_ledger(tmp_path / "none")
    assert detente.open_ledger(str(tmp_path / "new"), create=True).statements().is_empty()
    with pytest.raises(UsageError, match="same state"):
        detente.measure("trade_value", "PAK", "Pakistan", ledger=ledger)
    with pytest.raises(UsageError, match="takes no anchors"):
        detente.measure("trade_value", "PAK", "RUS", anchors=["USA", "CHN"], ledger=ledger)
