"""Global Sanctions Data Base, release 4: one case of sanctions by some states or bodies against others.

Cells pack several names, some of which hold commas; objectives and their success are parallel lists. A name that is
no state on any day of the case (Lithuania in 1990) is kept by name and is no actor.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any, Final

from detente.model.source import Coverage
from detente.model.statement import statement_frame
from detente.sources.packed_names import unpack
from detente.sources.party_names import Named, codes, days_of, named, unnamed
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Reader, Taken, json_text, load_record
from detente.sources.table import ROW, Table, decode, read_table
from detente.sources.years import years
from detente.world.states import expand

SOURCE: Final = load_record("gsdb")
TYPES: Final = ("trade", "arms", "military", "financial", "travel", "other")
COLUMNS: Final = (
    "case_id", "sanctioned_state", "sanctioning_state", "begin", "end", "trade", "descr_trade", "arms",
    "military", "financial", "travel", "other", "target_mult", "sender_mult", "objective", "success",
)  # fmt: skip
OBJECTIVES: Final = frozenset(
    {"policy_change", "destab_regime", "territorial_conflict", "prevent_war", "terrorism", "end_war",
     "human_rights", "democracy", "other"}
)  # fmt: skip
SUCCESS: Final = frozenset({"success_part", "success_total", "nego_settlement", "ongoing", "failed"})
_TRADE: Final = frozenset({"exp_compl", "exp_part", "imp_compl", "imp_part"})


def take(data: bytes, file: str) -> Taken:
    """Statements "sanction": source_actors [senders], target_actors [targets], object "GSDB case <id>".

    attributes: types in force, objectives with their success, parties without a code. A case of which one whole
    side is no actor is left out.
    """
    table = read_table(decode(data, file, ("utf-8-sig", "cp1252")), file, use=COLUMNS)
    for column in (*TYPES, "target_mult", "sender_mult"):
        table.allow(column, ("0", "1"), "a flag (0 or 1)")
    numbers = table.numbers("case_id", whole=True, empty=())
    begin, end = years(table, "begin"), years(table, "end")
    raw = raw_rows(table.frame)
    statements: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    for i, row in enumerate(table.frame.iter_rows(named=True)):
        if end[i] < begin[i]:
            raise table.fail(row[ROW], "end", row["end"], f"a year from {begin[i]} on")
        days = days_of(begin[i], end[i])
        targets, senders = (_parties(table, row, c, days) for c in ("sanctioned_state", "sanctioning_state"))
        if codes(targets) and codes(senders):
            made = _statement(table, row, senders, targets)
            statements.append(made | {"row": raw[i], "row_number": row[ROW]})
        else:
            gone = ", ".join(party.name for party in (*targets, *senders) if party.code is None)
            left_out.append(LeftOut(row[ROW], f"a whole side is no state at the time: {gone}", raw[i]))
    return Taken(
        statement_frame(statements), table.frame.height,
        _coverage(statements, sorted(numbers), max(end)), left_out=tuple(left_out),
    )  # fmt: skip


def _parties(table: Table, row: dict[str, Any], column: str, days: tuple[date, ...]) -> list[Named]:
    found = []
    for name in unpack(row[column]):
        party = named(name, days) if name else None
        if party is None:
            raise table.fail(row[ROW], column, name, "a known state or organisation")
        found.append(party)
    return found


def _words(table: Table, row: dict[str, Any], column: str, allowed: frozenset[str]) -> list[str]:
    words = [word.strip() for word in row[column].split(",")] if row[column] else []
    if not set(words) <= allowed:
        raise table.fail(row[ROW], column, row[column], f"made of {', '.join(sorted(allowed))}")
    return words


def _statement(
    table: Table, row: dict[str, Any], senders: list[Named], targets: list[Named]
) -> dict[str, Any]:
    objectives = _words(table, row, "objective", OBJECTIVES)
    outcomes = _words(table, row, "success", SUCCESS)
    if len(objectives) != len(outcomes):
        raise table.fail(
            row[ROW], "success", row["success"], f"a list as long as objective ({len(objectives)})"
        )
    trade = _words(table, row, "descr_trade", _TRADE)
    if bool(trade) != (row["trade"] == "1"):
        raise table.fail(row[ROW], "descr_trade", row["descr_trade"], "what the flag of trade says")
    types = [name for name in TYPES if row[name] == "1"]
    return {
        "source": SOURCE.name,
        "key": f"case={row['case_id']}",
        "property": "sanction",
        "source_actors": codes(senders),
        "target_actors": codes(targets),
        "object": f"GSDB case {row['case_id']}",
        "original": json_text({name: row[name] for name in COLUMNS if name != "case_id"}),
        "start": date(int(row["begin"]), 1, 1),
        "end": date(int(row["end"]), 12, 31),
        "precision": "year",
        "realm": "trade" if types == ["trade"] else SOURCE.realm,
        "event_type": "SANCTION",
        "status": "ongoing" if "ongoing" in outcomes else "occurred",
        "text": f"{row['sanctioning_state']} against {row['sanctioned_state']}: {', '.join(types)}",
        "attributes": json_text(
            {
                "types": types,
                "trade": trade,
                "objectives": [
                    {"objective": objective, "success": success}
                    for objective, success in zip(objectives, outcomes, strict=True)
                ],
                "several_targets": row["target_mult"] == "1",
                "several_senders": row["sender_mult"] == "1",
                "senders_without_code": unnamed(senders),
                "targets_without_code": unnamed(targets),
            }
        ),
        # A case is known while it lasts: from the end of its first year.
        "known_from": date(int(row["begin"]), 12, 31),
    }


def _coverage(statements: list[dict[str, Any]], numbers: list[int], last: int) -> Coverage:
    """The whole data base has every case number; an extract covers the few states that all its rows name.

    A file with gaps whose rows have no such states in common is a sample.
    """
    whole = numbers == list(range(1, len(numbers) + 1)) and len(numbers) > _WHOLE
    end = date(last, 12, 31)
    if whole:
        return replace(SOURCE.coverage, end=end)
    hub = _hub([frozenset((*s["source_actors"], *s["target_actors"])) for s in statements])
    if hub is None:
        return replace(SOURCE.coverage, end=end, completeness="sample")
    note = f"An extract of the cases that name {' or '.join(sorted(hub))}"
    return replace(SOURCE.coverage, end=end, states=hub, note=note)


_WHOLE: Final = 1000
_MOST: Final = 3


def _hub(cases: list[frozenset[str]]) -> frozenset[str] | None:
    """The smallest group of up to three states, predecessors included, one of which every case names."""
    named_in: dict[str, set[int]] = {}
    for at, case in enumerate(cases):
        for code in case:
            named_in.setdefault(code, set()).add(at)
    lines = {
        code: expand(code) & named_in.keys()
        for code in named_in
        if not any(code in expand(other) and code != other for other in named_in)
    }
    reach = {code: set().union(*(named_in[c] for c in group)) for code, group in lines.items()}
    for size in range(1, _MOST + 1):
        for group in combinations(sorted(reach), size):
            if len(set().union(*(reach[code] for code in group))) == len(cases):
                return frozenset().union(*(expand(code) for code in group))
    return None


READER: Final = Reader(SOURCE, take)
