"""The words of a document whose file holds more than words (markup, page furniture), with the way back."""

from __future__ import annotations

import html
import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in the document from `start` to `end`: as they are, or in another spelling (&amp;)."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Content:
    """What is to be read. Character i of `text` stands at [starts[i], ends[i]) of the document."""

    text: str
    starts: array[int]
    ends: array[int]


def content_of(pieces: Iterable[Piece]) -> Content:
    """The pieces joined. A piece as long as its span is taken to stand there character by character."""
    words: list[str] = []
    starts, ends = array("I"), array("I")
    for piece in pieces:
        words.append(piece.text)
        if len(piece.text) == piece.end - piece.start:
            starts.extend(range(piece.start, piece.end))
            ends.extend(range(piece.start + 1, piece.end + 1))
        else:
            starts.extend([piece.start] * len(piece.text))
            ends.extend([piece.end] * len(piece.text))
    return Content("".join(words), starts, ends)


def decoded(entity: str) -> str:
    """The characters of an entity (&amp;, &#8217;); itself when there is none of that name."""
    return html.unescape(entity)
