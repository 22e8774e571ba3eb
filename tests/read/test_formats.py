"""Markdown, HTML, PDF and DOCX: the article's words, at their own places, and one line for what cannot be read."""

from __future__ import annotations

from datetime import date

import pytest

from detente.errors import DocumentError
from detente.model.reading import Reading
from detente.read import document_from_bytes, read_document
from detente.read.document import Document
from tests.read.files import WORD, docx, locked_pdf, paragraph, pdf, zipped

MARKDOWN = """---
title: Chile attacked Peru in 1879
---
# Neighbours

In March 2014 **Japan** and [Viet&shy;nam](https://example.org/Japan_attacked_Vietnam) signed a *defence*
agreement&nbsp;on research.[^1] ![Japan invaded Vietnam](a.png)

```
Japan bombed Vietnam in 2001.
```

    Vietnam bombed Japan in 2002.

- In 2015 Kenya sent Somalia 20 trucks.
- Somalia\\_thanked nobody. <!-- Kenya attacked Somalia. -->

| Year | Deed |
|------|------|
| 2016 | Kenya attacked Uganda. |

[^1]: Turkey visited nobody.
[link]: https://example.org/Kenya-attacked-Somalia
"""

HTML = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Chile attacked Peru | News</title>
<script>var deed = "<p>Chile attacked Peru in 1879.</p>";</script><style>p { color: red }</style></head>
<body class="has-sidebar"><nav><ul><li><a href="/">Home</a></li><li><a href="/1">Chile attacked Peru in 1880.</a></li>
</ul></nav><header>Chile bombed Peru in 1881, readers of this newspaper were told today.</header>
<div class="wrap"><div id="content"><h1>Neighbours sign</h1>
<p>In March 2014 <b>Japan</b> and <a href="/vietnam?a=1&amp;b=2">Viet&shy;nam</a> signed a defence
   agreement&nbsp;on research &amp; training in Hanoi.</p>
