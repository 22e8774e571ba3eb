"""The unit of a number by the words beside it: money, a measure, a percentage, things counted, a share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from detente.read.grammar import load_yaml
from detente.read.number_words import SCALES
from detente.read.numbers import Number
from detente.read.units import units


@dataclass(frozen=True, slots=True)
class Measured:
    """A number's unit: text[begin:end] is the number with it; `times`: what the number is multiplied by."""

    begin: int
    end: int
    unit: str
    times: float = 1.0


def _any_of(words: Sequence[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"[\s-]+") for w in sorted(words, key=len, reverse=True))


_CODES: Final = "|".join(sorted(units().codes))
_LOWER_CODES: Final = "usd|eur|gbp|rmb|inr|pkr|jpy|cny"
_SIGN: Final = (
    rf"(?P<code>M(?=(?:{_CODES}))|)(?P<sign>(?i:{_CODES})\$|(?:U\.?S\.?|NT|HK|NZ|Mex|S|R|A|C)\$|(?i:u\.?s\.?|hk|c)\s\$|\$|[€£¥₹元₩₺₽₴₦₪₫₱฿₿₡₾₭]"
    rf"|Rs\.?|{_CODES}|{_LOWER_CODES})"
)
_SIGN_BEFORE: Final = re.compile(rf"(?<!\w){_SIGN}\s*$")
_WORD_BEFORE: Final = re.compile(r"\b(?P<sign>dollars?|rupees?|euros?|sen)\s+$", re.IGNORECASE)
_SIGN_AFTER: Final = re.compile(
    rf"\s?(?P<mega>M(?=(?:{_CODES})\b))?(?P<sign>(?:{_CODES}|{_LOWER_CODES})(?![A-Za-z])|[€£¥₹元₩₺₽₴₦₪₫₱฿₿₡₾₭]|\$)"
    r"(?:\s+(?P<scale>thousand|million|billion|trillion|crore|lakh)\b)?"
)
# what follows belongs to the next number: "1 $10", "3 USD50"
_NEXT_DIGIT: Final = (re.compile(r"\d"), re.compile(r"\s?\d"))
_MONEY: Final = _any_of([*units().currencies, *units().by_state, *units().minor])
_ADJECTIVES: Final = {
    "pakistani": "PAK", "indian": "IND", "sri lankan": "LKA", "nepalese": "NPL", "australian": "AUS", "canadian": "CAN",
    "singapore": "SGP", "us": "USA", "u.s.": "USA", "american": "USA", "egyptian": "EGY", "syrian": "SYR",
    "lebanese": "LBN", "sudanese": "SDN", "british": "GBR", "mexican": "MEX", "argentine": "ARG", "philippine": "PHL",
    "iranian": "IRN", "iraqi": "IRQ", "kuwaiti": "KWT", "jordanian": "JOR", "algerian": "DZA", "serbian": "SRB",
    "swedish": "SWE", "norwegian": "NOR", "danish": "DNK", "swiss": "CHE", "french": "FRA", "german": "DEU",
    "new zealand": "NZL", "hong kong": "HKG", "omani": "OMN", "yemeni": "YEM", "kenyan": "KEN", "ugandan": "UGA",
    "tanzanian": "TZA", "somali": "SOM", "chilean": "CHL", "colombian": "COL", "cuban": "CUB", "tunisian": "TUN",
    "libyan": "LBY", "icelandic": "ISL", "taiwan": "TWN", "qatari": "QAT", "saudi": "SAU",
}  # fmt: skip
_UNIT_AFTER: Final = re.compile(
    rf"(?P<gap>[\s-]*)(?:(?:(?P<adjective>{_any_of(list(_ADJECTIVES))}|(?-i:[A-Z][a-z]+)|finnish|dutch|turkish|chinese|japanese)\s+)?"
    rf"(?P<money>{_MONEY})|(?P<measure>{_any_of(list(units().measures))}))\b(?![-'’]\w*\d)",
    re.IGNORECASE,
)
_PRICE: Final = re.compile(
    rf"(?:\s+(?:per|an?)\s+|\s?/\s?)(?:(?P<measure>{_any_of(list(units().measures))})|(?P<head>head|person|capita))\b",
    re.IGNORECASE,
)
_PERCENT: Final = re.compile(
    r"[\s-]*(?:percent(?:age\s+points?|ages?|s)?\b|per\s+cent\b|pct\b|%)", re.IGNORECASE
)
_PERCENT_OF: Final = re.compile(
    r"(?:^|[.:;(]\s*)(?:percents?|per\s+cents?|percentage)\s+of\s+$", re.IGNORECASE
)
_COUNTS: Final = _any_of(list(units().counts))
_STOP: Final = (
    r"of|and|or|in|by|to|for|with|from|at|on|percent|per|the|a|an|was|were|is|are|million|billion|that|which"
)
_TIME: Final = (
    "years?|months?|weeks?|days?|hours?|minutes?|decades?|times?|rounds?|stages?|phases?|percent|strong"
)
_COUNT_AFTER: Final = re.compile(
    rf"(?=[\s-])(?![\s-]+(?:{_TIME})\b)(?P<gap>(?:[\s-]++(?!(?:{_COUNTS}|{_STOP})\b)[\w/.'-]++){{0,4}}?)"
    rf"[\s-]+(?P<count>{_COUNTS})\b",
    re.IGNORECASE,
)
_STRONG: Final = re.compile(r"[\s-]strong\b")
_MODEL: Final = re.compile(r"[A-Za-z]+-?\d")
_THING_AFTER: Final = re.compile(
    r"\s+(?:(?:new|more|other|joint|large|small|major|key|border|trade|power|air|rail|road|sea|port|police|army|gas|oil"
    r"|arms|peace|test|drug|[a-z-]+(?:al|ic|ary|ive|ous|ed|ish|ern)|\d+(?:\.\d+)?[\s-]?mm)\s+){0,2}"
    r"(?P<noun>[a-z][a-z-]*s)\b"
)
_NATIONALS_AFTER: Final = re.compile(r"\s+[A-Z][a-z]+\s+(?P<noun>[a-z]+s)\b")
_PEOPLE_AFTER: Final = re.compile(
    r"\s+(?P<noun>[A-Z][a-z]*(?:[a-z]ans|ese|[^d]is|eeks|oles|urks|anes|wedes|rabs|zechs|erbs|roats|inns|hais|utch))\b(?!['’])"
)
_WHOLE_AFTER: Final = re.compile(
    r"\s+of\s+(?:all|its|their|the|total|his|her|(?-i:[A-Z][\w-]+['’]s?|[a-z]+\s+(?:exports|imports|supplies|trade|oil|gas|arms)))\b"
    r"|(?<=half)\s+(?:of\s+)?(?:all|its|their)\b",
    re.IGNORECASE,
)


