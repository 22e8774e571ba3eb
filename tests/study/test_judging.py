"""Judgements on readings in a study: what the brief shows as claims, and what measures count."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.brief.claims import claim_shown
from detente.ledger.duckdb import DuckLedger
from detente.study.judging import Bench, judge, readings_held
from detente.study.measuring import reviewed
from detente.study.reading import read_paths
from detente.study.whole import whole_study

TEXT = (
    "In March 2014 Japan and Vietnam signed an agreement on defence.\n\n"
    "In May 2016 Vietnam rejected a proposal by Japan. In June 2017 Japan gave Vietnam two ships.\n"
)


@pytest.fixture
def judged(tmp_path: Path) -> DuckLedger:
    """A ledger in which the first reading is accepted, the second rejected, the third corrected."""
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    ledger = DuckLedger.open(tmp_path / "ledger", create=True)
    _, errors = read_paths([file], taker=Bench(ledger, keeps=True))
    assert errors == []
    first, second, third = readings_held(ledger)
    from detente.read.corrections import corrected

    on, by = date(2024, 5, 1), "Ada"
    judge(ledger, first, "accept", "it is there", by=by, on=on)
    judge(ledger, second, "reject", "it is not", by=by, on=on)
    promised = corrected(third.read, {"status": "planned"})
    judge(ledger, third, "correct", "only promised", by=by, on=on, changed=promised)
    return ledger


def test_the_brief_shows_what_stands_and_who_stands_for_it(judged: DuckLedger, tmp_path: Path) -> None:
    judged.close()
    study = whole_study(("JPN", "VNM"), None, judged.path, [tmp_path / "a.txt"], None, date(2024, 6, 1))
    coded = [claim_shown(claim).coded.text for claim in study.claims]
    assert len(coded) == 2
    assert coded[0].endswith("accepted in review by Ada")
    assert "planned" in coded[1] and coded[1].endswith("corrected in review by Ada")


def test_reading_the_same_text_again_adds_nothing(judged: DuckLedger, tmp_path: Path) -> None:
    before = judged.view("document_readings")["statement_id"].to_list()
    bench = Bench(judged, keeps=True)
    readings, _ = read_paths([tmp_path / "a.txt"], taker=bench)
    assert [r.status for r in readings] == ["occurred", "planned"] and bench.rejected == 1
    assert judged.view("document_readings")["statement_id"].to_list() == before


def test_measures_tell_reviewed_readings_from_others(judged: DuckLedger) -> None:
    rows = reviewed(judged, judged.statements(), None)
    assert sorted(rows["source"]) == ["reviewed document"] * 2
    earlier = reviewed(judged, judged.statements(as_of=date(2018, 1, 1)), date(2018, 1, 1))
    assert set(earlier["source"]) == {"document"} and earlier.height == 3
    assert reviewed(judged, pl.DataFrame(), None).is_empty()
