"""Every reader refuses every other reader's file, and names of columns that changed places, in one line."""

from __future__ import annotations

import csv
import io
import random
from itertools import combinations, islice, product
from pathlib import Path

import pytest

from detente.errors import SourceError
from detente.ledger.ledger import Ledger
from detente.sources.event_layout import EventReader
from detente.sources.registry import SOURCES, reader
from detente.sources.source import Reader, Taken
from detente.study.ingest import ingest_file
from detente.study.opening import open_ledger
from tests.sources.edits import FIXTURES, fixture
from tests.sources.fixture_owners import FIXTURE_FILES, NAMES, owner, published_name
from tests.sources.shared_files import FILES

PLAIN = [r for r in SOURCES if isinstance(r, Reader)]
EVENTS = [r for r in SOURCES if isinstance(r, EventReader)]


def one_line(error: SourceError, file: str) -> None:
    text = str(error)
    assert text.startswith(file)
    assert "\n" not in text
    assert error.todo


def test_every_source_has_a_fixture() -> None:
    assert {owner(file) for file in FIXTURE_FILES} == set(NAMES)


@pytest.mark.parametrize("chosen", PLAIN, ids=lambda r: r.source.name)
def test_a_reader_refuses_every_file_of_another_data_set(chosen: Reader) -> None:
    for file in FIXTURE_FILES:
        if owner(file) != chosen.source.name:
            with pytest.raises(SourceError) as raised:
                chosen.take(fixture(file), file)
            one_line(raised.value, file)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return open_ledger(tmp_path_factory.mktemp("other") / "ledger", create=True)


@pytest.mark.parametrize("chosen", EVENTS, ids=lambda r: r.source.name)
def test_a_reader_of_events_refuses_every_file_of_another_data_set(
    chosen: EventReader, ledger: Ledger
) -> None:
    for file in FIXTURE_FILES:
        if owner(file) != chosen.source.name:
            with pytest.raises(SourceError) as raised:
                ingest_file(ledger, chosen.source.name, FIXTURES / file)
            one_line(raised.value, file)
    assert ledger.snapshots() == []


@pytest.mark.shared
@pytest.mark.parametrize("name", FILES)
def test_the_real_files_are_refused_by_every_other_reader(name: str, shared: Path) -> None:
    """Their first lines, which hold the header; a workbook or a packed file as it is."""
    data, file = (shared / name).read_bytes(), Path(name).name
    if name.endswith(".csv"):
        data = data[: data.find(b"\n", 20_000) + 1] or data
    if len(data) > 2_000_000:
        pytest.skip("packed votes: the same header as the plain file")
    for chosen in PLAIN:
        if chosen.source.name != FILES[name].source:
            with pytest.raises(SourceError) as raised:
                chosen.take(data, file)
            one_line(raised.value, file)


PREAMBLE = {"sipri_arms_by_delivery.csv": 11, "sipri_arms_preamble.csv": 11}
TABLES = [
    file
    for file in FIXTURE_FILES
    if file.endswith(".csv") and owner(file) not in {r.source.name for r in EVENTS}
]
NO_NUMBER = {"", " ", "NA", "N/A", "-9", "."}


def separator(file: str) -> str:
    first = fixture(file).split(b"\n", 1)[0]
    return ";" if owner(file) == "desta" else "\t" if first.count(b"\t") > first.count(b",") else ","


def rows_of(file: str) -> tuple[str, list[list[str]]]:
    """What stands before the table, and the table."""
    lines = fixture(file).decode("utf-8-sig", errors="replace").split("\n")
    at = PREAMBLE.get(file, 0)
    table = [row for row in csv.reader(io.StringIO("\n".join(lines[at:])), delimiter=separator(file)) if row]
    return "".join(line + "\n" for line in lines[:at]), table


def swapped(file: str, one: int, two: int) -> bytes:
    """The file with two names of its header in each other's place."""
    before, rows = rows_of(file)
    header = list(rows[0])
    header[one], header[two] = header[two], header[one]
    out = io.StringIO()
    csv.writer(out, delimiter=separator(file), lineterminator="\n").writerows([header, *rows[1:]])
    return (before + out.getvalue()).encode()


def take(file: str, data: bytes) -> Taken:
    chosen = reader(owner(file))
    assert isinstance(chosen, Reader)
    return chosen.take(data, published_name(file))


def numeric(cells: list[str]) -> bool | None:
    """Whether all cells are numbers (True), none is (False), or neither (None)."""
    told = {cell.replace(".", "", 1).removeprefix("-").isdigit() for cell in cells if cell not in NO_NUMBER}
    return told.pop() if len(told) == 1 and not NO_NUMBER & {*cells} else None


@pytest.mark.parametrize("file", TABLES)
def test_whatever_two_names_change_places_nothing_but_the_one_line_comes(file: str) -> None:
    """Columns of one kind cannot be told apart by their cells; never does a reader break."""
    _, rows = rows_of(file)
    pairs = list(combinations(range(len(rows[0])), 2))
    random.Random(4).shuffle(pairs)
    for one, two in islice(pairs, 60):
        try:
            take(file, swapped(file, one, two))
        except SourceError as error:
            one_line(error, published_name(file))


SAME_STATEMENTS = ["statement_id", "key", "value", "start", "end", "source_actors", "target_actors"]


@pytest.mark.parametrize("file", TABLES)
def test_a_column_of_numbers_and_one_of_words_that_changed_places_are_found(file: str) -> None:
    """Or it changes nothing, because neither is used."""
    _, rows = rows_of(file)
    full = [row for row in rows[1:] if len(row) == len(rows[0])]  # others are broken inside a comment
    columns = [[row[i] for row in full] for i in range(len(rows[0]))]
    kinds = [numeric(cells) for cells in columns]
    plain = take(file, fixture(file)).statements.select(SAME_STATEMENTS)
    numbers = [i for i, kind in enumerate(kinds) if kind is True]
    words = [i for i, kind in enumerate(kinds) if kind is False]
    missed = []
    for one, two in product(numbers, words):
        try:
            found = take(file, swapped(file, one, two)).statements.select(SAME_STATEMENTS)
        except SourceError:
            continue
        if not found.equals(plain):
            missed.append((rows[0][one], rows[0][two]))
    assert missed == []
