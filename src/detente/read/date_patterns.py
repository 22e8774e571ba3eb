"""Date expressions and what they mean: one pattern, one rule. Relative ones need a day to count from."""

# ruff: noqa: E501 (one pattern, one line)
from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from detente.model.reading import DateInterval
from detente.read import date_days as day_rules
from detente.read import date_periods as period_rules
from detente.read import date_years as year_rules
from detente.read.date_words import (
    COUNT,
    DASH,
    DAY,
    DAY_ORDINAL,
    DIGIT_YEAR,
    MONTH,
    OTHER_YEAR,
    PART,
    RELATIVE,
    UNIT,
    WEEKDAY,
    YEAR,
    Calendar,
)

__all__ = ["PATTERNS", "Calendar", "Handler"]

Handler = Callable[[re.Match[str], Calendar], DateInterval | None]

_YEAR_PHRASE: Final = (
    rf"(?:(?:the\s+)?(?:(?P<rel>this|last|next|previous|current|the\s+(?:same|following|next)|following|same|that)\s+)?(?P<fy>fiscal|financial|FY)?\s*-?"
    rf"(?:(?:year\s+)?(?P<y>{YEAR})(?:[-/](?P<y2>\d\d(?:\d\d)?))?(?!\d)|year\b))"
)
_MONTH_DAY: Final = r"[\s.,/-]*(?:\bthe\s+)?"
_OF_YEAR: Final = (
    rf"(?:(?:\s*,\s*|\s+(?:of\s+|in\s+)?|[-/])(?P<y>{YEAR})|\s*,?\s+(?:of\s+)?(?P<ry>{OTHER_YEAR}))?"
)
_NTH: Final = r"first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th|last"
_SHIFT: Final = r"this|last|next|previous|current|past|coming|upcoming"
_SPAN: Final = rf"{COUNT}\s+{UNIT}s?(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+){COUNT}\s+{UNIT}s?){{0,3}}"

