"""Where a chat endpoint is, and the key it is asked with: what may be used, and what is never shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from detente.errors import UsageError
from detente.fetch.connection import is_loopback

KEY_VARIABLE: Final = "DETENTE_ENDPOINT_KEY"
CALL: Final = "/chat/completions"


@dataclass(frozen=True, slots=True)
class Address:
    """`url`: what is asked; `shown`: the same without its query, for lines that people read."""

    url: str
    shown: str


def endpoint_address(given: str, *, insecure: bool = False) -> Address:
    """The address of an OpenAI-compatible server's chat call.

    `given`: its base ("http://127.0.0.1:8080", "https://host/v1") or the call itself. Plain http is for this machine
    only, unless `insecure`. Raises UsageError.
    """
    try:
        parts = urlsplit(given.strip())
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or any(c <= " " or c > "~" for c in given.strip()):
        raise UsageError(
            "--endpoint is no web address",
            todo="Write it as http://127.0.0.1:8080/v1 or https://HOST/v1",
        )
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise UsageError(
            "--endpoint holds more than an address (a user name, a password or a part behind #)",
            todo=f"Put the key into the environment variable {KEY_VARIABLE}",
        )
    if parts.scheme == "http" and not insecure and not is_loopback(parts.hostname or ""):
        raise UsageError(
            f"plain http would send the text (and the key) unprotected to {parts.hostname}",
            where="--endpoint",
            todo="Use https, or say --insecure-endpoint if you trust every machine on the way",
        )
    path = parts.path.rstrip("/")
    if not path.endswith(CALL):
        path = (path or "/v1") + CALL
    full = parts._replace(path=path)
    return Address(full.geturl(), full._replace(query="").geturl())


@dataclass(frozen=True, slots=True)
class Key:
    """The secret that a server asks for; empty for one that asks for none. It shows in no repr and no message."""

    secret: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not all("!" <= c <= "~" for c in self.secret):
            raise UsageError(
                "holds characters that no key has (a space, a line end, or one outside ASCII)",
                where=KEY_VARIABLE,
                todo="Set it again",
            )

    def headers(self) -> dict[str, str]:
        """What is sent of it."""
        return {"Authorization": f"Bearer {self.secret}"} if self.secret else {}

    def hidden(self, text: str) -> str:
        """The text without it, should a server send it back."""
        return text.replace(self.secret, "[key]") if self.secret else text
