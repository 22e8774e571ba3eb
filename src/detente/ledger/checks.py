"""Re-reading everything: what is not as it was written, and what can be put right without loss."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from detente.errors import LedgerError
from detente.ledger import batches, cache, event_batches, judgements, record
from detente.ledger.batches import Batch
from detente.ledger.ledger import Problem
from detente.ledger.snapshots import snapshot_from_record


def verify(path: Path) -> list[Problem]:
    """All that is wrong with a ledger's folder; leftovers of killed processes are no part of it."""
    found: list[Problem] = []
    sound: list[Batch] = []
    for name in batches.names(path / "batches"):
        problems = list(_batch_problems(path / "batches" / name))
        found += problems
        if not problems:
            sound.append(batches.read_batch(path / "batches" / name))
    found += _across(path / "batches", sound)
    for name in judgements.names(path / "judgements"):
        try:
            judgements.read_file(path / "judgements" / name)
        except LedgerError as error:
            found.append(Problem(f"judgements/{name}", error.what, repairable=False))
    if (fault := cache.fault(path, sound)) is not None:
        found.append(Problem(cache.CACHE, fault, repairable=True))
    return found


def repair(path: Path) -> list[Problem]:
    """Writes manifests that were lost, and drops a cache that differs from the record; returns what it did.

    The caller holds the writer lock. What only a file can give back (a damaged batch) is left as it is.
    """
    done: list[Problem] = []
    for problem in verify(path):
        if not problem.repairable:
            continue
        if problem.where == cache.CACHE:
            cache.discard(path)
            done.append(
                Problem(problem.where, "deleted; it is built again when next needed", repairable=True)
            )
        else:
            _rewrite_manifest(path / problem.where)
            done.append(Problem(problem.where, "its manifest was written again", repairable=True))
    return done


def _batch_problems(folder: Path) -> Iterator[Problem]:
    where = f"batches/{folder.name}"
    try:
        batch = batches.read_batch(folder)
    except LedgerError as error:
        yield Problem(where, error.what, repairable=_ids_fit(folder))
        return
    again = f"ingest {batch.snapshot.file} again"
    damaged = list(batch.damage())
    for name, what in damaged:
        yield Problem(f"{where}/{name}", f"{what}: {again}", repairable=False)
    if damaged:
        return
    if not _ids_fit(folder):
        yield Problem(where, f"its statements are not those of its id: {again}", repairable=False)
    elif (batch.stored, batch.restated) != (len(_ids(folder, batches.STATEMENTS)), len(_restated(folder))):
        yield Problem(where, "its manifest counts other statements than it holds", repairable=True)


def _across(folder: Path, sound: list[Batch]) -> Iterator[Problem]:
    """What no batch can show alone: a statement stored twice, or restated and stored nowhere.

    Event batches are checked by their checksums alone; their millions of ids are not compared.
    """
    sound = [batch for batch in sound if not batch.name.startswith(event_batches.PREFIX)]
    stored = [pl.DataFrame({"id": b.stored_ids(), "batch": b.name}) for b in sound if b.stored]
    rest = {n for n in batches.names(folder) if not n.startswith(event_batches.PREFIX)}
    for name in rest - {b.name for b in sound}:
        if _ids_fit(folder / name):  # its statements are there, something else of it is damaged
            stored.append(pl.DataFrame({"id": _ids(folder / name, batches.STATEMENTS), "batch": name}))
    every = pl.concat([pl.DataFrame(schema={"id": pl.String(), "batch": pl.String()}), *stored])
    twice = every.filter(pl.col("id").is_duplicated())
    if twice.height:
        first = twice.row(0, named=True)
        yield Problem(
            f"batches/{first['batch']}",
            f"statement {first['id']} is stored in two batches ({twice.height} such rows)",
            repairable=False,
        )
    for batch in sound:
        if batch.restated and not _restated(batch.folder).is_in(every["id"].implode()).all():
            yield Problem(
                f"batches/{batch.name}",
                "it restates a statement of a batch that is not there or damaged: ingest that one's file again",
                repairable=False,
            )


def _ids(folder: Path, file: str) -> pl.Series:
    return batches.read_parquet(folder / file, ["statement_id"])["statement_id"]


def _restated(folder: Path) -> pl.Series:
    return _ids(folder, batches.RESTATED)


def _ids_fit(folder: Path) -> bool:
    """Whether the files other than the manifest are readable and give the batch its id."""
    try:
        snapshot = snapshot_from_record(json.loads((folder / batches.SNAPSHOT).read_bytes()))
        ids = pl.concat([_ids(folder, batches.STATEMENTS), _restated(folder)])
        json_lines = (folder / batches.SET_ASIDE).read_text(encoding="utf-8").splitlines()
        for line in json_lines:
            json.loads(line)
        if folder.name.startswith(event_batches.PREFIX):
            selection = event_batches.read_event_batch(folder).selection
            return event_batches.event_batch_id(snapshot.source, snapshot.sha256, selection) == folder.name
    except (OSError, ValueError, KeyError, TypeError, LedgerError):
        return False
    return batches.batch_id(snapshot.source, snapshot.sha256, ids) == folder.name


def _rewrite_manifest(folder: Path) -> None:
    counts = len(_ids(folder, batches.STATEMENTS)), len(_restated(folder))
    given = batches.manifest(folder, folder.name, *counts)
    record.commit_file(folder / batches.MANIFEST, batches.as_json(given))
