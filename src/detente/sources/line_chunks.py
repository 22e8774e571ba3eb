"""A large text file as pieces of whole lines, unpacked on the way, with the lines that are no text set aside.

DuckDB reads gz by itself but no zip, and gives no line numbers; pieces give both, and a bounded memory.
"""

from __future__ import annotations

import codecs
import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import numpy as np

from detente.errors import SourceError

CHUNK_BYTES: Final = 1 << 20
"""Small enough to stay near the processor, and for memory to be used again instead of asked for anew."""
LONGEST_LINE_BYTES: Final = 16 << 20
STRETCH_BYTES: Final = 16 << 10
AGAIN: Final = "Download it again"
DAMAGED: Final = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError)
ENCRYPTED: Final = 1
"""Bit of a zip member's general purpose flags (APPNOTE 4.4.4)."""
UNFIT: Final = (b"\x00", b"\x01", b"\r")
"""Bytes that no line of text holds: with them a line is damaged. 1 is the delimiter that splits nothing."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is not text of this format."""

    number: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole lines, ended by newlines, in UTF-8. A bad line is left blank in `data`, so numbers stay right.

    `first_line`: number of its first line in the file, from 1; `lines`: how many there are; `special`: quotes,
    backslashes and control characters (but newlines) that occur; `read_bytes`: how much of the file on disk has been
    read with it.
    """

    data: bytes
    first_line: int
    bad: tuple[BadLine, ...]
    lines: int
    special: frozenset[str]
    read_bytes: int


def chunks(
    path: Path, *, encoding: str = "utf-8", chunk_bytes: int = CHUNK_BYTES, first_line: int = 1
) -> Iterator[Chunk]:
    """Pieces of the file, its first `first_line` - 1 lines passed over.

    Raises SourceError for a file that is empty, cut off, a web page, or no text in the encoding at all.
    """
    rest, number = b"", 1
    with opened(path) as (stream, on_disk):
        while True:
            block = _read(stream, chunk_bytes, path.name)
            if number == 1:
                block = _checked_head(block, path.name)
            whole, rest = _cut(rest + block, last=len(block) == 0)
            if len(rest) > LONGEST_LINE_BYTES:
                raise SourceError("a line is longer than 16 MB", where=path.name, todo=AGAIN)
            while whole and number < first_line:
                whole = whole.partition(b"\n")[2]
                number += 1
            if whole:
                chunk = _clean(whole, number, encoding, on_disk.tell())
                yield chunk
                number += chunk.lines
            if not block:
                return


@contextmanager
def opened(path: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """The file's bytes, unpacked (zip with one file, gzip) or as they are, and the file on disk."""
    try:
        with path.open("rb") as on_disk:
            magic = on_disk.read(4)
            on_disk.seek(0)
            if magic[:2] == b"\x1f\x8b":
                with gzip.open(on_disk) as stream:
                    yield stream, on_disk  # type: ignore[misc]
            elif magic[:2] == b"PK":
                with (
                    _archive(on_disk, path.name) as archive,
                    archive.open(_member(archive, path.name)) as one,
                ):
                    yield one, on_disk
            else:
                yield on_disk, on_disk
    except FileNotFoundError as error:
        raise SourceError("there is no such file", where=str(path), todo="Check the path") from error
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise SourceError(
            f"the zip archive cannot be opened ({error})", where=path.name, todo=AGAIN
        ) from error
    except PermissionError as error:
        raise SourceError("cannot be read", where=str(path), todo="Check its permissions") from error


def _archive(on_disk: IO[bytes], file: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(on_disk)
    except DAMAGED as error:
        raise SourceError("the zip archive is cut off or damaged", where=file, todo=AGAIN) from error


def _member(archive: zipfile.ZipFile, file: str) -> zipfile.ZipInfo:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) != 1:
        raise SourceError(
            f"the zip archive holds {len(members)} files, not one",
            where=file,
            todo="Unpack it and give the files inside",
        )
    if members[0].flag_bits & ENCRYPTED:
        raise SourceError(
            "the zip archive has a password",
            where=file,
            todo="Unpack it with the password and give the file inside",
        )
    return members[0]


