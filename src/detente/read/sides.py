"""The sides of a deed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

Codes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """The sides of a deed; `inferred`: one of them is not named and was taken from the pair spoken of."""

    source: Codes
    target: Codes
    reciprocal: bool
    inferred: bool


SHARED: Final = ("quarrel", "relations", "agreement", "talks", "exercise", "border", "conflict")
"""Classes of what two states have together."""
