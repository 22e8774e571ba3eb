"""Dates and quantities of the reader on the public cases of Recognizers-Text (MIT), beside the limits set for them.

    python benchmarks/reading_dates.py [--misses FILE]

Files: ../shared/data/dates. A case is an input, a day of reference (given as the day of publication) and the results
expected. It counts as right only when the reader finds as many things as are expected and each of them is equal:

- dates: the interval. Their end is the first day after; ours is the last day. Where both ends are written ("from 4 to
  22 May", "2014-2016") their end is the start of the last one named; ours is its last day. A span counted from the
  reference day ("past 3 weeks", "rest of the week", "within 5 days") may hold its closing day. A case that lists a past
  and a future reading (a day or a month without a year) is right with either: the reader's choice follows the tense of
  the sentence. A moment counted in weeks, months or years ("two years ago") is a day to them and the whole week, month
  or year to us: right when it holds their day and its precision is that unit. Seasons have no days there: three whole
  months from March, June, September or December. A day that does not exist (30 February) must give nothing.
- money, percentages, dimensions: value and unit (the tables below name theirs in our words; a fall is negative with
  us); numbers: the value, to 9 digits; ranges: both ends, open and closed ones alike.
- a result without a value (a currency, a unit or "%" alone) is no figure: it must not be found.

Out of scope are four kinds, told by the type that the file gives its results or by a holiday's name in their text,
before the reader is asked: clock times, recurring sets, holidays, bare durations. Everything else is in scope,
appointments and wrong spellings too. The last three files are printed for information: most of DateTimeModel is clock
times and the like.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from detente.model.reading import DateInterval
from detente.read.dates import dates_in
from detente.read.numbers import Number, numbers_in
from detente.read.quantities import Figure, quantities_in
from detente.read.quantity_bounds import bound_after, bound_before

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "dates"
LIMITS = {
    "DatePeriodParser": 85,
    "DateParser": 85,
    "CurrencyModel": 90,
    "PercentModel": 90,
    "NumberModel": 90,
}
FILES = (*LIMITS, "NumberRangeModel", "DimensionModel", "DateTimeModel")
OUT_SHARE = 20
OUT_TYPES = {
    "time": "clock times", "datetime": "clock times", "timerange": "clock times", "datetimerange": "clock times",
    "datetimealt": "clock times", "timezone": "clock times", "duration": "bare durations", "set": "recurring sets",
}  # fmt: skip
HOLIDAY = re.compile(
    r"christmas|thanksgiving|easter|new year'?s|mother'?s day|father'?s day|halloween|valentine|labou?r day"
    r"|independence day|memorial day|ramadan|juneteenth|\bholiday\b|black friday|(?:xmas|veterans? day|earth day)",
    re.IGNORECASE,
)
RANGE = re.compile(
    r"\b(?:to|until|till|til|through|thru|and|between)\b|\d\s*[-–~]\s*[\da-z]|[a-z]\s*[-–~]\s*[a-z\d]|\brest\b",
    re.IGNORECASE,
)
COUNTED = re.compile(
    r"\b(week|month|quarter|year|decade)s?\s+(?:ago|later|earlier|hence|before|from now|from today)\b"
    r"|\bin\s+(?:\d+|an?|[a-z]+)\s+(week|month|year)s?\b|\b(week|month|year)s? in the future",
    re.IGNORECASE,
)
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}

Case = dict[str, Any]
Expected = tuple[str, str, list[dict[str, Any]]]  # phrase, timex, readings


def kind_of(result: Case) -> str:
    return str(result.get("TypeName", result.get("Type", ""))).split(".")[-1]


def out_of_scope(case: Case) -> str:
    """The kind that puts a case out of scope, "" for none: by the file's own types and words."""
    for result in case["Results"]:
        if reason := OUT_TYPES.get(kind_of(result)):
            return reason
        if HOLIDAY.search(result["Text"]) and kind_of(result) in ("date", "daterange"):
            return "holidays"
    return ""


def day_of(text: str) -> date | None:
    """A day of the file; None where it says that there is none."""
    return None if text.startswith("0001-01-01") else date.fromisoformat(text[:10])


def ends(end: date, phrase: str, timex: str, start: date, reference: date) -> set[date]:
    """The last days that mean the same as their end."""
    found = {end - timedelta(1)}
    if RANGE.search(phrase):
        found.add(end)
        if end.day == 1:
            found.add((end.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1))
        if (end.month, end.day) == (1, 1):
            found.add(date(end.year, 12, 31))
        if timex.endswith("W)"):
            found.add(end + timedelta(6))
    if reference == end or (timex.startswith("(") and reference in (start, start - timedelta(1))):
        found.add(end)
    return found


def same_dates(expected: Expected, reference: date, ours: DateInterval) -> bool:
    """Whether our interval is one of the readings that the file lists."""
    phrase, timex, values = expected
    if season := re.fullmatch(r"(\d{4})?-?(SP|SU|FA|WI)", timex):
        years = [int(season[1])] if season[1] else [reference.year - 1, reference.year]
        return ours.start in [date(y, SEASONS[season[2]], 1) for y in years] and ours.precision == "season"
    return any(same_value(value, phrase, timex, reference, ours) for value in values)


