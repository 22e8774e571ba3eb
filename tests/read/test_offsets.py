"""Whatever comes in: quotes stand where they say, and only DocumentError comes out."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import DocumentError
from detente.read import document_from_bytes, read_document
from tests.read.scoring import GOLDEN, PUBLISHED

ARTICLES = {stem: (GOLDEN / f"{stem}.txt").read_text(encoding="utf-8") for stem in sorted(PUBLISHED)}
WORDS = [
    *(
        "Japan",
        "Vietnam",
        "Moscow",
        "the",
        "two",
        "countries",
        "signed",
        "$",
        "5",
        "billion",
        "in",
        "2010",
        "(",
        ")",
    ),
    *(
        "and",
        ",",
        ".",
        "'",
        '"',
        "of",
        "has",
        "been",
        "will",
        "not",
        "to",
        "between",
        "it",
        "both",
        "since",
        "late",
    ),
    *(
        "1,200",
        "-",
        "km",
        "%",
        "Mi-35M",
        "visit",
        "talks",
        "threatened",
        "accused",
        "by",
        "U.S.",
        "said",
        "if",
    ),
]


def check(data: bytes) -> int:
    try:
        document = document_from_bytes(data, "x.txt")
    except DocumentError as error:
        assert "\n" not in str(error)
        return 0
    readings = read_document(document, published=date(2020, 1, 1))
    for reading in readings:
        quote = reading.quote
        assert 0 <= quote.start < quote.end <= len(document.text)
        assert document.text[quote.start : quote.end] == quote.exact
    assert len({r.reading_id for r in readings}) == len(readings)
    return len(readings)


def mutate(text: str, seed: int) -> str:
    chance = random.Random(seed)
    kind = seed % 6
    if kind == 0:
        return text.replace(" ", "\u00a0")
    if kind == 1:
        return text.replace("\n", "\r\n")
    if kind == 2:
        return "\ufeff" + text
    if kind == 3:
        return "".join(c for c in text if chance.random() > 0.02)
    if kind == 4:
        return "".join(c + ("\u200b" if chance.random() < 0.05 else "") for c in text)
    words = text.split(" ")
    chance.shuffle(words)
    return " ".join(words)


@pytest.mark.parametrize("stem", sorted(ARTICLES))
def test_quotes_stand_where_they_say(stem: str) -> None:
    assert check(ARTICLES[stem].encode()) > 10
    for seed in range(6):
        check(mutate(ARTICLES[stem], seed).encode())


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_spaces_line_ends_and_bom_change_no_reading(kind: int) -> None:
    for text in ARTICLES.values():
        plain = check(text.encode())
        assert check(mutate(text, kind).encode()) == plain


@pytest.mark.shared
def test_the_article_mutated(shared: Path) -> None:
    text = (shared / "article" / "pak-russia-relations.txt").read_text(encoding="utf-8")
    assert check(text.encode()) >= 12
    for seed in range(30):
        check(mutate(text, seed).encode())


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_salad_of_words(words: list[str]) -> None:
    check(" ".join(words).encode())


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    check(text.encode("utf-8", errors="ignore"))


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    check(data)
