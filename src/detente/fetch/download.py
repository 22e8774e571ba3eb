"""One file from its address into a folder: resumed, checked, and in place only when whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from detente.errors import FetchError
from detente.fetch.arrival import decoded, verify
from detente.fetch.client import Client
from detente.fetch.connection import Reply
from detente.fetch.page import wrong_kind
from detente.fetch.part import Part, PartState, alone, validator
from detente.fetch.patience import InterruptedDownloadError, persist
from detente.fetch.snapshot import Earlier, SnapshotRecord, digest, read_record, record_path, write_record
from detente.fetch.wanted import Wanted

State = Literal["downloaded", "unchanged", "changed"]
Watch = Callable[[int, int | None], None]
HEAD_BYTES: Final = 4096
_RANGE: Final = "bytes "


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
        reply = persist(
            self._attempt,
            self.wanted.url,
            self.client.settings,
            self.client.clock,
            bytes_held=lambda: self.part.size,
            tell=self.client.tell,
        )
        return self._unchanged() if reply is None else self._place(reply)

    def _attempt(self) -> Reply | None:
        """One request; None when the server says that nothing has changed."""
        try:
            return self._ask(self.part.resume_at(self.wanted.url))
        except InterruptedDownloadError as error:
            if error.spoiled:
                self.part.discard()
            raise

    def _ask(self, start: int) -> Reply | None:
        with self.client.request("GET", self.wanted.url, self._conditions(start)) as reply:
            if reply.status == 304 and not start and self.intact:
                return None
            if reply.status == 206 and start:
                self._go_on(reply, start)
            elif reply.status == 416 and start:
                raise InterruptedDownloadError("the server no longer has the bytes asked for", spoiled=True)
            else:
                self.client.good(reply)
                self._begin(reply)
            self._take(reply)
        return reply

    def _conditions(self, start: int) -> dict[str, str]:
        if start:
            assert self.part.state is not None
            return {"Range": f"bytes={start}-", "If-Range": self.part.state.validator}
        if self.earlier is None or not self.intact or self.earlier.url != self.wanted.url:
            return {}
        sent = {"If-None-Match": self.earlier.etag, "If-Modified-Since": self.earlier.last_modified}
        return {name: value for name, value in sent.items() if value}

    def _begin(self, reply: Reply) -> None:
        headers = reply.headers
        coding = (headers.get("Content-Encoding") or "").strip().lower()
        if coding not in {"", "identity", "gzip", "x-gzip"}:
            raise FetchError(f"comes in a coding that is not known ({coding})", where=reply.url)
        self.part.begin(
            PartState(
                url=self.wanted.url,
                etag=headers.get("ETag") or "",
                last_modified=headers.get("Last-Modified") or "",
                validator=validator(headers),
                total_bytes=reply.total_bytes,
                encoding="gzip" if coding.endswith("gzip") else "",
            )
        )

    def _go_on(self, reply: Reply, start: int) -> None:
        """Only bytes that surely belong to those held: same place, same length, same ETag or date."""
        state = self.part.state
        assert state is not None
        first, total = _content_range(reply)
        length_known = total if total is not None else state.total_bytes
        same = (
            first == start
            and state.total_bytes in {None, length_known}
            # An ETag must come again with the rest of the file (RFC 9110, 15.3.7); a date may be left out.
            and (reply.headers.get("ETag") or "") == state.etag
            and (reply.headers.get("Last-Modified") or state.last_modified) == state.last_modified
        )
        if not same:
            raise InterruptedDownloadError("the file changed between two attempts", spoiled=True)
        self.part.go_on(start, length_known)

    def _take(self, reply: Reply) -> None:
        state = self.part.state
        assert state is not None
        self._room(state.total_bytes, reply.url)
        held = self.part.size
        looked = held > 0 or state.encoding != ""
        with self.part.path.open("ab") as out:
            for piece in reply.pieces():
                if not looked:
                    looked = True
                    self._look(piece[:HEAD_BYTES], reply)
                out.write(piece)
                held += len(piece)
                if held > self.client.settings.maximum_bytes:
                    raise self._refuse(
                        f"more than {self.client.settings.maximum_bytes:,} bytes came", reply.url
                    )
                # Written through at once: what is counted as held must be there when the process dies.
                out.flush()
                self.watch(held, state.total_bytes)
            os.fsync(out.fileno())
        if held == 0:
            raise InterruptedDownloadError("the answer has a head and no body")
        total = state.total_bytes
        if total is not None and held != total:
            reason = f"{held:,} of {total:,} bytes came"
            raise InterruptedDownloadError(reason, spoiled=held > total)

    def _look(self, head: bytes, reply: Reply) -> None:
        wrong = wrong_kind(head, self.wanted.file, reply.headers.get("Content-Type") or "")
        if wrong:
            raise self._refuse(wrong, reply.url)

    def _room(self, total: int | None, url: str) -> None:
        most = self.client.settings.maximum_bytes
        if total is not None and total > most:
            raise self._refuse(f"{total:,} bytes are announced, more than the {most:,} allowed", url)
        free = shutil.disk_usage(self.path.parent).free
        if total is not None and total - self.part.size > free:
            raise FetchError(
                f"{total:,} bytes are announced and {free:,} are free on the disk",
                where=str(self.path.parent),
                todo="Make room, or name another folder with --to",
            )

    def _refuse(self, what: str, url: str) -> FetchError:
        self.part.discard()
        return FetchError(
            what, where=url, todo="Open the address in a browser to see what the publisher offers"
        )

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


def _content_range(reply: Reply) -> tuple[int | None, int | None]:
    """First byte and length of the whole file; None where the header does not say."""
    value = reply.headers.get("Content-Range") or ""
    span, _, total = value.removeprefix(_RANGE).partition("/")
    first = span.partition("-")[0]
    if not value.startswith(_RANGE) or not first.isdigit():
        return None, None
    return int(first), int(total) if total.isdigit() else None
