"""A text cut into pieces at paragraph borders, each with the words that lead up to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from detente.read.sentences import Sentence

PIECE_CHARACTERS: Final = 3000
CONTEXT_CHARACTERS: Final = 400
_BLANKED: Final = str.maketrans({"\x1f": None})


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the cleaned text, [start, end), and the words before it that say who is spoken of."""

    start: int
    end: int
    before: str

    def words(self, text: str) -> str:
        """What is shown of it: the cleaned text without blanked page furniture."""
        return text[self.start : self.end].translate(_BLANKED)


def pieces(text: str, spans: Sequence[Sentence], size: int = PIECE_CHARACTERS) -> list[Piece]:
    """Whole paragraphs up to `size` characters; a longer paragraph is cut between sentences."""
    units = [unit for _, group in groupby(spans, lambda s: s.paragraph) for unit in _units(list(group), size)]
    found: list[tuple[int, int]] = []
    for start, end in units:
        if found and end - found[-1][0] <= size:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return [Piece(start, end, _before(text, spans, start)) for start, end in found]


def _units(paragraph: Sequence[Sentence], size: int) -> list[tuple[int, int]]:
    """The paragraph, or where it is too long its sentences, as spans."""
    if paragraph[-1].end - paragraph[0].start <= size:
        return [(paragraph[0].start, paragraph[-1].end)]
    return [(s.start, s.end) for s in paragraph]


def _before(text: str, spans: Sequence[Sentence], start: int) -> str:
    """The text's first sentence (often its heading) and the last ones before `start`."""
    earlier = [s for s in spans if s.end <= start]
    if not earlier:
        return ""
    kept: list[Sentence] = []
    for span in reversed(earlier[1:]):
        if sum(s.end - s.start for s in kept) + span.end - span.start > CONTEXT_CHARACTERS:
            break
        kept.insert(0, span)
    first = text[earlier[0].start : earlier[0].end][:CONTEXT_CHARACTERS]
    told = [first, *(text[s.start : s.end] for s in kept)]
    return " ".join(" ".join(told).translate(_BLANKED).split())
