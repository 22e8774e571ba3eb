"""How files reach the disk whole: written aside, synced, then renamed; the rename is the commit."""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from pathlib import Path
from typing import Final

TEMPORARY: Final = ".tmp-"


def sync(path: Path) -> None:
    """Makes a file's bytes or a folder's entries survive a loss of power."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_synced(path: Path, data: bytes) -> None:
    """Writes a new file and syncs it."""
    with open(path, "xb") as file:  # noqa: PTH123  one call to fail in a test of crashes
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def temporary(parent: Path) -> Path:
    """A path in `parent` that no reader looks at."""
    return parent / f"{TEMPORARY}{uuid.uuid4().hex}"


def commit(written: Path, final: Path) -> None:
    """Gives what was written and synced its name; a reader sees all of it or nothing."""
    os.replace(written, final)  # noqa: PTH105  one call to fail in a test of crashes
    sync(final.parent)


def commit_file(final: Path, data: bytes) -> None:
    """Writes one file so that it is there whole or not at all."""
    aside = temporary(final.parent)
    write_synced(aside, data)
    commit(aside, final)


def clear_temporary(parent: Path) -> int:
    """Removes what killed processes left; only for the holder of the writer lock. Returns how many."""
    left = [path for path in parent.iterdir() if path.name.startswith(TEMPORARY)]
    for path in left:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    return len(left)


def sha256_of(path: Path) -> str:
    """Hex sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
