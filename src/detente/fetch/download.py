"""One file from its address into a folder: resumed, checked, and in place only when whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from detente.errors import FetchError
from detente.fetch.arrival import decoded, verify
from detente.fetch.client import Client
from detente.fetch.part import Part, alone
from detente.fetch.patience import persist
from detente.fetch.reply import Reply
from detente.fetch.snapshot import Earlier, SnapshotRecord, digest, read_record, record_path, write_record
from detente.fetch.transfer import Transfer, Watch
from detente.fetch.wanted import Wanted

State = Literal["downloaded", "unchanged", "changed"]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file in place. `changed`: the same address gave other bytes before, which are kept as `kept`."""

    wanted: Wanted
    path: Path
    state: State
    record: SnapshotRecord
    kept: Path | None = None


def download(client: Client, wanted: Wanted, folder: Path, watch: Watch = lambda got, total: None) -> Fetched:
    """Bring one file into `folder`, with its record beside it.

    What is there already is asked for only if it has changed. `watch` is told bytes held and bytes in all (None:
    not stated). Raises FetchError; the file that was in place before is then still there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with alone(folder):
            return _Download(client, wanted, folder / wanted.file, watch).run()
    except OSError as error:
        raise FetchError(
            f"cannot be written ({error.strerror})",
            where=str(error.filename or folder),
            todo="Check the folder",
        ) from error


class _Download:
    def __init__(self, client: Client, wanted: Wanted, path: Path, watch: Watch) -> None:
        self.client, self.wanted, self.path, self.watch = client, wanted, path, watch
        self.part = Part(path)
        self.earlier = read_record(path)
        self.present = digest(path) if path.exists() else ""

    def run(self) -> Fetched:
        if self.intact and self.wanted.md5 and digest(self.path, "md5") == self.wanted.md5:
            return self._unchanged()
        try:
            return self._bring()
        except MixedDownloadError:
            self.part.discard()
            return self._bring()

    @property
    def intact(self) -> bool:
        return self.earlier is not None and self.present == self.earlier.sha256

    def _bring(self) -> Fetched:
        transfer = Transfer(self.client, self.wanted, self.part, self._conditions(), self.watch)
        reply = persist(
            transfer.attempt,
            self.wanted.url,
            self.client.settings,
            self.client.clock,
            bytes_held=lambda: self.part.size,
            tell=self.client.tell,
        )
        return self._unchanged() if reply is None else self._place(reply)

    def _conditions(self) -> dict[str, str]:
        if self.earlier is None or not self.intact or self.earlier.url != self.wanted.url:
            return {}
        sent = {"If-None-Match": self.earlier.etag, "If-Modified-Since": self.earlier.last_modified}
        return {name: value for name, value in sent.items() if value}

    def _unchanged(self) -> Fetched:
        assert self.earlier is not None
        self.part.discard()
        return Fetched(self.wanted, self.path, "unchanged", self.earlier)

    def _place(self, reply: Reply) -> Fetched:
        state = self.part.state
        assert state is not None
        whole = decoded(self.part.path, self.path, state.encoding, self.client.settings.maximum_bytes)
        wrong = verify(whole, self.wanted, reply.headers.get("Content-Type") or "")
        if wrong:
            whole.unlink(missing_ok=True)
            self.part.discard()
            if reply.status == 206:
                raise MixedDownloadError
            raise FetchError(
                wrong, where=reply.url, todo="Open the address in a browser to see what is there"
            )
        record = SnapshotRecord(
            source=self.wanted.source,
            url=self.wanted.url,
            final_url=reply.url,
            fetched_at=self.client.clock.now().isoformat(timespec="seconds"),
            bytes=whole.stat().st_size,
            sha256=digest(whole),
            etag=reply.headers.get("ETag") or state.etag,
            last_modified=reply.headers.get("Last-Modified") or state.last_modified,
            content_type=reply.headers.get("Content-Type") or "",
            encoding=state.encoding,
            length_stated=state.total_bytes is not None,
            publisher_md5=self.wanted.md5,
        )
        return self._settle(whole, record)

    def _settle(self, whole: Path, record: SnapshotRecord) -> Fetched:
        """Put the file and its record in place; other bytes that stood there are kept under their checksum."""
        before, kept = self.earlier, None
        changed = before is not None and before.sha256 != record.sha256
        if before is not None:
            history = before.earlier
            if changed:
                history += (Earlier(before.fetched_at, before.bytes, before.sha256),)
            record = replace(record, earlier=history)
        if self.present and self.present != record.sha256:
            kept = self.path.with_name(f"{self.path.stem}.{self.present[:12]}{self.path.suffix}")
            self.path.replace(kept)
            if self.intact:
                record_path(self.path).replace(record_path(kept))
        whole.replace(self.path)
        write_record(self.path, record)
        if whole != self.part.path:
            self.part.discard()
        self.part.finish()
        if changed:
            return Fetched(self.wanted, self.path, "changed", record, kept)
        return Fetched(self.wanted, self.path, "unchanged" if self.intact else "downloaded", record, kept)


class MixedDownloadError(Exception):
    """A resumed file that does not hold together: worth one download from the start."""
