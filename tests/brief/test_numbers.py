"""Every number in prose carries a note, and every note walks back to a quote or a row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.ledger.duckdb import DuckLedger
from detente.study.trace import trace
from tests.brief.conftest import Brief
from tests.brief.page import Element, Page, parse

DIGIT = re.compile(r"\d")
PROSE = {"p", "li", "h1", "h2", "h3", "h4", "figcaption", "summary", "dd", "blockquote"}
APART = {"notes", "evidence", "sources", "cite"}
"""The notes themselves, and what the sources and this page are called."""
NO_FACT = {"unit", "from", "question"}
"""The scale that a figure is drawn on, the citation of its data, and what the case asks: none says what is so."""


def unproven(page: Page) -> Iterator[str]:
    """Texts of prose that hold a digit and no note in their sentence."""
    for text, element in page.main.texts():
        if not DIGIT.search(text):
            continue
        within = [element, *element.above()]
        tags = {e.tag for e in within}
        if not tags & PROSE or tags & {"table", "svg", "code", "sup"} or {e.id for e in within} & APART:
            continue
        if NO_FACT & {name for e in within for name in e.classes}:
            continue
        sentence = next((e for e in within if "say" in e.classes), None)
        if sentence is None or not notes_in(sentence):
            yield " ".join(text.split())


def notes_in(element: Element) -> list[str]:
    """The targets of the note links in it."""
    links = [a for sup in element.all("sup", cls="note") for a in sup.all("a")]
    return [a.attributes["href"].removeprefix("#") for a in links]


def test_the_check_itself_sees_a_bare_number() -> None:
    noted = '<span class="say">In 1968 <sup class="note"><a href="#n1">1</a></sup></span>'
    bare = (
        "<p>In 1968.</p>",
        "<h3>A rise of 82</h3>",
        '<ul><li><span class="say">1968</span> x</li></ul>',
        f"<p>{noted} and 2</p>",
    )
    for html in bare:
        assert list(unproven(parse(f"<main>{html}</main>"))), html
    for html in (f"<p>{noted}</p>", '<section id="cite"><p>2026</p></section>', "<p>none</p>"):
        assert not list(unproven(parse(f"<main>{html}</main>"))), html


@pytest.mark.parametrize("which", ["brief", "in_1990"])
def test_no_number_in_prose_is_without_a_note(which: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(which).page
    assert list(unproven(page)) == []
    assert len(notes_in(page.main)) > 20


@pytest.mark.shared
def test_nor_with_the_article(with_article: Brief) -> None:
    assert list(unproven(with_article.page)) == []


def test_rows_of_figures_in_tables_carry_a_note(brief: Brief) -> None:
    for section in ("turning", "third"):
        for row in brief.page.by_id(section).all("tr"):
            if row.all("td") and "undetermined" not in row.text:
                assert notes_in(row), row.text


def test_every_note_is_listed_once_and_named_somewhere(brief: Brief) -> None:
    listed = [e.id for e in brief.page.by_id("notes").all("li")]
    assert listed == [f"n{i}" for i in range(1, len(listed) + 1)]
    assert set(notes_in(brief.page.main)) == set(listed)
    numbers = [a for sup in brief.page.main.all("sup", cls="note") for a in sup.all("a")]
    assert all(a.attributes["href"] == f"#n{a.text}" for a in numbers)


def test_a_note_names_the_ids_of_its_download(brief: Brief) -> None:
    ids = defaultdict(set)
    for row in brief.page.download("notes.csv"):
        ids[f"n{row['note']}"].add(row["statement_id"])
    evidence = {row["id"] for row in brief.page.download("evidence.csv")}
    for note in brief.page.by_id("notes").all("li"):
        shown = {a.text for a in note.all("a", cls="id")}
        assert shown and shown <= ids[str(note.id)] <= evidence
        more = len(ids[str(note.id)]) - len(shown)
        assert (f"and {more} more" in note.text) == (more > 0)


def test_every_id_traces_to_a_quote_or_a_row(brief: Brief, packaged_ledger: Path) -> None:
    ids = sorted({row["statement_id"] for row in brief.page.download("notes.csv")})
    assert len(ids) > 500
    ledger = DuckLedger.open(packaged_ledger)
    for id_ in ids:
        record = trace(ledger, id_)
        assert record["id"] == id_
        assert ("row" in record and record["row"]["values"]) or record["quote"]["exact"]
        assert len(record["snapshot"]["sha256"]) == 64
    ledger.close()


def said_in(element: Element) -> str:
    """Its text without the marks of notes."""
    pieces = (text for text, e in element.texts() if not any("note" in a.classes for a in [e, *e.above()]))
    return " ".join("".join(pieces).split())


@pytest.mark.shared
def test_the_words_of_every_claim_stand_at_their_place(with_article: Brief, shared: Path) -> None:
    text = (shared / "article" / "pak-russia-relations.txt").read_bytes().decode("utf-8")
    views = with_article.study.claims
    assert len(views) >= 22
    shown = [said_in(quote) for quote in with_article.page.by_id("claims").all("blockquote")]
    assert len(shown) == len(views)
    for view, words in zip(views, shown, strict=True):
        exact = text[view.claim.quote_start : view.claim.quote_end]
        assert view.quote == exact
        assert " ".join(exact.split()) == words


def test_without_the_article_its_words_are_not_in_the_page(brief: Brief) -> None:
    assert brief.page.by_id("claims").all("article", cls="claim")
    assert brief.page.by_id("claims").all("blockquote") == []
