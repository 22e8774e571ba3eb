"""The cache is only a cache: late, damaged, in use, of another version or gone, the answers are the same."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from detente.errors import LedgerError
from detente.ledger.duckdb import DuckLedger
from detente.ledger.lock import exclusive
from tests.ledger.samples import snapshot, verdict, votes

READ = """
import sys
from pathlib import Path
from detente.ledger.duckdb import DuckLedger
ledger = DuckLedger.open(Path(sys.argv[1]))
print(ledger.statements().height, flush=True)
sys.stdin.readline()
print(ledger.statements().height, flush=True)
"""


def reader(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", READ, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


@pytest.fixture
def filled(ledger: DuckLedger) -> DuckLedger:
    ledger.add_batch(votes((1, "PAK", 1), (1, "RUS", 1)), snapshot("a", release="1"))
    ledger.add_batch(votes((1, "PAK", 3), (2, "RUS", 1)), snapshot("b", release="2"))
    ledger.statements()
    ledger.close()
    return ledger


def batches_in_cache(ledger: DuckLedger) -> int:
    with duckdb.connect(str(ledger.path / "cache.duckdb"), read_only=True) as connection:
        return len(connection.execute("select batch from batches").fetchall())


def answers(ledger: DuckLedger) -> list[pl.DataFrame]:
    return [
        ledger.statements(),
        ledger.statements(current=False, as_of=date(1961, 6, 15)),
        ledger.view("joint_votes", side_a=["PAK"], side_b=["RUS"]),
    ]


def same(left: list[pl.DataFrame], right: list[pl.DataFrame]) -> bool:
    return all(a.equals(b) for a, b in zip(left, right, strict=True))


def test_the_cache_can_be_deleted(filled: DuckLedger) -> None:
    before = answers(filled)
    filled.close()
    (filled.path / "cache.duckdb").unlink()
    assert same(answers(DuckLedger.open(filled.path)), before)
    assert batches_in_cache(filled) == 2


@pytest.mark.parametrize("damage", [b"", b"not a database", b"\0" * 20_000])
def test_a_damaged_cache_is_built_again(filled: DuckLedger, damage: bytes) -> None:
    before = answers(filled)
    filled.close()
    (filled.path / "cache.duckdb").write_bytes(damage)
    assert same(answers(filled), before)
    filled.close()
    assert batches_in_cache(filled) == 2


def test_a_cache_damaged_behind_its_header_is_built_again(filled: DuckLedger) -> None:
    before = answers(filled)
    filled.close()
    cache = filled.path / "cache.duckdb"
    data = bytearray(cache.read_bytes())
    for position in range(12_288 + 100, len(data), 4096):
        data[position : position + 64] = b"\xa5" * 64
    cache.write_bytes(data)
    assert same(answers(filled), before)
    filled.close()
    assert batches_in_cache(filled) == 2


def test_a_cut_off_cache_is_built_again(filled: DuckLedger) -> None:
    before = answers(filled)
    filled.close()
    data = (filled.path / "cache.duckdb").read_bytes()
    (filled.path / "cache.duckdb").write_bytes(data[: len(data) // 2])
    assert same(answers(filled), before)


@pytest.mark.parametrize(
    "change",
    ["update cache_version set version = 0", "drop table cache_version", "drop table contested_statements"],
)
def test_a_cache_of_another_version_is_built_again(filled: DuckLedger, change: str) -> None:
    before = answers(filled)
    filled.close()
    with duckdb.connect(str(filled.path / "cache.duckdb")) as connection:
        connection.execute(change)
    assert same(answers(filled), before)


def test_a_cache_that_holds_more_than_the_record_is_built_again(filled: DuckLedger) -> None:
    (gone,) = (
        p for p in (filled.path / "batches").iterdir() if '"b.csv"' in (p / "snapshot.json").read_text()
    )
    shutil.rmtree(gone)
    assert filled.statements()["value"].to_list() == [1.0, 1.0]
    filled.close()
    assert batches_in_cache(filled) == 1


def test_only_new_batches_are_loaded(filled: DuckLedger) -> None:
    filled.close()
    with duckdb.connect(str(filled.path / "cache.duckdb")) as connection:
        connection.execute("update stored set note = 'from the cache'")
    filled.add_batch(votes((3, "PAK", 1)), snapshot("c", release="3"))
    assert filled.statements().group_by("note").len().sort("len").rows() == [(None, 1), ("from the cache", 3)]


def test_two_processes_read_at_once_and_see_what_a_third_adds(filled: DuckLedger) -> None:
    with reader(filled.path) as one, reader(filled.path) as two:
        for process in (one, two):
            assert process.stdout is not None
            assert process.stdout.readline() == "3\n"
        filled.add_batch(votes((3, "PAK", 1)), snapshot("c", release="3"))
        assert filled.statements().height == 4  # the cache is in use and cannot grow: the files are read
        assert same(answers(filled), answers(DuckLedger.open(filled.path)))
        for process in (one, two):
            assert process.communicate("go\n")[0] == "4\n"
    filled.close()
    assert DuckLedger.open(filled.path).statements().height == 4


def test_a_cache_that_another_process_is_building_is_not_waited_for(filled: DuckLedger) -> None:
    before = answers(filled)
    filled.close()
    (filled.path / "cache.duckdb").unlink()
    with exclusive(filled.path / "cache.lock", wait_seconds=0):
        assert same(answers(filled), before)
    assert not (filled.path / "cache.duckdb").exists()


def test_a_cache_locked_for_writing_is_not_waited_for(filled: DuckLedger) -> None:
    code = (
        "import duckdb, sys; connection = duckdb.connect(sys.argv[1]); print('held', flush=True);"
        "sys.stdin.readline()"
    )
    cache = str(filled.path / "cache.duckdb")
    before = answers(filled)
    filled.close()
    with subprocess.Popen(
        [sys.executable, "-c", code, cache], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "held\n"
        assert same(answers(filled), before)
        writer.communicate("done\n")


def test_two_ledgers_of_one_process(filled: DuckLedger) -> None:
    other = DuckLedger.open(filled.path)
    assert same(answers(other), answers(filled))
    other.add_batch(votes((3, "PAK", 1)), snapshot("c", release="3"))
    assert same(answers(other), answers(filled))
    other.add_judgements([verdict("reject", filled.statements()["statement_id"][0], date(2024, 1, 1))])
    assert other.statements().height == filled.statements().height == 3


def test_a_damaged_batch_is_named_and_not_passed_over(filled: DuckLedger) -> None:
    (filled.path / "cache.duckdb").unlink()
    for file in (filled.path / "batches").glob("*/statements.parquet"):
        file.write_bytes(file.read_bytes()[:-10])
    with pytest.raises(LedgerError, match=r"damaged batch of [ab]\.csv.*statements\.parquet|ledger verify"):
        filled.statements()


def test_nothing_is_printed_at_the_end_of_a_process(filled: DuckLedger) -> None:
    done = subprocess.run(
        [sys.executable, "-c", READ, str(filled.path)],
        input="\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("3\n3\n", "")


def test_the_day_of_recording_is_utc_wherever_the_process_runs(
    filled: DuckLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = READ.replace("statements()", "statements(as_of=date(2024, 5, 1))")
    undated = votes((1, "IND", 1)).with_columns(known_from=pl.lit(None, pl.Date))
    changed = votes((1, "IND", 2)).with_columns(known_from=pl.lit(None, pl.Date))
    filled.add_batch(undated, snapshot("d", release="1"))
    filled.add_batch(changed, snapshot("e", release="2"))
    expected = f"{filled.statements(as_of=date(2024, 5, 1)).height}\n" * 2
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        filled.close()
        (filled.path / "cache.duckdb").unlink()
        monkeypatch.setenv("TZ", zone)
        done = subprocess.run(
            [sys.executable, "-c", "from datetime import date\n" + code, str(filled.path)],
            input="\n",
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == expected == "4\n4\n"
