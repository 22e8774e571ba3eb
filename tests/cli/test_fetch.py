"""detente fetch, from a server on this machine to the ledger."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.fetch.addresses import Address, AddressFile
from detente.fetch.settings import Settings
from detente.study import fetching
from tests.cli.running import Capture, command, well
from tests.fetch import bad_server as bad

FIXTURES = Path(__file__).parents[1] / "sources" / "fixtures"
TRADE = (FIXTURES / "cow_trade_national.csv").read_bytes()


def packed(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        for name, body in members.items():
            out.writestr(f"COW_Trade_4.0/{name}.csv", body)
    return held.getvalue()


ZIP = packed(National_COW_4=TRADE, Other=b"x")
NEWER = packed(National_COW_4=TRADE.replace(b"\r\n", b"\n") + b"\n", Other=b"y")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, no_proxy: None) -> Iterator[bad.Script]:
    """The address of cow_trade_national leads to this machine."""
    with bad.served(bad.Script([bad.file(ZIP)])) as script:
        file = AddressFile(
            script.url + "/COW_Trade_4.0.zip", members=("National_COW_4.csv",), minimum_bytes=10
        )
        real = fetching.address
        held = Address("cow_trade_national", "direct", (file,))
        monkeypatch.setattr(fetching, "address", lambda name: held if name == held.source else real(name))
        monkeypatch.setattr(
            fetching, "polite_settings",
            lambda ca_file: Settings(
                ca_file=ca_file, seconds_between_requests=0, first_wait_seconds=0, closing_seconds=0.05
            ),
        )  # fmt: skip
        yield script


@pytest.fixture
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def arguments(folder: Path, *more: str) -> list[object]:
    return ["fetch", "cow_trade_national", "--to", folder / "d", "--ledger", folder / "l", *more]


def test_a_zip_is_downloaded_unpacked_and_ingested(
    server: bad.Script, capsys: Capture, tmp_path: Path
) -> None:
    (record,) = well(capsys, *arguments(tmp_path, "--format", "json")).json
    assert record["state"] == "downloaded" and record["file"] == "National_COW_4.csv"
    assert record["rows"] == record["statements"] // 2 > 0 or record["statements"] > 0
    folder = tmp_path / "d" / "cow_trade_national"
    assert (folder / "National_COW_4.csv").read_bytes() == TRADE
    assert json.loads((folder / "COW_Trade_4.0.zip.snapshot.json").read_text())["sha256"] == record["sha256"]
    assert not (folder / "Other.csv").exists()
    # What was read by hand before says the same.
    by_hand = well(
        capsys,
        "ingest",
        "cow_trade_national",
        folder / "National_COW_4.csv",
        "--ledger",
        tmp_path / "m",
        "--format",
        "json",
    ).json[0]
    assert {k: record[k] for k in ("rows", "statements", "set_aside")} == {
        k: by_hand[k] for k in ("rows", "statements", "set_aside")
    }


def test_again_nothing_is_downloaded_or_read(server: bad.Script, capsys: Capture, tmp_path: Path) -> None:
    first = well(capsys, *arguments(tmp_path, "--format", "json")).json[0]
    second = well(capsys, *arguments(tmp_path, "--format", "json")).json[0]
    assert (second["state"], second["sha256"]) == ("unchanged", first["sha256"])
    assert second["rows"] is None and second["statements"] is None
    # Another ledger has not seen it: it is read from the file that is there.
    other = well(capsys, *arguments(tmp_path, "--ledger", str(tmp_path / "m"), "--format", "json")).json[0]
    assert other["state"] == "unchanged" and other["rows"] == first["rows"]


def test_a_broken_line_is_said_and_resumed(server: bad.Script, capsys: Capture, tmp_path: Path) -> None:
    server.answers[:] = [bad.file(ZIP, cut=100), bad.file(ZIP)]
    done = command(capsys, *arguments(tmp_path, "--format", "json"))
    assert done.code == 0 and done.json[0]["state"] == "downloaded"
    assert "the connection ended after 100 of" in done.err and "next attempt in 0 s" in done.err
    assert server.requests[1][2]["Range"] == "bytes=100-"


def test_a_silent_change_is_said(server: bad.Script, capsys: Capture, tmp_path: Path) -> None:
    server.answers[:] = [bad.file(ZIP, etag=""), bad.file(NEWER, etag="")]
    well(capsys, *arguments(tmp_path, "--no-ingest"))
    done = command(capsys, *arguments(tmp_path, "--no-ingest", "--format", "json"))
    assert done.code == 0 and done.json[0]["state"] == "changed"
    assert "the publisher put other bytes under the same address" in done.err
    assert "the earlier file is kept as COW_Trade_4.0." in done.err


def test_a_dry_run_writes_nothing(server: bad.Script, capsys: Capture, tmp_path: Path) -> None:
    done = command(capsys, *arguments(tmp_path, "--dry-run", "--format", "json"))
    assert done.code == 0
    (record,) = done.json
    assert (record["bytes"], record["present"], record["file"]) == (len(ZIP), False, "COW_Trade_4.0.zip")
    assert list(tmp_path.iterdir()) == []
    assert {method for method, _, _ in server.requests} == {"HEAD"}
    assert f"1 files, {len(ZIP):,} bytes; the pace of the host" in done.err
    server.answers[:] = [bad.says(405)]
    done = command(capsys, *arguments(tmp_path, "--dry-run"))
    assert "size unknown" in done.out and "1 files of unknown size" in done.err


def test_no_ingest_makes_no_ledger(server: bad.Script, capsys: Capture, tmp_path: Path) -> None:
    well(capsys, *arguments(tmp_path, "--no-ingest"))
    assert [p.name for p in tmp_path.iterdir()] == ["d"]


def test_one_that_fails_does_not_stop_the_others(server: bad.Script, capsys: Capture, tmp_path: Path) -> None:
    done = command(
        capsys, "fetch", "sipri_arms", "nonsense", "comtrade", "gdelt_events", "--no-ingest", "cow_trade_national",
        "--to", tmp_path / "d", "--format", "json",
    )  # fmt: skip
    assert done.code == 2
    assert [record["source"] for record in done.json] == ["cow_trade_national"]
    lines = done.err.splitlines()
    assert len(lines) == 4 and all(line.startswith("detente: ") for line in lines)
    assert "https://www.sipri.org/databases/armstransfers" in lines[0]
    assert "--between PAK RUS" in lines[2] and "--since YEAR" in lines[3]


def test_a_file_that_its_reader_refuses_leaves_the_ledger_as_it_was(
    server: bad.Script, capsys: Capture, tmp_path: Path
) -> None:
    server.answers[:] = [bad.file(packed(National_COW_4=b"other,columns\n1,2\n"))]
    done = command(capsys, *arguments(tmp_path))
    assert (done.code, done.out) == (2, "")
    assert "National_COW_4.csv" in done.err and "the header" in done.err
    assert command(capsys, "ledger", "verify", "--ledger", tmp_path / "l").code == 0


def test_a_failed_download_leaves_nothing_to_read(
    server: bad.Script, capsys: Capture, tmp_path: Path
) -> None:
    server.answers[:] = [bad.file(b"<!doctype html><title>Log in</title>")]
    done = command(capsys, *arguments(tmp_path, "--format", "json"))
    assert (done.code, done.json) == (2, [])
    assert 'a web page came instead of data ("Log in")' in done.err


def test_since_that_changes_nothing_is_said(server: bad.Script, capsys: Capture, tmp_path: Path) -> None:
    done = command(capsys, *arguments(tmp_path, "--since", "1990", "--dry-run"))
    assert "cow_trade_national comes whole: --since changes nothing" in done.err


def test_a_source_without_a_reader_is_not_downloaded_for_nothing(
    server: bad.Script, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.sources.registry.SOURCES", ())
    done = command(capsys, *arguments(tmp_path))
    assert done.code == 2 and "Add --no-ingest to keep the files alone" in done.err
    assert server.requests == []
