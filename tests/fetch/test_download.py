"""One file from a server that does not always behave."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import FetchError
from tests.fetch import bad_server as bad
from tests.fetch.bodies import BODY, IN_PLACE, SHA
from tests.fetch.conftest import Downloads, Serve


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
