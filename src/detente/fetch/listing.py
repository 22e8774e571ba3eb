"""From an address to the files that are to come, asking the publisher's own list where there is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fnmatch import fnmatchcase
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from detente.errors import FetchError, UsageError
from detente.fetch.addresses import Address, AddressFile
from detente.fetch.client import Client
from detente.fetch.wanted import Wanted, file_name

# GDELT 1.0: yearly files up to 2005, monthly files up to March 2013, daily files from 1 April 2013 on.
FIRST_MONTHLY: Final = 2006
FIRST_DAILY: Final = date(2013, 4, 1)
FIRST_YEAR: Final = 1979
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_STAMP: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\d{4}|\d{10})(?!\d)")
_LIST_LINE: Final = re.compile(r"(\d+) ([0-9a-f]{32}) (https?://\S+)")


@dataclass(frozen=True, slots=True)
class Parties:
    """Two states by their UN Comtrade numbers in one year."""

    year: int
    reporter: int
    partner: int


def wanted_files(
    client: Client, address: Address, since: int | None, today: date, parties: tuple[Parties, ...] = ()
) -> list[Wanted]:
    """The files of a source from the year `since` on.

    `parties`: for comtrade, who reports on whom in which year. Raises FetchError when a list cannot be had or
    names nothing that fits, UsageError when something must be said that was not.
    """
    address.fetchable()
    match address.kind:
        case "direct":
            return [
                _direct(address, file, since or address.since or today.year, today) for file in address.files
            ]
        case "dataverse":
            return [w for file in address.files for w in _dataverse(client, address, file, since)]
        case "gdelt_daily":
            first = _needed(address, since)
            return [_period(address, file, p) for file in address.files for p in periods(first, today)]
        case "gdelt_list":
            first = _needed(address, since)
            return [w for file in address.files for w in _listed(client, address, file, first)]
        case _:
            return [_comtrade(address, file, party) for file in address.files for party in parties]


def periods(since: int, today: date) -> Iterator[str]:
    """Names of GDELT 1.0 files from a year to yesterday: "1979", "200601", "20130401.export.CSV"."""
    for year in range(max(since, FIRST_YEAR), min(FIRST_MONTHLY, today.year + 1)):
        yield f"{year}"
    for year in range(max(since, FIRST_MONTHLY), FIRST_DAILY.year + 1):
        for month in range(1, 13):
            if date(year, month, 1) < min(FIRST_DAILY, today):
                yield f"{year}{month:02}"
    day = max(date(since, 1, 1), FIRST_DAILY)
    while day < today:
        yield f"{day:%Y%m%d}.export.CSV"
        day += timedelta(days=1)


def _needed(address: Address, since: int | None) -> int:
    if since is None:
        raise UsageError(
            f"{address.source} comes in thousands of files", todo="Name the first year you need: --since YEAR"
        )
    return since


def _direct(address: Address, file: AddressFile, since: int, today: date) -> Wanted:
    years = {"{since}": str(since), "{until}": str(today.year)}
    url, name = file.url, file.file
    for mark, year in years.items():
        url, name = url.replace(mark, year), name.replace(mark, year)
    return _wanted(address, file, url, name)


def _period(address: Address, file: AddressFile, period: str) -> Wanted:
    return _wanted(address, file, file.url.replace("{period}", period))


def _comtrade(address: Address, file: AddressFile, party: Parties) -> Wanted:
    url = (
        file.url.replace("{reporter}", str(party.reporter))
        .replace("{partner}", str(party.partner))
        .replace("{year}", str(party.year))
    )
    return _wanted(address, file, url, f"comtrade_{party.reporter}_{party.partner}_{party.year}.json")


def _wanted(address: Address, file: AddressFile, url: str, name: str = "") -> Wanted:
    return Wanted(
        source=address.source,
        url=url,
        file=file_name(name or url),
        members=file.members,
        minimum_bytes=file.minimum_bytes,
        note=address.note,
    )


def _dataverse(client: Client, address: Address, file: AddressFile, since: int | None) -> list[Wanted]:
    reply = client.json(file.url)
    try:
        entries = [entry["dataFile"] for entry in reply["data"]["latestVersion"]["files"]]
        named = [(str(e.get("originalFileName") or e["filename"]), e) for e in entries]
        chosen = [
            _data_file(address, file, name, entry)
            for name, entry in named
            if _fits(name, file.choose) and not (address.by_year and _before(name, since))
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise FetchError(
            "the listing is not as Dataverse gives it", where=file.url, todo="Open it in a browser"
        ) from error
    if not chosen:
        names = ", ".join(sorted(name for name, _ in named)[:8]) or "none"
        raise FetchError(
            f"no file of the data set fits {' or '.join(file.choose)}; it has {names}",
            where=file.url,
            todo=f"Download it with a browser and give it to `detente ingest {address.source}`",
        )
    return sorted(chosen, key=lambda wanted: wanted.file)


def _data_file(address: Address, file: AddressFile, name: str, entry: dict[str, Any]) -> Wanted:
    """One file of the listing; a table that Dataverse has taken apart is asked for as it was deposited.

    The list's checksum is then left aside, for it does not say of which of the two shapes it is.
    """
    original = entry.get("originalFileName") is not None
    size = entry.get("originalFileSize") if original else entry.get("filesize")
    path = f"/api/access/datafile/{int(entry['id'])}" + ("?format=original" if original else "")
    return Wanted(
        source=address.source,
        url=urljoin(file.url, path),
        file=file_name(name),
        members=file.members if name.lower().endswith(".zip") else (),
        minimum_bytes=file.minimum_bytes,
        size_bytes=int(size) if size is not None else None,
        md5="" if original else str(entry.get("md5") or ""),
        note=address.note,
    )


def _listed(client: Client, address: Address, file: AddressFile, since: int) -> list[Wanted]:
    host, unread = urlsplit(file.url).netloc, 0

    def keep(line: str) -> bool:
        name = line.rpartition("/")[2]
        return _fits(name, file.choose) and name[:4].isdigit() and int(name[:4]) >= since

    chosen = []
    for line in client.lines(file.url, keep):
        found = _LIST_LINE.fullmatch(line)
        # A list fetched without TLS must not send us elsewhere.
        if found is None or urlsplit(found[3]).netloc != host:
            unread += 1
            continue
        chosen.append(
            Wanted(
                source=address.source,
                url=found[3],
                file=file_name(found[3]),
                members=file.members,
                size_bytes=int(found[1]),
                md5=found[2],
                note=address.note,
            )
        )
    if unread:
        client.tell(f"{file.url}: {unread:,} lines are not 'size md5 address' of this host and were left out")
    if not chosen:
        raise FetchError(
            f"the list names no file from {since} on", where=file.url, todo="Name an earlier year"
        )
    return chosen


def _fits(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _before(name: str, since: int | None) -> bool:
    """Whether a file named after a year, or else after a day or second, covers years before `since` alone."""
    years = [int(year) for year in _YEAR.findall(name) or _STAMP.findall(name)]
    return since is not None and bool(years) and max(years) < since
