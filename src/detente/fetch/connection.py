"""One request over one connection, and what can go wrong with it said in words.

The standard library's http.client is enough: a download here is one GET after the other, read piece by piece, and
the package needs HTTP for nothing else. Certificates are always verified.
"""

from __future__ import annotations

import base64
import http.client
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from types import TracebackType
from typing import Final, Self
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from detente.errors import FetchError, UsageError
from detente.fetch.patience import InterruptedDownloadError
from detente.fetch.settings import Clock, Settings

PIECE: Final = 1 << 16
# OpenSSL's verify codes (x509_vfy.h): the issuer of a certificate is not there, for the last sent or the first.
INCOMPLETE_CHAIN: Final = {2, 20, 21}
SELF_SIGNED: Final = {18, 19}
BY_HAND: Final = "download it with a browser and give the file to `detente ingest`"


class Reply:
    """An answer whose body is still to be read; close it (it is a context manager).

    `url`: the address that answered; `total_bytes`: the stated length of this body, None when not stated.
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
        self._chunked = chunked

    def pieces(self) -> Iterator[bytes]:
        """The body as sent, piece by piece.

        Raises InterruptedDownloadError when it breaks off, stalls or is longer than stated.
        """
        with _in_words(self.url):
            if self._chunked:
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


def ask(
    method: str,
    url: str,
    headers: Mapping[str, str],
    settings: Settings,
    clock: Clock,
    context: ssl.SSLContext | None,
) -> Reply:
    """Send one request and read the head of the answer.

    Raises FetchError for what will not pass (no such host, a certificate that cannot be trusted) and
    InterruptedDownloadError for what may.
    """
    parts = urlsplit(url)
    with _in_words(url):
        connection, target, extra = _connection(parts, settings, context)
        try:
            connection.connect()
            sock = connection.sock
            sock.settimeout(settings.read_seconds)
            # Identity: resuming and the stated length speak of the file's own bytes. Close: one file, one line.
            sent = {
                "User-Agent": f"detente/{version('detente')}",
                "Accept": "*/*",
                "Accept-Encoding": "identity",
                "Connection": "close",
            }
            connection.request(method, target, headers=sent | extra | dict(headers))
            return Reply(url, connection, connection.getresponse(), sock, settings, clock)
        except BaseException:
            connection.close()
            raise


def tls_context(settings: Settings) -> ssl.SSLContext:
    """Verification as the system does it, plus the certificates of `ca_file`. Raises UsageError for a bad one."""
    context = ssl.create_default_context()
    if settings.ca_file is not None:
        # A person who names an intermediate certificate trusts it, whether its root is known here or not.
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        try:
            context.load_verify_locations(cafile=settings.ca_file)
        except OSError as error:
            raise UsageError(
                "holds no certificates in PEM form",
                where=str(settings.ca_file),
                todo="Give --ca-file a file with -----BEGIN CERTIFICATE----- blocks",
            ) from error
    return context


def _connection(
    parts: SplitResult, settings: Settings, context: ssl.SSLContext | None
) -> tuple[http.client.HTTPConnection, str, dict[str, str]]:
    """The connection, the request target and further headers; through the proxy of the environment, if any."""
    host = parts.hostname or ""
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    address = getproxies().get(parts.scheme)
    seconds = settings.connect_seconds
    if not address or proxy_bypass(host):
        if parts.scheme == "https":
            return http.client.HTTPSConnection(host, parts.port, timeout=seconds, context=context), target, {}
        return http.client.HTTPConnection(host, parts.port, timeout=seconds), target, {}
    proxy = urlsplit(address if "//" in address else f"//{address}")
    login = _login(proxy)
    if parts.scheme == "https":
        tunnel = http.client.HTTPSConnection(
            proxy.hostname or "", proxy.port, timeout=seconds, context=context
        )
        tunnel.set_tunnel(host, parts.port, headers=login)
        return tunnel, target, {}
    plain = http.client.HTTPConnection(proxy.hostname or "", proxy.port, timeout=seconds)
    return plain, parts.geturl(), {"Host": parts.netloc} | login


def _login(proxy: SplitResult) -> dict[str, str]:
    if proxy.username is None:
        return {}
    pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": f"Basic {base64.b64encode(pair.encode()).decode('ascii')}"}


def _length(value: str | None) -> int | None:
    if value is None:
        return None
    if not (value.isascii() and value.strip().isdigit()):
        raise InterruptedDownloadError(f"the length announced is no number ({value[:40]!r})")
    return int(value)


@contextmanager
def _in_words(url: str) -> Iterator[None]:
    """Turns errors of the network into ours; anything else passes."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise certificate_error(url, error) from error
    except socket.gaierror as error:
        raise FetchError(
            f"the host {urlsplit(url).hostname} cannot be found ({error.strerror})",
            where=url,
            todo="Check that this machine has a network, and the address",
        ) from error
    except TimeoutError as error:
        raise InterruptedDownloadError("the server did not answer in time") from error
    except http.client.IncompleteRead as error:
        raise InterruptedDownloadError("the connection ended in the middle") from error
    except http.client.RemoteDisconnected as error:
        raise InterruptedDownloadError("the server closed the connection without an answer") from error
    except http.client.HTTPException as error:
        raise InterruptedDownloadError(f"the answer is no HTTP ({type(error).__name__})") from error
    except OSError as error:
        raise InterruptedDownloadError(f"the connection failed ({error.strerror or error})") from error


def certificate_error(url: str, error: ssl.SSLCertVerificationError) -> FetchError:
    """What is wrong with a host's certificate, and the way out."""
    host = urlsplit(url).hostname
    if error.verify_code in INCOMPLETE_CHAIN:
        what = (
            f"incomplete TLS chain: {host} does not send the certificates that lead from its own to one that is "
            "trusted here"
        )
        way = f"Either {BY_HAND}, or name a file with the missing certificates: --ca-file FILE"
    elif error.verify_code in SELF_SIGNED:
        what = f"{host} shows a certificate that it signed itself, or whose root is not trusted here"
        way = f"If you know and trust it, name it with --ca-file FILE; otherwise {BY_HAND}"
    else:
        what = f"the certificate of {host} is not valid ({error.verify_message})"
        way = f"Check the address and this machine's date; otherwise {BY_HAND}"
    return FetchError(what, where=url, todo=way)
