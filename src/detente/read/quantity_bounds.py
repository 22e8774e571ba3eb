"""What is said of a figure around it: its bound, a change and what the change is from, how often it recurs."""

from __future__ import annotations

import re
from typing import Final

from detente.model.vocabulary import Bound

_HEDGES: Final[tuple[tuple[str, Bound], ...]] = (
    (r"in\s+excess\s+of|(?:well\s+|just\s+|slightly\s+|a\s+little\s+)?(?:over|above|more\s+than)|(?:greater|larger|bigger|higher)\s+than"
     r"|at\s+least|no\s+(?:fewer|less)\s+than|not\s+(?:less|fewer)\s+than|exceed(?:s|ed|ing)?|upwards?\s+of|a\s+minimum\s+of"
     r"|surpass(?:es|ed|ing)?|topp(?:ed|ing)|tops|north\s+of|>=?|≥", ">"),
    (r"up\s+to|as\s+much\s+as|as\s+many\s+as|(?:just\s+|well\s+|slightly\s+)?(?:less|fewer|lower|smaller)\s+than"
     r"|(?:just\s+|well\s+)?(?:under|below)|no\s+more\s+than|at\s+most|not\s+more\s+than|(?:not?|without)\s+exceed(?:ing)?"
     r"|not\s+to\s+exceed|a\s+(?:maximum|ceiling)\s+of|capped\s+at|limited\s+to|<=?|≤", "<"),
    (r"nearly|almost|close\s+to|about|around|roughly|approximately|approx\.?|some|an?\s+estimated|estimated|circa|near(?:ing)?"
     r"|approaching|just\s+short\s+of|(?:just\s+)?shy\s+of|an\s+average\s+of|~|≈", "~"),
)  # fmt: skip
_HEDGE: Final = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(rf"(?P<h{i}>{source})" for i, (source, _) in enumerate(_HEDGES))
    + r")(?:\s+(?:(?:some|a|an|around|about|nearly)\s+)?|(?<=[<>=~≈≥≤])\s*)(?P<lead>(?:between|from)\s+)?$",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(r"\b(?:between|from)\s+$", re.IGNORECASE)
# "handed over 18 prisoners" is no more than 18
_PHRASAL: Final = re.compile(
    r"\b(?:hand|turn|pass|sign|g[ai]ve|giv|mak|made)(?:e|ed|en|es|s|ing)?\s+$", re.IGNORECASE
)
# "40 tanks and over a dozen jets" is no more than 40 tanks
_MORE_AFTER: Final = re.compile(
    r"\s+(?:(?:or|and)\s+(?:(?P<up>more|above|over|greater|higher)|(?P<down>less|fewer|below|under))\b)"
    r"(?!\s+(?:than|an?|the|some|half|\d|\$|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty)\b"
    r"|\s+[$€£¥₹\d])",
    re.IGNORECASE,
)
_AT_LEAST_AFTER: Final = re.compile(
    r",?\s+at\s+(?:(?P<up>least|(?:a|the)\s+minimum)|(?P<down>most|(?:a|the)\s+maximum))\b(?!\s+\d)", re.I
)
_OR_SO: Final = re.compile(r"\s+or\s+so\b", re.IGNORECASE)
WIDEST: Final = 44


def bound_before(text: str, begin: int, start: int) -> tuple[Bound, int]:
    """(bound, where its words begin) of a figure at text[begin:]; "=" and `begin` where none is said."""
    window = text[max(start, begin - WIDEST) : begin]
    match = _HEDGE.search(window)
    if match is None:
        lead = _LEAD.search(window)
        return "=", begin - len(window) + lead.start() if lead else begin
    at = begin - len(window) + match.start()
    number = next(i for i in range(len(_HEDGES)) if match[f"h{i}"])
    if match[f"h{number}"].lower() == "over" and _PHRASAL.search(text[max(start, at - 12) : at]):
        return "=", begin
    return _HEDGES[number][1], at


