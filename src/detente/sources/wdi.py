"""World Bank indicators, as API v2 answers in JSON: [about the page, rows]; one page per file.

The Bank gives today's states back to 1960. Figures for years in which a state was not there (RUS before 1992)
speak of its present territory, not of its predecessor, and are left out.
"""

from __future__ import annotations

import json
import re
from calendar import monthrange
from dataclasses import replace
from datetime import date
from typing import Any, Final

from detente.errors import SourceError
from detente.model.statement import empty_statements, statement_frame
from detente.model.vocabulary import Precision
from detente.sources.digits import is_digits
from detente.sources.places_without_state import territories
from detente.sources.source import LeftOut, Reader, Taken, json_text, load_record
from detente.sources.table import decode
from detente.world.table import SPANS

SOURCE: Final = load_record("wdi")
GROUPS: Final = frozenset({
    "AFE", "AFR", "AFW", "ARB", "CEA", "CEB", "CEU", "CLA", "CME", "CSA", "CSS", "EAP", "EAR", "EAS",
    "ECA", "ECS", "EMU", "EUU", "FCS", "HIC", "HPC", "IBD", "IBT", "IDA", "IDB", "IDX", "INX", "LAC",
    "LCN", "LDC", "LIC", "LMC", "LMY", "LTE", "MDE", "MEA", "MIC", "MNA", "NAC", "NAF", "NRS", "NXS",
    "OED", "OSS", "PRE", "PSS", "PST", "RRS", "SAS", "SSA", "SSF", "SST", "SXZ", "TEA", "TEC", "TLA",
    "TMN", "TSA", "TSS", "UMC", "WLD", "XZN",
})  # fmt: skip
"""The Bank's codes of regions, income groups and lending groups."""
OWN_TERRITORIES: Final = {"CHI": "Channel Islands"}
ABOUT: Final = {"page", "pages", "per_page", "total"}
FIELDS: Final = {"indicator", "country", "countryiso3code", "date", "value"}
OPTIONAL: Final = {"unit", "obs_status", "decimal", "scale"}
LARGEST: Final = 1e300
"""No indicator has a larger value; infinity and "not a number" (which JSON does not have) are none."""
_PERIOD: Final = re.compile(r"(\d{4})(?:M(\d{2})|Q([1-4]))?")
_UNIT: Final = re.compile(r"\(([^()]*)\)[^()]*$")


def take(data: bytes, file: str) -> Taken:
    """Statements "indicator": source_actors [state], object the indicator's id, text its name.

    A null is a statement without a value. Raises SourceError for a reply that says an error, a page that holds
    fewer rows than it says, an unknown code, a period that is none, or a row that comes twice.
    """
    about, replied = _page(decode(data, file), file)
    rows: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    seen: dict[str, int] = {}
    for number, raw in enumerate(replied, start=1):
        where = f"{file}, row {number}"
        _check_fields(raw, where)
        start, end, precision = _period(raw["date"], where)
        why = _why_no_state(raw["countryiso3code"], raw["country"]["value"], start, end, where)
        if why:
            left_out.append(LeftOut(number, why, json_text(raw)))
            continue
        row = _statement(raw, start, end, precision, where) | {"row_number": number}
        if (first := seen.setdefault(row["key"], number)) != number:
            raise SourceError(f"it says again what row {first} says", where=where, todo="Ask for it again")
        rows.append(row)
    coverage = SOURCE.coverage
    if rows:
        coverage = replace(
            coverage,
            start=min(row["start"] for row in rows),
            end=max(row["end"] for row in rows),
            states=frozenset(row["source_actors"][0] for row in rows),
        )
    return Taken(
        statements=statement_frame(rows) if rows else empty_statements(),
        rows=len(replied),
        coverage=coverage,
        release=str(about.get("lastupdated") or ""),
        left_out=tuple(left_out),
    )


