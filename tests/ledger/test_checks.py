"""`ledger verify` names what is wrong; `ledger repair` mends it only where nothing is lost."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from detente.errors import LedgerError
from detente.ledger.duckdb import DuckLedger
from detente.ledger.ledger import SetAside
from tests.ledger.samples import said, snapshot, verdict, votes

A = (votes((1, "PAK", 1), (1, "RUS", 1)), snapshot("a", release="1"))
B = (votes((1, "PAK", 3), (1, "RUS", 1)), snapshot("b", release="2"))
FILES = ("statements.parquet", "restated.parquet", "snapshot.json", "set_aside.jsonl")


@pytest.fixture
def filled(ledger: DuckLedger) -> DuckLedger:
    ledger.add_batch(*A, [SetAside(3, "double", "{}")])
    ledger.add_batch(*B)
    ledger.add_judgements([verdict("accept", "st-1", date(2024, 1, 1))])
    ledger.statements()
    ledger.close()
    return ledger


def folder(ledger: DuckLedger, file: str) -> Path:
    folders = (ledger.path / "batches").iterdir()
    return next(p for p in folders if json.loads((p / "snapshot.json").read_text())["file"] == file)


def test_a_sound_ledger_has_no_problem(filled: DuckLedger) -> None:
    assert filled.verify() == []
    assert filled.repair() == []


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("how", ["cut", "changed", "gone"])
def test_damage_is_named_and_ingesting_again_mends_it(filled: DuckLedger, file: str, how: str) -> None:
    batch = folder(filled, "a.csv")
    damaged = batch / file
    data = damaged.read_bytes()
    match how:
        case "cut":
            damaged.write_bytes(data[: len(data) // 2])
        case "changed":
            damaged.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        case "gone":
            damaged.unlink()
    problems = filled.verify()
    assert any(p.where.startswith(f"batches/{batch.name}") and not p.repairable for p in problems)
    before = damaged.read_bytes() if damaged.exists() else None
    assert filled.repair() == []
    assert (damaged.read_bytes() if damaged.exists() else None) == before
    result = filled.add_batch(*A, [SetAside(3, "double", "{}")])
    assert result.batch == batch.name
    assert filled.verify() == []
    assert said(filled.statements(current=False)) == {("1|PAK", 1.0), ("1|PAK", 3.0), ("1|RUS", 1.0)}
    assert said(filled.statements()) == {("1|PAK", 3.0), ("1|RUS", 1.0)}
    assert [row.reason for _, row in filled.set_aside()] == ["double"]


@pytest.mark.parametrize("text", [None, "", '{"statements": 1}', "[]"])
def test_a_lost_manifest_is_written_again(filled: DuckLedger, text: str | None) -> None:
    manifest = folder(filled, "a.csv") / "manifest.json"
    whole = manifest.read_bytes()
    if text is None:
        manifest.unlink()
    else:
        manifest.write_text(text)
    (problem,) = filled.verify()
    assert problem.repairable
    with pytest.raises(LedgerError, match="ledger repair"):
        filled.snapshots()
    assert len(filled.repair()) == 1
    assert manifest.read_bytes() == whole
    assert filled.verify() == []


def test_statements_that_do_not_fit_their_batch(filled: DuckLedger) -> None:
    a, b = folder(filled, "a.csv"), folder(filled, "b.csv")
    shutil.copytree(a, b.with_name("ba-copy"))
    found = {problem.where: problem for problem in filled.verify()}
    assert "not those of its id" in found["batches/ba-copy"].what
    assert not found["batches/ba-copy"].repairable


def test_a_batch_that_restates_what_is_no_longer_there(filled: DuckLedger) -> None:
    shutil.rmtree(folder(filled, "a.csv"))
    (problem,) = (p for p in filled.verify() if p.where != "cache.duckdb")
    assert "restates a statement of a batch that is not there" in problem.what
    filled.add_batch(*A)
    assert filled.verify() == []


def test_damaged_judgements_are_named(filled: DuckLedger) -> None:
    (file,) = (filled.path / "judgements").iterdir()
    file.write_text(file.read_text().replace("read again", "never read"))
    (problem,) = filled.verify()
    assert problem.where == f"judgements/{file.name}"
    assert not problem.repairable
    with pytest.raises(LedgerError, match="damaged judgements"):
        filled.judgements()


def test_a_cache_that_differs_is_dropped(filled: DuckLedger) -> None:
    with duckdb.connect(str(filled.path / "cache.duckdb")) as connection:
        connection.execute("update stored set value = value + 1")
    (problem,) = filled.verify()
    assert (problem.where, problem.repairable) == ("cache.duckdb", True)
    assert len(filled.repair()) == 1
    assert filled.verify() == []
    assert said(filled.statements()) == {("1|PAK", 3.0), ("1|RUS", 1.0)}


def test_what_killed_writers_left_is_no_problem_and_the_next_writer_clears_it(filled: DuckLedger) -> None:
    left = filled.path / "batches" / ".tmp-dead"
    left.mkdir()
    (left / "statements.parquet").write_bytes(b"PAR1")
    (filled.path / "judgements" / ".tmp-dead").write_text("{")
    assert filled.verify() == []
    assert filled.statements().height == 2
    assert left.exists()
    filled.add_batch(*A)
    assert not left.exists()
    assert not (filled.path / "judgements" / ".tmp-dead").exists()


def test_parquet_of_another_writer_is_not_taken_for_ours(filled: DuckLedger) -> None:
    damaged = folder(filled, "a.csv") / "statements.parquet"
    pl.read_parquet(damaged).with_columns(value=pl.col("value") + 1).write_parquet(damaged)
    assert any("checksum" in problem.what for problem in filled.verify())
