"""detente read --endpoint: records, counts, tokens, refusals, and a key that shows nowhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import Capture, command
from tests.fetch import bad_server as bad
from tests.fetch.chat import tells
from tests.fetch.conftest import Serve, no_proxy, serve
from tests.read.endpoint.told import GAVE, SIGNED, TEXT

__all__ = ["no_proxy", "serve"]
SECRET = "sk-0123456789"
INVENTED = SIGNED | {"quote": "Norway and Peru signed nothing at all"}
NOBODY = SIGNED | {"source_actors": ["Norway", "Brazil"]}


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DETENTE_ENDPOINT_KEY", f"{SECRET}\n")
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_records_and_what_was_dropped(capsys: Capture, article: Path, serve: Serve) -> None:
    server = serve(tells(SIGNED, INVENTED, GAVE, NOBODY, INVENTED, usage=(3210, 812)))
    done = command(
        capsys, "read", article, "--endpoint", server.url, "--model", "small", "--format", "jsonl",
        "--published", "2017-02-01",
    )  # fmt: skip
    assert done.code == 0
    assert done.err == (
        "endpoint: 5 records, 3 of them dropped: 2 quote not in text, 1 actor not named; 3,210 tokens in, 812 out\n"
    )
    embedded = command(capsys, "read", article, "--format", "jsonl").lines
    assert [list(record) for record in done.lines] == [list(embedded[0])] * 2
    assert [r["reader"] for r in done.lines] == ["endpoint small"] * 2 and embedded[0]["reader"] == "embedded"
    for record in done.lines:
        quote = record["quote"]
        assert TEXT[quote["start"] : quote["end"]] == quote["exact"]
    sent = json.loads(server.bodies[0])
    assert sent["model"] == "small" and "Published: 2017-02-01" in sent["messages"][1]["content"]
    assert server.requests[0][2]["Authorization"] == f"Bearer {SECRET}"
    assert SECRET not in done.out + done.err


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_every_format(capsys: Capture, article: Path, serve: Serve, form: str) -> None:
    done = command(capsys, "read", article, "--endpoint", serve(tells(SIGNED)).url, "--format", form)
    assert done.code == 0 and "an agreement on fisheries" in " ".join(done.out.split())
    assert done.err.startswith("endpoint: 1 record, none dropped")


def test_nothing_told_is_said(capsys: Capture, article: Path, serve: Serve) -> None:
    done = command(capsys, "read", article, "--endpoint", serve(tells()).url)
    assert done.code == 0 and done.out.startswith("No statement was read")


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_refusal_is_one_line(capsys: Capture, article: Path, serve: Serve, status: int) -> None:
    server = serve(bad.says(status, json.dumps({"error": f"no {SECRET}"}).encode()))
    article.with_name("b.txt").write_text(TEXT, encoding="utf-8")
    done = command(capsys, "read", article.parent, "--endpoint", server.url)
    assert (done.code, done.out) == (2, "") and done.err.count("\n") == 1
    assert str(status) in done.err and SECRET not in done.err


def test_what_is_not_read_is_told_and_the_code_is_2(capsys: Capture, article: Path, serve: Serve) -> None:
    other = article.with_name("b.txt")
    other.write_text("Norway and Peru met in Oslo in 2010.", encoding="utf-8")
    server = serve(tells(SIGNED), bad.says(413))
    done = command(capsys, "read", article, other, "--endpoint", server.url, "--format", "jsonl")
    assert done.code == 2 and len(done.lines) == 1
    assert f"detente: {other}: characters 0 to 36 are not read: the text asked about is too long" in done.err
    assert "endpoint: 1 record, none dropped" in done.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--model", "x"], "--model goes with --endpoint"),
        (["--insecure-endpoint"], "--insecure-endpoint goes with --endpoint"),
        (["--max-tokens-total", "9"], "--max-tokens-total goes with --endpoint"),
        (["--endpoint", "nowhere"], "--endpoint is no web address"),
        (["--endpoint", "http://models.example"], "Use https, or say --insecure-endpoint"),
        (["--endpoint", "http://localhost", "--endpoint-timeout", "0"], "0<x<=3600"),
        (["--endpoint", "http://localhost", "--max-tokens-total", "0"], "x>=1"),
    ],
)
def test_wrong_use(capsys: Capture, article: Path, options: list[str], words: str) -> None:
    done = command(capsys, "read", article, *options)
    assert (done.code, done.out) == (2, "") and words in done.err and done.err.count("\n") == 1


def test_a_key_that_cannot_be_sent(capsys: Capture, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_ENDPOINT_KEY", f"{SECRET} x")
    done = command(capsys, "read", article, "--endpoint", "http://localhost:9")
    assert done.code == 2 and "DETENTE_ENDPOINT_KEY" in done.err and SECRET not in done.err


def test_a_server_that_hangs_is_left_in_time(
    capsys: Capture, article: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.fetch.settings.Clock.__init__", _hurried)
    script = serve(bad.says(200))
    script.answers[:] = [lambda handler: script.over.wait(5) and None]
    done = command(capsys, "read", article, "--endpoint", script.url, "--endpoint-timeout", "0.1")
    assert done.code == 2 and done.out == ""
    assert done.err.count("no whole answer in 0.1 seconds; next attempt in") == 3
    assert "not read: gave up after 4 attempts (no whole answer in 0.1 seconds)" in done.err


def _hurried(self: object) -> None:
    fake = bad.FakeClock()
    for name in ("monotonic", "sleep", "now"):
        object.__setattr__(self, name, getattr(fake, name))