def measured(text: str, number: Number, start: int, stop: int, states: tuple[str, ...]) -> Measured | None:
    """The unit of a number in text[start:stop]; None where the words beside it name none.

    `states`: codes of the states in the text; they decide between currencies of one name (rupees).
    """
    return (
        _money_before(text, number, start, states)
        or _money_after(text, number, stop)
        or _named(text, number, stop, states)
        or _percent(text, number, start, stop)
        or (None if number.glued else _counted(text, number, stop))
        or (_share(text, number, stop) if number.share else None)
    )


def _money_before(text: str, number: Number, start: int, states: tuple[str, ...]) -> Measured | None:
    window = text[max(start, number.start - 9) : number.start]
    match = _SIGN_BEFORE.search(window) or _WORD_BEFORE.search(window)
    if match is None or number.share:
        return None
    sign = match["sign"].rstrip(".")
    unit, times = _sign_unit(sign, states)
    if "code" in match.re.groupindex and match["code"]:
        times *= 1e6
    begin = number.start - len(window) + match.start()
    end = number.end
    named = _UNIT_AFTER.match(text, end)
    if (
        named
        and named["money"]
        and re.match(r"\$", sign[-1:])
        and named["money"].lower().startswith("dollar")
    ):
        end = named.end()
    return Measured(begin, end, unit, times)


def _sign_unit(sign: str, states: tuple[str, ...]) -> tuple[str, float]:
    """(currency, how many of it one is) of a sign, a code or a word before a number."""
    plain = re.sub(r"[\s.]", "", sign)
    if plain in units().signs or plain.upper() in units().signs:
        return units().signs.get(plain) or units().signs[plain.upper()], 1.0
    if plain.lower() in units().minor:
        minor = units().minor[plain.lower()]
        return minor.name, minor.factor
    if plain.lower() in ("rs", "rupee", "rupees"):
        return by_state("rs", states), 1.0
    if plain.lower() in units().currencies or plain.lower() in units().by_state:
        return units().currencies.get(plain.lower(), "USD"), 1.0
    code = plain.rstrip("$").upper()
    return {"RMB": "CNY"}.get(code, code), 1.0


