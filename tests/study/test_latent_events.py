"""Single events of a file become counts of their year, with the pair's own events as evidence."""

from datetime import date
from pathlib import Path

import pytest

from detente.ledger.duckdb import DuckLedger
from detente.measures.registry import measure
from detente.model.finding import measurements
from detente.study.ingest import ingest_file
from detente.study.measuring import event_counts, measure_pair
from tests.measures.frames import ask

pytestmark = pytest.mark.shared


def test_events_are_counted_by_class_and_level_names_them(shared: Path, tmp_path: Path) -> None:
    ledger = DuckLedger.open(tmp_path / "ledger", create=True)
    ingest_file(ledger, "icews", shared / "icews" / "events.2018.sample.tab")
    sides = {"actors": ("USA", "RUS"), "members": (frozenset({"USA"}), frozenset({"RUS", "SUN"}))}
    frame = event_counts(ledger, measure("latent_level"), ask(start=2018, end=2018, **sides), None)
    counts = frame.filter(property="coded_event_count")
    singly = frame.filter(property="coded_event")
    from_usa = counts.filter(source_actors=["USA"], target_actors=["RUS"])["value"].sum()
    assert from_usa == singly.filter(source_actors=["USA"]).height > 0
    assert counts.select("source_actors", "target_actors").unique().height > 20
    found = measurements(
        measure_pair(ledger, "latent_level", ("USA", "RUS"), start=date(2017, 1, 1), end=date(2018, 12, 31))
    )
    there = next(m for m in found if m.actors == ("USA", "RUS") and m.start.year == 2018)
    assert (there.n, len(there.evidence)) == (from_usa, from_usa)
    assert {m.coverage for m in found if m.start.year == 2017} == {"outside_coverage"}
    rate = measurements(
        measure_pair(
            ledger, "event_rate", ("USA", "RUS"), by="all", start=date(2018, 1, 1), end=date(2018, 12, 31)
        )
    )
    assert all(m.value is not None and m.value > 0 for m in rate)
    ledger.close()
