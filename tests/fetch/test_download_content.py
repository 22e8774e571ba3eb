"""What came is judged: web pages, codings, sizes, checksums, archives."""

from __future__ import annotations

import gzip
import hashlib
import io
import random
import zipfile

import pytest

from detente.errors import FetchError
from tests.fetch import bad_server as bad
from tests.fetch.bodies import BODY, IN_PLACE, PAGE
from tests.fetch.conftest import Downloads, Serve


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
