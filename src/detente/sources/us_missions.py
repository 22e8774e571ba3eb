"""US diplomatic missions abroad: what kind of mission the United States had in which state, by day or by year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

import polars as pl

from detente.model.statement import statement_frame
from detente.sources.cow_codes import codes_by_year, held_by, without_state
from detente.sources.day_columns import number_of
from detente.sources.layouts import header_of, pick_layout
from detente.sources.memberships import numbers
from detente.sources.periods import days
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Reader, Taken, json_text, load_record
from detente.sources.table import ROW, Table, decode, read_table
from detente.sources.years import covering, runs, years

SOURCE: Final = load_record("us_missions")
_HOST: Final = ("country_abbrev_cow", "country_code_cow", "country_name_cow", "country_name_usdos")
_KINDS: Final = ("us_mission_min", "us_mission_max", "us_mission_median", "us_mission_mode")
_ENDS: Final = ("us_mission_start", "us_mission_end")
"""On the first and last day of the year in which the state is one; from version 0.2 on."""
LAYOUTS: Final = {
    "range": (*_HOST, "date_start", "date_end", "us_mission_status"),
    "yearly, 0.2": (*_HOST, "year", *_KINDS, *_ENDS),
    "yearly": (*_HOST, "year", *_KINDS),
}
STATUSES: Final = (
    "None", "Liaison", "Interests", "Consul Nonresident", "Consulate", "Envoy Nonresident", "Legation",
    "Ambassador Nonresident", "Embassy",
)  # fmt: skip


def take(data: bytes, file: str) -> Taken:
    """Statements of the United States (source_actors) in a host (target_actors); `mode` is the kind of mission.

    range: "diplomatic_mission", spells of days; one that runs to the end of the data has no end. yearly:
    "diplomatic_mission_year", runs of years with the same lowest, highest, median and most frequent kind (and, from
    version 0.2 on, the same kind at the year's beginning and end).
    """
    text = decode(data, file)
    layout = pick_layout(header_of(text, file), LAYOUTS, file)
    table = read_table(text, file, use=LAYOUTS[layout])
    return _ranges(table) if layout == "range" else _yearly(table)


def _ranges(table: Table) -> Taken:
    table.allow("us_mission_status", STATUSES, "a kind of mission")
    starts, ends = days(table, "date_start"), days(table, "date_end")
    newest = ends.max()
    assert isinstance(newest, date)
    raw = raw_rows(table.frame)
    statements: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    for i, row in enumerate(table.frame.iter_rows(named=True)):
        number = number_of(table, row, "country_code_cow")
        if ends[i] < starts[i]:
            raise table.fail(row[ROW], "date_end", row["date_end"], f"a day from {starts[i]} on")
        held = held_by(number, starts[i], ends[i])
        if not held:
            reason = f"the Correlates of War number {number} is no state from {starts[i]} to {ends[i]}"
            left_out.append(LeftOut(row[ROW], reason, raw[i]))
        for part in held:
            mark = f" as={part.code}" if part is not held[0] else ""
            running = part.end == newest
            statements.append(
                _mission(row["us_mission_status"], part.code)
                | {
                    "key": f"host={number} from={starts[i]}{mark}",
                    "property": "diplomatic_mission",
                    "original": f"{row['us_mission_status']} from {row['date_start']} to {row['date_end']}",
                    "start": part.start,
                    "end": None if running else part.end,
                    "precision": "day",
                    "attributes": json_text({"kind": row["us_mission_status"], "right_censored": running}),
                    "row": raw[i],
                    "row_number": row[ROW],
                    "known_from": part.start,
                }
            )
    named = frozenset({"USA"} | {s["target_actors"][0] for s in statements})
    coverage = replace(SOURCE.coverage, end=newest, states=named)
    return Taken(statement_frame(statements), table.frame.height, coverage, left_out=tuple(left_out))


def _mission(kind: str, host: str) -> dict[str, Any]:
    return {
        "source": SOURCE.name,
        "source_actors": ["USA"],
        "target_actors": [host],
        "object": "US mission",
        "realm": SOURCE.realm,
        "mode": kind.lower(),
        "text": f"US mission: {kind}",
    }


def _yearly(table: Table) -> Taken:
    kinds = (*_KINDS, *(column for column in _ENDS if column in table.frame.columns))
    for column in kinds:
        table.allow(column, STATUSES, "a kind of mission")
    numbers(table, "country_code_cow")
    frame = table.frame.with_columns(
        years(table), raw_rows(table.frame),
        number=table.numbers("country_code_cow", whole=True, empty=()),
    )  # fmt: skip
    frame = frame.with_columns(codes_by_year(table, frame, "number").alias("host"))
    stateless = pl.col("host").is_null()
    spells = runs(frame.filter(~stateless), ("number", "host"), kinds, table.file)
    rows = frame.select(ROW, "row").rename({ROW: "row_number"})
    spells = spells.join(rows, on="row_number", how="left", maintain_order="left")
    statements = [
        _mission(row["us_mission_mode"], row["host"])
        | {
            "key": f"host={row['number']} year from={row['first_year']}",
            "property": "diplomatic_mission_year",
            "original": f"{'; '.join(row[c] for c in kinds)} in {row['first_year']}-{row['last_year']}",
            "attributes": json_text({c.removeprefix("us_mission_"): row[c] for c in kinds}),
            "start": date(row["first_year"], 1, 1),
            "end": date(row["last_year"], 12, 31),
            "precision": "year",
            "row": row["row"],
            "row_number": row["row_number"],
            "known_from": date(row["first_year"], 12, 31),
        }
        for row in spells.iter_rows(named=True)
    ]
    named = {"USA"} | {s["target_actors"][0] for s in statements}
    return Taken(
        statement_frame(statements), table.frame.height, covering(SOURCE.coverage, frame["year"], named),
        left_out=without_state(frame.filter(stateless)),
    )  # fmt: skip


READER: Final = Reader(SOURCE, take)
