"""Validation records of PETRARCH-2, mapped to state, state, PLOVER category: how many are read exactly.

    python benchmarks/reading_petrarch.py [--misses]

File: ../shared/data/events/PETR2_GSR_validation.xml (openeventdata/UniversalPetrarch, MIT): 78 records, 12 of them
without an event. Codes become categories by CAMEO2PLOVER-2021 (roots 01 and 02, statements and appeals, have none).
A side is its country code. A source counts when it is the state or a body of it (no suffix, GOV, MIL, LEG, JUD, COP,
SPY); rebels, opposition, civilians and other groups do not act for a state. A target counts with any suffix: deeds to
nationals are deeds to their state. Records of bodies, groups and one state alone thus have nothing to find.
A record is exact when every mapped event is told, in its direction (a mutual deed in either), and nothing else is
told between two states, denied and merely possible deeds apart. CONCEDE and RETREAT count as one (CAMEO's root 08).
What is agreed or planned is AGREE (or THREATEN) in PLOVER, while these records code the deed itself: such a reading may
also stand for its deed's own category, as its reason names it.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

from detente.model.cameo import plover_classes
from detente.model.reading import Reading
from detente.read import Document, read_document
from detente.read.lexicon import lexicon
from detente.world.table import STATES

FILE = Path(__file__).resolve().parents[2] / "shared" / "data" / "events" / "PETR2_GSR_validation.xml"
OFFICIAL = frozenset({"", "GOV", "MIL", "LEG", "JUD", "COP", "SPY"})
STATE_CODES = frozenset(s.code for s in STATES)
PEERS = "PETRARCH-2 47 of 73 (records with a stored tree), UniversalPetrarch 53 of 78, each in its own codes"
Triple = tuple[str, str, str]


def records() -> list[tuple[str, date, str, set[Triple], bool]]:
    """(id, date, text, mapped events, whether it is one of the records without an event)."""
    text = re.sub(r"<!--.*?-->", "", FILE.read_text(encoding="utf-8"), flags=re.S)
    found = []
    for head, body in re.findall(r"<Sentence (.*?)>(.*?)</Sentence>", text, re.S):
        day = re.search(r'date="(\d{4})(\d\d)(\d\d)"', head)
        words = re.search(r"<Text>(.*?)</Text>", body, re.S)
        assert words is not None
        events = re.findall(r"<EventCoding ([^>]*?)/?>", body)
        mapped = {t for e in events if (t := triple(e)) is not None}
        when = date(*map(int, day.groups())) if day else date(2000, 1, 1)
        name = re.search(r'id="(.*?)"', head)
        found.append((name.group(1) if name else "", when, plain(words.group(1)), mapped, "noevents" in body))
    return found


def plain(text: str) -> str:
    """The sentence on one line, entities resolved."""
    for entity, char in (("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")):
        text = text.replace(entity, char)
    return " ".join(text.split())


def triple(event: str) -> Triple | None:
    given = dict(re.findall(r'(\w+)="([^"]*)"', event))
    if "eventcode" not in given:
        return None
    code = plover_classes().get(given["eventcode"])
    source, target = given["sourcecode"], given["targetcode"]
    states = source[:3] in STATE_CODES and target[:3] in STATE_CODES and source[:3] != target[:3]
    if code is None or not states or source[3:6] not in OFFICIAL:
        return None
    return source[:3], target[:3], category(code.event_type)


def category(kind: str) -> str:
    return "YIELD" if kind in ("CONCEDE", "RETREAT") else kind


def done(reading: Reading) -> bool:
    return reading.event_type == "REJECT" or reading.status not in ("negated", "hypothetical")


def told(reading: Reading) -> set[Triple]:
    """The triples a reading can stand for: a mutual one in every direction, a plan also by its deed's category."""
    kinds = {category(reading.event_type or "")}
    if reading.event_type in ("AGREE", "THREATEN"):
        own = next((f.type for f in lexicon().frames if f.id == reading.because.split(":")[0]), None)
        kinds |= {category(own)} if own else set()
    source, target = reading.source_actors, reading.target_actors
    if reading.reciprocal:
        target = source
    return {
        (a, b, kind) for kind in kinds for a in source for b in target if a != b and {a, b} <= STATE_CODES
    }


def main() -> None:
    exact = empty = none = with_event = right_with_event = 0
    for name, when, text, gold, without in records():
        readings = [
            r for r in read_document(Document(name, text, "0"), published=when)
            if r.kind == "event" and done(r) and told(r)
        ]  # fmt: skip
        found = [told(r) for r in readings]
        right = all(any(g in f for f in found) for g in gold) and all(f & gold for f in found)
        exact += right
        none += without
        empty += without and not found
        with_event += bool(gold)
        right_with_event += bool(gold) and right
        if not right and "--misses" in sys.argv:
            print(f"{name}: {text}\n   wanted {sorted(gold)}")
            for r in readings:
                print("   told", r.source_actors, r.target_actors, r.event_type, r.status, "|", r.because)
    print(f"exact records: {exact} of 78   (target 58; {PEERS})")
    print(f"records without an event left empty: {empty} of {none}")
    print(f"of the {with_event} records that name a deed between two states: {right_with_event} exact")


if __name__ == "__main__":
    main()
