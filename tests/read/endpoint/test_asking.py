"""Pieces and requests; and whatever a reply is, what stands of it stands on the document."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.model.vocabulary import EVENT_TYPES, REALMS, STATUSES
from detente.read import Document, document_from_bytes
from detente.read.endpoint import OPTIONAL_FIELDS, Asking, Tally
from detente.read.endpoint.pieces import PIECE_CHARACTERS, pieces
from detente.read.endpoint.tables import currencies, measures, modes, standard, things
from detente.read.sentences import sentences
from tests.read.endpoint.told import GAVE, ROSE, SIGNED, TALKED, TEXT, asked, reply_of, take
from tests.read.scoring import GOLDEN, PUBLISHED

PARAGRAPH = "Norway and Peru met. " * 40
LONG = "A heading\n\n" + "\n\n".join(PARAGRAPH.strip() for _ in range(12))


def test_pieces_are_whole_paragraphs_and_hold_every_sentence() -> None:
    spans = sentences(LONG)
    found = pieces(LONG, spans)
    assert len(found) == 4 and all(p.end - p.start <= PIECE_CHARACTERS for p in found)
    assert all(LONG[p.end : p.end + 2] in ("\n\n", "") for p in found)
    for span in spans:
        assert sum(p.start <= span.start and span.end <= p.end for p in found) == 1
    assert found[0].before == "" and found[1].before.startswith("A heading Norway and Peru met.")
    assert max(len(p.before) for p in found) < 900


def test_a_paragraph_that_is_too_long_is_cut_between_sentences() -> None:
    text = "Norway and Peru met. " * 1000
    found = pieces(text, sentences(text))
    assert len(found) == 8 and all(text[p.start : p.end].endswith("met.") for p in found)


def test_a_text_without_words_is_not_asked_about() -> None:
    assert asked("\n \n")[0].pieces == []


def test_page_furniture_is_not_sent() -> None:
    asking, _ = asked("Norway and Peru met.\nShare this\n\nComments are closed\n\nPeru and Chile met.")
    words = json.dumps(asking.request(asking.pieces[0])["messages"][1])
    assert "Share" not in words and "closed" not in words and "\\u001f" not in words and "Chile met" in words


def test_a_request() -> None:
    asking, _ = asked()
    request = asking.request(asking.pieces[0])
    assert (request["temperature"], request["stream"], request["max_tokens"]) == (0, False, 6000)
    assert set(OPTIONAL_FIELDS) <= set(request) and "model" not in request
    system, user = (m["content"] for m in request["messages"])
    for word in (
        *EVENT_TYPES,
        *REALMS,
        *STATUSES,
        *things(),
        *measures(),
        *(m for v in modes().values() for m in v),
    ):
        assert word in system, word
    assert "Published: 2017-02-01" in user and '"patrol vessels"' in user
    assert asking.request(asking.pieces[0], 2000)["max_tokens"] == 2000 - asking.cost(request)
    assert asking.request(asking.pieces[0], 5)["max_tokens"] == 1
    named = Asking(Document("a", TEXT, "s"), None, "big-2", Tally())
    assert named.request(named.pieces[0])["model"] == "big-2"
    assert "Published: not known" in named.request(named.pieces[0])["messages"][1]["content"]


def test_units_by_their_names() -> None:
    assert standard("US$") == standard("dollars") == standard("usd") == ("USD", 1.0)
    assert standard("bcm") == ("m3", 1e9) and standard("km/year") == ("km", 1.0)
    assert standard("%") == ("percent", 1.0) and standard("gnu") is None
    assert "RMB" not in currencies() and "CNY" in currencies()


ARTICLES = {s: document_from_bytes((GOLDEN / f"{s}.txt").read_bytes(), s) for s in sorted(PUBLISHED)}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
FIELDS = sorted(SIGNED)
NAMES = ("JPN", "Vietnam", "Iran", "Saudi Arabia", "Kenya", "Turkey", "BRA", "POL", "the two")


def held_to_the_document(text: str, content: Any, published: date | None = date(2017, 2, 1)) -> None:
    """Takes the content as a reply: nothing is raised, and what stands is the document's own."""
    asking, tally = asked(text, published)
    piece = asking.pieces[0]
    reply = content if isinstance(content, dict) else reply_of(content)
    readings = asking.take(piece, asking.request(piece), reply).readings
    for reading in readings:
        quote = reading.quote
        assert text[quote.start : quote.end] == quote.exact and quote.exact.strip()
        assert 0 < reading.confidence <= 0.6
        assert reading.source_actors
        json.dumps(reading.record(), allow_nan=False).encode()
        words = " ".join(quote.plain.lower().split())
        assert reading.quantity is None or reading.quantity.of is None or reading.quantity.of in words
    assert tally.told >= len(readings)
    assert tally.told == len(readings) + sum(tally.dropped.values())
    assert "\n" not in tally.line()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300) | JSON)
