"""GDELT 2.0 mentions: every article that mentions an event, with how sure the machine is of having read it right."""

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
from detente.sources.source import load_record

SOURCE: Final = load_record("gdelt_mentions")
FIELDS: Final = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier",
    "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence",
    "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
_DAY: Final = "%Y%m%d"
_KEY: Final = (
    "GLOBALEVENTID", "MentionTimeDate", "MentionIdentifier", "SentenceID", "Actor1CharOffset", "Actor2CharOffset",
    "ActionCharOffset",
)  # fmt: skip

READER: Final = EventReader(
    SOURCE,
    (
        EventLayout(
            name="GDELT 2.0 mentions",
            property="event_mention",
            fields=FIELDS,
            widths=(16,),
            coded=False,
            columns={
                "key": f"concat_ws('|', {', '.join(f'{{{name}}}' for name in _KEY)})",
                "original": "{Confidence}",
                "start": day("MentionTimeDate", _DAY),
                "known_from": day("MentionTimeDate", _DAY),
                "object": "{GLOBALEVENTID}",
                "value": number("Confidence"),
                "unit": "'percent confidence'",
                "text": text("MentionSourceName"),
                "tone": number("MentionDocTone"),
            },
            checks=(
                not_whole("GLOBALEVENTID"),
                not_day("EventTimeDate", _DAY),
                not_day("MentionTimeDate", _DAY),
                *(not_number(name) for name in ("Confidence", "MentionDocTone", "SentenceID")),
            ),
        ),
    ),
)
