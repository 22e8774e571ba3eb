"""Where a quote stands: verbatim but for the width of spaces and the shape of quotation marks and hyphens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from detente.read.clean import clean
from detente.read.endpoint.tally import QUOTE_SIZE, DroppedError

SHORTEST_CHARACTERS: Final = 8
SHORTEST_WORDS: Final = 2
LONGEST_CHARACTERS: Final = 600
MOST_PLACES: Final = 50
_SPACE: Final = re.compile(r"\s+")
_MARKS: Final = " \"'.,;:\u2026"


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A part of the cleaned text, every run of white space one space; `origin[i]`: where character i stands there."""

    text: str
    origin: tuple[int, ...]


def squeeze(text: str, start: int, end: int) -> Squeezed:
    """Cleaned text [start, end), squeezed."""
    out: list[str] = []
    origin: list[int] = []
    for at in range(start, end):
        char = " " if text[at].isspace() and text[at] != "\x1f" else text[at]
        if char == " " and out and out[-1] == " ":
            continue
        out.append(char)
        origin.append(at)
    return Squeezed("".join(out), tuple(origin))


def places(squeezed: Squeezed, quote: str) -> list[tuple[int, int]]:
    """Every [start, end) of the cleaned text in which the quote's words stand, whole words only, in order.

    Marks at its ends that the text does not have are left away. Raises DroppedError for a quote of less than two
    words or of more than 600 characters.
    """
    words = _SPACE.sub(" ", clean(quote).text).strip()
    if (
        not SHORTEST_CHARACTERS <= len(words) <= LONGEST_CHARACTERS
        or len(re.findall(r"\w+", words)) < SHORTEST_WORDS
    ):
        raise DroppedError(QUOTE_SIZE)
    found = _found(squeezed, words)
    if not found and len(bare := words.strip(_MARKS)) >= SHORTEST_CHARACTERS:
        found = _found(squeezed, bare)
    return found


def _found(squeezed: Squeezed, words: str) -> list[tuple[int, int]]:
    text = squeezed.text
    found: list[tuple[int, int]] = []
    at = text.find(words)
    while at >= 0 and len(found) < MOST_PLACES:
        end = at + len(words)
        if not _inside_word(text, at) and not _inside_word(text, end):
            found.append((squeezed.origin[at], squeezed.origin[end - 1] + 1))
        at = text.find(words, at + 1)
    return found


def _inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
