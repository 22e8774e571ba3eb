"""POLECAT coded events: 40 tab-separated columns under a header, in Latin-1, classed in PLOVER.

Built from the published header; no real file has been read. How several contexts or countries stand in one cell is
not known, so such a cell is kept as it is, and a country cell that names no state puts its line aside.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from detente.errors import UnknownActorError
from detente.model.vocabulary import EVENT_TYPES, QUAD
from detente.sources.event_layout import EventLayout, EventReader, day, not_day, not_number, number, text
from detente.sources.event_states import from_cameo, from_event_name
from detente.sources.source import load_record

SOURCE: Final = load_record("polecat")
FIELDS: Final = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
    "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
_DAY: Final = "%Y-%m-%d"
_QUADS: Final = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
_TYPE: Final = "upper({Event Type})"


def _quad_class() -> str:
    cases = (f"when '{type_}' then {_QUADS.index(QUAD[type_]) + 1}" for type_ in EVENT_TYPES)
    return f"case {_TYPE} {' '.join(cases)} end"


def _state_of(named: str, on: date) -> str | None:
    """By code, else by name: the header does not tell which a country cell holds."""
    try:
        return from_cameo(named, on)
    except UnknownActorError:
        return from_event_name(named, on)


READER: Final = EventReader(
    SOURCE,
    (
        EventLayout(
            name="POLECAT",
            property="coded_event",
            fields=FIELDS,
            widths=(40,),
            header=True,
            encoding="latin-1",
            coded=False,
            columns={
                "key": "concat({Event ID}, '|', {Event Date})",
                "original": "concat({Actor Name}, '|', {Event Type}, '|', {Recipient Name})",
                "start": day("Event Date", _DAY),
                "known_from": f"coalesce({day('Publication Date', _DAY)}, {day('Event Date', _DAY)})",
                "source_code": text("Actor Country"),
                "target_code": text("Recipient Country"),
                "source_actor": text("Actor Name"),
                "target_actor": text("Recipient Name"),
                "event_type": _TYPE,
                "mode": text("Event Mode"),
                "contexts": text("Contexts"),
                "quad_class": _quad_class(),
                "value": number("Intensity"),
                "unit": "'PLOVER intensity'",
                "place": f"coalesce({text('GeoNames ID')}, {text('Placename')})",
                "latitude": number("Latitude"),
                "longitude": number("Longitude"),
            },
            checks=(
                ("{Event ID} = ''", "'Event ID is empty'"),
                not_day("Event Date", _DAY),
                (
                    f"{_TYPE} not in ({', '.join(repr(t) for t in EVENT_TYPES)})",
                    "concat('Event Type ', {Event Type}, ' is not of PLOVER')",
                ),
                *(not_number(name) for name in ("Intensity", "Latitude", "Longitude")),
            ),
            same_event=("start", "source_actor", "target_actor", "event_type", "mode", "place"),
            state_of=_state_of,
        ),
    ),
)
