"""Names as words: their spelling without accents, and what looks like one."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

MentionForm = Literal[
    "name",
    "adjective",
    "place",
    "person",
    "organisation",
    "pair",
    "group",
    "described",
    "titled",
    "pronoun",
    "region",
    "company",
]


@dataclass(frozen=True, slots=True)
class Entry:
    """A name that may be met: its words, its text, how it names, and its code where no date decides it."""

    words: tuple[str, ...]
    text: str
    form: MentionForm
    code: str | None


@lru_cache(maxsize=20_000)
def plain(word: str) -> str:
    """A word without its accents, in its own case: "Bogotá" and "Bogota" are one name."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFKD", word.replace("ı", "i").replace("ł", "l").replace("ø", "o"))
    return "".join(c for c in parts if not unicodedata.combining(c))


def name_like(word: str) -> bool:
    """Whether a word is written as part of a person's name."""
    return (
        word[0].isupper()
        and word[-1].isalpha()
        and not word.isdigit()
        and word not in ("The", "In", "On", "He")
    )
