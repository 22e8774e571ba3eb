"""Event data in the ledger: what a row of GDELT, ICEWS and POLECAT becomes there."""

import gzip
import json
import zipfile
from datetime import date

import pytest

from detente.model.cameo import goldstein_scores, plover_classes, quad_class
from detente.model.statement import statement_id
from detente.sources.event_layout import EventReader
from detente.sources.registry import SOURCES
from detente.study import ingest
from detente.study.ingest import ingest_file
from detente.study.trace import trace
from tests.study.event_files import FIXTURES, PAIR, lines_of, taken, written


@pytest.mark.parametrize(
    ("source", "name", "rows", "property_"),
    [
        ("gdelt_events", "gdelt_events_1.CSV", 6, "coded_event"),
        ("gdelt_events", "gdelt_events_2.CSV", 6, "coded_event"),
        ("gdelt_mentions", "gdelt_mentions.CSV", 3, "event_mention"),
        ("gdelt_gkg", "gdelt_gkg_2.csv", 2, "gkg_record"),
        ("gdelt_gkg", "gdelt_gkg_1.csv", 2, "gkg_record"),
        ("gdelt_gkg", "gdelt_gkg_counts.csv", 3, "gkg_count"),
        ("icews", "icews.tab", 5, "coded_event"),
        ("polecat", "polecat.txt", 3, "coded_event"),
    ],
)
def test_every_layout_is_read_whole_and_its_ids_are_those_of_any_statement(
    ledger, source, name, rows, property_
):
    done = taken(ledger, source, name)
    assert (done.rows, done.statements, done.set_aside, done.already_there) == (rows, rows, 0, 0)
    frame = ledger.statements(sources=[source])
    assert frame["property"].unique().to_list() == [property_]
    for row in frame.iter_rows(named=True):
        assert row["statement_id"] == statement_id(source, row["key"], property_, row["original"])
        line = (FIXTURES / name).read_bytes().decode("latin-1" if source == "polecat" else "utf-8")
        values = list(json.loads(row["row"]).values())
        assert "\t".join(values) == line.split("\n")[row["row_number"] - 1]
    assert ledger.verify() == []


def test_an_event_walks_back_to_its_row_and_file(ledger):
    taken(ledger, "gdelt_events", "gdelt_events_1.CSV")
    (one,) = ledger.statements(properties=["coded_event"], between=PAIR)["statement_id"]
    found = trace(ledger, one)
    assert list(found["statement"]["source_actors"]) == ["RUS"]
    assert list(found["statement"]["target_actors"]) == ["PAK"]
    assert (found["statement"]["cameo"], found["statement"]["event_type"]) == ("080", "CONCEDE")
    assert found["statement"]["unit"] == "Goldstein score (GDELT table)"
    assert found["row"]["number"] == 3
    assert found["row"]["values"]["Actor1Code"] == "RUSBUS"
    assert found["snapshot"]["file"] == "gdelt_events_1.CSV"


def test_trap_9_an_icews_event_is_named_by_id_and_date_and_a_meeting_stands_twice(ledger):
    taken(ledger, "icews", "icews.tab")
    frame = ledger.statements(sources=["icews"])
    same_id = frame.filter(frame["key"].str.starts_with("101|"))
    assert sorted(same_id["start"]) == [date(2018, 6, 1), date(2018, 6, 3)]
    assert not same_id["attributes"].str.contains("duplicate_of").any()
    meeting = frame.filter(frame["cameo"] == "040")
    assert sorted(map(tuple, meeting["source_actors"].to_list())) == [("PAK",), ("RUS",)]
    wrong = frame.filter(frame["cameo"] == "054").row(0, named=True)
    assert (wrong["event_type"], wrong["value"], wrong["unit"]) == (
        "SUPPORT",
        6,
        "Goldstein score (ICEWS table)",
    )


