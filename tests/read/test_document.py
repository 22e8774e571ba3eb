"""Bytes to text, and one clear line for what is no text."""

from __future__ import annotations

import hashlib

import pytest

from detente.errors import DocumentError
from detente.read.clean import clean
from detente.read.document import SIZE_LIMIT_BYTES, TEXT_LIMIT_CHARACTERS, document_from_bytes
from detente.read.sentences import sentences

GERMAN = (
    "Die beiden Länder haben am Montag ein neues Abkommen über die Zusammenarbeit unterzeichnet, sagte der Minister. "
    * 3
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings(encoding: str) -> None:
    data = "The two “sides” met in Zürich.\r\n".encode(encoding)
    document = document_from_bytes(data, "a.txt")
    assert document.text == "The two “sides” met in Zürich.\r\n"
    assert document.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04rest", "DOCX"),
        (b"<!DOCTYPE html><html><body><script>var x = 1;</script></body></html>", "no running text"),
        (b"{\\rtf1 words}", "RTF"),
        (b"\xd0\xcf\x11\xe0 old", "Office"),
        (bytes(range(256)), "binary"),
        (b"12 34 56", "no words"),
        (GERMAN.encode(), "English"),
        (b"x" * (SIZE_LIMIT_BYTES + 1), "limit"),
        (b"Japan met Vietnam. " * (TEXT_LIMIT_CHARACTERS // 19 + 1), "limit"),
        (b"\xff\xfea", "utf-16"),
        (b"\xff\xfe\x00\x00a", "utf-32"),
    ],
)
def test_refusals_are_one_line_that_names_the_file(data: bytes, says: str) -> None:
    with pytest.raises(DocumentError) as caught:
        document_from_bytes(data, "notes.bin")
    line = str(caught.value)
    assert line.startswith("notes.bin: ") and says in line and "\n" not in line


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_by_its_empty_bytes(encoding: str) -> None:
    assert document_from_bytes("Japan met Vietnam in Zürich.".encode(encoding), "a.txt").text.endswith(
        "Zürich."
    )
    with pytest.raises(DocumentError, match="binary"):
        document_from_bytes(b"J\0" * 2 + b"\0\0\1\2" * 40, "a.txt")


def test_one_bad_byte_does_not_spoil_every_accent() -> None:
    data = "José met Zoë in Zürich and they agreed on much. ".encode() * 3 + b"\xff then left."
    text = document_from_bytes(data, "a.txt").text
    assert "José met Zoë" in text and text.endswith("\ufffd then left.")
    assert "José met Zoë" in document_from_bytes("José met Zoë in Zürich.".encode("cp1252"), "a.txt").text


def test_cleaning_maps_back() -> None:
    text = "A\u00a0visit\u200b by\r\n\u201cX\u201d\u2014now"
    cleaned = clean(text)
    assert cleaned.text == 'A visit by\n"X"\u2014now'
    start = cleaned.text.index("by")
    assert text[slice(*cleaned.span(start, start + 2))] == "by"
    assert text[slice(*cleaned.span(0, len(cleaned.text)))] == text


@pytest.mark.parametrize(
    "line",
    [
        "Comments are closed.",
        "Subscribe to our newsletter",
        "Share this on Facebook",
        "All rights reserved",
        "Leave a comment",
    ],
)
def test_page_furniture_is_no_sentence(line: str) -> None:
    text = clean(f"Japan met Vietnam.\n\n{line}\n").text
    assert [text[s.start : s.end] for s in sentences(text)] == ["Japan met Vietnam."]


def test_lines_broken_at_a_margin_are_one_sentence() -> None:
    text = (
        "In the spring of that year, after talks that lasted for weeks, Japan\n"
        "Vietnam and three others met in Hanoi, where they had met before, to\n"
        "Speak about the weather.\n\nJapan and\nVietnam met."
    )
    assert len(sentences(text)) == 2
    titled = (
        "A title that is not so short but stands alone above its own paragraph\n" + "Japan met Vietnam " * 9
    )
    assert len(sentences(titled)) == 2


def test_sentences_know_abbreviations_and_headings() -> None:
    text = "A title without a stop\n\nGen. Smith of the U.S. Army met Mr. Jones. They spoke."
    text += " In 3.5 hours\nall was said."
    assert [text[s.start : s.end] for s in sentences(text)] == [
        "A title without a stop", "Gen. Smith of the U.S. Army met Mr. Jones.", "They spoke.",
        "In 3.5 hours\nall was said.",
    ]  # fmt: skip