def bound_after(text: str, end: int, stop: int) -> tuple[Bound, int] | None:
    """(bound, where its words end) of "or more", "at least", "or so" behind a figure; None where none is said."""
    match = _MORE_AFTER.match(text, end, stop) or _AT_LEAST_AFTER.match(text, end, stop)
    if match:
        return (">" if match["up"] else "<"), match.end()
    so = _OR_SO.match(text, end, stop)
    return ("~", so.end()) if so else None


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
    rf"\b(?:(?P<up>{_UP}\w*)|(?P<down>{_DOWN}\w*))\s+(?:\w+ly\s+)?(?:by\s+|of\s+)?(?:a\s+)?(?:(?:{_HEDGE_WORDS})\s+)?"
    r"(?:between\s+)?$",
    re.IGNORECASE,
)
_CHANGE_AFTER: Final = re.compile(
    r"\s*-?(?:year-on-year\s+|annual\s+|yearly\s+|sharp\s+|steep\s+)?(?:(?P<up>rise|increase|growth|jump|surge|gain|higher"
    r"|more|upturn|leap)|(?P<down>fall|drop|decline|decrease|slump|plunge|cut|reduction|lower|less|contraction|dip))\b",
    re.IGNORECASE,
)
_BASE: Final = re.compile(
    r"\s*,?\s*(?:(?:rise|increase|growth|jump|surge|gain|higher|more|fall|drop|decline|decrease|slump|plunge|reduction|lower|less)\s+)?"
    r"(?:from|over|compared\s+(?:with|to)|than|against|on)\s+(?P<base>(?:the\s+(?:same\s+(?:period|month|quarter)|(?:year|month|quarter)\s+before"
    r"|previous\s+\w+|preceding\s+\w+|corresponding\s+\w+)(?:\s+(?:of\s+)?(?:last\s+year|the\s+(?:previous|preceding)\s+year|a\s+year\s+(?:ago|earlier)"
    r"|[12]\d{3}))?"
    r"|an?\s+(?:year|month|quarter|decade)\s+(?:earlier|ago|before)|(?:last|the\s+last)\s+\w+"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December)?\s*[12]\d{3}(?:\s+levels?)?))\b",
    re.IGNORECASE,
)  # fmt: skip
_YEAR_ON_YEAR: Final = re.compile(
    r"\s*,?\s*(?P<base>year[\s-]on[\s-]year|month[\s-]on[\s-]month)\b", re.IGNORECASE
)


def change_of(text: str, start: int, begin: int, end: int) -> str:
    """As in "up" or "down" when the percentage text[begin:end] says a change, else ""."""
    hit = _CHANGE_BEFORE.search(text[max(start, begin - 60) : begin]) or _CHANGE_AFTER.match(
        text, end, end + 40
    )
    return "" if hit is None else ("up" if hit["up"] else "down")


def base_of(text: str, end: int, stop: int) -> str | None:
    """What a change is counted from ("a year earlier", "2015 levels"), by the words behind it."""
    match = _BASE.match(text, end, stop) or _YEAR_ON_YEAR.match(text, end, stop)
    return " ".join(match["base"].split()) if match else None


_RATE: Final = re.compile(
    r"(?:\s+(?!worth\b)of\s+[a-z][\w-]*(?:\s+[a-z][\w-]*)?)?(?:\s+(?:a|an|per|each|every)\s+(?P<per>hour|day|week|month|year|annum)\b"
    r"|\s+(?P<adv>annually|yearly|daily|monthly|weekly)\b|\s*/\s*(?P<slash>year|day|month|yr|d)\b)",
    re.IGNORECASE,
)
_TIMES: Final = {"annually": "year", "yearly": "year", "daily": "day", "monthly": "month", "weekly": "week",
                 "annum": "year", "yr": "year", "d": "day"}  # fmt: skip


def rate_after(text: str, end: int, stop: int) -> tuple[str, int]:
    """("year", where it ends) of "a year", "per day", "annually", "/day" behind a unit; ("", end) without."""
    match = _RATE.match(text, end, stop)
    if match is None:
        return "", end
    word = (match["per"] or match["adv"] or match["slash"]).lower()
    return _TIMES.get(word, word), match.end()
