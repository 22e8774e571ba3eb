"""detente measure NAME A B --disagreement: every format, the note on standard error, wrong use."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.ledger.duckdb import DuckLedger
from detente.study import disagreement
from detente.study.ingest import ingest_file
from tests.cli.running import Capture, command
from tests.study.test_disagreement import SHORT, written

FIELDS = [
    "actors", "sessions", "measure", "before", "after", "change", "low", "high", "reads", "movement", "agenda",
    "unexplained", "n_before", "n_after",
]  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("measured")
    held = DuckLedger.open(folder / "ledger", create=True)
    ingest_file(held, "un_votes", written(folder))
    held.close()
    return folder / "ledger"


def test_the_table_comes_in_every_format(
    capsys: Capture, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    defaults = disagreement.part_sessions.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "plan", SHORT)
    asked = ("measure", "similarity_s", "PAK", "RUS", "--disagreement", 60, 61, "--ledger", ledger)
    told = command(capsys, *asked, "--format", "json")
    assert told.code == 0
    assert [list(record) for record in told.json] == [FIELDS] * 8
    assert told.json[0]["measure"] == "ideal_point_distance"
    assert told.json[0]["sessions"] == [60, 61]
    assert told.err == "" or told.err.startswith("R-hat of the points is ")
    assert command(capsys, *asked, "--format", "jsonl").lines == told.json
    assert len(command(capsys, *asked, "--format", "csv").rows) == 8
    table = command(capsys, *asked).out
    assert table.splitlines()[0].split()[:3] == ["measure", "before", "after"]
    monkeypatch.setattr(disagreement, "SETTLED", 0.5)
    assert "estimate them longer" in command(capsys, *asked).err


def test_wrong_use_is_one_line(capsys: Capture, ledger: Path) -> None:
    for name, first, last, message in (
        ("trade_value", 60, 61, "no measure of voting"),
        ("similarity_s", 61, 60, "earlier one first"),
        ("similarity_s", 60, 99, "session 99"),
    ):
        told = command(
            capsys, "measure", name, "PAK", "RUS", "--disagreement", first, last, "--ledger", ledger
        )
        assert told.code == 2
        assert message in told.err
        assert len(told.err.strip().splitlines()) == 1
