"""A document: bytes to text. Offsets everywhere are code points into that text."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from detente.errors import DocumentError
from detente.read.clean import Cleaned, clean
from detente.read.content import Content
from detente.read.docx import docx_text
from detente.read.encoding import decode, refuse_binary
from detente.read.language import refuse_other_languages
from detente.read.markdown import markdown_content
from detente.read.pdf import pdf_text
from detente.read.web_page import page_content

SIZE_LIMIT_BYTES: Final = 50_000_000
TEXT_LIMIT_CHARACTERS: Final = 5_000_000

_HTML: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_MARKDOWN_NAMES: Final = (".md", ".markdown", ".mdown", ".mkd")
_HTML_NAMES: Final = (".html", ".htm", ".xhtml")
_REFUSED: Final = (
    (b"\xd0\xcf\x11\xe0", "an old or password-protected Office file", "Save it as .docx without a password"),
    (b"{\\rtf", "an RTF file", "Save it as .docx or .txt"),
)
_ARCHIVE: Final = re.compile(rb"^MIME-Version:.{0,2000}?multipart/related", re.I | re.S | re.M)


@dataclass(frozen=True, slots=True)
class Document:
    """A text that was read.

    - `name`: its file name as given; `sha256`: of the file's bytes.
    - `text`: what offsets count in. Plain text, Markdown and HTML: the file decoded, line ends and markup as they
      are. PDF: the text of all pages, a form feed between them. DOCX: its paragraphs, an empty line between them.
    - `content`: the words to be read where that is less than `text`; None when it is all of it.
    - `pages`: where each page of a PDF begins in `text`; empty for others.
    - `unread`: what of the file could not be read though the rest was, each in a few words.
    """

    name: str
    text: str
    sha256: str
    content: Content | None = None
    pages: tuple[int, ...] = ()
    unread: tuple[str, ...] = ()

    def cleaned(self) -> Cleaned:
        """The words to be read, cleaned, with the way back into `text`."""
        if self.content is None:
            return clean(self.text)
        inner = clean(self.content.text)
        starts, ends = self.content.starts, self.content.ends
        return Cleaned(
            text=inner.text,
            origin=(*(starts[i] for i in inner.origin[:-1]), len(self.text)),
            ends=tuple(ends[i] for i in inner.origin[:-1]),
        )

    def page_of(self, offset: int) -> int | None:
        """The page (first is 1) on which the character at `offset` stands; None where there are no pages."""
        return bisect_right(self.pages, offset) or None


def document_from_bytes(data: bytes, name: str) -> Document:
    """The document in a file's bytes: PDF, DOCX, HTML (by name or beginning), Markdown (by name), plain text.

    Text is UTF-8 (BOM or not), UTF-16 or UTF-32 with BOM, as HTML declares, else Windows-1252. Raises
    DocumentError, in one line, for: an empty file, more than 50 MB or 5 million characters, what is damaged or
    behind a password, bytes that are no text, pages without text, and text that is not English.
    """
    refuse_size(len(data), name)
    for magic, label, todo in _REFUSED:
        if data.startswith(magic):
            raise DocumentError(f"this is {label}, which is not read", where=name, todo=todo)
    if _ARCHIVE.search(data[:4096]):
        raise DocumentError(
            "this is a web archive (MHTML), which is not read", where=name, todo="Save the page as .html"
        )
    sha256 = hashlib.sha256(data).hexdigest()
    if b"%PDF-" in data[:1024]:
        text, pages, content, pictures = pdf_text(data, name, TEXT_LIMIT_CHARACTERS)
        return _checked(Document(name, text, sha256, content, pages, _unread_pages(pictures)))
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _checked(Document(name, docx_text(data, name), sha256))
    return _checked(_from_text(data, name, sha256))


def refuse_size(size_bytes: int, name: str) -> None:
    """Raises DocumentError for a file that is too large to be read at all."""
    if size_bytes > SIZE_LIMIT_BYTES:
        limit = f"the limit is {SIZE_LIMIT_BYTES // 10**6} MB"
        raise _too_long(f"the file has {size_bytes / 1e6:.1f} MB, {limit}", name)


def _unread_pages(numbers: tuple[int, ...]) -> tuple[str, ...]:
    if not numbers:
        return ()
    shown = ", ".join(str(n) for n in numbers[:10]) + (", ..." if len(numbers) > 10 else "")
    return (
        f"page{'s' * (len(numbers) > 1)} {shown} {'hold' if len(numbers) > 1 else 'holds'} only pictures",
    )


def _from_text(data: bytes, name: str, sha256: str) -> Document:
    lower = name.lower()
    text = decode(data, name, markup=lower.endswith(_HTML_NAMES) or b"<" in data[:64])
    if len(text) > TEXT_LIMIT_CHARACTERS:
        raise _too_long(_characters(text), name)
    if not text.strip("\ufeff \t\r\n\f\v"):
        raise DocumentError("the file is empty", where=name, todo="Give a file with text")
    refuse_binary(text, name)
    if lower.endswith(_HTML_NAMES) or _HTML.match(text.lstrip("\ufeff")):
        return Document(name, text, sha256, page_content(text))
    if lower.endswith(_MARKDOWN_NAMES):
        return Document(name, text, sha256, markdown_content(text))
    return Document(name, text, sha256)


def _checked(document: Document) -> Document:
    words = document.text if document.content is None else document.content.text
    if len(document.text) > TEXT_LIMIT_CHARACTERS:
        raise _too_long(_characters(document.text), document.name)
    if document.content is not None and not words.strip():
        raise DocumentError(
            "there is no running text in it", where=document.name, todo="Save the article alone"
        )
    refuse_binary(words, document.name)
    refuse_other_languages(words, document.name)
    return document


def _characters(text: str) -> str:
    return f"the text has {len(text):,} characters, the limit is {TEXT_LIMIT_CHARACTERS:,}"


def _too_long(what: str, name: str) -> DocumentError:
    return DocumentError(what, where=name, todo="Split it into single articles")
