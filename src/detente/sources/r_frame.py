"""One data frame out of a file that R's save() or saveRDS() wrote: XDR serialisation, versions 2 and 3.

Written from the format's description in the manual "R Internals", section 1.8 (Serialization Formats). Columns of
logicals, integers, doubles, texts, factors and dates become text cells; NA becomes the empty text. Whole doubles
are written without a decimal point, factors by their level, dates as YYYY-MM-DD.
"""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import polars as pl

from detente.errors import SourceError
from detente.sources.table import ROW, Table

SYMBOL, PAIRS, CHARS, LOGICAL, INTEGER, DOUBLE, TEXTS, LIST = 1, 2, 9, 10, 13, 14, 16, 19
ALTREP, ATTRIBUTES, EMPTY, REFERENCE = 238, 239, 254, 255
SINGLE: Final = {253: "globalenv", 252: "unbound", 251: "missing", 242: "emptyenv", 241: "baseenv"}
HAS_ATTRIBUTES: Final = 1 << 9
HAS_TAG: Final = 1 << 10
NA_INTEGER: Final = -(2**31)
TODO: Final = 'In R: load the file, then write.csv(x, "x.csv", row.names = FALSE), and give x.csv'
SAVED: Final = (b"RDX2\n", b"RDX3\n")
SAVED_AS_TEXT: Final = (b"RDA2\n", b"RDA3\n")


@dataclass(slots=True)
class Value:
    """A vector or list with its attributes."""

    kind: int
    data: Any
    attributes: dict[str, Any] = field(default_factory=dict)


def is_r_data(data: bytes) -> bool:
    """Whether the bytes, or what they compress, begin as R's save() or saveRDS() writes."""
    return _start(data).startswith((*SAVED, *SAVED_AS_TEXT, b"X\n\x00\x00\x00"))


def r_frame(data: bytes, file: str) -> Table:
    """The one data frame of the file as text cells; row_number counts its rows from 1.

    Raises SourceError for a cut-off file, text serialisation, no data frame or several, or a column type that no
    data frame of plain values has.
    """
    whole = _decompressed(data, file)
    if whole.startswith(SAVED_AS_TEXT):
        raise _error("R wrote this as text (ascii = TRUE)", file)
    saved = whole.startswith(SAVED)
    try:
        found = _Reader(whole, 5 if saved else 0, file).read()
    except (struct.error, IndexError, UnicodeDecodeError, RecursionError) as error:
        raise _error("the R data are cut off or damaged", file) from error
    objects = found if saved and isinstance(found, dict) else {"x": found}
    frames = {
        name: value
        for name, value in objects.items()
        if isinstance(value, Value) and "data.frame" in _texts(value.attributes.get("class"))
    }
    if len(frames) != 1:
        holds = ", ".join(sorted(frames)) or "none"
        raise _error(f"one data frame is wanted; the file holds {len(frames)} ({holds})", file)
    return _table(next(iter(frames.values())), file)


def check_columns(table: Table, wanted: Collection[str]) -> None:
    """Raises SourceError when the data frame has other columns than these, in any order."""
    found = set(table.frame.columns) - {ROW}
    for what, names in (("lacks", set(wanted) - found), ("has unknown", found - set(wanted))):
        if names:
            shown = ", ".join(f"'{name}'" for name in sorted(names)[:5])
            raise SourceError(
                f"the data frame {what} column {shown}",
                where=table.file,
                todo="Check that it is this data set in a layout that `detente sources` names",
            )


def _error(what: str, file: str) -> SourceError:
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
        raise _error("the compressed R data are cut off or damaged", file) from error


class _Reader:
    """Reads one serialised value: pair lists become dicts by tag, vectors become `Value`s, NULL becomes None."""

    def __init__(self, data: bytes, at: int, file: str) -> None:
        self.data, self.at, self.file = data, at, file
        self.symbols: list[Any] = []

    def read(self) -> Any:
        if self.data[self.at : self.at + 2] != b"X\n":
            raise _error("the R data are not in the XDR form", self.file)
        self.at += 2
        version, _, _ = (self._int() for _ in range(3))
        if version == 3:
            encoding = self._int()
            self.at += encoding  # skips the name of the native encoding
        elif version != 2:
            raise _error(f"the R data are of serialisation version {version}", self.file)
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
        raise _error(f"the file holds a value of R's type {kind}, which no plain data frame has", self.file)

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
                raise _error("a text vector holds what is no text", self.file)
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
            raise _error(f"the file holds a vector in R's short form {name}", self.file)
        value.attributes = value.attributes | (attributes or {})
        return value


def _texts(value: Any) -> list[str]:
    return [text for text in value.data if text] if isinstance(value, Value) and value.kind == TEXTS else []


def _table(frame: Value, file: str) -> Table:
    names = _texts(frame.attributes.get("names"))
    if len(names) != len(frame.data) or len(set(names)) < len(names):
        raise _error("the columns of the data frame have no names, or one name twice", file)
    columns = {name: _column(name, value, file) for name, value in zip(names, frame.data, strict=True)}
    heights = {len(column) for column in columns.values()}
    if len(heights) != 1 or heights == {0}:
        raise _error("the data frame has no row, or columns of different lengths", file)
    (height,) = heights
    return Table(file, pl.DataFrame({ROW: pl.Series(range(1, height + 1), dtype=pl.Int64), **columns}))


def _column(name: str, value: Any, file: str) -> pl.Series:
    if not isinstance(value, Value) or value.kind == LIST:
        raise _error(f"the column '{name}' is no vector of plain values", file)
    classes = _texts(value.attributes.get("class"))
    if value.kind == TEXTS:
        return pl.Series(name, value.data, dtype=pl.String).fill_null("")
    numbers = np.asarray(value.data, dtype=np.float64)
    if value.kind != DOUBLE:
        numbers = np.where(numbers == NA_INTEGER, np.nan, numbers)
    series = pl.Series(name, numbers).fill_nan(None)
    if "factor" in classes:
        levels = _texts(value.attributes.get("levels"))
        return series.cast(pl.Int64).replace_strict(
            dict(enumerate(levels, start=1)), default="", return_dtype=pl.String
        )
    if "Date" in classes:
        return series.cast(pl.Int32).cast(pl.Date).cast(pl.String).fill_null("")
    if classes:
        raise _error(f"the column '{name}' is of R's class {classes[0]}", file)
    whole = series.drop_nulls()
    if (whole == whole.floor()).all() and (whole.abs() < 2**53).all():
        return series.cast(pl.Int64).cast(pl.String).fill_null("")
    return series.cast(pl.String).fill_null("")