<!-- <p>Chile attacked Peru in 1882.</p> -->
<p>In 2015 Kenya sent Somalia 20 trucks, said officials who had seen the papers.<br><br>They spoke at length.</p>
<p hidden>Chile attacked Peru in 1883, or so a hidden paragraph of this page says.</p>
<ul><li><a href="/2">Chile attacked Peru in 1884.</a></li></ul>
</div><div class="sidebar"><p>Chile attacked Peru in 1885, as every visitor of the sidebar will know.</p></div>
<div id="comments"><p>Chile attacked Peru in 1886, and I will not hear a word against it.</p></div>
</div><footer>Chile attacked Peru in 1887.</footer></body></html>
"""


def words(document: Document) -> str:
    return document.cleaned().text


def readings(document: Document) -> list[Reading]:
    found = read_document(document, published=date(2020, 1, 1))
    for reading in found:
        quote = reading.quote
        assert document.text[quote.start : quote.end] == quote.exact
        assert quote.page == document.page_of(quote.start)
    return found


def told(document: Document) -> set[tuple[str, ...]]:
    return {tuple(sorted({*r.source_actors, *r.target_actors})) for r in readings(document)}


def test_markdown_is_read_without_its_marks() -> None:
    document = document_from_bytes(MARKDOWN.encode(), "notes.md")
    assert document.text == MARKDOWN
    assert "In March 2014 Japan and Vietnam signed a defence agreement on research." in words(document)
    for unread in (
        "Chile",
        "bombed",
        "invaded",
        "attacked Vietnam",
        "attacked Somalia",
        "*",
        "```",
        "[^1]",
        "#",
    ):
        assert unread not in words(document)
    assert "Somalia_thanked" in words(document)
    assert "\n\nKenya attacked Uganda." in words(document)
    assert told(document) == {("JPN", "VNM"), ("KEN", "SOM"), ("KEN", "UGA")}
    signed = next(r for r in readings(document) if r.realm == "defence" and "JPN" in r.source_actors)
    assert "Japan** and [Viet&shy;nam](" in signed.quote.exact
    assert "Japan and Vietnam signed a defence agreement" in signed.quote.plain
    assert signed.record()["quote"]["words"] == signed.quote.plain


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("+++\ntitle = 'Chile'\n+++\nJapan met\nVietnam.", "Japan met Vietnam."),
        ("\ufeff---\r\ntitle: Chile\r\n---\r\nJapan met\r\nVietnam.\r\n", "Japan met Vietnam."),
        ("---\nJapan met Vietnam.\n", "Japan met Vietnam."),
        ("Japan met Vietnam\n===\n\nThey spoke\n---\nagain.", "Japan met Vietnam\n\nThey spoke\n\nagain."),
        ("~~~~\nChile\n~~~\nPeru\n~~~~\nJapan met Vietnam.", "Japan met Vietnam."),
        ("> Japan met\n> Vietnam.\n>> They spoke.", "Japan met Vietnam.\n\nThey spoke."),
        ("1. Japan met\n   Vietnam.\n\n   They spoke.", "Japan met    Vietnam.\n\nThey spoke."),
        ("a | b\n--|--\nx \\| y | Japan met Vietnam.", "a\n\nb\n\nx | y\n\nJapan met Vietnam."),
        ("Japan met  \nVietnam\\\nin March.<br>They spoke.", "Japan met\nVietnam\nin March.\nThey spoke."),
        ("<script>\nChile attacked\n\nPeru\n</script>\nJapan met Vietnam.", "Japan met Vietnam."),
        ("Japan met [Vietnam][1] [and](<u r l> \"t\") *spoke*.\n\n[1]: http://x/Chile", "Japan met Vietnam and spoke."),
    ],
)  # fmt: skip
def test_forms_of_markdown(source: str, shown: str) -> None:
    document = document_from_bytes(source.encode(), "a.md")
    lines = [line.strip() for line in words(document).split("\n")]
    kept = [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]
    assert "\n".join(kept).strip() == shown


def test_the_same_bytes_as_plain_text_keep_every_mark() -> None:
    assert words(document_from_bytes(MARKDOWN.encode(), "notes.txt")).count("*") == MARKDOWN.count("*")


@pytest.mark.parametrize("name", ["page.html", "page.txt", "page"])
def test_a_web_page_is_its_article(name: str) -> None:
    document = document_from_bytes(HTML.encode(), name)
    assert document.text == HTML
    assert "Chile" not in words(document) and "Home" not in words(document)
    assert "signed a defence agreement on research & training in Hanoi." in words(document)
    assert "papers.\n\nThey spoke at length." in words(document)
    assert told(document) == {("JPN", "VNM"), ("KEN", "SOM")}
    signed = next(r for r in readings(document) if "JPN" in r.source_actors)
    assert '</b> and <a href="/viet' in signed.quote.exact and "<" not in signed.quote.plain


def test_pages_without_closing_tags_and_of_tables_are_read() -> None:
    page = (
        "<html><head><title>x</title><body><table><tr><td class=menu><a href=/>Chile attacked Peru.</a><td>"
        "<p>In March 2014 Japan and Vietnam signed an agreement on research.<p>In 2015 Kenya sent Somalia 20 "
        "trucks and said so in a letter.</table>"
    )
    document = document_from_bytes(page.encode(), "old.htm")
    assert words(document).split("\n\n")[0].startswith("In March 2014 Japan") and "Chile" not in words(
        document
    )


def test_an_article_element_is_taken_before_longer_lists() -> None:
    teasers = "".join(
        f"<div><p>Chile attacked Peru in {y}, the paper of that day wrote.</p></div>"
        for y in range(1901, 1903)
    )
    article = (
        "<article><p>In March 2014 Japan and Vietnam signed an agreement in Hanoi.</p><p>Yes.</p></article>"
    )
    page = f"<!doctype html><body><div>{teasers}</div><main>{article * 2}</main></body>"
    assert "Chile" not in words(document_from_bytes(page.encode(), "a.html"))


@pytest.mark.parametrize("charset", ["windows-1251", "iso-8859-1", "koi8-r", "no-such-charset", "base64"])
def test_a_declared_encoding_counts(charset: str) -> None:
    page = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><body><p>'
    )
    said = {"windows-1251": "Юрий", "koi8-r": "Юрий"}.get(charset, "José")
    encoding = charset if charset in ("windows-1251", "koi8-r") else "cp1252"
    data = (
        (page + f"Mr {said} of Japan met them “there” again.")
        .replace("“", '"')
        .replace("”", '"')
        .encode(encoding)
    )
    assert f"Mr {said} of" in words(document_from_bytes(data, "a.html"))


def test_a_pdf_is_read_with_its_pages() -> None:
    head = ["The Daily Example", ""]
    pages = [
        [
            *head,
            "In March 2014 Japan and Vietnam signed an agreement on defence co-",
            "operation in Hanoi. They met twice.",
            "1",
        ],
        [*head, "In 2015 Kenya sent Soma-", "lia 20 trucks.", "2"],
        [*head, "Egypt accused Ethiopia of filling the dam.", "3"],
    ]
    document = document_from_bytes(pdf(pages), "a.pdf")
    assert "Daily Example" in document.text and "Daily Example" not in words(document)
    assert "Somalia 20 trucks" in words(document) and "cooperation in Hanoi" in words(document)
    assert {(r.quote.page, r.source_actors[0]) for r in readings(document)} >= {
        (1, "JPN"),
        (2, "KEN"),
        (3, "EGY"),
    }
    assert len(document.pages) == 3 and document.page_of(0) == 1


def test_a_word_file_is_read_without_what_nobody_sees() -> None:
    body = (
        paragraph("In March 2014 Ja", "pan and Viet", "nam signed an agreement on &amp; about research.")
        + '<w:p><w:del><w:r><w:delText>Chile attacked Peru.</w:delText></w:r></w:del>'
        "<w:moveFrom><w:r><w:t>Chile bombed Peru.</w:t></w:r></w:moveFrom>"
        "<w:r><w:instrText>HYPERLINK Chile</w:instrText></w:r><w:ins><w:r><w:t>In 2015 Kenya</w:t></w:r></w:ins>"
        "<w:r><w:tab/><w:t>sent Somalia 20 trucks.</w:t></w:r></w:p>"
        f"<w:tbl><w:tr><w:tc>{paragraph('Egypt accused Ethiopia of filling the dam.')}</w:tc></w:tr></w:tbl>"
        "<mc:AlternateContent><mc:Fallback><w:p><w:r><w:t>Chile again.</w:t></w:r></w:p></mc:Fallback>"
        "</mc:AlternateContent>"
    )  # fmt: skip
    document = document_from_bytes(docx(body), "a.docx")
    assert document.text == (
        "In March 2014 Japan and Vietnam signed an agreement on & about research.\n\n"
        "In 2015 Kenya\tsent Somalia 20 trucks.\n\nEgypt accused Ethiopia of filling the dam."
    )
    assert told(document) == {("JPN", "VNM"), ("KEN", "SOM"), ("EGY", "ETH")}
    assert all(r.quote.page is None and r.quote.words is None for r in readings(document))


def with_notes(body: str, note: str) -> bytes:
    """A DOCX with one footnote, and the rule that stands above footnotes."""
    rule = f'<w:footnote w:type="separator" w:id="-1">{paragraph("Chile attacked Peru.")}</w:footnote>'
    notes = f'<w:footnotes xmlns:w="{WORD}">{rule}<w:footnote w:id="2">{paragraph(note)}</w:footnote></w:footnotes>'
    main = f'<w:document xmlns:w="{WORD}"><w:body>{paragraph(body)}</w:body></w:document>'
    return zipped({"word/document.xml": main.encode(), "word/footnotes.xml": notes.encode()})


def test_a_word_files_notes_come_after_its_text() -> None:
    document = document_from_bytes(
        with_notes("In 2015 Kenya sent Somalia 20 trucks.", "Egypt accused Ethiopia of filling the dam."),
        "a.docx",
    )
    assert (
        document.text == "In 2015 Kenya sent Somalia 20 trucks.\n\nEgypt accused Ethiopia of filling the dam."
    )
    assert told(document) == {("KEN", "SOM"), ("EGY", "ETH")}


def test_hidden_words_are_not_read_and_a_box_does_not_cut_the_sentence_around_it() -> None:
    body = (
        '<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Chile attacked Peru. </w:t><w:tab/></w:r>'
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>In March 2014 Japan </w:t></w:r>'
        f"<w:r><w:pict><w:txbxContent>{paragraph('A box of words.')}</w:txbxContent></w:pict></w:r>"
        "<w:r><w:t>and Vietnam signed an agreement.</w:t></w:r></w:p>"
    )  # fmt: skip
    document = document_from_bytes(docx(body), "a.docx")
    assert document.text == "A box of words.\n\nIn March 2014 Japan and Vietnam signed an agreement."
    assert told(document) == {("JPN", "VNM")}


BOMB = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
ENCRYPTED = bytearray(docx(paragraph("Words of a document.")))
for _mark, _flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
    ENCRYPTED[ENCRYPTED.index(_mark) + _flag] |= 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (pdf([["x"]], text=False), "pictures"),
        (b"%PDF-1.7 and then nothing", "damaged"),
        (pdf([["Japan met Vietnam."]])[:200], "damaged"),
        (locked_pdf([["Japan met Vietnam."]], "secret"), "password"),
        (docx(paragraph("Words."))[:60], "broken"),
        (docx(paragraph("Words.")).replace(b"PK\x01\x02", b"PK\x09\x09"), "broken"),
        (docx(paragraph("Words."), name="xl/workbook.xml"), "Excel"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b""}), "OpenDocument"),
        (zipped({"ppt/presentation.xml": b""}), "PowerPoint"),
        (zipped({}), "word/document.xml is missing"),
        (docx(paragraph("")), "holds no text"),
        (docx("<w:p>"), "its XML is broken"),
        (docx(paragraph("&b;"), head=BOMB), "declares entities"),
        (zipped({"word/document.xml": b" " * 150_000_000}), "unpacks to more than"),
        (bytes(ENCRYPTED), "password"),
        (with_notes("Words.", " " * 150_000_000), "unpacks to more than"),
        (b"From: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n<p>Words</p>", "MHTML"),
    ],
    ids=["pictures", "no-pdf", "cut-pdf", "locked-pdf", "cut-zip", "zip-without-list", "workbook", "odt", "slides",
         "empty-zip",
         "no-words", "xml", "entities", "zip-bomb", "locked-docx", "bomb-in-notes", "web-archive"],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_one_line(data: bytes, says: str) -> None:
    with pytest.raises(DocumentError) as caught:
        document_from_bytes(data, "file")
    line = str(caught.value)
    assert line.startswith("file: ") and says in line and "\n" not in line


def test_pages_of_pictures_among_others_are_named() -> None:
    pages = [
        ["In March 2014 Japan and Vietnam signed an agreement."],
        [],
        ["In 2015 Kenya sent Somalia 20 trucks."],
        [],
    ]
    document = document_from_bytes(pdf(pages, pictures=(2,)), "a.pdf")
    assert document.unread == ("page 2 holds only pictures",)
    assert {(r.quote.page, r.source_actors[0]) for r in readings(document)} == {(1, "JPN"), (3, "KEN")}
    assert document_from_bytes(pdf([*pages, []], pictures=(2, 5)), "a.pdf").unread == (
        "pages 2, 5 hold only pictures",
    )


@pytest.mark.parametrize("cut", range(40, 1500, 97))
def test_a_pdf_cut_anywhere_is_read_or_refused_in_one_line(cut: int) -> None:
    lines = [[f"In {year} Kenya sent Somalia {year - 2000} trucks."] for year in (2011, 2012, 2013)]
    try:
        readings(document_from_bytes(pdf(lines)[:cut], "a.pdf"))
    except DocumentError as error:
        assert str(error).startswith("a.pdf: ") and "\n" not in str(error)


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    document = document_from_bytes(locked_pdf([["Japan met Vietnam in Hanoi."]], ""), "a.pdf")
    assert "Japan met Vietnam" in document.text


def test_a_language_other_than_english_is_refused_in_any_format() -> None:
    german = "Die beiden Staaten haben am Montag ein neues Abkommen unterzeichnet, sagte der Minister. " * 4
    for data, name in (
        (f"<html><body><p>{german}</p></body></html>".encode(), "a.html"),
        (docx(paragraph(german)), "a.docx"), (pdf([[german[:80]] * 5]), "a.pdf"), (german.encode(), "a.md"),
    ):  # fmt: skip
        with pytest.raises(DocumentError, match="English"):
            document_from_bytes(data, name)


@pytest.mark.parametrize(
    "source",
    [
        '<a "' * 60_000, "<a '>" * 60_000, '<a ">"' * 60_000, "<!--" * 60_000, "<div>" * 60_000, "<p>" * 60_000,
        "</p>" * 60_000, "&#" * 60_000, "<script>" * 30_000, "<" * 200_000,
    ],
    ids=lambda s: s[:8],
)  # fmt: skip
def test_hostile_markup_ends_soon(source: str) -> None:
    text = "<html><body><p>Japan met Vietnam in Hanoi to talk about the weather.</p>" + source
    assert "Japan met Vietnam" in words(document_from_bytes(text.encode(), "a.html"))


@pytest.mark.parametrize(
    "source",
    ["[" * 9000, "![" * 9000, "[a](" * 9000, "`" * 9001, "[![a](b)" * 3000, "***" * 9000, "```\n" * 3001],
)
def test_hostile_markdown_ends_soon(source: str) -> None:
    text = "Japan met Vietnam in Hanoi.\n\n" + source
    assert "Japan met Vietnam" in words(document_from_bytes(text.encode(), "a.md"))
