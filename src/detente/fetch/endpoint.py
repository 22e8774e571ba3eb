"""A chat endpoint asked over HTTP: one JSON request, one JSON reply, with patience and without trust.

Redirects are refused: a text and a key go to the address that was named and to no other.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from detente.errors import FetchError
from detente.fetch.connection import ask, tls_context
from detente.fetch.deadline import Deadline
from detente.fetch.endpoint_address import KEY_VARIABLE, Address, Key
from detente.fetch.page import wrong_kind
from detente.fetch.patience import InterruptedDownloadError, persist, retry_after_seconds
from detente.fetch.reply import Reply
from detente.fetch.settings import Clock, Settings

LARGEST_REPLY_BYTES: Final = 4 << 20
LARGEST_REFUSAL_BYTES: Final = 1 << 16
SHOWN_CHARACTERS: Final = 200
PASSING: Final = {408, 409, 425, 429}


class EndpointError(FetchError):
    """The endpoint will not answer this request or any other: asking again is of no use."""


class RefusedFieldsError(Exception):
    """The server does not take the request as it is (400, 422); `said`: its own words."""

    def __init__(self, status: int, said: str) -> None:
        self.status, self.said = status, said
        super().__init__(said)


ATTEMPTS: Final = 4
CONNECT_SECONDS: Final = 20


class Endpoint:
    """A chat endpoint.

    `seconds`: for one whole answer. `tell` is given the lines that a person should see (waits, what the server does
    not take). An answer that may still come is asked for four times, with waits of 1, 2 and 4 seconds between.
    """

    def __init__(
        self,
        address: Address,
        key: Key,
        seconds: float,
        clock: Clock | None = None,
        tell: Callable[[str], None] = lambda line: None,
    ) -> None:
        self.address, self.seconds, self.clock, self.tell = address, seconds, clock or Clock(), tell
        self._key = key
        # The deadline of the whole answer comes before that of any single read.
        self._settings = Settings(
            connect_seconds=min(CONNECT_SECONDS, seconds), read_seconds=2 * seconds, stall_seconds=2 * seconds,
            attempts=ATTEMPTS, maximum_bytes=LARGEST_REPLY_BYTES,
        )  # fmt: skip
        self._refused: set[str] = set()
        self._context: ssl.SSLContext | None = None

    def post(self, request: Mapping[str, Any], optional: Sequence[str] = ()) -> Any:
        """The JSON value of the reply.

        `optional`: fields that may be left out, the most dispensable first, when the server refuses the request with
        400 or 422; what it then takes is kept to. Raises EndpointError when it will take none at all, FetchError when
        this request came to nothing after all attempts.
        """
        sent = {name: value for name, value in request.items() if name not in self._refused}
        left_out: list[str] = []
        while True:
            try:
                reply = self._persist(json.dumps(sent, ensure_ascii=True).encode())
            except RefusedFieldsError as error:
                dropped = _to_drop(error.said, optional, [name for name in optional if name in sent])
                if not dropped:
                    raise EndpointError(
                        f"the endpoint refuses the request ({error.status}{self._said(error.said)})",
                        where=self.address.shown,
                        todo="Check --endpoint and --model",
                    ) from error
                sent = {name: value for name, value in sent.items() if name not in dropped}
                left_out += dropped
            else:
                if left_out:
                    self._refused |= set(left_out)
                    self.tell(f"{self.address.shown}: does not take {', '.join(left_out)}; asked without")
                return reply

    def _persist(self, body: bytes) -> Any:
        return persist(
            lambda: self._once(body), self.address.shown, self._settings, self.clock, tell=self.tell
        )

    def _once(self, body: bytes) -> Any:
        deadline = Deadline(self.seconds)
        try:
            status, headers, raw = self._exchange(body, deadline)
        except InterruptedDownloadError as error:
            if deadline.over:
                raise self._late() from error
            raise
        finally:
            deadline.cancel()
        if deadline.over:  # a body without a stated length ends with the line, whoever cut it
            raise self._late()
        return self._judged(status, headers, raw)

    def _late(self) -> InterruptedDownloadError:
        return InterruptedDownloadError(f"no whole answer in {self.seconds:g} seconds")

    def _exchange(self, body: bytes, deadline: Deadline) -> tuple[int, Mapping[str, str], bytes]:
        if self._context is None and self.address.url.startswith("https:"):
            self._context = tls_context(self._settings)
        headers = {"Content-Type": "application/json", "Accept": "application/json"} | self._key.headers()
        try:
            reply = ask(
                "POST", self.address.url, headers, self._settings, self.clock, self._context,
                body=body, deadline=deadline,
            )  # fmt: skip
        except FetchError as error:
            raise EndpointError(
                error.what, where=self.address.shown,
                todo="Check the address; a certificate of your own is trusted where SSL_CERT_FILE names its root",
            ) from error  # fmt: skip
        with reply:
            return reply.status, dict(reply.headers.items()), self._body(reply)

    def _body(self, reply: Reply) -> bytes:
        body = bytearray()
        try:
            for piece in reply.pieces():
                body += piece
                if reply.status != 200 and len(body) > LARGEST_REFUSAL_BYTES:
                    break
                if len(body) > self._settings.maximum_bytes:
                    raise FetchError(
                        f"a reply of more than {self._settings.maximum_bytes:,} bytes",
                        where=self.address.shown,
                        todo="Check what answers at this address",
                    )
        except InterruptedDownloadError:
            if reply.status == 200:
                raise
        return bytes(body)

    def _judged(self, status: int, headers: Mapping[str, str], raw: bytes) -> Any:
        if status == 200:
            return _json(raw, headers)
        lower = {name.lower(): value for name, value in headers.items()}
        if status in PASSING or status >= 500:
            wait = retry_after_seconds(lower.get("retry-after"), self.clock.now())
            raise InterruptedDownloadError(f"the server says {status}", wait)
        where = self.address.shown
        if status in {400, 422}:
            raise RefusedFieldsError(status, _message(raw))
        if status in {401, 403}:
            # The server's own words are left out: some servers repeat parts of the key in them.
            raise EndpointError(
                f"the endpoint refuses the key ({status})", where=where, todo=f"Set {KEY_VARIABLE}"
            )
        if status == 413:
            raise FetchError("the text asked about is too long for the endpoint (413)", where=where)
        if status in {301, 302, 303, 307, 308}:
            raise EndpointError(
                f"the endpoint redirects ({status}), which is not followed with a text and a key",
                where=where,
                todo="Give --endpoint the address it leads to, if you trust it",
            )
        todo = "Check --endpoint and --model" if status == 404 else "Check what answers at this address"
        raise EndpointError(
            f"the endpoint answers with status {status}{self._said(_message(raw))}", where=where, todo=todo
        )

    def _said(self, message: str) -> str:
        words = " ".join("".join(c if c.isprintable() else " " for c in self._key.hidden(message)).split())
        return f': "{words[:SHOWN_CHARACTERS]}"' if words else ""


def _json(raw: bytes, headers: Mapping[str, str]) -> Any:
    """The reply's value; what is no JSON may be an answer cut short or a gateway's page, which can pass."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        kind = {name.lower(): value for name, value in headers.items()}.get("content-type", "")
        page = wrong_kind(raw[:4096], "reply", kind)
        printable = "".join(c if c.isprintable() else " " for c in page)
        raise InterruptedDownloadError(
            printable.replace("data", "an answer", 1) or "the reply is not JSON"
        ) from error


def _message(raw: bytes) -> str:
    """The server's own words in a refusal, as servers of this kind send them."""
    text = raw.decode("utf-8", errors="replace")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return "" if "<" in text[:200] else text
    inner = value.get("error", value) if isinstance(value, dict) else value
    found = inner.get("message") or inner.get("detail") if isinstance(inner, dict) else inner
    return found if isinstance(found, str) else text


def _to_drop(said: str, optional: Sequence[str], left: Sequence[str]) -> list[str]:
    """The field that the server's words name; else the most dispensable one first, then all others."""
    named = [name for name in left if name in said]
    if named or not left:
        return named[:1]
    return list(left[:1]) if optional[0] in left else list(left)
