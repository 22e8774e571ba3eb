"""From an official address to statements in the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from detente.errors import DetenteError, FetchError, UsageError
from detente.fetch.addresses import address, host_seconds
from detente.fetch.client import Client, MissingFileError
from detente.fetch.download import Fetched, download
from detente.fetch.listing import Parties, wanted_files
from detente.fetch.settings import Settings
from detente.fetch.snapshot import digest
from detente.fetch.transfer import Watch
from detente.fetch.unpack import unpack
from detente.fetch.wanted import Wanted
from detente.ledger.ledger import Ledger
from detente.sources.comtrade_codes import special_codes
from detente.sources.event_layout import EventReader
from detente.sources.event_volume import Selection
from detente.sources.registry import reader
from detente.study.case import packaged_case
from detente.study.ingest import ingest_file
from detente.study.opening import default_ledger_path
from detente.world.table import STATES, exists, predecessors

ASKED_BEFOREHAND: Final = 10
"""Of how many files a dry run asks the size one by one; a host is not asked a thousand times for nothing."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A file that would come. `size_bytes`: None when nobody says."""

    wanted: Wanted
    size_bytes: int | None
    final_url: str
    present: bool

    def record(self) -> dict[str, Any]:
        """The JSON record."""
        return {
            "source": self.wanted.source,
            "file": self.wanted.file,
            "url": self.wanted.url,
            "final_url": self.final_url,
            "bytes": self.size_bytes,
            "present": self.present,
            "note": self.wanted.note,
        }


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file that came, and what ingesting it did; the counts are None when it was not read (again)."""

    fetched: Fetched
    file: str
    rows: int | None = None
    statements: int | None = None
    set_aside: int | None = None
    already_there: int | None = None

    def record(self) -> dict[str, Any]:
        """The JSON record."""
        return {
            "source": self.fetched.wanted.source,
            "file": self.file,
            "path": str(self.fetched.path),
            "url": self.fetched.wanted.url,
            "state": self.fetched.state,
            "bytes": self.fetched.record.bytes,
            "sha256": self.fetched.record.sha256,
            "rows": self.rows,
            "statements": self.statements,
            "set_aside": self.set_aside,
            "already_there": self.already_there,
        }


def default_folder() -> Path:
    """Where downloads are kept when no folder is named: beside the user's ledgers."""
    return default_ledger_path(packaged_case()).parent / "downloads"


def polite_settings(ca_file: Path | None = None) -> Settings:
    """The settings of a person's download, with the hosts that ask for more time."""
    return Settings(ca_file=ca_file, host_seconds=host_seconds())


def fetchable(source: str) -> None:
    """Raises UsageError for a source that is none, FetchError for one that only a person can download."""
    address(source).fetchable()


def files_to_come(
    client: Client, source: str, since: int | None, between: tuple[str, str] | None, today: date
) -> list[Wanted]:
    """The files of a source. Raises UsageError and FetchError; nothing is downloaded but a publisher's list."""
    chosen = address(source)
    parties: tuple[Parties, ...] = ()
    if chosen.kind == "comtrade_preview":
        if between is None:
            raise UsageError(
                f"{source} is asked for two states at a time", todo="Name them: --between PAK RUS"
            )
        parties = tuple(both_ways(between, since or chosen.since or today.year, today.year - 1))
    if since is not None and chosen.kind in {"direct", "dataverse"} and not (chosen.since or chosen.by_year):
        client.tell(f"{source} comes whole: --since changes nothing")
    return wanted_files(client, chosen, since, today, parties)


def expected(client: Client, wanted: Sequence[Wanted], folder: Path) -> Iterator[Expected]:
    """What would come, and how big; writes nothing. Raises FetchError."""
    asked = 0
    for file in wanted:
        size, final_url = file.size_bytes, file.url
        if size is None and asked < ASKED_BEFOREHAND:
            asked += 1
            size, final_url = client.size(file.url)
        yield Expected(file, size, final_url, (folder / file.source / file.file).exists())


def pace_seconds(client: Client, wanted: Sequence[Wanted]) -> float:
    """The least time that asking for all these files takes, by what their hosts want."""
    return sum(client.pace.seconds(urlsplit(file.url).hostname or "") for file in wanted)


def fetch_files(
    client: Client,
    wanted: Sequence[Wanted],
    folder: Path,
    ledger: Ledger | None,
    watch: Watch = lambda got, total: None,
    selection: Selection = "all",
) -> Iterator[Delivery | DetenteError]:
    """Download each file and ingest it; an error stands in the place of its file.

    A file that its host does not have, or that its reader refuses, leaves the others to come; after any other
    failure of a download the rest would only fail the same way, so it ends. `ledger`: None, download only;
    `selection`: of event data, which rows are kept.
    """
    for file in wanted:
        try:
            fetched = download(client, file, folder / file.source, watch)
        except MissingFileError as error:
            yield error
            continue
        except FetchError as error:
            yield error
            return
        try:
            yield from _ingest(fetched, ledger, selection)
        except DetenteError as error:
            yield error


def must_be_read(source: str) -> None:
    """Raises UsageError when there is no reader for what would be downloaded."""
    try:
        reader(source)
    except UsageError as error:
        raise UsageError(
            f"no reader for '{source}' is there yet", todo="Add --no-ingest to keep the files alone"
        ) from error


def both_ways(between: tuple[str, str], since: int, until: int) -> Iterator[Parties]:
    """What each of two states reports on the other, year by year, under the numbers they had at Comtrade."""
    for year in range(since, until + 1):
        a, b = (comtrade_number(state, year) for state in between)
        if a is not None and b is not None:
            yield Parties(year, a, b)
            yield Parties(year, b, a)


def comtrade_number(state: str, year: int) -> int | None:
    """A state's number at UN Comtrade in a year, or None when it had none.

    Before a state's time it is its predecessor's: RUS in 1985 is the USSR's.
    """
    day = date(year, 12, 31)
    code = next((c for c in (state, *predecessors(state)) if exists(c, day)), None)
    own = [(number, held) for number, held in special_codes().items() if held.state == code]
    if own:
        return next(
            (number for number, held in own if held.start <= day and held.end >= date(year, 1, 1)), None
        )
    return next((s.iso_numeric for s in STATES if s.code == code and s.iso_numeric is not None), None)


def _ingest(fetched: Fetched, ledger: Ledger | None, selection: Selection) -> Iterator[Delivery]:
    files = unpack(fetched.path, fetched.wanted.members) if fetched.wanted.members else [fetched.path]
    for path in files:
        if ledger is None or (fetched.state == "unchanged" and _held(ledger, fetched.wanted.source, path)):
            yield Delivery(fetched, path.name)
            continue
        done = ingest_file(ledger, fetched.wanted.source, path, selection=selection)
        yield Delivery(fetched, path.name, done.rows, done.statements, done.set_aside, done.already_there)


def _held(ledger: Ledger, source: str, path: Path) -> bool:
    """Whether these bytes need not be read again; of event data the ledger itself knows, by selection."""
    if isinstance(reader(source), EventReader):
        return False
    sha256 = digest(path)
    return any(snapshot.sha256 == sha256 for snapshot in ledger.snapshots())
