"""COW Militarized Interstate Disputes 5.0: disputes (A), participants (B), incidents (I), their participants (IP).

Four files of one data set. A dispute has participants on two sides: taking part together is not hostility, so every
participant's statement says its side and none names an opponent; measures pair them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from detente.model.statement import statement_frame
from detente.sources.day_columns import Span, number_of, span_between, state_during
from detente.sources.layouts import header_of, pick_layout
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Reader, Taken, json_text, load_record
from detente.sources.table import ROW, Table, decode, read_table

SOURCE: Final = load_record("cow_mid")
_DAYS: Final = ("stday", "stmon", "styear", "endday", "endmon", "endyear")
LAYOUTS: Final = {
    "MIDIP": (
        "dispnum", "incidnum", "stabb", "ccode", *_DAYS, "insidea", "sidea", "fatality", "fatalpre", "action",
        "hostlev", "revtype1", "revtype2", "version",
    ),
    "MIDI": (
        "dispnum", "incidnum", *_DAYS, "duration", "tbi", "fatality", "fatalpre", "action", "hostlev", "numa",
        "version",
    ),
    "MIDB": (
        "dispnum", "stabb", "ccode", *_DAYS, "sidea", "revstate", "revtype1", "revtype2", "fatality", "fatalpre",
        "hiact", "hostlev", "orig", "version",
    ),
    "MIDA": (
        "dispnum", *_DAYS, "outcome", "settle", "fatality", "fatalpre", "maxdur", "mindur", "hiact", "hostlev",
        "recip", "numa", "numb", "ongo2014", "version",
    ),
}  # fmt: skip
_FLAGS: Final = ("sidea", "insidea", "orig", "revstate", "recip", "ongo2014")
_CODES: Final = {
    "fatality": range(7), "hostlev": range(1, 6), "outcome": range(1, 10), "settle": range(1, 5),
    "revtype1": range(5), "revtype2": range(5), "action": range(22), "hiact": range(22),
}  # fmt: skip
_COUNTS: Final = ("fatalpre", "duration", "maxdur", "mindur", "numa", "numb")
HOSTILITY: Final = {
    1: "no militarized action",
    2: "threat",
    3: "display of force",
    4: "use of force",
    5: "war",
}
_CORRECTIONS: Final = {
    # MIDIP has the two participants leave on 3 October, a week before they enter; MIDI has one day, the 10th.
    ("4193001", "10-10-1997", "3-10-1997"): "10",
}
"""(incident, first day, last day as published) -> the right day of the month of the end."""
_FIRST: Final = ("styear", "stmon", "stday")
_LAST: Final = ("endyear", "endmon", "endday")


def take(data: bytes, file: str) -> Taken:
    """Statements, one per row; value: the hostility level (1-5).

    MIDB "dispute" and MIDIP "incident": source_actors [participant], object the dispute or incident, attributes
    `side`. MIDA "dispute_summary" and MIDI "incident": without actors, which these files do not name.
    """
    text = decode(data, file, ("utf-8-sig", "cp1252"))
    layout = pick_layout(header_of(text, file), LAYOUTS, file)
    table = read_table(text, file, use=LAYOUTS[layout])
    _check(table, LAYOUTS[layout])
    raw = raw_rows(table.frame)
    statements: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    for i, published in enumerate(table.frame.iter_rows(named=True)):
        row, note = _corrected(published)
        span = span_between(table, row, _FIRST, _LAST)
        actors: list[str] = []
        if "ccode" in row:
            code = state_during(number_of(table, row, "ccode"), span.start, span.end)
            if code is None:
                reason = f"the Correlates of War number {row['ccode']} is no state at the time"
                left_out.append(LeftOut(row[ROW], reason, raw[i]))
                continue
            actors = [code]
        place = {"note": note, "row": raw[i], "row_number": row[ROW]}
        statements.append(_statement(layout, row, span, actors) | place)
    frame = statement_frame(statements)
    starts, ends = frame["start"].min(), frame["end"].max()
    assert isinstance(starts, date)
    assert isinstance(ends, date)
    incidents = layout in {"MIDI", "MIDIP"}
    named = frozenset(code for s in statements for code in s["source_actors"])
    coverage = replace(
        SOURCE.coverage,
        start=date(1992, 1, 1) if incidents else SOURCE.coverage.start,
        # The files without participants say nothing of any pair; only the whole list of participants is complete.
        completeness="complete" if layout in {"MIDB", "MIDIP"} and len(named) > _WORLD else "sample",
        states=None if len(named) > _WORLD else named or None,
    )
    return Taken(frame, table.frame.height, coverage, table.frame["version"][0], tuple(left_out))


_WORLD: Final = 100
"""The published files name more than 150 states; an extract names its own."""


def _corrected(row: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
    """The row with a known misprint put right, and the note that says so; untouched when it reads otherwise."""
    days = ("-".join(row[name] for name in columns) for columns in (_DAYS[:3], _DAYS[3:]))
    right = _CORRECTIONS.get((row.get("incidnum", ""), *days))
    if right is None:
        return row, None
    return row | {"endday": right}, f"endday is published as {row['endday']}; MIDI has {right}"


def _check(table: Table, columns: tuple[str, ...]) -> None:
    for column in columns:
        if column in _FLAGS:
            table.allow(column, ("0", "1"), "a flag (0 or 1)")
        elif column in _CODES:
            table.allow(column, ("-9", *map(str, _CODES[column])), "a code of the codebook")
        elif column in _COUNTS:
            table.numbers(column, whole=True, empty=())
    if "stabb" in columns:
        table.shaped("stabb", "[A-Z]{3}", "the letters of a state")
    table.shaped("version", r"\d(\.\d+)?", "a version of the data set")
    for column in ("dispnum", "incidnum"):
        if column in columns:
            table.numbers(column, whole=True, empty=())


def _statement(layout: str, row: dict[str, Any], span: Span, actors: list[str]) -> dict[str, Any]:
    incident = layout in {"MIDI", "MIDIP"}
    unit = {
        "MIDA": "dispute", "MIDB": "dispute participant", "MIDI": "incident", "MIDIP": "incident participant",
    }[layout]  # fmt: skip
    what = f"incident={row['incidnum']}" if incident else f"dispute={row['dispnum']}"
    # A state can join a dispute twice; the day of entry tells the spells apart.
    entry = "-".join(row[name] for name in _FIRST)
    who = f" participant={row['ccode']} from={entry}" if actors else ""
    side = row.get("insidea" if layout == "MIDIP" else "sidea")
    level = int(row["hostlev"])
    return {
        "source": SOURCE.name,
        "key": what + who,
        "property": {"MIDA": "dispute_summary", "MIDB": "dispute"}.get(layout, "incident"),
        "source_actors": actors,
        "object": f"COW incident {row['incidnum']}" if incident else f"COW MID {row['dispnum']}",
        "value": None if level == -9 else float(level),
        "unit": "hostility level (1-5)",
        "bound": None if level == -9 else "=",
        "original": json_text({name: row[name] for name in LAYOUTS[layout] if name != "version"}),
        "start": span.start,
        "end": span.end,
        "precision": span.precision,
        "realm": SOURCE.realm,
        "status": "occurred",
        "text": HOSTILITY.get(level),
        "attributes": json_text(
            {
                "unit_of_count": unit,
                "dispute": int(row["dispnum"]),
                **({"incident": int(row["incidnum"])} if incident else {}),
                **({"side": "A" if side == "1" else "B"} if side is not None else {}),
                **{
                    name: None if row[name] == "-9" else int(row[name])
                    for name in LAYOUTS[layout]
                    if name in (*_CODES, *_COUNTS, "orig", "recip", "revstate")
                },
            }
        ),
        "known_from": span.end,
    }


READER: Final = Reader(SOURCE, take)
