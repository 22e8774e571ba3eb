"""Numbers in figures and words: 12.5 billion, half a million, twenty-four, 3,000, 1.2bn, two thirds, 40 000, ¾."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from detente.read.number_words import FIRST_WORD, SCALES, Worded, read_words
from detente.read.units import units

_GLYPHS: Final = {
    "½": 1 / 2,
    "⅓": 1 / 3,
    "⅔": 2 / 3,
    "¼": 1 / 4,
    "¾": 3 / 4,
    "⅕": 1 / 5,
    "⅙": 1 / 6,
    "⅛": 1 / 8,
}
_SPACE: Final = "[ \u00a0\u2009\u202f]"
_SCALE: Final = "hundred|thousand|million|billion|trillion|lakh|crore|mil|mn|mln|bn|bln|tn|tln|trn"
_FIGURE: Final = (
    r"\d{1,3}(?:,\d{3})+(?!\d|,\d)(?:\.\d+)?"  # 1,234,567.8
    r"|\d{1,2}(?:,\d\d)+,\d{3}(?!\d|,\d)(?:\.\d+)?"  # 12,34,567.8 as in India
    r"|\d{1,3}(?:\.\d{3})+,\d\d?(?!\d|,\d)"  # 1.234,5
    rf"|\d{{1,3}}(?:{_SPACE}\d{{3}})+(?![\d,])(?:\.\d+)?"  # 1 234 567.8
    r"|(?<!\d,)\d+,\d\d(?![\d,])"  # 5,00
    r"|\d+(?:\.\d+)?|(?<![\d.])\.\d+"
)
_NUMBER: Final = re.compile(
    rf"(?P<chain>(?<![\w.])\d+(?:[.:]\d+){{2,}}(?!\w)|(?<![\w.])\d{{1,2}}:\d\d(?!\d))"
    rf"|(?P<figure>(?:(?<![\w^])|(?<=\b(?:{'|'.join(sorted(units().codes))}))|(?<=\bRs))(?<![A-Za-z]-)(?<!\d\.)(?<!/\d)"
    rf"(?:{_FIGURE})(?!\d|\.\d|st\b|nd\b|rd\b|th\b|'?s\b))"
    r"(?P<power>[eE][+-]?\d{1,2}\b|x10\s?\^[+-]?\d{1,2}\b|\^[+-]{0,2}\d{1,2}\b)?"
    r"(?P<part>\s?/\s?\d{1,2}(?![\d/])|\s+\d{1,2}/\d{1,2}(?![\d/])|[½⅓⅔¼¾⅕⅙⅛])?"
    rf"(?P<scale>(?:[\s-]*(?:{_SCALE})s?\b)+|[mbkM](?!\w|-[A-Za-z])|(?-i:MM)\b|\s+k\b)?"
    r"|(?P<glyph>[½⅓⅔¼¾⅕⅙⅛])"
    rf"|(?P<words>(?<![\w-]){FIRST_WORD})",
    re.IGNORECASE,
)
_LONG: Final = re.compile(
    r"-?(?:tall|long|wide|deep|high|away|thick|(?:above|below)\s+(?:sea|ground))\b", re.I
)
_MINUS: Final = re.compile(r"(?:(?:^|(?<=[\s(<>=]))-|^\s*-\s+|\b(?:minus|negative)\s+)$", re.IGNORECASE)
_LINK: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_MORE: Final = re.compile(
    rf"\s+(?P<and>and\s+)?(?:(?P<words>{FIRST_WORD})|(?P<figure>\d{{1,3}})(?![\d.,%\w]))", re.I
)
_OF_A_WHOLE: Final = re.compile(
    rf"\s+(?P<how>over|out\s+of)\s+(?:(?P<figure>{_FIGURE})|(?P<words>{FIRST_WORD}))", re.I
)
_DOZEN: Final = re.compile(r"\s+(?:dozens?|dzs?|dozs?)\b", re.IGNORECASE)
_HALF: Final = re.compile(r"\s+(?:of\b|(?:the|its|their|all|people|a|an)\b)", re.IGNORECASE)
_NO_HALF: Final = re.compile(r"\b(?:first|second|latter|other|last|former|and)\s+$", re.IGNORECASE)
_PRONOUN: Final = re.compile(r"\b(?:the|this|that|which|no|every|each|any|another)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at text[start:end]: its value, the scale word that went into it (1.0: none), whether it is in words.

    `share`: it says a part of one ("half", "two thirds", "3/4"), not a count; `glued`: letters follow it ("180ml").
    """

    start: int
    end: int
    value: float
    scale: float
    spelled: bool
    share: bool = False
    glued: bool = False


def numbers_in(text: str, start: int = 0, end: int | None = None) -> list[Number]:
    """The numbers of text[start:end] in order; digits that belong to a name, a unit, a link or an ordinal are none.

    Words that say no exact number ("several million") give none, nor does the pronoun "one".
    """
    return [n for n in scan(text, start, len(text) if end is None else end) if not n.glued]


def scan(text: str, start: int, stop: int) -> list[Number]:
    """As `numbers_in`, with the numbers that a unit is written to ("180ml")."""
    links = [m.span() for m in _LINK.finditer(text, start, stop)]
    return [n for n in _scanned(text, start, stop) if not any(a <= n.start < b for a, b in links)]


