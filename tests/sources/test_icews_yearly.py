"""ICEWS directed dyad-years: four counts a row, states by their code in that year, bad files, the real file."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.errors import SourceError
from detente.ledger.duckdb import DuckLedger
from detente.sources.icews_yearly import READER, take
from detente.study.ingest import ingest_file

DATA = (Path(__file__).parent / "fixtures" / "icews_yearly.csv").read_bytes()
KINDS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


def test_a_row_gives_a_count_of_each_quad_class():
    taken = take(DATA, "counts.csv")
    assert taken.rows == 3
    first = taken.statements.filter(pl.col("key").str.starts_with("PAK|RUS|2002|"))
    assert dict(first.select("object", "value").rows()) == dict(zip(KINDS, (41, 3, 1, 0), strict=True))
    assert first["source_actors"].to_list() == [["PAK"]] * 4
    assert first["target_actors"].to_list() == [["RUS"]] * 4
    assert set(first["property"]) == {"coded_event_count"}
    assert set(first["start"]) == {date(2002, 1, 1)}
    assert set(first["known_from"]) == {date(2002, 12, 31)}
    assert first["row_number"].to_list() == [2] * 4


def test_a_name_with_a_comma_in_quotes_is_one_cell_and_the_state_its_code_says():
    found = take(DATA, "counts.csv").statements.filter(pl.col("row_number") == 4)
    assert found["source_actors"].to_list() == [["PRK"]] * 4
    assert found.filter(pl.col("object") == "verbal conflict")["value"].item() == 5


def test_coverage_is_that_of_the_file():
    covered = take(DATA, "counts.csv").coverage
    assert (covered.start, covered.end) == (date(2002, 1, 1), date(2003, 12, 31))
    assert covered.completeness == "sample"
    assert covered.states == frozenset({"PAK", "RUS", "PRK"})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"matlConf", b"materialConf", "matlConf"),
        (b"PAK,RUS,2002,41", b"PAK,RUS,2002,-1", "line 2"),
        (b"PAK,RUS,2002,41", b"PAK,RUS,2002,4.5", "line 2"),
        (b"PAK,RUS,2002,41", b"PAK,RUS,2002,", "line 2"),
        (b"PAK,RUS,2002", b"PAK,XYZ,2002", "line 2"),
        (b"PAK,RUS,2002", b"PAK,RUS,20O2", "line 2"),
        (b"RUS,PAK,2002,70", b"PAK,RUS,2002,70", "line 3"),
    ],
)
def test_a_file_that_is_otherwise_stops_with_one_line(old, new, said):
    assert DATA.count(old) >= 1
    with pytest.raises(SourceError) as caught:
        take(DATA.replace(old, new, 1), "counts.csv")
    assert said in str(caught.value)
    assert "counts.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


ORACLE = {
    ("PAK", "RUS"): {
        "verbal cooperation": (418, 714, 146, 99, 89, 113, 28, 104, 172, 284, 456, 80, 118),
        "material cooperation": (3, 1, 2, 0, 0, 0, 1, 0, 1, 1, 0, 0, 0),
        "verbal conflict": (13, 6, 5, 7, 2, 0, 1, 1, 3, 1, 1, 0, 4),
        "material conflict": (2, 1, 12, 1, 0, 5, 0, 2, 6, 30, 12, 3, 1),
    },
    ("RUS", "PAK"): {
        "verbal cooperation": (704, 758, 148, 126, 81, 232, 54, 163, 210, 253, 468, 83, 167),
        "material cooperation": (4, 5, 3, 19, 1, 1, 0, 2, 5, 0, 1, 4, 5),
        "verbal conflict": (38, 17, 1, 0, 0, 6, 4, 8, 1, 2, 7, 7, 5),
        "material conflict": (0, 0, 17, 3, 3, 14, 3, 0, 8, 6, 26, 1, 2),
    },
}
"""Counts of 2002 to 2014, published with the file."""


@pytest.mark.shared
def test_the_counts_of_the_first_case_are_the_published_ones(shared, tmp_path):
    ledger = DuckLedger.open(tmp_path / "ledger", create=True)
    done = ingest_file(ledger, "icews_yearly", shared / "icews" / "icews_directed_dyad_year_2002_2014.csv.gz")
    assert (done.rows, done.set_aside, done.already_there) == (130_401, 0, 0)
    assert done.statements == 4 * done.rows
    frame = ledger.statements(sources=[READER.source.name], between=(["PAK"], ["RUS"]))
    for (acting, receiving), kinds in ORACLE.items():
        for kind, wanted in kinds.items():
            own = frame.filter(
                (pl.col("source_actors").list.first() == acting)
                & (pl.col("target_actors").list.first() == receiving)
                & (pl.col("object") == kind)
            ).sort("start")
            assert own["start"].dt.year().to_list() == list(range(2002, 2015))
            assert tuple(own["value"]) == wanted, (acting, receiving, kind)
    ledger.close()