def test_trap_9_the_same_id_and_date_again_is_marked_not_dropped(ledger, tmp_path):
    lines = lines_of("icews.tab")
    again = lines[1].replace(b"\t040\t1\t", b"\t036\t4\t")
    ingest_file(ledger, "icews", written(tmp_path, "twice.tab", [*lines, again]))
    frame = ledger.statements(sources=["icews"])
    first = frame.filter((frame["key"] == "101|2018-06-01") & (frame["cameo"] == "040"))
    second = frame.filter((frame["key"] == "101|2018-06-01") & (frame["cameo"] == "036"))
    assert json.loads(second["attributes"][0])["duplicate_of"] == first["statement_id"][0]
    assert "duplicate_of" not in json.loads(first["attributes"][0])


def test_trap_9_na_is_no_country_and_codes_stay_texts(ledger):
    taken(ledger, "icews", "icews.tab")
    frame = ledger.statements(sources=["icews"])
    row = frame.filter(frame["cameo"] == "016").row(0, named=True)
    assert (row["source_actors"], row["target_actors"]) == ([], ["NAM"])
    assert row["original"] == 'Men "in black"|016|Back\\slash Club (Namibia)'
    assert row["event_type"] is None
    city = frame.filter(frame["cameo"] == "141").row(0, named=True)
    assert (city["source_actors"], city["target_actors"]) == ([], ["CHN"])


def test_trap_10_rows_of_57_and_58_columns_are_one_layout(ledger):
    taken(ledger, "gdelt_events", "gdelt_events_1.CSV")
    frame = ledger.statements(sources=["gdelt_events"])
    widths = sorted(len(json.loads(row)) for row in frame["row"])
    assert widths == [57, 57, 57, 58, 58, 58]
    assert frame["start"].min() == date(1982, 1, 2)
    assert "layout GDELT 1.0" in ledger.snapshots()[0].coverage.note


def test_trap_10_a_code_is_the_state_of_its_day(ledger, tmp_path):
    line = next(line for line in lines_of("gdelt_events_1.CSV") if b"RUSBUS" in line)
    old = line.replace(b"20160728\t201607\t2016", b"19850728\t198507\t1985", 1)
    ingest_file(ledger, "gdelt_events", written(tmp_path, "1985.csv", [old]))
    (row,) = ledger.statements(properties=["coded_event"], between=PAIR).iter_rows(named=True)
    assert (row["source_actors"], row["start"]) == (["SUN"], date(1985, 7, 28))
    assert row["known_from"] == date(2016, 7, 28)
    assert ledger.statements(properties=["coded_event"], as_of=date(2000, 1, 1)).height == 0


def test_quad_class_goes_by_the_root_and_the_published_one_stands_beside_it(ledger):
    taken(ledger, "gdelt_events", "gdelt_events_2.CSV")
    frame = ledger.statements(sources=["gdelt_events"])
    said = {
        row["cameo"]: tuple(json.loads(row["attributes"])[k] for k in ("quad_class", "published_quad_class"))
        for row in frame.iter_rows(named=True)
    }
    assert (said["141"], said["090"]) == ((4, 3), (3, 2))
    note = ledger.snapshots()[0].coverage.note
    assert "2 rows publish another quad class than their root code has" in note


def test_what_is_told_twice_is_marked_in_one_file_and_across_files(ledger, tmp_path):
    lines = lines_of("gdelt_events_2.CSV")
    taken(ledger, "gdelt_events", "gdelt_events_2.CSV")
    frame = ledger.statements(sources=["gdelt_events"])
    first, second = (
        frame.filter(frame["key"].str.starts_with(id_)).row(0, named=True)
        for id_ in ("910000005", "910000006")
    )
    assert json.loads(second["attributes"])["duplicate_of"] == first["statement_id"]
    later = lines[4].replace(b"910000005", b"999999999")
    ingest_file(ledger, "gdelt_events", written(tmp_path, "later.csv", [later]))
    new = ledger.statements(sources=["gdelt_events"]).filter(
        ledger.statements(sources=["gdelt_events"])["key"].str.starts_with("999999999")
    )
    assert json.loads(new["attributes"][0])["duplicate_of"] == first["statement_id"]


