"""Fifty kills of the command at random moments: the ledger can be read each time and the file completed after."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.ledger.duckdb import DuckLedger
from tests.cli.running import Capture, command, well

KILLS = 50
ROLL_CALLS = 1000
STATES = ("770", "365", "2", "750", "710", "700", "135", "140", "501", "530")
HEADER = "rcid,session,vote,ccode,member,importantvote,date,unres,me,nu,di,hr,co,ec,year"


def roll_calls(first: int) -> str:
    """Invented roll calls in the layout of UNVotesPublished: ten states, a thousand resolutions."""
    lines = [HEADER]
    for n in range(first, first + ROLL_CALLS):
        year = 1970 + (n - first) // 120
        for place, code in enumerate(STATES):
            chosen = 8 if place == 5 else 1 + (place + n) % 3
            lines.append(
                f"{n},{year - 1945},{chosen},{code},1,0,11/{1 + n % 28}/{year},R/{n},0,0,0,0,0,0,{year}.0"
            )
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("votes")
    made = []
    for number in range(3):
        path = folder / f"votes-{number}.csv"
        path.write_text(roll_calls(1 + number * ROLL_CALLS), encoding="utf-8")
        made.append(path)
    return made


def start(ledger: Path, files: list[Path]) -> subprocess.Popen[bytes]:
    arguments = [
        sys.executable,
        "-m",
        "detente",
        "ingest",
        "un_votes",
        *map(str, files),
        "--ledger",
        str(ledger),
    ]
    return subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_fifty_kills(capsys: Capture, files: list[Path], tmp_path: Path) -> None:
    began = time.monotonic()
    assert start(tmp_path / "whole", files).wait() == 0
    lasts = time.monotonic() - began
    expected = said(tmp_path / "whole")
    moments = random.Random(20_26)
    ledger = tmp_path / "ledger"
    batches: list[int] = []
    for kill in range(KILLS):
        running = start(ledger, files)
        # Drawn over the whole length and a little more, so that some kills fall before and some after.
        time.sleep(moments.uniform(0.15, 1.05) * lasts)
        running.send_signal(signal.SIGKILL)
        running.wait()
        if not ledger.exists():
            batches.append(0)
            continue
        verified = command(capsys, "ledger", "verify", "--ledger", ledger)
        assert verified.code in {0, 2}, f"kill {kill}: {verified.out}"
        if verified.code == 2:
            assert "no ledger" in verified.err, verified.err
            batches.append(0)
            continue
        whole, part = divmod(len(said(ledger)), ROLL_CALLS * len(STATES))
        assert part == 0, f"kill {kill} left a part of a file"
        batches.append(whole)
        if batches[-1] == len(files):
            ledger = tmp_path / f"ledger-{kill}"
    done = well(capsys, "ingest", "un_votes", *files, "--ledger", ledger, "--format", "json").json
    assert [r["rows"] for r in done] == [ROLL_CALLS * len(STATES)] * len(files)
    assert said(ledger) == expected
    assert well(capsys, "ledger", "verify", "--ledger", ledger).code == 0
    assert len(set(batches)) > 2, f"the kills fell on too few moments: {batches}"


def said(folder: Path) -> list[str]:
    """The ids of all statements of the record, each as often as it stands there."""
    ledger = DuckLedger.open(folder)
    ids = ledger.statements(current=False)["statement_id"].to_list()
    ledger.close()
    assert len(set(ids)) == len(ids)
    return sorted(ids)
