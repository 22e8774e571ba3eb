"""One file that is to come."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

_NOT_IN_NAMES: Final = re.compile(r"[^\w .,()+=@-]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One address and what is known of its file beforehand.

    `file`: its name on disk; `members`: patterns of the files inside an archive that the reader takes (none: the
    file itself); `minimum_bytes`: the least that is plausible; `size_bytes`, `md5`: as the publisher's own list
    gives them (None, ""); `note`: what a person should know.
    """

    source: str
    url: str
    file: str
    members: tuple[str, ...] = ()
    minimum_bytes: int = 1
    size_bytes: int | None = None
    md5: str = ""
    note: str = ""


def file_name(text: str) -> str:
    """A name that is safe on disk, from a name or address that a server gives: no folders, no hidden files."""
    last = (
        unquote(urlsplit(text).path if "://" in text else text)
        .replace("\\", "/")
        .rstrip("/")
        .rpartition("/")[2]
    )
    return _NOT_IN_NAMES.sub("_", last).lstrip(". ")[:180] or "download"
