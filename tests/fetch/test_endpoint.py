"""A chat endpoint that misbehaves: what is tried again, what is not, and that it always ends."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from detente.errors import FetchError
from detente.fetch.endpoint import Endpoint, EndpointError
from detente.fetch.endpoint_address import Key, endpoint_address
from detente.fetch.settings import Clock
from tests.fetch import bad_server as bad
from tests.fetch.chat import completion, tells
from tests.fetch.conftest import Serve

REQUEST = {"messages": [{"role": "user", "content": "\u2019x\ud7ff"}], "temperature": 0, "seed": 1, "max_tokens": 9,
           "response_format": {"type": "json_object"}}  # fmt: skip
OPTIONAL = ("response_format", "seed", "max_tokens", "temperature")
SECRET = "sk-very-secret"
GOOD = completion("hello")


class Asked:
    """An endpoint with a clock that obeys and a list of what it said."""

    def __init__(self, script: bad.Script, seconds: float = 2.0, path: str = "") -> None:
        self.script, self.said, self.clock = script, [], bad.FakeClock()
        clock = Clock(self.clock.monotonic, self.clock.sleep, self.clock.now)
        address = endpoint_address(script.url + path)
        self.endpoint = Endpoint(address, Key(SECRET), seconds, clock, self.said.append)

    def post(self) -> Any:
        return self.endpoint.post(REQUEST, OPTIONAL)

    def fails(self, kind: type[FetchError] = FetchError) -> str:
        with pytest.raises(FetchError) as error:
            self.post()
        assert type(error.value) is kind
        assert SECRET not in str(error.value) + "".join(self.said)
        assert "\n" not in str(error.value) and str(error.value).isprintable()
        return str(error.value)

    @property
    def sent(self) -> list[Any]:
        return [json.loads(body) for body in self.script.bodies]


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    yield
    time.sleep(0.01)
    assert not [t for t in threading.enumerate() if isinstance(t, threading.Timer)]


def content(reply: Any) -> str:
    return str(reply["choices"][0]["message"]["content"])


def test_a_request_and_its_reply(serve: Serve) -> None:
    asked = Asked(serve(bad.says(200, GOOD)))
    assert content(asked.post()) == "hello"
    method, path, headers = asked.script.requests[0]
    assert (method, path) == ("POST", "/v1/chat/completions")
    assert headers["Authorization"] == f"Bearer {SECRET}" and headers["Content-Type"] == "application/json"
    assert asked.sent == [REQUEST] and asked.said == []


def test_a_proxy_never_stands_before_this_machine(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert content(Asked(serve(bad.says(200, GOOD))).post()) == "hello"


def test_chunked_and_unmeasured_replies(serve: Serve) -> None:
    assert content(Asked(serve(bad.chunked(GOOD))).post()) == "hello"
    assert content(Asked(serve(bad.file(GOOD, length=False))).post()) == "hello"


PASSING: dict[str, tuple[bad.Answer, str]] = {
    "500": (bad.says(500), "the server says 500"),
    "503": (bad.says(503, b"<html>busy"), "the server says 503"),
    "529": (bad.says(529), "the server says 529"),
    "429": (bad.says(429), "the server says 429"),
    "408": (bad.says(408), "the server says 408"),
    "hangs up": (bad.hangs_up, "the server closed the connection without an answer"),
    "resets": (bad.resets, "the connection failed"),
    "speaks no HTTP": (bad.is_no_http, "the answer is no HTTP"),
    "breaks off": (bad.file(GOOD, cut=20), "the connection ended after 20 of"),
    "breaks off in a chunk": (bad.chunked(GOOD, whole=False), "the connection ended in the middle"),
    "breaks off unmeasured": (bad.file(GOOD, length=False, cut=40), "the reply is not JSON"),
    "announces too much": (bad.says(200, GOOD, Content_Length="99999"), "the connection ended after"),
    "announces too little": (bad.file(GOOD, announced=40), "more bytes came than the 40"),
    "announces nonsense": (bad.says(200, GOOD, Content_Length="many"), "the length announced is no number"),
    "sends a page": (
        bad.says(200, b"<html><title>Sign \x1b[31min</title>", Content_Type="text/html"),
        'a web page came instead of an answer ("Sign',
    ),
    "sends nothing": (bad.says(200, b""), "the reply is not JSON"),
    "sends a deep nest": (bad.says(200, b"[" * 200_000), "the reply is not JSON"),
    "sends no text": (bad.says(200, b"\xff\xfe\x00\xd8"), "the reply is not JSON"),
}  # fmt: skip


@pytest.mark.parametrize("name", PASSING)
def test_what_may_pass_is_tried_again(serve: Serve, name: str) -> None:
    answer, reason = PASSING[name]
    asked = Asked(serve(answer, answer, bad.says(200, GOOD)))
    assert content(asked.post()) == "hello"
    assert asked.clock.slept == [1, 2]
    assert reason in asked.said[0] and asked.said[0].endswith("next attempt in 1 s")
    assert len(asked.sent) == 3 and all(sent == REQUEST for sent in asked.sent)


@pytest.mark.parametrize("name", ["500", "hangs up", "sends a page"])
def test_what_does_not_pass_is_given_up(serve: Serve, name: str) -> None:
    asked = Asked(serve(PASSING[name][0]))
    assert "gave up after 4 attempts" in asked.fails()
    assert asked.clock.slept == [1, 2, 4] and len(asked.sent) == 4


def test_retry_after_is_kept(serve: Serve) -> None:
    asked = Asked(serve(bad.says(429, Retry_After="17"), bad.says(200, GOOD)))
    asked.post()
    assert asked.clock.slept == [17]
    assert "asks to wait 86,400 seconds" in Asked(serve(bad.says(429, Retry_After="86400"))).fails()


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "refuses the key (401). Set DETENTE_ENDPOINT_KEY"), (403, "refuses the key (403)"),
     (404, "status 404"), (402, "status 402"), (405, "status 405"), (204, "status 204"), (206, "status 206")],
)  # fmt: skip
def test_refusals_are_not_tried_again(serve: Serve, status: int, words: str) -> None:
    body = b"" if status == 204 else json.dumps({"error": {"message": f"bad key {SECRET}\x1b[2J"}}).encode()
    asked = Asked(serve(bad.says(status, body)))
    assert words in asked.fails(EndpointError)
    assert len(asked.sent) == 1 and asked.said == []


def test_the_servers_own_words_are_told_without_the_key(serve: Serve) -> None:
    body = json.dumps({"error": {"message": f"no model\nfor \x1b[31m{SECRET}" + "x" * 500}}).encode()
    line = Asked(serve(bad.says(404, body))).fails(EndpointError)
    assert 'status 404: "no model for' in line and "[key]" in line and "x" * 201 not in line


def test_a_text_that_is_too_long_is_no_end_of_it_all(serve: Serve) -> None:
    assert "too long for the endpoint (413)" in Asked(serve(bad.says(413))).fails()


def test_a_redirect_is_refused_and_nothing_is_sent_there(serve: Serve) -> None:
    there = serve(bad.says(200, GOOD))
    for status in (301, 302, 303, 307, 308):
        asked = Asked(serve(bad.to(there.url.replace("localhost", "127.0.0.1") + "/v1", status)))
        assert f"redirects ({status}), which is not followed" in asked.fails(EndpointError)
    assert there.requests == []


def refuses(name: str, *, says: str = "", status: int = 400) -> bad.Answer:
    """A server that refuses any request with that field."""

    def answer(handler: bad.Handler) -> None:
        script = handler.server.script  # type: ignore[attr-defined]
        if name in json.loads(script.bodies[-1]):
            bad.says(status, json.dumps({"error": {"message": says}}).encode())(handler)
        else:
            bad.says(200, GOOD)(handler)

    return answer


@pytest.mark.parametrize(
    ("name", "words", "requests"),
    [("response_format", "", 2), ("temperature", "temperature must be 1", 2), ("temperature", "bad request", 3),
     ("max_tokens", "Unsupported parameter: 'max_tokens'", 2)],
)  # fmt: skip
def test_a_field_that_is_refused_is_left_out_from_then_on(
    serve: Serve, name: str, words: str, requests: int
) -> None:
    asked = Asked(serve(refuses(name, says=words, status=422 if "must" in words else 400)))
    assert content(asked.post()) == "hello" and len(asked.sent) == requests
    assert asked.clock.slept == []
    assert name in asked.said[0] and "asked without" in asked.said[0]
    asked.post()
    assert len(asked.sent) == requests + 1 and name not in asked.sent[-1]


def test_a_request_that_is_refused_in_every_form(serve: Serve) -> None:
    script = serve(bad.says(400, b'{"error":{"message":"no such model"}}'))
    asked = Asked(script)
    assert 'refuses the request (400: "no such model")' in asked.fails(EndpointError)
    assert len(asked.sent) == 3 and asked.said == []
    script.answers[:] = [tells()]
    asked.post()
    assert asked.sent[-1] == REQUEST, "nothing is left out for good before it helped"


def test_a_server_that_hangs(serve: Serve) -> None:
    script = serve(bad.says(200))
    script.answers[:] = [bad.stalls(script, GOOD, 10)]
    asked = Asked(script, seconds=0.1)
    began = time.monotonic()
    assert "no whole answer in 0.1 seconds" in asked.fails()
    assert time.monotonic() - began < 3 and len(asked.sent) == 4


def test_a_server_that_hangs_before_it_answers(serve: Serve) -> None:
    script = serve(bad.says(200))
    script.answers[:] = [lambda handler: script.over.wait(5) and None, bad.says(200, GOOD)]
    assert content(Asked(script, seconds=0.2).post()) == "hello"


def test_a_server_that_is_slow_but_in_time(serve: Serve) -> None:
    script = serve(bad.file(GOOD, cut=10, length=False, after=lambda h: time.sleep(0.2) or h.wfile.write(GOOD[10:])))  # type: ignore[func-returns-value]  # fmt: skip
    assert content(Asked(script, seconds=3).post()) == "hello"


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\nX-Long: " + b"y" * 500, b"HTTP/1.1 200 OK\r\n\r\n" + b" " * 500]
)
def test_a_server_that_drips_for_ever(serve: Serve, head: bytes) -> None:
    script = serve(bad.says(200))
    script.answers[:] = [bad.drips(script, head, 0.02)]
    asked = Asked(script, seconds=0.3)
    began = time.monotonic()
    assert "no whole answer in 0.3 seconds" in asked.fails()
    assert time.monotonic() - began < 4


def test_a_reply_without_end(serve: Serve) -> None:
    asked = Asked(serve(bad.for_ever), seconds=20)
    assert "a reply of more than 4,194,304 bytes" in asked.fails()
    assert len(asked.sent) == 1


def test_a_refusal_without_end_is_read_no_further_than_needed(serve: Serve) -> None:
    def answer(handler: bad.Handler) -> None:
        handler.head(404, {})
        while True:
            handler.wfile.write(b"x" * 65536)

    assert "status 404" in Asked(serve(answer), seconds=20).fails(EndpointError)


def test_nobody_answers(serve: Serve) -> None:
    script = bad.Script(url="http://127.0.0.1:9")
    assert "gave up after 4 attempts (the connection failed" in Asked(script).fails()


def test_no_such_host(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    line = Asked(bad.Script(url="https://nowhere.example")).fails(EndpointError)
    assert "the host nowhere.example cannot be found" in line and "detente ingest" not in line
