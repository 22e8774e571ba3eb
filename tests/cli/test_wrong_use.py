"""Wrong use and bad input: exit code 2, one line on stderr, nothing on stdout, nothing changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import Capture, command, well

FIXTURES = Path(__file__).parents[1] / "sources" / "fixtures"
HELD = "no-such-thing"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with files that are wrong in one way each."""
    (tmp_path / "text.txt").write_text("a text, and no table\n")
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "edges.csv").write_text("first,second,sign\nPAK,RUS,1\n")
    (tmp_path / "signs.csv").write_text("a,b,sign\nPAK,RUS,2\n")
    (tmp_path / "model.yml").write_text("drivers: [one, two\n")
    (tmp_path / "model.scw").write_bytes(b"not a model")
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00\x01")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("keep me")
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "case.yml").write_text("title: only a title\n")
    (tmp_path / "bare").mkdir()
    return tmp_path


WRONG: list[tuple[str, Callable[[Path], tuple[object, ...]]]] = [
    ("no command of that name", lambda p: ("brieff",)),
    ("an option that does not exist", lambda p: ("sources", "--colour")),
    ("a form that does not fit", lambda p: ("network", "PAK", "RUS", "--format", "csv")),
    ("too few states", lambda p: ("measure", "trade_value", "PAK")),
    ("an unknown state", lambda p: ("measure", "trade_value", "PAK", "XYZ")),
    ("an unknown name", lambda p: ("brief", "Pakistan", "Rusia", "-o", p / "b.html")),
    ("a state twice", lambda p: ("measure", "trade_value", "PAK", "Pakistan")),
    ("a state twice in a brief", lambda p: ("brief", "RUS", "Russia", "-o", p / "b.html")),
    ("an unknown measure", lambda p: ("measure", "trade_valu", "PAK", "RUS")),
    ("an unknown measure to search", lambda p: ("turning", "PAK", "RUS", "--measure", "warmth")),
    ("a period that does not exist", lambda p: ("measure", "trade_value", "PAK", "RUS", "--by", "week")),
    ("a period that does not fit", lambda p: ("measure", "trade_value", "PAK", "RUS", "--by", "session")),
    ("a period no series has", lambda p: ("turning", "PAK", "RUS", "--measure", "trade_value", "--by", "month")),
    ("a bad date", lambda p: ("measure", "trade_value", "PAK", "RUS", "--since", "1990-13-01")),
    ("a bad day of knowledge", lambda p: ("network", "PAK", "RUS", "--as-of", "yesterday")),
    ("a window that ends before it begins", lambda p: (
        "measure", "trade_value", "PAK", "RUS", "--since", "2000-01-01", "--until", "1990-01-01")),
    ("an unknown source to tell of", lambda p: ("sources", "polecta")),
    ("an unknown source", lambda p: ("ingest", "un_vote", FIXTURES / "un_votes_published.csv")),
    ("a file that is not there", lambda p: ("ingest", "un_votes", p / "votes.csv")),
    ("a folder for a file", lambda p: ("ingest", "un_votes", p / "full")),
    ("another source's file", lambda p: ("ingest", "un_votes", FIXTURES / "chronology.csv")),
    ("a text for a table", lambda p: ("ingest", "sipri_arms", p / "text.txt")),
    ("an empty file", lambda p: ("ingest", "cow_trade", p / "empty.csv")),
    ("bytes that are no text", lambda p: ("ingest", "chronology", p / "bytes.csv")),
    ("no ledger in the folder", lambda p: ("measure", "trade_value", "PAK", "RUS", "--ledger", p / "bare")),
    ("no ledger to export", lambda p: ("export", p / "out", "--ledger", p / "nowhere")),
    ("no ledger to verify", lambda p: ("ledger", "verify", "--ledger", p / "bare")),
    ("no id", lambda p: ("trace", "1234")),
    ("an id not held", lambda p: ("trace", "st-00000000000000000000")),
    ("a judgement not held", lambda p: ("trace", "ju-00000000000000000000")),
    ("an export folder in use", lambda p: ("export", p / "full")),
    ("a case folder in use", lambda p: ("case", "init", "PAK", "IND", p / "full")),
    ("a case about other states", lambda p: ("brief", "IND", "CHN", "--case", CASE, "-o", p / "b.html")),
    ("a case that lacks fields", lambda p: ("brief", "PAK", "RUS", "--case", p / "case", "-o", p / "b.html")),
    ("a folder without a case", lambda p: ("scenarios", p / "bare")),
    ("an article that is not there", lambda p: (
        "brief", "PAK", "RUS", "--article", p / "none.txt", "-o", p / "b.html")),
    ("a brief where a folder stands", lambda p: ("brief", "PAK", "RUS", "-o", p / "full")),
    ("edges without their columns", lambda p: ("network", "--edges", p / "edges.csv")),
    ("signs that are none", lambda p: ("network", "--edges", p / "signs.csv")),
    ("one state for a network", lambda p: ("network", "PAK")),
    ("no third state", lambda p: ("network", "IND", "CHN")),
    ("one of the two as third state", lambda p: ("network", "PAK", "RUS", "--with", "PAK")),
    ("a model that is not YAML", lambda p: ("scenarios", p / "model.yml")),
    ("a model that is not ScenarioWizard's", lambda p: ("scenarios", p / "model.scw")),
    ("a tolerance below zero", lambda p: ("scenarios", "--tolerance", "-1")),
    ("a text to read that is not there", lambda p: ("read", p / "none.txt")),
]  # fmt: skip
CASE = Path(__file__).parents[2] / "src/detente/cases/pakistan_russia"


