"""The queries in views/*.sql: portable SQL, one query a file, with :name where a parameter goes.

A query may use the tables `statements`, `sightings` (statement_id, batch: which batch says it), `batches`
(batch, source, release, recorded_at), `judgements` (place, judgement_id, kind, subject, subject_place, made_on,
replaces), `contested_statements` (which an engine keeps), the queries of LAYERS, and the functions
`arrays_overlap` and `get_json_object`.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from detente.errors import LedgerError

LAYERS: Final = (
    "standing_verdicts",
    "rejected_statements",
    "visible_statements",
    "superseded_statements",
    "current_statements",
)
"""Each may use those before it."""
CONTESTED: Final = "contested_statements"
Base = Literal["held", "events", "every"]
BASES: Final[dict[Base, dict[str, str]]] = {
    "held": {},
    "events": {"statements": "from event_statements", CONTESTED: "from event_contested"},
    "every": {"statements": "from every_statement", CONTESTED: "from every_contested"},
}
"""What the queries' `statements` and `contested_statements` are, where they are not the tables of that name."""
EVERY: Final = ("property_counts", "event_counts")
"""Queries over both."""
_PARAMETER: Final = re.compile(r"(?<![:\w]):([a-z][a-z_]*)")


@cache
def text(name: str) -> str:
    """The query of a file, without comments. Raises LedgerError for a name that has none."""
    known = view_names()
    if name not in known:
        raise LedgerError(f"there is no view {name!r}", todo=f"Use one of: {', '.join(known)}")
    raw = (files("detente.ledger") / "views" / f"{name}.sql").read_text(encoding="utf-8")
    return re.sub(r"--[^\n]*", "", raw).strip()


@cache
def view_names() -> tuple[str, ...]:
    """Names of all queries, sorted."""
    folder = files("detente.ledger") / "views"
    return tuple(sorted(p.name.removesuffix(".sql") for p in folder.iterdir() if p.name.endswith(".sql")))


def parameters(query: str) -> set[str]:
    """Names of the parameters of a query."""
    return set(_PARAMETER.findall(query))


def composed(query: str, over: Base = "held") -> str:
    """The query over its layers, with parameters as DuckDB writes them.

    `over`: the statements that an engine holds singly, the event data at volume, or both. Layers are not
    materialised, so that a filter of the query reaches the table.
    """
    bases = [f"{name} as not materialized ({text_})" for name, text_ in BASES[over].items()]
    layers = bases + [f"{name} as not materialized ({text(name)})" for name in LAYERS]
    return _PARAMETER.sub(r"$\1", f"with {', '.join(layers)}\n{query}")
