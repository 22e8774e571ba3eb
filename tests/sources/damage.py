"""One damage at random, of the kinds that hands, spreadsheets and lines do to a file."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable

CELLS = (
    b"", b"-9", b"-1", b"0", b"9999", b"1e999", b"nan", b"NA", b"-5.5", b"abc", b"1816-00-00", b"20200230", b"\x00",
    b'"', b"\xff", b"9" * 23, b"\xc2\xa0", b"; ", b"null", b"true", b"1500", b"Atlantis", b"XXX", b"365", b"PAK",
    b",", b"\t", b"Infinity", b"0x10", b"1_000", b"\xd9\xa3", b"\xc2\xb2", b"2016.0", b" 2", b"+2",
)  # fmt: skip


def separator(data: bytes) -> bytes:
    head = data[:4000]
    return max((b"\t", b";", b","), key=head.count)


def _cell(data: bytes, chance: random.Random) -> bytes:
    lines, mark = data.split(b"\n"), separator(data)
    at = chance.randrange(len(lines))
    cells = lines[at].split(mark)
    cells[chance.randrange(len(cells))] = chance.choice(CELLS)
    lines[at] = mark.join(cells)
    return b"\n".join(lines)


def _two_cells(data: bytes, chance: random.Random) -> bytes:
    lines, mark = data.split(b"\n"), separator(data)
    at = chance.randrange(len(lines))
    cells = lines[at].split(mark)
    one, two = chance.randrange(len(cells)), chance.randrange(len(cells))
    cells[one], cells[two] = cells[two], cells[one]
    lines[at] = mark.join(cells)
    return b"\n".join(lines)


def _line_again(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    return b"\n".join(lines)


def _line_gone(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    del lines[chance.randrange(len(lines))]
    return b"\n".join(lines)


def _byte(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _packed(data: bytes, chance: random.Random) -> bytes:
    return _byte(gzip.compress(data), chance)


KINDS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _cell, _cell, _cell, _cell, _two_cells, _line_again, _line_gone, _byte, _cut, _packed,
)  # fmt: skip


def damaged(data: bytes, chance: random.Random) -> bytes:
    return chance.choice(KINDS)(data, chance)