def by_state(word: str, states: Sequence[str]) -> str:
    """The currency of a shared name: that of the first state named that has one, else the default."""
    table = units().by_state.get(word, {})
    own = [table[s] for s in states if s in table]
    return own[0] if own else units().default.get(word, units().currencies.get(word, word))


def _money_after(text: str, number: Number, stop: int) -> Measured | None:
    match = _SIGN_AFTER.match(text, number.end, stop)
    if match is None or number.share or _NEXT_DIGIT[match["sign"] == "$"].match(text, match.end("sign")):
        return None
    unit, times = _sign_unit(match["sign"], ())
    times *= SCALES[match["scale"]] if match["scale"] else 1.0
    return Measured(number.start, match.end(), unit, times * (1e6 if match["mega"] else 1.0))


def _named(text: str, number: Number, stop: int, states: tuple[str, ...]) -> Measured | None:
    match = _UNIT_AFTER.match(text, number.end, stop)
    if match is None or (not match["gap"] and not number.glued):
        return None
    if match["measure"]:
        unit = units().measures[_key(match["measure"])]
        return Measured(number.start, match.end(), unit.name, unit.factor)
    word = _key(match["money"])
    if word in units().minor:
        minor = units().minor[word]
        return Measured(number.start, match.end(), minor.name, minor.factor)
    if word not in units().by_state:
        return Measured(number.start, match.end(), units().currencies[word])
    owner = _ADJECTIVES.get(_key(match["adjective"] or ""))
    near = (owner,) if owner else () if word in ("dollar", "dollars", "pound", "pounds") else states
    return Measured(number.start, match.end(), by_state(word, near))


def _key(words: str) -> str:
    return re.sub(r"[\s-]+", " ", words.lower()) if words.lower() not in units().measures else words.lower()


def price_after(text: str, end: int, stop: int) -> tuple[str, int]:
    """("t", where it ends) of "per tonne", "a barrel" behind an amount of money; ("", end) without."""
    match = _PRICE.match(text, end, stop)
    if match and match["head"]:
        return "person", match.end()
    unit = units().measures[_key(match["measure"])] if match else None
    return (unit.name, match.end()) if match and unit and unit.factor == 1.0 else ("", end)


def _percent(text: str, number: Number, start: int, stop: int) -> Measured | None:
    match = _PERCENT.match(text, number.end, stop)
    if match:
        return Measured(number.start, match.end(), "percent")
    window = text[max(start, number.start - 16) : number.start]
    if led := _PERCENT_OF.search(window):
        return Measured(number.start - len(window) + led.start(), number.end, "percent")
    return None


def _counted(text: str, number: Number, stop: int) -> Measured | None:
    if number.share or (number.spelled and number.value == 1):
        return None
    if match := _COUNT_AFTER.match(text, number.end, stop):
        unit = units().counts[_key(match["count"])]
        flown = match["count"].lower().startswith("fighter") and _MODEL.search(
            match["gap"]
        )  # "36 Su-30 fighters"
        return Measured(number.start, match.end(), "aircraft" if flown else unit)
    if match := _STRONG.match(text, number.end, stop):
        return Measured(number.start, match.end(), "person")
    if match := _PEOPLE_AFTER.match(text, number.end, stop):
        return None if match["noun"] in _places() else Measured(number.start, match.end(), "person")
    match = _NATIONALS_AFTER.match(text, number.end, stop) or (
        _THING_AFTER.match(text, number.end, stop) if not number.spelled or number.value > 4 else None
    )
    if match is None or match["noun"] in not_counted() or match["noun"].endswith(("ss", "us", "is")):
        return None
    return Measured(number.start, match.end(), _singular(match["noun"]))


def _singular(noun: str) -> str:
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-2] if noun.endswith(("sses", "xes", "ches", "shes")) else noun[:-1]


def _share(text: str, number: Number, stop: int) -> Measured | None:
    match = _WHOLE_AFTER.match(text, number.end, stop)
    return Measured(number.start, match.end(), "percent", 100.0) if match else None


@cache
def not_counted() -> frozenset[str]:
    """Plural words behind a number that are no things counted: spans of time, verbs, sides of a matter."""
    words: list[str] = load_yaml("units")["not_counted"]
    return frozenset(words)


@cache
def _places() -> frozenset[str]:
    """Plural names that end like those of people."""
    return frozenset(load_yaml("units")["not_people"])


__all__ = ["Measured", "by_state", "measured", "not_counted", "price_after"]
