"""Every real file: whose it is, and no row of it unexplained. The table is in shared_files.py."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import pytest

from detente.sources.registry import SOURCES
from detente.sources.source import Taken
from tests.conftest import SHARED
from tests.sources.shared_files import EVENTS, FILES, NO_READERS_FILE, taken

pytestmark = pytest.mark.shared


def test_every_file_of_the_folder_is_a_readers_or_has_a_reason_not_to_be(shared: Path) -> None:
    there = {path.relative_to(shared).as_posix() for path in shared.rglob("*") if path.is_file()}
    read = FILES.keys() | EVENTS.keys()
    assert read <= there
    unknown = sorted(
        name
        for name in there - read
        if name not in NO_READERS_FILE and name.split("/")[0] not in NO_READERS_FILE
    )
    assert unknown == [], "neither in FILES or EVENTS nor in NO_READERS_FILE with a reason"
    assert [name for name in NO_READERS_FILE if not (shared / name).exists()] == []
    assert not read & NO_READERS_FILE.keys()


def test_every_source_named_is_a_source() -> None:
    names = {r.source.name for r in SOURCES}
    assert {file.source for file in FILES.values()} | set(EVENTS.values()) <= names


def test_a_source_whose_real_file_is_here_is_verified_and_no_other() -> None:
    """`unverified against a real file` is said of those that no file of the folder is of, and of them alone."""
    seen = {file.source for file in FILES.values()} | set(EVENTS.values())
    own = {"document_claims", "figures"}  # the project's own formats
    assert {r.source.name for r in SOURCES if r.source.verified} - own == seen


@pytest.mark.parametrize("name", FILES)
def test_no_row_is_unexplained(name: str) -> None:
    found, expected = taken(name), FILES[name]
    assert found.rows == expected.rows
    reasons = [row.reason for row in found.left_out]
    for reason in reasons:
        assert any(known in reason for known in expected.aside), reason
    for known, count in expected.aside.items():
        assert count == sum(known in reason for reason in reasons), known
    unexplained = list(EXPLAINED.get(name, by_line)(name, found))
    assert unexplained == []


def by_line(name: str, found: Taken) -> Iterator[str]:
    """Each row has its own line number, which a statement or a row set aside has."""
    lines = {*found.statements["row_number"], *(row.row_number for row in found.left_out)}
    if len(lines) != found.rows:
        yield f"{found.rows - len(lines)} rows without a statement or a reason"


def raw(name: str) -> list[dict[str, str]]:
    data = (SHARED / name).read_bytes()
    text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines(keepends=True)))


def by_key_and_year(key_of: Callable[[dict[str, str]], str]) -> Callable[[str, Taken], Iterator[str]]:
    """Rows that are joined to runs of years: each stands in a run of its key that has its year."""

    def unexplained(name: str, found: Taken) -> Iterator[str]:
        held: dict[str, list[tuple[int, int]]] = {}
        for key, start, end in found.statements.select("key", "start", "end").iter_rows():
            prefix = re.split(" (?:year )?(?:from|since)=", key.removeprefix("from="))[0]
            held.setdefault(prefix, []).append((start.year, end.year if end else 9999))
        aside = {row.row_number for row in found.left_out}
        for number, row in enumerate(raw(name), start=2):
            key, year = key_of(row), int(row["year"])
            if number not in aside and not any(first <= year <= last for first, last in held.get(key, [])):
                yield f"{key} {year}"

    return unexplained


def by_flow(name: str, found: Taken) -> Iterator[str]:
    """The directed form says each flow twice; both rows give the one statement, with one value."""
    said = dict(found.statements.select("key", "original").iter_rows())
    for row in raw(name):
        for one, two, flow in (("ccode1", "ccode2", "flow1"), ("ccode2", "ccode1", "flow2")):
            key = f"importer={row[one]} exporter={row[two]} year={row['year']}"
            if said.get(key) != row[flow]:
                yield key


def by_exercise(name: str, found: Taken) -> Iterator[str]:
    """The rows of one exercise are its participants: each stands in the words of its statement."""
    said = dict(found.statements.select("key", "original").iter_rows())
    for row in raw(name):
        if row["country"] not in said.get(f"exercise={row['MMEID']}", ""):
            yield f"{row['MMEID']} {row['country']}"


def by_organisation(name: str, found: Taken) -> Iterator[str]:
    """Each cell of a state and organisation that both existed stands in a run with its status."""
    runs: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for row in found.statements["row"]:
        run = json.loads(row)
        first, last = map(int, run["years"].split("-"))
        runs.setdefault((run["ccode"], run["igo"]), []).append((first, last, run["value"]))
    numbers = {"afghanistan": "700", "bangladesh": "771", "china": "710", "india": "750", "pakistan": "770",
               "russia": "365", "usa": "2"}  # fmt: skip
    for row in raw(name):
        if "ioname" in row:
            cells = [(numbers[state], row["ioname"].upper(), row[state]) for state in numbers]
        else:
            columns = (column for column in row if column not in {"ccode", "year", "state"})
            cells = [(row["ccode"], column.upper(), row[column]) for column in columns]
        for state, organisation, status in cells:
            if status in {"-1", ""}:
                continue
            told = runs.get((state, organisation), [])
            if not any(first <= int(row["year"]) <= last and value == status for first, last, value in told):
                yield f"{state} {organisation} {row['year']}"


def by_sheet(name: str, found: Taken) -> Iterator[str]:
    """A line number counts within its sheet; Australia stands twice in a table, with the same figures."""
    rows = {
        (number, told["sheet"], told["partner"])
        for number, text in chain(
            found.statements.select("row_number", "row").iter_rows(),
            ((row.row_number, row.row) for row in found.left_out),
        )
        for told in [json.loads(text)]
    }
    twice = sum(1 for _, _, partner in rows if partner == "Australia")
    if not len(rows) <= found.rows <= len(rows) + twice:
        yield f"{found.rows - len(rows)} rows without a statement or a reason"


EXPLAINED: dict[str, Callable[[str, Taken], Iterator[str]]] = {
    "alliances/alliance_v4.1_by_member_yearly_7states.csv": by_key_and_year(
        lambda row: f"alliance={row['version4id']} member={row['ccode']}"
    ),
    "alliances/atop5_1ddyr_7states.csv": by_key_and_year(lambda row: f"{row['ccode1']} to={row['ccode2']}"),
    "diplomacy/us_mission_status_yearly_cow_v0.1_7states.csv": by_key_and_year(
        lambda row: f"host={row['country_code_cow']}"
    ),
    "cow_trade/cow_trade_ddy_7states.csv": by_flow,
    "exercises/mme-v7-long_PAK.csv": by_exercise,
    "igo/igo_year_format3_7states.csv": by_organisation,
    "igo/state_year_format3_7states.csv": by_organisation,
    **{name: by_sheet for name in FILES if name.startswith("imf_dots/")},
}


@pytest.mark.parametrize("name", [name for name in FILES if FILES[name].rows])
def test_what_is_taken_can_be_placed_and_traced(name: str) -> None:
    frame = taken(name).statements
    assert frame["statement_id"].n_unique() == frame.height
    assert frame.select("key", "property").n_unique() == frame.height
    assert frame["row"].null_count() == frame["row_number"].null_count() == 0
    assert set(frame["source"]) == {FILES[name].source}
