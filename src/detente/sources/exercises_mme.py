"""Multinational Military Exercises (D'Orazio and Galambos): one participant of one exercise per row, 1980-2010."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from detente.model.source import Coverage
from detente.model.statement import statement_frame
from detente.sources.day_columns import Span, span_between
from detente.sources.exercise_parties import NOT_NAMED, Participant, participant
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Reader, Taken, json_text, load_record
from detente.sources.table import ROW, Table, decode, read_table

SOURCE: Final = load_record("exercises_mme")
_FLAGS: Final = (
    "CPX", "Air", "Land", "Sea", "Amphibious", "Cyber", "Warfighting", "Peacekeeping", "Humanitarian",
)  # fmt: skip
_FIRST: Final = ("s.year", "s.month", "s.day")
_LAST: Final = ("e.year", "e.month", "e.day")
_ABOUT: Final = (
    "MMEID", "Ex_Name", "Series_Name", "year", "Location", "lat", "lon", "StartDate", *_FIRST, "EndDate", *_LAST,
    *_FLAGS, "FocusDescription", "AdditionalParticipantInfo", "participant_count",
)  # fmt: skip
COLUMNS: Final = (*_ABOUT, "gwcode", "country")


def take(data: bytes, file: str) -> Taken:
    """Statements "joint_exercise", reciprocal: source_actors all participating states, object the exercise.

    The rows of one exercise make one statement (`row_number`: its first). A participant without a state stands
    in `attributes`; an exercise with fewer than two states is left out.
    """
    table = read_table(decode(data, file, ("utf-8-sig", "cp1252")), file, use=COLUMNS)
    for column in _FLAGS:
        table.allow(column, ("0", "1"), "a flag (0 or 1)")
    table.shaped("MMEID", r"mme\d+", "the number of an exercise (mme1)")
    table.numbers("participant_count", whole=True, empty=())
    frame = table.frame.with_columns(raw_rows(table.frame))
    statements: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    named: list[frozenset[str]] = []
    for (exercise,), group in frame.group_by(["MMEID"], maintain_order=True):
        rows = group.to_dicts()
        _check_same(table, rows)
        span = _span(table, rows[0])
        parties = [participant(table, row, span.start, span.end) for row in rows]
        states = list(dict.fromkeys(p.code for p in parties if p.code))
        if len(states) < 2:
            left_out += [
                LeftOut(row[ROW], "fewer than two participants that are states are named", row["row"])
                for row in rows
            ]
            continue
        named.append(frozenset(states))
        statements.append(_statement(str(exercise), rows[0], parties, states, span))
    return Taken(statement_frame(statements), table.frame.height, _coverage(named), "7", tuple(left_out))


def _check_same(table: Table, rows: list[dict[str, Any]]) -> None:
    """The rows of an exercise differ in the participant only; one that runs over New Year may have both years."""
    for row in rows[1:]:
        for column in (name for name in _ABOUT if name != "year"):
            if row[column] != rows[0][column]:
                raise table.fail(
                    row[ROW], column, row[column], f"what line {rows[0][ROW]} says of the exercise"
                )


def _span(table: Table, row: dict[str, Any]) -> Span:
    """The days; an unknown end (NA) is that of the start."""
    if row["e.year"] in {"NA", "-9"}:
        return span_between(table, row, _FIRST, _FIRST)
    return span_between(table, row, _FIRST, _LAST)


def _statement(
    exercise: str, row: dict[str, Any], parties: list[Participant], states: list[str], span: Span
) -> dict[str, Any]:
    name = next((row[c] for c in ("Ex_Name", "Series_Name") if row[c] not in NOT_NAMED), None)
    return {
        "source": SOURCE.name,
        "key": f"exercise={exercise}",
        "property": "joint_exercise",
        "source_actors": states,
        "reciprocal": True,
        "object": f"MME {exercise}" + (f" {name}" if name else ""),
        "original": f"{row['StartDate']} to {row['EndDate']}: {', '.join(p.original for p in parties)}",
        "start": span.start,
        "end": span.end,
        "precision": span.precision,
        "realm": SOURCE.realm,
        "event_type": "COOPERATE",
        "contexts": ["military"],
        "status": "occurred",
        "text": name or row["FocusDescription"],
        "attributes": json_text(
            {
                "participants": len(set(parties)),
                "bilateral": len(set(parties)) == 2 and len(states) == 2,
                "participants_without_code": [p.original for p in parties if p.code is None],
                "kinds": [flag for flag in _FLAGS if row[flag] == "1"],
                "series": None if row["Series_Name"] in NOT_NAMED else row["Series_Name"],
                "place": None if row["Location"] in NOT_NAMED else row["Location"],
            }
        ),
        "row": row["row"],
        "row_number": row[ROW],
        "known_from": span.end,
    }


def _coverage(named: list[frozenset[str]]) -> Coverage:
    """An extract whose exercises all name one state covers that state; the whole list covers everyone."""
    shared = frozenset.intersection(*named) if named else frozenset()
    return replace(SOURCE.coverage, states=shared or None)


READER: Final = Reader(SOURCE, take)
