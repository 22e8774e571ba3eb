"""Which part of a state acts, where it is said: government, military, legislature, courts, police, business ..."""

from __future__ import annotations

from collections.abc import Sequence

from detente.read.grammar import load_classes
from detente.read.phrases import Actor
from detente.read.scene import Scene


def sector_of(head: str) -> str | None:
    """The PLOVER sector of a noun that a state's name belongs to ("navy": MIL), or None."""
    for name, words in load_classes()["sectors"].items():
        if head in words:
            return str(name)
    return None


def _said(actor: Actor) -> str | None:
    return "BUS" if actor.form == "company" else sector_of(actor.head)


def sectors_of(scene: Scene, first: int, last: int, codes: Sequence[str]) -> tuple[str | None, ...]:
    """The sector of each of some codes as items [first, last) say it; () when none is said."""
    actors = scene.actors(first, last)
    found = tuple(
        next((s for a in actors if code in a.codes and (s := _said(a)) is not None), None) for code in codes
    )
    return found if any(found) else ()