def same_value(value: dict[str, Any], phrase: str, timex: str, reference: date, ours: DateInterval) -> bool:
    if "date" in value:
        day, counted = day_of(value["date"]), COUNTED.search(phrase)
        unit = next(g for g in counted.groups() if g).lower() if counted else ""
        whole = bool(day and unit == ours.precision and ours.start <= day <= (ours.end or ours.start))
        return whole or (day is not None and day == ours.start == ours.end)
    if not value.get("startDate"):
        return False
    start = day_of(value["startDate"])
    if not value.get("endDate"):
        return ours.start == start and ours.end is None
    end = day_of(value["endDate"])
    return bool(
        start and end and ours.start == start and ours.end in ends(end, phrase, timex, start, reference)
    )


def parser_results(case: Case) -> list[Expected]:
    """Phrase, timex and readings of a case of the parser files; days that do not exist left out."""
    found = []
    for result in case["Results"]:
        value = result["Value"]
        readings = [value.get("PastResolution") or {}, value.get("FutureResolution") or {}]
        if not any(str(v).startswith("0001-01-01") for r in readings for v in r.values()):
            found.append((result["Text"], value["Timex"], readings))
    return found


def model_results(case: Case) -> list[Expected]:
    """The same of DateTimeModel."""
    found = []
    for result in case["Results"]:
        readings: list[dict[str, Any]] = []
        timex = ""
        for value in (result["Resolution"] or {}).get("values", []):
            timex = value.get("timex", "")
            if "value" in value and value["value"] != "not resolved":
                readings.append({"date": value["value"]})
            else:
                readings.append({"startDate": value.get("start"), "endDate": value.get("end")})
        if readings:
            found.append((result["Text"], timex, readings))
    return found


def right_dates(case: Case, expected: list[Expected]) -> bool:
    """Whether all expected dates are found and nothing else."""
    reference = day_of((case.get("Context") or {}).get("ReferenceDateTime", "2016-11-07")) or date(
        2016, 11, 7
    )
    ours = [interval for _, interval in dates_in(case["Input"], reference)]
    return len(ours) == len(expected) and all(
        same_dates(one, reference, interval) for one, interval in zip(expected, ours, strict=True)
    )


CURRENCIES = {
    "Dollar": "USD", "Pound": "GBP", "Franc": "CHF", "Peseta": "ESP", "Finnish markka": "FIM", "Mark": "DEM",
    "Netherlands guilder": "NLG", "Rupee": "PKR", "Bitcoin": "BTC", "Penny": "GBP/100", "Pence": "GBP/100",
    "Cent": "USD/100", "Sen": "MYR/100", "Satoshi": "BTC/100000000",
}  # fmt: skip
DIMENSIONS: dict[str, tuple[str, float]] = {
    "Kilometer": ("km", 1), "Meter": ("m", 1), "Mile": ("mile", 1), "Ton": ("t", 1), "Metric ton": ("t", 1),
    "Kilogram": ("kg", 1), "Barrel": ("barrel", 1), "Square kilometer": ("km2", 1), "Acre": ("acre", 1),
    "Cubic foot": ("cubic foot", 1), "Square meter": ("m2", 1), "Foot": ("foot", 1), "Inch": ("inch", 1),
    "Pound": ("lb", 1), "Gallon": ("gallon", 1), "Ounce": ("ounce", 1), "Millimeter": ("m", 0.001),
    "Centimeter": ("m", 0.01), "Decimeter": ("m", 0.1), "Gram": ("g", 1), "Milliliter": ("l", 0.001),
    "Mile per hour": ("mile", 1), "Kilometer per hour": ("km", 1),
}  # fmt: skip


def close(one: float, two: float) -> bool:
    """Equal to nine digits."""
    return abs(one - two) <= 1e-9 * max(abs(one), abs(two))


def amount(result: Case, kind: str) -> tuple[float, str] | None:
    """(value, unit in our words) of an expected result; None where it has no value."""
    resolution = result["Resolution"]
    value, unit = resolution.get("value"), resolution.get("unit") or ""
    if value in (None, "null"):
        return None
    number = float(str(value).rstrip("%"))
    if kind == "percent":
        return number, "percent"
    if kind == "dimension":
        name, factor = DIMENSIONS.get(unit, (unit, 1.0))
        return number * factor, name
    code, _, parts = (resolution.get("isoCurrency") or CURRENCIES.get(unit, unit)).partition("/")
    return number / float(parts or 1), code


def belongs(figure: Figure, kind: str) -> bool:
    """Whether one of our figures is of the kind of the file."""
    if kind == "currency":
        return figure.is_money
    if kind == "percent":
        return figure.unit == "percent"
    return figure.unit.split("/")[0] in {name for name, _ in DIMENSIONS.values()}