def test_any_content(content: Any) -> None:
    held_to_the_document(TEXT, content)
    held_to_the_document(
        TEXT, json.dumps({"records": content}, default=str) if content != content else content
    )


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_any_reply(reply: Any) -> None:
    asking, _ = asked()
    asking.take(asking.pieces[0], asking.request(asking.pieces[0]), reply)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([SIGNED, GAVE, TALKED, ROSE]), st.sampled_from(FIELDS), JSON)
def test_any_value_in_any_field(record: dict[str, Any], field: str, value: Any) -> None:
    held_to_the_document(TEXT, json.dumps({"records": [record | {field: value}]}))


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(sorted(ARTICLES)), st.integers(0, 1400), st.integers(1, 300),
    st.lists(st.sampled_from(NAMES), max_size=3),
    st.sampled_from(["1992", "2022-01", "2019-06-01", None]), st.sampled_from([6, 2700e9, 47.6e9, 11, 345000]),
    st.booleans(),
)  # fmt: skip
def test_any_stretch_of_an_article_as_quote(
    stem: str, start: int, length: int, actors: list[str], day: str | None, value: float, both: bool
) -> None:
    text = ARTICLES[stem].text
    record = SIGNED | {
        "quote": text[start : start + length], "source_actors": actors, "reciprocal": both, "date": day,
        "target_actors": actors[1:], "quantity": {"value": value, "unit": "USD"} if value != 6 else None,
    }  # fmt: skip
    held_to_the_document(text, json.dumps({"records": [record]}), PUBLISHED[stem])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([SIGNED, GAVE, TALKED, ROSE]), max_size=6), st.integers(0, 4000))
def test_any_cut(records: list[dict[str, Any]], at: int) -> None:
    held_to_the_document(TEXT, json.dumps({"records": records})[:at])


def test_quotes_of_a_web_page_stand_in_its_source() -> None:
    page = b"<html><body><p>In 2015 <b>Norway</b> &amp; Peru signed an agreement on fish. It was long.</p>"
    document = document_from_bytes(page, "a.html")
    asking = Asking(document, None, None, Tally())
    record = SIGNED | {"quote": "In 2015 Norway & Peru signed an agreement on fish", "date": "2015"}
    reply = reply_of(json.dumps([record]))
    (reading,) = asking.take(asking.pieces[0], asking.request(asking.pieces[0]), reply).readings
    assert reading.quote.exact == "In 2015 <b>Norway</b> &amp; Peru signed an agreement on fish"
    assert reading.quote.words == record["quote"]
    assert document.text[reading.quote.start : reading.quote.end] == reading.quote.exact


def test_a_hostile_reply_ends_soon() -> None:
    many = [SIGNED | {"source_actors": [f"Nor-{n}x", "Peru"]} for n in range(300)]
    assert take(many)[1].dropped["actor not known"] == 300
