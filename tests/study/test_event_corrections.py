"""Known errors of publishers are corrected in event data too, under the same guard."""

import json
from datetime import date

import pytest

from detente.errors import SourceError
from detente.sources import event_volume
from detente.sources.corrections import Correction, known_errors
from detente.sources.event_corrections import RowCorrections
from detente.sources.event_layout import EventReader
from detente.sources.icews import READER
from detente.sources.registry import SOURCES
from detente.study.ingest import ingest_file
from tests.study.event_files import PAIR, lines_of, written

(LAYOUT,) = READER.layouts
MADE_UP = b"103\t2018-06-01"
"""Begins the fixture's row with code 054; the tests give it the id of the publisher's."""


def with_known_error(tmp_path, *, code=b"054"):
    lines = [
        line.replace(MADE_UP, b"32895593\t2018-06-01").replace(b"\t054\t", b"\t" + code + b"\t")
        for line in lines_of("icews.tab")
    ]
    return written(tmp_path, "two_days.tab", lines)


def correction(**given):
    return Correction(
        **{
            "match": {"Event ID": "103", "Event Date": "2018-06-01"},
            "expect": {"CAMEO Code": "054"},
            "action": "flag",
            "reason": "It's {made up}.",
            "source": "this test",
        }
        | given
    )


@pytest.fixture
def corrected_by(monkeypatch):
    def use(*corrections):
        monkeypatch.setattr(event_volume, "known_errors", lambda source: corrections)

    return use


def test_trap_09_the_false_recognition_is_flagged_where_it_stands(ledger, tmp_path):
    ingest_file(ledger, "icews", with_known_error(tmp_path))
    frame = ledger.statements(sources=["icews"])
    noted = frame.filter(frame["note"].is_not_null())
    (row,) = noted.iter_rows(named=True)
    assert (row["key"], row["cameo"], row["value"]) == ("32895593|2018-06-01", "054", 6)
    (entry,) = known_errors("icews")
    assert row["note"] == f"known error of the publisher: {entry.reason.rstrip()}"
    assert ledger.statement(row["statement_id"]).note == row["note"]
    assert ledger.verify() == []


def test_trap_09_a_publisher_who_has_changed_the_row_stops_the_run(ledger, tmp_path):
    path = with_known_error(tmp_path, code=b"036")
    with pytest.raises(SourceError) as caught:
        ingest_file(ledger, "icews", path)
    assert "two_days.tab, line 4" in str(caught.value)
    assert "has '036' in column 'CAMEO Code' where a known error of the publisher had '054'" in str(
        caught.value
    )
    assert "\n" not in str(caught.value)
    assert ledger.statements().height == 0
    assert not [p for p in (ledger.path / "batches").iterdir() if not p.name.startswith(".")]


@pytest.mark.shared
def test_trap_09_the_real_false_recognition_is_flagged(ledger, shared):
    ingest_file(ledger, "icews", shared / "icews" / "events.2018.sample.tab")
    (row,) = ledger.statements(sources=["icews"], between=PAIR).iter_rows(named=True)
    assert row["cameo"] == "054"
    assert row["note"].startswith("known error of the publisher: Machine-coded as a grant")
    assert ledger.statements(sources=["icews"])["note"].count() == 1


def test_a_dropped_row_is_set_aside_with_its_reason(ledger, tmp_path, corrected_by):
    corrected_by(correction(action="drop"))
    done = ingest_file(ledger, "icews", written(tmp_path, "a.tab", lines_of("icews.tab")))
    assert (done.rows, done.statements, done.set_aside) == (5, 4, 1)
    ((_, aside),) = ledger.set_aside()
    assert (aside.row_number, aside.reason) == (4, "known error: It's {made up}.")
    assert aside.row.startswith(MADE_UP.decode())
    assert ledger.view("event_volumes")["events"].sum() == 4


def test_an_override_sets_columns_and_leaves_row_and_id(ledger, tmp_path, corrected_by):
    path = written(tmp_path, "a.tab", lines_of("icews.tab"))
    ingest_file(ledger, "icews", path)
    plain = ledger.statements(sources=["icews"])
    plain = plain.filter(plain["cameo"] == "054").row(0, named=True)
    corrected_by(
        correction(action="override", set={"value": 1.5, "cameo": "036", "source_actors": ["IND"]}),
        correction(reason="And again.", property="coded_event"),
        correction(reason="Of another property.", property="event_mention"),
    )
    with_another = ingest_file(ledger, "icews", written(tmp_path, "b.tab", [*lines_of("icews.tab"), b""]))
    assert with_another.already_there == 5
    fresh = tmp_path / "fresh"
    other = type(ledger).open(fresh, create=True)
    ingest_file(other, "icews", path)
    row = other.statement(plain["statement_id"])
    assert (row.value, row.cameo, list(row.source_actors)) == (1.5, "036", ["IND"])
    assert json.loads(row.row)["CAMEO Code"] == "054"
    assert row.start == date(2018, 6, 1)
    assert row.note.split("; known")[0].startswith("known error of the publisher: It's {made up}. Set: ")
    assert row.note.endswith("; known error of the publisher: And again.")
    # What the first ledger held before is noted there as well, once.
    assert ledger.statements(sources=["icews"]).height == 5
    assert "And again." in ledger.statement(plain["statement_id"]).note
    other.close()


def test_rows_that_are_not_kept_have_no_note(ledger, tmp_path, corrected_by):
    corrected_by(correction(match={"Event ID": "104"}, expect={"CAMEO Code": "016"}))
    done = ingest_file(ledger, "icews", written(tmp_path, "a.tab", lines_of("icews.tab")), selection="states")
    assert done.statements == 3
    assert ledger.statements(sources=["icews"])["note"].count() == 0
    assert ledger.verify() == []


def test_a_correction_can_set_only_what_a_row_of_events_has():
    for given in ({"realm": "defence"}, {"source_actors": ["IND", "CHN"]}):
        with pytest.raises(ValueError, match="a correction of event data cannot set"):
            RowCorrections.of(LAYOUT, (correction(action="override", set=given),))
    assert RowCorrections.of(LAYOUT, (correction(match={"GLOBALEVENTID": "1"}),)).corrections == ()


def test_every_packaged_correction_of_event_data_fits_a_layout():
    readers = [reader for reader in SOURCES if isinstance(reader, EventReader)]
    entries = [(reader, entry) for reader in readers for entry in known_errors(reader.source.name)]
    assert entries
    for reader, entry in entries:
        assert any(RowCorrections.of(layout, (entry,)).corrections for layout in reader.layouts)