def right_amounts(case: Case, kind: str) -> bool:
    """Whether values and units are those expected and nothing else of the kind is found."""
    expected = [found for result in case["Results"] if (found := amount(result, kind))]
    taken = [span for span, _ in dates_in(case["Input"])]
    ours = [q for q in quantities_in(case["Input"], taken) if belongs(q, kind)]
    return len(ours) == len(expected) and all(
        close(abs(q.value), abs(number)) and q.unit.split("/")[0] == unit
        for q, (number, unit) in zip(ours, expected, strict=True)
    )


def right_numbers(case: Case) -> bool:
    """Whether the numbers are those expected, in order."""
    ours = [n.value for n in numbers_in(case["Input"])]
    expected = [float(r["Resolution"]["value"]) for r in case["Results"]]
    return len(ours) == len(expected) and all(close(a, b) for a, b in zip(ours, expected, strict=True))


Ends = tuple[float | None, float | None]


def ranges_of(text: str) -> Iterator[Ends]:
    """The ranges that a text says, by the bounds of its numbers."""
    held: tuple[Number, Ends] | None = None
    for number in numbers_in(text):
        bound, begin = bound_before(text, number.start, held[0].end if held else 0)
        after = bound_after(text, number.end, len(text))
        bound = after[0] if after and bound == "=" else bound
        now: Ends = (number.value if bound == ">" else None, number.value if bound == "<" else None)
        between = text[held[0].end : begin].strip().lower() if held else ""
        if held and bound == "=" and held[1] == (None, None):
            lead = re.search(r"\b(between|from)\s+$", text[: held[0].start], re.IGNORECASE)
            if between in ("-", "–", "~", "to", "through") or (lead and between == "and"):
                held = None
                yield (numbers_in(text[:begin])[-1].value, number.value)
                continue
        if (
            held
            and between in ("and", "but", ",")
            and {bound} | {">" if held[1][0] is not None else "<"} == {">", "<"}
        ):
            both = (held[1][0] if now[0] is None else now[0], held[1][1] if now[1] is None else now[1])
            if None not in held[1] + now or (
                both[0] is not None and both[1] is not None and both[0] < both[1]
            ):
                held = None
                yield both
                continue
        if held and held[1] != (None, None):
            yield held[1]
        held = (number, now)
    if held and held[1] != (None, None):
        yield held[1]


def right_ranges(case: Case) -> bool:
    """Whether the ranges have the ends expected; open and closed ends alike."""
    expected: list[Ends] = []
    for result in case["Results"]:
        low, _, high = result["Resolution"]["value"].strip("[]()").partition(",")
        expected.append((float(low) if low else None, float(high) if high else None))
    return list(ranges_of(case["Input"])) == expected


def right(name: str, case: Case) -> bool:
    if name in ("DateParser", "DatePeriodParser"):
        return right_dates(case, parser_results(case))
    if name == "DateTimeModel":
        return right_dates(case, model_results(case))
    if name == "NumberModel":
        return right_numbers(case)
    if name == "NumberRangeModel":
        return right_ranges(case)
    return right_amounts(case, name.removesuffix("Model").lower())


def measured(name: str) -> tuple[str, bool, list[str]]:
    """(the line to print, whether the limits are kept, the inputs missed) of a file."""
    cases = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8-sig"))
    reasons = [out_of_scope(case) for case in cases]
    marks = [right(name, case) for case in cases]
    inside = [mark for mark, reason in zip(marks, reasons, strict=True) if not reason]
    out, share = len(cases) - len(inside), 100 * sum(inside) / len(inside)
    limit = LIMITS.get(name)
    kept = limit is None or (share >= limit and 100 * out / len(cases) <= OUT_SHARE)
    told = ", ".join(f"{reason} {count}" for reason, count in Counter(r for r in reasons if r).most_common())
    line = (
        f"{name:<18}{len(cases):>6}{out:>6}{100 * out / len(cases):>5.0f}%{sum(inside):>7}{share:>8.1f}%"
        f"{f'{limit}%' if limit else '-':>7}{100 * sum(marks) / len(cases):>8.1f}%  {told}"
    )
    missed = [c["Input"] for c, m, r in zip(cases, marks, reasons, strict=True) if not m and not r]
    return line, kept, [f"{name}\t{text}" for text in missed]


def main() -> int:
    """Print the table; 1 when a file is below its limit."""
    print(
        f"{'file':<18}{'cases':>6}{'out':>6}{'':>6}{'right':>7}{'share':>9}{'limit':>7}{'of all':>9}  out of scope"
    )
    results = [measured(name) for name in FILES]
    for line, _, _ in results:
        print(line.rstrip())
    if "--misses" in sys.argv:
        missed = "\n".join(text for _, _, texts in results for text in texts)
        Path(sys.argv[sys.argv.index("--misses") + 1]).write_text(missed + "\n", encoding="utf-8")
    return 0 if all(kept for _, kept, _ in results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
