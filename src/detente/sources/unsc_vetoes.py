"""Vetoes in the UN Security Council: who vetoed which draft on which matter.

One statement per veto cast, so a draft vetoed by three members gives three. The columns member_veto1 to 3 are
taken; the publisher's 0/1 columns per member contradict them in 26 of 214 rows, and such rows carry a note.
unsc_subjects.csv says which states a topic (or one draft) names; applications for membership go by their name.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Final

from detente.errors import UnknownActorError
from detente.model.source import Coverage
from detente.model.statement import statement_frame
from detente.sources.periods import days
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Reader, Taken, json_text, load_record
from detente.sources.table import ROW, Table, decode, read_table
from detente.world.resolve import from_source_name
from detente.world.states import from_iso3
from detente.world.table import exists

SOURCE: Final = load_record("unsc_vetoes")
MEMBERS: Final = {
    "China": "CHN", "France": "FRA", "Russia": "RUS", "USSR": "SUN", "USA": "USA", "UK": "GBR",
}  # fmt: skip
LAST_DAY_OF_TAIPEI: Final = date(1971, 10, 24)
"""To this day the seat of China was held by the Republic of China, which vote data have as TWN."""
CASTS: Final = ("member_veto1", "member_veto2", "member_veto3")
USED: Final = (
    "year", "date", "draft", "meeting_record", "agenda_item", "crisis_topic", "region", *CASTS,
    "single_veto", "multiple_vetoes", *MEMBERS,
)  # fmt: skip
IGNORED: Final = ("month", "russia_china", "usa_uk", "usa_france", "usa_france_uk", "france_uk")
_APPLICANT: Final = re.compile(
    r"(?:Applications? for membership|Admission of new Members?) (.+)", re.IGNORECASE
)


@cache
def _subjects() -> Mapping[tuple[str, str], tuple[str, ...]]:
    text = resources.files("detente.sources").joinpath("unsc_subjects.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return {(row["kind"], row["text"]): tuple(row["states"].split(";")) for row in rows}


def take(data: bytes, file: str) -> Taken:
    """Statements "veto": source_actors [who cast it], target_actors the states that the matter names.

    object is the draft, text the agenda item; `attributes.with` has the others that vetoed it. A matter may
    concern a state to its liking or not: direction is not implied. Raises SourceError for an unknown member or
    flag, a member that comes twice in a row, a day that is none, or a year that is not the day's.
    """
    table = read_table(decode(data, file), file, use=USED, ignore=IGNORED)
    for cast in CASTS:
        table.allow(cast, (*MEMBERS, *([] if cast == CASTS[0] else [""])), "a permanent member's name")
    for member in MEMBERS:
        table.allow(member, ("0", "1"), "a flag (0 or 1)")
    for column in ("agenda_item", "crisis_topic"):
        table.shaped(column, r"(?s).*\pL.*", "words")
    table.shaped("draft", r"(?s).*[A-Za-z].*", "the symbol of a draft")
    on, raw = days(table, "date", "%m/%d/%Y"), raw_rows(table.frame)
    seen: Counter[tuple[str, ...]] = Counter()
    rows: list[dict[str, Any]] = []
    for i, cells in enumerate(table.frame.iter_rows(named=True)):
        _check(table, cells, on[i])
        matter = (cells["date"], cells["draft"], cells["agenda_item"])
        seen[matter] += 1
        rows += [
            statement | {"row": raw[i], "row_number": cells[ROW]}
            for statement in _vetoes(cells, on[i], seen[matter])
        ]
    return Taken(
        statements=statement_frame(rows),
        rows=table.frame.height,
        coverage=Coverage(
            start=SOURCE.coverage.start, end=max(on), completeness="complete", note=SOURCE.coverage.note
        ),
        left_out=tuple[LeftOut, ...](),
    )


def _cast(cells: Mapping[str, Any]) -> list[str]:
    return [cells[cast] for cast in CASTS if cells[cast]]


def _check(table: Table, cells: Mapping[str, Any], on: date) -> None:
    if cells["year"] != str(on.year):
        raise table.fail(cells[ROW], "year", cells["year"], f"the year of its date {cells['date']}")
    members = _cast(cells)
    if len(set(members)) < len(members):
        raise table.fail(cells[ROW], CASTS[1], cells[CASTS[1]], "another member than in the column before")
    for member in members:
        if not exists(MEMBERS[member], on):
            raise table.fail(cells[ROW], CASTS[members.index(member)], member, f"a member on {on}")


def _vetoes(cells: Mapping[str, Any], on: date, number: int) -> list[dict[str, Any]]:
    members = _cast(cells)
    subjects = subjects_of(cells["crisis_topic"], cells["draft"], cells["agenda_item"], on)
    flagged = {member for member in MEMBERS if cells[member] == "1"}
    details = {
        "agenda_item": cells["agenda_item"],
        "crisis_topic": cells["crisis_topic"],
        "drafts": cells["draft"].split("\n"),
        "meeting_record": cells["meeting_record"],
        "region": cells["region"],
    }
    item, draft = cells["agenda_item"].strip(), cells["draft"].replace("\n", " and ")
    return [
        {
            "source": SOURCE.name,
            "key": f"date={on} draft={draft} item={item} n={number} member={member}",
            "property": "veto",
            "source_actors": [_seat(member, on)],
            "target_actors": [code for code in subjects if code != _seat(member, on)],
            "object": draft,
            "value": 1.0,
            "unit": "veto",
            "bound": "=",
            "original": member,
            "start": on,
            "end": on,
            "precision": "day",
            "realm": "multilateral",
            "text": item,
            "note": (
                f"the columns per member say {', '.join(sorted(flagged)) or 'none'}, the names of the vetoing "
                f"members {', '.join(sorted(members))}; the names are taken"
                if flagged != set(members)
                else None
            ),
            "attributes": json_text(details | {"with": [_seat(m, on) for m in members if m != member]}),
            "known_from": on,
        }
        for member in members
    ]


def _seat(member: str, on: date) -> str:
    return "TWN" if member == "China" and on <= LAST_DAY_OF_TAIPEI else MEMBERS[member]


def subjects_of(topic: str, draft: str, item: str, on: date) -> list[str]:
    """Codes, as of the day, of the states that the matter names; empty when the tables name none."""
    applicant = _APPLICANT.fullmatch(item.strip())
    asked = _subjects().get(("draft", draft))
    if asked is None and applicant is not None:
        try:
            return [from_source_name(applicant[1], on)]
        except UnknownActorError:
            return []
    asked = asked or _subjects().get(("topic", topic)) or ()
    found = []
    for code in asked:
        try:
            found.append(from_iso3(code, on))
        except UnknownActorError:
            continue
    return found


READER: Final = Reader(SOURCE, take)
