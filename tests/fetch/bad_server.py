"""A server in a thread that answers each request as its script says: well, badly, or not at all."""

from __future__ import annotations

import os
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Answer = Callable[["Handler"], None]
DATE = "Mon, 06 Jan 2025 12:00:00 GMT"
MODIFIED = "Sun, 05 Jan 2025 12:00:00 GMT"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        script: Script = self.server.script  # type: ignore[attr-defined]
        script.requests.append((self.command, self.path, dict(self.headers.items())))
        with suppress(BrokenPipeError, ConnectionResetError):
            script.next_answer(self.path)(self)
        self.close_connection = True

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:
        script: Script = self.server.script  # type: ignore[attr-defined]
        script.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.do_GET()

    def log_message(self, format: str, *arguments: Any) -> None:
        pass

    def head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response_only(status)
        for name, value in ({"Date": DATE} | headers).items():
            self.send_header(name, value)
        self.end_headers()


@dataclass
class Script:
    """Answers one after the other, the last for ever; or by path."""

    answers: list[Answer] = field(default_factory=list)
    by_path: dict[str, list[Answer]] = field(default_factory=dict)
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    url: str = ""
    over: threading.Event = field(default_factory=threading.Event)

    def next_answer(self, path: str) -> Answer:
        answers = self.by_path.get(path, self.answers)
        return answers.pop(0) if len(answers) > 1 else answers[0]


@contextmanager
def served(script: Script, tls: tuple[Path, Path] | None = None) -> Iterator[Script]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda request, address: None  # type: ignore[method-assign]
    server.script = script  # type: ignore[attr-defined]
    scheme = "http"
    if tls is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*tls)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    script.url = f"{scheme}://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield script
    finally:
        script.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def file(
    body: bytes,
    *,
    etag: str = '"one"',
    modified: str = MODIFIED,
    ranges: bool = True,
    cut: int | None = None,
    announced: int | None = None,
    length: bool = True,
    heed_if_range: bool = True,
    extra: dict[str, str] | None = None,
    status: int = 200,
    after: Callable[[Handler], None] = lambda handler: None,
) -> Answer:
    """A file: heeds Range, If-Range and If-None-Match as asked; `cut`: the connection ends after so many bytes."""

    def answer(handler: Handler) -> None:
        headers = {"Content-Type": "application/octet-stream"} | (extra or {})
        if etag:
            headers["ETag"] = etag
        if modified:
            headers["Last-Modified"] = modified
        if etag and handler.headers.get("If-None-Match") == etag:
            handler.head(304, headers)
            return
        start, wanted, span = 0, body, handler.headers.get("Range")
        code = status
        same = handler.headers.get("If-Range") in {None, etag, modified} or not heed_if_range
        if ranges and span and same:
            start = int(span.removeprefix("bytes=").rstrip("-"))
            if start >= len(body):
                handler.head(416, {"Content-Range": f"bytes */{len(body)}", "Content-Length": "0"})
                return
            wanted, code = body[start:], 206
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        if length:
            headers["Content-Length"] = str(len(wanted) if announced is None else announced - start)
        handler.head(code, headers)
        if handler.command == "HEAD":
            return
        handler.wfile.write(wanted if cut is None else wanted[:cut])
        handler.wfile.flush()
        after(handler)

    return answer


def says(status: int, body: bytes = b"", **headers: str) -> Answer:
    def answer(handler: Handler) -> None:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        handler.head(status, {"Content-Length": str(len(body))} | names)
        if handler.command != "HEAD":
            handler.wfile.write(body)

    return answer


def to(location: str, status: int = 302) -> Answer:
    return says(status, Location=location)


def stalls(script: Script, body: bytes, after: int) -> Answer:
    """Sends some bytes and then nothing, with the line open."""
    return file(body, cut=after, after=lambda handler: script.over.wait(5) and None)


def chunked(body: bytes, *, whole: bool = True, etag: str = '"one"') -> Answer:
    def answer(handler: Handler) -> None:
        handler.head(200, {"Transfer-Encoding": "chunked", "ETag": etag})
        for start in range(0, len(body), 100):
            piece = body[start : start + 100]
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        if whole:
            handler.wfile.write(b"0\r\n\r\n")

    return answer


def for_ever(handler: Handler) -> None:
    handler.head(200, {"Content-Type": "application/octet-stream"})
    while True:
        handler.wfile.write(b"x" * 65536)


def hangs_up(handler: Handler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def resets(handler: Handler) -> None:
    """Drops the line with a reset instead of an end."""
    time.sleep(0.05)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(handler.connection.detach())


def drips(script: Script, head: bytes, seconds: float) -> Answer:
    """Sends its head byte by byte, each in time."""

    def answer(handler: Handler) -> None:
        for at in range(len(head)):
            handler.wfile.write(head[at : at + 1])
            if script.over.wait(seconds):
                return

    return answer


def is_no_http(handler: Handler) -> None:
    handler.wfile.write(b"220 ftp ready\r\n")


class FakeClock:
    """Time that passes only when someone sleeps, or at each look when `tick` is set."""

    def __init__(self, tick: float = 0) -> None:
        self.time, self.tick, self.slept = 0.0, tick, []

    def monotonic(self) -> float:
        self.time += self.tick
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    def now(self) -> datetime:
        return datetime(2026, 11, 24, tzinfo=UTC) + timedelta(seconds=self.time)
