"""Whether the bytes that came are the kind of file that was asked for."""

from __future__ import annotations

import html
import re
from typing import Final

BEGINNINGS: Final = {
    ".zip": (b"PK\x03\x04", b"PK\x05\x06"),
    ".xlsx": (b"PK\x03\x04",),
    ".gz": (b"\x1f\x8b",),
    ".json": (b"{", b"["),
}
_PAGE: Final = (b"<!doctype html", b"<html", b"<head", b"<body")
_TITLE: Final = re.compile(rb"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)


def wrong_kind(head: bytes, file: str, content_type: str) -> str:
    """Why a file that begins with `head` is not the data asked for; "" when it may be.

    An error page comes with status 200 from many hosts; its title is told, for it often says what is the matter.
    """
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:200].lower().startswith(_PAGE) or (b"<html" in start[:2000].lower() and start[:1] == b"<"):
        return "a web page came instead of data" + _title(start)
    suffix = "." + file.lower().rpartition(".")[2]
    if suffix in BEGINNINGS and not start.startswith(BEGINNINGS[suffix]):
        sent = f", sent as {content_type}" if content_type else ""
        return f"what came is no {suffix} file (it begins with {bytes(head[:12])!r}{sent})"
    if content_type.partition(";")[0].strip().lower() == "text/html" and start[:1] == b"<":
        return "a web page came instead of data" + _title(start)
    return ""


def _title(start: bytes) -> str:
    found = _TITLE.search(start)
    words = " ".join(html.unescape(found[1].decode("utf-8", errors="replace")).split()) if found else ""
    return f' ("{words[:80]}")' if words else ""
