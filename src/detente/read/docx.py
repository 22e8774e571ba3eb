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
_UNREADABLE: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, struct.error, RuntimeError,
    IndexError,
)  # fmt: skip
_SPACES: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_UNREAD: Final = frozenset(["del", "moveFrom", "Fallback", "instrText", "delText"])
"""What a reader of the printed page does not see: deleted and moved words, doubles for old programs, field codes."""


class _ForbiddenError(Exception):
    """The XML declares a document type: the way of entity bombs, which Word never writes."""


def docx_text(data: bytes, name: str) -> str:
    """The paragraphs of the document's body (tables' cells too), with an empty line between them.

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
    entry = next((i for i in archive.infolist() if _MAIN.fullmatch(i.filename)), None)
    if entry is None:
        raise DocumentError(
            "this is a zipped file that is no DOCX (word/document.xml is missing)",
            where=name,
            todo="Give the documents in it one by one",
        )
    if entry.flag_bits & 1:
        raise DocumentError("the DOCX file needs a password", where=name, todo="Save it without a password")
    paragraphs = _Paragraphs()
    size = 0
    with archive.open(entry) as file:
        while piece := file.read(1 << 16):
            size += len(piece)
            if size > XML_LIMIT_BYTES:
                raise DocumentError(
                    f"the DOCX file unpacks to more than {XML_LIMIT_BYTES // 10**6} MB",
                    where=name,
                    todo="Split it into single articles",
                )
            paragraphs.feed(piece, name)
    paragraphs.feed(b"", name, last=True)
    return "\n\n".join(paragraphs.found)


class _Paragraphs:
    """Takes the XML piece by piece; `found` are the paragraphs so far."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._words: list[str] = []
        self._unread, self._in_text = 0, False
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

    def _start(self, element: str, _: dict[str, str]) -> None:
        local = element.rpartition(" ")[2]
        self._unread += local in _UNREAD
        if local == "t":
            self._in_text = True
        elif not self._unread and local in _SPACES:
            self._words.append(_SPACES[local])

    def _end(self, element: str) -> None:
        local = element.rpartition(" ")[2]
        self._unread -= local in _UNREAD
        if local == "t":
            self._in_text = False
        elif local == "p" and (text := "".join(self._words).strip()):
            self.found.append(text)
            self._words.clear()
        elif local == "p":
            self._words.clear()

    def _characters(self, text: str) -> None:
        if self._in_text and not self._unread:
            self._words.append(text)


def _damaged(name: str, why: str) -> DocumentError:
    return DocumentError(f"the DOCX file cannot be read: {why}", where=name, todo="Save it again, or as .txt")
