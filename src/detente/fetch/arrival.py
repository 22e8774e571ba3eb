"""What is checked of a file that has come whole, before it goes into place."""

from __future__ import annotations

import os
import zipfile
import zlib
from pathlib import Path
from typing import Final

from detente.errors import FetchError
from detente.fetch.page import wrong_kind
from detente.fetch.snapshot import digest
from detente.fetch.wanted import Wanted

PIECE: Final = 1 << 16
GZIP_WINDOW: Final = zlib.MAX_WBITS | 16


def decoded(part: Path, file: Path, encoding: str, maximum_bytes: int) -> Path:
    """The file as the publisher made it: the part itself, or a copy with the transfer's gzip undone.

    A server may label a .gz file as if gzip were its transport; then the bytes are the file already.
    """
    if encoding != "gzip":
        return part
    out = part.with_name(part.name + ".plain")
    first = _expand(part, out, maximum_bytes)
    if file.suffix == ".gz" and first[:2] != b"\x1f\x8b":
        out.unlink()
        return part
    return out


def _expand(part: Path, out: Path, maximum_bytes: int) -> bytes:
    reader, held, first = zlib.decompressobj(GZIP_WINDOW), 0, b""
    with part.open("rb") as coming, out.open("wb") as plain:
        try:
            while data := coming.read(PIECE):
                while data:
                    piece = reader.decompress(data, PIECE)
                    first = first or piece[:2]
                    plain.write(piece)
                    held += len(piece)
                    if held > maximum_bytes:
                        raise FetchError(f"unpacks to more than {maximum_bytes:,} bytes", where=part.name)
                    data = reader.unconsumed_tail
                    if reader.eof:
                        data, reader = reader.unused_data, zlib.decompressobj(GZIP_WINDOW)
        except zlib.error as error:
            raise FetchError(
                "came as gzip that cannot be undone", where=part.name, todo="Fetch again later"
            ) from error
        plain.flush()
        os.fsync(plain.fileno())
    return first


def verify(file: Path, wanted: Wanted, content_type: str) -> str:
    """What is wrong with the file, or "": its kind, its size, the publisher's size and checksum."""
    size = file.stat().st_size
    with file.open("rb") as handle:
        wrong = wrong_kind(handle.read(4096), wanted.file, content_type)
    if wrong:
        return wrong
    if size < wanted.minimum_bytes:
        return f"{size:,} bytes came, and at least {wanted.minimum_bytes:,} are plausible"
    if wanted.size_bytes is not None and size != wanted.size_bytes:
        return f"{size:,} bytes came, and the publisher's list says {wanted.size_bytes:,}"
    if wanted.file.lower().endswith((".zip", ".xlsx")) and not zipfile.is_zipfile(file):
        return "the archive is cut off or damaged"
    if wanted.md5 and digest(file, "md5") != wanted.md5:
        return f"the checksum is not the publisher's (md5 {wanted.md5})"
    return ""
