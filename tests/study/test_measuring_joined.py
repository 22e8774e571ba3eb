"""Figures that a case carries stay in sight when a file of another source comes in."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import polars as pl
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


def test_years_with_and_without_an_exercise_or_an_agreement_are_carried(ledger: DuckLedger) -> None:
    """No exercise and no agreement 1980-2010: true zeros. 2016 is in the Russian list; later years are outside."""
    window = {"start": date(1979, 1, 1), "end": date(2020, 12, 31)}
    exercises = measure_pair(ledger, "joint_exercises", ("PAK", "RUS"), by="year", **window)
    ever = measure_pair(ledger, "joint_exercises", ("PAK", "RUS"), by="all", **window)
    agreements = measure_pair(ledger, "defence_agreements", ("PAK", "RUS"), by="year", **window)

    def years(frame: pl.DataFrame, ending: str) -> dict[int, tuple[float | None, str]]:
        own = frame.filter(pl.col("basis").str.ends_with(ending)).iter_rows(named=True)
        return {row["start"].year: (row["value"], row["coverage"]) for row in own}

    series = years(agreements, "broad reading")
    assert {series[year] for year in range(1980, 2011)} == {(0.0, "true_zero")}
    assert {series[year] for year in (1979, *range(2011, 2021))} == {(None, "outside_coverage")}
    none = ever.filter(pl.col("basis").str.ends_with("or not; exercises_mme")).row(0, named=True)
    assert (none["value"], none["coverage"]) == (0.0, "true_zero")
    assert (none["start"], none["end"]) == (date(1980, 1, 1), date(2010, 12, 31))
    russian = years(exercises, "of the two alone; exercises_russia")
    assert russian[2016] == (1.0, "value")
    assert {coverage for year, (_, coverage) in russian.items() if year > 2018} == {"outside_coverage"}
    for row in agreements.filter(pl.col("coverage") == "true_zero").iter_rows(named=True):
        (told,) = ledger.by_ids(row["evidence"])["attributes"]
        assert "Kinne" in told and "looked up: https://" in told


def test_a_pair_of_which_no_file_speaks_is_outside_coverage(tmp_path: Path) -> None:
    """Lists of Chinese visits say nothing of Germans and Poles; a ledger without any gives no row."""
    own = DuckLedger.open(tmp_path / "ledger", create=True)
    assert measure_pair(own, "visits", ("DEU", "POL"), by="year").is_empty()
    ingest_file(own, "visits", ALLIANCES.parent / "visits_who.csv")
    found = measure_pair(
        own, "visits", ("DEU", "POL"), by="year", start=date(2000, 1, 1), end=date(2001, 12, 31)
    )
    assert set(found["coverage"]) == {"outside_coverage"}
    assert found["value"].null_count() == found.height == 4
    own.close()


FIGURES = (
    "measure,actors,directed,start,end,value,low,high,unit,basis,n,coverage,from_source,from_file,from_sha256,"
    "citation,url,command\n"
    "trade_value,KEN;PER,true,2014-01-01,2014-12-31,5,,,USD,{basis},1,value,cow_trade,a.csv,,"
    "A list,https://example.org,looked up: https://example.org\n"
)


def test_a_new_issue_of_a_figures_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    own = DuckLedger.open(tmp_path / "ledger", create=True)
    file, other = tmp_path / "figures.csv", tmp_path / "other.csv"
    for basis in ("imports of PER", "imports of PER; cow_trade"):
        file.write_text(FIGURES.format(basis=basis), encoding="utf-8")
        ingest_file(own, "figures", file)
    other.write_text(FIGURES.format(basis="a basis of another file"), encoding="utf-8")
    ingest_file(own, "figures", other)
    said = measure_pair(own, "trade_value", ("KEN", "PER"), by="year").filter(pl.col("coverage") == "value")
    assert said["basis"].to_list() == ["a basis of another file", "imports of PER; cow_trade"]
