"""One request over one connection.

The standard library's http.client is enough: a download here is one GET after the other, read piece by piece, and
the package needs HTTP for little else. Certificates are always verified.
"""

from __future__ import annotations

import base64
import http.client
import ipaddress
import ssl
from collections.abc import Mapping
from importlib.metadata import version
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from detente.errors import UsageError
from detente.fetch.deadline import Deadline
from detente.fetch.reply import Reply
from detente.fetch.settings import Clock, Settings
from detente.fetch.trouble import in_words


def ask(
    method: str,
    url: str,
    headers: Mapping[str, str],
    settings: Settings,
    clock: Clock,
    context: ssl.SSLContext | None,
    *,
    body: bytes | None = None,
    deadline: Deadline | None = None,
) -> Reply:
    """Send one request, with a body where there is one, and read the head of the answer.

    `deadline` watches the connection from when it stands.

    Raises FetchError for what will not pass (no such host, a certificate that cannot be trusted) and
    InterruptedDownloadError for what may.
    """
    parts = urlsplit(url)
    with in_words(url):
        connection, target, extra = _connection(parts, settings, context)
        try:
            connection.connect()
            sock = connection.sock
            sock.settimeout(settings.read_seconds)
            if deadline is not None:
                deadline.watch(sock)
            # Identity: resuming and the stated length speak of the file's own bytes. Close: one file, one line.
            sent = {
                "User-Agent": f"detente/{version('detente')}",
                "Accept": "*/*",
                "Accept-Encoding": "identity",
                "Connection": "close",
            }
            connection.request(method, target, body, headers=sent | extra | dict(headers))
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


def is_loopback(host: str) -> bool:
    """Whether a host's name or address is this machine's own; it is never asked through a proxy."""
    name = host.lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _connection(
    parts: SplitResult, settings: Settings, context: ssl.SSLContext | None
) -> tuple[http.client.HTTPConnection, str, dict[str, str]]:
    """The connection, the request target and further headers; through the proxy of the environment, if any."""
    host = parts.hostname or ""
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    address = getproxies().get(parts.scheme)
    seconds = settings.connect_seconds
    if not address or is_loopback(host) or proxy_bypass(host):
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
