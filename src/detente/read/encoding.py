"""Bytes to text: which encoding a file is in."""

from __future__ import annotations

import re
from typing import Final

from detente.errors import DocumentError

CONTROL_SHARE_LIMIT: Final = 0.01
_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    # UTF-32 first: its little-endian mark begins with that of UTF-16
    (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
_DECLARED: Final = re.compile(
    rb"""<meta\s[^>]{0,500}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{2,40})|<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{2,40})""",
    re.IGNORECASE,
)
_LATIN: Final = frozenset(
    ["iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252", "cp1252"]
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]")


def decode(data: bytes, name: str, *, markup: bool = False) -> str:
    """The text of bytes: by byte order mark, else (in markup) as declared, else UTF-8, else Windows-1252.

    UTF-16 without a mark is known by its empty bytes. Of UTF-8 with a few bad bytes (no more than it has well-formed
    characters beyond ASCII) each bad one becomes U+FFFD, so that one slip does not spoil every accent.

    Raises DocumentError when they are no text in any of these.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                raise DocumentError(
                    f"the file says it is {encoding} but is not", where=name, todo="Save it as UTF-8"
                ) from None
    if (unmarked := _without_mark(data)) is not None:
        return unmarked
    if b"\x00" in data:
        raise DocumentError("this is binary data, not text", where=name, todo="Give a plain text file")
    for encoding in _candidates(data) if markup else ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            if encoding == "utf-8" and (mended := _damaged_utf8(data)) is not None:
                return mended
    raise DocumentError("the bytes are neither UTF-8 nor Windows-1252", where=name, todo="Save it as UTF-8")


def _without_mark(data: bytes) -> str | None:
    """UTF-16 that does not say so: every other byte of English text is empty."""
    sample = data[:4096]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        empty, others = sample[first::2], sample[1 - first :: 2]
        if len(sample) >= 8 and empty.count(0) > 0.9 * len(empty) and b"\x00" not in others:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                return None
    return None


def _damaged_utf8(data: bytes) -> str | None:
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    beyond = sum(1 for char in text if char > "\x7f")
    return text if bad <= beyond - bad else None


def _candidates(data: bytes) -> tuple[str, ...]:
    found = _DECLARED.search(data[:4096])
    declared = (found[1] or found[2]).decode("ascii").lower() if found else ""
    # As browsers do: Latin-1 stands for Windows-1252, and what can be read without a mark is not UTF-16
    if not declared or declared in _LATIN or declared.startswith(("utf-16", "utf-32", "utf-8", "utf8")):
        return ("utf-8", "cp1252")
    return (declared, "utf-8", "cp1252")


def refuse_binary(text: str, name: str) -> None:
    """Raises DocumentError for text of control characters, or without a word."""
    if "\x00" in text or len(_CONTROL.findall(text)) > CONTROL_SHARE_LIMIT * len(text):
        raise DocumentError("this is binary data, not text", where=name, todo="Give a plain text file")
    if not re.search(r"[^\W\d_]{2,}", text):
        raise DocumentError("there are no words in it", where=name, todo="Give a file with text")
