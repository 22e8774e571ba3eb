"""Redirects, refusals, pace and patience."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from detente.errors import FetchError
from detente.fetch.client import MissingFileError
from detente.fetch.patience import retry_after_seconds
from tests.fetch import bad_server as bad
from tests.fetch.conftest import Downloads, Serve

BODY = b"a,b\n1,2\n" * 50


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_the_address_is_recorded(
    serve: Serve, downloads: Downloads, status: int
) -> None:
    server = serve(bad.file(BODY), start=[bad.to("/there/d%C3%A9j%C3%A0 vu", status)])
    done = downloads.get(server.url + "/start")
    assert done.record.url == server.url + "/start"
    assert done.record.final_url == server.url + "/there/d%C3%A9j%C3%A0%20vu"
    assert downloads.said == []


def test_another_host_is_shown(serve: Serve, downloads: Downloads) -> None:
    there = serve(bad.file(BODY))
    here = serve(bad.to(there.url.replace("localhost", "127.0.0.1") + "/x"))
    assert downloads.get(here.url).path.read_bytes() == BODY
    assert downloads.said == [
        f"{here.url}: redirected to {there.url.replace('http://localhost', '127.0.0.1')}"
    ]


def test_unescaped_bytes_in_a_redirect(serve: Serve, downloads: Downloads) -> None:
    server = serve(bad.file(BODY), start=[bad.to("/d\xe9j\xe0?a=b c&d=%20")])
    downloads.get(server.url + "/start")
    assert server.requests[1][1] == "/d%E9j%E0?a=b%20c&d=%20"


def test_circles_and_endless_chains_are_left(serve: Serve, downloads: Downloads) -> None:
    circle = serve(bad.says(500), a=[bad.to("/b")], b=[bad.to("/a")])
    with pytest.raises(FetchError, match="redirected in a circle"):
        downloads.get(circle.url + "/a")
    assert len(circle.requests) == 2
    number = iter(range(100))
    chain = serve(lambda handler: bad.to(f"/{next(number)}")(handler))  # noqa: PLW0108
    with pytest.raises(FetchError, match="redirected in a circle"):
        downloads.get(chain.url + "/start")
    assert len(chain.requests) == 11


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://localhost/x", "http://localhost:port/", "http://[::1", "data:text/plain,x"],
)
def test_a_redirect_to_what_is_no_web_address(serve: Serve, downloads: Downloads, location: str) -> None:
    with pytest.raises(FetchError, match="leads to what is no web address"):
        downloads.get(serve(bad.to(location)).url)


def test_a_redirect_to_nowhere(serve: Serve, downloads: Downloads) -> None:
    with pytest.raises(FetchError, match=r"a redirect \(302\) that names no address"):
        downloads.get(serve(bad.says(302)).url)


def test_500s_pass_with_doubled_waits(serve: Serve, downloads: Downloads) -> None:
    server = serve(bad.says(500), bad.says(503), bad.says(502), bad.file(BODY))
    assert downloads.get(server.url).path.read_bytes() == BODY
    assert downloads.clock.slept == [1, 2, 4]
    assert [line.partition(": ")[2] for line in downloads.said] == [
        "the server says 500; next attempt in 1 s",
        "the server says 503; next attempt in 2 s",
        "the server says 502; next attempt in 4 s",
    ]


def test_500s_that_do_not_pass(serve: Serve, downloads: Downloads) -> None:
    server = serve(bad.says(500))
    with pytest.raises(FetchError, match=r"gave up after 5 attempts \(the server says 500\)\. Run the same"):
        downloads.get(server.url)
    assert len(server.requests) == 5
    assert downloads.clock.slept == [1, 2, 4, 8]


def test_retry_after_is_heeded(serve: Serve, downloads: Downloads) -> None:
    server = serve(
        bad.says(429, Retry_After="37"),
        bad.says(503, Retry_After="Tue, 24 Nov 2026 00:01:00 GMT"),
        bad.file(BODY),
    )
    assert downloads.get(server.url).path.read_bytes() == BODY
    assert downloads.clock.slept == [37, 23]


def test_a_retry_after_that_is_too_long_ends_it(serve: Serve, downloads: Downloads) -> None:
    server = serve(bad.says(429, Retry_After="86400"))
    with pytest.raises(FetchError, match="the server asks to wait 86,400 seconds"):
        downloads.get(server.url)
    assert downloads.clock.slept == []


def test_retry_after_in_words() -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    assert retry_after_seconds("5", now) == 5
    assert retry_after_seconds("Mon, 23 Nov 2026 00:00:00 GMT", now) == 0
    assert retry_after_seconds("soon", now) is None
    assert retry_after_seconds("", now) is None
    assert retry_after_seconds(None, now) is None


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "refuses"),
        (403, "refuses"),
        (404, "no file"),
        (410, "no file"),
        (400, "status 400"),
        (204, "status 204"),
        (206, "status 206"),
    ],
)
def test_refusals_are_not_tried_again(serve: Serve, downloads: Downloads, status: int, words: str) -> None:
    server = serve(bad.says(status))
    with pytest.raises(FetchError, match=words) as error:
        downloads.get(server.url)
    assert len(server.requests) == 1
    assert isinstance(error.value, MissingFileError) == (status in {404, 410})


def test_one_host_is_asked_no_more_often_than_it_wants(serve: Serve, downloads: Downloads) -> None:
    downloads.settings |= {"host_seconds": {"localhost": 5}, "seconds_between_requests": 1}
    server = serve(bad.file(BODY))
    client = downloads.client()
    for _ in range(3):
        client.text(server.url)
    assert downloads.clock.slept == [5, 5]
    downloads.clock.time += 3
    client.text(server.url)
    assert downloads.clock.slept == [5, 5, 2]
    other = server.url.replace("localhost", "127.0.0.1")
    client.text(other)
    client.text(other)
    assert downloads.clock.slept == [5, 5, 2, 1]


def test_a_host_that_cannot_be_found(downloads: Downloads) -> None:
    with pytest.raises(FetchError, match=r"the host no-such-host\.invalid cannot be found"):
        downloads.get("http://no-such-host.invalid/x")


def test_a_port_where_nobody_listens(serve: Serve, downloads: Downloads) -> None:
    with pytest.raises(FetchError, match=r"gave up after 5 attempts \(the connection failed"):
        downloads.get("http://127.0.0.1:1/x")


def test_head_says_how_big(serve: Serve, downloads: Downloads) -> None:
    server = serve(bad.file(BODY), old=[bad.to("/new")])
    client = downloads.client()
    assert client.size(server.url + "/old") == (len(BODY), server.url + "/new")
    assert {method for method, _, _ in server.requests} == {"HEAD"}
    assert client.size(serve(bad.file(BODY, length=False)).url)[0] is None
    for status in (403, 405, 501, 500):
        assert client.size(serve(bad.says(status)).url)[0] is None
    with pytest.raises(MissingFileError):
        client.size(serve(bad.says(404)).url)


def test_lists_and_json(serve: Serve, downloads: Downloads) -> None:
    client = downloads.client()
    server = serve(bad.file(b"one\ntwo\r\nthree", cut=5), bad.file(b"one\ntwo\r\nthree"))
    assert client.lines(server.url, lambda line: "o" in line) == ["one", "two"]
    assert client.json(serve(bad.file(b'{"a": 1}')).url) == {"a": 1}
    with pytest.raises(FetchError, match="the reply is not JSON"):
        client.json(serve(bad.file(b"<html>")).url)


def test_a_proxy_of_the_environment_is_used(
    serve: Serve, downloads: Downloads, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve(bad.file(BODY))
    monkeypatch.setenv("http_proxy", proxy.url.replace("//", "//me:pass%20word@"))
    assert downloads.get("http://far.invalid/data.csv?x=1").path.read_bytes() == BODY
    _, path, headers = proxy.requests[0]
    assert path == "http://far.invalid/data.csv?x=1"
    assert headers["Host"] == "far.invalid"
    assert headers["Proxy-Authorization"] == "Basic bWU6cGFzcyB3b3Jk"
    monkeypatch.setenv("https_proxy", serve(bad.says(407)).url)
    downloads.settings["attempts"] = 1
    with pytest.raises(FetchError, match="Tunnel connection failed"):
        downloads.get("https://far.invalid/data.csv", "b.csv")
    monkeypatch.setenv("no_proxy", "localhost")
    assert downloads.get(serve(bad.file(BODY)).url, "c.csv").path.read_bytes() == BODY
