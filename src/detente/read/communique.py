"""The meeting that a communiqué tells of: what its sides did there without another date, they did on its days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from detente.model.reading import DateInterval
from detente.read.items import Item

if TYPE_CHECKING:
    from detente.read.deeds import Deed
    from detente.read.scene import Scene

_TITLE: Final = re.compile(
    r"\b(?:communiqu[eé]|joint\s+(?:press\s+)?(?:statement|declaration|release))\b", re.IGNORECASE
)
TITLE_CHARACTERS: Final = 300
OPENING_SENTENCES: Final = 8
LONGEST_MEETING: Final = timedelta(days=10)
_MAIN: Final = ("root", "conj", "parataxis")


def meeting_of(text: str, sentences: Sequence[Sequence[Item]]) -> DateInterval | None:
    """The days of the meeting of a text whose title says communiqué or joint statement; None for any other text.

    The first dated days of its opening, or the longer ones about them ("on 13 and 14 November" after a dateline of
    the 14th).
    """
    if not _TITLE.search(text[:TITLE_CHARACTERS]):
        return None
    told = [i.interval for items in sentences[:OPENING_SENTENCES] for i in items if i.interval is not None]
    short = [d for d in told if d.end is not None and d.end - d.start <= LONGEST_MEETING]
    return next((d for d in short if _about(d, short[0])), None) or (short[0] if short else None)


def _about(wide: DateInterval, day: DateInterval) -> bool:
    return wide != day and wide.start <= day.start and (day.end or day.start) <= (wide.end or wide.start)


def met(scene: Scene, deed: Deed) -> DateInterval | None:
    """The days of the meeting for a deed that a main clause tells as done, and not as done before ("had")."""
    clause = next((c for c in scene.clauses if c.group.head == deed.head), None)
    if scene.meeting is None or clause is None or deed.status != "occurred" or clause.kind != "finite":
        return None
    main = clause.relation in _MAIN if scene.tree is not None else not clause.opener
    return scene.meeting if main and not clause.group.perfect else None
