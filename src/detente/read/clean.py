"""Cleaning that keeps a way back: every cleaned character knows where it stood in the document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_REPLACED: Final = {
    "\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u2009": " ", "\u2002": " ", "\u2003": " ", "\t": " ", "\f": "\n",
    "\v": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n",
    "\u2018": "'", "\u2019": "'", "\u201b": "'", "\u02bc": "'", "\u2032": "'", "`": "'", "\u00b4": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2212": "-",
}  # fmt: skip
_DROPPED: Final = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f")

FURNITURE: Final = re.compile(
    r"""^\W*(?:
      comments?\s+(?:are|is)\s+(?:now\s+)?(?:closed|disabled|off)\W*
    | (?:leave|post|write)\s+a\s+(?:comment|reply)\b.* | \d*\s*(?:comments?|replies|shares?|views)\W*
    | (?:subscribe|sign\s+up)\b.{0,80}
    | .{0,40}\bnewsletter\W* | (?:share|like|tweet|print|email)\b(?:\s+(?:this|on|via|it)\b.*|\W*)
    | (?:follow|like)\s+us\b.* | (?:read|see)\s+(?:more|also|next)\b.{0,120}
    | related\s+(?:articles?|stories|posts?|news)\b.*
    | (?:all\s+rights\s+reserved|copyright|\u00a9|\(c\)\s).{0,120} | advertisements?\W* | sponsored\W*
    | (?:previous|next)\s+(?:post|article|story)\b.* | (?:tags?|categories|filed\s+under|posted\s+in)\s*:.*
    | (?:photo|image|picture)(?:\s+credit)?\s*:.* | (?:click|tap)\s+here\b.* | skip\s+to\s+(?:main\s+)?content\W*
    | (?:we\s+use|this\s+(?:site|website)\s+uses)\s+cookies\b.* | (?:home|menu|search|login|log\s+in|back\s+to\s+top)\W*
    | https?://\S+\W*
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
"""Lines that belong to the page and not to the text."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Cleaned text; `origin[i]` is the offset of its character i in the document, `origin[-1]` its end.

    `ends[i]`: where character i ends in the document; empty when each is one character there.
    """

    text: str
    origin: tuple[int, ...]
    ends: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Document offsets of the cleaned span [start, end)."""
        if start >= end:
            return self.origin[start], self.origin[start]
        return self.origin[start], self.ends[end - 1] if self.ends else self.origin[end - 1] + 1


def clean(text: str) -> Cleaned:
    """The text with plain spaces, quotes and hyphens, LF line ends, and page furniture blanked out."""
    out: list[str] = []
    origin: list[int] = []
    for position, char in enumerate(text):
        if char in _DROPPED:
            continue
        if char == "\r":
            if text[position + 1 : position + 2] == "\n":
                continue
            char = "\n"  # noqa: PLW2901 (a lone carriage return ends a line)
        out.append(_REPLACED.get(char, char))
        origin.append(position)
    origin.append(len(text))
    return Cleaned(text=_without_furniture("".join(out)), origin=tuple(origin))


def _without_furniture(text: str) -> str:
    lines = text.split("\n")
    kept = [("\x1f" * len(line) if len(line) < 200 and FURNITURE.match(line) else line) for line in lines]
    return "\n".join(kept)
