"""Numbers in figures and words, with scale words: 12.5 billion, half a million, twenty-four, 3,000, 1.2bn."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

SCALES: Final = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "lakh": 1e5, "crore": 1e7,
    "mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12, "m": 1e6, "b": 1e9, "k": 1e3,
}  # fmt: skip
_ONES: Final = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS: Final = {
    w: 10 * n
    for n, w in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_WORDS: Final = _ONES | _TENS
FRACTIONS: Final = {
    "half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0, "two-thirds": 200 / 3,
    "three-quarters": 75.0, "two thirds": 200 / 3, "three quarters": 75.0, "one-third": 100 / 3, "one-quarter": 25.0,
    "three-fourths": 75.0, "two-fifths": 40.0, "one-fifth": 20.0, "one-half": 50.0,
}  # fmt: skip

_word: Final = "|".join(sorted(_WORDS, key=len, reverse=True))
_SCALE: Final = r"hundred|thousand|million|billion|trillion|lakh|crore|mn|mln|bn|bln|tn|trn"
FIGURE: Final = r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?"
SPELLED: Final = (
    rf"(?:(?:half\s+a|a|one|several)\s+(?:hundred|thousand|million|billion|trillion)|a\s+dozen|two\s+dozen"
    rf"|(?:{_word})(?:[- ](?:{_word}))?(?:\s+(?:{_SCALE}))*)"
)
NUMBER: Final = (
    rf"(?:(?:{FIGURE})(?:\s*-?\s*(?:{_SCALE})\b|(?:m|b|k)\b(?!-))?"
    rf"(?:\s+(?:million|billion|trillion)\b)?|{SPELLED}\b)"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A value and the scale word that went into it (1.0: none)."""

    value: float
    scale: float
    spelled: bool


def read_number(text: str) -> Number | None:
    """The number that a matched text says; None for words that say no exact one ("several million")."""
    low = " ".join(text.lower().replace(",", "").split())
    figure = re.match(r"(\d+(?:\.\d+)?)(.*)$", low)
    if figure:
        scale = 1.0
        for word in re.findall(r"[a-z]+", figure.group(2)):
            scale *= SCALES.get(word, 1.0)
        return Number(float(figure.group(1)) * scale, scale, False)
    if low.startswith("several"):
        return None
    value, scale = _spelled(low)
    return Number(value * scale, scale, True) if value else None


def _spelled(low: str) -> tuple[float, float]:
    if low.startswith("half a "):
        return 0.5, SCALES[low.rsplit(maxsplit=1)[-1]]
    if low.endswith("dozen"):
        return (24.0 if low.startswith("two") else 12.0), 1.0
    value, scale = 0.0, 1.0
    for word in re.split(r"[\s-]+", low):
        if word in _WORDS:
            value += _WORDS[word]
        elif word == "a":
            value = 1.0
        elif word in SCALES:
            scale *= SCALES[word]
    return value, scale
