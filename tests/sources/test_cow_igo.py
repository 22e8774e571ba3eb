from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.errors import SourceError
from detente.sources import cow_igo
from detente.sources.source import Taken

FIXTURES = Path(__file__).parent / "fixtures"
BY_STATE, BY_ORGANISATION, COUNTS = "cow_igo_state_year.csv", "cow_igo_igo_year.csv", "cow_igo_counts.csv"


def taken(name: str) -> Taken:
    return cow_igo.take((FIXTURES / name).read_bytes(), name)


def spells(frame: pl.DataFrame, state: int, igo: str) -> list[tuple]:
    rows = frame.filter(pl.col("key").str.starts_with(f"state={state} igo={igo} ")).sort("start")
    return [
        (r["source_actors"], r["value"], r["start"].year, r["end"].year) for r in rows.iter_rows(named=True)
    ]


def test_equal_years_become_one_run_and_a_new_state_begins_a_new_one() -> None:
    frame = taken(BY_STATE).statements
    assert spells(frame, 365, "ZZU") == [(["SUN"], 1.0, 1989, 1991), (["RUS"], 1.0, 1992, 1993)]
    assert spells(frame, 770, "ZZU") == [(["PAK"], 3.0, 1989, 1990), (["PAK"], 1.0, 1991, 1993)]


def test_not_in_existence_is_no_statement_unknown_is_one_without_value() -> None:
    frame = taken(BY_STATE).statements
    assert spells(frame, 770, "ZZK") == [(["PAK"], 0.0, 1991, 1992), (["PAK"], None, 1993, 1993)]


def test_a_run_carries_its_years_and_is_known_from_its_first() -> None:
    frame = taken(BY_STATE).statements
    row = frame.filter(pl.col("key") == "state=770 igo=ZZU from=1991").row(0, named=True)
    assert (row["row_number"], row["known_from"], row["original"]) == (
        9,
        date(1991, 12, 31),
        "1 in 1991-1993",
    )
    assert json.loads(row["row"]) == {"ccode": "770", "igo": "ZZU", "value": "1", "years": "1991-1993"}
    assert json.loads(row["attributes"]) == {"first_year": 1991, "last_year": 1993}


def test_a_longer_release_is_a_new_statement_under_the_same_key() -> None:
    whole = taken(BY_STATE).statements
    lines = (FIXTURES / BY_STATE).read_text().splitlines()
    shorter = cow_igo.take("\n".join(x for x in lines if ",1993," not in x).encode(), "short.csv").statements
    both = whole.join(shorter, on="key", suffix="_short").filter(
        pl.col("key") == "state=365 igo=ZZU from=1992"
    )
    assert both.height == 1
    assert both["statement_id"][0] != both["statement_id_short"][0]


def test_both_layouts_say_the_same_and_one_names_the_organisation() -> None:
    columns = ["statement_id", "key", "value", "source_actors", "start", "end", "original"]
    by_state, by_organisation = taken(BY_STATE), taken(BY_ORGANISATION)
    known = by_state.statements.drop_nulls("value").select(columns).sort("key")
    assert by_organisation.statements.drop_nulls("value").select(columns).sort("key").equals(known)
    assert json.loads(by_organisation.statements["attributes"][0])["organisation"].startswith("Invented")
    assert by_organisation.coverage.states == {"PAK", "RUS", "SUN"}
    assert by_organisation.coverage.completeness == "complete"


def test_commas_or_tabs_and_upper_case_columns() -> None:
    text = (FIXTURES / BY_STATE).read_text()
    header, rest = text.split("\n", 1)
    header = header.replace("zzu", "ZZU").replace("zzk", "ZZK")
    tabbed = f"{header}\n{rest}".replace(",", "\t")
    assert cow_igo.take(tabbed.encode(), "x.csv").statements.equals(taken(BY_STATE).statements)


def test_counts() -> None:
    found = taken(COUNTS)
    row = found.statements.filter(pl.col("key") == "states=365,770 year=1990").row(0, named=True)
    assert (row["property"], row["value"], row["reciprocal"]) == ("shared_igos_count", 31, True)
    assert row["source_actors"] == ["SUN", "PAK"]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            BY_STATE,
            "770,1989,pakistan,3",
            "770,1989,pakistan,5",
            r"line 7: '5' in column 'zzu' is not a membership",
        ),
        (BY_STATE, "zzk", "z k", "column 'z k', which is no abbreviation"),
        (BY_STATE, "770,1989", "777,1989", "'777' in column 'ccode' is not the Correlates of War number"),
        (BY_ORGANISATION, "pakistan", "atlantis", "column 'atlantis', which is no state"),
        (COUNTS, "31", "-31", "'-31' in column 'dyadigos' is not a count"),
        (COUNTS, "dyadigos", "igos", "in no layout of this data set"),
    ],
)
def test_surprises_stop_with_the_place(file: str, old: str, new: str, message: str) -> None:
    text = (FIXTURES / file).read_text()
    assert old in text
    with pytest.raises(SourceError, match=message):
        cow_igo.take(text.replace(old, new, 1).encode(), file)


def _full_members(frame: pl.DataFrame, state: str, year: int) -> set[str]:
    day = date(year, 7, 1)
    return set(
        frame.filter(
            pl.col("source_actors").list.contains(state)
            & (pl.col("value") == 1)
            & pl.lit(day).is_between("start", "end")
        )["object"]
    )


@pytest.mark.shared
@pytest.mark.parametrize("name", ["igo_year_format3_7states.csv", "state_year_format3_7states.csv"])
def test_the_real_files(shared: Path, name: str) -> None:
    frame = cow_igo.take((shared / "igo" / name).read_bytes(), name).statements
    assert len(_full_members(frame, "PAK", 2014) & _full_members(frame, "RUS", 2014)) == 44
    assert spells(frame, 770, "SCO") == [(["PAK"], 0.0, 1996, 2014)]


@pytest.mark.shared
def test_the_real_counts(shared: Path) -> None:
    name = "cow_igo_ndy_7states.csv"
    frame = cow_igo.take((shared / "igo" / name).read_bytes(), name).statements
    pair = frame.filter(pl.col("key").str.starts_with("states=365,770 ")).sort("start")
    assert (pair.height, pair["value"][0], pair["value"][-1]) == (68, 4, 44)
