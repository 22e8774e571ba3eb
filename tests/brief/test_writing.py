"""How the file comes to lie there: whole or not at all, and said in one line."""

from __future__ import annotations

import hashlib
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.brief import page as writing
from detente.brief.cite import Notes, Sentence
from detente.brief.offline import OutsideAddressError
from tests.brief.conftest import Brief
from tests.cli.running import Capture, well


def test_the_command_says_where_how_large_and_which(
    capsys: Capture, packaged_ledger: Path, tmp_path: Path
) -> None:
    file = tmp_path / "deep" / "brief.html"
    out = well(capsys, "brief", "PER", "ETH", "-o", file).out
    data = file.read_bytes()
    said = re.fullmatch(r"(.+) \(([\d.]+) MB, sha256 ([0-9a-f]{16})\)\n", out)
    assert said is not None
    assert Path(said[1]) == file
    assert float(said[2]) == pytest.approx(len(data) / 1e6, abs=0.01)
    assert hashlib.sha256(data).hexdigest().startswith(said[3])


def test_the_file_has_a_name_of_its_own_when_none_is_given(
    capsys: Capture, packaged_ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    well(capsys, "brief", "Peru", "ETH")
    assert [p.name for p in tmp_path.iterdir()] == ["per-eth.html"]


def test_a_page_that_would_load_something_is_not_written(
    brief: Brief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "render", lambda _: '<img src="https://example.org/a.png">')
    with pytest.raises(OutsideAddressError):
        writing.write_brief(brief.study, tmp_path / "brief.html")
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_breaks_off_leaves_the_older_file(
    brief: Brief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "brief.html"
    file.write_text("the older brief")

    def breaks(path: Path, data: bytes) -> int:
        with path.open("wb") as out:
            out.write(data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "render", lambda _: "<p>a page</p>" * 1000)
    monkeypatch.setattr(Path, "write_bytes", breaks)
    with pytest.raises(OSError, match="No space"):
        writing.write_brief(brief.study, file)
    assert file.read_text() == "the older brief"


def test_a_build_that_is_killed_leaves_no_half_file(packaged_ledger: Path, tmp_path: Path) -> None:
    file = tmp_path / "brief.html"
    command = [sys.executable, "-m", "detente", "brief", "PER", "ETH", "-o", str(file)]
    began = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    lasts, whole = time.monotonic() - began, len(file.read_bytes())
    file.unlink()
    for share in (0.8, 0.95):
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(share * lasts)
        running.send_signal(signal.SIGKILL)
        running.wait()
        assert not file.exists() or len(file.read_bytes()) == whole
        file.unlink(missing_ok=True)


def test_a_figure_without_evidence_stops_the_build(brief: Brief) -> None:
    notes = Notes(brief.study.evidence)
    with pytest.raises(ValueError, match="a figure without evidence"):
        notes.say(Sentence("A rise of 82 percent", ()))
    with pytest.raises(ValueError, match="needs evidence"):
        notes.mark(())
    with pytest.raises(KeyError):
        notes.say(Sentence("In 1968", ("st-00000000000000000000",)))
    assert (
        notes.say(Sentence("A plain <sentence>", ())) == '<span class="say">A plain &lt;sentence&gt;</span>'
    )


def test_the_same_evidence_has_the_same_note(brief: Brief) -> None:
    first, second = list(brief.study.evidence)[:2]
    notes = Notes(brief.study.evidence)
    assert [notes.number(ids) for ids in ((first, second), (first,), (second, first), (first, first))] == [
        1,
        2,
        1,
        2,
    ]
