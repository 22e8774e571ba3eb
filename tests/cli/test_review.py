"""detente review: a walk with answers from a pipe, what it keeps, and what follows its verdicts."""

from __future__ import annotations

import io
import json
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.ledger.duckdb import DuckLedger
from detente.study.judging import mend, readings_held
from tests.cli.running import Capture, Outcome, command, well
from tests.cli.test_wrong_use import state_of

TEXT = (
    "In March 2014 Japan and Vietnam signed an agreement on defence.\n\n"
    "In 2015 Kenya sent Somalia 20 trucks — “a gift”, said Señor Núñez.\n\n"
    "On 3 May 2016 Peru’s foreign minister visited Chile.\n\n"
    "In 2017 Norway and Sweden held talks on fisheries.\n"
)
CORRECT = ["c", "status = planned", "when = 2015-07", "", "it was only promised"]


class Review:
    def __init__(self, capsys: Capture, patch: pytest.MonkeyPatch, folder: Path) -> None:
        self.capsys, self.patch = capsys, patch
        self.file, self.ledger, self.golden = folder / "a.txt", folder / "ledger", folder / "golden"
        self.file.write_text(TEXT, encoding="utf-8")

    def __call__(self, *answers: str, options: tuple[object, ...] = (), file: bool = True) -> Outcome:
        self.patch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in answers)))
        paths = [self.file] if file else []
        return command(
            self.capsys, "review", *paths, "--ledger", self.ledger, "--golden", self.golden, "--reviewer", "Ada",
            "--below", "1.01", *options,
        )  # fmt: skip

    def read(self, *options: object) -> list[dict[str, object]]:
        return command(
            self.capsys, "read", self.file, "--ledger", self.ledger, "--format", "jsonl", *options
        ).lines

    def kinds(self) -> list[str]:
        ledger = DuckLedger.open(self.ledger)
        found = [one.verdict.kind if one.verdict else "open" for one in readings_held(ledger)]
        ledger.close()
        return found


@pytest.fixture
def review(capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Review:
    return Review(capsys, monkeypatch, tmp_path)


def test_a_walk_and_what_follows_it(review: Review, capsys: Capture) -> None:
    done = review("a it is in the text", *CORRECT, "r", "a visit is no event here", "s")
    assert (done.code, done.err) == (0, "")
    assert "4 readings to review, as Ada" in done.out and "[[Kenya sent Somalia 20 trucks" in done.out
    assert "status: occurred -> planned" in done.out
    assert "3 judged: 1 accepted, 1 corrected, 1 rejected; 1 left open." in done.out
    records = review.read()
    assert [(r["status"], (r["judgement"] or {}).get("kind")) for r in records] == [
        ("occurred", "accept"), ("planned", "correct"), ("occurred", None),
    ]  # fmt: skip
    assert records[0]["judgement"]["reason"] == "it is in the text"
    assert records[1]["date"] == {"start": "2015-07-01", "end": "2015-07-31", "precision": "month"}
    assert "it was only promised" in records[1]["because"]
    assert [r["status"] for r in review.read("--unjudged")] == ["occurred"] * 4
    trace = well(capsys, "trace", records[1]["judgement"]["id"], "--ledger", review.ledger).out
    assert "it was only promised" in trace and "Kenya sent Somalia" in trace
    shown = well(capsys, "trace", records[1]["id"], "--ledger", review.ledger, "--format", "json").json
    assert shown["statement"]["status"] == "planned" and shown["judgements"][0]["made_by"] == "Ada"
    assert "judged: accept by Ada" in well(capsys, "trace", records[0]["id"], "--ledger", review.ledger).out


def test_it_goes_on_where_it_stopped(review: Review) -> None:
    review("a", "q")
    second = review("r no", "a")
    assert "3 readings to review" in second.out and "Japan" not in second.out
    third = review(file=False)
    assert third.code == 2 and "no answer on standard input" in third.err
    assert review.kinds() == ["accept", "reject", "accept", "open"]
    review("a", file=False)
    assert "Nothing to review: of 4 readings 4 are judged" in review().out
    again = review("a", "s", "s", "s", options=("--again",))
    assert "judged   accepted by Ada" in again.out and "4 readings to review" in again.out


def test_what_was_judged_can_be_taken_back(review: Review) -> None:
    before = review.read()
    done = review("r wrong", *CORRECT, "u", "u", "a", "s", "s", "s", options=("--format", "jsonl"))
    assert [r["kind"] for r in done.lines] == ["reject", "correct", "withdraw", "withdraw", "accept"]
    assert review.kinds() == ["accept", "open", "open", "open"]
    assert [r["id"] for r in review.read()] == [r["id"] for r in before]
    review("r after all", "u", "r after all", "q")
    assert review.kinds() == ["accept", "reject", "open", "open"], "the same verdict once more, the same day"
    review("s", "a", "u", "q", options=("--again",))
    assert review.kinds() == ["accept", "reject", "open", "open"], "what stood before stands again"


def test_a_corrected_reading_can_be_judged_again(review: Review) -> None:
    review("s", *CORRECT, "q")
    review("s", "a", "q", options=("--again",))
    assert [r["status"] for r in review.read()] == ["occurred", "planned", "occurred", "occurred"]
    review("s", "c", "status = negated", "", "it never came", "q", options=("--again",))
    assert [r["status"] for r in review.read()] == ["occurred", "negated", "occurred", "occurred"]
    review("s", "r", "not at all", "q", options=("--again",))
    assert len(review.read()) == 3
    ledger = DuckLedger.open(review.ledger)
    assert ledger.statements(sources=["document"]).height == 3
    assert len(ledger.judgements()) == 4 and ledger.verify() == []


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (["a", "x"], "answer line 2: 'x' is no answer. Answer a, c, r, s, u or q"),
        (["a", ""], "answer line 2: '' is no answer"),
        (["a", "c", "status = plannd"], "answer line 3, status: there is no status 'plannd'"),
        (["a", "c", "who = Atlantis"], "answer line 3: no actor is known as 'Atlantis'"),
        (["a", "r", ""], "answer line 3: a reason is needed"),
        (["a", "c", "status = planned", ""], "answer line 5: the answers end before this verdict is whole"),
        (["a", "r"], "the answers end before this verdict is whole"),
        (["u"], "nothing was judged yet"),
    ],
)  # fmt: skip
def test_a_bad_line_of_a_pipe_ends_the_walk_and_loses_nothing(
    review: Review, answers: list[str], said: str
) -> None:
    done = review(*answers)
    assert done.code == 2 and said in done.err and done.err.count("\n") == 1
    assert review.kinds() == ["accept" if answers[0] == "a" else "open", "open", "open", "open"]


