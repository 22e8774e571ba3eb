"""Requests with redirects, at a polite pace, with the server's refusals said plainly."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote, urljoin, urlsplit

from detente.errors import FetchError
from detente.fetch.connection import ask, tls_context
from detente.fetch.pace import Pace
from detente.fetch.patience import InterruptedDownloadError, persist, retry_after_seconds
from detente.fetch.reply import Reply
from detente.fetch.settings import Clock, Settings
from detente.fetch.trouble import BY_HAND

REDIRECTS: Final = {301, 302, 303, 307, 308}
PASSING: Final = {408, 425, 429, 500, 502, 503, 504}
IN_ADDRESSES: Final = "%/:?#[]@!$&'()*+,;=~-._"
LARGEST_LISTING_BYTES: Final = 64 << 20

Tell = Callable[[str], None]


class MissingFileError(FetchError):
    """The address holds no file (any more)."""


class Client:
    """Asks hosts for files. `tell` is given the lines a person should see (redirects, waits)."""

    def __init__(
        self, settings: Settings | None = None, clock: Clock | None = None, tell: Tell = lambda line: None
    ) -> None:
        self.settings, self.clock, self.tell = settings or Settings(), clock or Clock(), tell
        self.pace = Pace(self.settings, self.clock)
        # Reading the machine's certificates takes longer than a small download: only when https needs them, or
        # at once when a file of one's own may be wrong.
        self._context = tls_context(self.settings) if self.settings.ca_file else None

    def request(self, method: str, url: str, headers: Mapping[str, str] | None = None) -> Reply:
        """The answer after redirects, whatever its status; close it.

        Raises FetchError for a redirect in a circle, to plain http from https, or to what is no web address.
        """
        seen = [_checked(url, None)]
        while True:
            self.pace.wait(urlsplit(seen[-1]).hostname or "")
            if self._context is None and seen[-1].startswith("https:"):
                self._context = tls_context(self.settings)
            reply = ask(method, seen[-1], headers or {}, self.settings, self.clock, self._context)
            if reply.status not in REDIRECTS:
                return reply
            reply.close()
            location = reply.headers.get("Location")
            if not location:
                raise FetchError(f"a redirect ({reply.status}) that names no address", where=url)
            onward = _checked(_onward(seen[-1], location), seen[-1])
            if onward in seen or len(seen) > self.settings.redirects:
                raise FetchError(
                    f"redirected in a circle ({len(seen)} times, last to {onward})",
                    where=url,
                    todo=_by_hand(),
                )
            if urlsplit(onward).netloc != urlsplit(seen[-1]).netloc:
                self.tell(f"{url}: redirected to {urlsplit(onward).netloc}")
            seen.append(onward)

    def good(self, reply: Reply) -> None:
        """Lets a 200 pass.

        Raises MissingFileError for 404 and 410, InterruptedDownloadError for what may pass, else FetchError.
        """
        status, url = reply.status, reply.url
        if status == 200:
            return
        if status in PASSING:
            wait = retry_after_seconds(reply.headers.get("Retry-After"), self.clock.now())
            raise InterruptedDownloadError(f"the server says {status}", wait)
        if status in {404, 410}:
            raise MissingFileError(
                f"there is no file at this address ({status})",
                where=url,
                todo="The publisher may have moved it: see the page that `detente sources` names",
            )
        if status in {401, 403, 407, 451}:
            raise FetchError(f"the server refuses ({status})", where=url, todo=_by_hand())
        raise FetchError(f"the server answers with status {status}", where=url, todo=_by_hand())

    def text(self, url: str) -> str:
        """A small text such as a listing, whole, with repeated attempts. Raises FetchError."""

        def attempt() -> str:
            with self.request("GET", url) as reply:
                self.good(reply)
                body = bytearray()
                for piece in reply.pieces():
                    body += piece
                    if len(body) > LARGEST_LISTING_BYTES:
                        raise FetchError("a listing that is far too long", where=url, todo=_by_hand())
            return body.decode("utf-8", errors="replace")

        return persist(attempt, url, self.settings, self.clock, tell=self.tell)

    def json(self, url: str) -> Any:
        """A JSON reply. Raises FetchError when it is none."""
        try:
            return json.loads(self.text(url))
        except ValueError as error:
            raise FetchError("the reply is not JSON", where=url, todo=_by_hand()) from error

    def lines(self, url: str, keep: Callable[[str], bool]) -> list[str]:
        """The lines of a long list that are wanted; the list itself is never held. Raises FetchError."""

        def attempt() -> list[str]:
            with self.request("GET", url) as reply:
                self.good(reply)
                return [line for line in _lines(reply) if keep(line)]

        return persist(attempt, url, self.settings, self.clock, tell=self.tell)

    def size(self, url: str) -> tuple[int | None, str]:
        """What HEAD says: the file's length (None: not said) and the address after redirects. Raises FetchError."""

        def attempt() -> tuple[int | None, str]:
            with self.request("HEAD", url) as reply:
                if reply.status in {404, 410} or reply.status in PASSING - {500}:
                    self.good(reply)
                # Many hosts answer HEAD with 403, 405 or 501 and GET with the file: then nothing is known.
                return (reply.total_bytes if reply.status == 200 else None), reply.url

        return persist(attempt, url, self.settings, self.clock, tell=self.tell)


def _lines(reply: Reply) -> Iterator[str]:
    rest = b""
    for piece in reply.pieces():
        *whole, rest = (rest + piece).split(b"\n")
        if len(rest) > LARGEST_LISTING_BYTES:
            raise FetchError("a list without lines", where=reply.url, todo=_by_hand())
        yield from (line.decode("utf-8", errors="replace").strip() for line in whole)
    if rest:
        yield rest.decode("utf-8", errors="replace").strip()


def _checked(url: str, before: str | None) -> str:
    """The address as it goes into a request. Raises FetchError for one that is none or must not be followed."""
    try:
        parts = urlsplit(url)
        usable = (
            parts.scheme in {"http", "https"} and parts.hostname and (parts.port is None or parts.port > 0)
        )
    except ValueError:
        usable = False
    if not usable:
        raise FetchError(
            f"leads to what is no web address ({url[:120]})", where=before or url, todo=_by_hand()
        )
    if before is not None and urlsplit(before).scheme == "https" and parts.scheme == "http":
        raise FetchError(
            f"redirected from https to plain http ({url}), which is refused", where=before, todo=_by_hand()
        )
    return parts._replace(fragment="").geturl()


def _onward(base: str, location: str) -> str:
    """A Location header as an absolute address; the bytes that servers send unescaped are escaped."""
    try:
        return urljoin(base, quote(location.strip().encode("latin-1"), safe=IN_ADDRESSES))
    except ValueError:
        return location


def _by_hand() -> str:
    return BY_HAND[0].upper() + BY_HAND[1:]
