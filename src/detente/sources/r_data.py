"""Values out of a file that R's save() or saveRDS() wrote: XDR serialisation, versions 2 and 3.

Written from the format's description in the manual "R Internals", section 1.8 (Serialization Formats). Read are
vectors of logicals, integers, doubles and texts, lists, pair lists and R's short forms of sequences; environments,
functions and the like are refused.
"""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from detente.errors import SourceError

SYMBOL, PAIRS, CHARS, LOGICAL, INTEGER, DOUBLE, TEXTS, LIST = 1, 2, 9, 10, 13, 14, 16, 19
ALTREP, ATTRIBUTES, EMPTY, REFERENCE = 238, 239, 254, 255
SINGLE: Final = {253: "globalenv", 252: "unbound", 251: "missing", 242: "emptyenv", 241: "baseenv"}
HAS_ATTRIBUTES: Final = 1 << 9
HAS_TAG: Final = 1 << 10
TODO: Final = 'In R: load the file, then write.csv(x, "x.csv", row.names = FALSE), and give x.csv'
SAVED: Final = (b"RDX2\n", b"RDX3\n")
SAVED_AS_TEXT: Final = (b"RDA2\n", b"RDA3\n")

BROKEN: Final = (
    struct.error, LookupError, ValueError, TypeError, AttributeError, OverflowError, StopIteration, RecursionError,
    MemoryError,
)  # fmt: skip
"""What reading on from a damaged byte ends in: a length, kind or reference that fits nothing in the file."""


@dataclass(slots=True)
class Value:
    """A vector or list with its attributes."""

    kind: int
    data: Any
    attributes: dict[str, Any] = field(default_factory=dict)


def is_r_data(data: bytes) -> bool:
    """Whether the bytes, or what they compress, begin as R's save() or saveRDS() writes."""
    return _start(data).startswith((*SAVED, *SAVED_AS_TEXT, b"X\n\x00\x00\x00"))


def saved_values(data: bytes, file: str) -> dict[str, Any]:
    """The values of a file by name; what saveRDS() wrote is called "x".

    Raises SourceError for text serialisation, a cut-off or damaged file, or a value that is refused.
    """
    whole = _decompressed(data, file)
    if whole.startswith(SAVED_AS_TEXT):
        raise r_error("R wrote this as text (ascii = TRUE)", file)
    saved = whole.startswith(SAVED)
    try:
        found = Reader(whole, 5 if saved else 0, file).read()
    except BROKEN as error:
        raise r_error("the R data are cut off or damaged", file) from error
    return found if saved and isinstance(found, dict) else {"x": found}


def r_error(what: str, file: str) -> SourceError:
    """The error for R data that cannot be read, with the way out through csv."""
    return SourceError(what, where=file, todo=TODO)


def _start(data: bytes) -> bytes:
    try:
        if data[:2] == b"\x1f\x8b":
            return zlib.decompressobj(31).decompress(data, 16)
        if data[:3] == b"BZh":
            return bz2.BZ2Decompressor().decompress(data, 16)
        if data[:6] == b"\xfd7zXZ\x00":
            return lzma.LZMADecompressor().decompress(data, 16)
    except (zlib.error, OSError, lzma.LZMAError):
        return b""
    return data[:16]


def _decompressed(data: bytes, file: str) -> bytes:
    try:
        if data[:2] == b"\x1f\x8b":
            return zlib.decompress(data, 31)
        if data[:3] == b"BZh":
            return bz2.decompress(data)
        return lzma.decompress(data) if data[:6] == b"\xfd7zXZ\x00" else data
    except (zlib.error, OSError, ValueError, EOFError, lzma.LZMAError) as error:
        raise r_error("the compressed R data are cut off or damaged", file) from error