def test_nothing_is_asked_of_nobody(review: Review, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    done = review()
    assert done.code == 2 and done.err.count("\n") == 1 and "Run it in a terminal" in done.err
    assert "Reading 1" not in done.out
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    empty = well(capsys, "review", "--ledger", review.ledger.parent / "other", "--reviewer", "Ada")
    assert "nothing was read in a document" in empty.out
    refused = command(capsys, "review", review.file, "--ledger", review.ledger, "--reviewer", " ")
    assert refused.code == 2 and "--reviewer" in refused.err


def test_an_interrupt_keeps_what_was_judged(review: Review) -> None:
    class Interrupted(io.StringIO):
        def readline(self, size: int | None = -1, /) -> str:
            return super().readline() or _interrupt()

    def _interrupt() -> str:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", Interrupted("a\nr wrong\n"))
        done = command(review.capsys, "review", review.file, "--ledger", review.ledger, "--reviewer", "Ada",
                       "--golden", review.golden, "--below", "1.01")  # fmt: skip
    assert done.code == 130 and "2 judged: 1 accepted, 1 rejected; 2 left open." in done.out
    assert review.kinds() == ["accept", "reject", "open", "open"]


def test_a_death_between_judgement_and_correction_is_mended(review: Review) -> None:
    review("s", *CORRECT, "q")
    ledger = DuckLedger.open(review.ledger)
    (batch,) = [p for p in (review.ledger / "batches").iterdir() if _holds_a_correction(p)]
    ledger.close()
    for file in sorted(batch.rglob("*"), reverse=True):
        file.unlink()
    batch.rmdir()
    ledger = DuckLedger.open(review.ledger)
    assert set(ledger.statements(sources=["document"])["status"]) == {"occurred"}, (
        "what was read is not hidden"
    )
    assert mend(ledger) == 1 and mend(ledger) == 0
    assert sorted(ledger.statements(sources=["document"])["status"]) == ["occurred"] * 3 + ["planned"]
    ledger.close()


def _holds_a_correction(folder: Path) -> bool:
    import polars as pl

    frame = pl.read_parquet(folder / "statements.parquet")
    return bool(frame["key"].str.contains("|corrects|", literal=True).any())


def test_judged_readings_become_golden_tests(review: Review, capsys: Capture) -> None:
    review("a", *CORRECT, "r", "no visit", "q")
    (file,) = review.golden.glob("*.json")
    told = json.loads(file.read_text(encoding="utf-8"))
    assert [r["verdict"] for r in told["readings"]] == ["accept", "correct", "reject"]
    assert (review.golden / told["text"]).read_text(encoding="utf-8") == TEXT
    check = command(capsys, "review", "--check", review.golden)
    assert check.code == 1 and "1 of 3 judged readings are read right." in check.out
    assert "status is occurred, not planned" in check.out and "it is read again" in check.out
    records = command(capsys, "review", "--check", review.golden, "--format", "jsonl").lines
    assert [r["right"] for r in records] == [True, False, False]
    review("a", "s", "a", "s", options=("--again",))
    assert [r["verdict"] for r in json.loads(file.read_text(encoding="utf-8"))["readings"]] == [
        "accept", "correct", "accept",
    ]  # fmt: skip
    well_read = command(capsys, "review", "--check", review.golden)
    assert "2 of 3 judged readings" in well_read.out


def test_golden_readings_of_another_ledger_stay(review: Review, tmp_path: Path) -> None:
    review("a", "q")
    review.ledger = tmp_path / "second"
    review("s", "r wrong", "u", "s", "r no visit", "q")
    (file,) = review.golden.glob("*.json")
    found = json.loads(file.read_text(encoding="utf-8"))["readings"]
    assert [r["verdict"] for r in found] == ["accept", "reject"]


def test_a_golden_folder_that_is_none_is_said(review: Review, capsys: Capture, tmp_path: Path) -> None:
    review("a", "q")
    (file,) = review.golden.glob("*.json")
    (text,) = review.golden.glob("*.txt")
    text.write_text(TEXT + "More.", encoding="utf-8")
    done = command(capsys, "review", "--check", review.golden)
    assert done.code == 2 and "not the text" in done.err and done.err.count("\n") == 1
    text.unlink()
    assert "cannot be read" in command(capsys, "review", "--check", review.golden).err
    for broken in ('{"readings": []}', "[", '{"document": "", "sha256": "", "text": "", "readings": [{}]}'):
        file.write_text(broken, encoding="utf-8")
        done = command(capsys, "review", "--check", review.golden)
        assert done.code == 2 and done.err.count("\n") == 1 and "golden" in done.err
    (tmp_path / "none").mkdir()
    assert "no golden test in it" in command(capsys, "review", "--check", tmp_path / "none").err


def test_the_default_ledger_is_honoured_and_left_as_it_is(
    review: Review, capsys: Capture, packaged_ledger: Path
) -> None:
    before = state_of(packaged_ledger)
    assert len(command(capsys, "read", review.file, "--format", "jsonl").lines) == 4
    assert state_of(packaged_ledger) == before


def test_a_long_sentence_and_marks_that_a_terminal_obeys(review: Review) -> None:
    filler = "which nobody had seen before and everybody wrote about at length, " * 40
    review.file.write_text(
        f"In 2014, {filler}Japan and Vietnam signed an agreement on defence, {filler}and \x1b[2J\u202eso on.\n",
        encoding="utf-8",
    )
    done = review("a")
    assert "\x1b" not in done.out and "\u202e" not in done.out
    assert len(done.out) < 4000 and "…" in done.out
    assert all(
        len(line) <= 80 or "detente review" in line or "kept in" in line for line in done.out.splitlines()
    )


@pytest.mark.parametrize("width", [24, 200])
def test_at_a_terminal_a_wrong_answer_is_asked_again(review: Review, width: int) -> None:
    shown, code = at_terminal(
        review,
        width,
        ["?", "nonsense", "c", "status = plannd", "status = planned", "", "", "promised", "\x04"],
    )
    assert code == 0
    said = " ".join(shown.split())
    assert "is no answer" in said and "no status" in said and "A reason is needed" in said
    assert review.kinds() == ["correct", "open", "open", "open"]


def test_ctrl_c_ends_a_walk_that_waits_for_an_answer(review: Review) -> None:
    shown, code = at_terminal(review, 100, ["a", "c", "who = Uganda", "\x03"])
    assert code == 130 and "1 judged: 1 accepted; 3 left open." in shown
    assert review.kinds() == ["accept", "open", "open", "open"]


OWN_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)
"""Makes the terminal the command's own, as a shell does, so that Ctrl-C reaches it as a signal."""


