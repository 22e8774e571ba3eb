"""Where data sets are to be had: addresses.yml, read strictly."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Any, Final, Literal, get_args

import yaml

from detente.errors import FetchError, UsageError

Kind = Literal["direct", "dataverse", "gdelt_daily", "gdelt_list", "comtrade_preview", "by_hand", "own"]
KINDS: Final = get_args(Kind)


@dataclass(frozen=True, slots=True)
class AddressFile:
    """One url, or pattern of urls, as addresses.yml explains."""

    url: str
    file: str = ""
    choose: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    minimum_bytes: int = 1


@dataclass(frozen=True, slots=True)
class Address:
    """How one source is to be had. `page`: where a person goes when a machine cannot; `since`: the first year."""

    source: str
    kind: Kind
    files: tuple[AddressFile, ...] = ()
    page: str = ""
    note: str = ""
    since: int | None = None
    by_year: bool = False

    def fetchable(self) -> None:
        """Raises FetchError, naming the page and the way, for what only a person can download."""
        if self.kind == "own":
            raise FetchError(f"there is nothing to fetch: {self.note}", where=self.source)
        if self.kind == "by_hand":
            raise FetchError(
                f"has to be downloaded by hand, because {self.note}: {self.page}",
                where=self.source,
                todo=f"Then `detente ingest {self.source} FILE`",
            )


@cache
def addresses() -> dict[str, Address]:
    """All addresses by source. Raises ValueError for a mistake in our own table."""
    return {name: _address(name, dict(raw)) for name, raw in _table()["sources"].items()}


@cache
def host_seconds() -> dict[str, float]:
    """Seconds between two requests, for hosts that ask for more time than others."""
    return {host: float(raw["seconds_between_requests"]) for host, raw in _table()["hosts"].items()}


def address(source: str) -> Address:
    """The address of a source. Raises UsageError, with near names, when there is none of that name."""
    found = addresses().get(source)
    if found is not None:
        return found
    near = get_close_matches(source, addresses(), n=3, cutoff=0.5)
    raise UsageError(
        f"no source is called '{source}'",
        todo=f"Near names: {', '.join(near)}" if near else "See `detente sources`",
    )


@cache
def _table() -> dict[str, Any]:
    text = resources.files("detente.fetch").joinpath("addresses.yml").read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.safe_load(text)
    return table


def _address(name: str, raw: dict[str, Any]) -> Address:
    if raw["kind"] not in KINDS:
        raise ValueError(f"addresses.yml: {name}: no kind is called {raw['kind']}")
    files = tuple(_file(file) for file in raw.pop("files", []))
    return Address(source=name, files=files, page=raw.pop("url", ""), **raw)


def _file(raw: dict[str, Any]) -> AddressFile:
    lists: dict[str, Any] = {name: tuple(raw.get(name, ())) for name in ("choose", "members")}
    return AddressFile(**(raw | lists))
