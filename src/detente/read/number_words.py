"""Numbers in words: cardinals, decimals, fractions and dozens ("two hundred and six", "five and a half million")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

SCALES: Final = {
    "hundred": 1e2, "thousand": 1e3, "lakh": 1e5, "million": 1e6, "crore": 1e7, "billion": 1e9, "trillion": 1e12,
    "mil": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12, "tln": 1e12, "trn": 1e12,
    "m": 1e6, "b": 1e9, "k": 1e3, "mm": 1e6,
}  # fmt: skip
_ONES: Final = {w: float(n) for n, w in enumerate(
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
     "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"])} | {
         "nought": 0.0, "naught": 0.0}  # fmt: skip
_TENS: Final = {w: 10.0 * n for n, w in enumerate(
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)}  # fmt: skip
_PLAIN: Final = _ONES | _TENS
BIG: Final = ("thousand", "lakh", "million", "crore", "billion", "trillion")
_BIG: Final = {form: SCALES[w] for w in BIG for form in (w, w + "s")}
_HUNDRED: Final = ("hundred", "hundreds")
_ORDINALS: Final = {w: float(n) for n, w in enumerate(
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
     "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
     "twentieth"], start=1)}  # fmt: skip
_SINGULAR: Final = {w: n for w, n in _ORDINALS.items() if n > 2} | {
    "half": 2.0, "quarter": 4.0, "thirtieth": 30.0,
    "hundredth": 1e2, "thousandth": 1e3, "millionth": 1e6, "billionth": 1e9, "trillionth": 1e12,
}  # fmt: skip
_PLURAL: Final = {"halves" if w == "half" else w + "s": n for w, n in _SINGULAR.items()}
DOZENS: Final = frozenset({"dozen", "dozens", "dzs", "dozs"})
_ARTICLES: Final = ("a", "an")

_vocabulary: Final = frozenset(
    {*_PLAIN, *_BIG, *_HUNDRED, *_SINGULAR, *_PLURAL, *_ORDINALS, *(w + "s" for w in _ORDINALS), *DOZENS, *_ARTICLES,
     "and", "point", "of"})  # fmt: skip
_WORD: Final = re.compile(r"(?:\s+|\s*-\s*|)([a-z]+)(?![a-z'])", re.IGNORECASE)
_after_article: Final = "|".join(
    sorted((*_HUNDRED, *_BIG, *_SINGULAR, *DOZENS, *_TENS), key=len, reverse=True)
)
FIRST_WORD: Final = (
    rf"(?:{'|'.join(sorted(_PLAIN, key=len, reverse=True))}|half|quarter"
    rf"|(?:hundred|thousand|million)(?=\s+(?:{'|'.join(BIG)})\b)"
    rf"|an?(?=\s+(?:{_after_article})\b))\b"
)


@dataclass(frozen=True, slots=True)
class Worded:
    """A number in words up to text[:end]; `scale`: its largest scale word (1.0: none); `share`: a part of one."""

    end: int
    value: float
    scale: float = 1.0
    share: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    """A number over words[:stop]."""

    stop: int
    value: float
    scale: float = 1.0
    share: bool = False


def read_words(text: str, at: int, stop: int) -> Worded | None:
    """The longest number in words that begins at text[at]; None where the words there are none."""
    words: list[str] = []
    ends: list[int] = []
    here = at
    while (match := _WORD.match(text, here, stop)) and match[1].lower() in _vocabulary and len(words) < 40:
        if match.start(1) == here and words:
            break
        words.append(match[1].lower())
        here = match.end()
        ends.append(here)
    read = _part(words) or _number(words)
    return Worded(ends[read.stop - 1], read.value, read.scale, read.share) if read else None


def _part(words: list[str]) -> _Read | None:
    """As in "half a million", "a quarter million", "half a dozen", "a third", "a twenty-first", "half"."""
    at = 1 if words[:1] and words[0] in _ARTICLES else 0
    if at >= len(words):
        return None
    if at and words[at] in DOZENS:
        return _Read(at + 1, 12.0)
    below = _denominator(words, at, single=True)
    if below is None or (at == 0 and words[0] not in ("half", "quarter")):
        return None
    size, stop = below
    more = _scaled(words, stop)
    if more:
        return _Read(more.stop, more.value / size, more.scale)
    if stop < len(words) - 1 and words[stop] in _ARTICLES and words[stop + 1] in DOZENS:
        return _Read(stop + 2, 12 / size)
    if stop < len(words) and words[stop] in DOZENS:
        return _Read(stop + 1, 12 / size)
    return _Read(stop, 1 / size, share=True) if at or words[0] == "half" else None


def _denominator(words: list[str], at: int, *, single: bool) -> tuple[float, int] | None:
    """(what a fraction is divided by, the word after it); `single`: only one such part is meant."""
    if at >= len(words):
        return None
    forms = _SINGULAR if single else _PLURAL
    if words[at] in forms:
        return forms[words[at]], at + 1
    if words[at] in _TENS and at + 1 < len(words):
        word = words[at + 1].removesuffix("s") if not single else words[at + 1]
        if word in _ORDINALS and _ORDINALS[word] < 10 and (single or words[at + 1].endswith("s")):
            return _TENS[words[at]] + _ORDINALS[word], at + 2
    return None


def _scaled(words: list[str], at: int) -> _Read | None:
    """Scale words, "of a" before them or not."""
    if words[at : at + 2] in (["of", "a"], ["of", "an"]):
        at += 2
    elif words[at : at + 1] and words[at] in _ARTICLES:
        at += 1
    value = 1.0
    while at < len(words) and (words[at] in _BIG or words[at] in _HUNDRED):
        value *= _BIG.get(words[at], 100.0)
        at += 1
    return _Read(at, value, value) if value > 1 else None


def _number(words: list[str]) -> _Read | None:
    whole = _cardinal(words, 0)
    if whole is None:
        return None
    stop = whole.stop
    if stop + 1 < len(words) and words[stop] == "point" and words[stop + 1] in _PLAIN:
        return _decimal(words, whole)
    mixed = _mixed(words, whole)
    if mixed:
        return mixed
    if stop < len(words) and words[stop] in DOZENS:
        joined = max((n for n in range(stop) if words[n] == "and"), default=None)
        head, tail = (
            (_cardinal(words[:joined], 0), _cardinal(words[:stop], joined + 1)) if joined else (None, None)
        )
        return _Read(stop + 1, head.value + 12 * tail.value if head and tail else 12 * whole.value)
    return whole


def _mixed(words: list[str], whole: _Read) -> _Read | None:
    """A cardinal with a fraction: "two thirds", "five and a half million", "three million and a quarter"."""
    stop = whole.stop
    if words[stop : stop + 1] == ["and"] and (above := _numerator(words, stop + 1)):
        below = _denominator(words, above.stop, single=above.value == 1)
        if below:
            return _sum(words, whole, above.value / below[0], below[1])
    joined = max((n for n in range(stop) if words[n] == "and"), default=None)
    if joined is not None:
        head, above = _cardinal(words[:joined], 0), _cardinal(words[:stop], joined + 1)
        below = _denominator(words, stop, single=above.value == 1) if above else None
        if head and above and below and above.value < below[0]:
            return _sum(words, head, above.value / below[0], below[1])
    below = _denominator(words, stop, single=whole.value == 1)
    if below is None or (words[stop] == "quarters" and whole.value != 3):
        return None
    more = _scaled(words, below[1])
    if more:
        return _Read(more.stop, whole.value / below[0] * more.value, more.scale)
    return _Read(below[1], whole.value / below[0], share=True)


def _numerator(words: list[str], at: int) -> _Read | None:
    if words[at : at + 1] and words[at] in _ARTICLES:
        return _Read(at + 1, 1.0)
    return _cardinal(words, at)


def _sum(words: list[str], whole: _Read, part: float, stop: int) -> _Read:
    """A whole and a part: of the scale word after it, else of the whole's own million or billion."""
    more = _scaled(words, stop)
    if more and whole.scale == 1.0:
        return _Read(more.stop, (whole.value + part) * more.value, more.scale)
    if more:
        return _Read(more.stop, whole.value + part * more.value, whole.scale)
    return _Read(stop, whole.value + part * (whole.scale if whole.scale >= 1e5 else 1.0), whole.scale)


