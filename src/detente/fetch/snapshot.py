"""The record kept beside a downloaded file: from where, when, which bytes."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from detente.errors import FetchError

SUFFIX = ".snapshot.json"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A file that the same address gave before."""

    fetched_at: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SnapshotRecord:
    """One download.

    `length_stated`: the server said how long the file is, and it was; `encoding`: the transfer coding that was
    undone; `publisher_md5`: the publisher's own checksum where one is given, which agreed.
    """

    source: str
    url: str
    final_url: str
    fetched_at: str
    bytes: int
    sha256: str
    etag: str
    last_modified: str
    content_type: str
    encoding: str
    length_stated: bool
    publisher_md5: str
    earlier: tuple[Earlier, ...] = ()


def record_path(file: Path) -> Path:
    """Where the record of a file stands."""
    return file.with_name(file.name + SUFFIX)


def write_record(file: Path, record: SnapshotRecord) -> None:
    """Write the record beside its file, whole or not at all."""
    write_json(record_path(file), asdict(record))


def read_record(file: Path) -> SnapshotRecord | None:
    """The record of a file, None when there is none. Raises FetchError for one that is damaged."""
    path = record_path(file)
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return SnapshotRecord(**(raw | {"earlier": tuple(Earlier(**e) for e in raw["earlier"])}))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError) as error:
        raise FetchError(
            "the record of the download is damaged", where=str(path), todo="Remove it, and fetch again"
        ) from error


def write_json(path: Path, value: Any) -> None:
    """A small JSON file, written aside, synced and renamed into place."""
    aside = path.with_name(path.name + ".new")
    with aside.open("w", encoding="utf-8") as handle:
        handle.write(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    aside.replace(path)


def digest(file: Path, algorithm: str = "sha256") -> str:
    """The checksum of a file's bytes, in hexadecimal digits."""
    with file.open("rb") as handle:
        # md5 is compared with what the publisher gives; it guards nothing here.
        return hashlib.file_digest(handle, lambda: hashlib.new(algorithm, usedforsecurity=False)).hexdigest()