def _scanned(text: str, start: int, stop: int) -> Iterator[Number]:
    at = start
    while match := _NUMBER.search(text, at, stop):
        at = match.end()
        number = _number(text, match, start, stop)
        if number is None:
            continue
        number = _of_a_whole(text, number, stop)
        before = text[max(start, number.start - 10) : number.start]
        if minus := _MINUS.search(before):
            begun = number.start - len(before) + minus.start()
            number = replace(number, start=begun, value=-number.value)
        at = max(number.end, number.start + 1)
        yield number


def _number(text: str, match: re.Match[str], start: int, stop: int) -> Number | None:
    if match["chain"]:
        return None
    if match["glyph"]:
        return Number(match.start(), match.end(), _GLYPHS[match["glyph"]], 1.0, False, True)
    if match["figure"]:
        return _figured(text, match, stop)
    read = read_words(text, match.start(), stop)
    if read is None:
        return None
    before = text[max(start, match.start() - 10) : match.start()]
    word = text[match.start() : read.end].lower()
    if (word == "one" and _PRONOUN.search(before)) or (
        word in ("half", "a half") and not _is_half(text, read, before)
    ):
        return None
    return Number(match.start(), read.end, read.value, read.scale, True, read.share)


def _is_half(text: str, read: Worded, before: str) -> bool:
    """Whether "half" is a share and not the half of a match or a year."""
    if _NO_HALF.search(before):
        return False
    return bool(_HALF.match(text, read.end)) or not re.match(r"[\s-]+[a-z]", text[read.end : read.end + 3])


def _of_a_whole(text: str, number: Number, stop: int) -> Number:
    """As in "two out of five", "one over three"; "12 out of 10" stays two numbers."""
    match = None if number.share else _OF_A_WHOLE.match(text, number.end, stop)
    if match is None:
        return number
    worded = read_words(text, match.start("words"), stop) if match["words"] else None
    below, end = (worded.value, worded.end) if worded else (_plain(match["figure"] or "0"), match.end())
    over = match["how"].lower() == "over"
    if not 0 < number.value < below or (
        over and (number.value != 1 or re.match(r"\s*[\w%]", text[end:stop][:3]))
    ):
        return number
    return Number(number.start, end, number.value / below, 1.0, number.spelled, True)


def _plain(text: str) -> float:
    if re.search(r"\.\d{3},|^\d+,\d\d$", text):
        return float(text.replace(".", "").replace(",", "."))
    return float(re.sub(r"[,\s]", "", text))


def _figured(text: str, match: re.Match[str], stop: int) -> Number:
    value, end, share = _plain(match["figure"]), match.end("figure"), False
    if match["power"]:
        value, end = _powered(value, match["power"]), match.end("power")
    if match["part"] and (whole := _parted(value, match["part"], text[match.start() - 1 : match.start()])):
        (value, share), end = whole, match.end("part")
    scale = 1.0
    if (
        match["scale"]
        and match.start("scale") == end
        and not _LONG.match(text[match.end() : match.end() + 16].lstrip())
    ):
        scale, end = _scale(match["scale"]), match.end()
        value, end = _added(text, end, stop, value * scale, scale) if scale >= 100 else (value, end)
    if dozen := _DOZEN.match(text, end, stop):
        value, end = value * 12, dozen.end()
    glued = text[end : end + 1].isalpha() and end < stop
    return Number(match.start(), end, value, scale, False, share, glued)


def _powered(value: float, text: str) -> float:
    power = int(re.sub(r"\D", "", text.rsplit("^", maxsplit=1)[-1]) or 0)
    power = -power if text.count("-") % 2 else power
    return value**power if text.startswith("^") and value else value * 10.0**power


def _parted(value: float, text: str, before: str) -> tuple[float, bool] | None:
    """As in "3/4", a share; "10 1/2" and "10½" are more than one; "24/7", "5/17/2016" and "2222/22" are no parts."""
    if text in _GLYPHS:
        return value + _GLYPHS[text], False
    above, _, below = text.partition("/")
    if above.strip():
        return (value + int(above) / int(below), False) if 0 < int(above) < int(below) else None
    fits = 0 < value < int(below) and value == int(value) and before != "/"
    return (value / int(below), True) if fits else None


def _scale(text: str) -> float:
    scale = 1.0
    for word in re.findall(r"[a-z]+", text.lower()):
        scale *= SCALES.get(word) or SCALES.get(word.rstrip("s"), 1.0)
    return scale


def _added(text: str, end: int, stop: int, value: float, scale: float) -> tuple[float, int]:
    """The lower places after scale words: "4 thousand 3 hundred and 21", "3 million and a half"."""
    while scale >= 100 and (more := _MORE.match(text, end, stop)):
        worded = read_words(text, more.start("words"), stop) if more["words"] else None
        if more["words"] and worded is None:
            break
        low, after = (worded.value, worded.end) if worded else (float(more["figure"]), more.end())
        if worded and worded.share:
            return (value + low * scale, after) if more["and"] else (value, end)
        size = 1.0
        if not worded and (unit := re.compile(r"\s+hundred\b").match(text, after, stop)):
            low, after, size = low * 100, unit.end(), 100.0
        if not 0 < low < scale or not (more["and"] or size > 1):
            break
        if re.match(r"\s*(?:%|-|percent|per\s+cent|million|billion)", text[after : after + 12]):
            break
        value, end, scale = value + low, after, size
    return value, end
