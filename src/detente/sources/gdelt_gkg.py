"""GDELT Global Knowledge Graph: 2.1 (27 columns, an article a row), 1 (11 columns) and its counts (15 columns).

What it holds of places, people and themes stays in the published row; value is the article's tone, or the count.
"""

from __future__ import annotations

from typing import Final

from detente.sources.event_layout import EventLayout, EventReader, day, not_day, not_number, number, text
from detente.sources.source import load_record

SOURCE: Final = load_record("gdelt_gkg")
FIELDS_2: Final = (
    "GKGRECORDID", "DATE", "SourceCollectionIdentifier", "SourceCommonName", "DocumentIdentifier", "Counts",
    "V2Counts", "Themes", "V2Themes", "Locations", "V2Locations", "Persons", "V2Persons", "Organizations",
    "V2Organizations", "V2Tone", "Dates", "GCAM", "SharingImage", "RelatedImages", "SocialImageEmbeds",
    "SocialVideoEmbeds", "Quotations", "AllNames", "Amounts", "TranslationInfo", "Extras",
)  # fmt: skip
FIELDS_1: Final = (
    "DATE", "NUMARTS", "COUNTS", "THEMES", "LOCATIONS", "PERSONS", "ORGANIZATIONS", "TONE", "CAMEOEVENTIDS",
    "SOURCES", "SOURCEURLS",
)  # fmt: skip
FIELDS_COUNTS: Final = (
    "DATE", "NUMARTS", "COUNTTYPE", "NUMBER", "OBJECTTYPE", "GEO_TYPE", "GEO_FULLNAME", "GEO_COUNTRYCODE",
    "GEO_ADM1CODE", "GEO_LAT", "GEO_LONG", "GEO_FEATUREID", "CAMEOEVENTIDS", "SOURCES", "SOURCEURLS",
)  # fmt: skip
_DAY: Final = "%Y%m%d"
_TONE: Final = "'GDELT tone'"


def _tone(name: str) -> str:
    """The first of the comma-separated numbers."""
    return f"try_cast(split_part({{{name}}}, ',', 1) as double)"


def _not_tone(name: str) -> tuple[str, str]:
    return f"{_tone(name)} is null", f"concat('{name} ', {{{name}}}, ' does not begin with a number')"


def _layout(
    name: str,
    property_: str,
    fields: tuple[str, ...],
    columns: dict[str, str],
    checks: tuple[tuple[str, str], ...],
) -> EventLayout:
    dated = {"start": day("DATE", _DAY), "known_from": day("DATE", _DAY)}
    return EventLayout(
        name=name,
        property=property_,
        fields=fields,
        widths=(len(fields),),
        coded=False,
        columns=columns | dated,
        checks=(not_day("DATE", _DAY), *checks),
    )


READER: Final = EventReader(
    SOURCE,
    (
        _layout(
            "GKG 2.1",
            "gkg_record",
            FIELDS_2,
            {
                "key": "{GKGRECORDID}",
                "original": "{DocumentIdentifier}",
                "object": "{DocumentIdentifier}",
                "value": _tone("V2Tone"),
                "unit": _TONE,
                "tone": _tone("V2Tone"),
                "text": text("SourceCommonName"),
            },
            (("{GKGRECORDID} = ''", "'GKGRECORDID is empty'"), _not_tone("V2Tone")),
        ),
        _layout(
            "GKG 1",
            "gkg_record",
            FIELDS_1,
            {
                "key": "concat({DATE}, '|', {SOURCEURLS})",
                "original": "{TONE}",
                "object": text("SOURCEURLS"),
                "value": _tone("TONE"),
                "unit": _TONE,
                "tone": _tone("TONE"),
                "articles": number("NUMARTS", "integer"),
                "text": text("SOURCES"),
            },
            (_not_tone("TONE"), not_number("NUMARTS", "articles")),
        ),
        _layout(
            "GKG 1 counts",
            "gkg_count",
            FIELDS_COUNTS,
            {
                "key": "concat_ws('|', {DATE}, {COUNTTYPE}, {OBJECTTYPE}, {GEO_FULLNAME}, {SOURCEURLS})",
                "original": "{NUMBER}",
                "object": "{COUNTTYPE}",
                "value": number("NUMBER"),
                "unit": "'persons or things'",
                "articles": number("NUMARTS", "integer"),
                "place": f"coalesce({text('GEO_FEATUREID')}, {text('GEO_FULLNAME')})",
                "latitude": number("GEO_LAT"),
                "longitude": number("GEO_LONG"),
                "text": text("OBJECTTYPE"),
            },
            tuple(not_number(name) for name in ("NUMBER", "NUMARTS", "GEO_LAT", "GEO_LONG")),
        ),
    ),
)
