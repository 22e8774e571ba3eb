"""Names packed into one cell with commas, where some names hold commas themselves."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

WITH_COMMA: Final = frozenset(
    {
        "Bahamas, The", "China, P.R.", "Congo, Dem. Rep.", "Congo, Rep.", "Egypt, Arab Rep.", "Gambia, The",
        "Germany, East", "Germany, West", "Iran, Islamic Rep.", "Korea, Dem. Rep.", "Korea, North",
        "Korea, Rep.", "Korea, South", "Macedonia, FYR", "Micronesia, Fed. Sts.", "Venezuela, RB",
        "Vietnam, North", "Vietnam, South", "Yemen, Arab Rep.", "Yemen, North", "Yemen, Rep.", "Yemen, South",
    }
)  # fmt: skip
"""Names with a comma as data publishers write them."""


def unpack(cell: str, with_comma: Collection[str] = WITH_COMMA) -> list[str]:
    """The names of a packed cell, in order: "Gambia, The, Russia" gives "Gambia, The" and "Russia".

    An empty name between two commas stays as "" for the reader to refuse.
    """
    parts = [part.strip() for part in cell.split(",")]
    names: list[str] = []
    for part in parts:
        if names and f"{names[-1]}, {part}" in with_comma:
            names[-1] = f"{names[-1]}, {part}"
        else:
            names.append(part)
    return names
