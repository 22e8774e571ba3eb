"""The unfinished file: its bytes, what server state they belong to, and one process at a time."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path

from detente.errors import FetchError
from detente.fetch.snapshot import write_json


@dataclass(frozen=True, slots=True)
class PartState:
    """What the bytes of a part file belong to. `validator`: the ETag or date that If-Range may carry, or ""."""

    url: str
    etag: str
    last_modified: str
    validator: str
    total_bytes: int | None
    encoding: str


class Part:
    """FILE.part and FILE.part.json beside the file to come."""

    def __init__(self, file: Path) -> None:
        self.path = file.with_name(file.name + ".part")
        self._state_path = file.with_name(file.name + ".part.json")
        self.state = self._read()

    @property
    def size(self) -> int:
        """Bytes held so far."""
        return self.path.stat().st_size if self.path.exists() else 0

    def resume_at(self, url: str) -> int:
        """From which byte a download may go on; 0: from the start.

        Only when the server named a validator, so that a changed file cannot be joined to the old one. Of a
        part that has all its bytes the last is asked for again: the answer tells whether the file is the same.
        """
        state = self.state
        if state is None or state.url != url or not state.validator:
            return 0
        total, size = state.total_bytes, self.size
        if total is None or size < total:
            return size
        return max(total - 1, 0) if size == total else 0

    def begin(self, state: PartState) -> None:
        """Start over with other bytes."""
        self.discard()
        self.path.touch()
        write_json(self._state_path, asdict(state))
        self.state = state

    def go_on(self, size: int, total_bytes: int | None) -> None:
        """Keep the first bytes only, to which others will be added up to the length now known."""
        assert self.state is not None
        self.state = replace(self.state, total_bytes=total_bytes)
        write_json(self._state_path, asdict(self.state))
        with self.path.open("r+b") as handle:
            handle.truncate(size)

    def discard(self) -> None:
        """Forget the unfinished file; its state goes first, so that bytes never stand under a wrong one."""
        self._state_path.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)
        self.state = None

    def finish(self) -> None:
        """The bytes have moved into place: nothing is left to resume."""
        self._state_path.unlink(missing_ok=True)
        self.state = None

    def _read(self) -> PartState | None:
        try:
            return PartState(**json.loads(self._state_path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError):
            # Its bytes cannot be vouched for without it: the download starts again.
            self.discard()
            return None


def validator(headers: Message) -> str:
    """What If-Range may carry (RFC 9110, 13.1.5): a strong ETag, or a date at least a second before the answer's."""
    etag = headers.get("ETag") or ""
    if etag and not etag.startswith("W/"):
        return etag
    modified = headers.get("Last-Modified") or ""
    try:
        changed, answered = parsedate_to_datetime(modified), parsedate_to_datetime(headers.get("Date") or "")
        return modified if (answered - changed).total_seconds() >= 1 else ""
    except (ValueError, TypeError):
        return ""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Holds the downloads into a folder until the block ends. Raises FetchError when another process does."""
    with (folder / ".fetch.lock").open("ab") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FetchError(
                "another process is downloading into this folder",
                where=str(folder),
                todo="Wait until it is done",
            ) from None
        yield
