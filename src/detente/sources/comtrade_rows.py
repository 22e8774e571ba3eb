"""UN Comtrade records as text cells: from the JSON reply of API v1, or from the csv that comtradr writes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from detente.errors import SourceError
from detente.sources.source import json_text
from detente.sources.table import ROW, decode, read_table

FIELDS: Final = (
    "typeCode", "freqCode", "refPeriodId", "refYear", "refMonth", "period", "reporterCode", "reporterISO",
    "reporterDesc", "flowCode", "flowDesc", "partnerCode", "partnerISO", "partnerDesc", "partner2Code",
    "partner2ISO", "partner2Desc", "classificationCode", "classificationSearchCode",
    "isOriginalClassification", "cmdCode", "cmdDesc", "aggrLevel", "isLeaf", "customsCode", "customsDesc",
    "mosCode", "motCode", "motDesc", "qtyUnitCode", "qtyUnitAbbr", "qty", "isQtyEstimated", "altQtyUnitCode",
    "altQtyUnitAbbr", "altQty", "isAltQtyEstimated", "netWgt", "isNetWgtEstimated", "grossWgt",
    "isGrossWgtEstimated", "cifvalue", "fobvalue", "primaryValue", "legacyEstimationFlag", "isReported",
    "isAggregate",
)  # fmt: skip
"""The fields of a record, as the API names them."""
_SNAKE: Final = {
    name: re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().replace("iso_", "iso") for name in FIELDS
} | {"partner2Code": "partner2code", "partner2ISO": "partner2iso", "partner2Desc": "partner2desc"}
REPLY: Final = {"elapsedTime", "count", "data", "error"}


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its cells as text ("" for null) under the API's names, its place, and the raw row."""

    cells: Mapping[str, str]
    file: str
    place: str
    number: int
    row: str

    def fail(self, field: str, expected: str) -> SourceError:
        """The error for one field."""
        return SourceError(
            f"{self.cells[field]!r} in field '{field}' is not {expected}",
            where=f"{self.file}, {self.place}",
            todo="Check that the reply is as the API gave it; if Comtrade changed a code, report it",
        )


def records(data: bytes, file: str) -> list[Record]:
    """All records of a file. Raises SourceError for a reply that says an error, is cut off, or has other fields."""
    text = decode(data, file)
    return list(_of_reply(text, file) if text.lstrip()[:1] in ("{", "[") else _of_csv(text, file))


_CODES: Final = ("ref_period_id", "partner2code", "aggr_level", "mos_code", "mot_code")


def _of_csv(text: str, file: str) -> Iterator[Record]:
    table = read_table(text, file, use=list(_SNAKE.values()))
    for column in _CODES:
        table.numbers(column, whole=True, empty=())
    for column in ("classification_search_code", "customs_code"):
        table.shaped(column, r"[A-Z]\w*", "a code that begins with a letter")
    for row in table.frame.iter_rows(named=True):
        published = {name: row[snake] for name, snake in _SNAKE.items()}
        raw = json_text({key: value for key, value in row.items() if key != ROW})
        yield Record(published, file, f"line {row[ROW]}", row[ROW], raw)


def _of_reply(text: str, file: str) -> Iterator[Record]:
    for number, raw in enumerate(_reply(text, file), start=1):
        place = f"record {number}"
        if not isinstance(raw, dict) or set(raw) != set(FIELDS):
            odd = sorted(set(raw) ^ set(FIELDS)) if isinstance(raw, dict) else []
            raise SourceError(
                f"its fields are not those of API v1 ({', '.join(odd[:3]) or 'no record'})",
                where=f"{file}, {place}",
                todo="Ask with includeDesc=true",
            )
        yield Record({name: _cell(raw[name]) for name in FIELDS}, file, place, number, json_text(raw))


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _reply(text: str, file: str) -> list[Any]:
    try:
        reply = json.loads(text)
    except ValueError as error:
        raise SourceError(
            f"the JSON is damaged ({error})", where=file, todo="Ask for it again; it may be cut off"
        ) from error
    if not isinstance(reply, dict) or set(reply) != REPLY or not isinstance(reply["data"], list):
        raise SourceError(
            "this JSON is no reply with data (elapsedTime, count, data, error)",
            where=file,
            todo="Give what /data/v1/get or /public/v1/preview answered, not a list of codes",
        )
    if reply["error"]:
        raise SourceError(f"the API answered with an error: {reply['error']}", where=file, todo="Ask again")
    if reply["count"] != len(reply["data"]):
        raise SourceError(
            f"the reply counts {reply['count']} records and holds {len(reply['data'])}",
            where=file,
            todo="Ask for it again; it is cut off",
        )
    return reply["data"]
