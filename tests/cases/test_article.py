"""The claims of the article: in our words, at the right places (with the article), never in its own."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from pathlib import Path

import pytest

from tests.cases.packaged import FOLDER, packaged_case

NAMES = {
    "PAK": ("Pakistan", "Islamabad"), "RUS": ("Russia", "Moscow"), "SUN": ("Soviet", "Russia"),
    "USA": ("US", "United State"), "AFG": ("Afghanistan",),
}  # fmt: skip
OF_THE_PAIR = re.compile(r"\b(bilateral|both|two)\b")


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold().replace("’", "'"))


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + length]) for i in range(len(found) - length + 1)}


def texts(file: Path) -> set[str]:
    """Lines, or for a CSV the different cells, so that a long table of figures is read quickly."""
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".csv":
        return set(text.splitlines())
    return {cell for row in csv.reader(text.splitlines()) for cell in row}


@pytest.fixture(scope="module")
def article(shared: Path) -> bytes:
    return (shared / "article" / "pak-russia-relations.txt").read_bytes()


def test_claims_cover_kinds_and_realms_and_are_single_sentences():
    claims = packaged_case().claims
    assert len(claims) >= 22
    assert {c["kind"] for c in claims} == {"event", "quantity", "stance"}
    assert {c["realm"] for c in claims} >= {
        "diplomacy", "defence", "trade", "energy", "development", "multilateral", "politics",
    }  # fmt: skip
    for number, claim in enumerate(claims, start=1):
        assert claim["claim_id"] == f"claim-{number:02d}"
        assert claim["claim"].endswith(".") and 5 <= len(claim["claim"].split()) <= 25


@pytest.mark.shared
def test_bytes_are_those_of_the_article(article: bytes):
    assert {c["document_sha256"] for c in packaged_case().claims} == {hashlib.sha256(article).hexdigest()}


@pytest.mark.shared
def test_spans_start_and_end_at_words_and_name_what_the_claim_restates(article: bytes):
    text = article.decode("utf-8")
    for claim in packaged_case().claims:
        start, end = claim["start"], claim["end"]
        span = text[start:end]
        assert span == span.strip() and span
        assert not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()
        acting = (*claim["source_actors"], *claim["target_actors"])
        sentence = text[text.rfind(". ", 0, start) + 1 : text.find(".", end)]
        named = any(name in sentence for code in acting for name in NAMES[code])
        assert named or OF_THE_PAIR.search(sentence), claim["claim_id"]


@pytest.mark.shared
def test_figures_stand_in_their_spans(article: bytes):
    text = article.decode("utf-8")
    figures = {c["quantity"]["of"]: c for c in packaged_case().claims if c["quantity"]}
    assert set(figures) == {"trade volume", "pipeline length", "energy deals"}
    for claim in figures.values():
        span = text[claim["start"] : claim["end"]].replace(",", "")
        value = claim["quantity"]["value"]
        scaled = (value, value / 1e6, value / 1e9)
        assert any(re.search(rf"\b{v:.0f}\b", span) for v in scaled), claim["claim_id"]
        if claim["quantity"]["change_percent"]:
            assert re.search(rf"\b{claim['quantity']['change_percent']} percent", span)


@pytest.mark.shared
def test_every_sentence_of_the_gold_reading_has_a_claim_over_it(article: bytes, shared: Path):
    gold = shared.parent / "gold" / "pak-russia-relations.gold.jsonl"
    text = article.decode("utf-8").replace("\N{NO-BREAK SPACE}", " ")
    spans = [(c["start"], c["end"]) for c in packaged_case().claims]
    for line in gold.read_text(encoding="utf-8").splitlines():
        quote = json.loads(line)["quote"].replace("\N{NO-BREAK SPACE}", " ")
        at = text.index(quote)
        overlap = max(min(end, at + len(quote)) - max(start, at) for start, end in spans)
        assert overlap >= 0.5 * len(quote), quote


@pytest.mark.shared
def test_no_wording_of_the_article_is_in_the_case(article: bytes):
    said = runs(article.decode("utf-8"), 5)
    for claim in packaged_case().claims:
        assert not runs(claim["claim"], 5) & said, claim["claim_id"]
    longer = runs(article.decode("utf-8"), 6)
    for file in FOLDER.iterdir():
        if file.is_file():
            for said_here in texts(file):
                assert not runs(said_here, 6) & longer, (file.name, said_here)


@pytest.mark.shared
def test_chronology_is_the_published_one(shared: Path):
    published = (shared / "chronology" / "pakistan_russia.csv").read_bytes()
    assert (FOLDER / "chronology.csv").read_bytes() == published