def state_of(folder: Path) -> dict[str, str]:
    """Every file of the record with its sha256; the cache in front of it is no part of the record."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.startswith("cache.")
    }


@pytest.mark.parametrize("arguments", [a for _, a in WRONG], ids=[name for name, _ in WRONG])
def test_is_said_in_one_line_and_changes_nothing(
    capsys: Capture,
    place: Path,
    packaged_ledger: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: Callable[[Path], tuple[object, ...]],
) -> None:
    monkeypatch.chdir(place)
    before = state_of(packaged_ledger), state_of(place)
    done = command(capsys, *arguments(place))
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith("detente: ") and done.err.endswith("\n")
    assert done.err.count("\n") == 1
    assert "Error(" not in done.err and "Traceback" not in done.err
    assert (state_of(packaged_ledger), state_of(place)) == before


def test_a_file_with_a_bad_row_adds_none_of_its_rows(capsys: Capture, tmp_path: Path) -> None:
    good = (FIXTURES / "chronology.csv").read_text(encoding="utf-8")
    ledger = tmp_path / "ledger"
    well(capsys, "ingest", "chronology", FIXTURES / "chronology.csv", "--ledger", ledger)
    before = state_of(ledger)
    bad = tmp_path / "bad.csv"
    bad.write_text(
        good + good.splitlines()[1].replace("COOPERATE", "BEFRIEND").replace("AGREE", "BEFRIEND") + "\n"
    )
    done = command(capsys, "ingest", "chronology", bad, "--ledger", ledger)
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert "bad.csv" in done.err
    assert f"{len(good.splitlines()) + 1}" in done.err, "the line of the file is named"
    assert state_of(ledger) == before


def test_a_folder_is_read_past_a_file_that_cannot_be(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Kenya and Brazil signed a defence agreement in March 2011.\n")
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\xfa\x00\x81")
    done = command(capsys, "read", tmp_path, "--format", "jsonl")
    assert done.code == 2
    assert done.err.count("\n") == 1 and "bad.txt" in done.err
    assert {r["document"] for r in done.lines} == {str(tmp_path / "good.txt")}


def test_a_damaged_ledger_is_a_finding_and_not_an_error(capsys: Capture, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    well(capsys, "ingest", "chronology", FIXTURES / "chronology.csv", "--ledger", ledger)
    (file,) = ledger.glob("batches/*/statements.parquet")
    file.write_bytes(file.read_bytes()[:-200] + b"x" * 200)
    done = command(capsys, "ledger", "verify", "--ledger", ledger)
    assert done.code == 1
    assert file.parent.name in done.out
