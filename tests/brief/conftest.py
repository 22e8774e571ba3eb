"""The briefs that the tests look at, each made once: no network may be asked while they are made."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn

import pytest

from detente.brief.page import write_brief
from detente.study.findings import Study
from detente.study.whole import whole_study
from tests.brief.page import Page, parse

TODAY = date(2026, 11, 24)
ARTICLE = "pak-russia-relations.txt"


@dataclass(frozen=True)
class Brief:
    """A brief with the study behind it."""

    study: Study
    path: Path
    html: str
    page: Page


@contextmanager
def no_network() -> Iterator[None]:
    """Opening a connection is an error."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("the brief asked for a network")

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        yield


def built(study: Study, path: Path) -> Brief:
    """Write the study's page and read it again."""
    with no_network():
        write_brief(study, path)
    html = path.read_text(encoding="utf-8")
    return Brief(study, path, html, parse(html))


def brief_of(
    pair: tuple[str, str],
    path: Path,
    *,
    case: Path | None = None,
    ledger: Path | None = None,
    articles: tuple[Path, ...] = (),
    as_of: date | None = None,
) -> Brief:
    """The brief of two states, made on a fixed day."""
    with no_network():
        study = whole_study(pair, case, ledger, articles, as_of, TODAY)
    return built(study, path)


@pytest.fixture(scope="session")
def brief(packaged_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Brief:
    """The brief of the packaged case."""
    return brief_of(("PAK", "RUS"), tmp_path_factory.mktemp("brief") / "brief.html")


@pytest.fixture(scope="session")
def with_article(packaged_ledger: Path, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Brief:
    """The same with the article given."""
    article = shared / "article" / ARTICLE
    return brief_of(("PAK", "RUS"), tmp_path_factory.mktemp("brief") / "article.html", articles=(article,))


@pytest.fixture(scope="session")
def in_1990(packaged_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Brief:
    """The same with what could be known at the beginning of 1990."""
    path = tmp_path_factory.mktemp("brief") / "1990.html"
    return brief_of(("PAK", "RUS"), path, as_of=date(1990, 1, 1))
