"""Several tellings of one event, in one document or in many, made one event with all its quotes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from detente.model.reading import Reading, Retelling
from detente.read.same_event import compare, same_days, status_class
from detente.read.telling import Telling, telling_of_reading

UNDATED_DAYS: Final = 1_000_000


def told_once(readings: Sequence[Reading]) -> list[Reading]:
    """The same readings in the same order; those that tell an event again say so.

    The fullest telling (dated most closely, then with a figure, then surest) stands for the event and names the
    others in `also`; each of the others has its id in `same_event`. Nothing else of a reading changes, and the order
    of the documents makes no difference. Marks given before are made anew.
    """
    plain = [replace(r, also=(), same_event=None) if r.also or r.same_event else r for r in readings]
    places = _places_by_id(plain)
    blocks: dict[Hashable, list[Reading]] = defaultdict(list)
    for first, *_ in places.values():
        blocks[_deed(plain[first])].append(plain[first])
    out = list(plain)
    for block in blocks.values():
        for ids in _ids_by_event(block):
            _mark(out, [n for id_ in ids for n in places[id_]])
    return out


def events_told(tellings: Iterable[Telling]) -> list[list[Telling]]:
    """The tellings of each event, its fullest first; whatever the order in which they are given.

    They are taken from the fullest to the vaguest. One joins the event with one of whose tellings it is the same and
    none of whose tellings it contradicts. Where two events fit, it stays apart, unless one of them alone is told of
    the same days.
    """
    found: list[list[Telling]] = []
    for telling in sorted(tellings, key=_fullest_first):
        fitting = [event for event in found if _fits(telling, event)]
        if len(fitting) > 1:
            fitting = [event for event in fitting if any(same_days(telling, other) for other in event)]
        if len(fitting) == 1:
            fitting[0].append(telling)
        else:
            found.append([telling])
    return found


def _places_by_id(readings: Sequence[Reading]) -> dict[str, list[int]]:
    """Where each event stands; in several places when a document is given twice, the first by its name ahead."""
    places: dict[str, list[int]] = defaultdict(list)
    for n, reading in enumerate(readings):
        if reading.kind == "event":
            places[reading.reading_id].append(n)
    for held in places.values():
        held.sort(key=lambda n: readings[n].document)
    return places


def _deed(reading: Reading) -> Hashable:
    """What two tellings of one event always share."""
    sides = frozenset((*reading.source_actors, *reading.target_actors))
    return reading.event_type, sides, status_class(reading.status)


def _ids_by_event(block: Sequence[Reading]) -> list[list[str]]:
    if len(block) == 1:
        return [[block[0].reading_id]]
    return [[telling.id for telling in event] for event in events_told(map(telling_of_reading, block))]


def _mark(out: list[Reading], event: Sequence[int]) -> None:
    lead, *others = event
    if not others:
        return
    told = sorted((out[n] for n in others), key=lambda r: (r.document, r.quote.start, r.reading_id))
    also = tuple(Retelling(r.reading_id, r.document, r.document_sha256, r.quote) for r in told)
    for n in others:
        out[n] = replace(out[n], same_event=out[lead].reading_id)
    out[lead] = replace(out[lead], also=also)


def _fullest_first(telling: Telling) -> tuple[int, bool, float, str, int, int, str]:
    return (
        telling.days or UNDATED_DAYS, telling.value is None, -telling.confidence,
        telling.document, telling.first, telling.last, telling.id,
    )  # fmt: skip


def _fits(telling: Telling, event: Sequence[Telling]) -> bool:
    verdicts = {compare(telling, other) for other in event}
    return "same" in verdicts and "different" not in verdicts