def test_the_same_file_again_changes_nothing_however_it_is_packed(ledger, tmp_path):
    taken(ledger, "gdelt_events", "gdelt_events_1.CSV")
    before = ledger.statements(sources=["gdelt_events"])
    done = taken(ledger, "gdelt_events", "gdelt_events_1.CSV")
    assert (done.statements, done.already_there) == (6, 6)
    data = (FIXTURES / "gdelt_events_1.CSV").read_bytes()
    (tmp_path / "packed.gz").write_bytes(gzip.compress(data))
    with zipfile.ZipFile(tmp_path / "packed.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("20160728.export.CSV", data)
    for name in ("packed.gz", "packed.zip"):
        done = ingest_file(ledger, "gdelt_events", tmp_path / name)
        assert (done.rows, done.statements, done.already_there) == (6, 6, 6)
    assert ledger.statements(sources=["gdelt_events"]).equals(before)
    assert ledger.view("event_volumes")["events"].sum() == 6
    assert ledger.verify() == []


def test_a_later_file_that_codes_an_event_otherwise_supersedes_it(ledger, tmp_path):
    taken(ledger, "gdelt_events", "gdelt_events_1.CSV")
    line = next(line for line in lines_of("gdelt_events_1.CSV") if b"RUSBUS" in line)
    new = line.replace(b"\t080\t080\t08\t2\t5.0\t", b"\t057\t057\t05\t1\t8.0\t")
    ingest_file(ledger, "gdelt_events", written(tmp_path, "revised.csv", [new]))
    asked = {"properties": ["coded_event"], "between": PAIR}
    assert ledger.statements(**asked)["cameo"].to_list() == ["057"]
    assert sorted(ledger.statements(**asked, current=False)["cameo"]) == ["057", "080"]


def test_coded_events_never_mix_with_events_and_are_not_read_in_vain(ledger, monkeypatch):
    taken(ledger, "gdelt_events", "gdelt_events_1.CSV")
    ingest_file(ledger, "chronology", FIXTURES / "chronology.csv")
    written_down = ledger.statements(sources=["chronology"])
    assert set(ledger.statements(properties=["event"])["source"]) == {"chronology"}
    assert ledger.statements().height == written_down.height + 6
    counts = dict(ledger.view("property_counts").select("property", "statements").rows())
    assert counts.pop("coded_event") == 6
    assert sum(counts.values()) == written_down.height
    assert ledger._base_of(["event"], None) == "held"
    assert ledger._base_of(None, ["chronology"]) == "held"
    assert ledger._base_of(["coded_event"], None) == "events"
    assert ledger._base_of(None, ["gdelt_events", "chronology"]) == "every"


def test_only_rows_between_two_states_and_the_volumes_of_all(ledger):
    done = taken(ledger, "icews", "icews.tab", selection="states")
    assert (done.rows, done.statements) == (5, 3)
    (volume,) = ledger.view("event_volumes").rows()
    assert volume == ("icews", date(2018, 6, 1), 5, 3)


def test_a_writer_that_fails_leaves_nothing(ledger, monkeypatch):
    def fails(*_, **__):
        raise RuntimeError("power is gone")

    with monkeypatch.context() as patch:
        patch.setattr(ingest, "take_events", fails)
        with pytest.raises(RuntimeError):
            taken(ledger, "icews", "icews.tab")
    assert ledger.statements().height == 0
    assert taken(ledger, "icews", "icews.tab").already_there == 0


def test_damage_to_a_committed_batch_is_found_and_mended_by_its_file(ledger):
    taken(ledger, "icews", "icews.tab")
    (file,) = (ledger.path / "batches").glob("ev-*/events/month=*/*.parquet")
    file.write_bytes(file.read_bytes()[:-9])
    (problem,) = ledger.verify()
    assert "month=2018-06" in problem.where
    assert not problem.repairable
    ledger.close()
    assert taken(ledger, "icews", "icews.tab").statements == 5
    assert ledger.verify() == []
    assert ledger.statements(sources=["icews"]).height == 5


def test_polecat_is_read_in_latin_1_by_its_published_header(ledger):
    taken(ledger, "polecat", "polecat.txt")
    frame = ledger.statements(sources=["polecat"])
    rows = {row["key"].split("|")[0][-1]: row for row in frame.iter_rows(named=True)}
    visit, same = rows["1"], rows["3"]
    assert (visit["source_actors"], visit["target_actors"]) == (["RUS"], ["PAK"])
    assert (visit["mode"], visit["contexts"], visit["known_from"]) == (
        "visit",
        ["diplomatic"],
        date(2023, 1, 2),
    )
    assert json.loads(visit["attributes"])["source_actor"] == "Café Club (Russia)"
    assert json.loads(same["attributes"])["duplicate_of"] == visit["statement_id"]
    accused = rows["2"]
    assert (accused["event_type"], accused["target_actors"]) == ("ACCUSE", ["IND"])
    assert json.loads(accused["attributes"])["quad_class"] == 3


def test_a_score_is_that_of_the_row_else_of_the_named_table_and_differences_are_counted(ledger, tmp_path):
    lines = lines_of("gdelt_events_1.CSV")
    gas = next(line for line in lines if b"RUSBUS" in line)
    other, without = (
        gas.replace(b"900000003", id_).replace(b"\t2\t5.0\t", b"\t2\t" + score + b"\t")
        for id_, score in ((b"900000013", b"3.4"), (b"900000023", b""))
    )
    ingest_file(ledger, "gdelt_events", written(tmp_path, "scores.CSV", [gas, other, without]))
    frame = ledger.statements(sources=["gdelt_events"])
    scores = {key.split("|")[0]: value for key, value in frame.select("key", "value").rows()}
    assert scores == {"900000003": 5.0, "900000013": 3.4, "900000023": 5.0}
    assert frame["unit"].unique().to_list() == ["Goldstein score (GDELT table)"]
    note = ledger.snapshots()[0].coverage.note
    assert "1 rows publish another score than the GDELT table" in note


def test_icews_and_gdelt_score_one_code_by_their_own_tables():
    assert (goldstein_scores("GDELT")["016"], goldstein_scores("ICEWS")["016"]) == (-2, -5)
    by_name = {reader.source.name: reader for reader in SOURCES if isinstance(reader, EventReader)}
    tables = {name: {layout.goldstein for layout in reader.layouts} for name, reader in by_name.items()}
    assert (tables["gdelt_events"], tables["icews"], tables["polecat"]) == ({"GDELT"}, {"ICEWS"}, {None})


def test_every_cameo_code_is_classed_in_plover_but_statements_and_appeals(ledger, tmp_path):
    fields = lines_of("gdelt_events_1.CSV")[2].split(b"\t")
    codes = sorted(plover_classes())
    rows = []
    for number, code in enumerate(codes):
        place = code.encode()
        rows.append(
            b"\t".join([b"%d" % (10**9 + number), *fields[1:26], place, place[:3], place[:2], *fields[29:]])
        )
    done = ingest_file(ledger, "gdelt_events", written(tmp_path, "codes.CSV", rows))
    assert (done.statements, done.set_aside) == (len(codes), 0)
    for row in ledger.statements(sources=["gdelt_events"]).iter_rows(named=True):
        plover = plover_classes()[row["cameo"]]
        assert (plover is None) == (row["cameo"][:2] in ("01", "02"))
        said = (row["event_type"], row["mode"] or "", tuple(row["contexts"]))
        assert said == (tuple(plover) if plover else (None, "", ()))
        assert json.loads(row["attributes"])["quad_class"] == quad_class(row["cameo"])


@pytest.mark.parametrize("odd", ["\x0b", "\x1f", "a\\b", 'say "it"', "\x7f", "é\u2028"])
def test_ids_hold_for_characters_that_json_escapes(ledger, tmp_path, odd):
    line = lines_of("gdelt_events_1.CSV")[2].replace(b"RUSBUS", odd.encode())
    ingest_file(ledger, "gdelt_events", written(tmp_path, "odd.CSV", [line]))
    (row,) = ledger.statements(sources=["gdelt_events"]).iter_rows(named=True)
    assert row["original"] == f"{odd}|080|PAK"
    assert row["statement_id"] == statement_id("gdelt_events", row["key"], "coded_event", row["original"])
    assert json.loads(row["row"])["Actor1Code"] == odd
