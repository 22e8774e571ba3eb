"""A batch: everything read from one snapshot, in one folder that is there whole or not at all.

batches/<id>/statements.parquet   statements the ledger did not hold before
             restated.parquet     ids of those it did: a newer release that says the same again
             snapshot.json        the snapshot's record
             set_aside.jsonl      rows left out by the source's own rules
             manifest.json        sha256 and size of each file, and the counts
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from detente.errors import LedgerError
from detente.ledger import record
from detente.ledger.ledger import SetAside
from detente.ledger.schema import FORMAT, RECORDED_AT, RESTATED_SCHEMA, STORED_SCHEMA
from detente.ledger.snapshots import snapshot_from_record, snapshot_record
from detente.model.source import Snapshot

STATEMENTS: Final = "statements.parquet"
RESTATED: Final = "restated.parquet"
SNAPSHOT: Final = "snapshot.json"
SET_ASIDE: Final = "set_aside.jsonl"
MANIFEST: Final = "manifest.json"
FILES: Final = (STATEMENTS, RESTATED, SNAPSHOT, SET_ASIDE)
MEND: Final = "Run `detente ledger verify`, then `detente ledger repair` or ingest its file again"


@dataclass(frozen=True, slots=True)
class Batch:
    """A committed batch: its folder, its snapshot, and how many statements it stored and restated."""

    folder: Path
    snapshot: Snapshot
    stored: int
    restated: int
    files: dict[str, dict[str, Any]]

    @property
    def name(self) -> str:
        """Its id."""
        return self.folder.name

    def stored_ids(self) -> pl.Series:
        """Ids of the statements it stored. Raises LedgerError where the file cannot be read."""
        return read_parquet(self.folder / STATEMENTS, ["statement_id"])["statement_id"]

    def set_aside(self) -> list[SetAside]:
        """Rows that the source's rules left out."""
        text = (self.folder / SET_ASIDE).read_text(encoding="utf-8")
        return [SetAside(**json.loads(line)) for line in text.splitlines()]

    def damage(self) -> Iterator[tuple[str, str]]:
        """Each file that is not as it was written, and what is wrong with it."""
        for name, expected in self.files.items():
            path = self.folder / name
            if not path.is_file():
                yield name, "the file is missing"
            elif path.stat().st_size != expected["bytes"] or record.sha256_of(path) != expected["sha256"]:
                yield name, "the file is not as it was written (checksum)"


def batch_id(source: str, sha256: str, ids: pl.Series) -> str:
    """Id of a batch: "ba-" and 20 hex digits over the source, the snapshot and the sorted statement ids."""
    digest = hashlib.sha256(f"{source}\n{sha256}\n".encode())
    digest.update("\n".join(ids.sort().to_list()).encode())
    return "ba-" + digest.hexdigest()[:20]


def names(folder: Path) -> list[str]:
    """Ids of the committed batches, sorted; leftovers of killed processes are not among them."""
    return sorted(p.name for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))


def read_batch(folder: Path) -> Batch:
    """A batch from its manifest and snapshot. Raises LedgerError where either cannot be read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        snapshot = snapshot_from_record(json.loads((folder / SNAPSHOT).read_bytes()))
        return Batch(folder, snapshot, manifest["statements"], manifest["restated"], manifest["files"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LedgerError(f"damaged batch ({error})", where=str(folder), todo=MEND) from error


def read_parquet(path: Path, columns: list[str] | None = None) -> pl.DataFrame:
    """A Parquet file of a batch. Raises LedgerError where it cannot be read."""
    try:
        return pl.read_parquet(path, columns=columns, glob=False, hive_partitioning=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise LedgerError(f"damaged batch ({error})", where=str(path), todo=MEND) from error


def write_batch(
    folder: Path, new: pl.DataFrame, restated: pl.Series, snapshot: Snapshot, set_aside: Sequence[SetAside]
) -> None:
    """Writes the batch aside and commits it as `folder`."""
    aside = record.temporary(folder.parent)
    aside.mkdir()
    stored = new.with_columns(
        recorded_at=pl.lit(snapshot.recorded_at).cast(RECORDED_AT), batch=pl.lit(folder.name)
    )
    stored.select(list(STORED_SCHEMA)).write_parquet(aside / STATEMENTS)
    again = pl.DataFrame({"statement_id": restated}, schema={"statement_id": pl.String()})
    again.with_columns(batch=pl.lit(folder.name)).select(list(RESTATED_SCHEMA)).write_parquet(
        aside / RESTATED
    )
    for name in (STATEMENTS, RESTATED):
        record.sync(aside / name)
    record.write_synced(aside / SNAPSHOT, as_json(snapshot_record(snapshot)))
    lines = (json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in set_aside)
    record.write_synced(aside / SET_ASIDE, "".join(lines).encode())
    record.write_synced(aside / MANIFEST, as_json(manifest(aside, folder.name, new.height, len(restated))))
    record.sync(aside)
    record.commit(aside, folder)


def manifest(folder: Path, name: str, statements: int, restated: int) -> dict[str, Any]:
    """What manifest.json says of the files as they now stand."""
    written = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != MANIFEST]
    files = {
        p.relative_to(folder).as_posix(): {"bytes": p.stat().st_size, "sha256": record.sha256_of(p)}
        for p in written
    }
    return {
        "format": FORMAT,
        "batch": name,
        "statements": statements,
        "restated": restated,
        "files": files,
    }


def as_json(value: dict[str, Any]) -> bytes:
    """A record as the bytes of its file."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