def at_terminal(review: Review, width: int, answers: list[str]) -> tuple[str, int]:
    """What a walk prints on a pseudo-terminal, each answer typed at its prompt."""
    ours, theirs = pty.openpty()
    run = subprocess.Popen(
        [sys.executable, "-c", OWN_TERMINAL, "-m", "detente", "review", review.file,
         "--ledger", review.ledger, "--golden", review.golden,
         "--reviewer", "Ada", "--below", "1.01"],
        stdin=theirs, stdout=theirs, stderr=theirs, env=os.environ | {"COLUMNS": str(width), "TERM": "xterm"},
        start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    shown, fresh, typed, until = b"", b"", list(answers), time.monotonic() + 60
    while time.monotonic() < until:
        if select.select([ours], [], [], 0.2)[0]:
            try:
                data = os.read(ours, 65536)
            except OSError:
                break
            if not data:
                break
            shown, fresh = shown + data, fresh + data
        elif fresh.endswith((b"> ", b"Why? ")) and typed:
            answer, fresh = typed.pop(0), b""
            os.write(ours, answer.encode() if answer in "\x03\x04" and answer else f"{answer}\n".encode())
        elif run.poll() is not None:
            break
    code = run.wait(timeout=10)
    os.close(ours)
    return shown.decode(), code
