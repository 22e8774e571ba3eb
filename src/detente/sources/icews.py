"""ICEWS coded events: 20 tab-separated columns under a header. (Event ID, Event Date) names an event; the id does not.

A meeting stands twice, once from each side. CAMEO codes are texts ("040"). An intensity is the Goldstein score of
the code, in the ICEWS table.
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
from detente.sources.event_states import from_event_name
from detente.sources.source import load_record

SOURCE: Final = load_record("icews")
FIELDS: Final = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
    "City", "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
_DAY: Final = "%Y-%m-%d"

READER: Final = EventReader(
    SOURCE,
    (
        EventLayout(
            name="ICEWS coded events",
            property="coded_event",
            fields=FIELDS,
            widths=(20,),
            header=True,
            columns={
                "key": "concat({Event ID}, '|', {Event Date})",
                "original": "concat({Source Name}, '|', {CAMEO Code}, '|', {Target Name})",
                "start": day("Event Date", _DAY),
                "known_from": day("Event Date", _DAY),
                "source_code": text("Source Country"),
                "target_code": text("Target Country"),
                "source_actor": text("Source Name"),
                "target_actor": text("Target Name"),
                "cameo": "{CAMEO Code}",
                "text": text("Event Text"),
                "value": number("Intensity"),
                "unit": "'Goldstein score (ICEWS table)'",
                "place": f"nullif(concat_ws(', ', {text('City')}, {text('Province')}, {text('Country')}), '')",
                "latitude": number("Latitude"),
                "longitude": number("Longitude"),
            },
            checks=(
                not_whole("Event ID"),
                not_day("Event Date", _DAY, "start"),
                not_number("Intensity", "value"),
                not_number("Latitude", "latitude"),
                not_number("Longitude", "longitude"),
            ),
            goldstein="ICEWS",
            same_event=("key",),
            state_of=from_event_name,
        ),
    ),
)
