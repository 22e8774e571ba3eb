"""A document: bytes decoded to text. Offsets everywhere are code points into that text."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from detente.errors import DocumentError

SIZE_LIMIT_BYTES: Final = 20_000_000
MINIMUM_WORDS_FOR_LANGUAGE: Final = 25
MINIMUM_ENGLISH_SHARE: Final = 0.12
CONTROL_SHARE_LIMIT: Final = 0.01

_ENGLISH: Final = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "that",
        "for",
        "it",
        "with",
        "as",
        "was",
        "on",
        "by",
        "at",
        "be",
        "are",
        "from",
        "this",
        "has",
        "have",
        "an",
        "which",
        "were",
        "not",
        "their",
        "its",
        "his",
        "her",
        "they",
        "will",
        "said",
        "would",
        "or",
        "had",
        "between",
        "but",
        "been",
        "after",
        "when",
        "who",
        "also",
        "both",
    ]
)
_FORMATS: Final = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a DOCX or other zipped file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
)
_HTML: Final = re.compile(rb"\A\s*(?:<!doctype\s+html|<html|<head|<body|<\?xml)", re.IGNORECASE)
_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """A text that was read: its file name, the decoded text with newlines as they are, the bytes' sha256."""

    name: str
    text: str
    sha256: str


def document_from_bytes(data: bytes, name: str) -> Document:
    """The document in a file's bytes: UTF-8 (BOM or not), UTF-16 with BOM, else Windows-1252.

    Raises DocumentError, in one line, for: an empty file, more than 20 MB, PDF, DOCX, HTML and RTF (not
    read yet), bytes that are no text, and text that is not English.
    """
    if len(data) > SIZE_LIMIT_BYTES:
        raise DocumentError(
            f"the file has {len(data) / 1e6:.1f} MB, the limit is {SIZE_LIMIT_BYTES // 1_000_000} MB",
            where=name,
            todo="Split it into single articles",
        )
    _refuse_formats(data, name)
    text = _decode(data, name)
    if not text.strip():
        raise DocumentError("the file is empty", where=name, todo="Give a file with text")
    _refuse_binary(text, name)
    _refuse_other_languages(text, name)
    return Document(name=name, text=text, sha256=hashlib.sha256(data).hexdigest())


def _refuse_formats(data: bytes, name: str) -> None:
    for magic, label in _FORMATS:
        if data.startswith(magic):
            raise DocumentError(f"this is {label}, not plain text", where=name, todo="Save it as a .txt file")
    if _HTML.match(data[:2000]):
        raise DocumentError("this is an HTML page, not plain text", where=name, todo="Save its text as .txt")


def _decode(data: bytes, name: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                raise DocumentError(
                    f"the file says it is {encoding} but is not", where=name, todo="Save it as UTF-8"
                ) from None
    if b"\x00" in data:
        raise DocumentError("this is binary data, not text", where=name, todo="Give a plain text file")
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DocumentError("the bytes are neither UTF-8 nor Windows-1252", where=name, todo="Save it as UTF-8")


def _refuse_binary(text: str, name: str) -> None:
    control = sum(
        1 for c in text if (ord(c) < 32 and c not in "\t\n\r\f\v") or c == "\ufffd" or 126 < ord(c) < 160
    )
    if control > CONTROL_SHARE_LIMIT * len(text) or "\x00" in text:
        raise DocumentError("this is binary data, not text", where=name, todo="Give a plain text file")
    if not re.search(r"[^\W\d_]{2,}", text):
        raise DocumentError("there are no words in it", where=name, todo="Give a file with text")


def _refuse_other_languages(text: str, name: str) -> None:
    words = re.findall(r"[^\W\d_]+", text[:200_000].lower())
    if len(words) < MINIMUM_WORDS_FOR_LANGUAGE:
        return
    share = sum(word in _ENGLISH for word in words) / len(words)
    if share < MINIMUM_ENGLISH_SHARE:
        raise DocumentError(
            f"the text does not look English ({share:.0%} common English words)",
            where=name,
            todo="Translate it first; only English is read",
        )
