"""Tokens of a sentence: words, numbers, model names and punctuation, with offsets in the cleaned text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    r"""
      (?:[A-Z]\.){2,}                              # U.S.  U.N.  U.S.S.R.
    | (?:US|NT|HK|A|C)?[$€£¥₹]                     # currency signs
    | \d+(?:[.,/]\d+)*(?:st|nd|rd|th)?(?![A-Za-z]) # 3,250  12.5  2007/08  3rd
    | [A-Za-z]{1,4}-\d+[A-Za-z0-9/]*               # Mi-35M  S-400  JF-17
    | [^\W_](?:[^\W_]|(?<=[^\W_])[-.](?=[^\W_])|(?<=[^\W_s])'(?=[^\W_](?<!s)|s[^\W_]))*
    | '(?:s|S)?(?![^\W_])                           # possessive
    | \S
    """,
    re.VERBOSE,
)
MODEL: Final = re.compile(r"^(?:[A-Za-z]{1,5}-?\d+[A-Za-z0-9/-]*|\d+[A-Z]+\d*|[A-Z]\d+)$")


@dataclass(frozen=True, slots=True)
class Token:
    """A token with its offsets in the cleaned text."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """Its lower-case form."""
        return self.text.lower()


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Tokens of text[start:end]. A possessive 's (and the bare apostrophe after s) is its own token."""
    stop = len(text) if end is None else end
    return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text, start, stop)]


def is_model(word: str) -> bool:
    """Whether a word is a model name (Mi-35M, S-400, RD-93), which is never a figure."""
    return MODEL.match(word) is not None
