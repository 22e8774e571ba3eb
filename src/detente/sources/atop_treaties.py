"""ATOP 4.01 treaties: one treaty per row, with its term and up to 59 states that were ever members."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from detente.model.source import Source
from detente.model.statement import statement_frame
from detente.sources.atop_dyads import FLAGS, OBLIGATIONS
from detente.sources.cow_codes import NUMBERS
from detente.sources.memberships import Term, parts, term
from detente.sources.source import LeftOut, Taken, json_text
from detente.sources.table import ROW, Table, read_table
from detente.sources.years import years

TREATIES: Final = (
    "atopid", "cow4id", "begyr", "begmo", "begday", "endyr", "endmo", "endday", "ineffect", "bilat", *FLAGS,
    *(f"mem{number}" for number in range(1, 60)), "version",
)  # fmt: skip
_IGNORED: Final = (
    "cowid", "maxphase", "wartime", "estmode", "pubsecr", "secrart", "proadd", "futmem", "speclgth", "length",
    "renounce", "proren", "renewlgt", "term", "active", "conditio", "defcon", "offcon", "neucon", "concon", "asymm",
    "notaiden", "dipaid", "terrres", "seppeace", "thirdcom", "noothall", "specthrt", "statthr1", "statthr2",
    "conwtin", "medarb", "milcon", "milaid", "intcom", "subord", "organ1", "orgpurp1", "organ2", "orgpurp2", "base",
    "contrib", "armred", "acqterr", "divgains", "demwith", "reflnun", "refothio", "natrefal", "compag", "nomicoop",
    "conres", "agprois", "conmen", "ecaid", "interv", "source", "new4", "rev4", "hinst", "minst", "milorg",
    "milinst", "pubtreat", "formorg", "formal",
)  # fmt: skip
_BEGUN: Final = ("begyr", "begmo", "begday")
_ENDED: Final = ("endyr", "endmo", "endday")
_MEMBERS: Final = tuple(f"mem{number}" for number in range(1, 60))


def take_treaties(text: str, file: str, source: Source) -> Taken:
    """Statements "treaty", reciprocal: source_actors all states that were ever members, object "ATOP <atopid>".

    When each joined and left is not said here but in the file of members, so a treaty is no tie of any two. Of states
    that held a member's number in turn, the last stands among the actors: the number may have joined only then; the
    earlier ones and members outside the state system stand in attributes. A year of end of 0 means still in effect:
    no end.
    """
    table = read_table(text, file, use=TREATIES, ignore=_IGNORED)
    for column in (*FLAGS, "ineffect", "bilat"):
        table.allow(column, ("0", "1"), "a flag (0 or 1)")
    table.numbers("atopid", whole=True, empty=())
    for column in ("cow4id", *_MEMBERS):
        table.numbers(column, whole=True)
    begun, ended = years(table, "begyr").max(), table.numbers("endyr", whole=True).fill_null(0).max()
    assert isinstance(begun, int)
    assert isinstance(ended, int)
    data_end = date(max(begun, ended), 12, 31)
    statements: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    for row in table.frame.iter_rows(named=True):
        over = term(table, row, _BEGUN, _ENDED)
        if (over.end is None) != (row["ineffect"] == "1"):
            raise table.fail(row[ROW], "ineffect", row["ineffect"], "what the date of the end says")
        numbers = _numbers(table, row)
        held = {number: [part.code for part in parts(number, over, data_end)] for number in numbers}
        states = list(dict.fromkeys(codes[-1] for codes in held.values() if codes))
        if not states:
            left_out.append(LeftOut(row[ROW], "no member is a state meanwhile", _row(row)))
            continue
        statements.append(
            _statement(row, over, states, held) | {"source": source.name, "realm": source.realm}
        )
    frame = statement_frame(statements)
    if frame["key"].is_duplicated().any():
        doubled = frame.filter(frame["key"].is_duplicated()).row(1, named=True)
        raise table.fail(doubled["row_number"], "atopid", doubled["key"], "new: another line has it")
    return Taken(
        statements=frame,
        rows=table.frame.height,
        coverage=replace(
            source.coverage, end=data_end, states=frozenset(c for s in statements for c in s["source_actors"])
        ),
        release=table.frame["version"][0],
        left_out=tuple(left_out),
    )


def _numbers(table: Table, row: dict[str, Any]) -> list[int]:
    """The members in order: filled from the first column on, each once."""
    cells = [row[column] for column in _MEMBERS]
    numbers = [int(cell) for cell in cells if cell]
    if "" in cells[: len(numbers)] or len(set(numbers)) != len(numbers):
        raise table.fail(row[ROW], "mem1", " ".join(filter(None, cells)), "a list of members, each once")
    if not any(number in NUMBERS for number in numbers):
        raise table.fail(row[ROW], "mem1", row["mem1"], "the Correlates of War number of a state")
    return numbers


def _row(row: dict[str, Any]) -> str:
    return json_text({column: row[column] for column in TREATIES if row[column]})


def _statement(
    row: dict[str, Any], over: Term, states: list[str], held: dict[int, list[str]]
) -> dict[str, Any]:
    begun, ended = ("-".join(row[c] for c in columns) for columns in (_BEGUN, _ENDED))
    obligations = [word for flag, word in zip(FLAGS, OBLIGATIONS, strict=True) if row[flag] == "1"]
    return {
        "key": f"treaty={row['atopid']}",
        "property": "treaty",
        "source_actors": states,
        "reciprocal": True,
        "object": f"ATOP {row['atopid']}",
        "original": f"{', '.join(obligations)} from {begun} to {ended}",
        "start": over.start,
        "end": over.end,
        "precision": over.precision,
        "attributes": json_text(
            {
                "bilateral": row["bilat"] == "1",
                "obligations": obligations,
                "members_without_code": [number for number, codes in held.items() if not codes],
                "numbers_held_earlier_by": sorted({code for codes in held.values() for code in codes[:-1]}),
                "cow_alliance": row["cow4id"] or None,
                "right_censored": over.end is None,
            }
        ),
        "row": _row(row),
        "row_number": row[ROW],
        "known_from": over.known,
    }
