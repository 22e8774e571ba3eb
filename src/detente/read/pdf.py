"""The text of a PDF file, page by page."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Final

from detente.errors import DocumentError
from detente.read.content import Content, Piece, content_of

if TYPE_CHECKING:
    from pypdf import PageObject

PAGE_LIMIT: Final = 3000
_NOT_TEXT: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_LIGATURES: Final = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
}
_PART: Final = re.compile(r"[\ufb00-\ufb05]|(?<=[a-z])-[ ]*\n[ ]*(?=[a-z])")
_NUMBER: Final = re.compile(r"(?:page\s*)?[-–—\s]*\d{1,4}[-–—\s]*(?:(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
EDGE_LINES: Final = 2
REPEATED_ON_PAGES: Final = 3


def pdf_text(data: bytes, name: str, limit: int) -> tuple[str, tuple[int, ...], Content, tuple[int, ...]]:
    """The text of all pages with a form feed between them, where each begins, what of it is to be read, and the
    numbers of the pages that hold only pictures.

    Running heads, page numbers and the hyphens of broken words are not read. Raises DocumentError for a damaged
    file, one behind a password, one without text (pictures of pages), more than 3000 pages, and for text of more
    than `limit` characters.
    """
    pages, pictures = _pages(data, name, limit)
    if not any(page.strip() for page in pages):
        raise DocumentError(
            "the PDF file holds no text, only pictures of it",
            where=name,
            todo="Run character recognition (OCR) on it first",
        )
    starts: list[int] = []
    position = 0
    for page in pages:
        starts.append(position)
        position += len(page) + 1
    text = "\f".join(pages)
    return text, tuple(starts), content_of(_read(text, pages, starts)), pictures


def _pages(data: bytes, name: str, limit: int) -> tuple[list[str], tuple[int, ...]]:
    # Imported here: only PDF files need it
    from pypdf import PdfReader  # noqa: PLC0415

    pages: list[str] = []
    pictures: list[int] = []
    try:
        with _silent():
            reader = PdfReader(BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise _locked(name)
            if len(reader.pages) > PAGE_LIMIT:
                raise DocumentError(
                    f"the PDF file has {len(reader.pages):,} pages, the limit is {PAGE_LIMIT:,}",
                    where=name,
                    todo="Split it into single articles",
                )
            size = 0
            for page in reader.pages:
                pages.append(_NOT_TEXT.sub(" ", page.extract_text()))
                size += len(pages[-1])
                if not pages[-1].strip() and _has_picture(page):
                    pictures.append(len(pages))
                if size > limit:
                    raise DocumentError(
                        f"the text has more than {limit:,} characters",
                        where=name,
                        todo="Split it into single articles",
                    )
    except DocumentError:
        raise
    except Exception as error:
        if type(error).__name__ == "DependencyError":
            raise _locked(name) from error
        raise DocumentError(
            f"the PDF file is damaged ({type(error).__name__})", where=name, todo="Save it again, or as .txt"
        ) from error
    return pages, tuple(pictures)


def _has_picture(page: PageObject) -> bool:
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    found = objects.get_object().values() if objects is not None else ()
    return any(o.get_object().get("/Subtype") == "/Image" for o in found)


def _locked(name: str) -> DocumentError:
    return DocumentError("the PDF file is protected by a password", where=name, todo="Save it without one")


@contextmanager
def _silent() -> Iterator[None]:
    """Without the parser's own remarks on stderr: a file that cannot be read is told in one line."""
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)


def _read(text: str, pages: Sequence[str], starts: Sequence[int]) -> Iterator[Piece]:
    """All but running heads and page numbers; words broken at a line's end joined; ligatures spelt out."""
    heads = _running_heads(pages)
    low = text.lower()
    for page, start in zip(pages, starts, strict=True):
        first, last = _body(page, heads)
        at = start + first
        for part in _PART.finditer(text, start + first, start + last):
            yield Piece(text[at : part.start()], at, part.start())
            if part[0] in _LIGATURES:
                yield Piece(_LIGATURES[part[0]], part.start(), part.end())
            elif _keeps_hyphen(text, low, part):
                yield Piece("-", part.start(), part.start() + 1)
            at = part.end()
        yield Piece(text[at : start + last], at, start + last)
        end = start + len(page)
        if end < len(text):
            yield Piece("\n", end, end + 1)


def _keeps_hyphen(text: str, low: str, part: re.Match[str]) -> bool:
    """Whether the word is written with a hyphen elsewhere in the text."""
    before = re.search(r"[^\W\d_]+$", text[max(0, part.start() - 40) : part.start()])
    after = re.match(r"[^\W\d_]+", text[part.end() : part.end() + 40])
    return bool(before and after) and f"{before[0]}-{after[0]}".lower() in low if before and after else False


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip())


def _running_heads(pages: Sequence[str]) -> set[str]:
    """Lines that stand at the edge of three pages or more, numbers aside."""
    seen: Counter[str] = Counter()
    for page in pages:
        lines = [line for line in page.split("\n") if line.strip()]
        seen.update({_shape(line) for line in [*lines[:EDGE_LINES], *lines[-EDGE_LINES:]]})
    return {line for line, count in seen.items() if count >= REPEATED_ON_PAGES}


def _body(page: str, heads: set[str]) -> tuple[int, int]:
    """Where a page's own text begins and ends."""
    first, last = 0, len(page)
    for _ in range(EDGE_LINES):
        first = _past(page, first, heads)
        last = _before(page, first, last, heads)
    return first, last


def _is_edge(line: str, heads: set[str]) -> bool:
    return not line.strip() or _shape(line) in heads or _NUMBER.fullmatch(line.strip()) is not None


def _past(page: str, first: int, heads: set[str]) -> int:
    end = page.find("\n", first)
    line = page[first : end if end >= 0 else len(page)]
    return (end + 1 if end >= 0 else len(page)) if _is_edge(line, heads) else first


def _before(page: str, first: int, last: int, heads: set[str]) -> int:
    cut = page.rfind("\n", first, last)
    start = cut + 1 if cut >= 0 else first
    return max(first, cut if cut >= 0 else first) if _is_edge(page[start:last], heads) else last
