"""The filters of `Ledger.statements` as SQL with parameters; no value is ever pasted into the text."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from detente.errors import LedgerError
from detente.ledger.schema import VISIBLE_SCHEMA


def selection(
    *,
    properties: Collection[str] | None,
    sources: Collection[str] | None,
    actors: Collection[str] | None,
    between: tuple[Collection[str], Collection[str]] | None,
    objects: Collection[str] | None,
    current: bool,
) -> tuple[str, dict[str, Any]]:
    """A query over the layers of queries.py, and its parameters besides :as_of."""
    values: dict[str, Any] = {}
    conditions = [
        _is_in(column, given, values)
        for column, given in (("property", properties), ("source", sources), ("object", objects))
        if given is not None
    ]
    sides = ((("actors", actors),) if actors is not None else ()) + (
        (("side_a", between[0]), ("side_b", between[1])) if between is not None else ()
    )
    for name, codes in sides:
        values[name] = _listed(name, codes)
        conditions.append(
            f"(arrays_overlap(s.source_actors, :{name}) or arrays_overlap(s.target_actors, :{name}))"
        )
    columns = ", ".join(f"s.{name}" for name in VISIBLE_SCHEMA)
    layer = "current_statements" if current else "visible_statements"
    where = f"where {' and '.join(conditions)}" if conditions else ""
    order = "order by s.start nulls last, s.end nulls last, s.statement_id"
    return f"select {columns} from {layer} s {where} {order}", values


def _is_in(column: str, given: Collection[str], values: dict[str, Any]) -> str:
    names: list[str] = []
    for value in _listed(column, given):
        names.append(f"{column}_{_letters(len(names))}")
        values[names[-1]] = value
    return f"s.{column} in ({', '.join(f':{name}' for name in names)})" if names else "1 = 0"


def _letters(number: int) -> str:
    """0 is a, 26 is ba: parameter names hold letters alone."""
    high, low = divmod(number, 26)
    return (_letters(high) if high else "") + chr(ord("a") + low)


def _listed(name: str, given: Collection[str]) -> list[str]:
    if isinstance(given, str):
        raise LedgerError(f"{name} is one text, not a collection", todo=f"Give [{given!r}]")
    return sorted(set(given))
