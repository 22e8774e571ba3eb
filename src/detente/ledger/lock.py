"""One writer at a time; readers need no lock, because what they read never changes."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.errors import LedgerError


@contextmanager
def exclusive(file: Path, *, wait_seconds: float) -> Iterator[None]:
    """Holds the lock on `file` until the block ends, or until the process does, however it does.

    Raises LedgerError when another process still holds it after `wait_seconds`.
    """
    with file.open("ab") as handle:
        deadline = time.monotonic() + wait_seconds
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise LedgerError(
                        "another process is writing to this ledger",
                        where=str(file.parent),
                        todo="Wait until it is done and try again",
                    ) from None
                time.sleep(0.02)
        yield