_DAYS: Final[tuple[tuple[str, str, Handler], ...]] = (
    ("0", r"(?P<iso>\d{4})(?P<sep>[-/.])(?P<a>\d\d?)(?P=sep)(?P<b>\d\d?)(?![\d/])", day_rules.numeric_day),
    ("0", rf"(?P<y>\d{{4}})[-/](?P<mon>{MONTH})[-/](?P<d>\d\d?)(?!\d)", day_rules.numeric_day),
    ("0", r"(?P<a>\d\d?)(?P<sep>[-/.])(?P<b>\d\d?)(?P=sep)(?:(?P<y>[12]\d{3})|(?P<yy>\d\d))(?![\d/%-])", day_rules.numeric_day),
    ("0", r"(?P<a>\d\d?)(?P<sep>/)(?P<b>\d\d?)\s*,\s*(?:(?P<y>[12]\d{3})|(?P<yy>\d\d))(?!\d)", day_rules.numeric_day),
    ("0", r"on\s+(?P<a>\d\d?)(?P<sep>/)(?P<b>\d\d?)(?P<y>)(?![\d/%])", day_rules.numeric_day),
    ("0", r"(?:(?<=\bon )|(?<=\bfrom )|(?<=\bto )|(?<=day ))(?P<a>\d\d?)(?P<sep>/)(?P<b>\d\d?)(?P<y>)(?![\d/%])", day_rules.numeric_day),
    ("m", rf"(?:from\s+|between\s+)?(?P<m>{MONTH})\s+(?:between\s+|from\s+)?(?P<d>{DAY}){DASH}(?:(?P<m2>{MONTH})\s+)?(?P<d2>{DAY}){_OF_YEAR}",
     day_rules.day_range),
    ("m", rf"(?:from\s+|between\s+)?(?P<d>{DAY})(?:\s+(?P<m>{MONTH}))?{DASH}(?P<d2>{DAY})\s+(?:of\s+)?(?P<m2>{MONTH}){_OF_YEAR}",
     day_rules.day_range),
    ("m", rf"(?:from\s+|between\s+)(?P<d>{DAY})(?P<m>){DASH}(?P<m2>{MONTH})\s+(?P<d2>{DAY}){_OF_YEAR}", day_rules.day_range),
    ("u", rf"(?:from\s+|between\s+)?(?P<d>{DAY}){DASH}(?P<d2>{DAY})\s+(?:of\s+|in\s+)?(?P<rel>{_SHIFT})\s+month", day_rules.days_of_month),
    ("m", rf"(?:(?:on\s+)?{WEEKDAY},?\s+)?(?P<m>{MONTH}){_MONTH_DAY}(?P<d>{DAY})(?!\d|[.,]\d{{3}}|:\d){_OF_YEAR}", day_rules.one_day),
    ("m", rf"(?:(?:on\s+)?{WEEKDAY},?\s+)?(?:the\s+)?(?P<d>{DAY})\.?[\s-]*(?:of\s+)?(?P<m>{MONTH}){_OF_YEAR}", day_rules.one_day),
    ("w", rf"(?:on\s+)?(?P<w>{WEEKDAY})\s+the\s+(?P<d>{DAY}|fifteen)", day_rules.numbered_weekday),
    ("w", rf"(?:the\s+)?(?P<n>{_NTH})\s+(?P<w>{WEEKDAY})\s+(?:of|in)\s+(?:(?P<m>{MONTH}){_OF_YEAR}|(?:the\s+)?(?P<rel>{_SHIFT})\s+month)",
     day_rules.nth_weekday),
    ("u", rf"(?:the\s+)?(?P<d>{DAY_ORDINAL})\s+(?:of\s+)(?P<rel>{_SHIFT})\s+month", day_rules.day_of_month),
    ("w", rf"(?P<n>first|second|third|fourth|fifth)\s+(?P<w>{WEEKDAY})(?P<m>)(?P<rel>)(?=\s*(?:$|[.,;!?)]))", day_rules.nth_weekday),
    ("0y", r"(?:(?<=\bon )|(?<=\bby )|(?<=\bfor )|(?<=\buntil ))the\s+(?P<d>(?:[12]\d|3[01]|[1-9])(?:st|nd|rd|th)"
           r"|(?:twenty|thirty)[\s-](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))(?P<rel>)(?=\s*(?:$|[.,;!?)]))",
     day_rules.day_of_month),
    ("n", r"(?P<w>(?:the\s+)?day\s+(?:before\s+yesterday|after\s+(?:tomorrow|tmrw))|today|tonight|yesterday|tomorrow|tmrw)", day_rules.named_day),
    ("w", rf"(?:(?:from|between)\s+)?(?:on\s+)?(?P<rel>{_SHIFT})\s+week,?\s+(?:on\s+)?(?:(?:from|between)\s+)?(?P<w>{WEEKDAY})(?:{DASH}(?P<w2>{WEEKDAY}))?",
     day_rules.weekday_of_week),
    ("w", rf"(?:on\s+)?(?P<w>{WEEKDAY})\s+(?:of\s+)?(?P<rel>{_SHIFT}|the\s+following)\s+week", day_rules.weekday_of_week),
    ("w", rf"(?:on\s+)?(?:(?P<rel>last|next|past|this(?:\s+coming)?|coming|upcoming)\s+)?(?P<w>{WEEKDAY})(?:\s+(?:morning|afternoon|evening|night))?",
     day_rules.weekday),
    ("u", rf"(?<!\bfor )(?P<span>{_SPAN})\s+(?P<dir>ago|earlier|later|before(?:\s+(?:today|yesterday))?|from\s+(?:now|today|tomorrow|yesterday)"
          r"|after(?=\s*,|\s+(?:today|tomorrow|yesterday))(?:\s+(?:today|tomorrow|yesterday))?)", day_rules.ago),
    ("u", rf"in\s+(?P<n>{COUNT})\s+(?P<unit>day|week|month|year)s?", day_rules.in_days),
    ("w", rf"(?P<n>two|three|four|2|3|4)\s+(?P<w>{WEEKDAY})s?\s+(?:from\s+now|later)", day_rules.weekdays_from_now),
)  # fmt: skip
_PERIODS: Final[tuple[tuple[str, str, Handler], ...]] = (
    ("m", rf"(?:(?:from|between)\s+)?(?P<m>{MONTH})(?:\s+(?P<y1>{YEAR}))?{DASH}(?P<m2>{MONTH})(?:\s*,?\s*(?P<y>{YEAR})|\s+(?:of\s+)?(?P<ry>{OTHER_YEAR}))?", period_rules.months_range),
    ("u", rf"(?:the\s+)?(?P<which>first|opening|initial|last|final)\s+(?:(?P<n>{COUNT})\s+)?(?P<unit>months?|quarters?|weeks?|days?)\s+of\s+{_YEAR_PHRASE}",
     period_rules.first_months),
    ("uy", rf"(?:the\s+)?(?P<n>{_NTH})\s+week\s+(?:(?:of|in)\s+)?(?:(?P<m>{MONTH})(?:\s+(?P<y2m>{YEAR}))?|(?P<y>{YEAR})"
          rf"|(?:the\s+)?(?P<rel>{_SHIFT})\s+(?P<unit>month|year))", period_rules.nth_week),
    ("u", r"(?:(?-i:Week)|week)\s+(?P<n>\d\d?)", period_rules.numbered_week),
    ("u", rf"(?:the\s+)?(?:week\s+(?:of|(?:commencing|starting|beginning)(?:\s+on)?)|w/c)\s+(?:(?P<m>{MONTH}){_MONTH_DAY}(?P<d>{DAY}){_OF_YEAR}"
          rf"|the\s+(?P<d2>{DAY_ORDINAL}))", period_rules.week_of_day),
    ("u", rf"(?:the\s+)?(?:(?P<q>first|second|third|fourth|1st|2nd|3rd|4th)\s+quarter|Q(?P<qn>[1-4]))\s*(?:of\s+)?{_YEAR_PHRASE}", year_rules.quarter),
    ("u", rf"(?P<y>{YEAR})[,-]?\s*(?:the\s+(?P<q>first|second|third|fourth)\s+quarter|Q(?P<qn>[1-4]))", year_rules.quarter),
    ("u", r"(?:in|during|of|for)\s+(?P<q>)Q(?P<qn>[1-4])(?P<y>)(?!\s*(?:of|this|last|next|\d))", year_rules.quarter),
    ("0u", rf"(?:the\s+)?(?P<h>first|second|latter|1st|2nd)\s+half\s+of\s+{_YEAR_PHRASE}", year_rules.half),
    ("0", rf"(?:H(?P<hn>[12])\s*(?:of\s+)?)(?P<y>{DIGIT_YEAR})", year_rules.half),
    ("0", rf"(?P<y>{DIGIT_YEAR})\s*H(?P<hn>[12])", year_rules.half),
    ("u", rf"(?:the\s+)?(?P<rel>this|last|next|current|previous)?\s*(?:fiscal|financial)\s+year"
          rf"(?:\s+(?:of\s+|ending\s+(?:in\s+)?)?(?P<y>{DIGIT_YEAR})(?:[-/](?P<y2>\d\d(?:\d\d)?))?)?", year_rules.fiscal_words),
    ("0", rf"(?P<rel>)(?P<fy>FY|fiscal)\s*-?(?P<y>{DIGIT_YEAR})(?:[-/](?P<y2>\d\d(?:\d\d)?))?", year_rules.the_year),
    ("0", rf"(?:the\s+)?(?:(?P<part>{PART})[- ]*(?:the\s+)?)?(?P<y>(?:1[1-9]|20)\d0)'?s", year_rules.decade),
    ("0", rf"(?:the\s+|(?<=\bin ))(?:(?P<part>{PART})[- ]*(?:the\s+)?)?'?(?P<dd>[1-9]0)'?s", year_rules.decade),
    ("d", rf"the\s+(?:(?P<part>{PART})[- ]*(?:the\s+)?)?(?:(?P<century>nineteen|eighteen|twenty|two\s+thousand\s+and|two)[\s-]+)?"
          r"(?P<word>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|noughties|tens|thousands)", year_rules.decade),
    ("d", r"(?:the\s+)?(?P<n>\d\d?(?:st|nd|rd|th))\s+century", year_rules.century),
    ("m", rf"(?:(?P<part>{PART})[- ]*)?(?P<m>{MONTH})(?:[,.]?\s*(?:of\s+)?(?P<ry>{OTHER_YEAR}))", period_rules.month_year),
    ("m", rf"(?:(?P<part>{PART})[- ]*)?(?P<m>{MONTH})(?:(?:\s*,)?\s+(?:of\s+)?|[/-])(?P<y>{YEAR})", period_rules.month_year),
    ("m", rf"(?P<m>{MONTH})\s+'?(?P<yy>[4-9]\d)(?P<y>)(?!\d|[.,]\d)", period_rules.month_year),
    ("m", rf"(?P<y>{YEAR})\s*,?\s*(?P<m>{MONTH})", period_rules.month_year),
    ("0", rf"(?P<mm>0?[1-9]|1[0-2])\s*[/-]\s*(?P<y>{DIGIT_YEAR})(?![\d/-])", period_rules.month_year),
    ("0", rf"(?P<y>{DIGIT_YEAR})\s*[-/]\s*(?P<mm>[1-9])(?![\d./-])", period_rules.month_year),
    ("m", rf"(?P<rel>last|past|this|next|coming)\s+(?P<m>{MONTH})", period_rules.related_month),
    ("m", rf"that(?:\s+same)?\s+(?P<m>{MONTH})(?!\s+(?:will|would|is|has|can|could|should|must|shall|might)\b)", period_rules.that_month),
    ("m", rf"(?:(?<=\bin )|(?<=\bsince )|(?<=\bby )|(?<=\bduring )|(?<=\bof )|(?P<part>{PART})[- ]*)(?P<m>{MONTH})(?P<y>)", period_rules.month_year),
    ("m", r"(?-i:(?P<m>January|February|July|September|October|November|December))(?P<y>)", period_rules.month_year),
    ("0y", rf"(?:between\s+(?P<y>{YEAR})\s*(?:and|to|-)|(?:from|in)\s+(?P<y3>{YEAR})\s*(?:to|until|till|through|~|-))\s*(?P<y2>{YEAR})", year_rules.years_range),
    ("0", rf"(?:between\s+|from\s+)?(?P<y>{DIGIT_YEAR})\s*[-/~]\s*(?P<y2>\d\d\d\d|\d\d)(?![\d/-])", year_rules.split_year),
    ("s", rf"(?:(?P<rel>last|this|next|that(?:\s+same)?|the\s+following)\s+)?(?:the\s+)?(?P<s>spring|summer|autumn|(?-i:fall)(?=\s+(?:of\s+)?\d)|winter)(?:\s+(?:of\s+)?(?:(?P<y>{YEAR})|(?P<ry>{OTHER_YEAR})))?",
     year_rules.season),
    ("u", r"(?:(?:the|my)\s+)?rest\s+(?:of\s+)?(?:(?:the|my|this|current)\s+)?(?P<unit>week|month|year)", period_rules.rest_of),
    ("u", rf"(?:(?:over|at|during)\s+)?(?:the\s+)?(?P<rel>{_SHIFT}|the|my|on)\s+weekend", period_rules.weekend),
    ("u", r"(?:the\s+)?(?P<unit>week|month|year|weekend)\s+(?P<dir>after|before)\s+(?:the\s+)?(?:next|last)", period_rules.after_next),
    ("u", rf"(?:(?P<when>earlier|later)\s+(?:in\s+)?|(?P<part>{PART})[- ]*)?(?P<rel>{RELATIVE})\s+(?P<unit>{UNIT})", period_rules.relative_unit),
    ("u", r"(?P<when>earlier|later)\s+in\s+(?P<rel>the)\s+(?P<unit>week|month|year)(?P<part>)", period_rules.relative_unit),
    ("u", rf"(?:(?:over|in|during|for|within)\s+)?(?:the\s+)?(?P<rel>last|past|next|coming|upcoming|previous)\s+(?P<n>{COUNT})\s*(?P<unit>{UNIT})s?(?!\s+of\b)",
     period_rules.rolling),
    ("u", rf"(?:over|in|during|for|within)\s+the\s+(?P<rel>last|past|next|coming|previous)(?P<n>)\s+(?P<unit>{UNIT})(?!\s+of\b)", period_rules.rolling),
    ("u", rf"within\s+(?P<rel>)(?P<n>{COUNT})\s+(?P<unit>day|week|month|year)s?(?:\s+(?:of|from)\s+(?:now|today))?(?!\s+(?:of|from|after)\b)", period_rules.rolling),
    ("0y", rf"(?P<part>{PART})[- ]*(?P<y>{YEAR})", year_rules.plain_year),
)  # fmt: skip
# What a text must hold for a pattern to be tried: a digit, a month, a weekday, a unit of time, a season, a named day.
PATTERNS: Final[tuple[tuple[str, re.Pattern[str], Handler], ...]] = tuple(
    (needs, re.compile(rf"(?<![\w$€£.-])(?:{source})(?![\w])", re.IGNORECASE), handler)
    for needs, source, handler in (*_DAYS, *_PERIODS)
)
