"""COW Formal Alliances 4.1: each state's membership in each alliance, from by_member or by_member_yearly."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import Any, Final

import polars as pl

from detente.model.statement import statement_frame
from detente.sources.layouts import header_of, pick_layout
from detente.sources.memberships import Part, Term, numbers, parts, term
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Reader, Taken, json_text, load_record
from detente.sources.table import ROW, Table, decode, read_table
from detente.sources.years import years

SOURCE: Final = load_record("cow_alliances")
_COLUMNS: Final = (
    "version4id", "ccode", "state_name", "all_st_day", "all_st_month", "all_st_year", "all_end_day",
    "all_end_month", "all_end_year", "ss_type", "mem_st_day", "mem_st_month", "mem_st_year", "mem_end_day",
    "mem_end_month", "mem_end_year", "left_censor", "right_censor", "defense", "neutrality", "nonaggression",
    "entente", "version",
)  # fmt: skip
_MARKS: Final = {"by_member_yearly": (*_COLUMNS, "year"), "by_member": _COLUMNS}
_TYPES: Final = (
    "Type I: Defense Pact", "Type II: Neutrality", "Type IIa: Neutrality", "Type IIa: Non-Aggression Pact",
    "Type IIb: Non-Aggression Pact", "Type III: Entente",
)  # fmt: skip
_FLAGS: Final = ("defense", "neutrality", "nonaggression", "entente")
_CENSORS: Final = ("left_censor", "right_censor")
_ENTRY: Final = ("mem_st_year", "mem_st_month", "mem_st_day")
_LEFT_YEAR: Final = (
    pl.when((pl.col("right_censor") == "1") & (pl.col("mem_end_month") == ""))
    .then(pl.lit(""))
    .otherwise("mem_end_year")
)
"""The yearly layout writes the last year of the data where a membership goes on; by_member leaves it empty."""
_LEAVING: Final = ("mem_end_year", "mem_end_month", "mem_end_day")


def take(data: bytes, file: str) -> Taken:
    """Statements "alliance_membership": source_actors [member], object "COW alliance <version4id>", days of the spell.

    A spell that was running when the data end has no end and `right_censored`; one that was running when they
    begin has `left_censored`. `members` and `bilateral` are null when the file is an extract of some states.
    """
    text = decode(data, file, ("utf-8-sig", "cp1252"))
    layout = pick_layout(header_of(text, file), _MARKS, file)
    table = read_table(text, file, use=_MARKS[layout])
    table.numbers("version4id", whole=True, empty=())
    numbers(table, "ccode")
    table.allow("ss_type", _TYPES, "a type of alliance")
    for column in (*_FLAGS, *_CENSORS):
        table.allow(column, ("0", "1", ""), "a flag (0, 1 or empty)")
    data_end = SOURCE.coverage.end
    left_out: list[LeftOut] = []
    if layout == "by_member_yearly":
        left_out += _outside_their_own_spell(table)
        last = years(table).max()
        assert isinstance(last, int)
        data_end = date(last, 12, 31)
    spells = table.frame.unique(_COLUMNS, keep="first").sort(ROW)
    spells = spells.with_columns(raw_rows(spells, leave_out=("year",)), mem_end_year=_LEFT_YEAR)
    members = _members(spells)
    statements: list[dict[str, Any]] = []
    for row in spells.iter_rows(named=True):
        over = term(table, row, _ENTRY, _LEAVING)
        if (over.end is None) != (row["right_censor"] == "1"):
            raise table.fail(row[ROW], "right_censor", row["right_censor"], "what the date of leaving says")
        found = parts(int(row["ccode"]), over, data_end)
        statements += [_statement(row, over, part, members) for part in found]
        if not found:
            reason = f"the Correlates of War number {row['ccode']} is no state during the membership"
            left_out.append(LeftOut(row[ROW], reason, row["row"]))
    return Taken(
        statements=statement_frame(statements),
        rows=table.frame.height,
        coverage=replace(
            SOURCE.coverage, end=data_end, states=frozenset(s["source_actors"][0] for s in statements)
        ),
        release=spells["version"][0],
        left_out=tuple(left_out),
    )


def _outside_their_own_spell(table: Table) -> list[LeftOut]:
    """Rows whose year lies before or after the membership that the row itself states; the membership counts."""
    left_year = pl.col("mem_end_year").cast(pl.Int64, strict=False)
    frame = table.frame.with_columns(years(table), raw_rows(table.frame), left_year.alias("left_year"))
    outside = frame.filter(
        (pl.col("year") < pl.col("mem_st_year").cast(pl.Int64, strict=False))
        | (pl.col("year") > pl.col("left_year"))
    )
    return [
        LeftOut(number, f"the year {year} lies outside the membership that the row itself states", row)
        for number, year, row in outside.select(ROW, "year", "row").iter_rows()
    ]


def _members(spells: pl.DataFrame) -> dict[str, int] | None:
    """How many states each alliance had; None for an extract, told by an alliance with a single member."""
    found: dict[str, set[str]] = defaultdict(set)
    for alliance, member in spells.select("version4id", "ccode").iter_rows():
        found[alliance].add(member)
    counts = {alliance: len(states) for alliance, states in found.items()}
    return None if 1 in counts.values() else counts


def _flag(text: str) -> bool | None:
    return text == "1" if text else None


def _statement(row: dict[str, Any], over: Term, part: Part, members: dict[str, int] | None) -> dict[str, Any]:
    count = members[row["version4id"]] if members else None
    entry, leaving = ("-".join(row[c] for c in columns) for columns in (_ENTRY, _LEAVING))
    flags = {flag: _flag(row[flag]) for flag in _FLAGS}
    return {
        "source": SOURCE.name,
        "key": f"alliance={row['version4id']} member={row['ccode']} from={over.start}{part.mark}",
        "property": "alliance_membership",
        "source_actors": [part.code],
        "object": f"COW alliance {row['version4id']}",
        "original": f"{row['ss_type']} from {entry} to {leaving}" + (f"; {count} members" if count else ""),
        "start": part.start,
        "end": part.end,
        "precision": over.precision,
        "realm": SOURCE.realm,
        "text": row["ss_type"],
        "attributes": json_text(
            {
                "type": row["ss_type"],
                **flags,
                "obligations": [flag for flag, on in flags.items() if on],
                "members": count,
                "bilateral": count == 2 if count else None,
                "left_censored": _flag(row["left_censor"]),
                "right_censored": _flag(row["right_censor"]),
            }
        ),
        "row": row["row"],
        "row_number": row[ROW],
        "known_from": max(part.start, over.known),
    }


READER: Final = Reader(SOURCE, take)
