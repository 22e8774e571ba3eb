"""An answer, its body read piece by piece: counted, timed, and not trusted about its length."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Final, Self

from detente.fetch.patience import InterruptedDownloadError
from detente.fetch.settings import Clock, Settings
from detente.fetch.trouble import in_words

PIECE: Final = 1 << 16


class Reply:
    """An answer whose body is still to be read; close it (it is a context manager).

    `url`: the address that answered; `total_bytes`: the stated length of this body, None when not stated;
    `chunked`: the body marks its own end.
    """

    def __init__(
        self,
        url: str,
        connection: http.client.HTTPConnection,
        response: http.client.HTTPResponse,
        sock: socket.socket | None,
        settings: Settings,
        clock: Clock,
    ) -> None:
        self.url, self.status, self.headers = url, response.status, response.headers
        self._connection, self._response, self._sock = connection, response, sock
        self._settings, self._clock = settings, clock
        chunked = (response.headers.get("Transfer-Encoding") or "").lower() == "chunked"
        self.total_bytes = None if chunked else _length(response.headers.get("Content-Length"))
        self.chunked = chunked

    def pieces(self) -> Iterator[bytes]:
        """The body as sent, piece by piece.

        Raises InterruptedDownloadError when it breaks off, stalls or is longer than stated.
        """
        with in_words(self.url):
            if self.chunked:
                yield from self._timed(lambda: self._response.read1(PIECE))
            elif self.total_bytes is None:
                yield from self._timed(lambda: self._response.fp.read1(PIECE))
            else:
                yield from self._counted(self.total_bytes)

    def _counted(self, total: int) -> Iterator[bytes]:
        got = 0

        def read() -> bytes:
            return self._response.fp.read1(min(PIECE, total - got)) if got < total else b""

        for piece in self._timed(read):
            got += len(piece)
            yield piece
        if got < total:
            raise InterruptedDownloadError(f"the connection ended after {got:,} of {total:,} bytes")
        if self._more():
            raise InterruptedDownloadError(
                f"more bytes came than the {total:,} that were announced", spoiled=True
            )

    def _more(self) -> bool:
        """Whether the server sends on after the length it announced; an open but silent line is none."""
        if self._sock is not None:
            self._sock.settimeout(self._settings.closing_seconds)
        try:
            return bool(self._response.fp.read1(1))
        except (OSError, ValueError):
            return False

    def _timed(self, read: Callable[[], bytes]) -> Iterator[bytes]:
        since, window = self._clock.monotonic(), 0
        while piece := read():
            yield piece
            window += len(piece)
            now = self._clock.monotonic()
            if now - since >= self._settings.stall_seconds:
                if window < self._settings.stall_bytes:
                    raise InterruptedDownloadError(f"stalled: {window:,} bytes in {now - since:,.0f} seconds")
                since, window = now, 0

    def close(self) -> None:
        """Let the connection go."""
        self._response.close()
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _length(value: str | None) -> int | None:
    if value is None:
        return None
    if not (value.isascii() and value.strip().isdigit()):
        raise InterruptedDownloadError(f"the length announced is no number ({value[:40]!r})")
    return int(value)