class Reader:
    """Reads one serialised value: pair lists become dicts by tag, vectors become `Value`s, NULL becomes None."""

    def __init__(self, data: bytes, at: int, file: str) -> None:
        self.data, self.at, self.file = data, at, file
        self.symbols: list[Any] = []

    def read(self) -> Any:
        """The one value from here on, after the header of the XDR form. Raises SourceError for another form."""
        if self.data[self.at : self.at + 2] != b"X\n":
            raise r_error("the R data are not in the XDR form", self.file)
        self.at += 2
        version, _, _ = (self._int() for _ in range(3))
        if version == 3:
            encoding = self._int()
            self.at += encoding  # skips the name of the native encoding
        elif version != 2:
            raise r_error(f"the R data are of serialisation version {version}", self.file)
        return self._item()

    def _int(self) -> int:
        (value,) = struct.unpack_from(">i", self.data, self.at)
        self.at += 4
        return int(value)

    def _length(self) -> int:
        length = self._int()
        return length if length >= 0 else (self._int() << 32) + (self._int() & 0xFFFFFFFF)

    def _item(self) -> Any:
        flags = self._int()
        kind = flags & 0xFF
        if kind in (PAIRS, ATTRIBUTES):
            return self._pairs(flags)
        if kind in (INTEGER, LOGICAL, DOUBLE, TEXTS, LIST):
            return self._vector(kind, flags)
        if kind == CHARS:
            return self._chars()
        if kind == SYMBOL:
            self.symbols.append(self._item())
            return self.symbols[-1]
        if kind == REFERENCE:
            return self.symbols[(flags >> 8 or self._int()) - 1]
        if kind == ALTREP:
            return self._compact()
        if kind == EMPTY or kind in SINGLE:
            return None
        raise r_error(f"the file holds a value of R's type {kind}, which no plain data frame has", self.file)

    def _pairs(self, flags: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while flags & 0xFF in (PAIRS, ATTRIBUTES):
            if flags & HAS_ATTRIBUTES:
                self._item()
            tag = self._item() if flags & HAS_TAG else str(len(found))
            found[tag] = self._item()
            flags = self._int()
        return found

    def _vector(self, kind: int, flags: int) -> Value:
        length = self._length()
        if kind == LIST:
            value = Value(kind, [self._item() for _ in range(length)])
        elif kind == TEXTS:
            value = Value(kind, self._strings(length))
        else:
            code, size = (">f8", 8) if kind == DOUBLE else (">i4", 4)
            if self.at + length * size > len(self.data):
                raise IndexError("vector")
            value = Value(kind, np.frombuffer(self.data, code, length, self.at))
            self.at += length * size
        if flags & HAS_ATTRIBUTES:
            value.attributes = self._item() or {}
        return value

    def _strings(self, length: int) -> list[str | None]:
        found: list[str | None] = []
        for _ in range(length):
            if self._int() & 0xFF != CHARS:
                raise r_error("a text vector holds what is no text", self.file)
            found.append(self._chars())
        return found

    def _chars(self) -> str | None:
        length = self._int()
        if length == -1:
            return None
        raw = self.data[self.at : self.at + length]
        if len(raw) < length:
            raise IndexError("text")
        self.at += length
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return raw.decode("latin-1")

    def _compact(self) -> Value:
        """A vector that R keeps in short form: a sequence, or a wrapped vector."""
        about, state, attributes = self._item(), self._item(), self._item()
        name = next(iter(about.values())) if isinstance(about, dict) else about
        if name in ("compact_intseq", "compact_realseq"):
            count, first, step = (float(x) for x in state.data)
            kind = INTEGER if name == "compact_intseq" else DOUBLE
            value = Value(kind, first + step * np.arange(int(count)))
        elif str(name).startswith("wrap_"):
            inner = state.data[0] if isinstance(state, Value) else next(iter(state.values()))
            value = Value(inner.kind, inner.data, inner.attributes)
        else:
            raise r_error(f"the file holds a vector in R's short form {name}", self.file)
        value.attributes = value.attributes | (attributes or {})
        return value
