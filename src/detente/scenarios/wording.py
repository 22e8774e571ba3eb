"""Names and reasons as they stand inside a sentence, and what a scenario is called among others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from detente.scenarios.model import CrossImpactModel

_INSIDE: Final = re.compile(r"(?<=[a-z0-9,;] )[A-Z][\w-]*")
_FIRST: Final = re.compile(r"[A-Z][\w-]*")


def names_among(texts: Iterable[str]) -> frozenset[str]:
    """Words that keep their capital inside a sentence somewhere in the texts: India, Moscow, SCO."""
    return frozenset(word for text in texts for word in _INSIDE.findall(text))


def inside(text: str, names: frozenset[str]) -> str:
    """The text as it stands inside a sentence: its first letter small, unless it begins a name or an abbreviation."""
    first = _FIRST.match(text)
    if first is None or first[0] in names or any(letter.isupper() for letter in first[0][1:]):
        return text
    return text[0].lower() + text[1:]


def spoken(model: CrossImpactModel, address: str) -> str:
    """A variant as read: "Energy projects: stalled"."""
    column = model.column(address)
    driver = model.driver_at(column)
    variant = model.drivers[driver].variants[column - model.offsets[driver]]
    name = inside(variant.name, model.names) if variant.name else variant.id
    return f"{model.drivers[driver].name or model.drivers[driver].id}: {name}"


def set_apart(
    model: CrossImpactModel, scenarios: Sequence[Sequence[int]], index: int, most: int = 2
) -> list[str]:
    """The variants (1-based in `scenarios`) that fewest of the others share, at most `most`, as read.

    Empty when the scenario shares every variant with all the others, as one that stands alone does.
    """
    mine = scenarios[index]
    shared = sorted(
        (sum(other[driver] == variant for other in scenarios), driver) for driver, variant in enumerate(mine)
    )
    rare = [driver for count, driver in shared if count < len(scenarios)][:most]
    return [spoken(model, model.addresses[model.offsets[d] + mine[d] - 1]) for d in rare]
