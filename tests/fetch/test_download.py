"""One file from a server that does not always behave."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import random
import subprocess
import sys
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import FetchError
from detente.fetch.client import MissingFileError
from tests.fetch import bad_server as bad
from tests.fetch.conftest import Downloads, Serve

BODY = b"state,year,value\n" + b"".join(b"PAK,%d,%d\n" % (1947 + i % 80, i) for i in range(400))
SHA = hashlib.sha256(BODY).hexdigest()
IN_PLACE = ["data.csv", "data.csv.snapshot.json"]


def test_a_file_comes_with_its_record(serve: Serve, downloads: Downloads) -> None:
    server = serve(bad.file(BODY))
    done = downloads.get(server.url + "/data.csv")
    assert (done.state, done.path.read_bytes()) == ("downloaded", BODY)
    assert downloads.left == IN_PLACE
    record = json.loads((downloads.folder / "data.csv.snapshot.json").read_text())
    assert record == {
        "source": "some_source", "url": server.url + "/data.csv", "final_url": server.url + "/data.csv",
        "fetched_at": "2026-11-24T00:00:00+00:00", "bytes": len(BODY), "sha256": SHA, "etag": '"one"',
        "last_modified": bad.MODIFIED, "content_type": "application/octet-stream", "encoding": "",
        "length_stated": True, "publisher_md5": "", "earlier": [],
    }  # fmt: skip
    assert server.requests[0][2]["Accept-Encoding"] == "identity"


CUTS = [0, 1, 2, 16, 17, 4095, 4096, len(BODY) // 2, len(BODY) - 2, len(BODY) - 1, len(BODY)]


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("ranges", [True, False], ids=["resumes", "restarts"])
def test_cut_at_any_byte_the_checksum_is_the_same(
    serve: Serve, downloads: Downloads, cut: int, ranges: bool
) -> None:
    server = serve(bad.file(BODY, cut=cut), bad.file(BODY, ranges=ranges))
    done = downloads.get(server.url)
    assert done.record.sha256 == SHA == hashlib.sha256(done.path.read_bytes()).hexdigest()
    assert downloads.left == IN_PLACE
    assert len(server.requests) == (1 if cut == len(BODY) else 2)
    asked = server.requests[-1][2].get("Range")
    assert asked == (f"bytes={cut}-" if 0 < cut < len(BODY) else None)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cuts=st.lists(st.integers(0, len(BODY)), max_size=5),
    kinds=st.lists(st.sampled_from(["same", "no ranges", "chunked", "changed"]), min_size=6, max_size=6),
)
def test_whatever_happens_on_the_way_the_file_is_whole_and_of_one_piece(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[int], kinds: list[str]
) -> None:
    """Cuts, restarts, changes of the file and processes that die between, in any order."""
    other = bytes(reversed(BODY))
    answers, now, tag = [], BODY, '"one"'
    versions = {tag: now}
    for number, (cut, kind) in enumerate(zip(cuts, kinds, strict=False)):
        if kind == "changed":
            now, tag = (other if now == BODY else BODY), f'"{number}"'
            versions[tag] = now
        if kind == "chunked":
            answers.append(bad.chunked(now[:cut], whole=False, etag=tag))
        else:
            answers.append(bad.file(now, cut=cut, ranges=kind != "no ranges", etag=tag))
    answers.append(bad.file(now, etag=tag))
    with bad.served(bad.Script(answers)) as server:
        downloads = Downloads(tmp_path_factory.mktemp("cuts"), attempts_in_all=1)
        for _ in range(len(answers) + 1):
            try:
                done = downloads.get(server.url)
                break
            except FetchError as error:
                assert "gave up" in str(error)
                assert "data.csv" not in downloads.left
        # Whichever version was the first to come whole: all of it, and nothing of another.
        assert done.path.read_bytes() == versions[done.record.etag]
        assert done.record.sha256 == hashlib.sha256(versions[done.record.etag]).hexdigest()
        assert downloads.left == IN_PLACE


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("etag", ['"one"', ""], ids=["resumes", "restarts"])
def test_a_cut_without_a_stated_length_is_found_by_asking_for_more(
    serve: Serve, downloads: Downloads, cut: int, etag: str
) -> None:
    server = serve(
        bad.file(BODY, cut=cut, length=False, etag=etag, modified=""),
        bad.file(BODY, length=False, etag=etag, modified=""),
    )
    done = downloads.get(server.url)
    assert (done.record.sha256, done.record.length_stated) == (SHA, True)


def test_a_part_of_another_process_is_resumed(serve: Serve, downloads: Downloads) -> None:
    downloads.settings["attempts_in_all"] = 1
    server = serve(bad.file(BODY, cut=1000), bad.file(BODY))
    with pytest.raises(FetchError, match=r"1,000 of 5,\d+ bytes.*1,000 bytes are kept and may be resumed"):
        downloads.get(server.url)
    assert downloads.left == ["data.csv.part", "data.csv.part.json"]
    assert downloads.get(server.url).record.sha256 == SHA
    assert server.requests[1][2]["Range"] == "bytes=1000-"
    assert server.requests[1][2]["If-Range"] == '"one"'


def test_a_part_with_all_its_bytes_is_checked_with_one_byte(serve: Serve, downloads: Downloads) -> None:
    downloads.settings["attempts_in_all"] = 1
    server = serve(bad.file(BODY, cut=1000), bad.file(BODY))
    with pytest.raises(FetchError):
        downloads.get(server.url)
    (downloads.folder / "data.csv.part").write_bytes(BODY)
    assert downloads.get(server.url).record.sha256 == SHA
    assert server.requests[1][2]["Range"] == f"bytes={len(BODY) - 1}-"


def test_a_part_of_another_address_or_with_a_broken_state_is_not_used(
    serve: Serve, downloads: Downloads
) -> None:
    downloads.settings["attempts_in_all"] = 1
    server = serve(bad.file(BODY, cut=1000), bad.file(BODY))
    with pytest.raises(FetchError):
        downloads.get(server.url + "/a")
    assert downloads.get(server.url + "/b").record.sha256 == SHA
    assert "Range" not in server.requests[1][2]
    broken = serve(bad.file(BODY, cut=1000), bad.file(BODY))
    with pytest.raises(FetchError):
        downloads.get(broken.url, "other.csv")
    (downloads.folder / "other.csv.part.json").write_text("{")
    assert downloads.get(broken.url, "other.csv").record.sha256 == SHA
    assert "Range" not in broken.requests[1][2]


def test_without_etag_a_date_vouches_and_a_weak_etag_does_not(serve: Serve, downloads: Downloads) -> None:
    by_date = serve(bad.file(BODY, cut=9, etag=""), bad.file(BODY, etag=""))
    assert downloads.get(by_date.url).record.sha256 == SHA
    assert by_date.requests[1][2]["If-Range"] == bad.MODIFIED
    weak = serve(
        bad.file(BODY, cut=9, etag='W/"one"', modified=""), bad.file(BODY, etag='W/"one"', modified="")
    )
    assert downloads.get(weak.url, "weak.csv").record.sha256 == SHA
    assert "Range" not in weak.requests[1][2]
    # A date of the same second as the answer may have seen another change since.
    fresh = serve(
        bad.file(BODY, cut=9, etag="", modified=bad.DATE), bad.file(BODY, etag="", modified=bad.DATE)
    )
    assert downloads.get(fresh.url, "fresh.csv").record.sha256 == SHA
    assert "Range" not in fresh.requests[1][2]


@pytest.mark.parametrize("heeds", [True, False], ids=["heeds If-Range", "ignores If-Range"])
def test_a_file_that_changes_between_attempts_starts_again(
    serve: Serve, downloads: Downloads, heeds: bool
) -> None:
    new = BODY.replace(b"PAK", b"IND")
    server = serve(bad.file(BODY, cut=1000), bad.file(new, etag='"two"', heed_if_range=heeds))
    assert downloads.get(server.url).path.read_bytes() == new


def test_a_mixed_file_is_found_by_the_publishers_checksum(serve: Serve, downloads: Downloads) -> None:
    """The server gives other bytes under the same ETag: only the checksum can tell."""
    new = BODY.replace(b"PAK", b"IND")
    server = serve(bad.file(BODY, cut=1000), bad.file(new, heed_if_range=False))
    done = downloads.get(server.url, md5=hashlib.md5(new).hexdigest())
    assert done.path.read_bytes() == new
    assert "Range" not in server.requests[2][2]


def test_a_range_from_another_place_is_not_joined(serve: Serve, downloads: Downloads) -> None:
    def elsewhere(handler: bad.Handler) -> None:
        # As many bytes as are missing, from another place: only the header tells.
        rest = BODY[5 : len(BODY) - 995]
        headers = {"Content-Range": f"bytes 5-{len(BODY) - 996}/{len(BODY)}", "ETag": '"one"'}
        handler.head(206, headers | {"Content-Length": str(len(rest))})
        handler.wfile.write(rest)

    server = serve(bad.file(BODY, cut=1000), elsewhere, bad.file(BODY))
    assert downloads.get(server.url).record.sha256 == SHA


def test_a_server_that_gives_less_than_the_rest_is_asked_again(serve: Serve, downloads: Downloads) -> None:
    def some(handler: bad.Handler) -> None:
        headers = {"Content-Range": f"bytes 1000-1499/{len(BODY)}", "ETag": '"one"', "Content-Length": "500"}
        handler.head(206, headers)
        handler.wfile.write(BODY[1000:1500])

    server = serve(bad.file(BODY, cut=1000), some, bad.file(BODY))
    assert downloads.get(server.url).record.sha256 == SHA
    assert server.requests[2][2]["Range"] == "bytes=1500-"


def test_416_starts_again(serve: Serve, downloads: Downloads) -> None:
    server = serve(bad.file(BODY, cut=1000), bad.says(416), bad.file(BODY))
    assert downloads.get(server.url).record.sha256 == SHA


def test_a_length_that_is_too_long_is_said(serve: Serve, downloads: Downloads) -> None:
    server = serve(bad.file(BODY, announced=len(BODY) + 100))
    with pytest.raises(FetchError, match=r"gave up after 6 attempts"):
        downloads.get(server.url)
    assert "data.csv" not in downloads.left


def test_a_length_that_is_too_short_is_said(serve: Serve, downloads: Downloads) -> None:
    server = serve(bad.file(BODY, announced=len(BODY) - 100, ranges=False))
    with pytest.raises(FetchError, match=r"more bytes came than the 5,\d+ that were announced"):
        downloads.get(server.url)
    assert downloads.left == []


def test_an_open_but_silent_line_after_the_file_is_no_fault(serve: Serve, downloads: Downloads) -> None:
    script = serve(bad.says(200))
    script.answers = [bad.file(BODY, after=lambda handler: script.over.wait(5) and None)]
    assert downloads.get(script.url).record.sha256 == SHA


def test_a_length_that_is_no_number_is_not_believed(serve: Serve, downloads: Downloads) -> None:
    server = serve(bad.says(200, Content_Length="many"))
    with pytest.raises(FetchError, match="'many'"):
        downloads.get(server.url)


def test_a_body_without_a_length_is_taken_and_marked(serve: Serve, downloads: Downloads) -> None:
    server = serve(bad.file(BODY, length=False, ranges=False))
    assert downloads.get(server.url).record.length_stated is False
    server = serve(bad.file(BODY, length=False))
    assert downloads.get(server.url, "b.csv").record.length_stated is True


def test_chunked_bodies_whole_and_broken_off(serve: Serve, downloads: Downloads) -> None:
    server = serve(bad.chunked(BODY[:1200], whole=False), bad.file(BODY))
    assert downloads.get(server.url).record.sha256 == SHA
    assert server.requests[1][2]["Range"] == "bytes=1200-"
    assert downloads.get(serve(bad.chunked(BODY)).url, "b.csv").record.sha256 == SHA


def test_a_stall_is_left_and_resumed(serve: Serve, downloads: Downloads) -> None:
    downloads.settings["read_seconds"] = 0.2
    script = serve(bad.says(200))
    script.answers = [bad.stalls(script, BODY, 1000), bad.file(BODY)]
    assert downloads.get(script.url).record.sha256 == SHA
    assert script.requests[1][2]["Range"] == "bytes=1000-"
    assert any("did not answer in time" in line for line in downloads.said)


def test_a_drip_counts_as_a_stall(serve: Serve, downloads: Downloads) -> None:
    """Bytes keep coming, but too few for the time that passes."""
    downloads.settings |= {"attempts": 1, "stall_bytes": 10**6}
    downloads.clock.tick = 50
    with pytest.raises(FetchError, match="stalled: "):
        downloads.get(serve(bad.chunked(BODY)).url)


def test_a_server_that_never_answers_in_time(serve: Serve, downloads: Downloads) -> None:
    downloads.settings |= {"read_seconds": 0.2, "attempts": 1}
    script = serve(bad.says(200))
    script.answers = [lambda handler: script.over.wait(5) and None]
    with pytest.raises(FetchError, match="did not answer in time"):
        downloads.get(script.url)


@pytest.mark.parametrize(
    "answer", [bad.hangs_up, bad.is_no_http, bad.says(200)], ids=["hangs up", "ftp", "no body"]
)
def test_what_is_no_answer_is_tried_again(serve: Serve, downloads: Downloads, answer: bad.Answer) -> None:
    assert downloads.get(serve(answer, bad.file(BODY)).url).record.sha256 == SHA
    with pytest.raises(FetchError, match="gave up after 5 attempts"):
        downloads.get(serve(answer).url, "b.csv")
    assert "b.csv" not in downloads.left


def test_a_body_without_end_is_cut_off(serve: Serve, downloads: Downloads) -> None:
    downloads.settings["maximum_bytes"] = 10**6
    with pytest.raises(FetchError, match="more than 1,000,000 bytes came"):
        downloads.get(serve(bad.for_ever).url)
    with pytest.raises(FetchError, match="2,000,000 bytes are announced, more than the 1,000,000 allowed"):
        downloads.get(serve(bad.file(BODY, announced=2_000_000)).url)
    assert downloads.left == []


PAGE = b"<!DOCTYPE html>\n<html><head><title>Just a moment &amp; so</title></head><body>...</body></html>"


def test_a_web_page_instead_of_data_is_known(serve: Serve, downloads: Downloads) -> None:
    server = serve(bad.file(PAGE, extra={"Content-Type": "text/html"}))
    with pytest.raises(
        FetchError, match=r'a web page came instead of data \("Just a moment & so"\)'
    ) as error:
        downloads.get(server.url)
    assert "\n" not in str(error.value) and len(server.requests) == 1
    for hidden in (PAGE, b"\xef\xbb\xbf\n  " + PAGE, b"<?xml version='1.0'?><html>x</html>"):
        with pytest.raises(FetchError, match="a web page came"):
            downloads.get(serve(bad.file(hidden)).url)
    with pytest.raises(FetchError, match=r"no \.zip file \(it begins with b'PAK,1947"):
        downloads.get(serve(bad.file(BODY[17:])).url, "data.zip")
    assert downloads.left == []


def test_a_page_hidden_in_gzip_is_known(serve: Serve, downloads: Downloads) -> None:
    server = serve(bad.file(gzip.compress(PAGE), extra={"Content-Encoding": "gzip"}))
    with pytest.raises(FetchError, match="a web page came"):
        downloads.get(server.url)
    assert downloads.left == []


@pytest.mark.parametrize("cut", [None, 5, 300])
def test_gzip_that_was_not_asked_for_is_undone(serve: Serve, downloads: Downloads, cut: int | None) -> None:
    coded, extra = gzip.compress(BODY), {"Content-Encoding": "gzip"}
    server = serve(bad.file(coded, extra=extra, cut=cut), bad.file(coded, extra=extra))
    done = downloads.get(server.url)
    assert (done.path.read_bytes(), done.record.encoding) == (BODY, "gzip")
    assert downloads.left == IN_PLACE


def test_a_gz_file_labelled_as_coding_is_kept_as_it_is(serve: Serve, downloads: Downloads) -> None:
    coded = gzip.compress(BODY)
    done = downloads.get(serve(bad.file(coded, extra={"Content-Encoding": "gzip"})).url, "data.csv.gz")
    assert done.path.read_bytes() == coded


def test_codings_that_cannot_be_undone_are_said(serve: Serve, downloads: Downloads) -> None:
    with pytest.raises(FetchError, match=r"coding that is not known \(br\)"):
        downloads.get(serve(bad.file(BODY, extra={"Content-Encoding": "br"})).url)
    with pytest.raises(FetchError, match="gzip that cannot be undone"):
        downloads.get(serve(bad.file(BODY, extra={"Content-Encoding": "gzip"})).url)
    downloads.settings["maximum_bytes"] = 10**5
    bomb = gzip.compress(bytes(10**6))
    with pytest.raises(FetchError, match="unpacks to more than 100,000 bytes"):
        downloads.get(serve(bad.file(bomb, extra={"Content-Encoding": "gzip"})).url)
    assert "data.csv" not in downloads.left


def test_sizes_and_checksums_of_the_publisher(serve: Serve, downloads: Downloads) -> None:
    server = serve(bad.file(BODY))
    with pytest.raises(FetchError, match=r"at least 1,000,000 are plausible"):
        downloads.get(server.url, minimum_bytes=10**6)
    with pytest.raises(FetchError, match=r"the publisher's list says 7"):
        downloads.get(server.url, size_bytes=7)
    with pytest.raises(FetchError, match=r"the checksum is not the publisher's \(md5 00"):
        downloads.get(server.url, md5="00" * 16)
    assert downloads.left == []
    assert (
        downloads.get(server.url, md5=hashlib.md5(BODY).hexdigest(), size_bytes=len(BODY)).state
        == "downloaded"
    )
    asked = len(server.requests)
    # The publisher's checksum agrees with the file on disk: nothing needs to be asked.
    assert downloads.get(server.url, md5=hashlib.md5(BODY).hexdigest()).state == "unchanged"
    assert len(server.requests) == asked


def test_a_cut_archive_without_a_stated_length_is_known(serve: Serve, downloads: Downloads) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.csv", random.Random(1).randbytes(5000))
    server = serve(bad.file(held.getvalue(), length=False, ranges=False, cut=3000))
    with pytest.raises(FetchError, match="the archive is cut off or damaged"):
        downloads.get(server.url, "data.zip")


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


def test_cut_at_every_single_byte(serve: Serve, downloads: Downloads) -> None:
    small = BODY[:70]
    for ranges in (True, False):
        for cut in range(len(small) + 1):
            server = serve(bad.file(small, cut=cut), bad.file(small, ranges=ranges))
            done = downloads.get(server.url, f"{cut}-{ranges}.csv")
            assert done.record.sha256 == hashlib.sha256(small).hexdigest()


def test_a_line_that_is_reset(serve: Serve, downloads: Downloads) -> None:
    server = serve(bad.file(BODY, cut=1000, after=bad.resets), bad.file(BODY))
    assert downloads.get(server.url).record.sha256 == SHA


def test_a_process_that_is_killed_leaves_a_part_that_is_resumed(serve: Serve, downloads: Downloads) -> None:
    script = serve(bad.says(200))
    script.answers = [bad.stalls(script, BODY, 1000), bad.file(BODY)]
    program = (
        "from pathlib import Path; from detente.fetch.client import Client; "
        "from detente.fetch.download import download; from detente.fetch.wanted import Wanted; "
        f"download(Client(), Wanted('some_source', {script.url!r}, 'data.csv'), Path({str(downloads.folder)!r}))"
    )
    part = downloads.folder / "data.csv.part"
    process = subprocess.Popen([sys.executable, "-c", program])
    try:
        while process.poll() is None and not (part.exists() and part.stat().st_size == 1000):
            time.sleep(0.01)
    finally:
        process.kill()
        process.wait()
    assert downloads.left == ["data.csv.part", "data.csv.part.json"]
    assert downloads.get(script.url).record.sha256 == SHA
    assert script.requests[1][2]["Range"] == "bytes=1000-"
