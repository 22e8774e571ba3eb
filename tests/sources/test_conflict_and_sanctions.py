"""Armed conflicts, rivalries and sanctions."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.errors import SourceError
from detente.sources import gsdb, rivalries, ucdp_acd
from detente.sources.packed_names import unpack
from tests.sources.edits import fixture, with_cell


def by_key(reader, name: str) -> dict[str, dict]:
    rows = reader.take(fixture(name), name).statements.iter_rows(named=True)
    return {row["key"]: row | {"details": json.loads(row["attributes"])} for row in rows}


def test_names_with_commas_are_put_together() -> None:
    assert unpack("Gambia, The, Russia, Venezuela, Pakistan") == [
        "Gambia, The", "Russia", "Venezuela", "Pakistan",
    ]  # fmt: skip
    assert unpack("Korea, South, Korea, North") == ["Korea, South", "Korea, North"]
    assert unpack("Egypt, Arab Rep.") == ["Egypt, Arab Rep."]
    assert unpack("Canada,Germany,") == ["Canada", "Germany", ""]


def test_a_case_with_packed_targets_and_parallel_lists() -> None:
    cases = by_key(gsdb, "gsdb.csv")
    packed = cases["case=9003"]
    assert (packed["source_actors"], packed["target_actors"]) == (["GBR"], ["GMB", "RUS", "VEN", "PAK"])
    assert packed["details"]["types"] == ["financial", "travel"]
    assert (packed["status"], packed["event_type"]) == ("ongoing", "SANCTION")
    assert (packed["start"], packed["end"], packed["known_from"]) == (
        date(2020, 1, 1), date(2023, 12, 31), date(2020, 12, 31),
    )  # fmt: skip
    assert cases["case=9002"]["details"]["objectives"] == [
        {"objective": "territorial_conflict", "success": "failed"},
        {"objective": "end_war", "success": "success_part"},
    ]
    assert cases["case=9002"]["source_actors"] == ["SUN", "IGO:UN"]


def test_a_party_that_was_no_state_is_kept_by_name() -> None:
    case = by_key(gsdb, "gsdb.csv")["case=9005"]
    assert case["target_actors"] == ["PRK", "PAK"]
    assert case["details"]["targets_without_code"] == [{"name": "South Vietnam", "kind": "no_state_then"}]
    assert case["source_actors"] == ["IGO:EU", "USA"]


def test_a_case_against_no_state_is_set_aside() -> None:
    found = gsdb.take(fixture("gsdb.csv"), "gsdb.csv")
    assert [(row.row_number, row.reason) for row in found.left_out] == [
        (5, "a whole side is no state at the time: Lithuania")
    ]


def test_an_extract_covers_the_states_that_all_cases_name() -> None:
    found = gsdb.take(fixture("gsdb.csv"), "gsdb.csv").coverage
    assert (found.completeness, found.states) == ("complete", {"PAK"})
    sides = [frozenset({"PAK"}), frozenset({"RUS", "SUN"})]
    assert found.silence_of(sides, date(2000, 1, 1), date(2000, 12, 31)) == "no_data"
    apart = b"\n".join(
        [fixture("gsdb.csv").splitlines()[0]]
        + [f"9{i},{a},{b},2000,2001,0,,1,0,0,0,0,0,0,other,failed".encode()
           for i, (a, b) in enumerate([("Peru", "Chile"), ("India", "Nepal"), ("Mali", "Chad"), ("Oman", "Iraq")])]
    )  # fmt: skip
    assert gsdb.take(apart, "gsdb.csv").coverage.completeness == "sample"


def test_a_war_has_sides_and_supporters() -> None:
    conflicts = by_key(ucdp_acd, "ucdp_acd.csv")
    inner = conflicts["conflict=901 year=1985"]
    assert (inner["source_actors"], inner["target_actors"]) == (["AFG", "SUN"], [])
    assert (inner["details"]["parties_a"], inner["details"]["supporters_a"]) == (["AFG"], ["SUN"])
    assert (inner["details"]["type"], inner["value"]) == ("internationalised intrastate", 2.0)
    between = conflicts["conflict=902 year=1971"]
    assert (between["source_actors"], between["target_actors"]) == (["IND"], ["PAK"])
    assert conflicts["conflict=904 year=2003"]["source_actors"] == ["AUS", "USA", "GBR"]
    aside = ucdp_acd.take(fixture("ucdp_acd.csv"), "x.csv").left_out
    assert [(row.row_number, row.reason) for row in aside] == [(4, "no side is a state of the table")]


def test_rivalries_are_cut_where_a_state_is_followed_by_another() -> None:
    found = by_key(rivalries, "rivalries_td.csv")
    first, then = found["td=903"], found["td=903 as=USA,RUS"]
    assert (first["source_actors"], first["end"]) == (["USA", "SUN"], date(1991, 12, 25))
    assert (then["source_actors"], then["start"]) == (["USA", "RUS"], date(1991, 12, 26))
    assert first["reciprocal"]
    assert found["td=902"]["start"] == date(1816, 1, 1)
    assert found["td=902"]["details"]["first_year"] == 1732
    assert found["td=905"]["status"] == "ongoing"


def test_numbers_that_the_lists_misuse_are_put_right() -> None:
    assert by_key(rivalries, "rivalries_td.csv")["td=904"]["source_actors"] == ["YEM", "YMD"]
    assert by_key(rivalries, "rivalries_tss.csv")["tss=902"]["source_actors"] == ["YMD", "OMN"]


def test_a_rivalry_before_the_state_system_is_set_aside() -> None:
    aside = rivalries.take(fixture("rivalries_td.csv"), "x.csv").left_out
    assert [row.reason for row in aside] == ["ended before the state system begins (1816)"]


@pytest.mark.parametrize(
    ("reader", "name", "row", "column", "value", "message"),
    [
        (gsdb, "gsdb.csv", 1, "sanctioned_state", "Atlantis", "line 2: 'Atlantis' in column 'sanctioned_state'"),
        (gsdb, "gsdb.csv", 1, "sanctioned_state", "Pakistan,, India", "line 2: '' in column 'sanctioned_state'"),
        (gsdb, "gsdb.csv", 2, "success", "failed", "line 3: 'failed' in column 'success' is not a list as long"),
        (gsdb, "gsdb.csv", 1, "objective", "glory", "line 2: 'glory' in column 'objective' is not made of"),
        (gsdb, "gsdb.csv", 1, "end", "1948", "line 2: '1948' in column 'end' is not a year from 1949 on"),
        (gsdb, "gsdb.csv", 2, "trade", "1", "line 3: '' in column 'descr_trade' is not what the flag"),
        (ucdp_acd, "ucdp_acd.csv", 1, "gwno_a", "7000", "line 2: '7000' in column 'gwno_a' is not a Gleditsch-"),
        (ucdp_acd, "ucdp_acd.csv", 1, "gwno_b", "771, 626", "line 2: '626' in column 'gwno_b' is not the number"),
        (ucdp_acd, "ucdp_acd.csv", 2, "intensity_level", "3", "line 3: '3' in column 'intensity_level'"),
        (rivalries, "rivalries_td.csv", 2, "type1", "personal", "line 3: 'personal' in column 'type1'"),
        (rivalries, "rivalries_td.csv", 2, "endyear", "1700", "line 3: '1700' in column 'endyear' is not a year"),
        (rivalries, "rivalries_td.csv", 2, "ccode1", "2200", "line 3: '2200' in column 'ccode1' is not the Corr"),
        (rivalries, "rivalries_tss.csv", 1, "spatial", "2", "line 2: '2' in column 'spatial' is not a flag"),
    ],
)  # fmt: skip
def test_surprises_stop_with_the_place(reader, name, row, column, value, message) -> None:
    with pytest.raises(SourceError, match=message):
        reader.take(with_cell(fixture(name), row, column, value), name)


@pytest.mark.shared
def test_the_real_files(shared: Path) -> None:
    def take(reader, name):
        found = reader.take((shared / name).read_bytes(), name)
        lines = {*found.statements["row_number"], *(row.row_number for row in found.left_out)}
        assert len(lines) == found.rows
        assert found.statements["key"].is_unique().all()
        return found

    sanctions = take(gsdb, "gsdb/GSDB_V4_PAK_RUS.csv")
    against = sanctions.statements.filter(pl.col("target_actors").list.contains("PAK"))
    assert against.height == 30
    both = pl.col("source_actors").list.contains("RUS") | pl.col("source_actors").list.contains("SUN")
    assert against.filter(both).height == 0
    assert sanctions.coverage.states == {"PAK", "RUS", "SUN"}
    assert take(ucdp_acd, "mid/UcdpPrioConflict_v24_1.csv").rows == 2686
    for name, rows in (("td", 197), ("tss", 264)):
        frame = take(rivalries, f"alliances/{name}_rivalries.csv").statements
        pairs = {tuple(sorted(pair)) for pair in frame["source_actors"]}
        assert not pairs & {("PAK", "RUS"), ("PAK", "SUN")}
        assert {("IND", "PAK"), ("AFG", "PAK"), ("CHN", "IND")} <= pairs
        assert rows == rivalries.take((shared / f"alliances/{name}_rivalries.csv").read_bytes(), name).rows