def _decimal(words: list[str], whole: _Read) -> _Read:
    at, digits = whole.stop + 1, ""
    stop = next((n for n in range(at, len(words)) if words[n] not in _PLAIN), len(words))
    while number := _cardinal(words[:stop], at):
        digits += f"{number.value:.0f}"
        at = number.stop
    value = float(f"{whole.value:.0f}.{digits}")
    more = _scaled(words, at) if at < len(words) and words[at] not in (*_ARTICLES, "of") else None
    return _Read(more.stop, value * more.value, more.scale) if more else _Read(at, value)


def _cardinal(words: list[str], at: int) -> _Read | None:
    """The longest cardinal from words[at]: "two hundred and two thousand", "three lakh crore"."""
    total, current, scale, last = 0.0, 0.0, 1.0, "start"
    start = at
    if words[at : at + 1] and words[at] in _ARTICLES:
        if at + 1 >= len(words) or not (words[at + 1] in _HUNDRED or words[at + 1] in _BIG):
            return None
        current, last, at = 1.0, "ones", at + 1
    while at < len(words):
        word, step = words[at], 1
        if (
            word == "and"
            and last in ("hundred", "big", "tens")
            and at + 1 < len(words)
            and words[at + 1] in _PLAIN
        ):
            word, step = words[at + 1], 2
        if word in _PLAIN and (
            last in ("start", "hundred", "big") or (last == "tens" and 0 < _PLAIN[word] < 10)
        ):
            current, last = current + _PLAIN[word], "tens" if word in _TENS else "ones"
        elif word in _HUNDRED and last in ("start", "ones", "tens"):
            current, last, scale = (current or 1.0) * 100, "hundred", max(scale, 100.0)
        elif word in _BIG:
            size = _BIG[word]
            if last == "big" or (total and size > scale):
                total, current = (total + current) * size, 0.0
            else:
                total, current = total + (1.0 if last == "start" else current) * size, 0.0
            scale, last = max(scale, size), "big"
        else:
            break
        at += step
    return _Read(at, total + current, scale) if at > start and last != "start" else None
