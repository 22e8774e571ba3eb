"""What came of asking: records told, kept and dropped by reason, and tokens."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

FORM: Final = "not in the form asked for"
CUT: Final = "cut off"
BEYOND: Final = "beyond what a piece can hold"
TABLE: Final = "word not in the tables"
NO_QUOTE: Final = "quote not in text"
QUOTE_SIZE: Final = "quote too short or too long"
UNKNOWN_ACTOR: Final = "actor not known"
NO_ACTOR: Final = "actor not named"
SIDES: Final = "sides unclear"
NO_DATE: Final = "date is no date"
NO_NUMBER: Final = "number not in the quote"
UNIT: Final = "unit not the figure's"
TWICE: Final = "told twice"
REASONS: Final = (
    FORM, CUT, BEYOND, TABLE, QUOTE_SIZE, NO_QUOTE, UNKNOWN_ACTOR, NO_ACTOR, SIDES, NO_DATE, NO_NUMBER, UNIT, TWICE,
)  # fmt: skip
CHARACTERS_A_TOKEN: Final = 4


class DroppedError(Exception):
    """A record that does not stand; `reason` is one of REASONS."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(slots=True)
class Tally:
    """Counted over a run. `dates_left_out`: of records kept; `estimated`: replies whose tokens were not told."""

    told: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    dates_left_out: int = 0
    replies: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    estimated: int = 0

    def spend(
        self, tokens_in: int | None, tokens_out: int | None, characters_in: int, characters_out: int
    ) -> None:
        """Count the tokens of one reply; what the server does not tell is estimated from the characters."""
        self.replies += 1
        self.estimated += tokens_in is None or tokens_out is None
        self.tokens_in += estimate(characters_in) if tokens_in is None else tokens_in
        self.tokens_out += estimate(characters_out) if tokens_out is None else tokens_out

    def add(self, other: Tally) -> None:
        """Count another run's counts too."""
        for name in ("told", "dates_left_out", "replies", "tokens_in", "tokens_out", "estimated"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.dropped += other.dropped

    @property
    def tokens(self) -> int:
        """All tokens, in and out."""
        return self.tokens_in + self.tokens_out

    def line(self) -> str:
        """One line for a person: "endpoint: 14 records, 3 of them dropped: 2 quote not in text, ..."."""
        count = sum(self.dropped.values())
        reasons = ", ".join(f"{self.dropped[r]} {r}" for r in REASONS if self.dropped[r])
        dropped = f", {count} of them dropped: {reasons}" if count else ", none dropped"
        dates = (
            f"; {_many(self.dates_left_out, 'date')} not in the text left out" if self.dates_left_out else ""
        )
        told = f"; {self.tokens_in:,} tokens in, {self.tokens_out:,} out"
        guess = (
            f" (estimated for {self.estimated} of {_many(self.replies, 'reply')}, as the server does not tell)"
            if self.estimated
            else ""
        )
        return f"endpoint: {_many(self.told, 'record')}{dropped}{dates}{told}{guess}"


def estimate(characters: int) -> int:
    """Tokens of English text of that length, roughly, rounded up."""
    return -(-characters // CHARACTERS_A_TOKEN)


def _many(count: int, noun: str) -> str:
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{count:,} {noun if count == 1 else plural}"
