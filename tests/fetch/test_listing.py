"""From an address to its files; the addresses themselves."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import pytest

from detente.errors import FetchError, UsageError
from detente.fetch.addresses import Address, AddressFile, address, addresses, host_seconds
from detente.fetch.listing import Parties, periods, wanted_files
from detente.fetch.wanted import file_name
from tests.fetch import bad_server as bad
from tests.fetch.conftest import Downloads, Serve

TODAY = date(2026, 11, 24)


def listing(*entries: dict[str, object]) -> bad.Answer:
    files = [{"label": entry["filename"], "dataFile": entry} for entry in entries]
    return bad.file(json.dumps({"status": "OK", "data": {"latestVersion": {"files": files}}}).encode())


def of(kind: str, url: str, **file: object) -> Address:
    return Address("some_source", kind, (AddressFile(url, **file),))  # type: ignore[arg-type]


def test_every_address_is_complete() -> None:
    for name, held in addresses().items():
        assert held.source == name
        assert bool(held.files) == (held.kind not in {"by_hand", "own"}), name
        assert bool(held.page) == (held.kind == "by_hand"), name
        assert held.note or held.files, name
        for file in held.files:
            parts = urlsplit(file.url)
            assert parts.scheme in {"http", "https"} and parts.hostname, name
            assert bool(file.choose) == (held.kind in {"dataverse", "gdelt_list"}), name


def test_every_source_that_is_read_has_an_address() -> None:
    from detente.sources.registry import SOURCES

    assert {reader.source.name for reader in SOURCES} - set(addresses()) == set()


def test_gdelt_is_asked_once_in_five_seconds() -> None:
    assert host_seconds()["data.gdeltproject.org"] == host_seconds()["api.gdeltproject.org"] == 5


@pytest.mark.parametrize("source", ["sipri_arms", "gsdb", "gem_pipelines", "imf_trade"])
def test_what_only_a_person_can_download(source: str, downloads: Downloads) -> None:
    with pytest.raises(FetchError) as error:
        wanted_files(downloads.client(), address(source), None, TODAY)
    line = str(error.value)
    assert line.startswith(f"{source}: has to be downloaded by hand, because ")
    assert address(source).page in line and line.endswith(f"Then `detente ingest {source} FILE`.")
    assert "\n" not in line


def test_our_own_and_unknown_sources(downloads: Downloads) -> None:
    with pytest.raises(FetchError, match="there is nothing to fetch"):
        wanted_files(downloads.client(), address("chronology"), None, TODAY)
    with pytest.raises(UsageError, match=r"no source is called 'cow_trad'\. Near names: cow_trade"):
        address("cow_trad")


def test_direct_files(downloads: Downloads) -> None:
    (trade,) = wanted_files(downloads.client(), address("cow_trade"), None, TODAY)
    assert (trade.file, trade.members) == ("COW_Trade_4.0.zip", ("Dyadic_COW_4.0.csv",))
    assert trade.url == "https://correlatesofwar.org/wp-content/uploads/COW_Trade_4.0.zip"
    bank = wanted_files(downloads.client(), address("wdi"), 2000, TODAY)
    assert bank[0].file == "NY.GDP.MKTP.CD_2000-2026.json" and "date=2000:2026&" in bank[0].url
    assert "date=1960:2026&" in wanted_files(downloads.client(), address("wdi"), None, TODAY)[0].url


def test_gdelt_periods() -> None:
    assert list(periods(2004, date(2006, 3, 1))) == ["2004", "2005", "200601", "200602"]
    names = list(periods(2013, date(2013, 4, 3)))
    assert names == ["201301", "201302", "201303", "20130401.export.CSV", "20130402.export.CSV"]
    assert next(iter(periods(1900, TODAY))) == "1979"
    every = list(periods(1979, TODAY))
    days = (TODAY - date(2013, 4, 1)).days
    assert len(every) == len(set(every)) == 27 + 7 * 12 + 3 + days
    assert list(periods(2026, date(2026, 1, 1))) == []


def test_gdelt_wants_a_first_year(downloads: Downloads) -> None:
    for source in ("gdelt_events", "gdelt_mentions"):
        with pytest.raises(UsageError, match=r"comes in thousands of files\. Name the first year"):
            wanted_files(downloads.client(), address(source), None, TODAY)
    first = wanted_files(downloads.client(), address("gdelt_events"), 2014, TODAY)[0]
    assert first.url == "http://data.gdeltproject.org/events/20140101.export.CSV.zip"


def test_a_list_with_sizes_and_checksums(serve: Serve, downloads: Downloads) -> None:
    server = serve(bad.says(200))
    host = server.url
    lines = [
        f"150383 {'2' * 32} {host}/gdeltv2/20150218230000.export.CSV.zip",
        f"318084 {'a' * 32} {host}/gdeltv2/20150218230000.mentions.CSV.zip",
        f"318085 {'b' * 32} {host}/gdeltv2/20160218230000.mentions.CSV.zip",
        f"318086 {'c' * 32} http://elsewhere.example/gdeltv2/20160218231500.mentions.CSV.zip",
        f"{host}/gdeltv2/20160218233000.mentions.CSV.zip",
        "",
    ]
    server.answers = [bad.file("\n".join(lines).encode())]
    held = of("gdelt_list", host + "/list", choose=("*.mentions.CSV.zip",), members=("*.CSV",))
    (file,) = wanted_files(downloads.client(), held, 2016, TODAY)
    assert (file.size_bytes, file.md5) == (318085, "b" * 32)
    assert file.file == "20160218230000.mentions.CSV.zip"
    assert "2 lines are not 'size md5 address' of this host" in downloads.said[0]
    with pytest.raises(FetchError, match="the list names no file from 2017 on"):
        wanted_files(downloads.client(), held, 2017, TODAY)


def test_dataverse_files_are_listed_by_persistent_id(serve: Serve, downloads: Downloads) -> None:
    server = serve(
        listing(
            {"id": 11, "filename": "codebook.pdf", "filesize": 5, "md5": "0" * 32},
            {"id": 12, "filename": "events.1995.zip", "filesize": 9, "md5": "1" * 32},
            {"id": 13, "filename": "events.2020.zip", "filesize": 8, "md5": "2" * 32},
            {
                "id": 14,
                "filename": "events.2021.tab",
                "filesize": 99,
                "md5": "3" * 32,
                "originalFileName": "events.2021.csv",
                "originalFileSize": 77,
            },
        )
    )
    held = of(
        "dataverse",
        server.url + "/api/datasets/:persistentId/?persistentId=doi:10/X",
        choose=("events.*",),
        members=("*.tab",),
    )
    old, new, table = wanted_files(downloads.client(), held, None, TODAY)
    assert server.requests[0][1] == "/api/datasets/:persistentId/?persistentId=doi:10/X"
    assert (old.url, old.size_bytes, old.md5) == (server.url + "/api/access/datafile/12", 9, "1" * 32)
    assert (new.file, new.members) == ("events.2020.zip", ("*.tab",))
    # A deposited table comes as it was deposited; the checksum of the list may be that of its other shape.
    assert table.url == server.url + "/api/access/datafile/14?format=original"
    assert (table.file, table.size_bytes, table.md5, table.members) == ("events.2021.csv", 77, "", ())
    by_year = Address("some_source", "dataverse", held.files, by_year=True)
    assert [w.file for w in wanted_files(downloads.client(), by_year, 2021, TODAY)] == ["events.2021.csv"]


def test_polecat_years_and_weeks_are_chosen_by_their_names(serve: Serve, downloads: Downloads) -> None:
    """A year is zipped under its number, a week of the running year has a stamp and is not."""
    names = ("Codebook.pdf", "ngecEventsDV-2022.txt.zip", "ngecEvents.20230103111842.Release603.DV.txt",
             "ngecEvents.20240102111842.Release655.DV.txt")  # fmt: skip
    server = serve(listing(*({"id": i, "filename": name, "filesize": 9} for i, name in enumerate(names))))
    polecat = address("polecat")
    held = Address(
        "polecat", "dataverse", (replace(polecat.files[0], url=server.url),), by_year=polecat.by_year
    )
    assert "persistentId=doi:10.7910/DVN/AJGVIT" in polecat.files[0].url
    assert [w.file for w in wanted_files(downloads.client(), held, None, TODAY)] == sorted(names[1:])
    assert [w.file for w in wanted_files(downloads.client(), held, 2024, TODAY)] == [names[3]]


@pytest.mark.parametrize(
    "reply", [b"[]", b'{"data": {}}', b'{"data": {"latestVersion": {"files": [{}]}}}', b"null"]
)
def test_a_listing_that_is_none(serve: Serve, downloads: Downloads, reply: bytes) -> None:
    held = of("dataverse", serve(bad.file(reply)).url, choose=("*",))
    with pytest.raises(FetchError, match="the listing is not as Dataverse gives it"):
        wanted_files(downloads.client(), held, None, TODAY)


def test_a_listing_without_the_file(serve: Serve, downloads: Downloads) -> None:
    server = serve(listing({"id": 1, "filename": "a.pdf"}, {"id": 2, "filename": "b.RData"}))
    with pytest.raises(FetchError, match=r"no file of the data set fits UNVotes\*; it has a.pdf, b.RData"):
        wanted_files(downloads.client(), of("dataverse", server.url, choose=("UNVotes*",)), None, TODAY)


def test_comtrade_is_asked_year_by_year(downloads: Downloads) -> None:
    parties = (Parties(2023, 586, 643), Parties(2023, 643, 586))
    first, second = wanted_files(downloads.client(), address("comtrade"), 2023, TODAY, parties)
    assert "reporterCode=586&partnerCode=643&period=2023&" in first.url
    assert second.file == "comtrade_643_586_2023.json"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("https://a.example/x/y%20z.zip?v=1#t", "y z.zip"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\x.csv", "x.csv"),
        ("/", "download"),
        ("..", "download"),
        (".bashrc", "bashrc"),
        ("a\x00b\n.csv", "a_b_.csv"),
        ("https://a.example/%2e%2e%2fup.csv", "up.csv"),
        ("x" * 400, "x" * 180),
    ],
)
def test_names_are_safe_on_disk(given: str, name: str) -> None:
    assert file_name(given) == name
