"""Files of event data: damaged rows, bad files, parts, and the publishers' real ones."""

import gzip
import zipfile

import pytest

from detente.errors import SourceError
from detente.study.ingest import ingest_file
from tests.study.event_files import FIXTURES, PAIR, lines_of, written


def test_damaged_rows_are_set_aside_with_file_and_line(ledger, tmp_path):
    good = lines_of("gdelt_events_2.CSV")
    fields = good[0].split(b"\t")

    def changed(place, value):
        return b"\t".join([*fields[:place], value, *fields[place + 1 :]])

    bad = {
        2: (good[0][:80], "fields, not 61"),
        4: (changed(1, b"20180231"), "SQLDATE 20180231 is not a day"),
        5: (changed(26, b"999"), "999 is not a CAMEO code"),
        7: (changed(7, b"QQQ"), "QQQ names no known state"),
        8: (changed(34, b"much"), "AvgTone much is not a number"),
        9: (changed(6, b"\xff\xfe"), "is not in UTF-8"),
        10: (changed(6, b"a\x00b"), "holds a byte that is no text"),
        11: (good[0], "says the same as line 1"),
    }
    rest = iter(good)
    lines = [bad[n][0] if n in bad else next(rest) for n in range(1, 13)] + [b"", *rest]
    done = ingest_file(ledger, "gdelt_events", written(tmp_path, "damaged.csv", lines))
    assert (done.rows, done.statements, done.set_aside) == (14, 6, 8)
    found = {row.row_number: row.reason for _, row in ledger.set_aside()}
    assert found.keys() == bad.keys()
    for number, (_, reason) in bad.items():
        assert reason in found[number]
    assert {snapshot.file for snapshot, _ in ledger.set_aside()} == {"damaged.csv"}


def test_parts_give_the_lines_and_rows_that_the_whole_gives(ledger, tmp_path, monkeypatch):
    from detente.sources import event_volume, line_chunks

    lines = []
    for number in range(300):
        line = lines_of("gdelt_events_2.CSV")[number % 6].split(b"\t")
        lines.append(b"\t".join([str(10**9 + number).encode(), *line[1:]]) if number % 7 else b"junk")
    path = written(tmp_path, "many.csv", lines)
    monkeypatch.setattr(event_volume, "PART_BYTES", 20_000)
    monkeypatch.setattr(
        line_chunks.chunks, "__kwdefaults__", {"encoding": "utf-8", "chunk_bytes": 3000, "first_line": 1}
    )
    seen = []
    done = ingest_file(ledger, "gdelt_events", path, progress=seen.append)
    assert (done.rows, done.statements, done.set_aside) == (300, 257, 43)
    assert [row.row_number for _, row in ledger.set_aside()] == list(range(1, 301, 7))
    frame = ledger.statements(sources=["gdelt_events"])
    for key, row_number in frame.select("key", "row_number").rows():
        assert int(key.split("|")[0]) - 10**9 == row_number - 1
    assert len(seen) > 3
    assert seen == sorted(seen)
    assert seen[-1] == path.stat().st_size


def _zip(*names):
    def make(path):
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, (FIXTURES / "gdelt_events_1.CSV").read_bytes())

    return make


def _cut_zip(path):
    _zip("one.CSV")(path)
    path.write_bytes(path.read_bytes()[:-40])


