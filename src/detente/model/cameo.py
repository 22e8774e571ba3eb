"""CAMEO codes: what they are in PLOVER, their quad class, and their Goldstein scores by named table.

PLOVER classes after the table CAMEO2PLOVER-2021 of the PLOVER manual, draft 0.8 (its mode names partly differ from
draft 2.0). Roots 01 (public statement) and 02 (appeal) have no PLOVER class. Goldstein scores: three tables go
round and differ, so a score is never given without its table's name. Codes are texts: "010" and "10" differ.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Final, Literal, NamedTuple, get_args

GoldsteinTable = Literal["GDELT", "ICEWS", "KEDS"]
"""GDELT: CAMEO.goldsteinscale.txt of the GDELT Project. ICEWS: column goldstein of the ICEWS code table. KEDS: the
project's own scale file of 2008, in CAMEO's older numbering (its 016 is an empathetic comment)."""
GOLDSTEIN_TABLES: Final[tuple[str, ...]] = get_args(GoldsteinTable)

QuadClass = Literal[1, 2, 3, 4]
QUAD_NAMES: Final[dict[int, str]] = {
    1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict",
}  # fmt: skip


class Plover(NamedTuple):
    """PLOVER's event type, mode ("" where it has none) and contexts."""

    event_type: str
    mode: str
    contexts: tuple[str, ...]


def _rows(name: str) -> list[dict[str, str]]:
    text = files("detente.model").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def plover_classes() -> dict[str, Plover | None]:
    """Every CAMEO code with its PLOVER class; None for roots 01 and 02, which PLOVER leaves out."""
    return {
        row["code"]: Plover(row["event_type"], row["mode"], tuple(filter(None, row["contexts"].split(";"))))
        if row["event_type"]
        else None
        for row in _rows("cameo_plover")
    }


@cache
def goldstein_scores(table: GoldsteinTable) -> dict[str, float]:
    """Score of each CAMEO code in that table, -10 to 10. Raises ValueError for a table of another name."""
    if table not in GOLDSTEIN_TABLES:
        raise ValueError(f"no Goldstein table is called {table!r}; there are {', '.join(GOLDSTEIN_TABLES)}")
    return {row["code"]: float(row["score"]) for row in _rows("goldstein") if row["table"] == table}


def quad_class(code: str) -> QuadClass:
    """Quad class from the root code: 01-05 is 1, 06-08 is 2, 09-13 is 3, 14-20 is 4 (the ICEWS rule).

    GDELT's own field QuadClass differs: it has root 09 in 2 and root 14 in 3. Raises ValueError for a text that
    begins with no root code.
    """
    root = code[:2]
    if len(root) != 2 or not root.isdigit() or not 1 <= int(root) <= 20:
        raise ValueError(f"{code!r} is not a CAMEO code")
    number = int(root)
    return 1 if number <= 5 else 2 if number <= 8 else 3 if number <= 13 else 4
