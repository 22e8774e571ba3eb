"""A writer that dies, at any step or any moment, leaves a readable ledger without half a batch."""

from __future__ import annotations

import builtins
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from detente.ledger import record
from detente.ledger.duckdb import DuckLedger
from tests.ledger import ingesting
from tests.ledger.samples import said, snapshot, verdict, votes

A = (votes((1, "PAK", 1), (1, "RUS", 1)), snapshot("a", release="1"))
B = (votes((1, "PAK", 3), (2, "RUS", 1)), snapshot("b", release="2"))
ALREADY, ADDED = {("1|PAK", 1.0), ("1|RUS", 1.0)}, {("1|PAK", 3.0), ("1|RUS", 1.0), ("2|RUS", 1.0)}
OPINION = verdict("accept", "st-1", date(2024, 1, 1))


class DeathError(Exception):
    """The process ends here."""


class Steps:
    """Lets the calls of the commit pass until one is fatal, before or after it has done its work."""

    def __init__(self, fatal: int, *, after: bool) -> None:
        self.passed, self.fatal, self.after = 0, fatal, after

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def step(*given: Any, **named: Any) -> Any:
            here, self.passed = self.passed, self.passed + 1
            if here == self.fatal and not self.after:
                raise DeathError
            result = call(*given, **named)
            if here == self.fatal:
                if hasattr(result, "write"):
                    result.write(b'{"ha')  # half of what was to be written reaches the disk
                    result.close()
                raise DeathError
            return result

        return step


def dies_at(step: int, after: bool, deed: Callable[[], Any]) -> bool:
    """Does the deed with a death at a step; False when it was over before."""
    steps = Steps(step, after=after)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("replace", "fsync", "open"):
            patch.setattr(os, name, steps.around(getattr(os, name)))
        patch.setattr(record, "open", steps.around(builtins.open), raising=False)
        try:
            deed()
        except DeathError:
            return True
    return False


@pytest.mark.parametrize("after", [False, True])
def test_a_death_at_any_step_of_adding_a_batch(tmp_path: Path, after: bool) -> None:
    step, outcomes = 0, set()
    while True:
        path = tmp_path / str(step)
        ledger = DuckLedger.open(path, create=True)
        ledger.add_batch(*A)
        if not dies_at(step, after, lambda ledger=ledger: ledger.add_batch(*B)):
            break
        opened = DuckLedger.open(path)
        assert opened.verify() == []
        seen = said(opened.statements())
        assert seen in (ALREADY, ADDED)
        assert len(opened.snapshots()) == (2 if seen == ADDED else 1)
        outcomes.add(len(seen))
        opened.add_batch(*B)
        assert said(opened.statements()) == ADDED
        assert opened.verify() == []
        opened.close()
        step += 1
    assert step > 10
    assert outcomes == {2, 3}  # before the rename nothing, after it everything


@pytest.mark.parametrize("after", [False, True])
def test_a_death_at_any_step_of_adding_judgements(tmp_path: Path, after: bool) -> None:
    step, outcomes = 0, set()
    while True:
        ledger = DuckLedger.open(tmp_path / str(step), create=True)
        if not dies_at(step, after, lambda ledger=ledger: ledger.add_judgements([OPINION])):
            break
        assert ledger.verify() == []
        outcomes.add(len(ledger.judgements()))
        ledger.add_judgements([OPINION])
        assert ledger.judgements() == [OPINION]
        step += 1
    assert step >= 4
    assert outcomes == {0, 1}


@pytest.mark.parametrize("after", [False, True])
def test_a_death_at_any_step_of_making_a_ledger(tmp_path: Path, after: bool) -> None:
    step = 0
    while dies_at(step, after, partial(DuckLedger.open, tmp_path / str(step), create=True)):
        assert DuckLedger.open(tmp_path / str(step), create=True).verify() == []
        step += 1
    assert step >= 4


@pytest.mark.parametrize("after", [False, True])
def test_a_death_while_a_damaged_batch_is_replaced(tmp_path: Path, after: bool) -> None:
    step = 0
    while True:
        ledger = DuckLedger.open(tmp_path / str(step), create=True)
        ledger.add_batch(*A)
        for file in (ledger.path / "batches").glob("*/statements.parquet"):
            file.write_bytes(b"")
        if not dies_at(step, after, lambda ledger=ledger: ledger.add_batch(*A)):
            break
        ledger.add_batch(*A)
        assert ledger.verify() == []
        assert said(ledger.statements()) == ALREADY
        ledger.close()
        step += 1
    assert step > 10


def kill_while_ingesting(path: Path, before: int, seconds: float) -> None:
    # A server that has only imported is forked: fifty interpreters need not start.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([ingesting.__name__])
    here, there = context.Pipe()
    process = context.Process(target=ingesting.ingest, args=(str(path), there, before), daemon=True)
    process.start()
    assert here.poll(60), "the ingesting process did not start"
    assert here.recv() == "ready"
    time.sleep(seconds)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.parametrize("seed", range(5))
def test_fifty_kills_during_ingest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)  # here alone, to be quick: the killed processes do sync
    moments = random.Random(seed)
    given = ingesting.files()
    everything = {row for frame, _ in given for row in said(frame)}
    for n in range(10):
        path = tmp_path / str(n)
        kill_while_ingesting(path, n % 3, moments.uniform(0, 0.08))
        ledger = DuckLedger.open(path)
        assert ledger.verify() == []
        whole = len(ledger.snapshots())
        assert whole >= n % 3
        assert ledger.statements().height == len(ingesting.STATES) * whole
        for frame, taken in given:
            ledger.add_batch(frame, taken)
        assert ledger.verify() == []
        seen = ledger.statements(current=False)
        assert seen["statement_id"].is_unique().all()
        assert said(seen) == everything
        ledger.close()
