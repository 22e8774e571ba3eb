"""The whole time that one exchange may take.

A socket's own time-out counts from one byte to the next, so that a server which sends a header line now and then
would hold a request for ever. Here the line is cut from outside when the time is over.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Deadline:
    """Cuts a connection `seconds` after `watch`; `over` says that it did. Cancel it when the exchange is done."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.over = seconds, False
        self._timer: threading.Timer | None = None

    def watch(self, sock: socket.socket) -> None:
        """Begin to count for this connection."""
        self._timer = threading.Timer(self.seconds, self._cut, [sock])
        self._timer.daemon = True
        self._timer.start()

    def _cut(self, sock: socket.socket) -> None:
        self.over = True
        with suppress(OSError):
            # The plain socket's: that of TLS would first say goodbye, which a server that hangs never answers.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def cancel(self) -> None:
        """Count no more."""
        if self._timer is not None:
            self._timer.cancel()
