"""Each kind of bad file: one line that names the file, the row and the way out; the ledger stays as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.bad_files import BAD
from tests.cli.running import Capture, command, well
from tests.cli.test_wrong_use import FIXTURES, state_of


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that holds something."""
    return tmp_path_factory.mktemp("held") / "ledger"


def test_there_are_more_than_sixty_kinds() -> None:
    assert len(BAD) > 60
    assert len({(bad.said, bad.line, bad.source) for bad in BAD.values()}) > 50


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_told_in_one_line_and_changes_nothing(
    capsys: Capture, held: Path, tmp_path: Path, kind: str
) -> None:
    bad = BAD[kind]
    well(capsys, "ingest", "chronology", FIXTURES / "chronology.csv", "--ledger", held)
    before = state_of(held)
    path = tmp_path / bad.name
    bad.make(path)
    done = command(capsys, "ingest", bad.source, path, "--ledger", held)
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(".\n")
    assert done.err.count("\n") == 1
    assert re.search(bad.said, done.err), done.err
    assert bad.name in done.err, "the file is named"
    if bad.line:
        line = r"\d+" if bad.line == "." else bad.line
        assert re.search(rf"{re.escape(bad.name)}(, line {line}: |: .*; line {line}: )", done.err), done.err
    assert re.search(r"\. [A-Z][^.]+", done.err), "the way out is named"
    assert "Error(" not in done.err and "Traceback" not in done.err
    assert state_of(held) == before
    assert well(capsys, "ledger", "verify", "--ledger", held).code == 0


GOOD = {
    "a byte-order mark": ("un_votes", "un_votes_published.csv", lambda data: b"\xef\xbb\xbf" + data),
    "line ends of Windows": ("un_votes", "un_votes_published.csv", lambda data: data.replace(b"\n", b"\r\n")),
    "no line end behind the last row": (
        "un_votes",
        "un_votes_published.csv",
        lambda data: data.rstrip(b"\n"),
    ),
    "blank lines at the end": ("un_votes", "un_votes_published.csv", lambda data: data + b"\n\n"),
}


@pytest.mark.parametrize("kind", GOOD)
def test_what_does_no_harm_is_read_as_the_plain_file(capsys: Capture, tmp_path: Path, kind: str) -> None:
    source, file, change = GOOD[kind]
    changed = tmp_path / "changed.csv"
    changed.write_bytes(change((FIXTURES / file).read_bytes()))
    ledger = tmp_path / "ledger"
    (plain,) = well(capsys, "ingest", source, FIXTURES / file, "--ledger", ledger, "--format", "jsonl").lines
    (again,) = well(capsys, "ingest", source, changed, "--ledger", ledger, "--format", "jsonl").lines
    assert again["statements"] == again["already_there"] == plain["statements"] > 0
