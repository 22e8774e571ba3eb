"""The text of a Word document (Office Open XML), with the standard library alone."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from io import BytesIO
from typing import Final
from xml.parsers import expat

from detente.errors import DocumentError

XML_LIMIT_BYTES: Final = 100_000_000
_MAIN: Final = re.compile(r"word/document\d*\.xml")
_NOTES: Final = ("word/footnotes.xml", "word/endnotes.xml")
_OTHERS: Final = (
    ("mimetype", "an OpenDocument or EPUB file"), ("content.xml", "an OpenDocument file"),
    ("xl/workbook.xml", "an Excel workbook"), ("ppt/presentation.xml", "a PowerPoint file"),
)  # fmt: skip
_UNREADABLE: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, struct.error, RuntimeError,
    IndexError,
)  # fmt: skip
_SPACES: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_UNREAD: Final = frozenset(["del", "moveFrom", "Fallback", "instrText", "delText"])
"""What a reader of the printed page does not see: deleted and moved words, doubles for old programs, field codes.
Hidden runs (w:vanish) and the rules above footnotes are left out too."""


class _ForbiddenError(Exception):
    """The XML declares a document type: the way of entity bombs, which Word never writes."""


def docx_text(data: bytes, name: str) -> str:
    """The paragraphs of the document's body (tables' cells too), then its notes, with an empty line between them.

    Raises DocumentError for a damaged or encrypted file, a zip that holds no Word document, XML that unpacks to
    more than 100 MB or declares entities, and a document without text.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            text = _read(archive, name)
    except _UNREADABLE as error:
        raise _damaged(name, "the zip file is broken") from error
    if not text.strip():
        raise DocumentError("the DOCX file holds no text", where=name, todo="Give a file with text")
    return text


def _read(archive: zipfile.ZipFile, name: str) -> str:
    entries = {i.filename: i for i in archive.infolist()}
    main = next((i for n, i in entries.items() if _MAIN.fullmatch(n)), None)
    if main is None:
        raise _other(set(entries), name)
    notes = [entries[n] for n in _NOTES if n in entries]
    paragraphs = [_Paragraphs(), *(_Paragraphs() for _ in notes)]
    left = XML_LIMIT_BYTES
    for entry, part in zip([main, *notes], paragraphs, strict=True):
        left -= _parse(archive, entry, part, left, name)
    return "\n\n".join(text for part in paragraphs for text in part.found)


def _parse(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, to: _Paragraphs, limit: int, name: str) -> int:
    """Feeds one XML file of the archive; returns its size. Raises DocumentError beyond the limit."""
    if entry.flag_bits & 1:
        raise DocumentError("the DOCX file needs a password", where=name, todo="Save it without a password")
    size = 0
    with archive.open(entry) as file:
        while piece := file.read(1 << 16):
            size += len(piece)
            if size > limit:
                raise DocumentError(
                    f"the DOCX file unpacks to more than {XML_LIMIT_BYTES // 10**6} MB",
                    where=name,
                    todo="Split it into single articles",
                )
            to.feed(piece, name)
    to.feed(b"", name, last=True)
    return size


def _other(names: set[str], name: str) -> DocumentError:
    """What a zipped file without a Word document is."""
    for mark, label in _OTHERS:
        if mark in names:
            return DocumentError(
                f"this is {label}, which is not read", where=name, todo="Save it as .docx, .html or .txt"
            )
    return DocumentError(
        "this is a zipped file that is no DOCX (word/document.xml is missing)",
        where=name,
        todo="Give the documents in it one by one",
    )


class _Paragraphs:
    """Takes the XML piece by piece; `found` are the paragraphs so far."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._words: list[str] = []
        self._around: list[list[str]] = []
        self._unread, self._in_text, self._runs, self._hidden = 0, False, 0, False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._forbid
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def feed(self, piece: bytes, name: str, *, last: bool = False) -> None:
        """Parse on. Raises DocumentError."""
        try:
            self._parser.Parse(piece, last)
        except _ForbiddenError:
            raise _damaged(name, "its XML declares entities") from None
        except expat.ExpatError as error:
            raise _damaged(name, "its XML is broken") from error

    def _forbid(self, *_: object) -> None:
        raise _ForbiddenError

    def _start(self, element: str, given: dict[str, str]) -> None:
        local = element.rpartition(" ")[2]
        self._unread += local in _UNREAD or _is_rule(local, given)
        if local == "t":
            self._in_text = True
        elif local == "r":
            self._runs, self._hidden = self._runs + 1, False
        elif local == "vanish" and self._runs:
            self._hidden = next(iter(given.values()), "") not in ("0", "false", "off")
        elif local == "txbxContent":
            # A box stands within a paragraph: its own paragraphs are told before that one
            self._around.append(self._words)
            self._words, self._hidden = [], False
        elif local in _SPACES:
            self._characters(_SPACES[local], anywhere=self._runs > 0)

    def _end(self, element: str) -> None:
        local = element.rpartition(" ")[2]
        self._unread -= local in _UNREAD
        if local == "t":
            self._in_text = False
        elif local == "r":
            self._runs, self._hidden = self._runs - 1, False
        elif local == "txbxContent" and self._around:
            self._words = self._around.pop()
        elif local in ("footnote", "endnote"):
            self._unread = 0
        elif local == "p":
            if text := "".join(self._words).strip():
                self.found.append(text)
            self._words.clear()

    def _characters(self, text: str, *, anywhere: bool = False) -> None:
        if (anywhere or self._in_text) and not self._unread and not self._hidden:
            self._words.append(text)


def _is_rule(local: str, given: dict[str, str]) -> bool:
    """Whether it is no note but the rule that parts notes from the text."""
    return local in ("footnote", "endnote") and any(
        key.endswith(" type") and value != "normal" for key, value in given.items()
    )


def _damaged(name: str, why: str) -> DocumentError:
    return DocumentError(f"the DOCX file cannot be read: {why}", where=name, todo="Save it again, or as .txt")
