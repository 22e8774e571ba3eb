"""The bytes of one file, attempt by attempt, into its part: resumed only where they surely belong together."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from typing import Final

from detente.errors import FetchError
from detente.fetch.client import Client
from detente.fetch.page import wrong_kind
from detente.fetch.part import Part, PartState, validator
from detente.fetch.patience import InterruptedDownloadError
from detente.fetch.reply import Reply
from detente.fetch.wanted import Wanted

Watch = Callable[[int, int | None], None]
HEAD_BYTES: Final = 4096
_RANGE: Final = "bytes "


class Transfer:
    """What one attempt after the other needs. `conditions`: headers for a file that may be here unchanged."""

    def __init__(
        self, client: Client, wanted: Wanted, part: Part, conditions: Mapping[str, str], watch: Watch
    ) -> None:
        self.client, self.wanted, self.part, self.watch = client, wanted, part, watch
        self.conditions = conditions

    def attempt(self) -> Reply | None:
        """One request; None when the server says that nothing has changed."""
        try:
            return self._ask(self.part.resume_at(self.wanted.url))
        except InterruptedDownloadError as error:
            if error.spoiled:
                self.part.discard()
            raise

    def _ask(self, start: int) -> Reply | None:
        with self.client.request("GET", self.wanted.url, self._headers(start)) as reply:
            if reply.status == 304 and not start and self.conditions:
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

    def _headers(self, start: int) -> dict[str, str]:
        if not start:
            return dict(self.conditions)
        assert self.part.state is not None
        return {"Range": f"bytes={start}-", "If-Range": self.part.state.validator}

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
        if state.total_bytes is None and not reply.chunked:
            self._prove_end(held)
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
        free = shutil.disk_usage(self.part.path.parent).free
        if total is not None and total - self.part.size > free:
            raise FetchError(
                f"{total:,} bytes are announced and {free:,} are free on the disk",
                where=str(self.part.path.parent),
                todo="Make room, or name another folder with --to",
            )

    def _refuse(self, what: str, url: str) -> FetchError:
        self.part.discard()
        return FetchError(
            what, where=url, todo="Open the address in a browser to see what the publisher offers"
        )

    def _prove_end(self, held: int) -> None:
        """Ask for what comes after the end of a body that ended with the connection, as a cut one does too.

        Nothing there: the file is whole. A host that does not know ranges leaves it open.
        """
        state = self.part.state
        assert state is not None
        with self.client.request("GET", self.wanted.url, {"Range": f"bytes={held}-"}) as more:
            if more.status == 206:
                raise InterruptedDownloadError(
                    f"the connection ended after {held:,} bytes, and there are more"
                )
            total = (more.headers.get("Content-Range") or "").rpartition("/")[2]
            if more.status == 416 and total in {"", "*", str(held)}:
                self.part.go_on(held, held)


def _content_range(reply: Reply) -> tuple[int | None, int | None]:
    """First byte and length of the whole file; None where the header does not say."""
    value = reply.headers.get("Content-Range") or ""
    span, _, total = value.removeprefix(_RANGE).partition("/")
    first = span.partition("-")[0]
    if not value.startswith(_RANGE) or not first.isdigit():
        return None, None
    return int(first), int(total) if total.isdigit() else None
