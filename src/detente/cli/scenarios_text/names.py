"""What drivers and variants of a scenario document are called in text."""

from __future__ import annotations

import re
from typing import Any, Final

Record = dict[str, Any]

BY_PLACE: Final = re.compile(r"[dv]\d+")
"""An id that a file without ids was given: its name says more."""


def variant(document: Record, driver: int, place: int) -> str:
    """A variant (1-based) in a word: its id, or its name where the id only counts."""
    record = document["drivers"][driver]["variants"][place - 1]
    return str(record["name"] if BY_PLACE.fullmatch(record["id"]) and record["name"] else record["id"])


def short(document: Record, states: list[int]) -> str:
    """A scenario (1-based variants) in one line."""
    return ", ".join(variant(document, driver, place) for driver, place in enumerate(states))


def said(document: Record, address: str) -> str:
    """A "driver/variant" by its names: "Trade and corridors: Small"."""
    driver, _, own = address.partition("/")
    record = next(d for d in document["drivers"] if d["id"] == driver)
    name = next(v["name"] for v in record["variants"] if v["id"] == own)
    return f"{record['name'] or driver}: {name or own}"
