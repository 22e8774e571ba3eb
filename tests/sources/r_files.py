"""Data frames as R's save() writes them, made for tests: XDR serialisation, version 2 or 3."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NA_INTEGER = -(2**31)


@dataclass
class Factor:
    levels: Sequence[str]
    codes: Sequence[int | None]


@dataclass
class Dates:
    days: Sequence[float | None]


@dataclass
class Sequential:
    """1:count in R's short form."""

    count: int


def saved(frames: Mapping[str, Mapping[str, object]], version: int = 3) -> bytes:
    """What save(...) writes for data frames by name, before compression."""
    head = b"RDX%d\nX\n" % version + _ints(version, 0x00040303, 0x00030500)
    if version == 3:
        head += _ints(5) + b"UTF-8"
    writer, body = _Writer(), b""
    for name, frame in frames.items():
        body += _ints(2 | 1 << 10) + writer.symbol(name)  # before the frame: symbols are numbered as written
        body += writer.frame(frame)
    return head + body + _ints(254)


def _ints(*values: int) -> bytes:
    return struct.pack(f">{len(values)}i", *values)


class _Writer:
    def __init__(self) -> None:
        self.symbols: list[str] = []

    def symbol(self, name: str) -> bytes:
        if name in self.symbols:
            return _ints(255 | (self.symbols.index(name) + 1) << 8)
        self.symbols.append(name)
        return _ints(1) + self.chars(name)

    def chars(self, text: str | None) -> bytes:
        if text is None:
            return _ints(9, -1)
        raw = text.encode()
        return _ints(9 | 64 << 12, len(raw)) + raw

    def pair(self, tag: str, value: bytes) -> bytes:
        return _ints(2 | 1 << 10) + self.symbol(tag) + value

    def texts(self, values: Sequence[str | None]) -> bytes:
        return _ints(16, len(values)) + b"".join(self.chars(text) for text in values)

    def attributes(self, **values: bytes) -> bytes:
        return b"".join(self.pair(tag.replace("_", "."), value) for tag, value in values.items()) + _ints(254)

    def column(self, values: object) -> bytes:
        if isinstance(values, Factor):
            codes = [NA_INTEGER if code is None else code for code in values.codes]
            head = _ints(13 | 3 << 8, len(codes), *codes)
            levels = self.pair("levels", self.texts(values.levels))
            return head + levels + self.pair("class", self.texts(["factor"])) + _ints(254)
        if isinstance(values, Dates):
            days = [float("nan") if day is None else day for day in values.days]
            head = _ints(14 | 3 << 8, len(days)) + struct.pack(f">{len(days)}d", *days)
            return head + self.pair("class", self.texts(["Date"])) + _ints(254)
        if isinstance(values, Sequential):
            about = _ints(2) + self.symbol("compact_intseq") + _ints(2) + self.symbol("base")
            about += _ints(2) + _ints(13, 1, 13) + _ints(254)
            state = _ints(14, 3) + struct.pack(">3d", values.count, 1, 1)
            return _ints(238) + about + state + _ints(254)
        assert isinstance(values, Sequence)
        if all(value is None or isinstance(value, str) for value in values):
            return self.texts(values)
        if all(value is None or isinstance(value, int) for value in values):
            return _ints(13, len(values), *(NA_INTEGER if value is None else value for value in values))
        doubles = [float("nan") if value is None else float(value) for value in values]
        return _ints(14, len(doubles)) + struct.pack(f">{len(doubles)}d", *doubles)

    def frame(self, columns: Mapping[str, object]) -> bytes:
        head = _ints(19 | 3 << 8, len(columns)) + b"".join(self.column(values) for values in columns.values())
        rows = _ints(13, 2, NA_INTEGER, -1)
        names = self.pair("names", self.texts(list(columns)))
        kind = self.pair("class", self.texts(["data.frame"]))
        return head + names + kind + self.pair("row.names", rows) + _ints(254)
