"""GDELT events: 1.0 (57 columns, or 58 with the source's address, mixed in one file) and 2.0 (61 columns).

Files end in .CSV, are separated by tabs and have no header. What the machine coded is a "coded_event", never an
"event": events are what a person has written down or read.
"""

from __future__ import annotations

from typing import Final

from detente.sources.event_layout import (
    EventLayout,
    EventReader,
    day,
    not_day,
    not_number,
    not_whole,
    number,
    text,
)
from detente.sources.event_states import from_cameo
from detente.sources.source import load_record

SOURCE: Final = load_record("gdelt_events")
_DAY: Final = "%Y%m%d"
_ACTOR: Final = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
    "Type2Code", "Type3Code",
)  # fmt: skip
_PLACE: Final = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
_WHO: Final = tuple(f"Actor{side}{name}" for side in "12" for name in _ACTOR)
_WHAT: Final = (
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
)  # fmt: skip
_WHERE: Final = tuple(f"{of}Geo_{name}" for of in ("Actor1", "Actor2", "Action") for name in _PLACE)
FIELDS: Final = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", *_WHO, *_WHAT, *_WHERE, "DATEADDED",
    "SOURCEURL",
)  # fmt: skip
FIELDS_OF_1: Final = tuple(name for name in FIELDS if not name.endswith("ADM2Code"))

_COLUMNS: Final = {
    "key": "concat({GLOBALEVENTID}, '|', {SQLDATE})",
    "original": "concat({Actor1Code}, '|', {EventCode}, '|', {Actor2Code})",
    "start": day("SQLDATE", _DAY),
    "known_from": day("DATEADDED", _DAY),
    "source_code": text("Actor1CountryCode"),
    "target_code": text("Actor2CountryCode"),
    "source_actor": text("Actor1Code"),
    "target_actor": text("Actor2Code"),
    "cameo": "{EventCode}",
    "value": number("GoldsteinScale"),
    "unit": "'Goldstein score (GDELT table)'",
    "published_quad_class": number("QuadClass", "tinyint"),
    "mentions": number("NumMentions", "integer"),
    "sources": number("NumSources", "integer"),
    "articles": number("NumArticles", "integer"),
    "tone": number("AvgTone"),
    "place": f"coalesce({text('ActionGeo_FeatureID')}, {text('ActionGeo_FullName')})",
    "latitude": number("ActionGeo_Lat"),
    "longitude": number("ActionGeo_Long"),
}
_CHECKS: Final = (
    not_whole("GLOBALEVENTID"),
    not_day("SQLDATE", _DAY, "start"),
    not_day("DATEADDED", _DAY, "known_from"),
    ("{QuadClass} not in ('1', '2', '3', '4')", "concat('QuadClass ', {QuadClass}, ' is not 1 to 4')"),
    not_number("GoldsteinScale", "value"),
    not_number("AvgTone", "tone"),
    not_number("ActionGeo_Lat", "latitude"),
    not_number("ActionGeo_Long", "longitude"),
    not_number("NumMentions", "mentions"),
    not_number("NumSources", "sources"),
    not_number("NumArticles", "articles"),
)


def _layout(name: str, fields: tuple[str, ...], widths: tuple[int, ...]) -> EventLayout:
    return EventLayout(
        name=name,
        property="coded_event",
        fields=fields,
        widths=widths,
        columns=_COLUMNS,
        checks=_CHECKS,
        goldstein="GDELT",
        same_event=("start", "source_actor", "target_actor", "cameo", "place"),
        state_of=from_cameo,
    )


READER: Final = EventReader(
    SOURCE, (_layout("GDELT 1.0", FIELDS_OF_1, (57, 58)), _layout("GDELT 2.0", FIELDS, (61,)))
)