def _page(text: str, file: str) -> tuple[dict[str, Any], list[Any]]:
    try:
        reply = json.loads(text)
    except ValueError as error:
        raise SourceError(
            f"the JSON is damaged ({error})", where=file, todo="Ask for it again; it may be cut off"
        ) from error
    about = reply[0] if isinstance(reply, list) and reply and isinstance(reply[0], dict) else {}
    if isinstance(about.get("message"), list):
        said = "; ".join(str(m.get("value", m)) for m in about["message"] if isinstance(m, dict))
        raise SourceError(f"the API answered with an error: {said}", where=file, todo="Correct the request")
    if not about or len(reply) != 2 or not set(about) >= ABOUT:
        raise SourceError(
            "this JSON is no page of World Bank indicators ([about, rows])",
            where=file,
            todo="Ask api.worldbank.org/v2/country/.../indicator/... with format=json",
        )
    rows = reply[1] or []
    counts = [str(about[name]) for name in ("page", "per_page", "total")]
    if not isinstance(rows, list) or not all(map(is_digits, counts)):
        raise SourceError(
            f"it is no list of rows, or its counts are no whole numbers ({', '.join(counts)})",
            where=file,
            todo="Ask for it again",
        )
    page, size, total = map(int, counts)
    expected = max(0, min(size, total - (page - 1) * size))
    if len(rows) != expected:
        raise SourceError(
            f"page {page} of {about['pages']} should hold {expected} rows and holds {len(rows)}",
            where=file,
            todo="Ask for it again; it is cut off",
        )
    return about, rows


def _check_fields(raw: Any, where: str) -> None:
    named = raw if isinstance(raw, dict) else {}
    missing, unknown = FIELDS - set(named), set(named) - FIELDS - OPTIONAL
    wrong = missing | unknown or {name for name in named if not _fits(name, named[name])}
    if wrong or not named:
        odd = ", ".join(sorted(wrong)) or "no row"
        raise SourceError(
            f"its fields are not those of an indicator's row ({odd})",
            where=where,
            todo="Ask with format=json",
        )


def _fits(name: str, value: object) -> bool:
    """Whether a field is of the type that the API gives it."""
    if name in ("indicator", "country"):
        texts = [value.get(part) for part in ("id", "value")] if isinstance(value, dict) else []
        return len(texts) == 2 and all(isinstance(text, str) and text for text in texts)
    if name in ("countryiso3code", "date"):
        return isinstance(value, str)
    if name in ("unit", "obs_status"):
        return value is None or isinstance(value, str)
    return True


def _period(text: str, where: str) -> tuple[date, date, Precision]:
    found = _PERIOD.fullmatch(text)
    month = int(found[2]) if found and found[2] else None
    if not found or not 1900 <= int(found[1]) <= 2100 or (month is not None and not 1 <= month <= 12):
        raise SourceError(f"{text!r} is no year, quarter or month", where=where, todo="Report it")
    year = int(found[1])
    if month is not None:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month"
    if found[3]:
        last = 3 * int(found[3])
        return date(year, last - 2, 1), date(year, last, monthrange(year, last)[1]), "quarter"
    return date(year, 1, 1), date(year, 12, 31), "year"


def _why_no_state(code: str, name: str, start: date, end: date, where: str) -> str:
    if code in GROUPS or not code:
        return f"{code or 'no code'} ({name}) is a group, not a state"
    territory = territories()[0].get(code) or OWN_TERRITORIES.get(code)
    if territory:
        return f"{code} ({territory}) is a territory, not a state"
    if code not in SPANS:
        raise SourceError(f"{code!r} ({name}) is no state's code", where=where, todo="Report it")
    if not any(s.start <= end and (s.end is None or start <= s.end) for s in SPANS[code]):
        return f"{code} was no state in {start.year}: the figure is of its present territory"
    return ""


def _statement(
    raw: dict[str, Any], start: date, end: date, precision: Precision, where: str
) -> dict[str, Any]:
    value = raw["value"]
    if value is not None and (
        isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= LARGEST
    ):
        raise SourceError(f"the value {value!r} is no number", where=where, todo="Ask for it again")
    indicator, name = raw["indicator"]["id"], raw["indicator"]["value"]
    unit = _UNIT.search(name)
    return {
        "source": SOURCE.name,
        "key": f"indicator={indicator} country={raw['countryiso3code']} date={raw['date']}",
        "property": "indicator",
        "source_actors": [raw["countryiso3code"]],
        "object": indicator,
        "value": None if value is None else float(value),
        "unit": raw.get("unit") or (unit[1] if unit else None),
        "bound": None if value is None else "=",
        "original": "" if value is None else json.dumps(value),
        "start": start,
        "end": end,
        "precision": precision,
        "realm": SOURCE.realm,
        "text": name,
        "attributes": json_text({"status": raw.get("obs_status") or "", "missing": value is None}),
        "row": json_text(raw),
        "known_from": end,
    }


READER: Final = Reader(SOURCE, take)
