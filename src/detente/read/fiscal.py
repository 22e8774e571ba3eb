"""When the fiscal year begins, by state; lexicon/fiscal_years.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from detente.read.grammar import load_yaml


@cache
def fiscal_years() -> dict[str, tuple[int, int]]:
    """State code -> (month, day) on which its fiscal year begins."""
    raw: dict[str, dict[str, str]] = load_yaml("fiscal_years")
    return {code: (int(entry["month"]), int(entry["day"])) for code, entry in raw.items()}


def fiscal_start_of(states: Sequence[str]) -> tuple[int, int] | None:
    """The one beginning that the first of these states with a known one has; None when none is known."""
    return next((fiscal_years()[code] for code in states if code in fiscal_years()), None)
