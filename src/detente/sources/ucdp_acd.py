"""UCDP/PRIO Armed Conflict Dataset: one armed conflict in one year, with the governments on each side.

Codes are Gleditsch-Ward numbers, packed with commas beside packed names. Groups that are no state have a name and
no number.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from detente.errors import UnknownActorError
from detente.model.statement import statement_frame
from detente.sources.digits import is_digits
from detente.sources.raw_rows import raw_rows
from detente.sources.source import LeftOut, Reader, Taken, json_text, load_record
from detente.sources.table import ROW, Table, decode, read_table
from detente.sources.years import covering, years
from detente.world.states import STATES, from_gw

SOURCE: Final = load_record("ucdp_acd")
COLUMNS: Final = (
    "conflict_id", "location", "side_a", "side_a_id", "side_a_2nd", "side_b", "side_b_id", "side_b_2nd",
    "incompatibility", "territory_name", "year", "intensity_level", "cumulative_intensity",
    "type_of_conflict", "start_date", "start_prec", "start_date2", "start_prec2", "ep_end", "ep_end_date",
    "ep_end_prec", "gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd", "gwno_loc", "region", "version",
)  # fmt: skip
_OVER: Final = {"1": "territory", "2": "government", "3": "government and territory"}
_INTENSITY: Final = {"1": "minor", "2": "war"}
TYPES: Final = {
    "1": "extrasystemic", "2": "interstate", "3": "intrastate", "4": "internationalised intrastate",
}  # fmt: skip
_SIDES: Final = ("gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd")
_GW: Final = frozenset(state.gw for state in STATES if state.gw is not None)
NOT_IN_TABLE: Final = {751: "Hyderabad"}
"""Numbers of the list that are in no list of states that is kept here."""
SUCCEEDED: Final = {345: 340}
"""UCDP keep Yugoslavia's number for Serbia after 2006, where Gleditsch and Ward give 340."""


def take(data: bytes, file: str) -> Taken:
    """Statements "armed_conflict_year": source_actors [side A], target_actors [side B], supporters last.

    value: intensity (1 minor, 2 war). attributes name the groups and tell supporters from parties. A conflict
    in which no side has a state in the table is left out.
    """
    table = read_table(decode(data, file), file, use=COLUMNS)
    year = years(table)
    table.numbers("conflict_id", whole=True, empty=())
    table.allow("incompatibility", _OVER, "an incompatibility (1, 2, 3)")
    table.allow("intensity_level", _INTENSITY, "an intensity (1, 2)")
    table.allow("type_of_conflict", TYPES, "a type of conflict (1-4)")
    table.allow("ep_end", ("0", "1"), "a flag (0 or 1)")
    raw = raw_rows(table.frame)
    statements: list[dict[str, Any]] = []
    left_out: list[LeftOut] = []
    for i, row in enumerate(table.frame.iter_rows(named=True)):
        sides = {column: _states(table, row, column, year[i]) for column in _SIDES}
        if any(sides.values()):
            made = _statement(row, sides, year[i])
            statements.append(made | {"row": raw[i], "row_number": row[ROW]})
        else:
            left_out.append(LeftOut(row[ROW], "no side is a state of the table", raw[i]))
    states = frozenset(code for s in statements for code in (*s["source_actors"], *s["target_actors"]))
    # The published file names nearly every state that ever fought; one it does not name had no conflict.
    coverage = replace(
        covering(SOURCE.coverage, year, states), states=None if len(states) > _WORLD else states
    )
    return Taken(
        statement_frame(statements), table.frame.height, coverage, table.frame["version"][0], tuple(left_out)
    )


_WORLD: Final = 100


def _states(table: Table, row: dict[str, Any], column: str, year: int) -> list[str]:
    found: list[str] = []
    for text in filter(None, (part.strip() for part in row[column].split(","))):
        if not is_digits(text) or int(text) not in _GW | NOT_IN_TABLE.keys():
            raise table.fail(row[ROW], column, text, "a Gleditsch-Ward number of a state")
        code = _code(int(text), year)
        if code is None and int(text) not in NOT_IN_TABLE:
            raise table.fail(row[ROW], column, text, f"the number of a state of {year}")
        if code is not None:
            found.append(code)
    return list(dict.fromkeys(found))


def _code(number: int, year: int) -> str | None:
    """The state of that number in that year, by its middle, its end or its beginning."""
    for candidate in (number, SUCCEEDED.get(number, number)):
        for day in (date(year, 7, 1), date(year, 12, 31), date(year, 1, 1)):
            try:
                return from_gw(candidate, day)
            except UnknownActorError:
                continue
    return None


def _statement(row: dict[str, Any], sides: dict[str, list[str]], year: int) -> dict[str, Any]:
    return {
        "source": SOURCE.name,
        "key": f"conflict={row['conflict_id']} year={year}",
        "property": "armed_conflict_year",
        "source_actors": list(dict.fromkeys(sides["gwno_a"] + sides["gwno_a_2nd"])),
        "target_actors": list(dict.fromkeys(sides["gwno_b"] + sides["gwno_b_2nd"])),
        "object": f"UCDP conflict {row['conflict_id']}",
        "value": float(row["intensity_level"]),
        "unit": "intensity (1 minor, 2 war)",
        "bound": "=",
        "original": json_text(
            {c: row[c] for c in ("intensity_level", "type_of_conflict", "ep_end", *_SIDES)}
        ),
        "start": date(year, 1, 1),
        "end": date(year, 12, 31),
        "precision": "year",
        "realm": SOURCE.realm,
        "status": "occurred",
        "text": f"{row['side_a']} against {row['side_b']}",
        "attributes": json_text(
            {
                "unit_of_count": "conflict-year",
                "type": TYPES[row["type_of_conflict"]],
                "over": _OVER[row["incompatibility"]],
                "intensity": _INTENSITY[row["intensity_level"]],
                "location": row["location"],
                "territory": row["territory_name"] or None,
                "first_death": row["start_date"],
                "episode_start": row["start_date2"],
                "episode_end": row["ep_end_date"] or None,
                "side_a": row["side_a"],
                "side_b": row["side_b"],
                "parties_a": sides["gwno_a"],
                "parties_b": sides["gwno_b"],
                "supporters_a": sides["gwno_a_2nd"],
                "supporters_b": sides["gwno_b_2nd"],
            }
        ),
        "known_from": date(year, 12, 31),
    }


READER: Final = Reader(SOURCE, take)
