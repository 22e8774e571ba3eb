"""ATOP 4.01 members: one phase of one state's membership in one treaty per row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from detente.model.source import Source
from detente.model.statement import statement_frame
from detente.sources.atop_dyads import FLAGS, OBLIGATIONS
from detente.sources.cow_codes import NUMBERS
from detente.sources.memberships import Part, Term, parts, term
from detente.sources.source import LeftOut, Taken, json_text
from detente.sources.table import ROW, Table, read_table
from detente.sources.years import years

MEMBERS: Final = (
    "atopid", "cow4id", "member", "cowsys", "yrent", "moent", "dayent", "yrexit", "moexit", "dayexit",
    "ineffect", "bilat", "phase", "defense", "offense", "neutral", "nonagg", "consul", "version",
)  # fmt: skip
_IGNORED: Final = (
    "cowid", "maxphase", "wartime", "cowwar", "estmode", "pubsecr", "secrart", "proadd", "futmem",
    "speclgth", "length", "renounce", "proren", "renewlgt", "term", "termmode", "termcaus", "active",
    "conditio", "defcon", "offcon", "neucon", "concon", "defcoadv", "defcoloc", "defcocon", "defconum",
    "defcodem", "defconpr", "offcoadv", "offcoloc", "offcocon", "offconum", "offcodem", "neucoadv",
    "neucoloc", "neucocon", "neuconum", "neucodem", "neuconpr", "neucoatt", "concoadv", "concoloc",
    "concocon", "concoreq", "olimob", "asymm", "obvary", "notaiden", "dipaid", "terrres", "seppeace",
    "thirdcom", "noothall", "specthrt", "statthr1", "statthr2", "conwtin", "medarb", "milcon", "milaid",
    "intcom", "subord", "organ1", "orgpurp1", "organ2", "orgpurp2", "base", "contrib", "armred", "acqterr",
    "divgains", "demwith", "reflnun", "refothio", "natrefal", "compag", "nomicoop", "conres", "agprois",
    "conmen", "ecaid", "interv", "source", "new4", "rev4",
)  # fmt: skip
_ENTRY: Final = ("yrent", "moent", "dayent")
_LEAVING: Final = ("yrexit", "moexit", "dayexit")


def take_members(text: str, file: str, source: Source) -> Taken:
    """Statements "treaty_membership": source_actors [member], object "ATOP <atopid>", days of the phase.

    Members outside the state system (cowsys 0) that no state of the time stands for are left out. A year of
    leaving of 0 means still in effect when the data end: no end, and `right_censored`.
    """
    table = read_table(text, file, use=MEMBERS, ignore=_IGNORED)
    for column in (*FLAGS, "ineffect", "bilat", "cowsys"):
        table.allow(column, ("0", "1"), "a flag (0 or 1)")
    _check_numbers(table)
    entered, left = years(table, "yrent").max(), table.numbers("yrexit", whole=True).fill_null(0).max()
    assert isinstance(entered, int)
    assert isinstance(left, int)
    data_end = date(max(entered, left), 12, 31)
    statements: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    for row in table.frame.iter_rows(named=True):
        over = term(table, row, _ENTRY, _LEAVING)
        if (over.end is None) != (row["ineffect"] == "1"):
            raise table.fail(row[ROW], "ineffect", row["ineffect"], "what the date of leaving says")
        found = parts(int(row["member"]), over, data_end)
        statements += [_statement(row, over, part, source) for part in found]
        if not found:
            left_out.append(LeftOut(row[ROW], f"member {row['member']} is no state meanwhile", _row(row)))
    return Taken(
        statements=statement_frame(statements),
        rows=table.frame.height,
        coverage=replace(
            source.coverage, end=data_end, states=frozenset(s["source_actors"][0] for s in statements)
        ),
        release=table.frame["version"][0],
        left_out=tuple(left_out),
    )


def _check_numbers(table: Table) -> None:
    for column in ("atopid", "member", "phase"):
        table.numbers(column, whole=True, empty=())
    table.numbers("cow4id", whole=True)
    for row in table.frame.select(ROW, "member", "cowsys").iter_rows(named=True):
        if row["cowsys"] == "1" and int(row["member"]) not in NUMBERS:
            raise table.fail(row[ROW], "member", row["member"], "the Correlates of War number of a state")


def _row(row: dict[str, Any]) -> str:
    return json_text({column: row[column] for column in MEMBERS})


def _statement(row: dict[str, Any], over: Term, part: Part, source: Source) -> dict[str, Any]:
    entry, leaving = ("-".join(row[c] for c in columns) for columns in (_ENTRY, _LEAVING))
    phase = f" phase={row['phase']}" if row["phase"] != "0" else ""
    obligations = [word for flag, word in zip(FLAGS, OBLIGATIONS, strict=True) if row[flag] == "1"]
    return {
        "source": source.name,
        "key": f"treaty={row['atopid']} member={row['member']}{phase} from={row['yrent']}{part.mark}",
        "property": "treaty_membership",
        "source_actors": [part.code],
        "object": f"ATOP {row['atopid']}",
        "original": f"{', '.join(obligations)} from {entry} to {leaving}",
        "start": part.start,
        "end": part.end,
        "precision": over.precision,
        "realm": source.realm,
        "attributes": json_text(
            {
                "bilateral": row["bilat"] == "1",
                "obligations": obligations,
                "phase": int(row["phase"]),
                "cow_alliance": row["cow4id"] or None,
                "right_censored": over.end is None,
            }
        ),
        "row": _row(row),
        "row_number": row[ROW],
        "known_from": max(part.start, over.known),
    }
