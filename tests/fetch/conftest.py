"""What the tests of downloads share: a scripted server, a clock that obeys, a client that says what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from detente.fetch.client import Client
from detente.fetch.download import Fetched, download
from detente.fetch.settings import Clock, Settings
from detente.fetch.wanted import Wanted
from tests.fetch.bad_server import Answer, FakeClock, Script, served

Serve = Callable[..., Script]


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of this machine must not come between the tests and their server."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def serve() -> Iterator[Serve]:
    """serve(answer, ...) -> Script: a running server."""
    with ExitStack() as stack:

        def start(*answers: Answer, tls: tuple[Path, Path] | None = None, **by_path: list[Answer]) -> Script:
            script = Script(list(answers), {f"/{name}": list(given) for name, given in by_path.items()})
            return stack.enter_context(served(script, tls))

        yield start


class Downloads:
    """A client with fakes, a folder, and one file in it."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.folder, self.said = folder, []
        self.clock = FakeClock()
        self.settings = {
            "read_seconds": 2, "connect_seconds": 2, "closing_seconds": 0.05, "seconds_between_requests": 0,
        } | settings  # fmt: skip

    def client(self) -> Client:
        clock = Clock(self.clock.monotonic, self.clock.sleep, self.clock.now)
        return Client(Settings(**self.settings), clock, self.said.append)  # type: ignore[arg-type]

    def get(self, url: str, file: str = "data.csv", **known: object) -> Fetched:
        return download(self.client(), Wanted("some_source", url, file, **known), self.folder)  # type: ignore[arg-type]

    @property
    def left(self) -> list[str]:
        """What stands in the folder, the lock left out."""
        return sorted(p.name for p in self.folder.iterdir() if p.name != ".fetch.lock")


@pytest.fixture
def downloads(tmp_path: Path) -> Downloads:
    return Downloads(tmp_path / "downloads")
