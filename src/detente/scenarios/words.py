"""Words of likelihood: the scales of ICD 203 (United States) and of the PHIA yardstick (United Kingdom).

Rules held here: the number stands beside the word; terms of the two rows of ICD 203 are not mixed; a likelihood and
a confidence never share a sentence; what is below 1 or above 99 percent has no word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, Literal

from detente.errors import UsageError

ICD_203: Final = (
    (1, 5, ("almost no chance", "remote")),
    (5, 20, ("very unlikely", "highly improbable")),
    (20, 45, ("unlikely", "improbable")),
    (45, 55, ("roughly even chance", "roughly even odds")),
    (55, 80, ("likely", "probable")),
    (80, 95, ("very likely", "highly probable")),
    (95, 99, ("almost certain", "nearly certain")),
)
"""Intelligence Community Directive 203, Analytic Standards (2015): percent from, to, and the terms of both rows."""

PHIA: Final = (
    (0, 5, "remote chance"),
    (10, 20, "highly unlikely"),
    (25, 35, "unlikely"),
    (40, 50, "realistic possibility"),
    (55, 75, "likely or probable"),
    (80, 90, "highly likely"),
    (95, 100, "almost certain"),
)
"""Probability Yardstick of the Professional Head of Intelligence Assessment; the gaps are meant."""

Level = Literal["low", "moderate", "high"]
CONFIDENCE: Final = re.compile(
    r"\b(low|moderate|high|medium) confidence\b|\bconfidence (is|in)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Worded:
    """A likelihood in words. `low`, `high`: shares 0 to 1; `word`: one term, or two joined by "to"."""

    low: float
    high: float
    word: str

    def record(self) -> dict[str, Any]:
        """The command line's JSON record."""
        return {"low": round(self.low, 4), "high": round(self.high, 4), "word": self.word}

    def __str__(self) -> str:
        number = _percent(self.low)
        if _percent(self.high) != number:
            number = f"{number} to {_percent(self.high)}"
        return f"{self.word} ({number} percent)"


def icd_203(share: float, *, row: Literal[1, 2] = 1) -> str:
    """The term for a share (0 to 1). A boundary that two terms share goes to the one nearer to even.

    Raises UsageError below 1 and above 99 percent, where the scale has no term.
    """
    percent = _checked(share)
    fits = [(low, high, terms) for low, high, terms in ICD_203 if low <= percent <= high]
    if not fits:
        side = "below 1" if percent < 1 else "above 99"
        raise UsageError(f"{side} percent has no word in ICD 203", todo="Give the number alone")
    return min(fits, key=lambda band: abs((band[0] + band[1]) / 2 - 50))[2][row - 1]


def phia(share: float) -> tuple[str, bool]:
    """The yardstick's term for a share (0 to 1), and whether it lies in the term's band.

    A value in a gap takes the nearest band, on a tie the one nearer to even, and the second answer is False: say so.
    Raises UsageError below 1 and above 99 percent, as for ICD 203.
    """
    percent = _checked(share)
    if not 1 <= percent <= 99:
        side = "below 1" if percent < 1 else "above 99"
        raise UsageError(f"{side} percent is not worded", todo="Give the number alone")

    def away(band: tuple[int, int, str]) -> float:
        return max(band[0] - percent, percent - band[1], 0)

    low, high, word = min(PHIA, key=lambda band: (away(band), abs((band[0] + band[1]) / 2 - 50)))
    inside = low <= percent <= high and percent != 50
    return word, inside


def worded(low: float, high: float, *, row: Literal[1, 2] = 1) -> Worded:
    """A likelihood that lies between two shares (0 to 1); one term when both fall under it.

    Raises UsageError when the bounds are turned round, or an end has no word.
    """
    if low > high:
        raise UsageError(f"from {low} to {high}", todo="Give the lower bound first")
    terms = dict.fromkeys([icd_203(low, row=row), icd_203(high, row=row)])
    return Worded(low, high, " to ".join(terms))


def confidence_sentence(level: Level, reason: str) -> str:
    """A sentence about confidence alone. Raises UsageError when the reason words a likelihood."""
    sentence = f"Confidence in this estimate is {level}: {reason.rstrip('.')}."
    refuse_mixed(sentence)
    return sentence


def refuse_mixed(text: str) -> None:
    """Raise UsageError for a sentence with both likelihood and confidence, or terms of both ICD 203 rows."""
    first, second = set(_terms(text, 0)), set(_terms(text, 1))
    if first and second:
        raise UsageError(
            f"{min(first)!r} and {min(second)!r} stand in different rows of ICD 203", todo="Keep to one row"
        )
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        if CONFIDENCE.search(sentence) and (_terms(sentence, 0) or _terms(sentence, 1)):
            raise UsageError(
                f"likelihood and confidence in one sentence: {sentence!r}", todo="Make two sentences of it"
            )


def percent(share: float) -> str:
    """A share (0 to 1) for readers: whole percents, with decimals where rounding would put it under another term."""
    if not 0.01 <= share <= 0.99:
        ends = "0 percent" if share == 0 else "below 1 percent" if share < 0.01 else "above 99 percent"
        return "100 percent" if share == 1 else ends
    for digits in range(4):
        rounded = round(100 * share, digits)
        if icd_203(rounded / 100) == icd_203(share):
            return f"{rounded:.{digits}f} percent"
    return f"{100 * share:.4f} percent"


def _terms(text: str, row: int) -> list[str]:
    """The terms of one row that a text uses, longer terms first so that each word counts once."""
    terms = sorted((band[2][row] for band in ICD_203), key=len, reverse=True)
    every = sorted((t for band in ICD_203 for t in band[2]), key=len, reverse=True)
    pattern = re.compile(r"\b(" + "|".join(map(re.escape, every)) + r")(ly)?\b", re.IGNORECASE)
    return [m.group(1).lower() for m in pattern.finditer(text) if m.group(1).lower() in terms]


def _checked(share: float) -> float:
    """The share in percent, to a millionth so that 0.55 is 55. Raises UsageError outside 0 to 1."""
    if not 0 <= share <= 1:
        raise UsageError(f"{share} is no share", todo="Give a number from 0 to 1")
    return round(100 * share, 6)


def _percent(share: float) -> str:
    return f"{100 * share:.0f}" if 0.095 <= share <= 0.905 else f"{100 * share:.1f}".removesuffix(".0")
