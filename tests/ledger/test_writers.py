"""Several processes write to one ledger, and none loses or doubles anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from detente.errors import LedgerError
from detente.ledger import duckdb as engine
from detente.ledger.duckdb import DuckLedger
from detente.ledger.lock import exclusive
from tests.ledger.samples import snapshot, votes

ROOT = Path(__file__).resolve().parents[2]
WRITE = """
import sys
from datetime import date
from pathlib import Path
from detente.ledger.duckdb import DuckLedger
from tests.ledger.samples import snapshot, verdict, votes
ledger = DuckLedger.open(Path(sys.argv[1]), create=True)
print("ready", flush=True)
sys.stdin.readline()
for n in range(8):
    ledger.add_batch(votes((n, "PAK", 1), (n, "RUS", 1), (100, sys.argv[2], 1)), snapshot(f"f{n}"))
    ledger.add_judgements([verdict("accept", f"st-{n}", date(2024, 1, 1), sys.argv[2])])
    assert ledger.statements().height >= 2 * n
"""


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITE, str(path), state],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for state in ("IND", "USA")
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        assert writer.communicate()[1] == ""
        assert writer.returncode == 0
    ledger = DuckLedger.open(path)
    seen = ledger.statements(current=False)
    assert seen["statement_id"].is_unique().all()
    assert seen.height == 8 * 2 + 2
    assert len(ledger.judgements()) == 16
    assert ledger.verify() == []


def test_a_writer_that_waits_too_long_says_so(ledger: DuckLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WAIT_SECONDS", 0.05)
    with (
        exclusive(ledger.path / "lock", wait_seconds=0),
        pytest.raises(LedgerError, match="another process is writing"),
    ):
        ledger.add_batch(votes((1, "PAK", 1)), snapshot("a"))
    assert ledger.add_batch(votes((1, "PAK", 1)), snapshot("a")).already_there == 0
