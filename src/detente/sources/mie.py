"""Militarized Interstate Events 1.0: one act of one state against another, with its dates and deaths."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from detente.model.statement import statement_frame
from detente.sources.cow_mid import HOSTILITY
from detente.sources.day_columns import number_of, span_between, state_during
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Reader, Taken, json_text, load_record
from detente.sources.table import ROW, decode, read_table

SOURCE: Final = load_record("mie")
_DEATHS: Final = ("fatalmin1", "fatalmax1", "fatalmin2", "fatalmax2")
_FIRST: Final = ("styear", "stmon", "stday")
_LAST: Final = ("endyear", "endmon", "endday")
COLUMNS: Final = (
    "micnum", "eventnum", "ccode1", "ccode2", "stmon", "stday", "styear", "endmon", "endday", "endyear",
    "sidea1", "action", "hostlev", *_DEATHS, "version",
)  # fmt: skip


def take(data: bytes, file: str) -> Taken:
    """Statements "incident": source_actors [who acts], target_actors [against whom], value the hostility level.

    Deaths as published: of the acting side (1) and of the target (2), lowest and highest figure.
    """
    table = read_table(decode(data, file), file, use=COLUMNS)
    table.allow("sidea1", ("0", "1"), "a side (0 or 1)")
    table.allow("hostlev", tuple("12345"), "a hostility level (1-5)")
    table.allow("action", tuple(map(str, range(23))), "an action code (0-22)")
    for column in ("micnum", "eventnum"):
        table.numbers(column, whole=True, empty=())
    deaths = {column: table.numbers(column, whole=True, empty=("-9",)) for column in _DEATHS}
    raw = raw_rows(table.frame)
    statements: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    for i, row in enumerate(table.frame.iter_rows(named=True)):
        span = span_between(table, row, _FIRST, _LAST)
        numbers = [number_of(table, row, column) for column in ("ccode1", "ccode2")]
        codes = [state_during(number, span.start, span.end) for number in numbers]
        if None in codes:
            gone = numbers[codes.index(None)]
            reason = f"the Correlates of War number {gone} is no state at the time"
            left_out.append(LeftOut(row[ROW], reason, raw[i]))
            continue
        days = ("-".join(row[name] for name in columns) for columns in (_FIRST, _LAST))
        statements.append(
            {
                "source": SOURCE.name,
                "key": f"confrontation={row['micnum']} event={row['eventnum']} {row['ccode1']}-{row['ccode2']}",
                "property": "incident",
                "source_actors": [codes[0]],
                "target_actors": [codes[1]],
                "object": f"MIC {row['micnum']} event {row['eventnum']}",
                "value": float(row["hostlev"]),
                "unit": "hostility level (1-5)",
                "bound": "=",
                "original": f"action {row['action']}, level {row['hostlev']}, {' to '.join(days)}",
                "start": span.start,
                "end": span.end,
                "precision": span.precision,
                "realm": SOURCE.realm,
                "status": "occurred",
                "text": HOSTILITY[int(row["hostlev"])],
                "attributes": json_text(
                    {
                        "unit_of_count": "incident",
                        "confrontation": int(row["micnum"]),
                        "event": int(row["eventnum"]),
                        "action": int(row["action"]),
                        "side": "A" if row["sidea1"] == "1" else "B",
                        **{column: values[i] for column, values in deaths.items()},
                    }
                ),
                "row": raw[i],
                "row_number": row[ROW],
                "known_from": span.end,
            }
        )
    frame = statement_frame(statements)
    named = frozenset(code for s in statements for code in (*s["source_actors"], *s["target_actors"]))
    coverage = replace(SOURCE.coverage, states=named)
    return Taken(frame, table.frame.height, coverage, table.frame["version"][0], tuple(left_out))


READER: Final = Reader(SOURCE, take)
