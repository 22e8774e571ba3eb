"""UN Comtrade: what a state reports to have imported from and exported to a partner, as API v1 answers.

Both sides report: each flow stands as the importer says it (CIF) and as the exporter says it (FOB), under keys
of their own, with the reporter in `attributes`. A reply without records is no error and says nothing.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date
from typing import Any, Final

from detente.model.statement import empty_statements, statement_frame
from detente.sources.comtrade_codes import WORLD, Party, party
from detente.sources.comtrade_rows import Record, records
from detente.sources.digits import is_digits
from detente.sources.source import LeftOut, Reader, Taken, json_text, load_record

SOURCE: Final = load_record("comtrade")
FLOWS: Final = {"M": "imports", "X": "exports"}
PARTS: Final = {
    "RM": "re-imports are part of imports", "RX": "re-exports are part of exports",
    "DX": "domestic exports are part of exports", "FM": "foreign imports are part of imports",
    "MIP": "imports for inward processing are part of imports",
    "MOP": "imports after outward processing are part of imports",
    "XIP": "exports after inward processing are part of exports",
    "XOP": "exports for outward processing are part of exports",
}  # fmt: skip
TOTAL: Final = "TOTAL"
WHOLE: Final = {"partner2Code": "0", "customsCode": "C00", "mosCode": "0", "motCode": "0"}
"""The codes that stand for all second partners, customs procedures, modes of supply and of transport."""


def take(data: bytes, file: str) -> Taken:
    """Statements "trade_flow" (all goods), "product_trade_flow" (one product: object), "trade_total" (World).

    Monthly records have "monthly_" before these, so that no sum holds a month and its year. source_actors
    [exporter], target_actors [importer]; a total has the reporter alone and object imports or exports. Raises
    SourceError for an unknown code, a reporter outside its time, a period that is none, a negative value, or a
    record that comes twice.
    """
    rows: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    seen: dict[str, str] = {}
    all_records = records(data, file)
    for record in all_records:
        start, end = _period(record)
        reason = _reason(record)
        reporter, partner = _sides(record, start, end)
        reason = reason or reporter.why_not or partner.why_not
        if reason:
            left_out.append(LeftOut(record.number, reason, record.row))
            continue
        row = _statement(record, reporter.state or "", partner.state, start, end)
        if row["key"] in seen:
            raise record.fail("primaryValue", f"new: {seen[row['key']]} is of the same flow and period")
        seen[row["key"]] = record.place
        rows.append(row)
    coverage = SOURCE.coverage
    if rows:
        coverage = replace(
            coverage,
            start=min(row["start"] for row in rows),
            end=max(row["end"] for row in rows),
            states=frozenset(code for row in rows for code in (*row["source_actors"], *row["target_actors"])),
        )
    statements = statement_frame(rows) if rows else empty_statements()
    return Taken(statements, rows=len(all_records), coverage=coverage, left_out=tuple(left_out))


def _period(record: Record) -> tuple[date, date]:
    """First and last day; an annual record has the month 52."""
    year, month, frequency = (record.cells[name] for name in ("refYear", "refMonth", "freqCode"))
    if frequency not in ("A", "M"):
        raise record.fail("freqCode", "A (annual) or M (monthly)")
    if not is_digits(year) or not 1900 <= int(year) <= 2100:
        raise record.fail("refYear", "a year between 1900 and 2100")
    if frequency == "A":
        if month != "52":
            raise record.fail("refMonth", "52, as annual records have it")
        if record.cells["period"] != year:
            raise record.fail("period", f"the year {year}")
        return date(int(year), 1, 1), date(int(year), 12, 31)
    if not is_digits(month) or not 1 <= int(month) <= 12:
        raise record.fail("refMonth", "a month from 1 to 12")
    if record.cells["period"] != f"{year}{int(month):02d}":
        raise record.fail("period", f"the month {year}{int(month):02d}")
    first = date(int(year), int(month), 1)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def _reason(record: Record) -> str:
    """Why the record is left out by rule; empty when it is not."""
    if record.cells["typeCode"] != "C":
        raise record.fail("typeCode", "C (commodities)")
    flow = record.cells["flowCode"]
    if flow in PARTS:
        return PARTS[flow]
    if flow not in FLOWS:
        raise record.fail("flowCode", f"a flow ({', '.join((*FLOWS, *PARTS))})")
    split = [name for name, whole in WHOLE.items() if record.cells[name] not in (whole, "")]
    return f"split by {split[0]}; the whole flow has a record of its own" if split else ""


def _sides(record: Record, start: date, end: date) -> tuple[Party, Party]:
    found = []
    for side, reports in (("reporter", True), ("partner", False)):
        code = record.cells[f"{side}Code"]
        if not is_digits(code):
            raise record.fail(f"{side}Code", "a whole number")
        if int(code) == WORLD and not reports:
            found.append(Party())
            continue
        read = party(int(code), record.cells[f"{side}ISO"], start, end, reports=reports)
        if read.wrong:
            raise record.fail(f"{side}Code", read.wrong)
        found.append(read)
    return found[0], found[1]


def _value(record: Record) -> float | None:
    text = record.cells["primaryValue"]
    try:
        value = float(text) if text else None
    except ValueError:
        value = -1.0
    if value is not None and not 0 <= value < float("inf"):
        raise record.fail("primaryValue", "a trade value in US dollars")
    return value


def _statement(record: Record, reporter: str, partner: str | None, start: date, end: date) -> dict[str, Any]:
    cells = record.cells
    flow, value = FLOWS[cells["flowCode"]], _value(record)
    whole = cells["cmdCode"] == TOTAL
    product = TOTAL if whole else f"{cells['classificationSearchCode']}:{cells['cmdCode']}"
    details: dict[str, Any] = {
        "reporter": reporter,
        "flow": flow,
        "valuation": "CIF" if cells["cifvalue"] else "FOB" if cells["fobvalue"] else None,
        "classification": cells["classificationCode"],
        "estimated": cells["legacyEstimationFlag"] not in ("", "0"),
        "missing": value is None,
    }
    if not whole:
        details |= {"product": cells["cmdCode"], "product_name": cells["cmdDesc"]}
    if partner is None:
        sides: dict[str, Any] = {"source_actors": [reporter], "target_actors": []}
    else:
        exporter, importer = (partner, reporter) if flow == "imports" else (reporter, partner)
        sides = {"source_actors": [exporter], "target_actors": [importer]}
    kind = "trade_total" if partner is None else "trade_flow"
    return sides | {
        "source": SOURCE.name,
        "key": f"reporter={cells['reporterCode']} partner={cells['partnerCode']} flow={cells['flowCode']} "
        f"period={cells['period']} product={product}",
        "property": ("" if cells["freqCode"] == "A" else "monthly_") + (kind if whole else f"product_{kind}"),
        "object": flow if whole else product,
        "value": value,
        "unit": "USD",
        "bound": None if value is None else "=",
        "original": cells["primaryValue"],
        "start": start,
        "end": end,
        "precision": "year" if cells["freqCode"] == "A" else "month",
        "realm": SOURCE.realm,
        "text": cells["cmdDesc"] or None,
        "attributes": json_text({name: detail for name, detail in details.items() if detail is not None}),
        "row": record.row,
        "row_number": record.number,
        "known_from": end,
    }


READER: Final = Reader(SOURCE, take)
