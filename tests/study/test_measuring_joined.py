"""Figures that a case carries stay in sight when a file of another source comes in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from detente.ledger.duckdb import DuckLedger
from detente.study.ingest import ingest_file
from detente.study.measuring import measure_pair

ALLIANCES = Path(__file__).parents[1] / "sources" / "fixtures" / "cow_alliances_by_member.csv"


@pytest.fixture
def ledger(packaged_ledger: Path, tmp_path: Path) -> DuckLedger:
    shutil.copytree(packaged_ledger, tmp_path / "ledger")
    return DuckLedger.open(tmp_path / "ledger")


def test_a_file_of_one_source_hides_no_figures_of_another(ledger: DuckLedger) -> None:
    before = measure_pair(ledger, "formal_ties", ("PAK", "RUS"), by="year")
    ingest_file(ledger, "cow_alliances", ALLIANCES)
    after = measure_pair(ledger, "formal_ties", ("PAK", "RUS"), by="year")
    atop = [
        frame.filter(frame["basis"].str.ends_with("; atop"), frame["value"].is_not_null())
        for frame in (before, after)
    ]
    assert atop[0].height > 60
    assert atop[0].equals(atop[1])
    assert after.select("actors", "basis", "start", "end").is_unique().all()


def test_carried_figures_of_a_source_that_is_held_are_not_given(ledger: DuckLedger) -> None:
    ingest_file(ledger, "cow_alliances", ALLIANCES)
    after = measure_pair(ledger, "formal_ties", ("PAK", "RUS"), by="year")
    own = after.filter(after["basis"].str.ends_with("; cow_alliances"))
    carried = set(ledger.statements(properties=["observation"])["statement_id"])
    assert not carried & {id_ for ids in own["evidence"].to_list() for id_ in ids}
