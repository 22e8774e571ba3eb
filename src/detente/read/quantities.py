"""Figures of a sentence: value, unit, bound, rate, change; what is a date, a model or a number of a thing is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from detente.model.vocabulary import Bound
from detente.read.numbers import FRACTIONS, NUMBER, Number, read_number
from detente.read.units import units


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in the cleaned text. `start` includes its hedge; `change`: a percentage that says a change.

    `upper`: second end of a range, whose first end is this figure; `of`: the words it measures.
    """

    start: int
    end: int
    value: float
    unit: str
    bound: Bound
    change: bool = False
    of: str | None = None

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of money."""
        return bool(re.match(r"[A-Z]{3}(?:/|$)", self.unit)) and self.unit != "TEU"


_HEDGES: Final[tuple[tuple[str, Bound], ...]] = (
    (r"in\s+excess\s+of|(?:well\s+|just\s+)?(?:over|above)|more\s+than|greater\s+than|larger\s+than|at\s+least|no\s+(?:fewer|less)\s+than"
     r"|not\s+less\s+than|exceed(?:s|ed|ing)?|upwards?\s+of"
     r"|a\s+minimum\s+of|surpass(?:es|ed|ing)?|topp(?:ed|ing)|tops|north\s+of", ">"),
    (r"up\s+to|as\s+much\s+as|as\s+many\s+as|(?:less|fewer|lower)\s+than|(?:just\s+|well\s+)?(?:under|below)|no\s+more\s+than|at\s+most"
     r"|not\s+more\s+than|a\s+maximum\s+of", "<"),
    (r"nearly|almost|close\s+to|about|around|roughly|approximately|some|an?\s+estimated"
     r"|estimated|circa|near(?:ing)?|approaching", "~"),
)  # fmt: skip
_HEDGE: Final = "|".join(rf"(?P<h{i}>(?:{source}))" for i, (source, _) in enumerate(_HEDGES))
_SIGN: Final = r"(?:US|NT|HK|A|C)?\$|[€£¥₹]|Rs\.?|" + "|".join(sorted(units().codes))
_MONEY_WORDS: Final = "|".join(
    re.escape(w) for w in sorted({*units().currencies, *units().by_state}, key=len, reverse=True)
)
_MEASURES: Final = "|".join(re.escape(w) for w in sorted(units().measures, key=len, reverse=True))
_COUNTS: Final = "|".join(re.escape(w) for w in sorted(units().counts, key=len, reverse=True))
_RATE: Final = (
    r"(?:(?:\s+of\s+[a-z][\w-]*(?:\s+[a-z][\w-]*)?)?(?:\s+(?:a|per|each|every)\s+(?P<per>day|week|month|year)\b"
    r"|\s+(?P<adv>annually|yearly|daily|monthly)\b|\s*/\s*(?P<slash>year|day)\b))?"
)
_STOP: Final = (
    r"of|and|in|by|to|for|with|from|at|on|percent|per|the|a|an|was|were|is|are|million|billion|that|which"
)
_PRE: Final = rf"(?:(?:{_HEDGE})\s+(?:(?:some|a|an|around|about)\s+)?)?"
_FLAGS: Final = re.IGNORECASE

_PERCENT: Final = re.compile(
    rf"{_PRE}(?<![\w.,])(?:between\s+|from\s+)?(?:(?P<n1>{NUMBER})\s*(?:-|to|and)\s*)?(?P<n>{NUMBER})[\s-]*(?:percent(?:age\s+points?)?|per\s+cent|pct\b|%)",
    _FLAGS,
)
_MONEY_SIGN: Final = re.compile(
    rf"{_PRE}(?:(?:(?:between|from)\s+(?P<sign1>{_SIGN})?\s*(?P<n1>{NUMBER})\s*(?:-|to\b|and\b)\s*)|(?:(?:{_SIGN})\s*(?P<n0>{NUMBER})\s*(?:-|to\b)\s*))?"
    rf"(?<![\w])(?P<sign>{_SIGN})\s*(?P<n>{NUMBER})(?:\s*-\s*(?P<nh>{NUMBER}))?(?P<plus>\+)?{_RATE}"
)
_UNIT_WORD: Final = re.compile(
    rf"{_PRE}(?<![\w.,/-])(?:between\s+|from\s+)?(?:(?P<n1>{NUMBER})\s*(?:-|to|and)\s*)?(?P<n>{NUMBER})(?P<plus>\+)?[\s-]+"
    rf"(?:(?P<adj>(?-i:[A-Z][a-z]+))\s+)?(?:(?P<money>{_MONEY_WORDS})|(?P<measure>{_MEASURES}))\b{_RATE}",
    _FLAGS,
)
_COUNT: Final = re.compile(
    rf"{_PRE}(?<![\w.,/-])(?:between\s+|from\s+)?(?:(?P<n1>{NUMBER})\s*(?:-|to|and)\s*)?(?P<n>{NUMBER})(?P<plus>\+)?(?=[\s-])"
    rf"(?P<gap>(?:[\s-]+(?!(?:{_COUNTS}|{_STOP})\b)[\w/.'-]+){{0,4}}?)[\s-]+(?P<count>{_COUNTS})\b{_RATE}",
    _FLAGS,
)
_THINGS: Final = re.compile(
    rf"{_PRE}(?<![\w.,/$€£-])(?P<n>\d[\d,]*(?:\.\d+)?(?:\s+(?:hundred|thousand|million|billion))?)\s+(?P<noun>[a-z][a-z-]*s)\b{_RATE}"
)
_NATIONALS: Final = re.compile(
    rf"{_PRE}(?<![\w-])(?P<n>(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)|\d[\d,]*)\s+"
    rf"(?-i:[A-Z][a-z]+)\s+(?P<noun>(?-i:[a-z]+s))\b{_RATE}",
    _FLAGS,
)
_FRACTION_WORDS: Final = "|".join(sorted(FRACTIONS, key=len, reverse=True))
_FRACTION: Final = re.compile(
    rf"{_PRE}(?:an?\s+)?(?P<f>{_FRACTION_WORDS})\s+of\s+(?:all|its|their|the|total)\b",
    _FLAGS,
)
_TIME_NOUNS: Final = frozenset(
    [
        "years",
        "months",
        "weeks",
        "days",
        "hours",
        "minutes",
        "seconds",
        "decades",
        "times",
        "levels",
        "is",
        "was",
        "has",
        "as",
        "this",
        "its",
        "us",
        "sides",
        "stages",
        "quarters",
        "points",
        "lines",
        "phases",
        "rounds",
        "occasions",
    ]
)
_NUMBERED: Final = re.compile(
    r"(?:\b(?:resolution|article|act|no\.?|number|section|chapter|phase|stage|covid|stream|highway|group\s+of|top|aged?|"
    r"type|mark|boeing|airbus|category|tier|vision|agenda|level|p5|division|brigade|page|form)|[#§])\s*-?$",
    re.IGNORECASE,
)
_UP: Final = (
    r"(?:increas|ris|rose|gr[oe]w|climb|jump|surg|expand|soar|gain|went\s+up|up|higher|more|swell"
    r"|rise|growth|upturn|boost|leap)"
)
_DOWN: Final = (
    r"(?:fall|fell|drop|declin|decreas|shr[aiu]nk|plung|slump|contract|down|lower|less|reduc|cut|tumbl"
    r"|slid|collaps|dip)"
)
_HEDGE_WORDS: Final = "|".join(source for source, _ in _HEDGES)
_CHANGE_BEFORE: Final = re.compile(
    rf"\b(?:(?P<up>{_UP}\w*)|(?P<down>{_DOWN}\w*))\s+(?:\w+ly\s+)?(?:by\s+|of\s+)?(?:a\s+)?"
    rf"(?:(?:{_HEDGE_WORDS})\s+)?$",
    _FLAGS,
)
_CHANGE_AFTER: Final = re.compile(
    r"^\s*-?(?:year-on-year\s+|annual\s+|yearly\s+|sharp\s+|steep\s+)?(?:(?P<up>rise|increase|growth|jump|surge|gain|higher|more|upturn|leap)|(?P<down>fall|drop|decline|decrease|slump|plunge|cut|reduction|lower|less|contraction|dip))\b",
    _FLAGS,
)


Finder = Callable[[str, int, int, tuple[str, ...]], Iterator[tuple[re.Match[str], float, str]]]


def find_figures(
    text: str, start: int, end: int, taken: Sequence[tuple[int, int]], states: tuple[str, ...] = ()
) -> list[Figure]:
    """Figures of text[start:end] outside the taken spans (dates, names).

    `states`: codes of the states in the text; they decide between currencies of one name (rupees).
    A range gives two figures, its low end with bound ">" and its high end with "<".
    """
    found: list[Figure] = []
    spans = list(taken)
    for finder in _FINDERS:
        for match, factor, unit in finder(text, start, end, states):
            at, stop = match.start("n") if "n" in match.re.groupindex else match.start(), match.end()
            if any(at < b and a < stop for a, b in spans):
                continue
            if _NUMBERED.search(text[max(start, match.start() - 14) : match.start()]):
                continue
            figures = _figures(text, match, factor, unit, start)
            if figures:
                found += figures
                spans.append((figures[0].start, stop))
    return sorted(found, key=lambda f: f.start)


def _figures(text: str, match: re.Match[str], factor: float, unit: str, start: int) -> list[Figure]:
    groups = match.groupdict()
    bound: Bound = next((b for i, (_, b) in enumerate(_HEDGES) if groups.get(f"h{i}")), "=")
    if groups.get("plus"):
        bound = ">"
    if groups.get("f"):
        return [Figure(match.start(), match.end(), round(FRACTIONS[groups["f"].lower()], 2), unit, bound)]
    rate = groups.get("per") or {
        "annually": "year",
        "yearly": "year",
        "daily": "day",
        "monthly": "month",
    }.get((groups.get("adv") or "").lower(), groups.get("slash") or "")
    unit = f"{unit}/{rate.lower()}" if rate and "/" not in unit else unit
    first = "n1" if groups.get("n1") else "n0" if groups.get("n0") else "n" if groups.get("nh") else ""
    last = "nh" if groups.get("nh") else "n"
    low, number = (read_number(groups[first]) if first else None), read_number(groups[last])
    if number is None:
        return []
    split = match.start("sign") if last == "n" and groups.get("sign") else match.start(last)
    change = unit == "percent" and _change(text, start, match)
    value = number.value * factor * (-1 if change == "down" else 1)
    if low is None:
        return [Figure(match.start(), match.end(), value, unit, bound, change=bool(change))]
    if not _is_range(match, low, number, split):
        return [
            Figure(match.start(), split, low.value * factor, unit, "="),
            Figure(split, match.end(), value, unit, "=", change=bool(change)),
        ]
    lowest = low.value * (number.scale if low.scale == 1.0 else 1.0)
    return [
        Figure(match.start(), split, lowest * factor, unit, ">"),
        Figure(split, match.end(), number.value * factor, unit, "<"),
    ]


def _is_range(match: re.Match[str], low: Number, high: Number, split: int) -> bool:
    """Whether two numbers are one range ("1.1-1.3 million"), not a start and an end ("from 3 to 5 billion")."""
    lowest = low.value * (high.scale if low.scale == 1.0 else 1.0)
    joined = match.group()[: split - match.start()].lower()
    if "and" in joined.split()[-1:]:
        return "between" in joined and lowest < high.value
    return "from" not in joined.split()[:1] and lowest < high.value


def _change(text: str, start: int, match: re.Match[str]) -> str:
    """As in "up" or "down" when the percentage says a change, else ""."""
    before = _CHANGE_BEFORE.search(text[max(start, match.start("n") - 60) : match.start("n")])
    after = _CHANGE_AFTER.match(text[match.end() : match.end() + 40])
    hit = before or after
    return "" if hit is None else ("up" if hit["up"] else "down")


def _money_signs(
    text: str, start: int, end: int, states: tuple[str, ...]
) -> Iterator[tuple[re.Match[str], float, str]]:
    for match in _MONEY_SIGN.finditer(text, start, end):
        sign = match["sign"].rstrip(".")
        code = units().signs.get(sign) or (_by_state("rs", states) if sign == "Rs" else sign)
        yield match, 1.0, {"RMB": "CNY"}.get(code, code)


def _by_state(word: str, states: tuple[str, ...]) -> str:
    """The currency of a shared name: that of the first state named that has one, else the default."""
    table = units().by_state.get(word, {})
    own = [table[s] for s in states if s in table]
    return own[0] if own else units().default.get(word, units().currencies.get(word, word))


def _unit_words(
    text: str, start: int, end: int, states: tuple[str, ...]
) -> Iterator[tuple[re.Match[str], float, str]]:
    for match in _UNIT_WORD.finditer(text, start, end):
        if match["measure"]:
            unit = units().measures[match["measure"].lower()]
            yield match, unit.factor, unit.name
            continue
        word = match["money"].lower()
        adjective = (match["adj"] or "").lower()
        if word in units().by_state:
            owners = _ADJECTIVES.get(adjective)
            code = _by_state(
                word,
                (owners,)
                if owners
                else states
                if word not in ("dollar", "dollars", "pound", "pounds")
                else (),
            )
        else:
            code = units().currencies[word]
        yield match, 1.0, code


def _percents(
    text: str, start: int, end: int, states: tuple[str, ...]
) -> Iterator[tuple[re.Match[str], float, str]]:
    for match in _PERCENT.finditer(text, start, end):
        yield match, 1.0, "percent"


def _counts(
    text: str, start: int, end: int, states: tuple[str, ...]
) -> Iterator[tuple[re.Match[str], float, str]]:
    for match in _COUNT.finditer(text, start, end):
        if match["n"].lower() not in ("a", "one"):
            yield match, 1.0, units().counts[match["count"].lower()]


def _things(
    text: str, start: int, end: int, states: tuple[str, ...]
) -> Iterator[tuple[re.Match[str], float, str]]:
    for match in (*_THINGS.finditer(text, start, end), *_NATIONALS.finditer(text, start, end)):
        noun = match["noun"]
        if noun not in _TIME_NOUNS and not noun.endswith(("ss", "us", "is")):
            yield match, 1.0, _singular(noun)


def _singular(noun: str) -> str:
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-2] if noun.endswith(("sses", "xes", "ches", "shes")) else noun[:-1]


def _fractions(
    text: str, start: int, end: int, states: tuple[str, ...]
) -> Iterator[tuple[re.Match[str], float, str]]:
    for match in _FRACTION.finditer(text, start, end):
        yield match, 1.0, "percent"


_ADJECTIVES: Final = {
    "pakistani": "PAK", "indian": "IND", "sri": "LKA", "nepalese": "NPL", "australian": "AUS", "canadian": "CAN",
    "singapore": "SGP", "us": "USA", "american": "USA", "egyptian": "EGY", "syrian": "SYR", "lebanese": "LBN",
    "sudanese": "SDN", "british": "GBR", "mexican": "MEX", "argentine": "ARG", "philippine": "PHL", "iranian": "IRN",
    "iraqi": "IRQ", "kuwaiti": "KWT", "jordanian": "JOR", "algerian": "DZA", "serbian": "SRB", "swedish": "SWE",
    "norwegian": "NOR", "danish": "DNK", "swiss": "CHE", "french": "FRA", "german": "DEU", "zealand": "NZL",
}  # fmt: skip
_FINDERS: Final[tuple[Finder, ...]] = (_money_signs, _unit_words, _percents, _counts, _things, _fractions)
