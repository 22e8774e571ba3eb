"""Judgements on disk: one file per addition, numbered in the order they were added."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from detente.errors import LedgerError
from detente.ledger import record
from detente.model.judgement import Judgement


def names(folder: Path) -> list[str]:
    """Names of the files, in the order they were added."""
    return sorted(p.name for p in folder.iterdir() if not p.name.startswith("."))


def read(folder: Path) -> list[Judgement]:
    """All judgements in the order they were added. Raises LedgerError for a damaged file."""
    return [judgement for name in names(folder) for judgement in read_file(folder / name)]


def read_file(path: Path) -> list[Judgement]:
    """The judgements of one file. Raises LedgerError when it is not as it was written."""
    try:
        data = path.read_bytes()
        if not path.stem.endswith("-" + hashlib.sha256(data).hexdigest()[:20]):
            raise ValueError("its text does not fit the checksum in its name")
        return [_judgement(line) for line in data.decode().splitlines()]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LedgerError(
            f"damaged judgements ({error})",
            where=str(path),
            todo="Put the file back from a copy, or move it away and give its judgements again",
        ) from error


def add(folder: Path, judgements: Iterable[Judgement]) -> int:
    """Adds those not yet there, all or nothing; returns how many. The caller holds the writer lock."""
    held = {judgement.judgement_id for judgement in read(folder)}
    new = {j.judgement_id: j for j in judgements if j.judgement_id not in held}
    if not new:
        return 0
    lines = (json.dumps(j.record(), ensure_ascii=False, sort_keys=True) + "\n" for j in new.values())
    data = "".join(lines).encode()
    last = max((int(name.split("-")[0]) for name in names(folder)), default=0)
    record.commit_file(folder / f"{last + 1:08d}-{hashlib.sha256(data).hexdigest()[:20]}.jsonl", data)
    return len(new)


def _judgement(line: str) -> Judgement:
    given = json.loads(line)
    judgement = Judgement(
        kind=given["kind"],
        subjects=tuple(given["subjects"]),
        value=given["value"],
        reason=given["reason"],
        made_by=given["made_by"],
        made_on=date.fromisoformat(given["made_on"]),
        replaces=given.get("replaces"),
    )
    if judgement.judgement_id != given["judgement_id"]:
        raise ValueError(f"{given['judgement_id']} does not fit its fields")
    return judgement