BAD = {
    "few columns": (
        lambda p: p.write_bytes(b"\n".join(line[:60] for line in lines_of("gdelt_events_1.CSV"))),
        r"GDELT 1.0 has 57 or 58, GDELT 2.0 has 61",
    ),
    "web page": (lambda p: p.write_text("<!DOCTYPE html><html>404</html>"), "this is a web page"),
    "empty": (lambda p: p.write_bytes(b""), "the file is empty"),
    "other data set": (lambda p: p.write_bytes((FIXTURES / "icews.tab").read_bytes()), "have 20 tab-separated fields"),
    "other layout": (lambda p: p.write_bytes((FIXTURES / "gdelt_mentions.CSV").read_bytes()), "have 16 tab-separated"),
    "cut zip": (_cut_zip, "zip archive is cut off or damaged"),
    "two files in a zip": (_zip("one.CSV", "two.CSV"), "the zip archive holds 2 files, not one"),
    "cut gzip": (
        lambda p: p.write_bytes(gzip.compress((FIXTURES / "gdelt_events_1.CSV").read_bytes())[:-200]),
        "the archive is cut off or damaged",
    ),
    "utf-16": (lambda p: p.write_text("1\t2\t3", encoding="utf-16"), "the text is in UTF-16"),
    "most rows damaged": (
        lambda p: p.write_bytes(b"\n".join(line.replace(b"\t20", b"\tXX") for line in lines_of("gdelt_events_2.CSV"))),
        "6 of 6 lines are damaged; line 1: SQLDATE XX",
    ),
    "comma separated": (
        lambda p: p.write_bytes((FIXTURES / "gdelt_events_1.CSV").read_bytes().replace(b"\t", b",")),
        "have 1 tab-separated field;",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_gives_one_line_and_leaves_the_ledger_as_it_was(ledger, tmp_path, what):
    make, message = BAD[what]
    path = tmp_path / "given.file"
    make(path)
    with pytest.raises(SourceError, match=message) as caught:
        ingest_file(ledger, "gdelt_events", path)
    assert str(caught.value).startswith("given.file: ")
    assert "\n" not in str(caught.value)
    assert list((ledger.path / "batches").iterdir()) == []
    assert ledger.statements().height == 0
    assert ledger.verify() == []


def test_a_wrong_header_names_what_it_lacks(ledger, tmp_path):
    path = written(tmp_path, "x.tab", [b"\t".join(lines_of("icews.tab")[0].split(b"\t")[:-1]), b"1\t2"])
    with pytest.raises(
        SourceError, match="ICEWS coded events has 20 under a header, here without 'Longitude'"
    ):
        ingest_file(ledger, "icews", path)


REAL = {
    "gdelt/20180101000000.export.CSV": ("gdelt_events", 2414, 0),
    "gdelt/20191024143000.export.CSV": ("gdelt_events", 2111, 0),
    "gdelt/events.csv": ("gdelt_events", 100, 0),
    "gdelt/eventsT.csv": ("gdelt_events", 100, 0),
    "gdelt/events1.csv": ("gdelt_events", 100, 0),
    "gdelt/gdelt1_events_58col.csv": ("gdelt_events", 710, 0),
    "gdelt/mentions.csv": ("gdelt_mentions", 100, 0),
    "gdelt/gkg.csv": ("gdelt_gkg", 100, 0),
    "gdelt/gkg1.csv": ("gdelt_gkg", 95, 0),
    "gdelt/gkg1Count.csv": ("gdelt_gkg", 100, 10),
    "icews/events.2018.sample.tab": ("icews", 3705, 0),
}
"""Rows, and rows set aside: the counts file holds lines 1 to 10 again as lines 11 to 20."""


@pytest.mark.shared
def test_the_real_files_leave_no_row_unexplained(ledger, shared):
    for name, (source, rows, repeats) in REAL.items():
        done = ingest_file(ledger, source, shared / name)
        assert (done.rows, done.statements, done.set_aside) == (rows, rows - repeats, repeats), name
    reasons = {row.reason.split(" line ")[0] for _, row in ledger.set_aside()}
    assert reasons == {"says the same as"}
    pair = ledger.statements(sources=["icews"], between=PAIR)
    assert pair.select("key", "cameo", "value").rows() == [("32895593|2018-06-01", "054", 6.0)]
    with_pakistan = ledger.statements(sources=["icews"], actors=["PAK"])
    assert ledger.statements(sources=["icews"], between=(["PAK"], ["IND"])).height == 6
    assert with_pakistan.height == 20
    assert ledger.verify() == []
