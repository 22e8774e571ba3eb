"""The realm a statement lies in, and its PLOVER contexts, from the words of its quote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from detente.model.vocabulary import Realm
from detente.read.grammar import load_classes, word_class

_ORDER: Final[tuple[Realm, ...]] = (
    "energy", "defence", "trade", "development", "people", "multilateral", "politics", "diplomacy",
)  # fmt: skip


def realm_of(words: Iterable[str], default: Realm = "diplomacy") -> Realm:
    """The realm with most words among these; earlier ones of the order win a tie; `default` when none has any."""
    said = list(words)
    listed = {realm: word_class(f"realms.{realm}") for realm in _ORDER}
    scores = {realm: sum(word in listed[realm] for word in said) for realm in _ORDER}
    best = max(_ORDER, key=lambda realm: scores[realm])
    if scores[best]:
        return best
    return "trade" if default == "diplomacy" and word_class("objects.goods") & set(said) else default


def contexts_of(words: Iterable[str]) -> tuple[str, ...]:
    """PLOVER contexts whose words occur, sorted."""
    said = set(words)
    return tuple(sorted(name for name, listed in load_classes()["contexts"].items() if said & set(listed)))


@cache
def _empty_phrases() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(word_class('realm_phrases'))))})\b")


def words_between(text: str) -> Sequence[str]:
    """Lower-case words of a quote, hyphenated ones whole and in parts, without phrases that say nothing of a realm."""
    said = _empty_phrases().sub(" ", " ".join(text.lower().split()))
    words = [w.strip(".,;:()\"'") for w in said.split()]
    return [part for w in words for part in ({w, *w.split("-")} if "-" in w else {w}) if part]
