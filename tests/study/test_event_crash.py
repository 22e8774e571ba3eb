"""A process killed while it writes months of event data leaves the ledger readable and as it was."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from detente.ledger.duckdb import DuckLedger
from detente.study.ingest import ingest_file
from tests.study.event_files import lines_of, taken, written

KILLED_AT = {
    "a part is written": ("detente.sources.event_volume", "_Work._account", 3),
    "months are compared": ("detente.ledger.event_settling", "_settle_month", 2),
    "other files are written": ("detente.ledger.event_settling", "_write_files", 1),
    "the batch is synced": ("detente.ledger.event_batches", "commit", 1),
    "the batch gets its name": ("detente.ledger.record", "commit", 1),
}
PROCESS = """
import importlib, os, signal, sys
from pathlib import Path
from detente.ledger.duckdb import DuckLedger
from detente.sources import event_volume, line_chunks
from detente.study.ingest import ingest_file
module, name, times, path, file = sys.argv[1:]
event_volume.PART_BYTES = 1
line_chunks.chunks.__kwdefaults__["chunk_bytes"] = 600
holder = importlib.import_module(module)
*inside, name = name.split(".")
for part in inside:
    holder = getattr(holder, part)
left, call = [int(times)], getattr(holder, name)
def dies(*given, **named):
    left[0] -= 1
    if not left[0]:
        print(*sorted(p.name for p in Path(path).rglob("month=*/*.parquet")), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    return call(*given, **named)
setattr(holder, name, dies)
ingest_file(DuckLedger.open(Path(path)), "gdelt_events", Path(file))
"""


@pytest.mark.parametrize("moment", KILLED_AT)
def test_a_kill_leaves_what_was_there_and_the_same_command_completes_it(tmp_path: Path, moment: str) -> None:
    path = tmp_path / "ledger"
    ledger = DuckLedger.open(path, create=True)
    taken(ledger, "gdelt_events", "gdelt_events_2.CSV")
    before = ledger.statements()
    ledger.close()
    # The same rows in two more months, so that files of several are being written.
    moved = [
        line.replace(b"\t201607", b"\t2016" + month)
        for line in lines_of("gdelt_events_1.CSV")
        for month in (b"07", b"09")
    ]
    file = written(tmp_path, "moved.CSV", moved)
    module, name, times = KILLED_AT[moment]
    died = subprocess.run(
        [sys.executable, "-c", PROCESS, module, name, str(times), str(path), str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert len(died.stdout.split()) > 1, "no month was being written"

    ledger = DuckLedger.open(path)
    assert ledger.verify() == []
    assert ledger.statements().equals(before)
    done = ingest_file(ledger, "gdelt_events", file)
    fresh = DuckLedger.open(tmp_path / "fresh", create=True)
    wanted = ingest_file(fresh, "gdelt_events", file)
    assert (done.statements, done.already_there) == (wanted.statements, 0)
    assert ledger.statements().height == before.height + wanted.statements
    assert ledger.verify() == []
    assert [p.name for p in (path / "batches").iterdir() if not p.name.startswith("ev-")] == []
    ledger.close()
    fresh.close()
