"""Documents through an endpoint that fails: the rest goes on, what failed is told with its place, and it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.fetch.endpoint import Endpoint
from detente.fetch.endpoint_address import Key, endpoint_address
from detente.fetch.settings import Clock
from detente.read import Document
from detente.read.endpoint.pieces import PIECE_CHARACTERS
from detente.study.endpoint import EndpointReader, endpoint_reader
from detente.study.reading import Tally, read_paths
from tests.fetch import bad_server as bad
from tests.fetch.chat import completion, listed, says_text, tells
from tests.fetch.conftest import Serve, no_proxy, serve

__all__ = ["no_proxy", "serve"]

NAMES = ("Peru", "Chile", "Kenya", "Japan", "Cuba")
FILLER = " The weather was fine and nobody did anything to anybody." + " It was quiet." * 199
TEXT = "".join(f"Norway and {name} signed a treaty in 201{n}.{FILLER}\n\n" for n, name in enumerate(NAMES))
assert len(TEXT) // PIECE_CHARACTERS == 4
DOCUMENT = Document("a.txt", TEXT, "sha")


def signed(name: str, year: int) -> dict[str, Any]:
    return {
        "kind": "event", "quote": f"Norway and {name} signed a treaty", "source_actors": ["Norway", name],
        "target_actors": [], "reciprocal": True, "event_type": "SUPPORT", "realm": "diplomacy",
        "status": "occurred", "date": str(year),
    }  # fmt: skip


RECORDS = [signed(name, 2010 + n) for n, name in enumerate(NAMES)]
ALL: list[bad.Answer] = [tells(record) for record in RECORDS]


class Asked:
    def __init__(self, script: bad.Script, tokens: int | None = None, seconds: float = 2) -> None:
        self.script, self.said = script, []
        fake = bad.FakeClock()
        self.slept = fake.slept
        endpoint = Endpoint(
            endpoint_address(script.url), Key(""), seconds,
            Clock(fake.monotonic, fake.sleep, fake.now), self.said.append,
        )  # fmt: skip
        self.reader = EndpointReader(endpoint, None, date(2017, 1, 1), tokens)

    def read(self) -> tuple[list[str], list[str]]:
        """The partners of Norway that were read, and the errors."""
        outcome = self.reader.read(DOCUMENT)
        for reading in outcome.readings:
            assert TEXT[reading.quote.start : reading.quote.end] == reading.quote.exact
        return [r.quote.exact.split()[2] for r in outcome.readings], [str(e) for e in outcome.errors]


def test_every_piece_is_asked_about_once(serve: Serve) -> None:
    asked = Asked(serve(*ALL, bad.says(500)))
    assert asked.read() == (list(NAMES), [])
    assert not asked.reader.over and len(asked.script.bodies) == 5
    assert asked.reader.tally.line() == "endpoint: 5 records, none dropped; 500 tokens in, 100 out"
    sent = [json.loads(body)["messages"][1]["content"] for body in asked.script.bodies]
    assert all(name in text.partition("Text:\n")[2] for name, text in zip(NAMES, sent, strict=True))


def fails_for(*names: str, by: bad.Answer) -> Callable[[bad.Handler], None]:
    """A server that answers as asked, but for the pieces that tell of these."""

    def answer(handler: bad.Handler) -> None:
        script = handler.server.script  # type: ignore[attr-defined]
        text = json.loads(script.bodies[-1])["messages"][1]["content"].partition("Text:\n")[2]
        number = next(n for n, name in enumerate(NAMES) if f"and {name} signed" in text)
        (by if NAMES[number] in names else ALL[number])(handler)

    return answer


FAILURES: dict[str, tuple[bad.Answer, str, int]] = {
    "500": (bad.says(500), "not read: gave up after 4 attempts (the server says 500)", 4),
    "hangs up": (bad.hangs_up, "not read: gave up after 4 attempts (the server closed", 4),
    "413": (bad.says(413), "not read: the text asked about is too long for the endpoint (413)", 1),
    "no JSON": (says_text("Sorry, I cannot help with that."), "not read: the reply holds no JSON", 1),
    "another schema": (says_text('{"events": []}'), "not read: the reply holds no list of records", 1),
    "no completion": (bad.says(200, b'{"error": {"message": "busy"}}'), "not read: the reply is an error", 1),
    "nothing": (bad.says(200, completion(None)), "not read: the reply holds no text", 1),
    "cut off": (says_text(listed(RECORDS)[:40]), "read in part: the reply was cut off", 1),
}


@pytest.mark.parametrize("name", FAILURES)
def test_the_rest_goes_on_and_the_place_is_told(serve: Serve, name: str) -> None:
    by, words, requests = FAILURES[name]
    asked = Asked(serve(fails_for("Chile", by=by)))
    found, errors = asked.read()
    assert found == ["Peru", "Kenya", "Japan", "Cuba"]
    start = TEXT.index("Norway and Chile")
    end = TEXT.index("Norway and Kenya") - 2
    assert len(errors) == 1 and errors[0].startswith(f"a.txt: characters {start:,} to {end:,} are {words}")
    assert not asked.reader.over and len(asked.script.bodies) == 4 + requests


def test_pieces_beside_each_other_are_told_together(serve: Serve) -> None:
    asked = Asked(serve(fails_for("Chile", "Kenya", "Cuba", by=bad.says(413))))
    found, errors = asked.read()
    assert found == ["Peru", "Japan"] and len(errors) == 2 and not asked.reader.over
    assert (
        f"characters {TEXT.index('Norway and Chile'):,} to {TEXT.index('Norway and Japan') - 2:,}"
        in errors[0]
    )


def test_three_failures_in_a_row_end_it(serve: Serve) -> None:
    asked = Asked(serve(fails_for("Chile", "Kenya", "Japan", by=bad.says(500))))
    found, errors = asked.read()
    assert found == ["Peru"] and asked.reader.over and len(asked.script.bodies) == 1 + 3 * 4
    assert "3 pieces in a row came to nothing, the last as gave up after 4 attempts" in errors[0]
    assert [e.rpartition(" are ")[2].partition(".")[0][:12] for e in errors[1:]] == [
        "not read: ga",
        "not asked ab",
    ]


def test_a_refusal_in_the_middle_keeps_what_was_read(serve: Serve) -> None:
    asked = Asked(serve(*ALL[:2], bad.says(401)))
    found, errors = asked.read()
    assert found == ["Peru", "Chile"] and asked.reader.over and len(asked.script.bodies) == 3
    assert "refuses the key (401)" in errors[0] and "are not asked about" in errors[1] and len(errors) == 2


def test_a_refusal_at_once_is_one_line(serve: Serve) -> None:
    asked = Asked(serve(bad.says(404)))
    found, errors = asked.read()
    assert found == [] and len(errors) == 1 and asked.reader.tally.replies == 0


def test_the_tokens_of_a_run_are_kept_to(serve: Serve) -> None:
    first = Asked(serve(*ALL))
    first.read()
    request = len("".join(m["content"] for m in json.loads(first.script.bodies[0])["messages"])) // 4
    limit = request * 2 + 3000
    asked = Asked(serve(*[tells(r, usage=(request, 1000)) for r in RECORDS]), tokens=limit)
    found, errors = asked.read()
    assert found == ["Peru", "Chile"] and asked.reader.over
    assert errors[0].startswith(f"--max-tokens-total: {2 * request + 2000:,} tokens are spent")
    assert "are not asked about" in errors[1]
    assert asked.reader.tally.tokens <= limit
    bounds = [json.loads(body)["max_tokens"] for body in asked.script.bodies]
    assert bounds[1] < bounds[0] <= limit - request


def test_readings_are_the_same_however_the_files_are_given(serve: Serve, tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(
            f"Norway and Peru signed a treaty in 2010. {name}", encoding="utf-8"
        )
    (tmp_path / "d.txt").write_bytes(b"")
    asked, tally = Asked(serve(ALL[0], bad.says(413), bad.says(403))), Tally()
    readings, errors = read_paths([tmp_path], None, tally, asked.reader)
    assert [Path(r.document).name for r in readings] == ["a.txt"]
    assert (tally.read, tally.in_part, tally.left_out) == (1, 0, 3)
    lines = [str(e).removeprefix(str(tmp_path)) for e in errors]
    assert lines[0].startswith("/b.txt: characters 0 to 42 are not read") and "403" in lines[1]
    assert lines[2].startswith("/d.txt: one more file is not read, from this one on")


def test_a_document_without_words_needs_nobody(serve: Serve) -> None:
    asked = Asked(serve(bad.says(500)))
    outcome = asked.reader.read(Document("e.txt", "\n\n", "x"))
    assert (outcome.readings, outcome.errors, outcome.nothing) == ([], [], False)
    assert asked.script.bodies == []


def test_the_pieces_done_are_shown(serve: Serve) -> None:
    seen: list[Any] = []

    @contextmanager
    def bar(name: str, steps: int) -> Any:
        seen.append((name, steps))
        yield seen.append

    script = serve(*ALL)
    reader = endpoint_reader(
        script.url,
        model="m",
        published=None,
        seconds=2,
        tokens_total=None,
        insecure=False,
        tell=print,
        bar=bar,
    )
    reader.read(DOCUMENT)
    assert seen == [("a.txt", 5), 1, 1, 1, 1, 1]