def _read(stream: IO[bytes], size: int, file: str) -> bytes:
    """Up to `size` bytes; fewer only at the end."""
    found = []
    try:
        while size > 0 and (block := stream.read(size)):
            found.append(block)
            size -= len(block)
    except DAMAGED as error:
        raise SourceError("the archive is cut off or damaged", where=file, todo=AGAIN) from error
    return found[0] if len(found) == 1 else b"".join(found)


def _checked_head(block: bytes, file: str) -> bytes:
    if not block.strip():
        raise SourceError("the file is empty", where=file, todo=AGAIN)
    if block.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html", b"<?xml")):
        raise SourceError(
            "this is a web page, not data", where=file, todo="Download the file itself, not its page"
        )
    if block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise SourceError("the text is in UTF-16", where=file, todo="Take the file as published")
    return block.removeprefix(codecs.BOM_UTF8)


def _cut(block: bytes, *, last: bool) -> tuple[bytes, bytes]:
    """Whole lines, and the beginning of the line after them; at the end a last line without newline is whole."""
    if last:
        return (block + b"\n" if block and not block.endswith(b"\n") else block), b""
    end = block.rfind(b"\n") + 1
    return block[:end], block[end:]


def _clean(data: bytes, first_line: int, encoding: str, read_bytes: int) -> Chunk:
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    if encoding != "utf-8":
        data = data.decode(encoding).encode()
    bad: list[BadLine] = []
    if _unfit(data):
        data = _blank_out(data, first_line, bad, "holds a byte that is no text", _unfit)
    if not data.isascii() and _not_utf8(data):
        data = _blank_out(data, first_line, bad, "is not in UTF-8", _not_utf8)
    return Chunk(data, first_line, tuple(bad), _newlines(data), _special(data), read_bytes)


def _newlines(data: bytes) -> int:
    return int(np.count_nonzero(np.frombuffer(data, np.uint8) == 10))


def _special(data: bytes) -> frozenset[str]:
    """Which of quotes, backslashes and characters below a space, tab and newline apart, occur."""
    found = {char for char in '"\\' if char.encode() in data}
    codes = np.frombuffer(data, np.uint8)
    if (codes < 9).any() or (codes - np.uint8(11) < 21).any():
        found |= {chr(code) for code in np.unique(codes[codes < 32])} - {"\t", "\n"}
    return frozenset(found)


def _unfit(lines: bytes) -> bool:
    return any(byte in lines for byte in UNFIT)


def _not_utf8(lines: bytes) -> bool:
    try:
        lines.decode()
    except UnicodeDecodeError:
        return True
    return False


def _blank_out(
    data: bytes, first_line: int, bad: list[BadLine], reason: str, wrong: Callable[[bytes], bool]
) -> bytes:
    """The data with every wrong line left blank. Only stretches that hold one are taken apart."""
    kept: list[bytes] = []
    for stretch in _stretches(data):
        if wrong(stretch):
            lines = stretch.split(b"\n")
            for place, line in enumerate(lines):
                if wrong(line):
                    text = line.decode("utf-8", "backslashreplace").translate(_VISIBLE)
                    bad.append(BadLine(first_line + place, reason, text))
                    lines[place] = b""
            kept.append(b"\n".join(lines))
        else:
            kept.append(stretch)
        first_line += stretch.count(b"\n")
    return b"".join(kept)


def _stretches(data: bytes) -> Iterator[bytes]:
    """The data in pieces of a few dozen whole lines."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start + STRETCH_BYTES) + 1 or len(data)
        yield data[start:end]
        start = end


_VISIBLE: Final = {code: f"\\x{code:02x}" for code in (0, 1, 13)}
