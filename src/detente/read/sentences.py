"""Paragraphs and sentences as spans of the cleaned text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ABBREVIATIONS: Final = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "lt",
        "col",
        "maj",
        "capt",
        "sgt",
        "adm",
        "sen",
        "rep",
        "gov",
        "pres",
        "amb",
        "hon",
        "rev",
        "st",
        "jr",
        "sr",
        "vs",
        "etc",
        "no",
        "nos",
        "art",
        "fig",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "approx",
        "est",
        "inc",
        "ltd",
        "co",
        "corp",
        "rs",
        "cf",
        "al",
        "vol",
        "ed",
        "dept",
        "u.s",
        "u.k",
        "u.n",
        "e.g",
        "i.e",
        "a.m",
        "p.m",
        "ft",
        "brig",
        "cmdr",
        "supt",
    ]
)
_END: Final = re.compile(r"""[.!?]+["')\]]*(?=\s|$)|\x1f+|\n[ ]*\n+|[;](?=\s)""")
_WORD_BEFORE: Final = re.compile(r"([A-Za-z][A-Za-z.]*)$")
LONGEST_SENTENCE: Final = 3000
SHORTEST_WRAPPED: Final = 60
LONGEST_WRAPPED: Final = 100
_LEADS_ON: Final = frozenset(
    re.findall(
        r"\w+",
        """a an the and or but of in on at to for with by from between against over under as that which who its their
        his her this these those both said says would will has have had was were is are""",
    )
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's span in the cleaned text and the number of its paragraph."""

    start: int
    end: int
    paragraph: int


def sentences(text: str) -> list[Sentence]:
    """Sentences of a cleaned text. A blank line, a blanked line and a short line without a stop end one."""
    found: list[Sentence] = []
    for number, (start, end) in enumerate(_paragraphs(text)):
        at = start
        for match in _END.finditer(text, start, end):
            if match.group()[0] in ".!?" and not _ends(text, match, end):
                continue
            if match.group()[0] == ";":
                continue
            found += _span(text, at, match.end(), number)
            at = match.end()
        found += _span(text, at, end, number)
    return found


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Runs of lines; a line break inside a paragraph is a space unless the line is a heading."""
    spans: list[tuple[int, int]] = []
    start: int | None = None
    at = 0
    for line in text.split("\n"):
        blank = not line.strip(" \x1f")
        heading = len(line) < 90 and _stands_alone(line)
        if blank and start is not None:
            spans.append((start, at))
            start = None
        elif not blank and start is None:
            start = at
            if heading and text[at + len(line) :].lstrip(" ").startswith("\n"):
                after = text[at + len(line) + 1 : at + len(line) + 400].split("\n", 1)[0]
                if not after.strip() or (after.strip()[:1].isupper() and not _wrapped(line, after)):
                    spans.append((start, at + len(line)))
                    start = None
        at += len(line) + 1
    if start is not None:
        spans.append((start, len(text)))
    return spans


def _stands_alone(line: str) -> bool:
    """Whether a line can be a heading: words without a stop, the last of them none that something must follow."""
    words = line.split()
    return bool(words) and words[-1].lower() not in _LEADS_ON and not re.search(r"[.!?:,;\"')]\s*$", line)


def _wrapped(line: str, after: str) -> bool:
    """Whether both are lines of one paragraph broken at a margin: about equally long, and long."""
    size, following = len(line.rstrip()), len(after.rstrip())
    return (
        size >= SHORTEST_WRAPPED
        and SHORTEST_WRAPPED <= following <= LONGEST_WRAPPED
        and abs(size - following) <= 12
    )


def _span(text: str, start: int, end: int, paragraph: int) -> list[Sentence]:
    while start < end and text[start] in " \n\x1f":
        start += 1
    while end > start and text[end - 1] in " \n\x1f":
        end -= 1
    cut = [
        Sentence(at, min(at + LONGEST_SENTENCE, end), paragraph) for at in range(start, end, LONGEST_SENTENCE)
    ]
    return [s for s in cut if s.start < s.end]


def _ends(text: str, match: re.Match[str], limit: int) -> bool:
    """Whether a stop ends a sentence: not after an abbreviation or initial, and a capital follows."""
    after = text[match.end() : min(match.end() + 40, limit)].lstrip()
    if after and not re.match(r"""["'(\[]*[A-Z0-9]""", after):
        return False
    if match.group()[0] != ".":
        return True
    word = _WORD_BEFORE.search(text, max(0, match.start() - 20), match.start())
    if word is None:
        return True
    stem = word.group(1)
    if stem.lower() in _ABBREVIATIONS:
        # "U.S. Forces" goes on; "in the U.S. The" does not
        return (
            bool(re.match(r"(?:The|In|It|He|She|They|On|A|An|But|However|This|Both)\b", after))
            and "." in stem
        )
    return not (len(stem) == 1 and stem.isupper() and stem != "I")
