"""A file that is in place already: unchanged, changed, damaged, locked, or not to be had again."""

from __future__ import annotations

import pytest

from detente.errors import FetchError
from detente.fetch.client import MissingFileError
from tests.fetch import bad_server as bad
from tests.fetch.bodies import BODY, IN_PLACE, PAGE, SHA
from tests.fetch.conftest import Downloads, Serve


def test_what_has_not_changed_is_not_downloaded_again(serve: Serve, downloads: Downloads) -> None:
    server = serve(bad.file(BODY))
    downloads.get(server.url)
    again = downloads.get(server.url)
    assert (again.state, again.record.sha256) == ("unchanged", SHA)
    assert server.requests[1][2]["If-None-Match"] == '"one"'
    # A server that knows no conditions sends it all; the bytes are the same.
    plain = serve(bad.file(BODY, etag="", modified=""))
    downloads.get(plain.url, "b.csv")
    assert downloads.get(plain.url, "b.csv").state == "unchanged"


def test_a_silent_change_is_reported_and_the_earlier_file_kept(serve: Serve, downloads: Downloads) -> None:
    new = BODY.replace(b"PAK", b"IND")
    server = serve(bad.file(BODY, etag=""), bad.file(new, etag=""))
    first = downloads.get(server.url)
    second = downloads.get(server.url)
    assert second.state == "changed" and second.path.read_bytes() == new
    assert second.kept is not None and second.kept.name == f"data.{SHA[:12]}.csv"
    assert second.kept.read_bytes() == BODY
    assert [(e.sha256, e.bytes) for e in second.record.earlier] == [(SHA, len(BODY))]
    assert first.record.earlier == ()
    assert downloads.left == sorted([*IN_PLACE, second.kept.name, second.kept.name + ".snapshot.json"])


def test_a_file_damaged_on_disk_comes_again(serve: Serve, downloads: Downloads) -> None:
    server = serve(bad.file(BODY))
    downloads.get(server.url).path.write_bytes(b"scribble")
    done = downloads.get(server.url)
    assert (done.state, done.path.read_bytes()) == ("downloaded", BODY)
    assert "If-None-Match" not in server.requests[1][2]
    assert done.kept is not None and done.kept.read_bytes() == b"scribble"


def test_a_failure_leaves_the_file_that_was_there(serve: Serve, downloads: Downloads) -> None:
    downloads.get(serve(bad.file(BODY)).url)
    for answer in (
        bad.says(404),
        bad.says(500),
        bad.file(PAGE),
        bad.file(b"new" * 100, cut=5, ranges=False, etag='"new"'),
    ):
        with pytest.raises(FetchError):
            downloads.get(serve(answer).url)
        assert (downloads.folder / "data.csv").read_bytes() == BODY


def test_a_file_that_is_not_there(serve: Serve, downloads: Downloads) -> None:
    server = serve(bad.says(404))
    with pytest.raises(MissingFileError, match=r"there is no file at this address \(404\)"):
        downloads.get(server.url)
    assert len(server.requests) == 1


def test_a_damaged_record_is_said(serve: Serve, downloads: Downloads) -> None:
    server = serve(bad.file(BODY))
    downloads.get(server.url)
    (downloads.folder / "data.csv.snapshot.json").write_text("[")
    with pytest.raises(FetchError, match="the record of the download is damaged"):
        downloads.get(server.url)


def test_a_folder_that_cannot_be_written(serve: Serve, downloads: Downloads) -> None:
    downloads.folder.parent.mkdir(exist_ok=True)
    downloads.folder.write_text("a file stands here")
    with pytest.raises(FetchError, match="cannot be written"):
        downloads.get(serve(bad.file(BODY)).url)


def test_two_processes_do_not_write_one_file(serve: Serve, downloads: Downloads) -> None:
    from detente.fetch.part import alone

    downloads.folder.mkdir(parents=True)
    with alone(downloads.folder), pytest.raises(FetchError, match="another process is downloading"):
        downloads.get(serve(bad.file(BODY)).url)
    assert downloads.get(serve(bad.file(BODY)).url).record.sha256 == SHA
